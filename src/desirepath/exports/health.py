"""Health in a terminal: who is where, one score line by line, and what a back-test found."""

from __future__ import annotations

from statistics import median

from rich.console import Console
from rich.table import Table
from rich.text import Text

from desirepath.base.words import count_of, plural, say_count, say_date, say_share
from desirepath.measures.statistics.clustered_auc import Area
from desirepath.success.back_test import BackTest
from desirepath.success.explaining import Change, Explained
from desirepath.success.measure_health import MeasuredHealth

MOST_LISTED = 12
_FEW_DECIMALS = 3


def print_health(console: Console, found: MeasuredHealth) -> None:
    """How many are in each level, and those with the lowest scores with what moved them."""
    card, who = found.now.card, found.now.card.of
    total = sum(found.count_by_level.values())
    console.print(Text(f"{card.name} · {say_date(found.now.as_of.date())}", style="bold"))
    for level, count in found.count_by_level.items():
        share = say_share(count / total) if total else ""
        console.print(f"  {level:<12} {say_count(count):>7}  {share:>6}")
    if found.not_scored:
        console.print(
            Text(f"  {count_of(found.not_scored, who, plural(who, 2))} without a score", style="dim")
        )
    table = Table(box=None, pad_edge=False, padding=(0, 2, 0, 0))
    for head, side in ((who, "left"), ("score", "right"), ("", "left"), ("since", "right"), ("why", "left")):
        table.add_column(head, justify=side, no_wrap=side == "right")  # type: ignore[arg-type]
    for subject in found.worst(MOST_LISTED):
        told, change = found.explained(subject), found.changed(subject)
        moved = "" if change.moved is None else f"{change.moved:+.0f}"
        table.add_row(Text(subject), f"{told.score:.0f}", told.level or "", moved, Text(say_why(told)))
    if total:
        console.print()
        console.print(table)
        before = say_date(found.before.as_of.date())
        console.print(Text(f"The lowest {MOST_LISTED}. since: against {before}.", style="dim"))


def say_why(told: Explained) -> str:
    """The signal that keeps a score lowest, in words: the one that could add most."""
    lines = [line for line in told.lines if line.points is not None]
    if not lines:
        return "nothing is known"
    worst = min(lines, key=lambda line: (line.points or 0.0, -line.weight))
    return worst.says or f"{worst.name}: {say_value(worst.value)}"


def say_value(value: float | None) -> str:
    """A signal's value, as few decimals as say it.

    >>> say_value(3.0), say_value(0.25), say_value(1 / 3), say_value(None)
    ('3', '0.25', '0.333', 'not known')
    """
    if value is None:
        return "not known"
    return f"{round(value, _FEW_DECIMALS):g}"


def print_explained(console: Console, told: Explained, change: Change) -> None:
    """One score with every line of how it came about, and what changed."""
    none = "no score" if told.is_meant else "no score: not a customer then"
    score = none if told.score is None else f"{told.score:.0f}, {told.level}"
    console.print(Text(f"{told.subject} · {score} · {say_date(told.as_of.date())}", style="bold"))
    console.print(f"{say_share(told.coverage)} of what the score rests on is known.")
    if told.override is not None:
        by = told.override
        worked_out = "none" if told.worked_out is None else f"{told.worked_out:.0f}"
        until = say_date(by.until.date())
        console.print(f"Set by hand by {by.by} until {until}: {by.reason}. Worked out: {worked_out}.")
    table = Table(box=None, pad_edge=False, padding=(0, 2, 0, 0))
    for head, side in (
        ("signal", "left"),
        ("value", "right"),
        ("rule", "left"),
        ("points", "right"),
        ("weight", "right"),
        ("adds", "right"),
        ("seen", "right"),
        ("latest", "left"),
    ):
        table.add_column(head, justify=side)  # type: ignore[arg-type]
    if told.starts_at is not None:
        table.add_row("begins at", "", "", "", "", f"{told.starts_at:g}", "", "")
    for line in told.lines:
        rule = line.missing or (f"{line.rule}: {line.says}" if line.says else line.rule)
        table.add_row(
            Text(line.name),
            say_value(line.value),
            Text(rule),
            "" if line.points is None else f"{line.points:g}",
            f"{line.weight:g}",
            f"{line.adds:.1f}",
            say_count(line.n),
            "" if line.latest is None else say_date(line.latest.date()),
        )
    console.print(table)
    console.print(Text(say_change(change), style="dim"))


def say_change(change: Change) -> str:
    """What changed since before, and why, in one sentence."""
    if change.moved is None:
        return "Nothing to compare with: there was no score before, or is none now."
    if not change.parts:
        return "Nothing has changed since."
    parts = [
        f"{part.name} ({say_value(part.before)} to {say_value(part.after)}) {part.moved:+.0f}"
        if part.signal
        else f"{part.name} {part.moved:+.0f}"
        for part in change.parts
    ]
    return f"From {change.before:.0f} to {change.after:.0f}: {'; '.join(parts)}."


def print_back_test(console: Console, found: BackTest, who: str) -> None:
    """Whether low scores came before customers left, against the simplest thing one could do instead."""
    first, last = found.days[0].date(), found.days[-1].date()
    console.print(Text("Did low scores come before customers left?", style="bold"))
    console.print(
        f"{say_count(found.judgements)} scores of {count_of(found.customers, who, plural(who, 2))} on "
        f"{count_of(len(found.days), 'day', 'days')} from {say_date(first)} to {say_date(last)}; "
        f"{say_count(found.left)} of them left within {found.horizon_days:g} days of a score."
    )
    console.print(f"Telling them apart (AUC; one half is a coin): {say_area(found.area)}")
    console.print(f"The simplest way, who has been silent longest:  {say_area(found.baseline)}")
    if found.gain is not None:
        by, low, high = found.gain
        sure = "better" if low > 0 else "worse" if high < 0 else "not shown to be better"
        console.print(f"The scorecard is {sure}: {by:+.2f} ({low:+.2f} to {high:+.2f}).")
    table = Table(box=None, pad_edge=False, padding=(0, 2, 0, 0))
    for head in ("level", "scores", plural(who, 2), "left within", "95 % interval"):
        table.add_column(head, justify="left" if head == "level" else "right")
    for level in found.levels:
        share = "" if level.share is None else say_share(level.share)
        between = "" if level.low is None or level.high is None else _between(level.low, level.high)
        table.add_row(level.name, say_count(level.judgements), say_count(level.customers), share, between)
    console.print(table)
    for one in found.held:
        if one.promised is not None and one.came is not None and one.low is not None and one.high is not None:
            between = _between(one.low, one.high)
            console.print(
                f"{one.name}: {say_share(one.promised)} left after the earlier half of the days, "
                f"{say_share(one.came)} ({between}) after the later half."
            )
    told = Table(box=None, pad_edge=False, padding=(0, 2, 0, 0))
    for head in ("signal alone", "AUC", "at its worst", "of those left", "lift"):
        told.add_column(head, justify="left" if head == "signal alone" else "right")
    for signal in found.signals:
        told.add_row(
            Text(signal.name),
            say_area(signal.area),
            say_count(signal.flagged),
            "" if signal.precision is None else say_share(signal.precision),
            "" if signal.lift is None else f"{signal.lift:.1f} ×",
        )
    console.print(told)
    if found.lead_days:
        warned, days = say_count(len(found.lead_days)), f"{median(found.lead_days):.0f} days"
        console.print(
            f"Of those who left {warned} were in the lowest level for good before it, half of them {days} "
            f"or more; {say_count(found.missed)} never were."
        )


def say_area(area: Area | None) -> str:
    """An area with its interval.

    >>> say_area(None)
    'not known'
    """
    if area is None:
        return "not known"
    if area.low is None or area.high is None:
        return f"{area.value:.2f}"
    return f"{area.value:.2f} ({area.low:.2f} to {area.high:.2f})"


def _between(low: float, high: float) -> str:
    return f"{low * 100:.0f} to {high * 100:.0f}"
