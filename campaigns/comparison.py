"""Decides what a reader sees of two versions: each part of the topic that differs, named, in both languages. Pure."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.utils import timezone
from django.utils.dateparse import parse_date, parse_datetime
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from campaigns.models.briefs import suits
from campaigns.models.topics import Topic
from campaigns.word_diff import Piece, diff
from influencers.links import Platform

Snapshot = dict[str, object]


@dataclass(frozen=True)
class Change:
    """A part of the topic that differs, as pieces of its text; `lang` is the language of the text, "" for plain values."""

    name: str
    lang: str
    pieces: list[Piece]


def changes(before: Snapshot, after: Snapshot) -> list[Change]:
    """What differs between two snapshots, in the order of the form."""
    old, new = dict(_lines(before)), dict(_lines(after))
    places = list(new) + [place for place in old if place not in new]
    return [
        Change(name, lang, diff(old.get((name, lang), ""), new.get((name, lang), "")))
        for name, lang in sorted(places, key=_order(places, new, old))
        if old.get((name, lang), "") != new.get((name, lang), "")
    ]


def _order(places: list, new: dict, old: dict):
    """As in the newer version; what only the older one has stands where it stood there."""
    rank = {place: number for number, place in enumerate(new)}
    for number, place in enumerate(old):
        rank.setdefault(place, number + 0.5)
    return lambda place: rank[place]


def _lines(shot: Snapshot) -> Iterator[tuple[tuple[str, str], str]]:
    """((name, language), text) of every part of a snapshot."""
    yield from _both(_("Title"), shot, "title")
    yield (_("Kind"), ""), str(Topic.Kind(shot["kind"]).label)
    yield (_("Day"), ""), _day(shot["occurs_on"])
    yield (_("Open from"), ""), _moment(shot["opens_at"])
    yield (_("Open until"), ""), _moment(shot["closes_at"])
    yield from _both(_("Why today"), shot, "why_today")
    for number, fact in enumerate(shot["facts"], 1):
        name = _("Fact %(number)s") % {"number": number}
        yield from _both(name, fact, "text")
        yield from _both(_("%(part)s: source") % {"part": name}, fact, "source_title")
        yield (
            (_("%(part)s: link and date") % {"part": name}, ""),
            f"{fact['source_url']} {_day(fact['source_on'])}".strip(),
        )
    for number, angle in enumerate(shot["angles"], 1):
        name = _("Angle %(number)s") % {"number": number}
        yield from _both(name, angle, "title")
        yield from _both(_("%(part)s: question") % {"part": name}, angle, "question")
        yield (_("%(part)s: key facts") % {"part": name}, ""), ", ".join(map(str, angle["key_facts"]))
        yield (
            (_("%(part)s: suits") % {"part": name}, ""),
            ", ".join(suits(angle["subjects"], angle["settings"], angle["languages"])),
        )
        yield from _both(_("%(part)s: suits also") % {"part": name}, angle, "audience")
    for number, line in enumerate(shot["do_not_say"], 1):
        name = _("Do not say %(number)s") % {"number": number}
        yield (name, "hi"), line["hi"]
        yield (name, "en"), line["en"]
    yield (_("Platforms"), ""), ", ".join(str(Platform(code).label) for code in shot["platforms"])
    yield from _both(_("Disclosure line"), shot, "disclosure")


def _both(name: str, row: Snapshot, start: str) -> Iterator[tuple[tuple[str, str], str]]:
    for lang in ("hi", "en"):
        yield (name, lang), row[f"{start}_{lang}"]


def _day(text: str | None) -> str:
    return date_format(parse_date(text), "j F Y") if text else ""


def _moment(text: str | None) -> str:
    return date_format(timezone.localtime(parse_datetime(text)), "j F Y, H:i") if text else ""
