"""Cards: a picture for one's own post, with the name of one's district; made when asked for, kept for a day."""

from dataclasses import dataclass

from django.core.cache import cache
from django.utils.translation import gettext_lazy as _

from campaigns import card_layouts
from campaigns.card_layouts import Card
from campaigns.models import BriefMedia, Topic
from network.errors import RuleBroken
from network.models import Area

DAY = 24 * 3600
FORMATS = {"png": ("image/png", card_layouts.png), "svg": ("image/svg+xml", card_layouts.svg)}


@dataclass(frozen=True)
class Wish:
    """What the writer chose: fact 0 is the topic's title, 1 the first fact; the code of a picture or ""; with the line or not."""

    fact: int = 0
    photo: str = ""
    with_line: bool = False
    ending: str = "png"


@dataclass(frozen=True)
class Made:
    """A card as a file."""

    name: str
    content_type: str
    content: bytes
    key: str


def make(topic: Topic, district: Area, wish: Wish) -> Made:
    """The card for the district. Raises RuleBroken for a fact, a picture or a kind of file that the topic does not have.

    The same card is drawn once: it is found again by the hash of all that stands on it.
    """
    if wish.ending not in FORMATS:
        raise RuleBroken(_("Cards are made as PNG and as SVG."), code="unknown_format")
    card = _card(topic, district, wish)
    content_type, draw = FORMATS[wish.ending]
    key = f"card:{wish.ending}:{card.key}"
    content = cache.get(key)
    if content is None:
        content = draw(card)
        cache.set(key, content, DAY)
    return Made(f"{topic.code}-{district.code}.{wish.ending}", content_type, content, card.key)


def _card(topic: Topic, district: Area, wish: Wish) -> Card:
    facts = list(topic.brief.facts.all())
    if not 0 <= wish.fact <= len(facts):
        raise RuleBroken(_("The brief has no such fact (any more)."), code="unknown_fact")
    words = facts[wish.fact - 1].text_hi if wish.fact else topic.title_hi
    photo = _photo(topic, wish.photo) if wish.photo else None
    return Card(
        district=district.name_hi,
        words=words,
        line=topic.brief.disclosure_hi if wish.with_line else "",
        photo=bytes(photo.file.content) if photo else b"",
        is_ai=bool(photo and photo.is_ai),
    )


def _photo(topic: Topic, code: str) -> BriefMedia:
    pictures = BriefMedia.objects.filter(brief__topic=topic, kind=BriefMedia.Kind.PICTURE).select_related("file")
    found = pictures.filter(code=code).first()
    if found is None:
        raise RuleBroken(_("The brief has no such picture (any more)."), code="unknown_photo")
    return found
