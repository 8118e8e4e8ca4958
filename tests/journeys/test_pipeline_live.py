"""A lead finds somebody new, enters them by their links, and moves them over the board, on a desk and on a phone."""

import re

import pytest
from playwright.sync_api import expect

from tests.journeys.conftest import DESK, PHONE

pytestmark = pytest.mark.journey


def test_from_a_link_to_the_next_stage(reader_of):
    lead = reader_of(language="en", screen=DESK)
    lead.sign_in("lead-bhopal")
    page = lead.page
    lead.open("/influencers/new/")
    page.fill("#id_links", "https://m.youtube.com/@NayaVoice?si=abc\nhttps://twitter.com/samvad_demo_1?s=20")
    expect(page.locator("#seen")).to_contain_text("@nayavoice")
    expect(page.locator("#seen")).to_contain_text("Bhopal")
    page.fill("#id_links", "https://m.youtube.com/@NayaVoice?si=abc\nInstagram @naya.voice")
    page.fill("#id_name_hi", "नई नमूना")
    page.fill("#id_note", "writes on canals and wells")
    expect(page.locator("#seen")).to_contain_text("naya.voice")
    lead.picture("pipeline-new-desk-en")
    assert not lead.barriers()
    page.click("main form .button-big")
    expect(page.locator("#steps")).to_be_visible()
    expect(page.locator("main")).to_contain_text("writes on canals and wells")
    lead.picture("pipeline-profile-desk-en")
    assert not lead.barriers()
    page.get_by_role("link", name="Change").click()
    lead.picture("pipeline-edit-desk-en")

    lead.open("/influencers/board/")
    card = page.locator(".pipeline-card", has_text="नई नमूना")
    lead.picture("pipeline-board-desk-en")
    assert not lead.barriers()
    card.drag_to(page.locator("#stage-contacted"))
    expect(card.locator("input[name=reason]")).to_be_focused()
    page.keyboard.type("jumps too far")
    page.keyboard.press("Enter")
    expect(page.locator("#board [role=status]")).to_contain_text("only vetted or declined may follow")
    card.drag_to(page.locator("#stage-vetted"))
    page.keyboard.type("two good reviews")
    lead.picture("pipeline-board-dragged-desk-en")
    page.keyboard.press("Enter")
    expect(page.locator("#board [role=status]")).to_contain_text("Two reviewers have to hand in their cards first")
    card.locator("summary").click()
    card.locator("select").select_option("declined")
    card.locator("input[name=reason]").fill("does not want to")
    card.locator("button").click()
    expect(page.locator("#stage-declined")).to_contain_text("नई नमूना")
    expect(page.locator("#stage-spotted")).not_to_contain_text("नई नमूना")


def test_on_a_phone_in_hindi(reader_of):
    lead = reader_of(language="hi", screen=PHONE)
    lead.sign_in("lead-bhopal")
    page = lead.page
    for path, name in (("board/", "board"), ("", "list"), ("funnel/", "funnel"), ("new/", "new")):
        lead.open(f"/influencers/{path}")
        lead.picture(f"pipeline-{name}-phone-hi")
        assert not lead.barriers()
    page.fill("#id_links", "यूट्यूब @नई_आवाज़")
    expect(page.locator("#seen")).to_contain_text("@नई_आवाज़")
    lead.open("/influencers/board/")
    card = page.locator("#stage-spotted .pipeline-card").first
    name = card.locator("a").inner_text()
    card.locator("summary").click()
    card.locator("select").select_option("declined")
    card.locator("input[name=reason]").fill("साथ नहीं आना चाहते")
    card.locator("button").click()
    expect(page.locator("#stage-declined")).to_contain_text(name)
    lead.open("/imports/prospects/new/")
    lead.picture("pipeline-import-phone-hi")


def test_the_state_sees_the_funnel_and_moves_many(reader_of):
    state = reader_of(language="hi", screen=DESK)
    state.sign_in("state")
    page = state.page
    state.open("/influencers/funnel/")
    state.picture("pipeline-funnel-desk-hi")
    assert not state.barriers()
    state.open("/influencers/?stage=vetted")
    state.picture("pipeline-list-desk-hi")
    assert not state.barriers()
    page.locator("tbody input[type=checkbox]").first.check()
    page.locator("tbody input[type=checkbox]").nth(1).check()
    page.select_option("#bulk-stage", "contacted")
    page.fill("input[name=reason]", "आज बात हुई")
    page.click(".sticky-actions button")
    expect(page.locator(".note-good")).to_contain_text(re.compile("2"))
    state.open("/influencers/board/")
    state.picture("pipeline-board-desk-hi")
