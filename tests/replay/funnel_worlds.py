"""Random small worlds for funnels, full of ties, repeated steps and overlaps; and whether all agree on them.

python -m tests.replay.funnel_worlds 10000
"""

from __future__ import annotations

import random
import sys
from collections import Counter
from dataclasses import dataclass, replace
from itertools import groupby
from typing import Any, cast

from desirepath.base.spans import Period, from_microseconds
from desirepath.model.expression import NEVER, Compare, Expression, Name, OneOf
from desirepath.replay.funnel import Funnel, follow_funnel
from desirepath.replay.funnel_binding import bind_funnel
from desirepath.replay.funnel_question import Exclusion, FunnelQuestion, FunnelStep
from desirepath.replay.funnel_shapes import NEVER_US
from desirepath.replay.funnel_walk import Walked
from desirepath.replay.index import Index, build_index
from tests.replay.funnel_reference import Asked, Did, Row, follow
from tests.replay.reference import Event
from tests.replay.worlds import MemoryLog

ACTIVITY = Name("field", "activity")


@dataclass(frozen=True)
class FunnelWorld:
    asked: Asked
    people: dict[str, list[Did]]


def random_funnel_world(seed: int) -> FunnelWorld:
    """Few kinds of interactions, so that steps repeat and overlap; few instants, so that they tie."""
    chance = random.Random(seed)
    steps = chance.randint(1, 5)
    kinds = chance.randint(1, 4)
    exclusions: list[tuple[int, int]] = []
    if steps > 1 and chance.random() < 0.4:
        for _ in range(chance.randint(1, 2)):
            after = chance.randint(0, steps - 2)
            exclusions.append((after, chance.randint(after + 1, steps - 1)))
    overlap = chance.choice([[1], [1, 1, 1, 2], [1, 2, 3]])
    of_kind = [set[int]() for _ in range(kinds + 2)]
    for step in range(steps):
        for _ in range(chance.choice(overlap)):
            of_kind[chance.randrange(kinds)].add(step)
    bars = [set[int]() for _ in of_kind]
    for number in range(len(exclusions)):
        place = kinds if chance.random() < 0.8 else chance.randrange(kinds)
        bars[place].add(number)
    alphabet = [(frozenset(s), frozenset(b)) for s, b in zip(of_kind, bars, strict=True)]
    instants = chance.choice([3, 8, 30])
    mode = chance.choice(["ordered", "ordered", "strict", "unordered"])
    ties = chance.choice(["sequence", "sequence", "any", "strict"])
    is_rich = chance.random() < 0.5 and mode != "unordered"
    optional = frozenset(step for step in range(1, steps) if is_rich and chance.random() < 0.3)
    within = tuple(
        chance.randint(0, instants // 2) if is_rich and step and chance.random() < 0.4 else None
        for step in range(steps)
    )
    since, until = sorted((chance.randint(0, instants), chance.randint(0, instants + 1)))
    has_range = chance.random() < 0.3
    unit = chance.choice(["subject", "subject", "subject", "session", "value"])
    asked = Asked(
        steps=steps,
        window=chance.choice([None, 0, 1, instants // 3, instants // 2, instants]),
        mode=mode,
        between=chance.choice(["interactions", "steps"]),
        ties=ties,
        start=chance.choice(["any", "any", "first"]),
        count=chance.choice(["uniques", "uniques", "totals"]),
        drops=chance.random() < 0.5,
        exclusions=tuple(exclusions),
        optional=optional,
        within=within,
        since=since if has_range else None,
        until=until if has_range else None,
        as_of=chance.choice([10**9, instants, instants - 2]),
        anchored=frozenset(step for step in range(steps) if mode == "unordered" and chance.random() < 0.25),
        tolerance=chance.choice([0, 1, 2]) if ties != "sequence" else 0,
        session=chance.randint(0, instants // 2) if unit == "session" else None,
        holds=unit == "value",
        in_segment=chance.random() < 0.25,
        most_starts=chance.choice([10**9, 10**9, 1, 2, 3]),
    )
    people = {
        f"u{person}": [
            Did(
                at,
                *alphabet[chance.randrange(len(alphabet))],
                chance.choice([None, "x", "x", "y"]),
                chance.random() < 0.7,
            )
            for at in sorted(chance.randint(0, instants) for _ in range(chance.randint(2, 9)))
        ]
        for person in range(chance.randint(1, 4))
    }
    return FunnelWorld(asked, people)


def name_of(did: Did) -> str:
    return "steps " + ",".join(map(str, sorted(did.steps))) + " bars " + ",".join(map(str, sorted(did.bars)))


def index_of(world: FunnelWorld) -> Index:
    events = [
        Event(did.at, name_of(did), person, properties={"value": did.value, "in": did.in_segment})
        for person, history in world.people.items()
        for did in history
    ]
    return build_index(MemoryLog(sorted(events, key=lambda event: event.at)), "customer")


def question_of(world: FunnelWorld) -> FunnelQuestion:
    asked = world.asked
    everything = {did for history in world.people.values() for did in history}

    def when(kind: str, number: int) -> Expression:
        names = tuple(sorted(name_of(did) for did in everything if number in getattr(did, kind)))
        return (
            NEVER
            if not names
            else Compare(ACTIVITY, "==", names[0])
            if len(names) == 1
            else OneOf(ACTIVITY, names)
        )

    period = Period(*(None if at is None else from_microseconds(at) for at in (asked.since, asked.until)))
    return FunnelQuestion(
        steps=tuple(
            FunnelStep(
                f"step {k}", when("steps", k), k in asked.optional, asked.within[k], k in asked.anchored
            )
            for k in range(asked.steps)
        ),
        window_us=asked.window,
        mode=cast(Any, asked.mode),
        between=cast(Any, asked.between),
        ties=cast(Any, asked.ties),
        start=cast(Any, asked.start),
        count=cast(Any, asked.count),
        exclusions=tuple(
            Exclusion(when("bars", x), after + 1, before + 1)
            for x, (after, before) in enumerate(asked.exclusions)
        ),
        exclusion="drop" if asked.drops else "break",
        period=period,
        segment=Compare(Name("properties", "in"), "==", True) if asked.in_segment else None,
        session_us=asked.session,
        held=Name("properties", "value") if asked.holds else None,
        tolerance_us=asked.tolerance,
    )


def rows_of(index: Index, walked: Walked) -> dict[str, list[Row]]:
    """The rows of the kernel, by subject."""
    chains, arrived = walked.chains, walked.beside.arrived_us.tolist()

    def bits(mask: int) -> frozenset[int]:
        return frozenset(k for k in range(62) if mask >> k & 1)

    ids = index.subject_ids
    columns = [column.tolist() for column in chains]
    rows = [
        (
            ids[subject],
            Row(bits(reached), bits(first), is_open, first_open, entered, tuple(took), _instants(when)),
        )
        for subject, reached, first, is_open, first_open, entered, took, when in zip(
            *columns, arrived, strict=True
        )
    ]
    return {subject: [row for _, row in mine] for subject, mine in groupby(rows, key=lambda pair: pair[0])}


def _instants(arrived_us: list[int]) -> tuple[int | None, ...]:
    return tuple(None if at == NEVER_US else at for at in arrived_us)


def _in_order(rows: list[Row]) -> list[Row]:
    """The values that one subject holds are followed in no order of their own."""
    return sorted(rows, key=lambda row: (row.entered, sorted(row.reached), row.took, str(row)))


def check_funnel(world: FunnelWorld) -> Funnel:
    """Raise AssertionError where kernel and reference, or the two walks of the kernel, differ."""
    index, question = index_of(world), question_of(world)
    as_of = from_microseconds(world.asked.as_of)
    found = follow_funnel(index, question, as_of=as_of, threads=1, most_starts=world.asked.most_starts)
    asked = replace(world.asked, most_starts=10**9) if question.is_plain else world.asked
    wanted = {person: follow(asked, history) for person, history in world.people.items()}
    if question.is_plain:
        # The quick walks follow every first step, the full one of many only some.
        found = replace(found, bound=bind_funnel(question, index, world.asked.as_of))
    in_full = found.walked("instants")
    assert {person: _in_order(rows) for person, rows in rows_of(index, in_full).items()} == {
        person: _in_order(rows) for person, rows in wanted.items() if rows
    }
    assert all((one == other).all() for one, other in zip(found.timed, in_full.chains, strict=True))
    assert all((one == other).all() for one, other in zip(found.chains[:-1], found.timed[:-1], strict=True))
    return found


def count_worlds(worlds: int, first: int = 0) -> Counter[str]:
    """Check so many random worlds, and count what was met in them. Raises AssertionError with the seed."""
    met: Counter[str] = Counter()
    for seed in range(first, first + worlds):
        world = random_funnel_world(seed)
        try:
            found = check_funnel(world)
        except AssertionError as error:
            raise AssertionError(f"world {seed} differs: {world}") from error
        met["worlds"] += 1
        met["subjects and attempts that entered"] += len(found.chains.subject)
        met["that completed"] += int(found.reached[-1])
        met["dropped"] += found.dropped
        met["open"] += int(found.open_before[-1])
        met[world.asked.mode] += 1
        met[f"ties {world.asked.ties}"] += 1
        met["by session"] += world.asked.session is not None
        met["by held value"] += world.asked.holds
        met["in a segment"] += world.asked.in_segment
        met["with anchored steps"] += bool(world.asked.anchored)
        met["with optional steps"] += bool(world.asked.optional)
        met["with a tolerance"] += world.asked.tolerance > 0
        met["where not every start was followed"] += found.thinned > 0
    return met


if __name__ == "__main__":
    told = count_worlds(*(int(argument) for argument in sys.argv[1:]))
    print(", ".join(f"{number:,} {name}" for name, number in told.items()))
