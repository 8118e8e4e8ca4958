"""Versions: each saved state of a topic and its brief is kept whole, and any two can be laid side by side."""

import datetime

from django.utils import timezone

from campaigns.models import Brief, BriefVersion, Topic
from campaigns.services import briefs
from network.models import User

Kind = BriefVersion.Kind


def keep(topic: Topic, *, by: User | None, kind: str = Kind.SAVED, at: datetime.datetime | None = None) -> BriefVersion:
    """Keep the topic as it stands as the version of its number; an autosave replaces the one before of the same sitting."""
    if kind == Kind.AUTOSAVED:
        last = BriefVersion.objects.filter(topic=topic).first()
        if last and last.kind == Kind.AUTOSAVED and last.sheet == topic.sheet:
            last.delete()
    version, _created = BriefVersion.objects.update_or_create(
        topic=topic,
        number=topic.version,
        defaults={
            "kind": kind,
            "sheet": topic.sheet,
            "snapshot": snapshot(topic),
            "by": by,
            "at": at or timezone.now(),
        },
    )
    return version


def keep_present(topic: Topic) -> None:
    """Keep what stands now, before it changes, where nobody did yet (topics older than versions)."""
    if Brief.objects.filter(topic=topic).exists() and not topic.versions.filter(number=topic.version).exists():
        keep(topic, by=topic.written_by, at=topic.written_at)


def snapshot(topic: Topic) -> dict[str, object]:
    """Everything of a topic and its brief that people read, as plain values."""
    text = briefs.text_of(Brief.objects.get(topic=topic))
    return {
        "kind": topic.kind,
        "area": topic.area.path,
        "title_hi": topic.title_hi,
        "title_en": topic.title_en,
        "occurs_on": _plain(topic.occurs_on),
        "opens_at": _plain(topic.opens_at),
        "closes_at": _plain(topic.closes_at),
        **{name: getattr(text, name) for name in briefs.PLAIN_FIELDS},
        "do_not_say": [{"hi": line.hi, "en": line.en} for line in text.do_not_say],
        "facts": [_row(fact, briefs.FACT_FIELDS) for fact in text.facts],
        "angles": [_row(angle, briefs.ANGLE_FIELDS) for angle in text.angles],
    }


def _row(entered: object, names: list[str]) -> dict[str, object]:
    return {name: _plain(getattr(entered, name)) for name in names}


def _plain(value: object) -> object:
    """A moment or a day as text, in UTC, so that the same moment is always the same text."""
    if isinstance(value, datetime.datetime):
        return value.astimezone(datetime.UTC).isoformat()
    return value.isoformat() if isinstance(value, datetime.date) else value
