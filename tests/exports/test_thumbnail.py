"""The map at the size of a stamp."""

from __future__ import annotations

import re

import pytest

from desirepath.base.problem import DesirepathError
from desirepath.exports.thumbnail import HEIGHT, WIDTH, draw_thumbnail
from desirepath.model.map_file import read_map, read_map_text
from desirepath.stories import techcorp


def _rects(svg: str) -> list[tuple[float, float, float, float]]:
    found = re.findall(r'<rect x="([\d.]+)" y="([\d.]+)" width="([\d.]+)" height="([\d.]+)"', svg)
    return [(float(x), float(y), float(w), float(h)) for x, y, w, h in found]


@pytest.mark.parametrize("steps", [0, 1, 3, 60, 200])
def test_however_long_the_map_all_of_it_is_inside(steps: int) -> None:
    step = "      - {{id: s{0}, name: S, doing: [a, b, c], feeling: 2, moment_of_truth: true}}\n"
    text = "format: desirepath/1\nid: m\ntitle: <M> & co\nstages:\n  - id: a\n    name: A\n"
    text += ("    steps:\n" if steps else "") + "".join(step.format(n) for n in range(steps))
    svg = draw_thumbnail(read_map_text(text))
    for x, y, width, height in _rects(svg):
        assert 0 <= x <= x + width <= WIDTH
        assert 0 <= y <= y + height <= HEIGHT
    assert "&lt;M&gt; &amp; co" in svg


def test_nothing_of_the_map_but_its_title_is_in_it() -> None:
    journey = read_map(techcorp.MAP_PATH)
    svg = draw_thumbnail(journey, theme="dark")
    assert journey.title in svg
    assert all(step.name not in svg for step in journey.steps() if step.name not in journey.title)
    assert "<text" not in svg
    assert "@media" not in svg


def test_a_theme_there_is_none_of_is_refused() -> None:
    with pytest.raises(DesirepathError, match="DP-EXP-006"):
        draw_thumbnail(read_map(techcorp.MAP_PATH), theme="sepia")  # type: ignore[arg-type]
