"""The plan of a day in a real browser: a card moved by form on a phone and by hand on a desk; segments counted live."""

import pytest
from playwright.sync_api import expect

from tests.journeys.conftest import DESK, PHONE

pytestmark = pytest.mark.journey


@pytest.mark.parametrize(("language", "screen"), [("hi", PHONE), ("en", DESK)], ids=["hi-phone", "en-desk"])
def test_a_card_is_moved_to_another_topic(reader_of, language, screen):
    lead = reader_of(language=language, screen=screen)
    lead.sign_in("lead-rewa" if language == "hi" else "lead-sagar")
    lead.open("/plan/")
    columns, said = lead.page.locator(".pipeline-stage"), lead.page.locator("#plan [role=status]")
    here = next(place for place in (0, 1) if columns.nth(place).locator(".pipeline-card").count())
    card = columns.nth(here).locator(".pipeline-card").first
    name = card.locator("a").inner_text()
    assert not lead.barriers()

    if screen == PHONE:
        card.locator("summary").nth(1).click()
        card.locator("[data-off] button").click()
    else:
        card.drag_to(columns.nth(2))
    expect(said.locator(".note-good")).to_be_visible()

    expect(columns.nth(here)).to_contain_text(name)  # among those kept off by hand
    expect(columns.nth(here).locator(".pipeline-card", has_text=name)).to_have_count(0)
    assert not lead.barriers()
    lead.picture(f"30-plan-{language}")


@pytest.mark.parametrize(("language", "screen"), [("hi", PHONE), ("en", DESK)], ids=["hi-phone", "en-desk"])
def test_a_segment_is_counted_while_it_is_chosen(reader_of, language, screen):
    desk = reader_of(language=language, screen=screen)
    desk.sign_in("state")
    desk.open("/segments/new/")
    count = desk.page.locator("[role=status] strong")
    everybody = int(count.inner_text().split()[0])
    assert not desk.barriers()

    desk.page.locator("input[name=subjects]").first.check()
    expect(count).not_to_contain_text(str(everybody))

    desk.page.fill("[name=name]", f"समूह {language}")
    desk.page.locator(".sticky-actions button").click()
    expect(desk.page.locator("h1")).to_contain_text(f"समूह {language}")
    assert not desk.barriers()
    desk.picture(f"31-segment-{language}")
