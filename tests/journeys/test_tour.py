"""The main job from end to end, as README.md tells it: real processes, a real browser, a real worker and beat."""

import datetime
import json
import re
import urllib.request
from zoneinfo import ZoneInfo

import pytest
from playwright.sync_api import expect

from tests.journeys.conftest import BASE_DIR, DESK, PHONE, fetch

pytestmark = pytest.mark.journey

SHEET = BASE_DIR / "tests" / "data" / "roster_demo.xlsx"
VOICE = "voice@samvad.example"
TITLE = "टूर का विषय"
INDIA = ZoneInfo("Asia/Kolkata")


def test_a_messy_sheet_fills_the_teams(reader_of):
    state = reader_of()
    state.sign_in("state")
    expect(state.page.locator("#live .tile")).to_have_count(55)
    state.picture("01-overview")
    state.open("/imports/rosters/new/")
    state.page.set_input_files("input[type=file]", SHEET)
    state.page.click("main form button")
    expect(state.page.locator("h1")).to_have_text("roster_demo.xlsx")
    counts = tabs(state)
    assert counts["good"] > 150
    assert counts["doubtful"] > 10
    assert counts["refused"] > 10
    state.picture("02-import")
    state.page.click("nav.tabs a[href='?verdict=refused']")
    reasons = state.page.locator(".reason").all_inner_texts()
    assert any("ज़िला नहीं है" in reason for reason in reasons)
    assert any("भारत का मोबाइल नंबर नहीं" in reason for reason in reasons)
    state.picture("03-import-refused")
    state.page.click("nav.tabs a[href='?']")
    state.page.click(".sticky-actions button:not(.button-bad)")
    expect(state.page.locator(".note-good").first).to_be_visible()
    state.open("/rosters/")
    members, kept = (
        sum(int(text) for text in state.page.locator(f"#rosters tbody tr td:nth-child({column})").all_inner_texts())
        for column in (3, 4)
    )
    assert members > 200, "the demo's people said yes"
    assert kept > 100, "a list only keeps places: nobody is a member before their own yes"
    state.picture("04-teams")


def test_the_same_sheet_again_doubles_nobody(reader_of):
    state = reader_of(language="en")
    state.sign_in("state")
    state.open("/imports/rosters/new/")
    state.page.set_input_files("input[type=file]", SHEET)
    state.page.click("main form button")
    counts = tabs(state)
    assert counts["good"] == 0
    assert counts["unchanged"] > 150


def test_a_topic_goes_from_the_calendar_to_the_map(reader_of, samvad):
    state, content, lead = reader_of(), reader_of(language="en"), reader_of(screen=PHONE)
    code = write_topic_from_calendar(state)
    clear_as_second_person(content, code)
    schedule_for_the_next_minute(state, code)

    link = brief_link_of(reader_of(language="en"), wait=90)
    status, page = fetch(link)  # a robot that previews links looks first, twice
    assert (status, fetch(link)[0]) == (200, 200)
    assert "आपका पहलू" in page

    voice = reader_of(screen=PHONE)
    voice.open(link)
    expect(voice.page.locator("#answer .badge")).to_have_text("भेजा गया")
    voice.picture("08-brief")
    assert not voice.barriers()
    voice.page.click("text=हाँ, मैं लिखूँगा/लिखूँगी")
    voice.page.fill("#id_link", "https://www.instagram.com/somebody/")
    voice.page.click("text=लिंक दें")
    expect(voice.page.locator("#answer .error")).to_contain_text("खाते का लिंक")
    voice.picture("09-not-a-post")
    number = f"18{datetime.datetime.now(INDIA):%Y%m%d%H%M%S}"
    voice.page.fill("#id_link", f"Meri post dekho https://mobile.twitter.com/someone/status/{number}?s=20")
    voice.page.click("text=लिंक दें")
    expect(voice.page.locator("#answer .badge").first).to_have_text("बताई गई")
    voice.picture("10-claimed")

    state.open(f"/?topic={code}")
    bhopal = state.page.locator("#live .tile", has_text="भोपाल").first
    expect(bhopal).to_contain_text("0%")
    lead.sign_in("lead-bhopal")
    lead.open("/posts/")
    card = lead.page.locator("section.card", has_text=number)
    expect(card).to_be_visible()
    lead.picture("11-posts-to-check")
    card.locator("button", has_text="जाँच ली").click()
    expect(lead.page.locator(".note-good")).to_be_visible()
    # the map of the coordinator, open all the time, changes by itself within seconds
    expect(bhopal).not_to_contain_text(re.compile(r"\b0%"))
    state.picture("12-overview-of-the-topic")


def test_pages_are_readable_in_the_dark(reader_of):
    state = reader_of(screen=PHONE, dark=True)
    state.sign_in("state")
    barriers = []
    for path in ("/", "/calendar/", "/topics/new/", "/posts/", "/rosters/390/"):
        state.open(path)
        barriers += state.barriers()
    state.picture("dark")
    assert not barriers


def test_the_topic_is_in_the_persons_own_work_too(reader_of):
    voice = reader_of(screen=PHONE)
    voice.sign_in("voice")
    voice.open("/work/")
    expect(voice.page.locator("main li", has_text=TITLE)).to_contain_text("जाँची गई")
    voice.picture("13-my-work")


def test_programs_do_the_same_with_a_key(reader_of, samvad):
    state = reader_of(language="en")
    state.sign_in("state")
    state.open("/account/")
    state.page.click("text=Make a key")
    key = state.page.locator("#new-token").inner_text().strip()
    state.picture("14-key")
    topics = call(samvad, key, "/api/v1/topics/")["results"]
    topic = next(topic for topic in topics if topic["title_hi"] == TITLE)
    assert topic["status"] == "live"
    coverage = call(samvad, key, f"/api/v1/coverage/?topic={topic['code']}")["results"]
    assert sum(row["verified"] for row in coverage) == 1


def test_the_admin_shows_everything(reader_of):
    admin = reader_of()
    admin.sign_in("admin")
    for path in ("/admin/", "/admin/campaigns/topic/", "/admin/network/area/", "/admin/influencers/influencer/"):
        assert admin.open(path).status == 200
    admin.picture("15-admin")


@pytest.mark.parametrize("language", ["hi", "en"])
@pytest.mark.parametrize("screen", [PHONE, DESK], ids=["360", "1280"])
def test_every_page_fits_its_screen_in_both_languages(reader_of, language, screen):
    state = reader_of(language=language, screen=screen)
    state.sign_in("state")
    pages = [
        "/",
        "/?measure=team",
        "/calendar/",
        "/topics/",
        "/topics/new/",
        "/posts/",
        "/rosters/",
        "/imports/",
        "/account/",
        "/account/password/",
        "/account/who-sees-me/",
        "/search/?q=sihor",
    ]
    pages += [
        "/rosters/390/",
        "/rosters/growth/",
        "/rosters/growth/?area=district-390",
        "/rosters/subjects/?district=390&subject=health",
        "/areas/district/390/",
        "/areas/state/23/",
        "/areas/assembly/S12-155/",
        "/areas/district/390/offices/",
        "/areas/district/390/change/split/",
        "/imports/rosters/new/",
        "/imports/areas/new/",
        "/exports/",
        "/people/",
        "/account/second-factor/",
        "/offices/district_lead/activity/",
        "/imports/people/new/",
        "/people/duplicates/",
        "/areas/district/390/people/new/",
        "/offices/district_lead/",
        "/developers/outbox/",
        "/work/",
        "/topics/nothing/",
    ]
    barriers: list[str] = []
    for path in pages:
        state.open(path)
        expect(state.page.locator("h1")).to_be_visible()
        assert state.page.evaluate("document.documentElement.lang") == language or "nothing" in path
        header = state.page.locator(".top-row").bounding_box()["height"]
        assert header < 60 or screen == PHONE, f"{path}: the header takes more than one line"
        name = re.sub(r"\W+", "-", path).strip("-") or "home"
        state.picture(f"page-{name}-{screen['width']}-{language}")
        barriers += [f"{path}: {barrier}" for barrier in state.barriers()]
    assert not barriers


def tabs(reader) -> dict[str, int]:
    """The counts of the tabs above an import's rows, by verdict, once a worker has read it."""
    expect(reader.page.locator("nav.tabs")).to_be_visible(timeout=60_000)
    found = {}
    for tab in reader.page.locator("nav.tabs a[href^='?verdict=']").all():
        found[tab.get_attribute("href").partition("=")[2]] = int(tab.locator("strong").inner_text())
    return found


def write_topic_from_calendar(state) -> str:
    state.sign_in("state")
    state.open("/calendar/?kind=birth")
    state.page.locator("ul.days a").last.click()  # a day that nobody has drafted yet
    state.page.click("main a.button")
    page = state.page
    page.fill("#id_title_hi", TITLE)
    page.fill("#id_why_today_hi", "आज उनकी जयंती है। लोग उनके काम को अपने गाँव में देखते हैं।")
    page.fill("#id_facts-0-text_hi", "उनका जन्म इसी दिन हुआ था।")
    page.click("text=मसौदा सहेजें")  # the source is missing: told so, and everything is still there
    expect(page.locator(".note-bad").first).to_be_visible()
    expect(page.locator("#id_title_hi")).to_have_value(TITLE)
    page.fill("#id_facts-0-source_title_hi", "राज्य अभिलेखागार")
    page.fill("#id_angles-0-title_hi", "गाँव की नज़र से")
    page.fill("#id_angles-0-question_hi", "आपके गाँव में उनकी कौन-सी बात याद की जाती है?")
    page.click("[data-add-row=angles]")
    page.fill("#id_angles-1-title_hi", "युवा की नज़र से")
    page.fill("#id_angles-1-question_hi", "आज का युवा उनसे क्या सीखता है?")
    expect(page.locator("#saved[data-saved]")).to_contain_text("मसौदा")  # it saves itself, too
    state.picture("05-brief-form")
    page.click("text=मसौदा सहेजें")
    page.wait_for_url(re.compile(r"/topics/(?!new)\w+/$"))
    assert page.locator("form[action$='/clear/']").count() == 0, "nobody clears what they wrote"
    return page.url.rstrip("/").rsplit("/", 1)[1]


def clear_as_second_person(content, code: str) -> None:
    content.sign_in("content")
    content.open(f"/topics/{code}/")
    content.picture("06-to-clear")
    content.page.click("text=Clear it")
    expect(content.page.locator(".note-good")).to_be_visible()


def schedule_for_the_next_minute(state, code: str) -> None:
    state.open(f"/topics/{code}/")
    moment = datetime.datetime.now(INDIA) + datetime.timedelta(seconds=10)
    state.page.fill("#id_release_at", f"{moment:%Y-%m-%dT%H:%M}")
    state.page.click("form[action$='/schedule/'] button")
    expect(state.page.locator("ol.timeline li.done")).not_to_have_count(2)
    state.picture("07-scheduled")


def brief_link_of(developer, *, wait: int) -> str:
    """The link in the e-mail to the demo's influencer, found in the developers' outbox."""
    mail = developer.page.locator("tbody a", has_text=TITLE)
    for _ in range(wait):
        developer.open(f"/developers/outbox/?to={VOICE}")
        if mail.count():
            break
        developer.page.wait_for_timeout(1000)
    mail.first.click()
    return developer.page.locator("#body a[href*='/b/']").first.get_attribute("href")


def call(samvad, key: str, path: str) -> dict:
    request = urllib.request.Request(samvad.address + path, headers={"Authorization": f"Token {key}"})
    with urllib.request.urlopen(request, timeout=10) as answer:
        return json.load(answer)
