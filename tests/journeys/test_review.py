"""Reviewing on a phone: what is typed is kept by itself, gaps are said, and the card is handed in."""

import pytest
from playwright.sync_api import expect

from tests.journeys.conftest import PHONE

pytestmark = pytest.mark.journey
CODES = ["reach", "response", "writing", "affairs", "regularity", "conduct", "stand"]


def test_a_card_is_filled_with_thumbs(reader_of):
    lead = reader_of(screen=PHONE)
    lead.sign_in("lead-bhopal")
    page = lead.page
    lead.open("/vetting/?waiting=first")
    lead.picture("vetting-queue")
    assert lead.barriers() == []
    page.locator("td form button").first.click()
    address = page.url

    page.locator("#reach .point").nth(4).click()
    page.locator("#reach textarea").first.fill("ज़िले में बहुत पढ़ा जाता है")
    expect(page.locator("#saved")).to_contain_text("सहेजा")
    lead.open(address)
    expect(page.locator("#reach input[value='4']")).to_be_checked()
    expect(page.locator("#reach textarea").first).to_have_value("ज़िले में बहुत पढ़ा जाता है")
    page.click("button[name=submit]")
    expect(page.locator(".error")).to_have_count(1 + 6 * 3 - 1)
    assert lead.barriers() == []
    lead.picture("vetting-card")

    for code in CODES:
        page.locator(f"#{code} .point").nth(3).click()
        page.locator(f"#{code} textarea").first.fill("कारण")
        page.locator(f"#{code} textarea").last.fill("https://www.instagram.com/samvad_demo/")
    page.click("button[name=submit]")
    expect(page.locator("#vetting")).to_be_visible()
    lead.picture("vetting-result")
    assert lead.barriers() == []
