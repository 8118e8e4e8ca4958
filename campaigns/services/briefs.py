"""Briefs: what a writer enters, how it becomes rows, and what is still missing before it can be cleared."""

import datetime
from dataclasses import asdict, dataclass, field, fields

from django.utils.translation import gettext as _

from campaigns.models import Angle, Brief, Fact, Topic
from network.errors import RuleBroken


@dataclass(frozen=True)
class Line:
    """One line in both languages; English may be empty."""

    hi: str
    en: str = ""


@dataclass(frozen=True)
class FactText:
    """A statement with its source, as it is entered."""

    text_hi: str
    source_title_hi: str
    text_en: str = ""
    source_title_en: str = ""
    source_url: str = ""
    source_on: datetime.date | None = None


@dataclass(frozen=True)
class AngleText:
    """An angle as it is entered; `key_facts` are numbers of the brief's facts, from 1 on."""

    title_hi: str
    question_hi: str
    title_en: str = ""
    question_en: str = ""
    key_facts: list[int] = field(default_factory=list)
    subjects: list[str] = field(default_factory=list)
    settings: list[str] = field(default_factory=list)
    languages: list[str] = field(default_factory=list)
    audience_hi: str = ""
    audience_en: str = ""


@dataclass(frozen=True)
class BriefText:
    """What a writer enters for a brief; its names are those of the rows."""

    why_today_hi: str
    facts: list[FactText]
    angles: list[AngleText]
    why_today_en: str = ""
    do_not_say: list[Line] = field(default_factory=list)
    disclosure_hi: str = ""
    disclosure_en: str = ""
    platforms: list[str] = field(default_factory=list)


FACT_FIELDS = [each.name for each in fields(FactText)]
ANGLE_FIELDS = [each.name for each in fields(AngleText)]
PLAIN_FIELDS = ["why_today_hi", "why_today_en", "disclosure_hi", "disclosure_en", "platforms"]


def text_of(brief: Brief) -> BriefText:
    """The brief as it was entered."""
    return BriefText(
        facts=[FactText(**{name: getattr(row, name) for name in FACT_FIELDS}) for row in brief.facts.all()],
        angles=[AngleText(**{name: getattr(row, name) for name in ANGLE_FIELDS}) for row in brief.angles.all()],
        do_not_say=[Line(**line) for line in brief.do_not_say],
        **{name: getattr(brief, name) for name in PLAIN_FIELDS},
    )


def write(topic: Topic, text: BriefText) -> Brief:
    """Make the topic's brief hold exactly this text. Rows keep their place, so that what did not change is not touched."""
    _refuse_unknown_facts(text)
    entered = {name: getattr(text, name) for name in PLAIN_FIELDS}
    lines = [asdict(line) for line in text.do_not_say]
    brief, _created = Brief.objects.update_or_create(topic=topic, defaults=entered | {"do_not_say": lines})
    _write_rows(brief, Fact, [asdict(fact) for fact in text.facts])
    _write_rows(brief, Angle, [asdict(angle) for angle in text.angles])
    return brief


def refuse_incomplete(text: BriefText) -> None:
    """Raise RuleBroken with the first thing that a brief lacks before anybody may vouch for it."""
    if not text.facts:
        raise RuleBroken(_("A brief needs at least one fact with its source."), code="fact_missing")
    if not text.angles:
        raise RuleBroken(_("A brief needs at least one angle."), code="angle_missing")
    if not text.why_today_hi.strip():
        raise RuleBroken(_("The brief does not say yet why people should write today."), code="why_missing")
    for number, fact in enumerate(text.facts, 1):
        refuse_incomplete_fact(number, fact)
    for number, angle in enumerate(text.angles, 1):
        if not (angle.title_hi.strip() and angle.question_hi.strip()):
            raise RuleBroken(
                _("Angle %(number)s lacks its Hindi title or its question.") % {"number": number},
                code="angle_incomplete",
            )
    if not all(line.hi.strip() for line in text.do_not_say):
        raise RuleBroken(_("A line of “do not say” lacks its Hindi text."), code="line_incomplete")


def refuse_incomplete_fact(number: int, fact: FactText) -> None:
    """Raise RuleBroken for a fact without its Hindi text or without a source."""
    if not (fact.text_hi.strip() and fact.source_title_hi.strip()):
        raise RuleBroken(
            _("Fact %(number)s lacks its Hindi text or its source.") % {"number": number}, code="fact_incomplete"
        )


def lacks_english(text: BriefText) -> int:
    """How many texts have no English yet: readers of English see Hindi there."""
    pairs = [(text.why_today_hi, text.why_today_en), (text.disclosure_hi, text.disclosure_en)]
    pairs += [(line.hi, line.en) for line in text.do_not_say]
    for fact in text.facts:
        pairs += [(fact.text_hi, fact.text_en), (fact.source_title_hi, fact.source_title_en)]
    for angle in text.angles:
        pairs += [(angle.title_hi, angle.title_en), (angle.question_hi, angle.question_en)]
        pairs += [(angle.audience_hi, angle.audience_en)]
    return sum(bool(hi and not en) for hi, en in pairs)


def _refuse_unknown_facts(text: BriefText) -> None:
    for angle in text.angles:
        for number in angle.key_facts:
            if not 1 <= number <= len(text.facts):
                raise RuleBroken(
                    _("The angle “%(angle)s” names fact %(number)s, which the brief does not have.")
                    % {"angle": angle.title_hi, "number": number},
                    code="fact_unknown",
                )


def _write_rows(brief: Brief, model: type[Fact] | type[Angle], entered: list[dict[str, object]]) -> None:
    present = list(model.objects.filter(brief=brief))
    for place, values in enumerate(entered):
        wanted = values | {"position": place}
        if place >= len(present):
            model.objects.create(brief=brief, **wanted)
        elif any(getattr(present[place], name) != value for name, value in wanted.items()):
            model.objects.filter(pk=present[place].pk).update(**wanted)
    for row in present[len(entered) :]:
        row.delete()
