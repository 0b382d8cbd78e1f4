from __future__ import annotations

import json
import subprocess
import sys

import pytest
from playwright.sync_api import Locator, Page, Route, expect

from desirepath.stories import techcorp
from tests.e2e.conftest import Visit, text_of
from tests.server.running import Server

pytestmark = pytest.mark.browser


def saved(page: Page) -> None:
    expect(page.get_by_role("status").filter(has_text="Saved")).to_be_visible()


def tab_to(page: Page, what: Locator) -> None:
    """Press Tab until the keys go there, or into it: somebody without a mouse has no other way."""
    expect(what).to_be_visible()
    for _ in range(80):
        page.keyboard.press("Tab")
        if what.evaluate("it => it.contains(document.activeElement)"):
            return
    raise AssertionError(f"Tab never comes to {what}")


def test_a_map_is_made_from_nothing_by_keyboard_alone(visit: Visit, server: Server) -> None:
    page = visit("ana", "editor")
    tab_to(page, page.get_by_role("link", name="New map").first)
    page.keyboard.press("Enter")
    tab_to(page, page.get_by_role("radiogroup", name="From a template"))
    blank = page.get_by_role("radio", name="A clean start")
    page.keyboard.press("ArrowUp")  # from the first to the last: the empty one
    expect(blank).to_be_checked()
    tab_to(page, page.get_by_label("What should it be called?"))
    page.keyboard.type("Our first journey")
    page.keyboard.press("Enter")
    page.wait_for_url("**/maps/*")
    map_id = page.url.rpartition("/")[2]
    tab_to(page, page.get_by_role("grid", name="Our first journey"))
    page.keyboard.type("I sign in")  # a letter begins anew; Enter would change what stands there
    page.keyboard.press("Enter")  # keeps it, and goes down to the first lane
    page.keyboard.type("See my team")
    page.keyboard.press("Enter")
    page.keyboard.type("Looks for the door")
    page.keyboard.press("Enter")
    saved(page)
    text = text_of(server, map_id)
    assert "name: I sign in" in text
    assert "See my team" in text
    assert "Looks for the door" in text


def test_what_one_types_the_other_sees_and_undo_takes_it_back(
    visit: Visit, server: Server, new_map: str
) -> None:
    ana = visit("ana", "editor", f"/maps/{new_map}")
    ben = visit("ben", "editor", f"/maps/{new_map}")
    ana.locator(".card", has_text="Looks for the cup").dblclick()
    ana.keyboard.press("End")
    ana.keyboard.type(", still asleep")
    ana.keyboard.press("Enter")
    expect(ben.locator(".card", has_text="Looks for the cup, still asleep")).to_be_visible()
    expect(ben.locator(".faces")).to_contain_text("A")
    ana.locator(".step-head", has_text="I pour").click()
    expect(ana.locator(".board")).to_be_visible()
    ana.keyboard.press("Control+z")
    expect(ben.locator(".card", has_text="still asleep")).to_have_count(0)
    assert "still asleep" not in text_of(server, new_map)


def test_who_typed_meanwhile_is_not_overwritten(visit: Visit, server: Server, new_map: str) -> None:
    ana = visit("ana", "editor", f"/maps/{new_map}")
    ben = visit("ben", "editor", f"/maps/{new_map}")
    ben.locator(".card", has_text="Looks for the cup").dblclick()
    ana.locator(".card", has_text="Looks for the cup").dblclick()
    ana.keyboard.press("End")
    ana.keyboard.type(" again")
    ana.keyboard.press("Enter")
    saved(ana)
    ben.keyboard.press("Home")
    ben.keyboard.type("Sleepy: ")
    ben.keyboard.press("Enter")
    both = "Sleepy: Looks for the cup again"
    expect(ana.locator(".card", has_text=both)).to_be_visible()
    assert both in text_of(server, new_map)


def test_keys_mean_what_was_clicked(visit: Visit, server: Server, new_map: str) -> None:
    page = visit("ana", "editor", f"/maps/{new_map}")
    page.locator('.lane[data-lane="goal"] > .cell').nth(1).dblclick()
    page.keyboard.type("Be awake")
    page.keyboard.press("Enter")
    saved(page)
    page.locator(".said", has_text="Be awake").click()
    page.keyboard.press("Delete")
    expect(page.locator(".said", has_text="Be awake")).to_have_count(0)
    expect(page.locator(".step-head")).to_have_count(2)
    page.keyboard.press("Control+z")  # at once: what was just done, though it may still be on its way
    expect(page.locator(".said", has_text="Be awake")).to_be_visible()


def test_edits_without_a_network_wait_and_then_arrive(visit: Visit, server: Server, new_map: str) -> None:
    page = visit("ana", "editor", f"/maps/{new_map}")
    expect(page.locator(".card").first).to_be_visible()
    page.context.set_offline(True)
    page.locator(".step-head", has_text="I pour").dblclick()
    page.keyboard.press("Control+a")
    page.keyboard.type("I pour slowly")
    page.keyboard.press("Enter")
    expect(page.get_by_role("status").filter(has_text="No connection")).to_be_visible()
    assert "slowly" not in text_of(server, new_map)
    page.context.set_offline(False)
    saved(page)
    assert "I pour slowly" in text_of(server, new_map)


def test_a_feeling_is_keyed(visit: Visit, server: Server, new_map: str) -> None:
    page = visit("ana", "editor", f"/maps/{new_map}")
    page.locator(".feeling-cell").first.click(position={"x": 5, "y": 5})
    page.keyboard.press("Shift+ArrowUp")
    expect(page.get_by_role("slider").first).to_have_attribute("aria-valuenow", "-0.9")
    saved(page)
    assert "feeling: -0.9" in text_of(server, new_map)


def test_a_click_at_a_height_is_the_feeling_there(visit: Visit, server: Server, new_map: str) -> None:
    page = visit("fay", "editor", f"/maps/{new_map}")
    expect(page.locator(".feeling-scale")).to_contain_text("+2 wonderful")
    page.locator(".feeling-cell").nth(1).click(position={"x": 30, "y": 43})
    expect(page.get_by_role("slider").nth(1)).to_have_attribute("aria-valuenow", "1")
    # Picking a cell that says something already changes nothing.
    page.locator(".feeling-cell").first.click(position={"x": 30, "y": 43})
    saved(page)
    assert "feeling: -1" in text_of(server, new_map)
    assert "feeling: 1" in text_of(server, new_map)


def test_everything_is_found_by_name(visit: Visit, new_map: str) -> None:
    page = visit("eve", "editor", f"/maps/{new_map}")
    expect(page.locator(".card").first).to_be_visible()
    held: list[Route] = []
    page.route("**/log/customers?*", lambda route: held.append(route))
    page.keyboard.press("Control+k")
    expect(page.get_by_role("combobox")).to_be_focused()
    page.keyboard.type("nobody")
    says = page.get_by_role("dialog").get_by_role("status")
    expect(says).to_contain_text("Looking…")  # the server has not answered yet
    page.route("**/log/customers?*", lambda route: route.fulfill(json=[]))  # what is asked from now on
    for route in held:
        route.fulfill(json=[])
    expect(says).to_contain_text("Nothing of that name")
    page.keyboard.press("Control+a")
    page.keyboard.type("pour")
    expect(page.locator('[role="option"]').first).to_contain_text("I pour")
    page.keyboard.press("Enter")
    expect(page.get_by_role("complementary", name="I pour")).to_be_visible()
    page.locator(".step-head", has_text="I wake up").click()  # the panel goes where one goes
    expect(page.get_by_role("complementary", name="I wake up")).to_be_visible()
    page.keyboard.press("ArrowRight")
    expect(page.get_by_role("complementary", name="I pour")).to_be_visible()


def test_the_lived_journey_says_what_the_command_line_says(visit: Visit, server: Server) -> None:
    measure = [sys.executable, "-m", "desirepath", "measure", str(techcorp.MAP_PATH), "--json"]
    shown = subprocess.run(
        [*measure, "--log", str(server.folder)],
        capture_output=True,
        check=True,
        text=True,
    ).stdout
    measured = {step["id"]: step for step in json.loads(shown)["steps"]}
    page = visit("vic", "viewer", "/maps/techcorp")
    page.get_by_role("button", name="Lived").click()
    expect(page.locator(".lived-facts").first).to_be_visible(timeout=60_000)
    reach = page.locator(".step-head .lived-facts b").all_inner_texts()
    expected = [step["reach"]["value"] for step in measured.values() if step["reach"]["value"] is not None]
    shown_reach = [float(text.rstrip(" %")) / 100 for text in reach]
    assert shown_reach == pytest.approx(expected, abs=0.0051)  # half a per cent, from rounding
