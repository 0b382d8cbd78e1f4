"""The terminal: fits its width, needs no colour, hides nothing it does not know."""

from __future__ import annotations

import io
import re

import pytest
from hypothesis import HealthCheck, given, settings
from rich.cells import cell_len
from rich.console import Console

from desirepath.exports.terminal import print_measured
from desirepath.measures.measured_map import MeasuredMap
from tests.exports.random_maps import measured_maps
from tests.exports.worlds import compared_bank, measured_bank


def printed(measured: MeasuredMap, width: int, *, colour: bool = False) -> str:
    out = io.StringIO()
    console = Console(
        file=out, width=width, force_terminal=colour, color_system="truecolor" if colour else None
    )
    print_measured(console, measured)
    return out.getvalue()


@pytest.mark.parametrize("width", [80, 100, 140])
def test_it_fits(width: int) -> None:
    for line in printed(compared_bank(), width).splitlines():
        assert cell_len(line.rstrip()) <= width


@settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
@given(measured_maps())
def test_it_fits_whatever_the_map_says(measured: MeasuredMap) -> None:
    for line in printed(measured, 80).splitlines():
        assert cell_len(line.rstrip()) <= 80


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


def test_markup_in_a_map_is_text() -> None:
    measured = measured_bank()
    journey = measured.map.model_copy(update={"title": "[bold red]x[/]"})
    changed = MeasuredMap(
        map=journey, as_of=measured.as_of, period=measured.period, segment=None, interactions=1,
        passages=measured.passages, overall=measured.overall, steps=measured.steps, detours=(),
    )  # fmt: skip
    assert "[bold red]x[/]" in printed(changed, 80)
