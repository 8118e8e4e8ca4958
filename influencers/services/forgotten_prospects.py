"""Erasing prospects: who has not agreed after a while is forgotten, with everything that was noted about them."""

import datetime

from django.conf import settings
from django.db import connection, transaction
from django.db.models import Exists, OuterRef, ProtectedError

from influencers.models import AudienceSample, Influencer, RosterSeat, StageChange, StoredFile
from network.services import audit
from network.services import erasures as people

Stage = Influencer.Stage
WITH_YES = (Stage.AGREED, Stage.ACTIVE, Stage.PAUSED, Stage.LEFT)


def overdue(now: datetime.datetime):
    """Those without a yes who were entered, or last stood in a stage with one, more than PROSPECT_DAYS days ago."""
    before = now - datetime.timedelta(days=settings.PROSPECT_DAYS)
    steps = StageChange.objects.filter(influencer=OuterRef("pk"), at__gte=before)
    agreed = steps.filter(before__in=WITH_YES) | steps.filter(stage__in=WITH_YES)
    seats = RosterSeat.objects.live().filter(influencer=OuterRef("pk"))
    rows = Influencer.objects.filter(stage__in=Influencer.WITHOUT_YES, spotted_at__lt=before)
    return rows.exclude(Exists(agreed)).exclude(Exists(seats))


def forget_prospects(now: datetime.datetime) -> int:
    """Erase all who are overdue, each by itself; return how many. Who has work of topics on record stays.

    Their names leave the histories, too. Safe to run again.
    """
    gone = sum(_erase(pk, now) for pk in overdue(now).order_by("pk").values_list("pk", flat=True))
    with connection.cursor() as cursor:
        cursor.execute("SELECT influencers_blank_erased()")
    people.blank_names()
    return gone


@transaction.atomic
def _erase(pk: int, now: datetime.datetime) -> bool:
    rows = overdue(now).select_for_update(of=("self",), skip_locked=True).select_related("person", "district")
    influencer = rows.filter(pk=pk).first()
    if influencer is None:
        return False
    person = influencer.person
    records = Influencer.objects.filter(pk=pk) | Influencer.objects.filter(person__merged_into=person)
    records = Influencer.objects.filter(pk__in=list(records.values_list("pk", flat=True)))
    pictures = list(
        AudienceSample.objects.filter(handle__influencer__in=records, screenshot__isnull=False).values_list(
            "screenshot", flat=True
        )
    )
    try:
        with transaction.atomic():
            audit.record("prospect.erased", influencer, by=None, area=influencer.district)
            RosterSeat.objects.filter(influencer__in=records).delete()
            records.delete()
    except ProtectedError:
        return False
    _erase_pictures(pictures)
    people.erase(person)
    return True


def _erase_pictures(pks: list[int]) -> None:
    for picture in StoredFile.objects.filter(pk__in=pks):
        try:
            with transaction.atomic():
                picture.delete()
        except ProtectedError:
            continue  # it shows another account, too
