"""Figures of audiences: the formulas by hand, and laws that hold for any numbers."""

import datetime
from dataclasses import dataclass, field

import pytest
from hypothesis import given
from hypothesis import strategies as st

from influencers import figures

NOW = datetime.datetime(2026, 11, 24, 12, tzinfo=datetime.UTC)


@dataclass
class Look:
    """A look at an account, `days` ago."""

    days: float = 0
    followers: int | None = None
    interactions: list[int] = field(default_factory=list)
    period_days: int | None = None
    grade: str = "owner"
    source: str = "screenshot"

    @property
    def taken_at(self) -> datetime.datetime:
        return NOW - datetime.timedelta(days=self.days)


FOLLOWERS = st.one_of(st.none(), st.integers(0, 10**9))
LOOKS = st.lists(
    st.builds(
        Look,
        days=st.integers(0, 400),
        followers=FOLLOWERS,
        interactions=st.lists(st.integers(0, 10**7), max_size=30),
        period_days=st.one_of(st.none(), st.integers(1, 400)),
        grade=st.sampled_from(figures.GRADES),
    ),
    max_size=12,
).map(lambda looks: sorted(looks, key=lambda look: look.days))
ALL = [
    figures.followers,
    figures.engagement_rate,
    figures.median_engagement,
    figures.posting_rate,
    figures.growth,
]


def test_engagement_rate_is_mean_interactions_by_followers_in_percent():
    assert figures.engagement_rate([Look(followers=2000, interactions=[10, 20, 90])]) == figures.Figure(
        2.0, NOW, "screenshot", "owner", 3
    )


def test_median_engagement_is_not_moved_by_one_post():
    assert figures.median_engagement([Look(interactions=[10, 20, 9000])]).value == 20
    assert figures.median_engagement([Look(interactions=[10, 20, 30, 40])]).value == 25


def test_posting_rate_is_posts_a_week():
    assert figures.posting_rate([Look(interactions=[1] * 10, period_days=35)]).value == 2


def test_growth_is_percent_in_thirty_days():
    assert figures.growth([Look(0, 1200), Look(60, 1000)]).value == pytest.approx(10)
    near_and_far = [Look(0, 1100), Look(10, 1050), Look(30, 1000), Look(90, 500)]
    assert figures.growth(near_and_far).value == pytest.approx(10), "against the look of a month ago"
    assert figures.growth([Look(0, 1100), Look(15, 1000)]).value == pytest.approx(20), "or the oldest there is"
    assert figures.growth([Look(0, 1100), Look(6, 1000)]).value is None, "but not from less than a week"
    weaker = figures.growth([Look(0, 1200, grade="measured"), Look(60, 1000, grade="self")])
    assert (weaker.grade, weaker.sample_size) == ("self", 2)


def test_a_figure_comes_from_the_newest_look_that_shows_it():
    looks = [Look(0, followers=500), Look(3, followers=400, interactions=[4]), Look(9, followers=1, interactions=[100])]
    assert figures.followers(looks).value == 500
    rate = figures.engagement_rate(looks)
    assert (rate.value, rate.age_days(NOW)) == (1.0, 3)


def test_jumps_are_rises_of_more_than_thirty_percent_within_a_week():
    assert figures.jump([Look(0, 1300), Look(7, 1000)]) is None
    old, new, percent = figures.jump([Look(0, 1310), Look(7, 1000)])
    assert (old.followers, new.followers, percent) == (1000, 1310, pytest.approx(31))
    assert figures.jump([Look(0, 1310), Look(8, 1000)]) is None
    assert figures.jump([Look(0, 1350), Look(2, 1200), Look(5, 1000)])[2] == pytest.approx(35), "over several looks"


@pytest.mark.parametrize(
    ("interactions", "codes"),
    [
        ([19] * 10, ["low"]),
        ([20] * 10, []),
        ([500] * 10, []),
        ([501] * 10, ["high"]),
        ([501] * 9, ["not_compared"]),
        ([], ["not_compared"]),
    ],
)
def test_engagement_far_off_the_median_of_the_band_is_a_signal(interactions, codes):
    looks = [Look(followers=10_000, interactions=interactions)]
    assert [signal.code for signal in figures.signals(looks, band_median=1.0)] == codes


def test_signals_need_enough_people_and_something_to_compare_with():
    small = [Look(0, 1_999, [1] * 20), Look(2, 100)]
    assert [signal.code for signal in figures.signals(small, band_median=1.0)] == ["too_little"]
    large = [Look(0, 20_000, [1] * 20), Look(2, 10_000)]
    assert [signal.code for signal in figures.signals(large, band_median=None)] == ["jump", "not_compared"]
    assert "100 %" in str(figures.signals(large, band_median=None)[0].sentence)


@given(LOOKS)
def test_what_was_not_seen_is_never_zero(looks):
    unseen = [Look(look.days, None, [], look.period_days) for look in looks]
    for count in ALL:
        assert count(unseen) == figures.Figure(None)


@given(LOOKS)
def test_each_figure_says_where_it_comes_from(looks):
    for count in ALL:
        figure = count(looks)
        if figure.value is not None:
            assert figure.taken_at in {look.taken_at for look in looks}
            assert figure.sample_size >= 1
            assert figure.grade in figures.GRADES


@given(st.integers(1, 10**8), st.lists(st.integers(0, 10**6), min_size=1, max_size=50), st.integers(1, 9))
def test_engagement_rate_grows_with_interactions_and_shrinks_with_followers(size, interactions, times):
    rate = figures.engagement_rate([Look(followers=size, interactions=interactions)]).value
    more = figures.engagement_rate([Look(followers=size, interactions=[each * times for each in interactions])]).value
    fewer = figures.engagement_rate([Look(followers=size * times, interactions=interactions)]).value
    assert more == pytest.approx(rate * times)
    assert fewer == pytest.approx(rate / times)
    assert rate >= 0


@given(st.integers(1, 10**8), st.integers(0, 10**8), st.integers(7, 400))
def test_growth_has_the_sign_of_the_change_and_is_undone_by_its_formula(old, new, days):
    value = figures.growth([Look(0, new), Look(days, old)]).value
    assert (value > 0, value < 0) == (new > old, new < old)
    assert old * (1 + value / 100 * days / 30) == pytest.approx(new, abs=1e-3)


@given(st.lists(st.integers(0, 10**6), min_size=1, max_size=50))
def test_half_of_the_posts_lie_on_each_side_of_the_median(interactions):
    value = figures.median_engagement([Look(interactions=interactions)]).value
    assert sum(each <= value for each in interactions) * 2 >= len(interactions)
    assert sum(each >= value for each in interactions) * 2 >= len(interactions)


@given(LOOKS)
def test_a_jump_is_found_if_and_only_if_there_is_one(looks):
    pairs = [
        (old, new)
        for old in looks
        for new in looks
        if old.followers
        and new.followers
        and 0 < old.days - new.days <= 7
        and new.followers / old.followers > 1.3000001
    ]
    assert bool(pairs) <= (figures.jump(looks) is not None)
    if found := figures.jump(looks):
        assert found[1].followers > 1.29 * found[0].followers
        assert 0 <= found[0].days - found[1].days <= 7
