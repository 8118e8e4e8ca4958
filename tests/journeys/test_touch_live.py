"""Staying in touch in a real browser: a lead's list on a phone, a volunteer's thanks."""

import datetime
import json

import pytest
from playwright.sync_api import expect

from tests.journeys import push
from tests.journeys.conftest import DESK, PHONE

pytestmark = pytest.mark.journey


@pytest.mark.parametrize(("language", "screen"), [("hi", PHONE), ("en", DESK)], ids=["hi-phone", "en-desk"])
def test_a_lead_works_down_the_list_in_place(reader_of, language, screen):
    lead = reader_of(language=language, screen=screen)
    lead.sign_in("lead-bhopal" if language == "hi" else "state")
    lead.open("/touch/")
    cards = lead.page.locator(".touch")
    before = cards.count()
    assert before > 1
    assert not lead.barriers()
    lead.picture(f"20-touch-{language}")

    cards.nth(0).locator(".touch-buttons a").nth(1).click()
    form = cards.nth(0).locator(".touch-form")
    form.locator("button").click()
    expect(form.locator(".error")).to_have_count(2)
    later = datetime.date.today() + datetime.timedelta(days=9)  # noqa: DTZ011 - any day within 90 will do
    form.locator("[name=until]").fill(later.isoformat())
    form.locator("[name=reason]").fill("परीक्षा")
    form.locator("button").click()
    expect(lead.page.locator(".touch-recorded")).to_have_count(1)
    cards.nth(1).locator(".touch-buttons button").click()
    expect(lead.page.locator(".touch-recorded")).to_have_count(2)
    lead.picture(f"21-touch-done-{language}")

    assert cards.count() == before
    lead.page.reload()
    expect(lead.page.locator(".touch-recorded")).to_have_count(0)


def test_the_list_works_without_a_script(chromium, samvad):
    context = chromium.new_context(viewport=PHONE, java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{samvad.address}/login/")
    page.fill("#id_username", "state")
    page.fill("#id_password", samvad.password)
    page.click("main form button")
    page.goto(f"{samvad.address}/touch/")
    page.locator(".touch-buttons a").first.click()
    page.fill("textarea", "पुस्तकालय की बात हुई")
    page.click(".touch-form button")

    expect(page).to_have_url(f"{samvad.address}/touch/")
    expect(page.locator(".note-good")).to_be_visible()
    context.close()


@pytest.mark.parametrize(("language", "screen"), [("hi", PHONE), ("en", DESK)], ids=["hi-phone", "en-desk"])
def test_a_volunteer_finds_thanks_and_a_certificate(reader_of, language, screen):
    voice = reader_of(language=language, screen=screen)
    voice.sign_in("voice")
    voice.open("/work/")
    voice.page.click("a[href='/me/thanks/']")
    assert not voice.barriers()
    voice.picture(f"22-thanks-{language}")
    with voice.page.expect_download() as download:
        voice.page.click("a.button-big")

    assert download.value.suggested_filename.endswith(".pdf")
    assert download.value.path().read_bytes().startswith(b"%PDF-")


def test_a_push_shows_a_notification_that_leads_to_the_brief(reader_of, samvad, push_service):
    voice = reader_of(screen=PHONE)
    phone = push.Phone(voice, push_service)
    page = voice.page
    voice.sign_in("voice")
    voice.open("/me/channels/")
    button = page.locator("#push-form button")
    button.click()
    expect(page.locator("#push-refused")).to_be_visible()
    voice.picture("23-push-refused")
    voice.context.grant_permissions(["notifications"], origin=samvad.address)
    button.click()
    expect(page.locator(".note-good")).to_be_visible()
    expect(page.locator("#push-off")).to_be_visible()
    assert not voice.barriers()
    voice.picture("24-push-on")

    push.send_out(samvad, "voice", "सूचना वाला विषय")
    said = phone.receive()

    page.wait_for_function("async () => (await (await navigator.serviceWorker.ready).getNotifications()).length === 1")
    (shown,) = phone.shown()
    assert shown == json.loads(said)
    assert (shown["title"], shown["body"]) == ("संवाद", "आपके लिखने के लिए कुछ आया है।")
    assert phone.tap() == [shown["url"]]
    assert phone.shown() == []
    voice.open(shown["url"])
    expect(page.locator("h1")).to_have_text("सूचना वाला विषय")
    voice.picture("25-push-tapped")

    voice.context.clear_permissions()
    voice.open("/me/channels/")
    expect(page.locator("#push-refused")).to_be_visible()
    page.locator("#push-off button").click()
    expect(page.locator("#push-off")).to_have_count(0)
    assert page.evaluate("localStorage.length") == 0, "the browser forgot its subscription, too"
