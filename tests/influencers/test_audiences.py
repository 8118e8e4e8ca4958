"""Audiences: what is recorded, by whom, and where the newest numbers are kept."""

import datetime

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from influencers.audience_panel import polyline
from influencers.models import AudienceSample, Influencer, StoredFile
from influencers.services import audiences
from network.errors import RightMissing, RuleBroken
from network.models import AuditEntry
from tests import factories
from tests.influencers.reviews import make_handle
from tests.influencers.test_files import picture

DAY = datetime.timedelta(days=1)


@pytest.fixture
def voice(district) -> Influencer:
    return factories.make_influencer(district, name_hi="आशा नमूना")


def seen(days: int = 0, **numbers: object) -> dict[str, object]:
    moment = timezone.now().replace(microsecond=0) - days * DAY
    return {"taken_at": moment, "source": "स्क्रीनशॉट"} | numbers


def sample(handle, days: int = 0, **numbers: object) -> AudienceSample:
    return AudienceSample(handle=handle, grade="measured", **seen(days, **numbers))


def test_numbers_by_hand_are_kept_with_their_picture(voice, district_lead):
    handle = make_handle(voice)
    shot = SimpleUploadedFile("पर्दा.png", picture())

    made = audiences.record(
        handle, by=district_lead, screenshot=shot, followers=4_000, interactions=[3, 5], **seen(source_url=handle.url)
    )

    handle.refresh_from_db()
    voice.refresh_from_db()
    assert (made.grade, made.entered_by, made.screenshot.name) == ("self", district_lead, "पर्दा.webp")
    assert (handle.followers, handle.sampled_at, voice.audience) == (4_000, made.taken_at, 4_000)
    assert AuditEntry.objects.filter(verb="audience.recorded", subject_id=handle.pk, by=district_lead).exists()


def test_a_picture_goes_with_the_account_it_shows(voice, district_lead):
    handle = make_handle(voice)
    for days in (1, 2):
        shot = SimpleUploadedFile("s.png", picture())
        audiences.record(handle, by=district_lead, screenshot=shot, followers=9, **seen(days))
    AudienceSample.objects.first().delete()
    assert StoredFile.objects.count() == 1
    handle.delete()
    assert not StoredFile.objects.exists()


def test_the_newest_look_counts_whatever_the_order_of_entering(voice):
    one, other = make_handle(voice, "one"), make_handle(voice, "other")
    audiences.record_many([sample(one, 1, followers=500), sample(other, 2, followers=900)])
    audiences.record_many([sample(one, 9, followers=9_999), sample(one, 0, interactions=[1])])

    one.refresh_from_db()
    voice.refresh_from_db()
    assert (one.followers, one.sampled_at.date(), voice.audience) == (500, timezone.now().date(), 900)


def test_given_up_accounts_do_not_count(voice):
    one, gone = make_handle(voice, "one"), make_handle(voice, "gone", retired_at=timezone.now())
    audiences.record_many([sample(one, followers=500), sample(gone, followers=900)])
    voice.refresh_from_db()
    assert voice.audience == 500


def test_many_are_recorded_in_few_statements_and_twice_changes_nothing(district, django_assert_num_queries):
    handles = [make_handle(factories.make_influencer(district)) for _ in range(20)]
    rows = [sample(handle, days, followers=days + 1) for handle in handles for days in range(30)]

    with django_assert_num_queries(4):  # the transaction and two statements
        audiences.record_many(rows)
    later = timezone.now().replace(microsecond=0) + datetime.timedelta(seconds=5)
    audiences.record_many([sample(handles[0], followers=77, taken_at=later)])

    assert AudienceSample.objects.count() == 601
    assert set(Influencer.objects.exclude(pk=handles[0].influencer_id).values_list("audience", flat=True)) == {1}


@pytest.mark.parametrize(
    ("wrong", "code"),
    [
        ({}, "nothing_seen"),
        ({"followers": 1, "grade": "measured"}, "wrong_grade"),
        ({"followers": 1, "source": " "}, "source_missing"),
        ({"followers": 1, "source_url": "https://router.local/"}, "link_not_public"),
        ({"followers": 1, "taken_at": timezone.now() + 9 * DAY}, "future"),
        ({"interactions": [1] * 101}, "too_many_posts"),
        ({"followers": 1, "screenshot": SimpleUploadedFile("x.png", b"<svg/>")}, "no_picture"),
    ],
)
def test_what_says_nothing_or_too_much_is_refused(wrong, code, voice, district_lead):
    with pytest.raises(RuleBroken) as refusal:
        audiences.record(make_handle(voice), by=district_lead, **(seen() | wrong))
    assert refusal.value.code == code
    assert not AudienceSample.objects.exists()
    assert not StoredFile.objects.exists()


def test_a_moment_is_recorded_once(voice, district_lead, neighbour_lead):
    handle, numbers = make_handle(voice), seen(followers=5)
    audiences.record(handle, by=district_lead, **numbers)
    with pytest.raises(RuleBroken) as again:
        audiences.record(handle, by=district_lead, **numbers)
    with pytest.raises(RightMissing):
        audiences.record(handle, by=neighbour_lead, **seen(1, followers=5))
    assert again.value.code == "recorded_already"


def test_the_median_of_a_band_needs_ten_accounts(district):
    def accounts(count: int, **numbers: object) -> None:
        handles = [make_handle(factories.make_influencer(district)) for _ in range(count)]
        audiences.record_many([sample(handle, **numbers) for handle in handles])

    accounts(9, followers=2_000, interactions=[20])
    accounts(12, followers=20_000, interactions=[200, 600])
    accounts(9, days=200, followers=2_000, interactions=[900])

    assert audiences.band_median("instagram", 3_000) is None
    assert audiences.band_median("instagram", 30_000) == pytest.approx(2)
    assert audiences.band_median("x", 30_000) is None
    assert audiences.band_median("instagram", None) is None


def test_the_line_of_followers_leaves_out_what_was_not_seen(voice):
    handle = make_handle(voice)
    looks = [sample(handle, 0, followers=300), sample(handle, 5), sample(handle, 10, followers=100)]
    assert polyline(looks) == "4.0,76.0 316.0,4.0"
    assert polyline(looks[:2]) == ""


def test_the_page_tells_figures_with_grade_source_age_and_size(voice, district_lead, client_of):
    handle = make_handle(voice, "asha")
    make_handle(voice, "quiet")
    audiences.record_many(
        [sample(handle, 40, followers=3_000), sample(handle, 3, followers=3_300, interactions=[33] * 12)]
    )

    page = client_of(district_lead).get(voice.get_absolute_url(), headers={"Accept-Language": "en"})

    panels = {part["template"]: part["shown"] for part in page.context["panels"]}
    account = panels["influencers/_audience.html"].accounts[0]
    told = {each.code: (each.text, each.age, each.figure.sample_size) for each in account.told}
    assert told == {
        "followers": ("3,300", 3, 1),
        "engagement_rate": ("1.00 %", 3, 12),
        "median_engagement": ("33", 3, 12),
        "posting_rate": ("", None, 0),
        "growth": ("8.1 %", 3, 2),
    }
    text = page.content.decode()
    assert "<polyline" in text
    assert text.count("<polyline") == 1
    assert "स्क्रीनशॉट" in text


def form(handle, **other: object) -> dict[str, object]:
    today = timezone.localdate().isoformat()
    fields = {"handle": handle.pk, "taken_on": today, "grade": "owner", "source": "screenshot"}
    return fields | {"followers": "", "interactions": "", "period_days": "", "post_count": ""} | other


def test_numbers_are_entered_on_a_page(voice, district_lead, client_of):
    handle, lead = make_handle(voice), client_of(district_lead)
    page = f"/influencers/{voice.code}/samples/new/"
    assert lead.get(page).status_code == 200
    entered = form(handle, followers="4200", interactions="10, 20;30", period_days="14")
    answer = lead.post(page, entered | {"screenshot": SimpleUploadedFile("s.png", picture())})

    made = AudienceSample.objects.get()
    assert answer.headers["Location"] == voice.get_absolute_url()
    assert (made.followers, made.interactions, made.period_days, made.grade) == (4_200, [10, 20, 30], 14, "owner")
    assert made.post_count is None
    shown = lead.get(voice.get_absolute_url()).content.decode()
    assert f"/files/{made.screenshot.code}/" in shown


def test_wrong_numbers_are_said_on_the_page(voice, district, neighbour, district_lead, client_of):
    handle, lead = make_handle(voice), client_of(district_lead)
    stranger = make_handle(factories.make_influencer(neighbour))
    page = f"/influencers/{voice.code}/samples/new/"
    yesterday = (timezone.localdate() - DAY).isoformat()
    svg = {"screenshot": SimpleUploadedFile("x.png", b"<svg onload=alert(1)>")}
    for wrong in (
        form(handle),
        form(stranger, followers="1"),
        form(handle, followers="-1"),
        form(handle, followers="1") | svg,
    ):
        assert lead.post(page, wrong).status_code == 422
    assert not AudienceSample.objects.exists()
    assert lead.post(page, form(handle, followers="1", taken_on=yesterday)).status_code == 302
    assert lead.post(page, form(handle, followers="2", taken_on=yesterday)).status_code == 422
    outsider = factories.make_office_holder("block_coordinator", district, "looks-only")
    assert client_of(outsider).get(page).status_code == 403
