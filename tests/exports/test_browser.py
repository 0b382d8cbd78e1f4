"""What a real Chromium makes of pictures and page: no text leaves its room, axe finds nothing serious."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, sync_playwright

from desirepath.exports.drawing.board import NARROWEST_TABLE, draw_board, lay_out_board
from desirepath.exports.drawing.scene import Scene, Text, flat
from desirepath.exports.drawing.sheet import lay_out_lived
from desirepath.exports.drawing.title import facts_of
from desirepath.exports.drawing.writer import write_svg
from desirepath.exports.html import draw_html
from desirepath.exports.tokens import RAIL
from desirepath.measures.measured_map import MeasuredMap
from desirepath.model.journey_map import JourneyMap
from tests.e2e.axe import violations_on
from tests.exports.worlds import BANK_ROWS, TODAY, bank, compared_bank, measured_bank, read_plain

pytestmark = pytest.mark.browser
FLAGS = """--headless --no-sandbox --disable-gpu --disable-quic --no-first-run
    --disable-background-networking --disable-component-update --disable-sync"""
OVERHANG = 1.5
"""A letter such as j reaches a little beyond its own cell."""
MEASURE = """() => [...document.querySelectorAll('text')].map(t => {
  const b = t.getBBox(); return [b.x, b.y, b.width, b.height] })"""
HARD_WORDS = {
    "ar": ("رحلة العميل الجديد", "مكالمة البداية مع فريق العميل للاتفاق على الأهداف والمواعيد"),
    "he": ("המסע של הלקוח", "שיחת פתיחה עם צוות הלקוח כדי להסכים על מטרות ומועדים"),
    "ja": (
        "新しいお客様の旅",
        "お客様は契約書に署名した後で最初の打ち合わせの予定を決めるために担当者に連絡します。",
    ),
    "de": (
        "Kundenzufriedenheitsbefragungsergebnis",
        "Rechtsschutzversicherungsgesellschaften prüfen Rindfleischetikettierungsüberwachung",
    ),
    "en": ("👩‍🔬 Emoji 🎉🎉🎉", "👍🏽 " + "W" * 300 + " 🇩🇪🇫🇷"),
    "pl": ("Zażółć gęślą jaźń", "Pchnąć w tę łódź jeża lub ośm skrzyń fig: Wąchock, Łódź, Świnoujście"),
    "ru": ("Путь клиента", "Широкая электрификация южных губерний даст мощный толчок подъёму"),
}


@pytest.fixture(scope="module")
def browser(chromium: str) -> Iterator[Browser]:
    with sync_playwright() as playwright:
        instance = playwright.chromium.launch(executable_path=chromium, args=FLAGS.split())
        yield instance
        instance.close()


def hard_map(language: str) -> JourneyMap:
    short, long = HARD_WORDS[language]
    step = {
        "name": short, "goal": long, "doing": [long, short], "thinking": [long], "owner": short, "feeling": 1,
        "handoff": {"from": short, "to": short, "carries": [short, long]}, "channels": [short, long],
        "pain_points": [{"text": long, "severity": 4}], "on_stage": [long], "off_stage": [short],
    }  # fmt: skip
    stages = [{"id": "s", "name": long, "steps": [{"id": f"a{i}", **step} for i in range(3)]}]
    return JourneyMap.model_validate(
        {
            "format": "desirepath/1",
            "id": "m",
            "title": long,
            "scenario": long,
            "language": language,
            "stages": stages,
        }
    )


def lived_scene(journey: JourneyMap) -> Scene:
    """The map as lived, with the bank's fullest numbers at every step."""
    steps = tuple(BANK_ROWS["identify"].measures(step.id) for step in journey.steps())
    measured = replace(measured_bank(), map=journey, segment=journey.title, steps=steps, detours=())
    sheet = lay_out_lived(measured, most_ways=None, at_least=NARROWEST_TABLE - RAIL)
    return draw_board(sheet, TODAY, facts_of(sheet, TODAY))


def scene_of(journey: JourneyMap, measured: MeasuredMap | None = None) -> Scene:
    sheet = lay_out_board(journey, measured, today=TODAY)
    return draw_board(sheet, TODAY, facts_of(sheet, TODAY))


def leaving(page: Page, scene: Scene) -> list[tuple[str, float]]:
    """The texts that Chromium draws outside their room, and by how many pixels."""
    page.set_content(write_svg(scene, theme="light"))
    page.evaluate("document.fonts.ready")
    boxes = page.evaluate(MEASURE)
    texts = [shape for shape in flat(scene.shapes) if isinstance(shape, Text)]
    assert len(boxes) == len(texts)
    found = []
    for text, (x, _, width, _) in zip(texts, boxes, strict=True):
        left, right = (text.room.x, text.room.right) if text.room else (0.0, scene.width)
        over = max(left - x, x + width - right)
        if over > OVERHANG:
            found.append((" / ".join(text.lines), over))
    return found


def test_no_text_of_the_bank_leaves_its_room(browser: Browser) -> None:
    page = browser.new_page()
    assert leaving(page, scene_of(bank(), measured_bank())) == []
    page.close()


def test_no_text_of_the_normative_example_leaves_its_room(browser: Browser, shared: Path) -> None:
    page = browser.new_page()
    journey = read_plain(shared / "examples/onboarding.journey.yaml")
    assert leaving(page, scene_of(journey)) == []
    page.close()


@pytest.mark.parametrize("language", sorted(HARD_WORDS))
def test_hard_words_stay_in_their_room(browser: Browser, language: str) -> None:
    page = browser.new_page()
    journey = hard_map(language)
    assert [leaving(page, scene) for scene in (scene_of(journey), lived_scene(journey))] == [[], []]
    page.close()


def test_the_shipped_font_is_what_the_browser_draws(browser: Browser) -> None:
    scene = scene_of(bank())
    page = browser.new_page()
    page.set_content(write_svg(scene, theme="light"))
    page.evaluate("document.fonts.ready")
    boxes = page.evaluate(MEASURE)
    texts = [shape for shape in flat(scene.shapes) if isinstance(shape, Text)]
    widths = [(text.width, box[2]) for text, box in zip(texts, boxes, strict=True)]
    page.close()
    assert all(abs(ours - theirs) <= max(1.0, ours * 0.02) for ours, theirs in widths)


def test_a_page_that_runs_from_right_to_left_keeps_texts_in_place(browser: Browser) -> None:
    journey = bank().model_copy(update={"language": "ar"})
    page = browser.new_page()
    page.set_content(draw_html(journey, today=TODAY))
    inside = page.evaluate("""() => [...document.querySelectorAll('.sheet svg')].map(svg => {
      const width = svg.viewBox.baseVal.width
      return [...svg.querySelectorAll('text')].every(t => {
        const b = t.getBBox(); return b.x >= -1 && b.x + b.width <= width + 1 }) })""")
    rail, body = (page.locator(name).bounding_box() for name in (".wide-rail", ".sheet .body"))
    page.close()
    assert inside == [True, True, True]
    assert rail is not None
    assert body is not None
    assert rail["x"] > body["x"]


@pytest.mark.parametrize(("scheme", "width"), [("light", 1400), ("dark", 390)])
def test_axe_finds_nothing_serious(browser: Browser, scheme: Any, width: int) -> None:
    page = browser.new_page(viewport={"width": width, "height": 900}, color_scheme=scheme)
    page.set_content(draw_html(bank(), compared_bank(), today=TODAY))
    found = violations_on(page)
    page.close()
    bad = [
        (violation["id"], violation["nodes"][0]["html"][:200])
        for violation in found
        if violation["impact"] in ("serious", "critical")
    ]
    assert bad == []


def test_the_page_fetches_nothing_and_says_nothing_on_the_console(browser: Browser) -> None:
    page = browser.new_page()
    requests: list[str] = []
    complaints: list[str] = []
    page.on("request", lambda request: requests.append(request.url))
    page.on("console", lambda message: complaints.append(message.text))
    page.set_content(draw_html(bank(), measured_bank(), today=TODAY))
    page.evaluate("document.fonts.ready")
    page.close()
    assert [url for url in requests if not url.startswith("data:")] == []
    assert complaints == []


@pytest.mark.parametrize("width", [320, 390, 700])
def test_only_regions_scroll_sideways_never_the_page(browser: Browser, width: int) -> None:
    page = browser.new_page(viewport={"width": width, "height": 800})
    page.set_content(draw_html(bank(), compared_bank(), today=TODAY))
    page_width = page.evaluate("document.documentElement.scrollWidth")
    page.close()
    assert page_width <= width


@pytest.mark.parametrize(("width", "rail"), [(1000, "wide-rail"), (390, "narrow-rail")])
def test_the_rail_stays_in_sight_while_the_picture_scrolls(browser: Browser, width: int, rail: str) -> None:
    page = browser.new_page(viewport={"width": width, "height": 900})
    page.set_content(draw_html(bank(), measured_bank(), today=TODAY))
    at = f"document.querySelector('.{rail}').getBoundingClientRect().x"
    assert page.evaluate(f"document.querySelector('.{rail}').offsetWidth") in range(1, width // 4)
    before = page.evaluate(at)
    page.evaluate("document.querySelector('.scroller').scrollLeft = 400")
    after = page.evaluate(at)
    page.close()
    assert abs(after - before) <= 1


def test_a_picture_that_goes_on_says_so(browser: Browser) -> None:
    page = browser.new_page(viewport={"width": 1000, "height": 900})
    page.set_content(draw_html(bank(), measured_bank(), today=TODAY))
    assert page.locator(".hint").is_visible()
    page.set_viewport_size({"width": 3000, "height": 900})
    wide = page.evaluate("document.querySelector('.scroller').scrollWidth > document.body.clientWidth")
    assert page.locator(".hint").is_visible() == wide
    page.close()
