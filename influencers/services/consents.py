"""Consents: giving them, one purpose at a time, and taking them back, which stops what they allowed."""

import datetime
from pathlib import Path

from django.db import transaction
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from influencers.models import Consent, ConsentNotice
from influencers.services import rosters
from network.errors import RuleBroken
from network.models import Person, User
from network.services import audit

SEEDS = Path(__file__).resolve().parent.parent / "seeds"


def load_seed() -> ConsentNotice:
    """Publish version 1 of the notice where there is none yet; return the newest."""
    texts = {
        f"text_{code}": (SEEDS / f"consent_notice_{code}.txt").read_text(encoding="utf-8") for code in ("hi", "en")
    }
    ConsentNotice.objects.get_or_create(version=1, defaults=texts)
    return newest_notice()


def newest_notice() -> ConsentNotice:
    """The notice that is shown today. Raises ConsentNotice.DoesNotExist where none was published."""
    return ConsentNotice.objects.latest("version")


@transaction.atomic
def give(
    person: Person,
    purposes: list[str],
    *,
    notice: ConsentNotice,
    channel: str,
    is_adult: bool,
    by: User | None,
    language: str = "",
    given_at: datetime.datetime | None = None,
) -> list[Consent]:
    """Record what the person allowed; who allows briefs becomes a member where a place was kept.

    `language` is the one in which they read the notice, `given_at` the moment they ticked it: those of this request and now,
    unless they did so before. What they allow already stays as it was given. Raises RuleBroken below 18 (DPDP Act 2023,
    s. 9) and for no purpose at all.
    """
    if not is_adult:
        raise RuleBroken(_("Only people of 18 years or older can take part."), code="not_adult")
    if not purposes:
        raise RuleBroken(_("Tick at least one thing you allow, or say no below."), code="no_purpose")
    Person.objects.filter(pk=person.pk).update(is_adult_confirmed=True)  # and locks the row: one answer after the other
    rows = [
        Consent(
            person=person,
            purpose=Consent.Purpose(purpose),
            notice=notice,
            language=language or get_language() or "hi",
            channel=channel,
            given_at=given_at or timezone.now(),
        )
        for purpose in purposes
    ]
    Consent.objects.bulk_create(rows, ignore_conflicts=True)
    if Consent.Purpose.BRIEFS in purposes:
        rosters.welcome(person)
    audit.record("consent.given", person, by=by, area=person.home_area, purposes=sorted(purposes))
    return list(Consent.objects.live().filter(person=person))


@transaction.atomic
def withdraw(person: Person, *, purposes: list[str] | None = None, by: User | None) -> int:
    """Take consents back (all of them by default); return how many. What is not yet sent is stopped by the gate.

    Without the consent to briefs nobody stays in a team: the place ends in the same moment.
    """
    Person.objects.select_for_update(of=("self",)).get(pk=person.pk)
    rows = Consent.objects.live().filter(person=person)
    if purposes is not None:
        rows = rows.filter(purpose__in=purposes)
    is_about_briefs = rows.filter(purpose=Consent.Purpose.BRIEFS).exists()
    count = rows.update(withdrawn_at=timezone.now())
    if is_about_briefs:
        rosters.end_places(person, why="consent_withdrawn", by=by)
    audit.record("consent.withdrawn", person, by=by, area=person.home_area, purposes=purposes or "all")
    return count
