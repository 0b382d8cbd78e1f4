"""The sheet: which columns a map has, how wide each is, and everything a painter may look at."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace

from desirepath.exports.text import Direction, clean, language_direction, longest_word, width_of
from desirepath.exports.tokens import BODY, PAD, STAGE, STEP
from desirepath.measures.measured_map import MeasuredMap, StepMeasures
from desirepath.model.evidence import MapEvidence
from desirepath.model.journey_map import JourneyMap, Stage, Step

_MANY = (
    "doing",
    "thinking",
    "touchpoints",
    "on_stage",
    "off_stage",
    "pain_points",
    "opportunities",
    "quotes",
    "tasks",
    "images",
)
NARROWEST = 176.0
NARROWEST_LIVED = 160.0
WIDEST = 304.0
_RHYTHM = 16.0
_MARK = 15.0
_STAGE_NUMBER = 34.0


@dataclass(frozen=True, slots=True)
class Column:
    """One step's column, or the one empty column of a stage without steps. ``x`` counts from the sheet's
    left edge.

    ``address`` is where in the map the step stands, ``number`` how the drawing counts it (2.1).
    """

    x: float
    width: float
    stage: Stage
    stage_index: int
    step: Step | None
    number: str
    address: str

    @property
    def inner_x(self) -> float:
        """Where the content begins."""
        return self.x + PAD

    @property
    def inner_width(self) -> float:
        """How wide the content may be."""
        return self.width - 2 * PAD

    @property
    def middle(self) -> float:
        """The middle of the column."""
        return self.x + self.width / 2

    @property
    def right(self) -> float:
        """The right edge."""
        return self.x + self.width


@dataclass(frozen=True, slots=True)
class Sheet:
    """What a painter may look at: the map, what was measured, the columns of this sheet.

    ``evidence`` is how much of the map is known, ``images`` are the bytes of the map's images by their
    ``src``, as far as they were given. ``is_lived_alone``: what customers did and felt is all that is drawn,
    with at most ``most_ways`` ways off the map (None: those worth an arc).
    """

    map: JourneyMap
    measured: MeasuredMap | None
    columns: tuple[Column, ...]
    direction: Direction
    evidence: MapEvidence | None = None
    images: Mapping[str, bytes] = field(default_factory=dict)
    is_lived_alone: bool = False
    most_ways: int | None = None

    @property
    def width(self) -> float:
        """The width of all columns together."""
        return self.columns[-1].right if self.columns else 0.0

    def measures(self, step: Step) -> StepMeasures | None:
        """What was measured at a step, None where nothing was."""
        if self.measured is None:
            return None
        return next((found for found in self.measured.steps if found.id == step.id), None)

    def is_measured(self, step: Step) -> bool:
        """Whether it is known how many came to a step; if not, its reach says why for all numbers."""
        found = self.measures(step)
        reach = found.estimates.get("reach") if found else None
        return reach is not None and reach.value is not None

    def middle_of(self, step_id: str) -> float | None:
        """The middle of a step's column, None where the step is not on this sheet."""
        return next(
            (column.middle for column in self.columns if column.step and column.step.id == step_id), None
        )

    def of_stages(self, first: int, beyond: int) -> Sheet:
        """The part of the sheet that holds the stages first, first + 1, ...

        beyond - 1, moved to its left edge.
        """
        kept = [column for column in self.columns if first <= column.stage_index < beyond]
        left = kept[0].x if kept else 0.0
        columns = tuple(replace(column, x=column.x - left) for column in kept)
        return replace(self, columns=columns)


def lay_out_lived(measured: MeasuredMap, *, most_ways: int | None, at_least: float) -> Sheet:
    """The sheet of what was lived alone: columns as wide as the names of their steps want."""
    journey = measured.map
    found = _columns(journey, _width_of_name, at_least)
    direction = language_direction(journey.language)
    return Sheet(journey, measured, found, direction, is_lived_alone=True, most_ways=most_ways)


def lay_out(
    journey: JourneyMap,
    measured: MeasuredMap | None = None,
    *,
    evidence: MapEvidence | None = None,
    images: Mapping[str, bytes] | None = None,
    at_least: float = 0.0,
) -> Sheet:
    """The sheet of a whole map, no narrower than ``at_least`` where the columns may grow so far."""
    columns = _columns(journey, ideal_width, at_least)
    return Sheet(journey, measured, columns, language_direction(journey.language), evidence, images or {})


def _columns(
    journey: JourneyMap, width_of_step: Callable[[Stage, Step | None], float], at_least: float
) -> tuple[Column, ...]:
    planned: list[tuple[int, Stage, Step | None, str, str]] = []
    for stage_index, stage in enumerate(journey.stages):
        for step_index, its_step in enumerate(stage.steps):
            number = f"{stage_index + 1}.{step_index + 1}"
            planned.append(
                (stage_index, stage, its_step, number, f"stages[{stage_index}].steps[{step_index}]")
            )
        if not stage.steps:
            planned.append((stage_index, stage, None, f"{stage_index + 1}", f"stages[{stage_index}]"))
    widths = [width_of_step(stage, step) for _, stage, step, _, _ in planned]
    total = sum(widths)
    if planned and total < at_least:
        extra = (at_least - total) / len(planned)
        widths = [min(width + extra, WIDEST + 96) for width in widths]
    columns: list[Column] = []
    x = 0.0
    for width, (stage_index, stage, step, number, address) in zip(widths, planned, strict=True):
        columns.append(Column(x, width, stage, stage_index, step, number, address))
        x += width
    return tuple(columns)


def _width_of_name(stage: Stage, step: Step | None) -> float:
    words = [longest_word(stage.name, STAGE) / max(1, len(stage.steps)) + _STAGE_NUMBER]
    if step:
        words.append(longest_word(step.name, STEP))
    stepped = math.ceil((max(words) + 2 * PAD) / _RHYTHM) * _RHYTHM
    return min(max(stepped, NARROWEST_LIVED), WIDEST)


def ideal_width(stage: Stage, step: Step | None) -> float:
    """The width of a step's column: room for its longest word, and for its fullest cell to be about 3:2.

    Kept between bounds and on a rhythm of 16 pixels, so that columns look alike unless they have reason not
    to.
    """
    words = [longest_word(stage.name, STAGE) + _STAGE_NUMBER]
    fullest = 0.0
    if len(stage.steps) < 2:
        words.append(width_of(clean(stage.name).replace("\n", " "), STAGE) / 2 + _STAGE_NUMBER)
    if step:
        texts = cell_texts(step)
        words += [longest_word(text, BODY) + _MARK for cell in texts.values() for text in cell]
        words.append(longest_word(step.name, STEP))
        fullest = max((_area(cell) for cell in texts.values()), default=0.0)
    wished = max(max(words), math.sqrt(fullest * 1.6)) + 2 * PAD
    stepped = math.ceil(wished / _RHYTHM) * _RHYTHM
    return min(max(stepped, NARROWEST), WIDEST)


def _area(cell: tuple[str, ...]) -> float:
    return sum((width_of(clean(text).replace("\n", " "), BODY) + 40) * BODY.leading for text in cell)


def cell_texts(step: Step) -> dict[str, tuple[str, ...]]:
    """The texts of a step by the field they stand in."""
    handoff = step.handoff
    texts: dict[str, tuple[str, ...]] = {
        "success": (step.success.text,) if step.success else (),
        "goal": (step.goal.text,) if step.goal else (),
        "owner": (step.owner,) if step.owner else (),
        "channels": tuple(step.channels or ()),
        "measures": tuple(step.measures or ()),
        "handoff": tuple(t for t in (handoff.from_, handoff.to, *(handoff.carries or ())) if t)
        if handoff
        else (),
    }
    for name in _MANY:
        texts[name] = tuple(claim.text for claim in getattr(step, name) or ())
    for lane, claims in (step.cells or {}).items():
        texts[f"cells.{lane}"] = tuple(claim.text for claim in claims)
    return texts
