"""Decides how a plan explains itself: each code of the allocator in a sentence of the reader's language."""

from collections.abc import Iterable

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from influencers.models import Subject


def why(reasons: Iterable[list]) -> list[str]:
    """Why a person is asked for a topic, from this angle: one sentence for each reason."""
    return [_sentence(code, told) for code, told in reasons]


def _sentence(code: str, told: object) -> str:
    if code == "knows":
        subjects = ", ".join(str(Subject(subject).label) for subject in told)
        return _("They write about it: %(subjects)s.") % {"subjects": subjects}
    if code == "load":
        said = ngettext(
            "They were asked %(count)s time in the last 30 days.",
            "They were asked %(count)s times in the last 30 days.",
            told,
        )
        return said % {"count": told}
    return {
        "held": _("Somebody decided this by hand."),
        "knows_not": _("Nobody who writes about it had room; they can still write from what they see."),
        "alone": _("They are the only one here who can write on this topic."),
        "angle_first": _("With them somebody here takes this angle."),
        "angle_apart": _("Their neighbours take other angles, as far as there are enough."),
    }[code]


def gap(found: dict, *, got: int, people: dict[int, str]) -> str:
    """What is missing for a topic in a district, and why; "" where somebody has made up for it by hand since."""
    if found["code"] == "hold_impossible":
        name = people.get(found["people"][0], "–")
        return _("%(name)s can not be asked any more, although somebody decided so by hand.") % {"name": name}
    if got >= found["wanted"]:
        return ""
    reason = {
        "nobody_meant": _("nobody in the district belongs to those for whom it is"),
        "nobody_can": _("nobody has an account on one of its platforms, or writes its language"),
        "no_room": _("the others have enough topics on this day or in this week"),
    }.get(found["code"], _("there are no more people"))
    told = {"got": got, "wanted": found["wanted"], "reason": reason}
    return _("%(got)s of %(wanted)s people: %(reason)s.") % told


def open_angles(titles: list[str]) -> str:
    """Which angles nobody takes; "" where each has somebody."""
    return _("Nobody takes: %(angles)s.") % {"angles": ", ".join(titles)} if titles else ""
