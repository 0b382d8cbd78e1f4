"""A score line by line: what each signal saw, by which rule, what it is worth; and what changed, and why."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

import numpy as np

from desirepath.base.spans import from_microseconds
from desirepath.success.health import (
    IN_NO_SEGMENT,
    Health,
    Override,
    policy_of,
    ranges_of,
    start_of,
    weight_of,
)
from desirepath.success.ranges import is_in, say_range
from desirepath.success.shown_value import say_value
from desirepath.success.signals import NEVER_TOLD

_NEAR = 1e-9


@dataclass(frozen=True, slots=True)
class Line:
    """One signal of one score. ``value`` None: nothing is known, and ``missing`` says what that meant;
    ``shown`` is the value with its unit, None where it is not known."""

    signal: str
    name: str
    value: float | None
    rule: str
    says: str | None
    points: float | None
    weight: float
    adds: float
    n: int
    latest: datetime | None
    missing: str | None
    shown: str | None = None


@dataclass(frozen=True, slots=True)
class Explained:
    """One subject's score with all its lines. ``starts_at`` is where adding up began (points only).

    ``segment`` is the name of the scorecard's segment it is judged in, None: as everybody. ``is_meant`` is
    whether the scorecard is for it at that instant: a customer, and in the segment.
    """

    subject: str
    as_of: datetime
    score: float | None
    level: str | None
    worked_out: float | None
    coverage: float
    override: Override | None
    starts_at: float | None
    is_meant: bool
    segment: str | None
    lines: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class Moved:
    """By how much one signal moved a score, and from which value to which."""

    signal: str
    name: str
    before: float | None
    after: float | None
    moved: float


@dataclass(frozen=True, slots=True)
class Change:
    """How one subject's worked-out score moved between two instants: the parts add up to the whole.

    None where there was no score before or is none now: from nothing to something is no number.
    """

    subject: str
    before: float | None
    after: float | None
    moved: float | None
    parts: tuple[Moved, ...]


@dataclass(frozen=True, slots=True)
class WorstLine:
    """The line of a score that speaks most against a subject: the signal's name, its value with its unit, and
    what the scorecard says of it. ``tells``: history has shown that this signal tells who renews."""

    signal: str
    shown: str | None
    says: str | None
    tells: bool

    def __str__(self) -> str:
        told = ", ".join(part for part in (self.shown, self.says) if part)
        return f"{self.signal}: {told}" if told else self.signal


_WHAT_MISSING_MEANS = {
    "ignore": "left out, and the others count for more",
    "poor": "counts as the worst",
    "neutral": "counts as the middle",
    "block": "no score without it",
}


def explain(health: Health, subject: str) -> Explained:
    """One subject's score, line by line. Raises KeyError for somebody whom the log does not know."""
    if subject not in health.subjects:
        raise KeyError(subject)
    place = health.subjects.index(subject)
    segment = int(health.segment[place])
    lines = []
    for number, (signal, one) in enumerate(zip(health.card.signals, health.inputs, strict=True)):
        value = one.value[place : place + 1]
        hit = next((each for each in ranges_of(health.card, segment, signal) if is_in(each, value)[0]), None)
        lines.append(
            Line(
                signal=signal.id,
                name=signal.name,
                value=_known(value[0]),
                rule=say_range(hit) if hit is not None else "",
                says=hit.says if hit is not None else None,
                points=_known(health.points[place, number]),
                weight=weight_of(health.card, segment, signal),
                adds=float(health.contributions[place, number]),
                n=int(one.n[place]),
                latest=None if one.at_us[place] == NEVER_TOLD else from_microseconds(int(one.at_us[place])),
                shown=None if np.isnan(value[0]) else say_value(signal, float(value[0])),
                missing=None
                if hit is not None
                else _WHAT_MISSING_MEANS[policy_of(health.card, segment, signal)],
            )
        )
    override = next(
        (one for one in reversed(health.overrides) if one.subject == subject and one.holds(health.as_of)),
        None,
    )
    return Explained(
        subject=subject,
        as_of=health.as_of,
        score=_known(health.scores[place]),
        level=health.levels[place],
        worked_out=_known(health.worked_out[place]),
        coverage=float(health.coverage[place]),
        override=override,
        starts_at=start_of(health.card) if health.card.combine == "points" else None,
        is_meant=bool(health.is_meant[place]),
        segment=None if segment == IN_NO_SEGMENT else (health.card.segments or ())[segment].name,
        lines=tuple(lines),
    )


def worst_line(health: Health, place: int, telling: Sequence[str] = ()) -> WorstLine | None:
    """The line that costs the subject at a place of ``health`` most: what it counts, times what it lacks to
    its best. Of the signals that are ``telling`` (by their ids), where one of them costs anything; None where
    nothing does.
    """
    segment = int(health.segment[place])
    costs: list[tuple[bool, float, int]] = []
    for number, signal in enumerate(health.card.signals):
        points, weight = float(health.points[place, number]), float(health.weights[place, number])
        best = max(one.points for one in ranges_of(health.card, segment, signal))
        if points < best and weight > 0:
            costs.append((signal.id in telling, weight * (best - points), -number))
    if not costs:
        return None
    tells, _, at = max(costs)
    signal, value = health.card.signals[-at], health.inputs[-at].value[place : place + 1]
    hit = next((one for one in ranges_of(health.card, segment, signal) if is_in(one, value)[0]), None)
    shown = None if np.isnan(value[0]) else say_value(signal, float(value[0]))
    return WorstLine(signal.name, shown, None if hit is None else hit.says, tells)


def changed(before: Health, after: Health, subject: str) -> Change:
    """What moved a score between two instants, by signal, the largest first. Both are of one scorecard.

    A signal's part is the change of what it adds. Where the parts would not add up, because points were
    cut off at an end of the scale, the rest stands as a part of its own, called "end of the scale".
    """
    then, now = before.subjects.index(subject), after.subjects.index(subject)
    old, new = _known(before.worked_out[then]), _known(after.worked_out[now])
    if old is None or new is None:
        return Change(subject, old, new, None, ())
    parts = []
    for number, signal in enumerate(after.card.signals):
        moved = float(after.contributions[now, number] - before.contributions[then, number])
        if abs(moved) > _NEAR:
            values = (_known(before.inputs[number].value[then]), _known(after.inputs[number].value[now]))
            parts.append(Moved(signal.id, signal.name, *values, moved))
    rest = new - old - sum(part.moved for part in parts)
    if abs(rest) > _NEAR:
        parts.append(Moved("", "end of the scale", None, None, rest))
    return Change(subject, old, new, new - old, tuple(sorted(parts, key=lambda part: -abs(part.moved))))


def _known(value: float) -> float | None:
    return None if np.isnan(value) else float(value)
