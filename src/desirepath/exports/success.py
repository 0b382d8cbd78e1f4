"""The success measures in a terminal: a table by group with intervals, n and the trend, and what is not
known with the reason.

Nothing is said by colour alone, and without colour, in a pipe, it reads the same.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import timedelta

from rich.console import Console, Group, RenderableType
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from desirepath.base.estimate import Estimate
from desirepath.base.words import (
    count_of,
    plural,
    say_count,
    say_date,
    say_difference,
    say_interval,
    say_share,
    say_value,
)
from desirepath.exports.text import clean
from desirepath.measures.success_catalogue import all_success_measures
from desirepath.measures.success_measure import GROUPS, SuccessMeasure
from desirepath.measures.success_measures import SuccessMeasures

_QUIET = "dim"
_BARS = "▁▂▃▄▅▆▇█"
_GAP = "·"
MOST_POINTS = 18
NARROW_POINTS = 12
WIDE = 116
"""Columns from which on the interval stands beside its value, not below it."""

SURE = 0.05
_UNITS = {
    "per month": "a month",
    "days per month": "days a month",
    "per 100 per month": "from a hundred, a month",
    "stars": "stars of five",
    "stars per year": "stars a year",
}


def print_success(console: Console, found: SuccessMeasures) -> None:
    """Print the success measures, as wide as the console is (from 80 columns)."""
    console.print(success_table(found, width=console.width))


def print_cohorts(console: Console, found: SuccessMeasures) -> None:
    """Print who still used the product how many months after coming, by when they came."""
    console.print(cohort_table(found))


def cohort_table(found: SuccessMeasures) -> RenderableType:
    """The same as a Rich renderable: per cents, month by month."""
    if not found.cohorts:
        return Text("No cohorts: nobody came in a whole month of the period, or nothing counts as use.")
    table = Table(box=None, pad_edge=False, padding=(0, 1, 0, 0), header_style=_QUIET)
    table.add_column("came in")
    table.add_column("n", justify="right")
    for month in range(max(len(cohort.months) for cohort in found.cohorts)):
        table.add_column(str(month), justify="right", width=4)
    for cohort in found.cohorts:
        shares = [say_value(month).replace("\u00a0%", "") for month in cohort.months]
        table.add_row(cohort.label, say_count(cohort.size), *shares)
    who = plural(found.of, 2)
    return Group(
        Text(f"Of the {who} that came in a {found.by}, per cent that used it so many months on", "bold"),
        table,
        Text(
            "Each month counts those seen for the whole of it; --json has the intervals.",
            _QUIET,
        ),
    )


def success_table(found: SuccessMeasures, *, width: int) -> RenderableType:
    """The same as a Rich renderable that fits ``width`` columns."""
    parts: list[RenderableType] = [_head(found)]
    for group, title in GROUPS.items():
        measures = [measure for measure in all_success_measures() if measure.group == group]
        parts += [Text(f"\n{title}", style="bold underline"), *_group(found, measures, width)]
    parts.append(_notes(found))
    return Group(*parts)


def sparkline(values: Sequence[float | None]) -> str:
    """The course of some numbers in plain characters, from the lowest to the highest; a gap is a dot.

    >>> sparkline([1.0, 2.0, None, 8.0]), sparkline([3.0, 3.0]), sparkline([None, None])
    ('▁▂·█', '▄▄', '··')
    """
    known = [value for value in values if value is not None]
    if not known:
        return _GAP * len(values)
    low, high = min(known), max(known)

    def bar(value: float | None) -> str:
        if value is None:
            return _GAP
        if high == low:
            return _BARS[3]
        return _BARS[round((value - low) / (high - low) * (len(_BARS) - 1))]

    return "".join(bar(value) for value in values)


def _head(found: SuccessMeasures) -> RenderableType:
    who = count_of(found.customers_at_end, found.of, plural(found.of, 2))
    facts = [_period(found)]
    if found.segment:
        facts.append(f"segment {clean(found.segment)}")
    facts.append(f"log seen until {say_date(found.as_of.date())}")
    before = f"{say_count(found.customers_at_start)} when the period began"
    return Group(
        Text(f"{who} at the end, {before}", style="bold"),
        Text(" · ".join(facts), style=_QUIET),
        *_against(found),
    )


def _period(found: SuccessMeasures) -> str:
    since, until = found.period.since, found.period.until
    assert since is not None
    assert until is not None
    # Until is not in it: the last day is the one before.
    return f"{say_date(since.date())} to {say_date((until - timedelta(seconds=1)).date())}"


def _against(found: SuccessMeasures) -> Iterator[Text]:
    if found.there is None:
        return
    there = found.there
    words = []
    if there.segment != found.segment:
        words.append(clean(there.segment) if there.segment else "everybody")
    if there.period != found.period:
        words.append(_period(there))
    who = count_of(there.customers_at_end, there.of, plural(there.of, 2))
    yield Text(f"compared with {', '.join(words) or 'the same'}: {who} at the end", style=_QUIET)


def _group(found: SuccessMeasures, measures: Sequence[SuccessMeasure], width: int) -> list[RenderableType]:
    parts: list[RenderableType] = []
    shown = [measure for measure in measures if _is_known(found, measure.id)]
    if shown:
        parts.append(_table(found, shown, width))
    reasons: dict[str, list[str]] = {}
    for measure in measures:
        if measure not in shown:
            reason = found[measure.id].reason or ""
            reasons.setdefault(reason, []).append(_name(found, measure))
    for reason, names in reasons.items():
        parts.append(Text(f"{', '.join(names)}: not known, {clean(reason)}", style=_QUIET))
    return parts


def _is_known(found: SuccessMeasures, measure: str) -> bool:
    there = found.there
    return found[measure].value is not None or (there is not None and there[measure].value is not None)


def _name(found: SuccessMeasures, measure: SuccessMeasure) -> str:
    return measure.name.format(subjects=plural(found.of, 2))


def _table(found: SuccessMeasures, measures: Sequence[SuccessMeasure], width: int) -> Table:
    is_wide = width >= WIDE
    table = Table(box=None, pad_edge=False, padding=(0, 2, 0, 0), header_style=_QUIET)
    table.add_column("", width=36 if is_wide else 24, overflow="fold")
    if is_wide:
        table.add_column("", justify="right", width=14)
        table.add_column("95 % interval", width=20)
    else:
        table.add_column("95 % interval below", width=20)
    table.add_column("n", width=18 if is_wide else 10)
    if found.there is None:
        table.add_column("trend", no_wrap=True, width=MOST_POINTS if is_wide else NARROW_POINTS)
    elif is_wide:
        table.add_column("the other side", width=14, justify="right")
        table.add_column("difference", width=max(20, width - 116))
    else:
        table.add_column("the other, difference", width=20)
    for measure in measures:
        table.add_row(*(_wide_row(found, measure) if is_wide else _narrow_row(found, measure)))
    return table


def _wide_row(found: SuccessMeasures, measure: SuccessMeasure) -> Iterator[Text]:
    estimate = found[measure.id]
    yield _label(found, measure)
    yield Text(_value(estimate), style="bold")
    yield Text(say_interval(estimate), style=_QUIET)
    yield _n(estimate, ", ")
    if found.there is None:
        yield _trend(found, measure, MOST_POINTS)
    else:
        yield Text(_value(found.there[measure.id]))
        yield _difference(found, measure)


def _narrow_row(found: SuccessMeasures, measure: SuccessMeasure) -> Iterator[Text]:
    estimate = found[measure.id]
    yield _label(found, measure)
    interval = say_interval(estimate)
    yield Text.assemble((_value(estimate), "bold"), (f"\n{interval}" if interval else "", _QUIET))
    yield _n(estimate, "\n")
    if found.there is None:
        yield _trend(found, measure, NARROW_POINTS)
    else:
        difference = _difference(found, measure)
        yield Text.assemble(_value(found.there[measure.id]), "\n" if difference else "", difference)


def _label(found: SuccessMeasures, measure: SuccessMeasure) -> Text:
    name = Text(_name(found, measure))
    if measure.unit in _UNITS:
        name.append(f", {_UNITS[measure.unit]}", style=_QUIET)
    return name


def _trend(found: SuccessMeasures, measure: SuccessMeasure, points: int) -> Text:
    trend = [point.estimates[measure.id].value for point in found.trend][-points:]
    return Text(sparkline(trend) if len(trend) > 1 else "")


def _value(estimate: Estimate) -> str:
    if estimate.value is None:
        return "-"
    if estimate.unit == "days per month":
        return f"{estimate.value:.1f}"
    # Where there is no interval, nothing is claimed that few could not bear.
    small = "" if not estimate.is_small or estimate.low is None else " *"
    return say_value(estimate) + small


def _n(estimate: Estimate, between: str) -> Text:
    text = Text(say_count(estimate.n) if estimate.value is not None else "")
    if estimate.value is not None and estimate.censored:
        text.append(f"{between}{say_count(estimate.censored)} open", style=_QUIET)
    return text


def _difference(found: SuccessMeasures, measure: SuccessMeasure) -> Text:
    for one in found.differences:
        if one.measure == measure.id:
            sure = one.adjusted_p is not None and one.adjusted_p < SURE
            text = Text(say_difference(one.difference), style="bold" if sure else "")
            if sure and measure.better and one.difference.value:
                good = (one.difference.value > 0) == (measure.better == "more")
                text.append(", better" if good else ", worse")
            return text
    return Text("")


def _notes(found: SuccessMeasures) -> RenderableType:
    notes = ["Intervals hold the true value in about 95 of 100 cases; n is how many it rests on."]
    estimates = [found[measure.id] for measure in all_success_measures()]
    if any(estimate.censored for estimate in estimates):
        notes.append("Open: not decided yet, and not counted as lost.")
    if any(estimate.is_small and estimate.low is not None for estimate in estimates):
        notes.append("* fewer than 30 behind it: read with care.")
    if found.there is not None:
        notes.append("Better and worse: differences that stand out from chance, all looks counted (Holm).")
    elif len(found.trend) > 1:
        first, last = found.trend[-MOST_POINTS:][0].label, found.trend[-1].label
        notes.append(f"Trend: whole {found.by}s from {first} to {last}, each from its lowest to its highest.")
    if found["lifetime_value"].value is not None:
        margin = "as revenue" if found.margin == 1 else f"at a margin of {say_share(found.margin)}"
        notes.append(f"Lifetime value, {margin}: if prices and the risk of leaving stay as they are.")
    notes += [f"{clean(note)[:1].upper()}{clean(note)[1:]}." for note in found.notes]
    return Padding(Text("\n".join(notes), style=_QUIET), (1, 0, 0, 0))
