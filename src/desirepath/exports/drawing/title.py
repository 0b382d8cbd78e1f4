"""The title block: what the map is about, who travels, how much of it is known, what it was measured on."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from desirepath.base.words import (
    count_of,
    plural,
    say_count,
    say_date,
    say_estimate,
    say_share,
    say_span_text,
)
from desirepath.exports.drawing.cell import Cell
from desirepath.exports.drawing.scene import Rect, Shape
from desirepath.exports.drawing.sheet import Sheet
from desirepath.exports.text import width_of, wrap
from desirepath.exports.tokens import LEAD, SMALL, STRONG, TITLE
from desirepath.measures.measured_map import MeasuredMap

_FACT_GAP = 34.0
_FACT_WIDEST = 250.0


@dataclass(frozen=True, slots=True)
class Fact:
    """One thing the title block states; ``share`` draws it as a bar as well.

    ``lived`` facts come from the log.
    """

    name: str
    says: str
    share: float | None = None
    lived: bool = False


def facts_of(sheet: Sheet, today: date) -> tuple[Fact, ...]:
    """What the title block states."""
    journey, measured = sheet.map, sheet.measured
    facts = []
    if journey.persona:
        facts.append(Fact("Persona", journey.persona.replace("-", " ").replace("_", " ")))
    facts.append(Fact("Who travels", plural(journey.travels, 2)))
    facts.append(Fact("Version", str(journey.version)))
    facts.append(Fact("Drawn on", say_date(today)))
    if journey.owner:
        facts.append(Fact("Owner", journey.owner))
    whole = sheet.evidence.whole if sheet.evidence else None
    if whole and whole.share is not None:
        stale = f", {say_count(whole.stale)} stale" if whole.stale else ""
        says = f"{say_share(whole.share)} of {count_of(whole.claims, 'claim', 'claims')}{stale}"
        facts.append(Fact("Known from evidence", says, whole.share))
    if measured:
        started = measured.passages.started
        facts.append(Fact("Passages", say_count(started), lived=True))
        if measured.segment:
            facts.append(Fact("Segment", measured.segment))
        period = _say_period(sheet)
        if period:
            facts.append(Fact("Period", period))
        if measured.log_interactions != 0:
            facts.append(Fact("Log seen until", say_date(measured.as_of.date())))
        facts += _success(measured)
    return tuple(facts)


def _success(measured: MeasuredMap) -> list[Fact]:
    """How many succeed; while some are under way: so far, how many those are, and what to expect."""
    success, horizon = measured.overall.get("success_rate"), measured.map.passage.horizon
    if success is None or success.value is None:
        return []
    under_way = measured.passages.open
    if not under_way:
        return [Fact("Succeed", say_estimate(success), lived=True)]
    facts = [
        Fact("Succeeded so far", say_estimate(success), lived=True),
        Fact("Still under way", say_count(under_way), lived=True),
    ]
    within = measured.overall.get("success_within")
    if within and within.value is not None and horizon:
        facts.append(Fact(f"Expected by {say_span_text(horizon)}", say_estimate(within), lived=True))
    return facts


def _say_period(sheet: Sheet) -> str:
    period = sheet.measured.period if sheet.measured else None
    if period is None or (period.since is None and period.until is None):
        return ""
    since = f"from {say_date(period.since.date())}" if period.since else ""
    until = f"before {say_date(period.until.date())}" if period.until else ""
    return " ".join(part for part in (since, until) if part)


def paint_title(sheet: Sheet, width: float, facts: tuple[Fact, ...]) -> tuple[tuple[Shape, ...], float]:
    """The block's shapes and height."""
    cell = Cell(0, min(width, 900))
    cell.text(sheet.map.title, TITLE, balanced=True)
    if sheet.map.scenario:
        cell.gap(3)
        cell.text(sheet.map.scenario, LEAD, "quiet")
    cell.gap(18)
    shapes: list[Shape] = [*cell.shapes]
    x, row_y, row_height = 0.0, cell.y, 0.0
    for fact in facts:
        lines = wrap(fact.says, STRONG, min(_FACT_WIDEST, width))
        says_width = max((width_of(line, STRONG) for line in lines), default=0.0)
        wide = min(
            max(says_width, width_of(fact.name, SMALL), 92.0 if fact.share is not None else 0.0) + 2, width
        )
        if x and x + wide > width:
            x, row_y, row_height = 0.0, row_y + row_height + 12, 0.0
        block = Cell(x, wide)
        block.y = row_y
        block.text(fact.name, SMALL, "quiet")
        block.text(fact.says, STRONG, "accent" if fact.lived else "ink")
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
    return tuple(shapes), row_y + row_height
