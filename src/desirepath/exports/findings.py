"""What will not fit: the drawing's own findings about a map."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import groupby

from desirepath.base.problem import Problem
from desirepath.exports import kinds
from desirepath.exports.drawing.board import NARROWEST_TABLE
from desirepath.exports.drawing.lanes.images import kind_of
from desirepath.exports.drawing.sheet import WIDEST, Sheet, cell_texts, lay_out
from desirepath.exports.drawing.table import compose
from desirepath.exports.text import clean, longest_word
from desirepath.exports.tokens import BODY, MARGIN, PAD, RAIL, SMALLEST, STEP, Style
from desirepath.model.journey_map import JourneyMap

A3_POINTS = (1190.55, 841.89)
PAGE_MARGIN_POINTS = 28.35
SMALLEST_POINTS = 8.0
_INDENT = 15.0
_PRINTABLE_WIDTH = A3_POINTS[0] - 2 * PAGE_MARGIN_POINTS
_PRINTABLE_HEIGHT = A3_POINTS[1] - 2 * PAGE_MARGIN_POINTS
WIDEST_ON_A3 = _PRINTABLE_WIDTH * SMALLEST / SMALLEST_POINTS
TALLEST_ON_A3 = _PRINTABLE_HEIGHT * SMALLEST / SMALLEST_POINTS
"""Pixels of drawing that one A3 sheet in landscape holds while the smallest text is 8 points."""


def drawing_findings(
    journey: JourneyMap, *, images: Mapping[str, bytes] | None = None
) -> tuple[Problem, ...]:
    """What a reader of the drawing will stumble over, each with its address in the map.

    >>> drawing_findings(JourneyMap(format="desirepath/1", id="visit", title="A visit", stages=()))
    ()
    """
    sheet = lay_out(journey, images=images, at_least=NARROWEST_TABLE - RAIL)
    return (
        *_long_words(sheet),
        *_missing_images(journey, images or {}),
        *_wide(sheet),
        *_tall(sheet),
    )


def _long_words(sheet: Sheet) -> Iterator[Problem]:
    room = WIDEST - 2 * PAD - _INDENT
    for column in sheet.columns:
        if column.step is None:
            continue
        texts: list[tuple[str, str, Style]] = [("name", column.step.name, STEP)]
        for field, cell in cell_texts(column.step).items():
            texts += [
                (field if len(cell) == 1 else f"{field}[{index}]", text, BODY)
                for index, text in enumerate(cell)
            ]
        for field, text, style in texts:
            if longest_word(text, style) > room:
                word = max(clean(text).split(), key=len)
                shown = word if len(word) <= 40 else word[:37] + "..."
                yield kinds.WORD_TOO_LONG.at(
                    f"{column.address}.{field}", says=f'"{shown}" is wider than a column can become'
                )


def _missing_images(journey: JourneyMap, images: Mapping[str, bytes]) -> Iterator[Problem]:
    for stage_index, stage in enumerate(journey.stages):
        for step_index, step in enumerate(stage.steps):
            for index, image in enumerate(step.images or ()):
                content = images.get(image.src)
                if content is not None and kind_of(content) is None:
                    address = f"stages[{stage_index}].steps[{step_index}].images[{index}].src"
                    yield kinds.IMAGE_NOT_EMBEDDED.at(
                        address, says=f'"{image.src}" is not an image that can be embedded'
                    )


def _wide(sheet: Sheet) -> Iterator[Problem]:
    width = RAIL + sheet.width + 2 * MARGIN
    if width > WIDEST_ON_A3:
        points = _PRINTABLE_WIDTH / width * SMALLEST
        yield kinds.TOO_WIDE_FOR_A3.at(
            "stages",
            says=f"on one A3 sheet the smallest text of this map would be {points:.1f} points",
        )
    for index, group in groupby(sheet.columns, key=lambda column: column.stage_index):
        columns = list(group)
        stage_width = RAIL + columns[-1].right - columns[0].x + 2 * MARGIN
        if stage_width > WIDEST_ON_A3:
            points = _PRINTABLE_WIDTH / stage_width * SMALLEST
            yield kinds.STAGE_TOO_WIDE_FOR_A3.at(
                f"stages[{index}]",
                says=f"a page with this stage alone has its smallest text at {points:.1f} points",
            )


def _tall(sheet: Sheet) -> Iterator[Problem]:
    table = compose(sheet)
    for block in table.lanes:
        height = table.heads.height + block.height
        if height > TALLEST_ON_A3:
            points = _PRINTABLE_HEIGHT / height * SMALLEST
            yield kinds.TOO_TALL_FOR_A3.at(
                "lanes", says=f'on one sheet "{block.name}" has its smallest text at {points:.1f} points'
            )
