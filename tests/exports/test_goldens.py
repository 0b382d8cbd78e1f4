"""Goldens: small pictures kept as files that a person looked at. UPDATE_GOLDENS=1 writes them anew."""

from __future__ import annotations

import os
import re
from collections.abc import Callable

import pytest

from desirepath.exports.lived_svg import draw_lived_svg
from desirepath.exports.svg import draw_svg
from tests.conftest import ROOT
from tests.exports.test_terminal import printed
from tests.exports.worlds import TODAY, bank, coffee, measured_bank, measured_coffee

FOLDER = ROOT / "tests/goldens/exports"
GOLDENS: dict[str, Callable[[], str]] = {
    "coffee.svg": lambda: draw_svg(coffee(), today=TODAY),
    "coffee-measured.svg": lambda: draw_svg(coffee(), measured_coffee(), today=TODAY),
    "coffee-dark.svg": lambda: draw_svg(coffee(), measured_coffee(), today=TODAY, theme="dark"),
    "coffee-lived.svg": lambda: draw_lived_svg(measured_coffee(), today=TODAY),
    "coffee-right-to-left.svg": lambda: draw_svg(
        coffee("he"), measured_coffee("he"), today=TODAY, theme="auto"
    ),
    "bank-80.txt": lambda: printed(measured_bank(), 80),
    "bank-140.txt": lambda: printed(measured_bank(), 140),
}


def without_font(text: str) -> str:
    """The golden without the font's bytes, which have a test of their own."""
    text = re.sub(r"@font-face\{[^}]*\}\n?", "", text)
    return "\n".join(line.rstrip() for line in text.splitlines()) + "\n"


@pytest.mark.parametrize("name", GOLDENS)
def test_golden(name: str) -> None:
    made = without_font(GOLDENS[name]())
    path = FOLDER / name
    if os.environ.get("UPDATE_GOLDENS"):
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(made, encoding="utf-8")
    assert path.is_file(), f"no golden yet: UPDATE_GOLDENS=1 pytest {__file__}, then look at {path}"
    assert made == path.read_text(encoding="utf-8"), (
        "look at the new picture; if it is better, UPDATE_GOLDENS=1"
    )


def test_there_is_no_golden_that_nobody_makes() -> None:
    assert {path.name for path in FOLDER.iterdir()} == set(GOLDENS)


def test_the_bank_map_is_measured_over_its_own_steps() -> None:
    assert [step.id for step in measured_bank().steps] == [step.id for step in bank().steps()]
