"""One's own consents: what one allowed, when and to which notice; allowing and taking back, one purpose with one tap each.

A newer notice asks anew and shows what is new in it. Until the person answers, what they allowed stays valid for what the
older notice said: nothing may be done that only the newer one tells of.
"""

from dataclasses import dataclass, field

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from influencers.models import Consent, ConsentNotice
from influencers.services import consents
from influencers.services.own_side import require_own
from network.errors import RightMissing, RuleBroken
from network.models import Person, User
from network.services import audit

CHANNEL = "own page"


@dataclass
class Standing:
    """Where one purpose stands: the live consent, if there is one, and all that were given, the newest first."""

    purpose: str
    label: str
    live: Consent | None = None
    given: list[Consent] = field(default_factory=list)
    is_asked_anew: bool = False


def standings(person: Person, notice: ConsentNotice) -> list[Standing]:
    """Every purpose and how it stands; one query."""
    found = {purpose: Standing(purpose.value, str(purpose.label)) for purpose in Consent.Purpose}
    for row in Consent.objects.filter(person=person).select_related("notice").order_by("-pk"):
        standing = found[Consent.Purpose(row.purpose)]
        standing.given.append(row)
        if row.withdrawn_at is None:
            standing.live = row
            standing.is_asked_anew = row.notice.version < notice.version
    return list(found.values())


def text_shown(consent: Consent) -> str:
    """The notice word for word, in the language in which the person saw it."""
    return consent.notice.text_en if consent.language == "en" else consent.notice.text_hi


def what_is_new(older: ConsentNotice, newer: ConsentNotice) -> list[str]:
    """The lines of the newer notice, in the reader's language, that the older one does not have."""
    known = {line.strip() for line in older.text.splitlines()}
    return [line.strip() for line in newer.text.splitlines() if line.strip() and line.strip() not in known]


@transaction.atomic
def allow(person: Person, purpose: str, *, version: int, is_adult: bool = False, by: User) -> None:
    """Allow one purpose as the notice of that version says; an older consent to it is closed.

    Raises RuleBroken where a newer notice was published since the page was shown, and below 18.
    """
    require_own(by, person)
    notice = consents.newest_notice()
    if notice.version != version:
        raise RuleBroken(_("The notice was changed just now. Read it again, then decide."), code="notice_changed")
    Person.objects.select_for_update().get(pk=person.pk)
    live = Consent.objects.live().filter(person=person, purpose=purpose)
    if live.filter(notice=notice).exists():
        return
    live.update(withdrawn_at=timezone.now())
    is_adult = is_adult or Person.objects.filter(pk=person.pk, is_adult_confirmed=True).exists()
    consents.give(person, [purpose], notice=notice, channel=CHANNEL, is_adult=is_adult, by=by)


@transaction.atomic
def take_back(person: Person, purpose: str, *, by: User) -> None:
    """Take one purpose back; what it allowed stops with it. Taking it back twice changes nothing."""
    require_own(by, person)
    if Consent.objects.live().filter(person=person, purpose=purpose).exists():
        consents.withdraw(person, purposes=[purpose], by=by)


@transaction.atomic
def publish(*, text_hi: str, text_en: str, by: User) -> ConsentNotice:
    """Publish the next version of the notice; from now on it is shown and asks anew. Only operators; it never changes.

    Raises RuleBroken where a text is empty, and where both are word for word those of the newest version.
    """
    if not by.is_superuser:
        raise RightMissing
    text_hi, text_en = text_hi.strip(), text_en.strip()
    if not (text_hi and text_en):
        raise RuleBroken(_("A notice needs its text in Hindi and in English."), code="text_missing")
    newest = ConsentNotice.objects.order_by("-version").first()
    if newest is not None and (newest.text_hi.strip(), newest.text_en.strip()) == (text_hi, text_en):
        raise RuleBroken(_("This is word for word the newest version."), code="nothing_new")
    version = newest.version + 1 if newest else 1
    notice = ConsentNotice.objects.create(version=version, text_hi=text_hi, text_en=text_en)
    audit.record("notice.published", notice, by=by, version=version)
    return notice
