"""A small, slow, obvious replay, to be believed by reading it. It shares no code with the one it judges.

It takes plain lists, follows one subject at a time, writes down each passage as a list of visits, and then
counts every number by its definition, looking at the whole passage each time.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any

from desirepath.model.journey_map import JourneyMap
from desirepath.model.rule import Comparison, Rule

MICROSECONDS = {"s": 1_000_000, "h": 3_600_000_000, "d": 86_400_000_000}


@dataclass(frozen=True)
class Event:
    """One interaction; a list of them is in the total order."""

    at: int
    activity: str
    subject: str | None = "u1"
    channel: str | None = None
    score: float | None = None
    scale: str | None = None
    properties: Mapping[str, Any] = field(default_factory=dict)
    source: str = "test"


@dataclass
class Visit:
    step: int
    entered: int
    left: int
    how: str
    channel: str | None


@dataclass
class Run:
    """One passage: ``events`` are its interactions (places in the log) with the step where each was."""

    subject: str
    number: int
    started: int
    ended: int | None
    outcome: str
    events: list[tuple[int, int | None]]
    visits: list[Visit]
    repeats: list[int]


def follow(
    journey: JourneyMap,
    log: Sequence[Event],
    as_of: int,
    is_asked_for: Callable[[int, Event], bool] = lambda place, event: True,
) -> list[Run]:
    """The passages of everybody that are asked for (by their first interaction), by subject."""
    places: dict[str, list[int]] = defaultdict(list)
    for place, event in enumerate(log):
        if event.subject is not None and event.at <= as_of:
            places[event.subject].append(place)
    runs = [run for subject in sorted(places) for run in _runs(journey, log, subject, places[subject], as_of)]
    return [run for run in runs if is_asked_for(run.events[0][0], log[run.events[0][0]])]


def _runs(
    journey: JourneyMap, log: Sequence[Event], subject: str, places: list[int], as_of: int
) -> list[Run]:
    rules = [step.when or () for step in journey.steps()]
    passage = journey.passage
    starts = passage.starts if passage.starts else [rule for when in rules for rule in when]
    horizon = _microseconds(passage.horizon)
    runs: list[Run] = []
    run: Run | None = None
    for place in places:
        event = log[place]
        if run and run.outcome == "open" and horizon is not None and event.at >= run.started + horizon:
            _end(run, "expired", run.started + horizon)
        if run is None or run.outcome != "open":
            if (run and not passage.again) or not _any(starts, event):
                continue
            run = Run(subject, len(runs), event.at, None, "open", [], [], [])
            runs.append(run)
        here = run.visits[-1].step if run.visits else -1
        matched = [step for step, when in enumerate(rules) if _any(when, event)]
        later = [step for step in matched if step > here]
        earlier = [step for step in matched if step < here]
        if here in matched:
            run.repeats.append(here)
        elif later or earlier:
            if run.visits:
                run.visits[-1].left, run.visits[-1].how = event.at, "moved on"
            here = min(later) if later else max(earlier)
            run.visits.append(Visit(here, event.at, as_of, "open", event.channel))
        at = here if matched else _asked_at(journey, event, here)
        run.events.append((place, at if at >= 0 else None))
        if _any(passage.succeeds or (), event):
            _end(run, "succeeded", event.at)
        elif _any(passage.fails or (), event):
            _end(run, "failed", event.at)
    if run and run.outcome == "open" and horizon is not None and run.started + horizon <= as_of:
        _end(run, "expired", run.started + horizon)
    return runs


def _asked_at(journey: JourneyMap, event: Event, here: int) -> int:
    """To which step it belongs: to that at which a playbook asked, or where its subject stands."""
    if event.source == "playbooks" and event.activity in ("survey.sent", "survey.answered"):
        for number, step in enumerate(journey.steps()):
            if (event.properties.get("map"), event.properties.get("step")) == (journey.id, step.id):
                return number
    return here


def _end(run: Run, outcome: str, at: int) -> None:
    run.outcome, run.ended = outcome, at
    if run.visits:
        run.visits[-1].left, run.visits[-1].how = at, outcome


def _microseconds(span: str | None) -> int | None:
    return None if span is None else round(float(span[:-1]) * MICROSECONDS[span[-1]])


def _any(rules: Sequence[Rule], event: Event) -> bool:
    return any(_matches(rule, event) for rule in rules)


def _matches(rule: Rule, event: Event) -> bool:
    if rule.activity is not None and rule.activity != event.activity:
        return False
    if rule.channel is not None and rule.channel != event.channel:
        return False
    return all(_holds(wanted, _value(key, event)) for key, wanted in (rule.where or {}).items())


def _value(key: str, event: Event) -> Any:
    return event.score if key == "score" else event.properties.get(key)


def _holds(wanted: Any, value: Any) -> bool:
    if isinstance(wanted, Comparison):
        if wanted.exists is not None and (value is not None) != wanted.exists:
            return False
        if wanted.at_least is not None and (value is None or value < wanted.at_least):
            return False
        return not (wanted.is_not is not None and (value is None or value == wanted.is_not))
    if isinstance(wanted, tuple):
        return value in wanted
    return bool(value == wanted)


OUTCOMES = ["succeeded", "failed", "expired", "open", "moved on"]


def bin_of(length: int) -> int:
    """Eight bins to each doubling, from the leading bits of the number of ticks."""
    ticks = max(length, 0) // 1_048_576
    if ticks < 8:
        return ticks
    exponent = len(bin(ticks)) - 3
    leading = int(bin(ticks)[2:6], 2) - 8
    return min((exponent - 2) * 8 + leading, 255)


def level_of(score: float | None, scale: str | None) -> int | None:
    """The nearest of 421 levels between the ends of the scale."""
    if score is None or scale is None:
        return None
    if scale == "thumbs":
        return {0: 0, 1: 420}.get(int(score)) if score == int(score) else None
    try:
        worst, best = (int(end) for end in scale.split(".."))
    except ValueError:
        return None
    share = Fraction(score - worst) / (best - worst)
    return round(share * 420) if 0 <= share <= 1 else None


def count(
    journey: JourneyMap, log: Sequence[Event], runs: Sequence[Run], as_of: int
) -> dict[str, Counter[Any]]:
    """Every number of the Tally, by its name and its place; steps by number, None before the first."""
    steps = list(journey.steps())
    free = [step.optional or not step.when for step in steps]
    tally: dict[str, Counter[Any]] = defaultdict(Counter)
    tally["subjects"][()] = len({run.subject for run in runs})
    for run in runs:
        path = [visit.step for visit in run.visits]
        moves = list(zip([None, *path], path, strict=False))
        end = as_of if run.ended is None else run.ended
        tally["interactions"][()] += len(run.events)
        tally["outcomes"][run.outcome] += 1
        tally["duration"][run.outcome, bin_of(end - run.started)] += 1
        tally["transitions"][path[-1] if path else None, run.outcome] += 1
        tally["transitions"].update(moves)
        tally["transition_passages"].update(set(moves))
        tally["visits"].update(path)
        tally["repeats"].update(run.repeats)
        tally["returned"].update({to for here, to in moves if here is not None and to < here})
        for step in set(path):
            tally["reach"][step] += 1
            tally["first_reach"][step, bin_of(run.visits[path.index(step)].entered - run.started)] += 1
        tally["in_order"].update(_in_order(path, free))
        for step in range(len(steps)):
            beyond = [place for place, other in enumerate(path) if other > step]
            if beyond:
                tally["passed"][step] += 1
                tally["skipped"][step] += not free[step] and step not in path[: beyond[0]]
        for visit in run.visits:
            lasted = visit.left - visit.entered
            tally["dwell"][visit.step, visit.how, bin_of(lasted)] += 1
            tally["channel_visits"][visit.step, visit.channel] += 1
            within = _microseconds(steps[visit.step].within)
            if within is not None:
                tally["late"][visit.step, "known"] += visit.how != "open" or lasted > within
                tally["late"][visit.step, "late"] += lasted > within
        for place, where in run.events:
            tally["activity_at"][where, log[place].activity] += 1
            level = level_of(log[place].score, log[place].scale)
            if level is not None:
                tally["scores"][where, log[place].scale, level] += 1
    _count_answers(log, runs, tally["feeling"])
    return tally


def _in_order(path: list[int], free: list[bool]) -> set[int]:
    """The steps visited after every step before them that is not free, and those in the map's order."""
    done: list[int] = []
    for step in path:
        missing = [s for s in range(step) if not free[s] and s not in done]
        if not missing and all(step > before for before in done):
            done.append(step)
    return set(done)


def _count_answers(log: Sequence[Event], runs: Sequence[Run], feeling: Counter[Any]) -> None:
    answers: dict[tuple[str, int | None], list[int]] = defaultdict(list)
    for run in runs:
        for place, step in run.events:
            level = level_of(log[place].score, log[place].scale)
            if level is not None:
                answers[run.subject, step].append(level)
    for (_, where), levels in answers.items():
        n, s = len(levels), sum(levels)
        for moment, value in enumerate((1, n, s, n * n, n * s, s * s)):
            feeling[where, moment] += value
