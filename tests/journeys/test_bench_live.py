"""A lead drags people between bench and team; the database says what the page says, and forms do it without a script."""

import json
import subprocess
import sys

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.journeys.conftest import BASE_DIR, DESK, PHONE, Samvad

pytestmark = pytest.mark.journey
SEATS = """
import json, sys
from django.utils import timezone
from influencers.models import RosterSeat
today = timezone.localdate()
rows = RosterSeat.objects.filter(influencer__code="{code}").order_by("pk")
day = lambda on: on and ("today" if on == today else "before")
who = lambda user: user and user.username
print(json.dumps([
    [day(row.kept_on), day(row.joined_on), day(row.left_on), who(row.placed_by), row.placed_why, who(row.ended_by), row.ended_why]
    for row in rows
]))
"""


def test_a_member_is_dragged_to_the_bench_and_back(reader_of, samvad):
    lead = reader_of(language="en", screen=DESK)
    lead.sign_in("lead-bhopal")
    page = lead.page
    open_team(lead, "Bhopal")
    card = section(page, "members").locator(".mate").last
    name, code = card.locator("a").first.inner_text(), card.get_attribute("data-code")
    members = section(page, "members").locator(".mate").count()

    drag(card, section(page, "bench"))
    expect(card.locator("[data-part=leave] input[name=reason]")).to_be_focused()
    assert seats_of(samvad, code) == [["before", "before", None, None, "", None, ""]], "a drop alone changes nothing"
    page.keyboard.type("harvest")
    page.keyboard.press("Enter")
    expect(page.locator(".note-good")).to_be_visible()
    expect(section(page, "members").locator(".mate")).to_have_count(members - 1)
    waiting = section(page, "bench").locator(f"[data-code='{code}']")
    expect(waiting).to_contain_text(name)
    gone = ["before", "before", "today", None, "", "lead-bhopal", "harvest"]
    assert seats_of(samvad, code) == [gone]

    drag(waiting, section(page, "members"))
    expect(waiting.locator("input[name=reason]")).to_be_focused()
    lead.picture("bench-dragged-desk-en")
    assert lead.barriers() == []
    page.keyboard.type("back from the fields")
    page.keyboard.press("Enter")

    expect(section(page, "members").locator(f"[data-code='{code}']")).to_contain_text(name)
    expect(section(page, "members").locator(".mate")).to_have_count(members)
    expect(section(page, "bench")).not_to_contain_text(name)
    expect(section(page, "events")).to_contain_text(f"{name}: became a member – back from the fields")
    here = ["today", "today", None, "lead-bhopal", "back from the fields", None, ""]
    assert seats_of(samvad, code) == [gone, here]


def test_who_has_not_said_yes_is_dragged_to_a_kept_place_and_is_no_member(reader_of, samvad):
    lead = reader_of(language="hi", screen=DESK)
    lead.sign_in("lead-indore")
    page = lead.page
    open_team(lead, "इंदौर")
    card = section(page, "bench").locator(".mate[data-code]").first
    code = card.get_attribute("data-code")
    members = section(page, "members").locator(".mate").count()

    drag(card, section(page, "kept"))
    expect(card.locator("input[name=reason]")).to_be_focused()
    page.keyboard.press("Enter")

    expect(section(page, "kept").locator(f"[data-code='{code}']")).to_be_visible()
    expect(section(page, "members").locator(".mate")).to_have_count(members)
    assert seats_of(samvad, code) == [["today", None, None, "lead-indore", "", None, ""]]


def test_a_member_is_replaced_by_dropping_somebody_on_them(reader_of, samvad):
    lead = reader_of(language="en", screen=DESK)
    lead.sign_in("lead-ratlam")
    page = lead.page
    open_team(lead, "Ratlam")
    goes, comes = (
        section(page, "members").locator(".mate").first,
        section(page, "bench").locator(".mate[data-code]").first,
    )
    left, came = goes.get_attribute("data-code"), comes.get_attribute("data-code")

    drag(comes, goes)
    expect(goes.locator("[data-part=replace] input[name=reason]")).to_be_focused()
    expect(goes.locator("select[name=by]")).to_have_value(came)
    page.keyboard.type("moved to another town")
    page.keyboard.press("Enter")

    expect(section(page, "kept").locator(f"[data-code='{came}']")).to_be_visible()
    expect(section(page, "bench").locator(f"[data-code='{left}']")).to_be_visible()
    assert seats_of(samvad, came) == [["today", None, None, "lead-ratlam", "moved to another town", None, ""]]
    assert [seat[2] for seat in seats_of(samvad, left)] == ["today"]


def test_the_forms_do_the_same_on_a_phone_without_a_script(chromium, samvad):
    context = chromium.new_context(viewport=PHONE, java_script_enabled=False, locale="hi-IN")
    page = context.new_page()
    page.goto(f"{samvad.address}/login/")
    page.fill("#id_username", "lead-ujjain")
    page.fill("#id_password", samvad.password)
    page.click("main form button")
    page.goto(f"{samvad.address}/rosters/")
    page.locator("#rosters tbody th a").click()
    card = section(page, "members").locator(".mate").first
    code = card.get_attribute("data-code")
    card.locator("[data-part=leave] summary").click()
    card.locator("[data-part=leave] input[name=reason]").fill("पढ़ाई")
    card.locator("[data-part=leave] button").click()
    waiting = section(page, "bench").locator(f"[data-code='{code}']")
    waiting.locator("summary").click()
    waiting.locator("input[name=reason]").fill("फिर साथ")
    waiting.locator("button").click()

    expect(section(page, "members").locator(f"[data-code='{code}']")).to_be_visible()
    gone, here = seats_of(samvad, code)
    assert gone[2:] == ["today", None, "", "lead-ujjain", "पढ़ाई"]
    assert here == ["today", "today", None, "lead-ujjain", "फिर साथ", None, ""]
    context.close()


def open_team(lead, district: str) -> None:
    lead.open("/rosters/")
    lead.page.locator("#rosters").get_by_role("link", name=district, exact=True).click()


def section(page: Page, name: str) -> Locator:
    return page.locator(f"section[aria-labelledby='{name}']")


def drag(card: Locator, place: Locator) -> None:
    """Take the card below its name, where no link is, and drop it near the upper edge of the place."""
    card.drag_to(place, source_position={"x": 3, "y": 3}, target_position={"x": 12, "y": 8})


def seats_of(samvad: Samvad, code: str) -> list[list[str | None]]:
    """Each place the person had: kept, joined, left; placed by whom and why; ended by whom and why."""
    asked = subprocess.run(
        [sys.executable, "manage.py", "shell", "--verbosity", "0", "-c", SEATS.format(code=code)],
        cwd=BASE_DIR, env=samvad.environment, capture_output=True, text=True, check=True,
    )  # fmt: skip
    return json.loads(asked.stdout.splitlines()[-1])
