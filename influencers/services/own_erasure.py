"""Erasures: a person asks to be erased, and it is done at once; a ledger that names nobody repeats it after a restore.

DPDP Act 2023, s. 12; DPDP Rules 2025, rule 8(3): live data goes at once, a sealed minimal log stays for twelve months and is
then destroyed. Posts that were checked stay counted, without their links: a link carries the name of the account.
"""

import datetime
import json
from collections.abc import Collection

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from influencers import ledger, own_data
from influencers.models import Erasure
from influencers.services import own_side, rosters
from network.errors import RuleBroken
from network.models import Area, Person, User
from network.scope import district_path
from network.sealing import lookup_hash, seal
from network.services import audit

KEPT = datetime.timedelta(days=365)


@transaction.atomic
def erase_me(person: Person, *, by: User) -> Erasure:
    """Erase one's own record, now and for good.

    Raises RuleBroken for operators and while the person holds an office: who appointed them ends it first.
    """
    own_side.require_own(by, person)
    person = _lock(person.pk)
    if by.is_superuser:
        raise RuleBroken(_("Operators are not erased here."), code="operator")
    if own_side.holds_office(person):
        raise RuleBroken(
            _("You hold an office. Ask for its end first; then everything about you can be erased."),
            code="holds_office",
        )
    own_side.leave(person, by=by)
    return _erase(person, timezone.now())


def replay() -> int:
    """Erase again whom the ledger names and a restore brought back; return how many people. Safe to run at any time."""
    lines = {line.person_hash: line for line in [*_ledger_of_database(), *ledger.read()]}
    if not lines:
        return 0
    by_phone = {line.phone_hash: line for line in lines.values() if line.phone_hash}
    back = [
        (pk, line)
        for pk, code, phone, created_at in Person.objects.known().values_list("pk", "code", "phone_hash", "created_at")
        if (line := lines.get(hash_of(code)) or by_phone.get(phone)) and created_at <= line.erased_at
    ]
    for pk, line in back:
        with transaction.atomic():
            _erase(_lock(pk), line.erased_at, is_new=False)
    return len(back)


def destroy_old(at: datetime.datetime) -> int:
    """Destroy the ledger's rows and lines of more than twelve months ago; return how many rows. For a nightly run."""
    count, _by_model = Erasure.objects.filter(erased_at__lte=at - KEPT).delete()
    ledger.drop_until(at - KEPT)
    return count


def erased_numbers(hashes: Collection[str]) -> set[str]:
    """Those of the numbers, by keyed hash, whose owner had themselves erased in the last twelve months."""
    return set(
        Erasure.objects.filter(phone_hash__in=hashes).exclude(phone_hash="").values_list("phone_hash", flat=True)
    )


def hash_of(code: str) -> str:
    """The keyed hash of a person's code: codes are random and never given twice."""
    return lookup_hash(f"erased person {code}")


def _lock(pk: int) -> Person:
    return Person.objects.select_for_update(of=("self",)).select_related("home_area", "user").get(pk=pk)


def _ledger_of_database() -> list[ledger.Line]:
    return [ledger.Line(row.person_hash, row.phone_hash, row.erased_at) for row in Erasure.objects.all()]


def _erase(person: Person, at: datetime.datetime, *, is_new: bool = True) -> Erasure:
    """Erase the person and the records that were merged into it; note it in both ledgers, the file last."""
    line = ledger.Line(hash_of(person.code), person.phone_hash or "", at)
    log = {part.code: part.log(person) for part in own_data.parts() if part.log}
    counts: dict[str, int] = {}
    rosters.end_places(person, why="left", by=None)
    for each in [*(_lock(pk) for pk in _merged_into(person)), person]:
        _erase_rows(each, at, counts)
    area = Area.objects.filter(path=district_path(person.home_area.path)).first() or person.home_area
    kept = {"area": area, "erased_at": at, "counts": counts, "sealed": seal(json.dumps(log))}
    row, is_made = Erasure.objects.get_or_create(
        person_hash=line.person_hash, defaults={"phone_hash": line.phone_hash, **kept}
    )
    audit.record("person.erased", person, by=None, area=area, counts=counts, is_replay=not is_new)
    if is_made and is_new:
        ledger.append(line)
    return row


def _erase_rows(person: Person, at: datetime.datetime, counts: dict[str, int]) -> None:
    """The parts in reverse order: what hangs on others goes first, the person's own row last."""
    Person.objects.filter(pk=person.pk).update(erased_at=at)  # from here on the database lets its histories be blanked
    person.erased_at = at
    for part in reversed(own_data.parts()):
        for name, count in (part.erase(person) if part.erase else {}).items():
            counts[name] = counts.get(name, 0) + count


def _merged_into(person: Person) -> list[int]:
    """The records that are the same person, also over several merges."""
    found: list[int] = []
    now = [person.pk]
    while now := list(Person.objects.filter(merged_into__in=now).exclude(pk__in=found).values_list("pk", flat=True)):
        found += now
    return found
