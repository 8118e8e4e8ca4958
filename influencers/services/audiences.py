"""Audiences: recording what was seen of an account, and keeping the newest numbers where lists read them."""

import datetime
from collections.abc import Iterable, Sequence

from django.core.cache import cache
from django.core.files.uploadedfile import UploadedFile
from django.db import connection, transaction
from django.db.models import F, Window
from django.db.models.functions import RowNumber
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from influencers.evidence import public_link
from influencers.models import AudienceSample, Grade, Handle
from influencers.models.influencers import BOUNDS
from influencers.services import files
from network.errors import RuleBroken
from network.models import User
from network.rights import Feature, require
from network.services import audit

MOST_POSTS = 100
KEPT_IN_VIEW = 60  # the newest looks at an account that pages and figures are made of
LEAST_IN_BAND = 10  # fewer accounts have no typical rate
BAND_DAYS = 90
BAND_CACHE_SECONDS = 6 * 3600
BY_HAND = (Grade.OWNER, Grade.SELF)  # "measured" is what a platform itself answered to a reader

# From the newest sample that tells followers: the account, and then the largest account of its influencer.
REFRESH = """
WITH newest AS (
    SELECT DISTINCT ON (handle_id) handle_id, followers FROM influencers_audiencesample
    WHERE handle_id = ANY(%(handles)s) AND followers IS NOT NULL ORDER BY handle_id, taken_at DESC
), latest AS (
    SELECT handle_id, max(taken_at) AS taken_at FROM influencers_audiencesample
    WHERE handle_id = ANY(%(handles)s) GROUP BY handle_id
), told AS (
    UPDATE influencers_handle SET followers = newest.followers, sampled_at = latest.taken_at
    FROM latest LEFT JOIN newest USING (handle_id)
    WHERE influencers_handle.id = latest.handle_id
    RETURNING influencers_handle.id, influencers_handle.influencer_id, newest.followers, influencers_handle.retired_at
), largest AS (
    SELECT influencer_id, max(followers) AS followers FROM (
        SELECT influencer_id, followers FROM told WHERE retired_at IS NULL
        UNION ALL
        SELECT influencer_id, followers FROM influencers_handle
        WHERE influencer_id IN (SELECT influencer_id FROM told) AND id NOT IN (SELECT id FROM told) AND retired_at IS NULL
    ) AS accounts GROUP BY influencer_id
)
UPDATE influencers_influencer SET audience = largest.followers FROM largest
WHERE influencers_influencer.id = largest.influencer_id AND audience IS DISTINCT FROM largest.followers
"""
# The typical engagement rate of accounts of a platform and a size, from the newest sample of each.
BANDS = """
SELECT platform, band, percentile_cont(0.5) WITHIN GROUP (ORDER BY rate) FROM (
    SELECT handle.platform, width_bucket(sample.followers::float8, %(bounds)s::float8[]) AS band,
           (SELECT avg(each) FROM unnest(sample.interactions) AS each) * 100 / sample.followers AS rate
    FROM influencers_handle AS handle
    JOIN influencers_audiencesample AS sample ON sample.handle_id = handle.id AND sample.taken_at = handle.sampled_at
    WHERE handle.sampled_at > %(since)s AND sample.followers > 0 AND sample.interactions <> '{}'
) AS rates GROUP BY platform, band HAVING count(*) >= %(least)s
"""


@transaction.atomic
def record(
    handle: Handle, *, by: User | None, screenshot: UploadedFile | None = None, grade: str = Grade.SELF, **seen: object
) -> AudienceSample:
    """Record what was seen of an account: followers, post_count, interactions, period_days, source, source_url, taken_at.

    By hand it is what the owner showed or said, and a picture of it can be kept. Raises RuleBroken for nothing seen, a moment
    in the future, a second look at the same moment, and a picture that is none.
    """
    area = handle.influencer.district
    require(by, Feature.ROSTER_EDIT, area)
    if by is not None and grade not in BY_HAND:
        raise RuleBroken(_("Only a reader of the platform measures; by hand it is told."), code="wrong_grade")
    sample = AudienceSample(handle=handle, grade=grade, entered_by=by, **seen)
    _check(sample)
    if screenshot:
        sample.screenshot = files.store(screenshot, area=area, by=by, feature=Feature.ROSTER_EDIT)
    record_many([sample])
    audit.record("audience.recorded", handle, by=by, area=area, grade=grade, source=sample.source)
    return AudienceSample.objects.get(handle=handle, taken_at=sample.taken_at)


@transaction.atomic
def record_many(samples: Iterable[AudienceSample]) -> None:
    """Record what readers saw, thousands at once; a look at the same moment that is known already is left alone.

    Accounts and influencers are brought up to date in one statement. For the system: it asks no rights.
    """
    rows = list(samples)
    AudienceSample.objects.bulk_create(rows, batch_size=1_000, ignore_conflicts=True)
    refresh({row.handle_id for row in rows})


def refresh(handle_ids: Iterable[int]) -> None:
    """Bring followers of accounts and the audience of their influencers up to date."""
    with connection.cursor() as cursor:
        cursor.execute(REFRESH, {"handles": sorted(handle_ids)})


def newest_of(handle_ids: Sequence[int]) -> dict[int, list[AudienceSample]]:
    """The newest looks at each account, newest first. One query."""
    rank = Window(RowNumber(), partition_by=F("handle"), order_by=F("taken_at").desc())
    rows = AudienceSample.objects.filter(handle__in=handle_ids).annotate(rank=rank).filter(rank__lte=KEPT_IN_VIEW)
    found: dict[int, list[AudienceSample]] = {pk: [] for pk in handle_ids}
    for row in rows.select_related("screenshot").defer("screenshot__content").order_by("-taken_at", "-pk"):
        found[row.handle_id].append(row)
    return found


def band_median(platform: str, followers: float | None) -> float | None:
    """The typical engagement rate, in percent, of accounts of the platform and size; None where too few are known.

    Counted anew every six hours: it moves slowly and reads every account.
    """
    if followers is None:
        return None
    medians = cache.get_or_set("audiences.band_medians", _band_medians, BAND_CACHE_SECONDS)
    band = sum(followers >= bound for bound in BOUNDS.values())
    return medians.get((platform, band))


def _band_medians() -> dict[tuple[str, int], float]:
    since = timezone.now() - datetime.timedelta(days=BAND_DAYS)
    values = {"bounds": list(BOUNDS.values()), "since": since, "least": LEAST_IN_BAND}
    with connection.cursor() as cursor:
        cursor.execute(BANDS, values)
        return {(platform, band): float(rate) for platform, band, rate in cursor.fetchall()}


def _check(sample: AudienceSample) -> None:
    if sample.followers is None and sample.post_count is None and not sample.interactions:
        raise RuleBroken(_("Enter at least one number."), code="nothing_seen")
    if len(sample.interactions) > MOST_POSTS:
        raise RuleBroken(_("A hundred posts are enough."), code="too_many_posts")
    if sample.taken_at > timezone.now():
        raise RuleBroken(_("This day is in the future."), code="future")
    if not sample.source.strip():
        raise RuleBroken(_("Say where the numbers come from."), code="source_missing")
    if sample.source_url and public_link(sample.source_url) is None:
        raise RuleBroken(_("The link has to lead to a public page that anybody can open."), code="link_not_public")
    if AudienceSample.objects.filter(handle=sample.handle, taken_at=sample.taken_at).exists():
        raise RuleBroken(_("Numbers of this account are recorded for that moment already."), code="recorded_already")
