"""The page: self-contained, safe, and its tables say what the picture says."""

from __future__ import annotations

import re
from dataclasses import replace
from html.parser import HTMLParser

from hypothesis import HealthCheck, given, settings

from desirepath.exports.html import draw_html
from desirepath.measures.measured_map import MeasuredMap, PassageCounts
from desirepath.model.journey_map import JourneyMap
from tests.exports.random_maps import measured_maps
from tests.exports.worlds import TODAY, bank, compared_bank, measured_bank

VOID = {"meta", "br", "hr", "img", "input", "link"}
KNOWN = {
    "html", "head", "meta", "title", "style", "body", "a", "header", "h1", "h2", "p", "dl", "dt", "dd", "div",
    "main", "section", "ul", "li", "span", "small", "b", "q", "code", "table", "caption", "thead", "tbody",
    "tr", "th", "td", "footer", "details", "summary",
    "svg", "desc", "g", "rect", "circle", "path", "text", "tspan", "image",
}  # fmt: skip


class Reader(HTMLParser):
    """Reads a page strictly: every element is closed in order, and counted."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.tags: set[str] = set()
        self.ids: list[str] = []
        self.attributes: list[tuple[str, str]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        self.attributes += [(name, value or "") for name, value in attrs]
        self.ids += [value or "" for name, value in attrs if name == "id"]
        if tag not in VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag


def read(page: str) -> Reader:
    reader = Reader()
    reader.feed(page)
    reader.close()
    assert reader.open == []
    return reader


def check(page: str) -> None:
    reader = read(page)
    assert reader.tags <= KNOWN
    assert len(reader.ids) == len(set(reader.ids))
    assert not [name for name, _ in reader.attributes if name.startswith("on")]
    targets = [value for name, value in reader.attributes if name in ("aria-labelledby", "aria-describedby")]
    assert {part for value in targets for part in value.split()} <= set(reader.ids)
    links = [value for name, value in reader.attributes if name in ("href", "src")]
    assert all(value.startswith(("#", "data:")) for value in links)
    assert "Content-Security-Policy" in page


@settings(max_examples=15, deadline=None, suppress_health_check=list(HealthCheck))
@given(measured_maps())
def test_every_measured_map_becomes_a_sound_page(measured: MeasuredMap) -> None:
    check(draw_html(measured.map, measured, today=TODAY))


def test_the_bank_becomes_a_sound_page() -> None:
    check(draw_html(bank(), today=TODAY))
    check(draw_html(bank(), compared_bank(), today=TODAY))


def test_a_map_without_stages_becomes_a_sound_page() -> None:
    check(draw_html(JourneyMap(format="desirepath/1", id="m", title="M", stages=()), today=TODAY))


def plain(page: str) -> str:
    body = re.sub(r"<style>.*?</style>|<svg.*?</svg>", "", page, flags=re.DOTALL)
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", body).replace("\u00a0", " "))


def test_the_twin_says_every_claim_and_how_it_is_known() -> None:
    text = plain(draw_html(bank(), today=TODAY))
    for step in bank().steps():
        assert step.name in text
        for claim in (*(step.doing or ()), *(step.pain_points or ()), *(step.opportunities or ())):
            assert claim.text in text
    assert "Evidence: event n = 3120" in text
    assert "severity 5 of 5" in text
    assert "from digital-onboarding to identity-partner; carries application number, passport photo" in text


def test_the_sentences_carry_their_intervals() -> None:
    text = plain(draw_html(bank(), measured_bank(), today=TODAY))
    assert (
        "So far 35 % (33 to 37) of 3,120 customers that set out (page viewed: page accounts) reached the "
        "goal (payment received: kind salary); 138 are still under way. Followed to 60 d, we expect 37 % "
        "(35 to 39) to reach it." in text
    )
    assert "“Proves who she is” feels worse than the map believes: −1.5 (−1.7 to −1.3)" in text
    assert "1 step has no owner: “Uses it every day”." in text


def test_missing_is_said_and_never_zero() -> None:
    text = plain(draw_html(bank(), measured_bank(), today=TODAY))
    assert "nobody answered" in text
    assert "the step has no rule" in text
    assert "nobody was asked" in text


def test_every_number_shown_is_defined() -> None:
    page = draw_html(bank(), compared_bank(), today=TODAY)
    for name in ("Success rate", "Time to success", "Reach", "Conversion", "Drop-off", "Time at the step"):
        assert f"<dt>{name}</dt>" in page


def test_differences_show_with_their_doubt() -> None:
    text = plain(draw_html(bank(), compared_bank(), today=TODAY))
    assert "−12 points (−15 to −9)" in text
    assert "clear (p &lt; 0.001)" in text
    assert "The differences" not in plain(draw_html(bank(), measured_bank(), today=TODAY))


def test_the_main_sentence_comes_first_and_the_sentences_before_the_picture() -> None:
    text = plain(draw_html(bank(), measured_bank(), today=TODAY))
    places = [
        text.index(words)
        for words in ("So far 35 %", "Who travels", "In short", "The picture", "The numbers")
    ]
    assert places == sorted(places)
    assert "Arrived so far 1,092: 35 % (33 to 37)" in text
    assert "Still under way 138" in text
    assert "Expected to arrive within 60 d 37 % (35 to 39)" in text
    assert "A passage is one customer&#39;s way through this journey." in text


def test_both_sides_are_named_with_how_long_they_were_seen() -> None:
    text = plain(draw_html(bank(), compared_bank(), today=TODAY))
    assert "Both as they stood at the same age: here seen until 23 November 2026" in text
    assert "still under way 138 138" in text
    assert "Reached in order" in text


def test_the_notes_stand_above_the_picture() -> None:
    note = 'No interaction in this log is "piad" (the goal).'
    text = plain(draw_html(bank(), replace(measured_bank(), notes=(note,)), today=TODAY))
    assert text.index("No interaction in this log is &quot;piad&quot;") < text.index("The picture")


def test_no_passages_are_not_no_detours() -> None:
    nobody = PassageCounts(subjects=0, started=0, succeeded=0, failed=0, expired=0, open=0)
    page = draw_html(bank(), replace(measured_bank(), passages=nobody, detours=()), today=TODAY)
    assert "nobody skipped a step" not in page
    assert "No ways off the map are known: nobody set out." in page
