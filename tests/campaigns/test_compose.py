"""The sheet beside a brief: one's own words, warned of from 70 %, compared by a lead from 90 %, read by nobody else."""

import datetime

import pytest
from django.utils import timezone

from campaigns.models import OwnDraft, Post
from campaigns.services import compose, originality, posts
from influencers import own_data
from network.errors import RuleBroken
from tests import factories
from tests.campaigns.test_originality import OURS, THEIRS
from tests.world import token_of

LINK = "https://x.com/a/status/123456789012345678"
FACT = "हमारे ज़िले में पिछले साल तीन सौ बीस तालाबों की गाद निकाली गई और उनमें से दो सौ में पानी जून तक रहा।"


@pytest.fixture
def topic(party):
    topic = factories.make_topic(party.state, status="live")
    topic.brief.facts.update(text_hi=FACT)
    return topic


def asked(party, topic, *, status: str = "accepted", user=None, area=None):
    voice = user.person.influencer if user else factories.make_influencer(area or party.district)
    return factories.make_assignment(voice, topic, status=status)


def test_ones_own_words_are_kept_without_a_warning(party, topic):
    asked_first = asked(party, topic)
    compose.save(asked_first, text=THEIRS, by=None)
    draft = compose.save(asked(party, topic), text=OURS, by=None)
    assert (draft.text, draft.is_warned, draft.needs_review) == (OURS, False, False)
    assert draft.likeness < 30


def test_the_brief_taken_over_is_told(party, topic):
    draft = compose.save(asked(party, topic), text=f"नमस्ते! {FACT}", by=None)
    assert (draft.likeness >= 90, draft.like, draft.needs_review) == (True, None, True)
    like = "".join(part for part, is_like in originality.parts(draft) if is_like)
    assert FACT[:40] in like
    assert "नमस्ते" not in like


def test_the_disclosure_line_counts_as_nobodys(party, topic):
    topic.brief.disclosure_hi = "मैं पार्टी का स्वयंसेवक हूँ और यह मेरी अपनी राय है, किसी और की नहीं।"
    topic.brief.save()
    first = compose.save(asked(party, topic), text=f"{OURS}\n{topic.brief.disclosure}", by=None)
    second = compose.save(asked(party, topic), text=f"{THEIRS}\n{topic.brief.disclosure}", by=None)
    assert max(first.likeness, second.likeness) < 30


@pytest.mark.parametrize(
    ("changed", "warned", "reviewed"),
    [
        ({}, True, True),
        ({"मोहल्ले": "गाँव", "बच्चे": "लोग", "दादी": "नानी", "गाद": "मिट्टी", "बारिश": "बौछार"}, True, False),
    ],
)
def test_another_persons_text_is_found_in_the_whole_state(changed, warned, reviewed, party, topic):
    first = compose.save(asked(party, topic, area=party.neighbour), text=OURS, by=None)
    for _ in range(3):
        compose.save(asked(party, topic), text=THEIRS + str(_), by=None)
    copied = OURS
    for old, new in changed.items():
        copied = copied.replace(old, new)
    draft = compose.save(asked(party, topic), text=copied, by=None)
    assert (draft.like, draft.is_warned, draft.needs_review) == (first, warned, reviewed)


def test_only_the_same_topic_and_ninety_days_count(party, topic):
    other = factories.make_topic(party.state, status="live")
    compose.save(asked(party, other), text=OURS, by=None)
    old = compose.save(asked(party, topic), text=OURS, by=None)
    OwnDraft.objects.filter(pk=old.pk).update(saved_at=timezone.now() - datetime.timedelta(days=91))
    draft = compose.save(asked(party, topic), text=OURS, by=None)
    assert draft.likeness < 30
    assert compose.forget_old(timezone.now()) == 1
    assert OwnDraft.objects.count() == 2


def test_comparing_costs_the_same_whatever_others_wrote(party, topic, django_assert_num_queries):
    mine = asked(party, topic)
    compose.save(mine, text=OURS, by=None)
    for count in (2, 6):
        for _ in range(count):
            compose.save(asked(party, topic), text=OURS, by=None)
        with django_assert_num_queries(11):
            compose.save(mine, text=OURS, by=None)


def test_nobody_writes_in_somebodys_name(party, topic, volunteer, district_lead):
    mine = asked(party, topic, user=volunteer)
    with pytest.raises(RuleBroken) as broken:
        compose.save(mine, text=OURS, by=district_lead)
    assert broken.value.code == "not_yours"
    assert compose.save(mine, text=OURS, by=volunteer).text == OURS


def test_a_sheet_ends_with_handing_in_and_an_empty_one_goes_away(party, topic):
    mine = asked(party, topic)
    compose.save(mine, text=OURS, by=None)
    assert compose.save(mine, text="  \r\n ", by=None) is None
    assert OwnDraft.objects.count() == 0
    compose.save(mine, text=OURS, by=None)
    posts.submit(mine, link=LINK, by=None)
    with pytest.raises(RuleBroken) as broken:
        compose.save(mine, text=THEIRS, by=None)
    assert broken.value.code == "wrong_step"
    with pytest.raises(RuleBroken) as broken:
        compose.save(asked(party, topic), text="अ" * 5_001, by=None)
    assert broken.value.code == "too_long"


def test_an_alike_post_counts_only_after_both_texts_were_read(party, topic, district_lead, client_of):
    mine, first = asked(party, topic), asked(party, topic, area=party.neighbour)
    compose.save(mine, text=OURS, by=None)
    compose.save(first, text=f"सुनिए: {OURS}", by=None)
    post = posts.submit(mine, link=LINK, by=None)
    assert OwnDraft.objects.get(assignment=mine).needs_review, "compared anew when it is handed in"
    client = client_of(district_lead)

    page = client.get("/posts/").content.decode()
    client.post(f"/posts/{post.code}/verify/")
    before = Post.objects.get().status
    api = client.post(f"/api/v1/posts/{post.code}/verify/", {}, content_type="application/json")
    client.post(f"/posts/{post.code}/verify/", {"has_compared": "on"})

    assert page.count("<mark>") >= 2
    assert "सुनिए" in page
    assert first.influencer.person.name not in page, "of the other person only the words are shown"
    assert (before, api.status_code, api.json()["code"]) == ("claimed", 422, "compare_first")
    assert Post.objects.get().status == "verified"


def test_the_queue_costs_the_same_however_many_are_alike(
    party, topic, district_lead, client_of, django_assert_max_num_queries
):
    client = client_of(district_lead)
    costs = []
    for count in (2, 5):
        for number in range(count):
            each = asked(party, topic)
            compose.save(each, text=OURS, by=None)
            posts.submit(each, link=f"{LINK[:-2]}{count}{number}", by=None)
        with django_assert_max_num_queries(20) as queries:
            assert "<mark>" in client.get("/posts/").content.decode()
        costs.append(len(queries))
    assert costs[0] == costs[1]


def test_a_post_with_own_words_or_without_a_sheet_is_verified_as_ever(party, topic, district_lead):
    mine, bare = asked(party, topic), asked(party, topic)
    compose.save(mine, text=OURS, by=None)
    for number, each in enumerate((mine, bare)):
        post = posts.submit(each, link=f"{LINK}{number}", by=None)
        assert posts.verify(post, by=district_lead).status == "verified"


@pytest.mark.parametrize("by_link", [True, False])
def test_the_sheet_is_written_without_a_script(by_link, party, topic, volunteer, client_of):
    mine = asked(party, topic, user=volunteer)
    client = client_of(None if by_link else volunteer)
    path = f"/b/{token_of(mine)}/" if by_link else f"/work/{mine.code}/"
    blank = client.get(path).content.decode()
    assert 'maxlength="5000"' in blank
    assert "</textarea>" in blank.split('data-saved="">')[1][:12], "the sheet is blank: nothing to paste"

    answer = client.post(f"{path}sheet/", {"text": f"{FACT}\r\n<b>मेरा</b>"})

    assert (answer.status_code, answer.headers["Location"]) == (302, f"{path}#sheet")
    page = client.get(path).content.decode()
    assert "<mark>" in page
    assert "&lt;b&gt;मेरा&lt;/b&gt;" in page
    too_long = client.post(f"{path}sheet/", {"text": "क" * 5_001})
    assert too_long.status_code == 422
    assert "क" * 5_001 in too_long.content.decode(), "what was typed is not lost"
    assert len(client.get(path).content) < 40_000


def test_a_card_of_ones_own_district_is_behind_link_and_login(party, topic, volunteer, client_of):
    mine = asked(party, topic, user=volunteer)
    for client, path in (
        (client_of(None), f"/b/{token_of(mine)}/card/"),
        (client_of(volunteer), f"/work/{mine.code}/card/"),
    ):
        made = client.get(f"{path}?fact=1&line=1&ending=png")
        assert (made.status_code, made.headers["Content-Type"]) == (200, "image/png")
        assert made.headers["Content-Disposition"] == f'attachment; filename="{topic.code}-{party.district.code}.png"'
        assert client.get(f"{path}?fact=1&line=1", headers={"If-None-Match": made.headers["ETag"]}).status_code == 304
        assert client.get(f"{path}?ending=svg").headers["Content-Type"] == "image/svg+xml"
        assert [client.get(path + bad).status_code for bad in ("?fact=9", "?photo=aaaaaaaaaa", "?ending=exe")] == [
            404
        ] * 3


def test_nobody_else_reads_a_sheet_by_the_api(party, topic, volunteer, district_lead, operator, client_of):
    mine = asked(party, topic, user=volunteer)
    path = "/api/v1/own-drafts/"
    sent = client_of(volunteer).post(
        path, {"assignment": str(mine.code), "text": OURS}, content_type="application/json"
    )
    foreign = client_of(district_lead).post(
        path, {"assignment": str(mine.code), "text": THEIRS}, content_type="application/json"
    )
    assert (sent.status_code, sent.json()["likeness"] < 30, sent.json()["needs_review"]) == (200, True, False)
    assert foreign.status_code == 400
    assert [len(client_of(user).get(path).json()["results"]) for user in (volunteer, district_lead, operator)] == [
        1,
        0,
        0,
    ]


def test_the_person_takes_their_words_away_and_they_are_erased(party, topic, volunteer):
    mine = asked(party, topic, user=volunteer)
    compose.save(mine, text=OURS, by=volunteer)
    copied = compose.save(asked(party, topic), text=OURS, by=None)
    part = next(part for part in own_data.parts() if part.code == "drafts")
    person = volunteer.person

    rows = list(part.read(person))
    counts = part.erase(person)

    assert [OURS in row.values() for row in rows] == [True]
    assert counts == {"own_draft": 1}
    copied.refresh_from_db()
    assert copied.like is None
