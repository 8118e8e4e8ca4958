"""Decides how a team stands: facts about its members become a light, reasons in words, and what would turn it green.

Pure: who collects the facts for all teams at once is influencers/services/team_health.py. Green: no reason. Red: nobody, fewer
than half of the least, or everybody silent. Yellow: every other reason.
"""

import datetime
from collections.abc import Sequence
from dataclasses import dataclass

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from influencers.links import Platform
from influencers.models import Health, Subject

SILENT_AFTER = datetime.timedelta(days=14)


class Reason(models.TextChoices):
    """What keeps a team from being in good order."""

    TOO_FEW = "too_few", _("too few members")
    TOO_MANY = "too_many", _("too many members")
    SILENT = "silent", _("silent for 14 days")
    ONE_PLATFORM = "one_platform", _("all on one platform")
    NO_RURAL = "no_rural", _("no rural voice")
    NO_WOMAN = "no_woman", _("no woman")
    ONE_SUBJECT = "one_subject", _("one subject only")


@dataclass(frozen=True)
class Member:
    """What the judge has to know of one member."""

    last_post_at: datetime.datetime | None = None
    is_paused: bool = False
    is_rural: bool = False
    is_woman: bool = False
    platforms: frozenset[str] = frozenset()
    subjects: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Told:
    """A reason in the reader's language, with what would turn the light green."""

    code: str
    reason: str
    remedy: str


Finding = dict[str, object]


def judge(members: Sequence[Member], *, least: int, most: int, at: datetime.datetime) -> tuple[Health, list[Finding]]:
    """The light of a team and its reasons as [{"code", values}], the gravest first."""
    findings = _size(len(members), least, most)
    if members:
        findings += [*_silence(members, at), *_spread(members)]
    if not findings:
        return Health.GREEN, []
    is_red = not members or len(members) * 2 < least or any(finding.get("everybody") for finding in findings)
    return (Health.RED if is_red else Health.YELLOW), findings


def _size(count: int, least: int, most: int) -> list[Finding]:
    if count < max(least, 1):
        return [{"code": Reason.TOO_FEW.value, "count": count, "missing": max(least, 1) - count}]
    if count > most:
        return [{"code": Reason.TOO_MANY.value, "count": count, "surplus": count - most}]
    return []


def _silence(members: Sequence[Member], at: datetime.datetime) -> list[Finding]:
    """Told when more than half of those who are not paused wrote nothing for 14 days."""
    expected = [member for member in members if not member.is_paused]
    silent = [member for member in expected if not member.last_post_at or at - member.last_post_at >= SILENT_AFTER]
    if len(silent) * 2 <= len(expected):
        return []
    needed = len(silent) - len(expected) // 2
    everybody = len(silent) == len(expected)
    return [{"code": Reason.SILENT.value, "count": len(silent), "needed": needed, "everybody": everybody}]


def _spread(members: Sequence[Member]) -> list[Finding]:
    findings: list[Finding] = []
    platforms = sorted({platform for member in members for platform in member.platforms})
    subjects = sorted({subject for member in members for subject in member.subjects})
    if len(platforms) <= 1:
        findings.append({"code": Reason.ONE_PLATFORM.value, "only": "".join(platforms)})
    if not any(member.is_rural for member in members):
        findings.append({"code": Reason.NO_RURAL.value})
    if not any(member.is_woman for member in members):
        findings.append({"code": Reason.NO_WOMAN.value})
    if len(subjects) <= 1:
        findings.append({"code": Reason.ONE_SUBJECT.value, "only": "".join(subjects)})
    return findings


def tell(findings: Sequence[Finding]) -> list[Told]:
    """The reasons in words, each with its remedy."""
    return [Told(str(finding["code"]), *map(str, _words(finding))) for finding in findings]


def _words(finding: Finding) -> tuple[object, object]:
    """The reason and the remedy of one finding."""
    return WORDS[Reason(finding["code"])](finding)


def _too_few(finding: Finding) -> tuple[object, object]:
    reason = _("too few members: %(count)s") % finding if finding["count"] else _("nobody is in the team")
    remedy = ngettext("%(missing)s more person says yes.", "%(missing)s more people say yes.", finding["missing"])
    return reason, remedy % finding


def _too_many(finding: Finding) -> tuple[object, object]:
    remedy = ngettext(
        "%(surplus)s member goes, or the range is widened.",
        "%(surplus)s members go, or the range is widened.",
        finding["surplus"],
    )
    return _("too many members: %(count)s") % finding, remedy % finding


def _silent(finding: Finding) -> tuple[object, object]:
    remedy = ngettext(
        "%(needed)s more of them writes something that counts.",
        "%(needed)s more of them write something that counts.",
        finding["needed"],
    )
    return _("silent for 14 days: %(count)s") % finding, remedy % finding


def _one_platform(finding: Finding) -> tuple[object, object]:
    only = finding["only"]
    reason = _("all on one platform: %(name)s") % {"name": Platform(only).label} if only else _("no account recorded")
    return reason, _("Somebody with an account on another platform joins or declares one.")


def _one_subject(finding: Finding) -> tuple[object, object]:
    only = finding["only"]
    reason = _("one subject only: %(name)s") % {"name": Subject(only).label} if only else _("no subject recorded")
    return reason, _("Somebody who writes about something else joins, or more subjects are entered.")


WORDS = {
    Reason.TOO_FEW: _too_few,
    Reason.TOO_MANY: _too_many,
    Reason.SILENT: _silent,
    Reason.ONE_PLATFORM: _one_platform,
    Reason.NO_RURAL: lambda _finding: (_("no rural voice"), _("Somebody who speaks from a village joins.")),
    Reason.NO_WOMAN: lambda _finding: (_("no woman"), _("A woman joins.")),
    Reason.ONE_SUBJECT: _one_subject,
}
