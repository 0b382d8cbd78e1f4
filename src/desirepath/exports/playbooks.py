"""Playbooks in a terminal: what a simulation would have done, and one subject's story."""

from __future__ import annotations

from rich.console import Console
from rich.table import Table
from rich.text import Text

from desirepath.base.estimate import Estimate
from desirepath.base.spans import from_microseconds, parse_span, say_span
from desirepath.base.words import count_of, plural, say_count, say_date, say_share
from desirepath.success.playbooks.simulate import Simulated, Simulation

_REFUSED = {
    "condition": "the condition did not hold",
    "under way": "a run was under way",
    "once": "had it once already",
    "cooldown": "too soon after the last",
    "reached": "the goal was reached in the meantime",
    "asks": "the playbook had stopped",
}
_BARS = " ▁▂▃▄▅▆▇█"
_WIDTH = 45


def print_simulation(console: Console, found: Simulation) -> None:
    """What each playbook would have done: for whom, when, and what would have held it back."""
    first, last = say_date(found.since.date()), say_date(found.until.date())
    console.print(Text(f"Simulated from {first} to {last}. Nothing was sent.", style="dim"))
    for one in found.playbooks:
        console.print()
        _print_one(console, one)


def _print_one(console: Console, one: Simulated) -> None:
    who = one.playbook.of
    console.print(Text(f"{one.playbook.name} ({one.playbook.id})", style="bold"))
    if not one.occurred:
        console.print("What it waits for did not happen.")
        return
    runs = count_of(one.began, "run", "runs")
    console.print(
        f"{runs} for {count_of(one.subjects, who, plural(who, 2))}; {say_count(one.held_out)} left alone; "
        f"{say_count(sum(one.refused.values()))} not begun."
    )
    if one.asks:
        console.print(Text(f"It would have stopped and asked: {one.asks}.", style="bold"))
    table = Table(box=None, pad_edge=False, padding=(0, 2, 0, 2), show_header=False)
    table.add_column("what")
    table.add_column("how many", justify="right")
    for move, count in one.done.items():
        table.add_row(Text(move), say_count(count))
    for reason, count in one.refused.items():
        table.add_row(Text(f"not begun: {_REFUSED.get(reason, reason)}", style="dim"), say_count(count))
    for why, count in one.left_out.items():
        table.add_row(Text(f"left out: {why}", style="dim"), say_count(count))
    console.print(table)
    busiest = max(one.days, key=lambda day: day.began)
    console.print(f"Runs by day {_bars([day.began for day in one.days])}")
    console.print(f"At most {say_count(busiest.began)} a day, on {say_date(busiest.on)}.")
    if one.proof is not None:
        within = say_span(parse_span(one.playbook.goal_within).total_seconds())
        console.print(
            f"Reached its goal within {within} by themselves: {_said(one.proof.meant)} of those it is for, "
            f"{_said(one.proof.held_out)} of those left alone."
        )
        if one.proof.smallest is not None:
            points = f"{one.proof.smallest * 100:.0f} points"
            console.print(f"With so many, a change of {points} or more would show, four times of five.")


def _bars(counts: list[int]) -> str:
    """The counts as a line of bars, at most so many: days put together where there are more."""
    per = -(-len(counts) // _WIDTH)
    sums = [sum(counts[at : at + per]) for at in range(0, len(counts), per)]
    most = max(sums, default=0) or 1
    return "".join(_BARS[-(-count * (len(_BARS) - 1) // most)] for count in sums)


def _said(one: Estimate) -> str:
    if one.value is None or one.low is None or one.high is None:
        return f"not known ({one.reason})"
    return f"{say_share(one.value)} ({one.low * 100:.0f} to {one.high * 100:.0f}, n = {say_count(one.n)})"


def print_story(console: Console, found: Simulation, subject: str) -> None:
    """What the playbooks would have done for one subject: every run with its reason, every move."""
    console.print(Text(subject, style="bold"))
    runs = found.runs_of(subject)
    if not runs:
        for one in found.playbooks:
            says = f"{one.playbook.name}: what it waits for did not happen to {subject} in this time."
            console.print(Text(says))
        return
    names = {one.playbook.id: one.playbook.name for one in found.playbooks}
    for run in runs:
        at = say_date(from_microseconds(run.since_us).date())
        console.print()
        console.print(Text(f"{names[run.playbook]} · {at}", style="bold"))
        console.print(Text(f"  {subject} {run.says}: {run.status}, {run.why}."))
        for effect in found.decided.effects:
            if (effect.playbook, effect.subject, effect.occurrence) == run.name:
                to = "" if effect.person is None else f" to {effect.person}"
                console.print(Text(f"  {_at(effect.at_us)}  {effect.move} ({effect.kind}){to}"))
        for left in found.decided.left_out:
            if (left.playbook, left.subject, left.occurrence) == run.name:
                to = "" if left.person is None else f" {left.person}"
                line = f"  {_at(left.at_us)}  {left.move} left out:{to} {left.why}"
                console.print(Text(line, style="dim"))
        if run.due_us is not None:
            console.print(Text(f"  next: {_at(run.due_us)}"))


def _at(at_us: int) -> str:
    return from_microseconds(at_us).strftime("%Y-%m-%d %H:%M")
