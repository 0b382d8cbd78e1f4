"""Contrast, computed in both themes: every text role on every ground, and the pairs a picture really has."""

from __future__ import annotations

from itertools import product

import pytest

from desirepath.exports.drawing.board import draw_board, lay_out_board
from desirepath.exports.drawing.scene import Circle, Rect, Scene, Text, flat
from desirepath.exports.drawing.title import facts_of
from desirepath.exports.tokens import DARK, GROUNDS, LIGHT, TEXT_ROLES, contrast
from tests.exports.worlds import TODAY, measured_bank

THEMES = {"light": LIGHT, "dark": DARK}


def whole_scene() -> Scene:
    measured = measured_bank()
    sheet = lay_out_board(measured.map, measured, today=TODAY)
    return draw_board(sheet, TODAY, facts_of(sheet, TODAY))


@pytest.mark.parametrize(("theme", "role", "ground"), list(product(THEMES, TEXT_ROLES, GROUNDS)))
def test_text_is_readable_on_every_ground(theme: str, role: str, ground: str) -> None:
    assert contrast(THEMES[theme][role], THEMES[theme][ground]) >= 4.5


@pytest.mark.parametrize(("theme", "mark", "ground"), list(product(THEMES, ("rule", "accent"), GROUNDS)))
def test_marks_stand_out(theme: str, mark: str, ground: str) -> None:
    assert contrast(THEMES[theme][mark], THEMES[theme][ground]) >= 3


@pytest.mark.parametrize("theme", THEMES)
def test_every_text_of_a_picture_is_readable_where_it_stands(theme: str) -> None:
    shapes = list(flat(whole_scene().shapes))
    pairs = set()
    for index, text in enumerate(shapes):
        if isinstance(text, Text):
            box = text.bounds
            under = [s for s in shapes[:index] if covers(s, box.x + box.width / 2, box.y + box.height / 2)]
            ground = under[-1]
            assert isinstance(ground, Rect | Circle)
            pairs.add((text.role, ground.fill))
    assert len(pairs) > 5
    for role, ground_role in pairs:
        assert contrast(THEMES[theme][role], THEMES[theme][ground_role]) >= 4.5, (role, ground_role)


def covers(shape: object, x: float, y: float) -> bool:
    if isinstance(shape, Rect) and shape.fill:
        return shape.x <= x <= shape.x + shape.width and shape.y <= y <= shape.y + shape.height
    return (
        isinstance(shape, Circle)
        and bool(shape.fill)
        and (x - shape.x) ** 2 + (y - shape.y) ** 2 <= shape.radius**2
    )
