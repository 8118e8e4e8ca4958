"""People in a real browser against the real worker: doubles are warned of while typing, lists are written while one waits."""

from urllib.error import HTTPError

import pytest
from playwright.sync_api import expect

from tests.journeys.conftest import DESK, fetch

pytestmark = pytest.mark.journey
LIST = "नाम,मोबाइल,ज़िला\nयात्रा नमूना,9826077001,भोपाल\nयात्रा उदाहरण,9826077002,भोपाल\nयात्रा,12,भोपाल\n"


def test_a_double_is_warned_of_while_typing(reader_of):
    lead = reader_of(language="en", screen=DESK)
    lead.sign_in("lead-bhopal")
    lead.open("/areas/district/396/people/new/")
    lead.page.fill("[name=name_hi]", "रेखा यात्रा")
    lead.page.fill("[name=phone]", "98260 77009")
    lead.page.click("main button.button-big")
    expect(lead.page.locator("h1")).to_contain_text("रेखा यात्रा")
    lead.open("/areas/district/396/people/new/")
    lead.page.locator("[name=name_hi]").press_sequentially("Rekha Yatra")
    expect(lead.page.locator("#similar a")).to_have_count(1)
    lead.page.locator("[name=phone]").press_sequentially("9826077009")
    expect(lead.page.locator("#similar .note-bad")).to_be_visible()


def test_a_list_is_read_and_written_while_the_page_waits(reader_of, tmp_path):
    lead = reader_of(language="en", screen=DESK)
    lead.sign_in("lead-bhopal")
    lead.open("/imports/people/new/")
    file = tmp_path / "list.csv"
    file.write_text(LIST, encoding="utf-8")
    lead.page.set_input_files("input[type=file]", file)
    lead.page.click("main form button")
    expect(lead.page.locator("nav.tabs")).to_be_visible(timeout=30_000)
    assert lead.page.locator("nav.tabs strong").all_inner_texts()[:2] == ["3", "2"]
    lead.page.click(".sticky-actions button >> nth=0")
    expect(lead.page.locator(".note-good")).to_contain_text("2 rows were written", timeout=30_000)
    lead.page.click("form[action*='/undo/'] button")
    expect(lead.page.locator(".badge").first).to_contain_text("taken back")


def test_a_sign_in_link_signs_in(reader_of):
    lead = reader_of(language="en", screen=DESK)
    lead.sign_in("lead-bhopal")
    lead.open("/areas/district/396/people/new/")
    lead.page.fill("[name=name_hi]", "कविता यात्रा")
    lead.page.click("main button.button-big")
    lead.page.click("form[action*='/link/'] button")
    link = lead.page.locator("#new-link").inner_text()
    person = reader_of(language="en", screen=DESK)
    person.page.goto(link)
    person.page.click("button.button-big")
    expect(person.page.locator(".menu")).to_be_visible()
    with pytest.raises(HTTPError, match="410"):
        fetch(link)
