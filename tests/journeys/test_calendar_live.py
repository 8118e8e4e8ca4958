"""The calendar in a real browser: its views on a phone and a desk, and a day that is dragged to another."""

import datetime
import re

import pytest
from playwright.sync_api import expect

from tests.journeys.conftest import DESK, PHONE

pytestmark = pytest.mark.journey
MEETING = "उपचुनाव का मतदान (डेमो)"


@pytest.mark.parametrize(("language", "screen"), [("hi", PHONE), ("en", DESK)], ids=["hi-phone", "en-desk"])
def test_every_view_fits_its_screen_and_has_no_barriers(reader_of, language, screen):
    state = reader_of(language=language, screen=screen)
    state.sign_in("state")
    for view in ("agenda", "month", "week", "print"):
        state.open(f"/calendar/?view={view}")
        if view in ("month", "week"):
            expect(state.page.locator("#calendar")).to_be_visible()
            expect(state.page.locator("#calendar .cal-label").first).to_be_attached()
        assert not state.barriers(), view
        state.picture(f"30-calendar-{view}-{language}")
    for path in ("/calendar/new/", "/calendar/kinds/", "/calendar/feeds/", "/calendar/import/"):
        state.open(path)
        assert not state.barriers(), path
        state.picture(f"31{path.replace('/', '-')}{language}")


def test_a_day_is_dragged_to_another_and_stays_there(reader_of):
    state = reader_of(screen={"width": 1280, "height": 1400})
    state.sign_in("state")
    state.open("/calendar/?kind=election")
    state.page.click(f"text={MEETING}")
    on = datetime.date.fromisoformat(state.page.locator("[name=on]").get_attribute("value"))
    month = f"/calendar/?view=month&from={on:%Y-%m-01}"
    to = on + datetime.timedelta(days=1 if on.isoweekday() in (7, 1, 2, 3, 4, 5) else -1)
    state.open(month)

    assert drag(state.page, MEETING, to) == 200
    state.open(month)
    expect(state.page.locator(f"#calendar [title*='{MEETING}']").first).to_be_visible()
    state.page.locator(f"#calendar [title*='{MEETING}']").first.click()
    expect(state.page.locator("[name=on]")).to_have_value(to.isoformat())
    assert re.search(r"/calendar/\w+/$", state.page.url)


def drag(page, title: str, to: datetime.date) -> int:
    """Take the label with that title to the cell of a day; return the status that the server answered."""
    label = page.locator(f"#calendar [title*='{title}']").first
    expect(label).to_be_visible()
    begins, ends = label.bounding_box(), page.locator(f"#calendar [data-date='{to.isoformat()}']").first.bounding_box()
    page.mouse.move(begins["x"] + 20, begins["y"] + 8)
    page.mouse.down()
    page.mouse.move(begins["x"] + 40, begins["y"] + 30, steps=5)
    page.mouse.move(ends["x"] + 60, ends["y"] + 60, steps=15)
    with page.expect_response(lambda response: response.url.endswith("/move/")) as answer:
        page.mouse.up()
    return answer.value.status
