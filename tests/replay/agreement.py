"""Whether the kernel says what the reference says, number by number. Run it on many worlds with

python -m tests.replay.agreement 10000
"""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Callable
from typing import Any

import numpy as np

from desirepath.base.spans import from_microseconds
from desirepath.replay.index import build_index
from desirepath.replay.replay import Replay, replay
from desirepath.replay.tally import Tally
from tests.replay.reference import OUTCOMES, Run, count, follow
from tests.replay.worlds import World, random_world

AXES = {
    "outcomes": ("outcome",),
    "transitions": ("step", "target"),
    "transition_passages": ("step", "step"),
    "dwell": ("step", "how", "bin"),
    "late": ("step", "late"),
    "first_reach": ("step", "bin"),
    "duration": ("outcome", "bin"),
    "activity_at": ("step", "activity"),
    "channel_visits": ("step", "channel"),
    "scores": ("step", "scale", "level"),
    "feeling": ("step", "moment"),
    "subjects": (),
    "interactions": (),
}


def spell_out(tally: Tally, name: str) -> Counter[Any]:
    """The counts that are not zero, by what their places mean."""
    counts = getattr(tally, name)
    steps = len(tally.steps)
    meanings: dict[str, Callable[[int], Any]] = {
        "step": lambda i: i if i < steps else None,
        "target": lambda i: i if i < steps else OUTCOMES[i - steps],
        "outcome": lambda i: OUTCOMES[i],
        "how": lambda i: OUTCOMES[i],
        "late": lambda i: ("known", "late")[i],
        "activity": lambda i: tally.activities[i],
        "channel": lambda i: tally.channels[i] if i < len(tally.channels) else None,
        "scale": lambda i: tally.scales[i],
    }
    axes = AXES.get(name, ("step",))
    found: Counter[Any] = Counter()
    for place in np.argwhere(counts).tolist():
        key = tuple(meanings.get(axis, int)(i) for axis, i in zip(axes, place, strict=True))
        found[key[0] if len(key) == 1 else key] = int(counts[tuple(place)])
    return found


def check(world: World) -> Replay:
    """Raise AssertionError where the two differ."""
    log, question = world.log, world.question
    as_of = question.as_of
    index = build_index(log, log.travels)
    got = replay(
        world.journey,
        index,
        segment=question.expression,
        period=question.period,
        as_of=None if as_of is None else from_microseconds(as_of),
    )
    if as_of is None:
        as_of = max((event.at for event in log.events), default=0)
    runs = follow(
        world.journey, log.events, as_of, lambda place, event: question.is_asked_for(log.learned, event)
    )
    wanted = count(world.journey, log.events, runs, as_of)
    assert got.as_of == from_microseconds(as_of)
    for name in Tally.__dataclass_fields__:
        if name not in ("steps", "activities", "channels", "scales"):
            assert spell_out(got.tally, name) == +wanted[name], name
    # In the index subjects are in the order of their buckets; the reference has them by name.
    ids = got.subject_ids
    order = sorted(
        range(len(got.passages)), key=lambda p: (ids[got.passages.subject[p]], got.passages.number[p])
    )
    assert [_passage_row(got, p) for p in order] == [_run_row(run) for run in runs]
    assert list(got.labels()) == _labels(runs, len(log.events), len(got.tally.steps))
    latest = {run.subject: run for run in runs}
    assert {s.subject: _standing_row(s) for s in got.standings()} == {
        subject: _run_standing(run, got.tally.steps) for subject, run in latest.items()
    }
    return got


def _passage_row(got: Replay, p: int) -> tuple[Any, ...]:
    table, visits = got.passages, got.visits
    mine = np.flatnonzero(visits.passage == p)
    return (
        got.subject_ids[table.subject[p]],
        table.number[p],
        table.started_us[p],
        None if table.ended_us[p] < 0 and table.outcome[p] == 3 else table.ended_us[p],
        OUTCOMES[table.outcome[p]],
        table.last_step[p],
        table.furthest_step[p],
        table.interactions[p],
        [
            (visits.step[v], visits.entered_us[v], visits.left_us[v], OUTCOMES[visits.how_ended[v]])
            for v in mine
        ],
    )


def _run_row(run: Run) -> tuple[Any, ...]:
    path = [visit.step for visit in run.visits]
    return (
        run.subject,
        run.number,
        run.started,
        run.ended,
        run.outcome,
        path[-1] if path else -1,
        max(path, default=-1),
        len(run.events),
        [(visit.step, visit.entered, visit.left, visit.how) for visit in run.visits],
    )


def _labels(runs: list[Run], rows: int, nowhere: int) -> list[int]:
    labels = [-1] * rows
    for run in runs:
        for place, step in run.events:
            labels[place] = nowhere if step is None else step
    return labels


def _standing_row(standing: Any) -> tuple[Any, ...]:
    return (
        standing.passage,
        standing.step,
        standing.since,
        standing.visited,
        standing.outcome,
        standing.ended_at,
    )


def _run_standing(run: Run, steps: tuple[str, ...]) -> tuple[Any, ...]:
    last = run.visits[-1] if run.visits else None
    return (
        run.number + 1,
        steps[last.step] if last else None,
        from_microseconds(last.entered if last else run.started),
        tuple(steps[step] for step in sorted({visit.step for visit in run.visits})),
        run.outcome,
        None if run.ended is None else from_microseconds(run.ended),
    )


def meet(got: Replay, met: Counter[str]) -> None:
    """Count what was met in a world, so that one sees that it was no desert."""
    met["worlds"] += 1
    met["passages"] += len(got.passages)
    for outcome, number in zip(OUTCOMES, got.tally.outcomes.tolist(), strict=False):
        met[outcome] += number
    for name in ("visits", "repeats", "skipped", "returned"):
        met[name] += int(getattr(got.tally, name).sum())


def main(worlds: int, first: int = 0) -> None:
    """Check so many random worlds, and say how much was met in them."""
    met: Counter[str] = Counter()
    for seed in range(first, first + worlds):
        try:
            got = check(random_world(seed))
        except AssertionError:
            print(f"world {seed} differs")
            raise
        meet(got, met)
    print(", ".join(f"{number:,} {name}" for name, number in met.items()))


if __name__ == "__main__":
    main(*(int(argument) for argument in sys.argv[1:]))
