"""Working on the board in a real Chromium: input methods, drags, many at once, the menu, pictures."""

from __future__ import annotations

import io
import re
from typing import Any

import pytest
from PIL import Image
from playwright.sync_api import Locator, Page, expect

from tests.e2e.axe import violations_on
from tests.e2e.conftest import Visit, text_of
from tests.e2e.test_map_page import saved
from tests.server.running import Server

pytestmark = pytest.mark.browser


def cells(page: Page, lane: str) -> Locator:
    return page.locator(f'.lane[data-lane="{lane}"] > .cell')


def paste(page: Page, data: dict[str, str]) -> None:
    """Paste as the browser would, with these kinds of data in the clipboard."""
    page.evaluate(
        """data => {
            const carried = new DataTransfer();
            for (const [kind, text] of Object.entries(data)) carried.setData(kind, text);
            document.activeElement.dispatchEvent(
                new ClipboardEvent("paste", { clipboardData: carried, bubbles: true, cancelable: true }));
        }""",
        data,
    )


def assert_accessible(page: Page) -> None:
    # The guards around an open menu take the keys only to hand them on: Base UI hides them on purpose.
    context = {"include": [[".map-page"]], "exclude": [["[data-base-ui-focus-guard]"]]}
    found = violations_on(page, context)
    assert not [(one["id"], one["nodes"][0]["html"][:200]) for one in found]


def test_an_input_method_begins_a_card(visit: Visit, server: Server, new_map: str) -> None:
    page = visit("ana", "editor", f"/maps/{new_map}")
    cells(page, "doing").nth(1).click()
    keys = page.context.new_cdp_session(page)
    for composed in ("ｋ", "か", "かｎ", "感"):
        keys.send(
            "Input.imeSetComposition",
            {"text": composed, "selectionStart": len(composed), "selectionEnd": len(composed)},
        )
    expect(page.locator(".typing:not([data-waiting])")).to_have_value("感")
    keys.send("Input.insertText", {"text": "感謝"})
    page.keyboard.press("Enter")
    expect(cells(page, "doing").nth(1).locator(".card")).to_have_text("感謝")
    saved(page)
    assert "感謝" in text_of(server, new_map)


def test_a_card_is_dragged_to_another_step(visit: Visit, server: Server, new_map: str) -> None:
    page = visit("ana", "editor", f"/maps/{new_map}")
    drag(page, page.locator(".card", has_text="Finds it"), cells(page, "doing").nth(1))
    expect(cells(page, "doing").nth(1).locator(".card-text")).to_have_text("Finds it")
    expect(cells(page, "doing").nth(0).locator(".card-text")).to_have_text("Looks for the cup")
    saved(page)
    assert "Finds it" in text_of(server, new_map).partition("id: pour")[2]
    # By the button in its corner, too: a click opens the card, a drag takes it along.
    page.locator(".card", has_text="Looks for the cup").hover()
    corner = page.locator(".card", has_text="Looks for the cup").locator(".card-open")
    drag(page, corner, cells(page, "thinking").nth(0), by=(6, 6))
    expect(cells(page, "thinking").nth(0).locator(".card-text")).to_have_text("Looks for the cup")
    expect(page.locator(".panel")).to_have_count(0)


def test_steps_stages_and_lanes_are_dragged(visit: Visit, server: Server, new_map: str) -> None:
    page = visit("ana", "editor", f"/maps/{new_map}")
    heads = page.locator(".step-head")
    heads.nth(0).click()
    page.keyboard.press("ArrowUp")
    page.keyboard.press("Control+Enter")  # a stage behind the first, with a step
    page.keyboard.type("Late")
    page.keyboard.press("Enter")
    expect(page.locator(".stage-name").nth(1)).to_have_text("Late")
    drag(page, heads.filter(has_text="I wake up"), heads.nth(2), at_end=True)
    expect(heads.nth(2)).to_contain_text("I wake up")
    drag(page, page.locator(".stage-head").nth(0), page.locator(".stage-head").nth(1), at_end=True)
    expect(page.locator(".stage-name").nth(0)).to_have_text("Late")
    drag(
        page, page.locator('.lane[data-lane="thinking"] .rail'), page.locator('.lane[data-lane="goal"] .rail')
    )
    expect(page.locator(".rail").first).to_contain_text("Thinking")
    saved(page)
    text = text_of(server, new_map)
    assert text.index("name: Late") < text.index("name: Early")
    assert text.index("I wake up") < text.index("I pour")
    page.keyboard.press("Control+z")
    expect(page.locator(".rail").first).to_contain_text("Goal")
    page.locator(".rail").first.click(position={"x": 60, "y": 12})
    page.keyboard.press("Delete")
    expect(page.locator(".board-says")).to_contain_text("“Goal” is hidden")
    expect(page.locator(".rail").first).to_contain_text("Doing")
    page.get_by_role("button", name="Lanes", exact=True).click()
    page.get_by_role("checkbox", name="Goal").check()
    expect(page.locator(".rail").first).to_contain_text("Goal")
    page.keyboard.press("Escape")
    expect(page.get_by_role("checkbox", name="Goal")).to_have_count(0)


def drag(
    page: Page, what: Locator, to: Locator, *, at_end: bool = False, by: tuple[int, int] = (20, 8)
) -> None:
    """Drag with the pointer, held ``by`` that point, looking that a line shows where it would come to."""
    begin, end = what.bounding_box(), to.bounding_box()
    assert begin is not None
    assert end is not None
    page.mouse.move(begin["x"] + by[0], begin["y"] + by[1])
    page.mouse.down()
    x = end["x"] + (end["width"] - 12 if at_end else 12)
    y = end["y"] + 6
    page.mouse.move(begin["x"] + by[0] + 10, begin["y"] + by[1] + 4, steps=3)
    page.mouse.move(x, y, steps=4)
    for nudge in range(40):  # a browser that is busy tells of a drag at the next move
        page.mouse.move(x + nudge % 2, y)
        if page.locator(".drop-line").count():
            break
    expect(page.locator(".drop-line")).to_be_visible()
    page.mouse.up()
    expect(page.locator(".drop-line")).to_have_count(0)


def test_many_are_picked_removed_and_brought_back_at_once(visit: Visit, server: Server, new_map: str) -> None:
    page = visit("ana", "editor", f"/maps/{new_map}")
    page.locator(".card", has_text="Looks for the cup").click()
    page.locator(".card", has_text="Finds it").click(modifiers=["Control"])
    expect(page.locator(".card[data-picked]")).to_have_count(2)
    page.keyboard.press("Alt+ArrowRight")
    expect(cells(page, "doing").nth(1).locator(".card")).to_have_count(2)
    page.keyboard.press("Delete")
    expect(page.locator(".card")).to_have_count(0)
    saved(page)
    assert "Finds it" not in text_of(server, new_map)
    page.keyboard.press("Control+z")
    expect(cells(page, "doing").nth(1).locator(".card")).to_have_count(2)
    cells(page, "doing").nth(0).click()
    page.keyboard.press("Shift+ArrowRight")
    page.keyboard.press("Shift+ArrowUp")
    expect(page.locator(".cell[data-picked]")).to_have_count(4)
    assert_accessible(page)


def test_a_block_is_copied_with_all_it_knows(visit: Visit, server: Server, new_map: str) -> None:
    page = visit("ana", "editor", f"/maps/{new_map}")
    page.locator(".card", has_text="Finds it").click()
    page.keyboard.press("Shift+F10")
    page.get_by_role("menuitem", name="This is evidence").click()
    expect(page.locator('.card[data-basis="evidence"]')).to_have_count(1)
    page.keyboard.press("Control+c")
    cells(page, "thinking").nth(1).click()
    page.keyboard.press("Control+v")
    there = cells(page, "thinking").nth(1).locator(".card")
    expect(there.locator(".card-text")).to_have_text("Finds it")
    expect(there).to_have_attribute("data-basis", "evidence")


def test_the_menu_is_opened_and_used_by_keys(visit: Visit, server: Server, new_map: str) -> None:
    page = visit("ana", "editor", f"/maps/{new_map}")
    page.locator(".step-head", has_text="I pour").click()
    page.keyboard.press("Shift+F10")
    menu = page.get_by_role("menu")
    expect(menu).to_be_visible()
    assert_accessible(page)
    menu.get_by_role("menuitem", name="New step before").focus()
    page.keyboard.press("Enter")
    expect(page.locator(".step-head")).to_have_count(3)
    page.keyboard.type("I wait")
    page.keyboard.press("Enter")
    expect(page.locator(".step-head").nth(1)).to_contain_text("I wait")
    page.keyboard.press("Control+k")
    expect(page.get_by_role("combobox")).to_be_focused()
    page.keyboard.type("step after")
    expect(page.locator('[role="option"]').first).to_contain_text("New step after")
    page.keyboard.press("Escape")
    saved(page)
    assert "I wait" in text_of(server, new_map)


def test_a_table_wider_than_the_map_asks(visit: Visit, server: Server, new_map: str) -> None:
    page = visit("ana", "editor", f"/maps/{new_map}")
    page.locator(".step-head", has_text="I pour").click()
    paste(page, {"text/plain": "I pour\tI drink\tI wash\n\tBe warm\tBe done"})
    question = page.get_by_role("dialog")
    expect(question).to_contain_text("2 steps wider")
    question.get_by_role("button", name="Add 2 steps and paste").click()
    expect(page.locator(".step-head")).to_have_count(4)
    expect(page.locator(".step-head").nth(3)).to_contain_text("I wash")
    expect(cells(page, "goal").nth(2)).to_contain_text("Be warm")
    saved(page)
    page.keyboard.press("Control+z")
    expect(page.locator(".step-head")).to_have_count(2)
    cells(page, "moment_of_truth").nth(0).click()
    paste(page, {"text/plain": "maybe"})
    expect(page.locator(".board-says")).to_contain_text("Moment of truth takes no such text")


def test_a_picture_is_pasted_described_and_looked_at(visit: Visit, server: Server, new_map: str) -> None:
    page = visit("ana", "editor", f"/maps/{new_map}")
    content = io.BytesIO()
    Image.new("RGB", (640, 400), (160, 70, 20)).save(content, "PNG")
    cells(page, "doing").nth(0).click()
    page.evaluate(
        """bytes => {
            const carried = new DataTransfer();
            carried.items.add(new File([new Uint8Array(bytes)], "my_kitchen.png", { type: "image/png" }));
            document.activeElement.dispatchEvent(
                new ClipboardEvent("paste", { clipboardData: carried, bubbles: true, cancelable: true }));
        }""",
        list(content.getvalue()),
    )
    asked = page.get_by_label("What does the picture show?")
    expect(asked).to_have_value("my kitchen")
    asked.fill("My kitchen at seven")
    page.get_by_role("button", name="Put it on the map").click()
    picture = cells(page, "images").nth(0).get_by_role("img", name="My kitchen at seven")
    expect(picture).to_be_visible()
    shown: Any = picture.evaluate("it => it.decode().then(() => it.naturalWidth)")
    assert shown == 320
    saved(page)
    assert "text: My kitchen at seven" in text_of(server, new_map)
    # It lies in another lane than the one it was pasted in: that is said, and it is what is picked.
    expect(page.locator(".board-says")).to_have_text("It lies in the lane Images.")
    expect(page.locator('.card[data-lane="images"][data-here]')).to_be_in_viewport()
    picture.dblclick()
    expect(page.get_by_role("dialog", name="My kitchen at seven")).to_be_visible()


def test_keys_leave_the_board_and_reach_everything_on_it(visit: Visit, new_map: str) -> None:
    page = visit("ana", "editor", f"/maps/{new_map}")
    page.locator(".card", has_text="Looks for the cup").click()
    page.keyboard.press("ArrowLeft")
    expect(page.locator('.lane[data-lane="doing"] .rail')).to_be_focused()
    page.keyboard.press("Space")
    expect(page.locator('.lane[data-lane="doing"]')).to_have_attribute("data-folded", "true")
    page.keyboard.press("Escape")
    expect(page.locator(".board")).to_be_focused()
    page.keyboard.press("Tab")
    assert not page.evaluate("document.querySelector('.board').contains(document.activeElement)")

    # Up and down through the feeling of a step that nobody has said anything of yet.
    cells(page, "thinking").nth(1).click()
    feeling = page.locator('.feeling-cell[data-unsaid] [role="slider"]')
    for key, there in (
        ("ArrowDown", feeling),
        ("ArrowDown", cells(page, "touchpoints").nth(1).locator("textarea")),
        ("ArrowUp", feeling),
        ("ArrowUp", cells(page, "thinking").nth(1).locator("textarea")),
    ):
        page.keyboard.press(key)
        expect(there).to_be_focused()

    # A lane of one's own, and one of the house's that this map does not show; the panel closes by Escape.
    page.get_by_role("button", name="Lanes", exact=True).click()
    page.get_by_role("button", name="+ New lane").click()
    expect(page.locator(".rail textarea")).to_be_focused()
    page.keyboard.type("Support macros")
    page.keyboard.press("Enter")
    expect(page.locator(".rail", has_text="Support macros")).to_be_in_viewport()
    page.get_by_role("button", name="History", exact=True).click()
    expect(page.locator("aside.panel")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.locator("aside.panel")).to_have_count(0)


def test_a_zoom_keeps_what_is_under_the_pointer_and_lays_out_all(visit: Visit) -> None:
    """What is out of view follows in pieces: as high in the end as if it had been laid out at once."""
    page = visit("zoe", "viewer", "/maps/techcorp")
    expect(page.locator(".card").first).to_be_visible()
    board = page.locator(".board")
    board.evaluate(
        """board => { window.leftOut = 0; new MutationObserver(() => {
            const now = board.querySelectorAll('[style*="content-visibility: hidden"]').length;
            window.leftOut = Math.max(window.leftOut, now);
        }).observe(board, { attributes: true, subtree: true, attributeFilter: ["style"] }); }"""
    )
    under = "document.elementFromPoint(900, 500).closest('[data-at-step]').dataset.atStep"
    before = page.evaluate(under)
    page.mouse.move(900, 500)
    page.keyboard.down("Control")
    for _ in range(3):
        page.mouse.wheel(0, -120)
    page.keyboard.up("Control")
    expect(board).to_have_attribute("style", re.compile(r"zoom: 2;"))
    expect(page.locator('.board [style*="content-visibility"]')).to_have_count(0)
    assert page.evaluate("window.leftOut") > 0
    assert page.evaluate(under) == before
    heights = (
        "board => [...board.querySelectorAll('.row')].map("
        "row => row.getBoundingClientRect().height.toFixed(1))"
    )
    found = board.evaluate(heights)
    board.evaluate("board => { board.style.display = 'none'; board.offsetHeight; board.style.display = ''; }")
    assert found == board.evaluate(heights)
