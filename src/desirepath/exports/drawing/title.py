"""The title block: what the map is about, who travels, how much of it is known, what it was measured on."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from desirepath.base.words import (
    MISSING,
    count_of,
    plural,
    say_count,
    say_date,
    say_estimate,
    say_period,
    say_share,
    say_span_text,
)
from desirepath.exports.drawing.cell import Cell
from desirepath.exports.drawing.scene import Rect, Shape
from desirepath.exports.drawing.sheet import Sheet, cell_texts
from desirepath.exports.sides import EVERYBODY
from desirepath.exports.text import width_of, wrap
from desirepath.exports.tokens import FIGURE, LEAD, SMALL, STRONG, TITLE
from desirepath.measures.measured_map import MeasuredMap

_FACT_GAP = 34.0
_FACT_WIDEST = 250.0
_NOTE_WIDEST = 190.0


@dataclass(frozen=True, slots=True)
class Fact:
    """One thing the title block states; ``share`` draws it as a bar as well.

    ``lived`` facts come from the log, and stand large above the others; ``note`` is small below the value.
    """

    name: str
    says: str
    share: float | None = None
    lived: bool = False
    note: str = ""


def facts_of(sheet: Sheet, today: date) -> tuple[Fact, ...]:
    """What the title block states: how the journeys stand, and whose; then what the map says of itself."""
    journey, measured = sheet.map, sheet.measured
    facts = [*(_sums(measured) if measured else ()), *(_whose(measured) if measured else ())]
    facts.append(Fact("Who travels", plural(journey.travels, 2)))
    if sheet.is_lived_alone:
        return tuple(facts)
    if journey.persona:
        facts.append(Fact("Persona", journey.persona.replace("-", " ").replace("_", " ")))
    facts.append(Fact("Version", str(journey.version)))
    facts.append(Fact("Drawn on", say_date(today)))
    if journey.owner:
        facts.append(Fact("Owner", journey.owner))
    whole = sheet.evidence.whole if sheet.evidence else None
    if whole and whole.share is not None:
        stale = f", {say_count(whole.stale)} stale" if whole.stale else ""
        says = f"{say_share(whole.share)} of {count_of(whole.claims, 'claim', 'claims')}{stale}"
        facts.append(Fact("Known from evidence", says, whole.share))
    return tuple(facts)


def _sums(measured: MeasuredMap) -> Iterator[Fact]:
    """How many set out, and how they stand; while some are under way: so far, and what to expect."""
    counts, journey = measured.passages, measured.map
    yield Fact("Set out", say_count(counts.started), lived=True)
    if not counts.started:
        return
    so_far = " so far" if counts.open else ""
    success = measured.overall.get("success_rate")
    if success is None or success.value is None:
        yield Fact("Arrived", MISSING, lived=True, note=success.reason or "" if success else "")
    else:
        arrived = say_count(counts.succeeded)
        yield Fact(f"Arrived{so_far}", arrived, lived=True, note=say_estimate(success))
    if counts.failed or journey.passage.fails:
        yield Fact(f"Left{so_far}", say_count(counts.failed), lived=True, note=_of(measured, counts.failed))
    if counts.expired:
        note = _of(measured, counts.expired)
        yield Fact("Ran out of time", say_count(counts.expired), lived=True, note=note)
    if counts.open:
        note = _of(measured, counts.open)
        yield Fact("Still under way", say_count(counts.open), lived=True, note=note)
    within, horizon = measured.overall.get("success_within"), journey.passage.horizon
    if counts.open and within and within.value is not None and horizon:
        name = f"Expected to arrive within {say_span_text(horizon)}"
        yield Fact(name, say_estimate(within), lived=True)


def _of(measured: MeasuredMap, count: int) -> str:
    return say_share(count / measured.passages.started)


def _whose(measured: MeasuredMap) -> Iterator[Fact]:
    """Whose journeys they are, when those began, and until when the log was seen."""
    yield Fact("Whose journeys", measured.segment or EVERYBODY.capitalize())
    yield Fact("Began", say_period(measured.period))
    if measured.log_interactions != 0:
        yield Fact("Log seen until", say_date(measured.as_of.date()))


def _notes(sheet: Sheet) -> tuple[str, ...]:
    """What to know where there are no numbers: that there are none, and why."""
    measured = sheet.measured
    if measured is None:
        steps = list(sheet.map.steps())
        said = any(step.feeling or any(cell_texts(step).values()) for step in steps)
        return () if said or not steps else ("Nothing is said about these steps yet.",)
    if any(sheet.is_measured(step) for step in sheet.map.steps()) and measured.passages.started:
        return ()
    if not any(step.when for step in sheet.map.steps()):
        return (
            "Nothing is measured yet: no step says what counts as being there.",
            *measured.notes,
        )
    return ("Nothing is measured yet: nobody set out on this journey.", *measured.notes)


def _in_rows(facts: Iterable[Fact], width: float, top: float) -> tuple[list[Shape], float]:
    """The facts beside each other, as many rows as it takes; and how far down they come."""
    shapes: list[Shape] = []
    x, row_y, row_height = 0.0, top, 0.0
    for fact in facts:
        style = FIGURE if fact.lived else STRONG
        texts = (
            (fact.name, SMALL, width),
            (fact.says, style, _FACT_WIDEST),
            (fact.note, SMALL, _NOTE_WIDEST),
        )
        widths = [width_of(line, of) for text, of, widest in texts for line in wrap(text, of, widest)]
        wide = min(max(*widths, 92.0 if fact.share is not None else 0.0) + 2, width)
        if x and x + wide > width:
            x, row_y, row_height = 0.0, row_y + row_height + 12, 0.0
        block = Cell(x, wide)
        block.y = row_y
        block.text(fact.name, SMALL, "quiet")
        block.text(fact.says, style, "accent" if fact.lived else "ink")
        block.text(fact.note, SMALL, "quiet")
        if fact.share is not None:
            block.gap(3)
            block.add(
                Rect(x + 0.5, block.y + 0.5, 91, 5, stroke="rule", radius=2.5),
                Rect(x, block.y, max(2.0, 92 * fact.share), 6, fill="rule", radius=3),
            )
            block.y += 6
        shapes += block.shapes
        x += wide + _FACT_GAP
        row_height = max(row_height, block.y - row_y)
    return shapes, row_y + row_height


def paint_title(sheet: Sheet, width: float, facts: tuple[Fact, ...]) -> tuple[tuple[Shape, ...], float]:
    """The block's shapes and height."""
    cell = Cell(0, min(width, 900))
    cell.text(sheet.map.title, TITLE, balanced=True)
    if sheet.map.scenario:
        cell.gap(3)
        cell.text(sheet.map.scenario, LEAD, "quiet")
    for note in _notes(sheet):
        cell.gap(6)
        cell.text(note, LEAD)
    shapes: list[Shape] = [*cell.shapes]
    y = cell.y
    for row in ([fact for fact in facts if fact.lived], [fact for fact in facts if not fact.lived]):
        if row:
            placed, y = _in_rows(row, width, y + 18)
            shapes += placed
    return tuple(shapes), y
