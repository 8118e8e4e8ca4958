"""Media: files of a brief come in while its topic is a draft, lose what tells where they were made, and answer for AI."""

import datetime
import hashlib
import io
from dataclasses import dataclass

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.db.models import F, Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from PIL import Image

from campaigns import ai_labels, clearing_checks
from campaigns.models import Assignment, BriefMedia, Topic
from campaigns.services import topics
from campaigns.video_files import clean_video
from influencers.material_types import PDF, kind_of
from influencers.models import StoredFile
from influencers.services import materials
from influencers.services.files import bare_picture
from network.errors import RuleBroken
from network.models import User
from network.rights import Feature, require
from network.services import audit

Kind = BriefMedia.Kind
MOST_FILES = 8
MEGABYTE = 1_000_000
MOST_BYTES = {Kind.PICTURE: 5 * MEGABYTE, Kind.VIDEO: 16 * MEGABYTE, Kind.PDF: 5 * MEGABYTE}
ENDINGS = {"image/jpeg": "jpg", "video/mp4": "mp4", "video/webm": "webm", PDF.content_type: PDF.ending}
SMALL_SIDE, SMALL_QUALITY = 240, 55  # about 6 kB


@dataclass(frozen=True)
class AiAnswer:
    """The answer to "made or altered by AI?"; with yes it names maker, tool and day, and the consent of those shown."""

    is_ai: bool
    maker: str = ""
    tool: str = ""
    made_on: datetime.date | None = None
    shown: str = ""


@dataclass(frozen=True)
class _Cleaned:
    kind: str
    content_type: str
    content: bytes
    thumbnail: bytes = b""


@transaction.atomic
def add(topic: Topic, *, title: str, upload: UploadedFile, ai: AiAnswer, by: User | None) -> BriefMedia:
    """Keep a picture, video or PDF for the people who write on the topic; pictures by AI get their label on the pixels.

    Raises RuleBroken unless the topic is a draft, for other kinds, for what could act by itself, is too large or one too many,
    and for a file by AI without maker, tool, day and consent, or of a kind on which the label can't be put.
    """
    require(by, Feature.TOPIC_WRITE, topic.area)
    _check_answer(ai)
    found = _cleaned(upload, ai)  # before the lock: encoding a picture anew takes a while
    topic = _lock_draft(topic, by)
    if topic.brief.media.count() >= MOST_FILES:
        raise RuleBroken(_("A brief has at most 8 files: remove one first."), code="too_many")
    file = StoredFile.objects.create(
        area=topic.area,
        name=f"{materials.clean_name(upload.name or '')}.{ENDINGS[found.content_type]}",
        content_type=found.content_type,
        sha256=hashlib.sha256(found.content).hexdigest(),
        size=len(found.content),
        content=found.content,
        uploaded_by=by,
    )
    media = BriefMedia.objects.create(
        brief=topic.brief,
        file=file,
        kind=found.kind,
        title=" ".join(title.split())[:120] or file.name,
        thumbnail=found.thumbnail,
        is_ai=ai.is_ai,
        ai_maker=ai.maker if ai.is_ai else "",
        ai_tool=ai.tool if ai.is_ai else "",
        ai_made_on=ai.made_on if ai.is_ai else None,
        ai_shown=ai.shown if ai.is_ai else "",
        added_by=by,
    )
    _rise(topic)
    audit.record("media.added", media, by=by, area=topic.area, kind=found.kind, size=file.size, is_ai=ai.is_ai)
    return media


@transaction.atomic
def remove(media: BriefMedia, *, by: User | None) -> None:
    """Take a file out of a draft, for good."""
    topic = _lock_draft(media.brief.topic, by)
    audit.record("media.removed", media, by=by, area=topic.area)
    file = media.file
    media.delete()
    file.delete()
    _rise(topic)


@transaction.atomic
def approve(media: BriefMedia, *, by: User) -> BriefMedia:
    """A second person saw a file made by AI and its label. Raises RuleBroken for who added it, and where the label is gone."""
    require(by, Feature.TOPIC_CLEAR, media.brief.topic.area)
    media = (
        BriefMedia.objects.select_for_update(of=("self",)).select_related("file", "brief__topic__area").get(pk=media.pk)
    )
    if not media.is_ai or media.approved_at:
        return media
    if media.added_by_id == by.pk:
        raise RuleBroken(_("Somebody else has to approve a file that you added."), code="second_person_needed")
    if not is_labelled(media.file):
        raise RuleBroken(_("The label that AI was used is not on this picture."), code="label_missing")
    media.approved_by, media.approved_at = by, timezone.now()
    media.save(update_fields=["approved_by", "approved_at"])
    audit.record("media.approved", media, by=by, area=media.brief.topic.area)
    return media


def is_labelled(file: StoredFile) -> bool:
    """Whether the label stands on the pixels of the file as it is kept."""
    with Image.open(io.BytesIO(bytes(file.content)), formats=["JPEG"]) as picture:
        return ai_labels.is_on(picture)


@clearing_checks.register
def check(topic: Topic, by: User) -> None:
    """Before clearing: every file by AI was approved by a second person, and nobody clears a topic with a file of theirs."""
    files = BriefMedia.objects.filter(brief__topic=topic)
    if files.waiting().exists():
        raise RuleBroken(_("A file made by AI waits for a second person to approve it."), code="media_not_approved")
    if files.filter(added_by=by).exists():
        raise RuleBroken(
            _("Somebody else has to clear a topic to which you added a file."), code="second_person_needed"
        )


def of_topic(topic: Topic) -> QuerySet[BriefMedia]:
    """The files of a topic's brief, without what is in them; one query."""
    return BriefMedia.objects.filter(brief__topic=topic).listed()


def seen_by(user: User) -> QuerySet[BriefMedia]:
    """Files of topics that the reader's office sees, and of those on which the reader was asked to write."""
    asked = Assignment.objects.visible_to(user).exclude(topic__status="withdrawn").values("topic")
    by_office = BriefMedia.objects.visible_to(user, Feature.TOPIC_VIEW).values("pk")
    return BriefMedia.objects.filter(Q(pk__in=by_office) | Q(brief__topic__in=asked))


def _lock_draft(topic: Topic, by: User | None) -> Topic:
    topic = topics.lock(topic)
    require(by, Feature.TOPIC_WRITE, topic.area)
    if topic.status != Topic.Status.DRAFT:
        raise RuleBroken(_("Files can only be changed while the topic is a draft."), code="wrong_step")
    return topic


def _rise(topic: Topic) -> None:
    """Files belong to what is read and cleared: with them the version changes."""
    Topic.objects.filter(pk=topic.pk).update(version=F("version") + 1)


def _check_answer(ai: AiAnswer) -> None:
    if not ai.is_ai:
        return
    if not (ai.maker.strip() and ai.tool.strip() and ai.made_on):
        raise RuleBroken(_("Name who made it with AI, with which tool, and on which day."), code="ai_details_missing")
    if ai.made_on > timezone.localdate():
        raise RuleBroken(_("This day is still to come."), code="ai_day_to_come")
    if ai.shown not in BriefMedia.Shown.values:
        raise RuleBroken(_("Nobody may be shown by AI without having agreed."), code="ai_consent_missing")


def _cleaned(upload: UploadedFile, ai: AiAnswer) -> _Cleaned:
    head = upload.read(16)
    upload.seek(0)
    kind = _kind_by(head)
    if upload.size is None or upload.size > MOST_BYTES[kind]:
        most = MOST_BYTES[kind] // MEGABYTE
        raise RuleBroken(_("The file is larger than %(most)s MB.") % {"most": most}, code="too_large")
    if ai.is_ai and kind != Kind.PICTURE:
        raise RuleBroken(
            _(
                "Only pictures can carry the label that AI was used on their pixels: other files made by AI are not taken."
            ),
            code="ai_only_pictures",
        )
    content = upload.read(MOST_BYTES[kind] + 1)
    if kind == Kind.PICTURE:
        return _picture(content, ai)
    if kind == Kind.PDF:
        return _Cleaned(kind, kind_of(content).content_type, content)
    return _Cleaned(kind, *clean_video(content))


def _kind_by(head: bytes) -> str:
    if head.startswith(b"%PDF-"):
        return Kind.PDF
    if head[4:8] == b"ftyp" or head.startswith(b"\x1a\x45\xdf\xa3"):
        return Kind.VIDEO
    return Kind.PICTURE  # encoding it anew says whether it is one


def _picture(content: bytes, ai: AiAnswer) -> _Cleaned:
    bare, about = bare_picture(content), {}
    if ai.is_ai:
        if min(bare.size) < ai_labels.LEAST_SIDE:
            raise RuleBroken(_("The picture is too small for the label that AI was used."), code="too_small")
        bare = ai_labels.put_on(bare)
        about = {"subsampling": 0, "xmp": ai_labels.metadata(maker=ai.maker, tool=ai.tool, made_on=ai.made_on)}
    out = io.BytesIO()
    bare.save(out, "JPEG", quality=84, optimize=True, **about)
    with Image.open(io.BytesIO(out.getvalue())) as kept:
        if ai.is_ai and not ai_labels.is_on(kept):
            raise RuleBroken(_("The label that AI was used is not on this picture."), code="label_missing")
    small = io.BytesIO()
    bare.thumbnail((SMALL_SIDE, SMALL_SIDE))
    bare.save(small, "WEBP", quality=SMALL_QUALITY)
    return _Cleaned(Kind.PICTURE, "image/jpeg", out.getvalue(), small.getvalue())
