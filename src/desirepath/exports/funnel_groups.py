"""A funnel by the values of a property, and two segments side by side, in a terminal; what stands out is said
in words."""

from __future__ import annotations

from rich.console import RenderableType
from rich.table import Table
from rich.text import Text

from desirepath.base.words import MISSING, say_count, say_difference, say_value
from desirepath.exports.text import clean
from desirepath.measures.measured_funnel import Breakdown, FunnelDifference, FunnelGroup, MeasuredFunnel

SURE = 0.05
_WIDEST_VALUE = 24


def side_by_side(funnel: MeasuredFunnel) -> list[RenderableType]:
    """The other segment, step by step, and every difference; nothing where there is none."""
    if funnel.there is None:
        return []
    there = funnel.there
    told: list[RenderableType] = [
        Text(f"\nHeld against {clean(there.segment or 'everybody')}", style="bold"),
        Text(f"  {say_count(there.steps[0].reached)} did the first step"),
    ]
    for one in funnel.differences:
        name = clean(funnel.steps[one.step - 1].name)
        line = f"  {one.step} {name}: {say_value(one.here)} here, {say_value(one.there)} there, "
        told.append(Text(f"{line}{_said(one)}"))
    return told


def by_value(breakdown: Breakdown) -> list[RenderableType]:
    """A row per value, a column per step, and what stands out."""
    if not breakdown.groups:
        return [Text(f"\nNobody that entered has a value of {clean(breakdown.by)}.", style="dim")]
    table = Table(box=None, pad_edge=False, padding=(0, 2, 0, 0))
    table.add_column(clean(breakdown.by), overflow="fold", max_width=_WIDEST_VALUE)
    table.add_column("entered", justify="right")
    for step in breakdown.groups[0].steps[1:]:
        table.add_column(f"{step.number}", justify="right")
    for group in breakdown.groups:
        shares = [Text(say_value(step.rate)) for step in group.steps[1:]]
        table.add_row(Text(_value(group)), say_count(group.steps[0].reached), *shares)
    told: list[RenderableType] = [Text(f"\nBy {clean(breakdown.by)}, share that came to each step"), table]
    surprising = [one for one in breakdown.differences if _is_sure(one)]
    for one in surprising:
        who = _value(breakdown.groups[one.group or 0])
        told.append(Text(f"  {who}, step {one.step}: {say_difference(one.difference)} than the others"))
    if breakdown.differences and not surprising:
        told.append(
            Text("  No value stands out from the others: what differs, chance explains.", style="dim")
        )
    elif surprising:
        told.append(
            Text("  Said of differences that stand out from chance, all looks counted (Holm).", "dim")
        )
    return told


def _value(group: FunnelGroup) -> str:
    if group.is_rest:
        return "all others"
    return MISSING if group.value is None else clean(str(group.value)).replace("\n", " ")


def _is_sure(one: FunnelDifference) -> bool:
    return one.adjusted_p is not None and one.adjusted_p < SURE


def _said(one: FunnelDifference) -> str:
    return f"{say_difference(one.difference)}{', stands out' if _is_sure(one) else ''}"
