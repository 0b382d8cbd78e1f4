"""The lived journey in a browser: the numbers are the command line's and explain themselves, two sides stand
beside each other, and what the log contradicts is listed and can be mended."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from playwright.sync_api import Page, expect

from desirepath.stories import techcorp
from tests.e2e.axe import violations_on
from tests.e2e.conftest import Visit, text_of
from tests.server.running import Server

pytestmark = pytest.mark.browser
SECONDS = {"second": 1, "minute": 60, "hour": 3600, "day": 86400}
PATIENT = 60_000


def told(server: Server, command: str, *words: str) -> Any:
    """What the command line says of the same map and log."""
    called = [sys.executable, "-m", "desirepath", command, str(techcorp.MAP_PATH)]
    done = subprocess.run(
        [*called, "--log", str(server.folder), "--json", *words], capture_output=True, text=True, check=True
    )
    return json.loads(done.stdout)


def measured(page: Page) -> None:
    expect(page.locator(".lived-head [data-measure]").first).to_be_visible(timeout=PATIENT)
    expect(page.locator(".lived-bar[data-stale]")).to_have_count(0, timeout=PATIENT)


def number(text: str) -> tuple[float, float]:
    """What a shown number says, and by how much it may be off from rounding."""
    found = re.match(r"[+]?(−?)([\d,]+)(\.\d+)? ?(%|second|minute|hour|day)?", text)
    assert found, text
    unit = 0.01 if found[4] == "%" else SECONDS.get(found[4] or "", 1)
    value = float(found[2].replace(",", "") + (found[3] or "")) * unit * (-1 if found[1] else 1)
    return value, (0.051 if found[3] else 0.501) * unit


def shown_on(page: Page) -> list[dict[str, str]]:
    """The numbers in the head of each step, by measure."""
    heads: list[dict[str, str]] = page.locator(".step-head[id]").evaluate_all(
        "heads => heads.map(head => Object.fromEntries([...head.querySelectorAll('[data-measure]')]"
        ".map(it => [it.dataset.measure, it.innerText])))"
    )
    return heads


def left_on(page: Page) -> dict[str, int]:
    """How many left from each step, as its head says it."""
    said: dict[str, str] = page.locator(".step-head[id]").evaluate_all(
        "heads => Object.fromEntries(heads.map(head => [head.id.slice(5),"
        " head.innerText.match(/([\\d,]+) left here/)?.[1] ?? '0']))"
    )
    return {step: int(text.replace(",", "")) for step, text in said.items()}


def compare(heads: list[dict[str, str]], steps: list[Any]) -> int:
    """Hold every number of the page against the command line's; how many there were."""
    assert len(heads) == len(steps)
    compared = 0
    for head, step in zip(heads, steps, strict=True):
        for measure, text in head.items():
            if text == "–":
                assert step[measure]["value"] is None
                continue
            value, off = number(text)
            assert value == pytest.approx(step[measure]["value"], abs=off), (step["id"], measure, text)
            compared += 1
        assert ("reach" in head) == (step["reach"]["value"] is not None)
    return compared


def the_arcs_are_its_ways(page: Page, whole: Any) -> None:
    """Over the right steps, of the right share, the most travelled first; and the table says them all."""
    names = {step["id"]: step["name"] for step in whole["steps"]}
    ways = whole["detours"]
    said = []
    for one in ways:
        to, start = f"“{names[one['to']]}”", one["from"]
        how = "straight to" if one["kind"] == "skip" else "back to"
        said.append(f"Begin at {to}" if start is None else f"From “{names[start]}” {how} {to}")
    arcs = page.locator(".arc")
    expect(arcs).to_have_count(min(6, len(ways)))
    middles: dict[str, float] = page.locator(".step-head[id]").evaluate_all(
        "all => Object.fromEntries(all.map(it => { const box = it.getBoundingClientRect();"
        " return [it.id.slice(5), box.left + box.width / 2]; }))"
    )
    drawn: list[dict[str, Any]] = arcs.evaluate_all(
        """all => all.map(it => {
          const path = it.querySelector(".drawn"), to = it.ownerSVGElement.getScreenCTM();
          const at = part => path.getPointAtLength(path.getTotalLength() * part).matrixTransform(to).x;
          const width = parseFloat(path.style.strokeWidth);
          return { says: it.ariaLabel, begins: at(0), ends: at(1), width };
        })"""
    )
    for one, words, arc in zip(ways, said, drawn, strict=False):
        assert arc["says"].startswith(f"{words}; ")
        share = re.search(r": ([\d.]+ %)", arc["says"])
        assert share
        assert number(share[1])[0] == pytest.approx(one["share"]["value"], abs=0.0051)
        assert arc["ends"] == pytest.approx(middles[one["to"]], abs=11)
        if one["from"] is not None:
            assert arc["begins"] == pytest.approx(middles[one["from"]], abs=11)
    assert [arc["width"] for arc in drawn] == sorted((arc["width"] for arc in drawn), reverse=True)
    page.get_by_role("button", name="Table").click()
    rows = page.get_by_role("table", name="Ways off the map").locator("tbody tr")
    expect(rows).to_have_count(len(ways))
    assert rows.locator("th").all_inner_texts() == said
    shares = rows.locator("td:nth-of-type(1)").all_inner_texts()
    expected = [one["share"]["value"] for one in ways]
    assert [number(text)[0] for text in shares] == pytest.approx(expected, abs=0.0051)
    page.get_by_role("button", name="Lived", exact=True).click()
    expect(arcs.first).to_be_visible()


def test_every_number_of_the_overlay_is_the_command_lines(visit: Visit, server: Server) -> None:
    page = visit("lia", "editor", "/maps/techcorp?look=lived")
    measured(page)
    whole = told(server, "measure")
    steps = whole["steps"]
    assert compare(shown_on(page), steps) > 2 * len(steps)
    the_arcs_are_its_ways(page, whole)
    assert left_on(page) == {
        step["id"]: round((step["drop_off"]["value"] or 0) * step["drop_off"]["n"]) for step in steps
    }
    gone = whole["passages"]["failed"] + whole["passages"]["expired"]
    assert sum(left_on(page).values()) == gone > 0
    where, most = max(left_on(page).items(), key=lambda one: one[1])
    page.locator(f".step-head[id='step:{where}']").get_by_role("button", name=f"{most} left here").click()
    expect(page.locator("[data-list=left]")).to_be_focused(timeout=PATIENT)
    expect(page.locator("[data-list=left] li")).to_have_count(min(most, 5))
    expect(page.locator("[data-list=left]")).to_contain_text(f"{most} left the journey from here")
    page.locator(".step-head[id='step:set-up'] .open").click()
    expect(page.locator(".panel h2")).to_have_text("Our workspace is set up")
    expect(page.locator(".chart").first).to_be_visible(timeout=PATIENT)
    rows = page.locator(".numbers [data-measure]").evaluate_all(
        "all => all.map(it => [it.dataset.measure, it.querySelector('b').innerText])"
    )
    (step,) = (each for each in steps if each["id"] == "set-up")
    for measure, text in rows:
        value, off = number(text)
        assert value == pytest.approx(step[measure]["value"], abs=off), (measure, text)
    assert len(rows) >= 10


def test_two_segments_stand_beside_each_other_as_the_command_line_has_them(
    visit: Visit, server: Server
) -> None:
    team, pro = 'traits.plan == "team"', 'traits.plan == "business"'
    page = visit("lia", "editor", f"/maps/techcorp?look=lived&segment={team}&against={pro}")
    expect(page.locator(".two-sides").first).to_be_visible(timeout=PATIENT)
    both = told(server, "measure", "--segment", team, "--against", pro)
    assert compare(shown_on(page), both["steps"]) > len(both["steps"])
    other = page.locator(".two-sides tr:first-child .other-side").all_inner_texts()
    reach = [
        step["reach"]["value"] for step in both["against"]["steps"] if step["reach"]["value"] is not None
    ]
    assert [number(text)[0] for text in other] == pytest.approx(reach, abs=0.0051)
    expect(page.locator(".there-line").first).to_be_attached()
    expect(page.get_by_text("plan is business", exact=True)).to_be_visible()
    page.get_by_role("button", name="Compare with").click()
    asking = page.get_by_role("dialog", name="Compare with")
    asking.get_by_role("button", name="Another period").click()
    asking.get_by_role("combobox").select_option("days90")
    page.wait_for_url("**against_since=**")
    # A period beside "at any time" changes nobody there, and each side says its days.
    sides = page.locator(".lived-side")
    expect(sides.nth(1)).to_contain_text(re.compile(r"plan is team, \d+ \w+ 20\d\d to "), timeout=PATIENT)
    expect(sides.nth(0)).to_contain_text(
        f"plan is team, at any time {both['passages']['started']} set out", use_inner_text=True
    )
    expect(page.locator(".lived-read")).to_contain_text("Not at the same age")
    expect(page.locator(".two-sides").first).to_be_visible()


def test_a_segment_is_clicked_together_and_kept_in_the_address(visit: Visit) -> None:
    page = visit("lia", "editor", "/maps/techcorp?look=lived")
    measured(page)
    page.get_by_role("button", name="Whom: Everybody").click()
    page.get_by_role("button", name="Choose by what is known of them").click()
    page.get_by_label("What is compared").click()
    page.locator('[role="option"]', has_text="plan").first.click()
    page.get_by_role("combobox", name="With what").click()
    page.locator('[role="option"]', has_text="team").first.click()
    expect(page.get_by_text(re.compile(r"\d+ of 120 accounts match now"))).to_be_visible()
    page.wait_for_url("**segment=**")
    assert parse_qs(urlsplit(page.url).query)["segment"] == ['traits.plan == "team"']
    value = page.get_by_role("combobox", name="With what")
    expect(value).to_be_focused()  # what was told comes back by the address: it takes nothing away
    value.fill("")
    page.wait_for_url(lambda url: "segment=" not in url)
    expect(value).to_be_focused()
    value.fill("team")
    page.wait_for_url("**segment=**")
    page.keyboard.press("Escape")  # the list
    page.keyboard.press("Escape")  # what it is in, and the words in the field stay
    expect(page.get_by_role("button", name="Whom: plan is team")).to_be_visible()
    measured(page)
    page.reload()
    expect(page.get_by_role("button", name="Whom: plan is team")).to_be_visible()


def test_a_number_explains_itself_to_whoever_points_or_comes_by_keys(visit: Visit) -> None:
    page = visit("lia", "editor", "/maps/techcorp?look=lived")
    measured(page)
    page.locator("[data-measure=conversion]").first.hover()
    tip = page.get_by_role("tooltip")
    expect(tip).to_contain_text("who came to the step before went on here")
    expect(tip).to_contain_text("in 95 of 100 such cases")
    page.keyboard.press("Escape")
    expect(tip).to_be_hidden()
    page.locator(".row.detours input").focus()
    page.keyboard.press("Tab")
    expect(tip).to_contain_text(re.compile("straight to|back to|Begin at"))
    page.keyboard.press("Enter")
    expect(page.locator(".panel")).to_be_visible()


def test_what_the_log_contradicts_is_listed_and_mended_and_undone(visit: Visit, server: Server) -> None:
    page = visit("lia", "editor", "/maps/techcorp")
    page.get_by_role("button", name="Difference", exact=True).click()
    items = page.locator("li[data-verdict=contradicted]")
    expect(items.first).to_be_visible(timeout=PATIENT)
    beliefs = told(server, "difference")["beliefs"]
    expected = [each["says"] for each in beliefs if each["verdict"] == "contradicted"]
    assert [
        text.replace("\xa0", " ") for text in items.locator(".says > span:last-child").all_inner_texts()
    ] == [says.replace("\xa0", " ") for says in expected]
    feeling = items.filter(has_text="You believe a feeling of +1.3")
    feeling.locator(".says").click()
    expect(page.locator(".feeling-cell .belief-badge[data-current]")).to_be_visible()
    assert not violations_on(page)
    feeling.get_by_role("button", name="Change the map to what is lived").click()
    expect(page.get_by_role("status").filter(has_text="Saved")).to_be_visible()
    expect(items.filter(has_text="You believe a feeling of +1.3")).to_have_count(0, timeout=PATIENT)
    assert "measure: feeling" in text_of(server, "techcorp")
    page.get_by_role("button", name="Undo").first.click()
    expect(items.filter(has_text="You believe a feeling of +1.3")).to_have_count(1, timeout=PATIENT)


def test_a_map_that_nobody_travels_teaches(visit: Visit, new_map: str) -> None:
    page = visit("lia", "editor", f"/maps/{new_map}?look=lived")
    expect(page.get_by_role("heading", name="Nobody has set out on this map yet")).to_be_visible(
        timeout=PATIENT
    )
    page.get_by_role("button", name="Open the first step").click()
    expect(page.locator(".panel")).to_be_visible()
