"""Makes the demo's files of briefs and sheets: a drawn picture, one said to be by AI, and two texts that are much alike."""

import datetime
import io

from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone
from PIL import Image, ImageDraw, ImageFilter

from campaigns.models import Assignment, OwnDraft, Topic
from campaigns.services import media, originality
from campaigns.services.media import AiAnswer
from network.models import User

SIZE = (1200, 900)
POND = (
    "हमारे मोहल्ले का तालाब गर्मियों में सूख जाता था। इस बार पड़ोसियों ने मिलकर गाद निकाली, और पहली बारिश में ही पानी भर गया। "
    "अब सुबह बच्चे वहाँ मछलियाँ गिनते हैं और दादी घाट पर बैठकर अपने बचपन के क़िस्से सुनाती हैं।"
)
WELL = "बचपन में हम इसी तालाब पर तैरना सीखते थे। अब किनारे पर पेड़ लगे हैं, और शाम को पूरा मोहल्ला यहीं मिलता है।"


def add_picture(topic: Topic) -> None:
    """Put a drawn pond beside a topic that is still a draft."""
    _add(topic, "तालाब (बनाया हुआ चित्र)", "talab.jpg", AiAnswer(is_ai=False))


def add_picture_by_ai(topic: Topic) -> None:
    """Put a picture beside a draft that counts as made by AI: it has its label and waits for a second person."""
    day = timezone.localdate() - datetime.timedelta(days=1)
    answer = AiAnswer(is_ai=True, maker="संवाद डेमो", tool="नमूना टूल", made_on=day, shown="nobody")
    _add(topic, "AI से बना नमूना", "namuna.jpg", answer)


def write_sheets(topic: Topic) -> None:
    """Three people wrote on their sheets; two of them much the same, and one of these handed in a link."""
    rows = Assignment.objects.filter(topic=topic).exclude(influencer__person__user__isnull=False)
    handed_in = rows.filter(status="claimed").order_by("-district__name_en", "pk")
    first = handed_in.filter(district__name_en="Bhopal").first() or handed_in.first()
    others = list(rows.exclude(district=first.district).filter(status="accepted").order_by("pk")[:2])
    for assignment, text in zip([others[0], others[1], first], [WELL, POND, POND.replace("दादी", "नानी")], strict=True):
        found = originality.compare(assignment, text)
        now = timezone.now()
        OwnDraft.objects.create(
            assignment=assignment,
            text=text,
            likeness=found.percent,
            like=found.like,
            signature=found.signature,
            bands=found.bands,
            saved_at=now,
            checked_at=now,
        )


def _add(topic: Topic, title: str, name: str, answer: AiAnswer) -> None:
    out = io.BytesIO()
    _pond().save(out, "PNG")
    writer = User.objects.get(username="content")
    media.add(topic, title=title, upload=SimpleUploadedFile(name, out.getvalue()), ai=answer, by=writer)


def _pond() -> Image.Image:
    """Sky, hills, water with the light on it, and reeds."""
    picture = Image.new("RGB", SIZE, (246, 196, 120))
    pen = ImageDraw.Draw(picture)
    for row in range(430):
        share = row / 430
        pen.line(
            [(0, row), (SIZE[0], row)], fill=(int(120 + 130 * share), int(170 + 40 * share), int(220 - 70 * share))
        )
    pen.ellipse((820, 250, 960, 390), fill=(255, 236, 170))
    pen.polygon(
        [(0, 430), (220, 300), (460, 420), (720, 290), (1000, 410), (1200, 330), (1200, 520), (0, 520)], (74, 112, 92)
    )
    pen.rectangle((0, 460, *SIZE), fill=(63, 124, 150))
    for step in range(40):
        top = 480 + step * 10
        pen.line([(880 - step * 9, top), (910 + step * 9, top)], fill=(232, 214, 158), width=4)
    picture = picture.filter(ImageFilter.GaussianBlur(2))
    pen = ImageDraw.Draw(picture)
    for stem in range(60):
        foot = 20 + stem * 7
        pen.line([(foot, 900), (foot + (stem * 37) % 40 - 20, 640 + (stem * 53) % 120)], fill=(38, 66, 44), width=5)
    return picture
