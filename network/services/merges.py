"""Duplicates: find records that look like one person, take one into the other, and take that back within 30 days."""

import datetime
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field

from django.db import IntegrityError, connection, models, transaction
from django.db.models import Exists, F, OuterRef
from django.db.models.functions import Coalesce
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from network import person_rules
from network.errors import RuleBroken
from network.models import Appointment, Merge, NotSame, Person, User
from network.models.merges import UNDO_DAYS
from network.models.people import PHONE_FIELDS
from network.rights import Feature, require
from network.scope import DISTRICT_PATH, district_path
from network.services import appointments, audit, logins
from network.services.undo import take_back
from network.signals import people_merged

MOST_TWINS = 10
FILLED = ("name_en", "gender", "email")  # taken over where the person who stays has nothing there


@dataclass
class Ledger:
    """What a merge wrote, in order, so that it can be shown and taken back."""

    entries: list[dict[str, object]] = field(default_factory=list)
    moved: Counter[str] = field(default_factory=Counter)
    stayed: Counter[str] = field(default_factory=Counter)

    def change(self, row: models.Model, **new: object) -> None:
        """Set fields of one row."""
        old = {name: getattr(row, name) for name in new}
        if old != new:
            self._write(type(row), [row.pk], old, new)
        for name, value in new.items():
            setattr(row, name, value)

    def move_all(self, gone: models.Model, kept: models.Model) -> None:
        """Let every row that points to `gone` point to `kept`; what a rule of the database forbids stays where it is."""
        for relation in gone._meta.related_objects:
            if not relation.field.db_constraint:
                continue  # the history stays what it was
            model, name = relation.related_model, relation.field.attname
            pks = list(model._base_manager.filter(**{name: gone.pk}).order_by("pk").values_list("pk", flat=True))
            for some in self._possible(model, name, pks, kept.pk):
                self._note(model, some, {name: gone.pk}, {name: kept.pk})
                self.moved[str(model._meta.verbose_name_plural)] += len(some)
            left = model._base_manager.filter(**{name: gone.pk}).count()
            if left:
                self.stayed[str(model._meta.verbose_name_plural)] += left

    def _possible(self, model: type[models.Model], name: str, pks: list[int], to: int) -> list[list[int]]:
        """Move the rows in one statement, or one by one where that meets a constraint; return what was moved."""
        if not pks:
            return []
        if _try_update(model, pks, {name: to}):
            return [pks]
        return [[pk] for pk in pks if _try_update(model, [pk], {name: to})] if len(pks) > 1 else []

    def _write(self, model: type[models.Model], pks: list[int], old: dict, new: dict) -> None:
        model._base_manager.filter(pk__in=pks).update(**new)
        self._note(model, pks, old, new)

    def _note(self, model: type[models.Model], pks: list[int], old: dict, new: dict) -> None:
        self.entries.append({"model": model._meta.label, "pks": pks, "old": old, "new": new})


def lookalikes(by: User) -> models.QuerySet[Person]:
    """People of the actor's areas who sound like somebody entered earlier in the same district, the newest first."""
    earlier = _same_name(by, OuterRef("name_key"), OuterRef("home_path")).filter(pk__lt=OuterRef("pk"))
    told = NotSame.objects.filter(first=OuterRef("pk"), second=OuterRef(OuterRef("pk")))
    return _mergeable(by).exclude(name_key="").filter(Exists(earlier.exclude(Exists(told)))).order_by("-pk")


def twins(people: Sequence[Person], by: User) -> dict[int, list[Person]]:
    """By the key of each of the people: those entered earlier whom they may be. Three queries, however many people."""
    found = _mergeable(by).filter(name_key__in={person.name_key for person in people} - {""})
    told = set(NotSame.objects.filter(second__in=people).values_list("first", "second"))
    by_name: dict[tuple[str, str], list[Person]] = {}
    for other in found.select_related("home_area").order_by("pk"):
        by_name.setdefault((other.name_key, district_path(other.home_path)), []).append(other)
    return {
        person.pk: [
            other
            for other in by_name.get((person.name_key, district_path(person.home_path)), [])
            if other.pk < person.pk and (other.pk, person.pk) not in told
        ][:MOST_TWINS]
        for person in people
    }


def similar(name: str, home_path: str, *, by: User, key: str) -> list[Person]:
    """Those in the district who may be the one whose name is being typed; `key` is the key of the name."""
    if not key:
        return []
    same = list(_same_name(by, key, home_path).select_related("home_area")[:5])
    if same:
        return same
    near = _mergeable(by).filter(home_path__startswith=district_path(home_path)).select_related("home_area")
    return near.find(name, most=5)


@transaction.atomic
def dismiss(one: Person, other: Person, *, by: User) -> None:
    """Remember that the two are two people."""
    for person in (one, other):
        require(by, Feature.PEOPLE_EDIT, person.home_area)
    first, second = sorted((one, other), key=lambda person: person.pk)
    NotSame.objects.get_or_create(first=first, second=second, defaults={"by": by})
    audit.record("person.told_apart", first, by=by, area=first.home_area, other=second.code)


def preview(kept: Person, gone: Person, *, by: User) -> tuple[Ledger, Person]:
    """What `merge` would do: everything it writes, and the person who would stay; nothing is written."""
    with transaction.atomic():
        ledger, kept = _merge(kept, gone, by)
        transaction.set_rollback(True)
    return ledger, kept


@transaction.atomic
def merge(kept: Person, gone: Person, *, by: User) -> Merge:
    """Take `gone` into `kept`: every linked record moves, what is empty is filled, the other login is closed.

    Raises RuleBroken for oneself, for operators, where an office of the other is not the actor's to fill or needs a
    second person, and where contact data would come to somebody who has not agreed to it (network/person_rules.py).
    """
    ledger, kept = _merge(kept, gone, by)
    made = Merge.objects.create(kept=kept, gone=gone, changes=ledger.entries, by=by)
    audit.record("person.merged", kept, by=by, area=kept.home_area, gone=gone.code)
    return made


@transaction.atomic
def undo(merge: Merge, *, by: User) -> int:
    """Take a merge back; return how many rows could not be, because somebody changed them since.

    Raises RuleBroken when 30 days are over or it was taken back already.
    """
    merge = Merge.objects.select_for_update().get(pk=merge.pk)
    kept, gone = merge.kept, merge.gone
    for person in (kept, gone):
        require(by, Feature.PEOPLE_EDIT, person.home_area)
    _refuse_foreign_offices(kept, by)
    if not merge.can_be_undone:
        raise RuleBroken(_("This merge can't be taken back any more."), code="merge_over")
    try:
        with transaction.atomic():
            lost = take_back(merge.changes)
            connection.check_constraints()  # those that would be asked only at the end
            for person in Person.objects.filter(pk__in=[kept.pk, gone.pk]):
                person.save()  # fills the words of the search anew
    except IntegrityError as error:
        raise RuleBroken(_("What was entered since stands in the way."), code="changed_meanwhile") from error
    merge.undone_at = timezone.now()
    merge.save(update_fields=["undone_at"])
    logins.end_sessions([person.user for person in (kept, gone) if person.user], by=by)
    audit.record("person.merge_undone", kept, by=by, area=kept.home_area, gone=gone.code)
    return lost


def forget_old_changes() -> int:
    """Forget what old merges wrote, for it holds personal data and can't be taken back any more. For a nightly run."""
    over = Merge.objects.filter(at__lt=timezone.now() - datetime.timedelta(days=UNDO_DAYS)).exclude(changes=[])
    return over.update(changes=[])


def _merge(kept: Person, gone: Person, by: User) -> tuple[Ledger, Person]:
    locked = Person.objects.select_for_update(of=("self",)).select_related("home_area", "user").order_by("pk")
    people = {person.pk: person for person in locked.filter(pk__in=[kept.pk, gone.pk])}
    if len(people) != 2:
        raise RuleBroken(_("Choose two different people."), code="same_person")
    kept, gone = people[kept.pk], people[gone.pk]
    _refuse(kept, gone, by)
    ledger = Ledger()
    _join_people(ledger, kept, gone)
    ledger.move_all(gone, kept)
    _end_doubled_offices(ledger, gone)
    people_merged.send(Person, kept=kept, gone=gone, ledger=ledger)
    if kept.phone_hash or kept.email:
        person_rules.ask_contact(kept)  # as they are now, with the offices and the stage of both
    kept.save()
    gone.save()
    logins.end_sessions([person.user for person in (kept, gone) if person.user], by=by)
    return ledger, kept


def _refuse(kept: Person, gone: Person, by: User) -> None:
    for person in (kept, gone):
        require(by, Feature.PEOPLE_EDIT, person.home_area)
        if person.user_id == by.pk:
            raise RuleBroken(_("Somebody else has to merge your own record."), code="oneself")
        if person.user is not None and person.user.is_superuser:
            raise RuleBroken(_("Operators are not merged."), code="operator")
        if person.merged_into_id is not None:
            raise RuleBroken(_("This record was merged already."), code="merged_already")
    _refuse_foreign_offices(gone, by)
    if _open_offices(gone).filter(office__needs_second_person=True).exists():
        raise RuleBroken(
            _("An office of this person needs a second person: end it first, and appoint anew."), code="second_person"
        )


def _refuse_foreign_offices(person: Person, by: User) -> None:
    """Offices move with the record, so the actor has to be one who could have filled them."""
    for row in _open_offices(person):
        require(by, Feature.APPOINT, row.area)
        appointments.refuse_beside_or_above(row.area, by, in_cell=row.cell_id is not None)


def _open_offices(person: Person) -> models.QuerySet[Appointment]:
    return Appointment.objects.open_at(timezone.localdate()).filter(person=person).select_related("area", "office")


def _join_people(ledger: Ledger, kept: Person, gone: Person) -> None:
    theirs = {name: getattr(gone, name) for name in (*FILLED, *PHONE_FIELDS)}
    login, other_login = kept.user, gone.user
    closed = {"phone_sealed": "", "phone_hash": None, "phone_end": "", "email": "", "user_id": None}
    ledger.change(gone, **closed, status=Person.Status.LEFT, merged_into_id=kept.pk)
    filled = {name: theirs[name] for name in FILLED if not getattr(kept, name)}
    if not kept.phone_hash:
        filled |= {name: theirs[name] for name in PHONE_FIELDS}
    if login is None and other_login is not None:
        filled["user_id"] = other_login.pk
    elif other_login is not None:
        ledger.change(other_login, is_active=False)
    languages = [*kept.languages, *(language for language in gone.languages if language not in kept.languages)]
    ledger.change(kept, **filled, languages=languages)
    kept.refresh_from_db(fields=["user"])


def _end_doubled_offices(ledger: Ledger, gone: Person) -> None:
    """Both held the same office in the same area: the record that goes gives its seat back."""
    today = timezone.localdate()
    for row in _open_offices(gone):
        ledger.change(row, ends_on=max(today, row.starts_on))


def _try_update(model: type[models.Model], pks: list[int], new: dict[str, object]) -> bool:
    try:
        with transaction.atomic():
            model._base_manager.filter(pk__in=pks).update(**new)
    except IntegrityError:
        return False
    return True


def _mergeable(by: User) -> models.QuerySet[Person]:
    return Person.objects.visible_to(by, Feature.PEOPLE_EDIT).filter(merged_into__isnull=True)


def _same_name(by: User, key: object, home_path: object) -> models.QuerySet[Person]:
    """Those who sound the same and live in the same district."""
    alike = _mergeable(by).filter(name_key=key)
    if isinstance(home_path, str):
        return alike.filter(home_path__startswith=district_path(home_path))
    return alike.annotate(district=_district(F("home_path"))).filter(district=_district(home_path))


def _district(path: models.expressions.Combinable) -> Coalesce:
    return Coalesce(
        models.Func(path, models.Value(DISTRICT_PATH), function="substring"), path, output_field=models.CharField()
    )
