"""A journey map at the size of a stamp: how long it is, what is filled in, how it feels. No words in it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

from desirepath.exports.drawing.scene import Circle, Path, Rect, Scene, Segment, Shape
from desirepath.exports.drawing.writer import write_svg
from desirepath.exports.kinds import UNKNOWN_THEME
from desirepath.exports.tokens import Theme
from desirepath.model.claim import Feeling
from desirepath.model.journey_map import JourneyMap, Step
from desirepath.model.placed_claims import PlacedClaim, claims_of_step

WIDTH: Final = 320.0
HEIGHT: Final = 128.0
_MARGIN: Final = 10.0
_STAGE: Final = 9.0
_HEAD: Final = 7.0
_GAP: Final = 3.0
_CARD: Final = 3.0
_CURVE: Final = 26.0
_MOST_CARDS: Final = 9
_WIDEST: Final = 46.0


def draw_thumbnail(journey: JourneyMap, *, theme: Theme = "auto") -> str:
    """The map as a small SVG of 320 by 128 pixels.

    A bar for each stage, under it its steps, under each step a dash for each of its claims (dark: evidence,
    pale: assumption), and the believed feeling as a curve. A moment of truth has a dot.

    Nothing of what the map says is in it but its title, so that it can be shown wherever the title can.

    Raises DP-EXP-006 for a theme there is none of.

    >>> journey = JourneyMap(format="desirepath/1", id="visit", title="A visit", stages=())
    >>> "<title" in draw_thumbnail(journey)
    True
    """
    if theme not in ("light", "dark", "auto"):
        raise UNKNOWN_THEME.error(says=f"there is no theme {theme!r}")
    steps = sum(len(stage.steps) for stage in journey.stages)
    says = f"{len(journey.stages)} stages, {steps} steps"
    scene = Scene(WIDTH, HEIGHT, tuple(_draw(journey)), journey.title, says, journey.language)
    return write_svg(scene, theme=theme)


def _draw(journey: JourneyMap) -> Iterator[Shape]:
    columns = sum(max(len(stage.steps), 1) for stage in journey.stages)
    if columns == 0:
        yield Rect(_MARGIN, _MARGIN, WIDTH - 2 * _MARGIN, HEIGHT - 2 * _MARGIN, stroke="line", dash="4 4")
        return
    width = min(_WIDEST, (WIDTH - 2 * _MARGIN) / columns)
    gap = min(_GAP, width * 0.2)
    x = _MARGIN
    curve: list[tuple[float, float]] = []
    for stage in journey.stages:
        wide = width * max(len(stage.steps), 1)
        yield Rect(x, _MARGIN, wide - gap, _STAGE, fill="head", radius=1.5)
        for step in stage.steps:
            yield from _draw_step(step, x, width - gap)
            if (feeling := _feeling(step)) is not None:
                curve.append((x + (width - gap) / 2, _height_of(feeling)))
            x += width
        x += 0 if stage.steps else width
    middle = _height_of(0)
    yield _line([(_MARGIN, middle), (x - gap, middle)], "hairline", 1)
    if len(curve) > 1:
        yield _line(curve, "rule", 1.5)
    elif curve:
        yield Circle(*curve[0], 2, fill="rule")


def _draw_step(step: Step, x: float, width: float) -> Iterator[Shape]:
    top = _MARGIN + _STAGE + _GAP
    yield Rect(x, top, width, _HEAD, fill="shade", radius=1)
    if step.moment_of_truth:
        yield Circle(x + min(width / 2, 5), top + _HEAD / 2, 2, fill="ink")
    y = top + _HEAD + _GAP
    for claim in _shown(step):
        long = width * (0.55 + 0.45 * ((len(claim.text) * 7) % 11) / 10)
        yield Rect(x, y, long, _CARD, fill="quiet" if claim.is_evidence else "track", radius=1)
        y += _CARD + 1.5


def _shown(step: Step) -> Sequence[PlacedClaim]:
    claims = [claim for claim in claims_of_step(step) if not isinstance(claim.claim, Feeling)]
    return sorted(claims, key=lambda claim: not claim.is_evidence)[:_MOST_CARDS]


def _feeling(step: Step) -> float | None:
    return None if step.feeling is None else step.feeling.value


def _height_of(feeling: float) -> float:
    low = HEIGHT - _MARGIN
    return low - (feeling + 2) / 4 * _CURVE


def _line(points: Sequence[tuple[float, float]], stroke: str, width: float) -> Path:
    first, *rest = points
    return Path(
        (Segment("M", (first,)), *(Segment("L", (point,)) for point in rest)), stroke=stroke, line=width
    )
