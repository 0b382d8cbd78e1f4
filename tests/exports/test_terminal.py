"""The terminal: fits its width, needs no colour, hides nothing it does not know."""

from __future__ import annotations

import io
import re
from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from rich.cells import cell_len
from rich.console import Console

from desirepath.base.estimate import unknown
from desirepath.exports.html import draw_html
from desirepath.exports.terminal import print_measured
from desirepath.measures.measured_map import Detour, MeasuredMap, PassageCounts, StepMeasures
from tests.exports.random_maps import measured_maps
from tests.exports.worlds import TODAY, bank, compared_bank, measured_bank, measured_coffee, share


def printed(measured: MeasuredMap, width: int, *, colour: bool = False) -> str:
    out = io.StringIO()
    console = Console(
        file=out, width=width, force_terminal=colour, color_system="truecolor" if colour else None
    )
    print_measured(console, measured)
    return out.getvalue()


@pytest.mark.parametrize("width", [40, 60, 80, 100, 140])
def test_it_fits(width: int) -> None:
    for line in printed(compared_bank(), width).splitlines():
        assert cell_len(line.rstrip()) <= width


@settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
@given(measured_maps(), st.sampled_from([30, 50, 80]))
def test_it_fits_whatever_the_map_says(measured: MeasuredMap, width: int) -> None:
    for line in printed(measured, width).splitlines():
        assert cell_len(line.rstrip()) <= width


def test_a_pipe_gets_no_codes() -> None:
    assert "\x1b" not in printed(measured_bank(), 100)


def test_colour_carries_no_meaning() -> None:
    plain = re.sub(r"\x1b\[[0-9;]*m", "", printed(measured_bank(), 100, colour=True))
    assert plain == printed(measured_bank(), 100)


@pytest.mark.parametrize("width", [80, 100, 140])
def test_it_says_what_was_measured(width: int) -> None:
    text = printed(measured_bank(), width).replace("\u00a0", " ")
    assert "35 % (33 to 37)" in text
    assert "lived −1.5" in text
    assert "believed −0.6" in text
    assert "42 % (40 to 44) skip ahead from Compares accounts to Fills in the application" in text


def test_it_says_what_is_not_known() -> None:
    text = printed(measured_bank(), 140)
    assert "nobody answered" in text
    assert "the step has no rule" in text
    assert "138 passages are still under way: not counted as lost." in text
    assert "* fewer than 30 behind it" in text


def said(measured: MeasuredMap, width: int) -> str:
    """What is printed, on one line."""
    return " ".join(printed(measured, width).replace("\u00a0", " ").split())


def test_a_share_so_far_promises_nothing() -> None:
    text = said(measured_bank(), 200)
    assert (
        "So far 35 % (33 to 37) of 3,120 customers that set out (page viewed: page accounts) reached "
        "the goal (payment received: kind salary); 138 are still under way. "
        "Followed to 60 d, we expect 37 % (35 to 39) to reach it."
    ) in text
    assert "within 60 d" not in text
    assert "Reach so far" in text
    assert "50 may still come" in text
    counts = PassageCounts(subjects=40, started=40, succeeded=36, failed=4, expired=0, open=0)
    assert "Of 40 customers that set out, 90 % (77 to 96) reached the goal." in said(
        replace(measured_coffee(), passages=counts), 200
    )
    assert "so far" not in said(measured_coffee(), 100).lower()


def test_too_early_to_expect_is_said() -> None:
    young = unknown("success_within", "nobody has been followed so long", unit="share")
    measured = measured_bank()
    measured = replace(measured, overall={**measured.overall, "success_within": young})
    assert "How many will by 60 d cannot be said: nobody has been followed so long." in said(measured, 200)


@pytest.mark.parametrize("width", [50, 80, 110])
def test_every_share_has_its_interval_and_its_n(width: int) -> None:
    text = said(measured_bank(), width)
    for line in ("47 to 51", "69 to 73", "2,121", "of 3,120", "n 203", "n 1,529"):
        assert line in text, line


def test_the_star_is_explained_where_there_is_one() -> None:
    assert "* fewer than 30" in said(measured_bank(), 80)
    detour = Detour("skip", None, "pay", 2, share("skip", 0.5, 0.1, 0.9, 4))
    few = said(replace(measured_coffee(), detours=(detour,)), 80)
    assert "50 % (10 to 90) * skip ahead" in few
    many = {
        step.id: StepMeasures(step.id, {k: replace(e, n=500) for k, e in step.estimates.items()})
        for step in measured_coffee().steps
    }
    assert "*" not in said(replace(measured_coffee(), steps=tuple(many.values()), detours=()), 80)


def test_a_long_reason_stands_below_the_table() -> None:
    reason = "more than half of the stays are still under way: their median cannot be said yet"
    measured = measured_bank()
    steps = tuple(
        StepMeasures(step.id, {**step.estimates, "dwell": unknown("dwell", reason, unit="seconds")})
        for step in measured.steps
    )
    text = said(replace(measured, steps=steps), 80)
    assert text.count("not known [a]") >= 7
    assert text.count(reason) == 1
    assert f"[a] {reason}." in text


@pytest.mark.parametrize("width", [50, 80, 140])
def test_two_sides_stand_beside_each_other(width: int) -> None:
    text = said(compared_bank(), width)
    assert 'traits.country != "GB", compared with traits.country == "GB"' in text
    assert "here seen until 23 November 2026, there until 1 November 2026." in text
    assert "The whole journey" in text
    assert "0 points (−2 to +2)" in text
    for number in ("49 % (47 to 51)", "61 % (59 to 63)", "−12 points (−15 to −9)", "clear"):
        assert number in text
    assert "Reached in" in text
    assert "1 more number does not differ clearly" in text


def test_notes_are_read_before_the_numbers() -> None:
    note = 'No interaction in this log is "piad" (the goal).'
    text = said(replace(measured_bank(), notes=(note,)), 80)
    assert text.index(note) < text.index("Looking around")


def test_where_nobody_set_out_there_is_no_table() -> None:
    nobody = PassageCounts(subjects=0, started=0, succeeded=0, failed=0, expired=0, open=0)
    note = "This log holds no interaction yet: import some first."
    text = said(replace(measured_bank(), passages=nobody, detours=(), notes=(note,)), 80)
    assert "Nobody set out on this journey" in text
    assert note in text
    assert "Looking around" not in text
    empty = replace(measured_bank(), passages=nobody, detours=(), log_interactions=0, interactions=0)
    assert "log seen until" not in said(empty, 80)
    assert "Log seen until" not in draw_html(bank(), empty, today=TODAY)


def test_a_map_without_a_goal_says_so() -> None:
    measured = measured_bank()
    aimless = unknown(
        "success_rate", "the map does not say what the goal is (passage.succeeds)", unit="share"
    )
    text = said(replace(measured, overall={"success_rate": aimless}), 200)
    assert "is not known: the map does not say what the goal is (passage.succeeds)" in text


def test_it_says_what_it_counts() -> None:
    text = said(measured_bank(), 100)
    assert "48,211 interactions inside them, of 70,902" in text
    assert "A passage is one customer's way through this journey." in text


def test_markup_in_a_map_is_text() -> None:
    measured = measured_bank()
    journey = measured.map.model_copy(update={"title": "[bold red]x[/]"})
    changed = MeasuredMap(
        map=journey, as_of=measured.as_of, period=measured.period, segment=None, interactions=1,
        passages=measured.passages, overall=measured.overall, steps=measured.steps, detours=(),
    )  # fmt: skip
    assert "[bold red]x[/]" in printed(changed, 80)
