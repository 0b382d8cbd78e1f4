"""Funnels by their definitions: try every chain. Slow, obvious, and sharing no code with what it judges.

A world is one subject: its interactions in total order, each with an instant, the steps it can be, the
exclusions it is, the value it holds and whether its subject is in the segment. A *chain* is a list of (step,
interaction) that the rules allow; everything else is said of the set of all chains from one start.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace


@dataclass(frozen=True)
class Did:
    """One interaction; ``steps`` count from 0."""

    at: int
    steps: frozenset[int] = frozenset()
    bars: frozenset[int] = frozenset()
    value: str | None = None
    in_segment: bool = True


@dataclass(frozen=True)
class Asked:
    steps: int
    window: int | None = None
    mode: str = "ordered"
    between: str = "interactions"
    ties: str = "sequence"
    start: str = "any"
    count: str = "uniques"
    drops: bool = True
    exclusions: tuple[tuple[int, int], ...] = ()
    optional: frozenset[int] = frozenset()
    within: tuple[int | None, ...] = ()
    since: int | None = None
    until: int | None = None
    as_of: int = 10**9
    anchored: frozenset[int] = frozenset()
    tolerance: int = 0
    session: int | None = None
    holds: bool = False
    in_segment: bool = False
    most_starts: int = 10**9


@dataclass
class Attempt:
    """All that can be said of one start: when each step was first reached, and how it ended."""

    started: int
    reached: dict[int, int] = field(default_factory=dict)
    hit: int | None = None
    completed: int | None = None
    is_open: bool = False
    goes_on_from: int = 0


@dataclass(frozen=True)
class Row:
    reached: frozenset[int]
    first: frozenset[int]
    is_open: bool
    first_is_open: bool
    entered: int
    took: tuple[int, ...]
    arrived: tuple[int | None, ...]


Chain = list[tuple[int, int]]


def follow(asked: Asked, everything: list[Did]) -> list[Row]:
    """One row if the subject entered; or one per attempt, session or value that did."""
    return [row for unit, may_go_on in _units(asked, everything) for row in _follow(asked, unit, may_go_on)]


def _units(asked: Asked, everything: list[Did]) -> Iterator[tuple[list[Did], bool]]:
    """What is followed, each as if there were nothing else; and whether more may come to it."""
    if asked.holds:
        for value in {did.value for did in everything} - {None}:
            yield [did for did in everything if did.value == value], True
    elif asked.session is not None:
        seen = [did for did in everything if did.at <= asked.as_of]
        session: list[Did] = []
        for did in seen:
            if session and did.at - session[-1].at > asked.session:
                yield session, asked.as_of - session[-1].at <= asked.session
                session = []
            session.append(did)
        if session:
            yield session, asked.as_of - session[-1].at <= asked.session
    else:
        yield everything, True


def _joined(asked: Asked, seen: list[Did]) -> list[Did]:
    """What comes shortly after the first of an instant is part of it."""
    joined: list[Did] = []
    first = None
    for did in seen:
        if first is None or did.at > first + asked.tolerance:
            first = did.at
        joined.append(replace(did, at=first))
    return joined


def _follow(asked: Asked, everything: list[Did], may_go_on: bool) -> list[Row]:
    seen = [did for did in everything if did.at <= asked.as_of]
    if asked.mode != "strict" or asked.between == "steps":
        seen = [did for did in seen if did.steps or did.bars]
    seen = _joined(asked, seen)
    starts = _starts(asked, seen)
    if asked.count == "totals":
        rows, position = [], 0
        while any(start >= position for start in starts):
            start = next(start for start in starts if start >= position)
            attempt = _attempt(asked, seen, start)
            shown = {} if attempt.hit is not None and asked.drops else attempt.reached
            here = frozenset(shown)
            is_open = attempt.is_open and may_go_on
            took = _took(asked, [replace(attempt, reached=shown)])
            rows.append(Row(here, here, is_open, is_open, attempt.started, took, _arrived(asked, shown)))
            position = attempt.goes_on_from
        return rows
    if not starts:
        return []
    attempts = [_attempt(asked, seen, start) for start in _followed(asked, starts)]
    first = attempts[0]
    furthest = max(max(attempt.reached) for attempt in attempts)
    best = [attempt for attempt in attempts if max(attempt.reached) == furthest]
    any_dropped = asked.drops and _is_dropped(asked, attempts)
    first_dropped = asked.drops and first.hit is not None
    counted = [first] if asked.start == "first" else best
    is_gone = first_dropped if asked.start == "first" else any_dropped
    is_open = furthest < asked.steps - 1 and not any_dropped and any(attempt.is_open for attempt in attempts)
    return [
        Row(
            frozenset() if any_dropped else frozenset(k for attempt in best for k in attempt.reached),
            frozenset() if first_dropped else frozenset(first.reached),
            is_open and may_go_on,
            first.is_open and may_go_on,
            first.started,
            _took(asked, [] if is_gone else counted),
            _arrived(asked, {} if is_gone else counted[0].reached),
        )
    ]


def _arrived(asked: Asked, reached: dict[int, int]) -> tuple[int | None, ...]:
    return tuple(reached.get(k) for k in range(asked.steps))


def _followed(asked: Asked, starts: list[int]) -> list[int]:
    """All of a few first steps; of more some that are evenly spread, the first and the last among them."""
    many, most = len(starts), asked.most_starts
    if many <= most:
        return starts
    shares = [number * most // many for number in range(many)]
    chosen = {shares.index(share) for share in shares} | {0, many - 1}
    return [starts[number] for number in sorted(chosen)]


def _is_dropped(asked: Asked, attempts: list[Attempt]) -> bool:
    """Hit before any start led to the end; at one instant the step wins, unless ties are strict."""
    hits = [attempt.hit for attempt in attempts if attempt.hit is not None]
    done = [attempt.completed for attempt in attempts if attempt.completed is not None]
    if not hits or not done:
        return bool(hits)
    return min(hits) <= min(done) if asked.ties == "strict" else min(hits) < min(done)


def _starts(asked: Asked, seen: list[Did]) -> list[int]:
    """Interactions that begin the funnel in the range; of simultaneous ones the first where they count as
    one."""
    found: list[int] = []
    for i, did in enumerate(seen):
        beginners = _turns(asked)[0] if asked.mode == "unordered" else {0}
        begins = bool(did.steps & beginners) and (did.in_segment or not asked.in_segment)
        in_range = (asked.since is None or did.at >= asked.since) and (
            asked.until is None or did.at < asked.until
        )
        if begins and in_range and not (asked.ties != "sequence" and found and seen[found[-1]].at == did.at):
            found.append(i)
    return found


def _attempt(asked: Asked, seen: list[Did], start: int) -> Attempt:
    began = seen[start].at
    ends = [len(seen)]
    if asked.window is not None:
        ends += [i for i, did in enumerate(seen) if did.at > began + asked.window]
    timed_out = min(ends)
    reached = _reached_unordered(asked, seen, start) if asked.mode == "unordered" else {}
    lives: set[int] = set()
    if asked.mode != "unordered":
        chains: list[Chain] = []
        for i in range(len(seen)):
            same = i == start if asked.ties == "sequence" else seen[i].at == began
            if same and 0 in seen[i].steps:
                _extend(asked, seen, [(0, i)], chains)
        lives = {chain[-1][1] for chain in chains}
        reached = _reached_in_any_order(asked, seen, chains) if asked.ties == "any" else {}
        earliest: dict[int, int] = {}
        for chain in chains:
            step, i = chain[-1]
            earliest[step] = min(earliest.get(step, i), i)
        # A step counts only where nothing after it was there before or by the same interaction.
        for step, i in earliest.items() if asked.ties != "any" else ():
            if all(_is_before(asked, seen, i, earliest[later]) for later in earliest if later > step):
                reached[step] = seen[i].at
        reached.setdefault(0, began)
    attempt = Attempt(began, reached)
    dead = _death(asked, seen, start, lives) if asked.mode == "strict" else None
    attempt.hit = _hit(asked, seen[: _end_of_watch(asked, seen, timed_out, dead)], reached)
    if attempt.hit is not None:
        cut = attempt.hit
        attempt.reached = {
            k: t for k, t in reached.items() if t < cut or (t == cut and asked.ties != "strict")
        }
    attempt.completed = attempt.reached.get(asked.steps - 1)
    if attempt.completed is not None:
        attempt.goes_on_from = _after_completion(asked, seen, start, attempt.completed)
    elif attempt.hit is not None:
        later = [i for i, did in enumerate(seen) if did.at > attempt.hit]
        attempt.goes_on_from = min(later, default=len(seen))
    else:
        attempt.goes_on_from = timed_out if dead is None else min(dead, timed_out)
        in_time = asked.window is None or began + asked.window > asked.as_of
        attempt.is_open = in_time and (dead is None or dead >= timed_out)
    return attempt


def _extend(asked: Asked, seen: list[Did], chain: Chain, chains: list[Chain]) -> None:
    chains.append(chain)
    step, i = chain[-1]
    if step == asked.steps - 1:
        return
    used = {j for _, j in chain}
    began = seen[chain[0][1]].at
    for j, did in enumerate(seen):
        if j in used or not _may_follow(asked, seen, i, j):
            continue
        if asked.window is not None and did.at > began + asked.window:
            continue
        for k in did.steps:
            left_out = set(range(step + 1, k))
            if k > step and left_out <= asked.optional:
                within = asked.within[k] if asked.within else None
                if within is None or did.at - seen[i].at <= within:
                    _extend(asked, seen, [*chain, (k, j)], chains)


def _may_follow(asked: Asked, seen: list[Did], i: int, j: int) -> bool:
    now, then = seen[i].at, seen[j].at
    if asked.ties == "sequence":
        return j == i + 1 if asked.mode == "strict" else j > i
    if then < now or (asked.ties == "strict" and then == now):
        return False
    return asked.mode != "strict" or not any(now < did.at < then for did in seen)


def _is_before(asked: Asked, seen: list[Did], i: int, j: int) -> bool:
    if asked.ties == "sequence":
        return i < j
    return seen[i].at < seen[j].at


def _reached_in_any_order(asked: Asked, seen: list[Did], chains: list[Chain]) -> dict[int, int]:
    """At each instant the chain that comes furthest; of those with as many optional steps, the earlier first,
    as one chain has."""
    reached: dict[int, int] = {}
    for at in sorted({did.at for did in seen}):
        level = max(reached, default=-1) + 1
        here = [chain for chain in chains if seen[chain[-1][1]].at == at and chain[-1][0] >= level]
        if here:
            furthest = max(chain[-1][0] for chain in here)
            steps = [{step for step, _ in chain} for chain in here if chain[-1][0] == furthest]
            best = max(steps, key=lambda mine: [k in mine for k in range(level, furthest + 1)])
            reached |= {k: at for k in best if k >= level}
    return reached


def _turns(asked: Asked) -> list[set[int]]:
    """The steps that may be done in any order among themselves, one turn after the other."""
    turns: list[set[int]] = []
    for step in range(asked.steps):
        if not turns or step in asked.anchored or step - 1 in asked.anchored:
            turns.append(set())
        turns[-1].add(step)
    return turns


def _reached_unordered(asked: Asked, seen: list[Did], start: int) -> dict[int, int]:
    """The k-th step is reached where a chain of k steps ends, each in its turn."""
    began = seen[start].at
    reached: dict[int, int] = {}

    def go_on(chain: Chain) -> None:
        if chain:
            k, at = len(chain) - 1, seen[chain[-1][1]].at
            reached[k] = min(reached.get(k, at), at)
        done = {step for step, _ in chain}
        now = next((turn - done for turn in _turns(asked) if turn - done), set())
        for j, did in enumerate(seen):
            if not chain:
                may = j == start if asked.ties == "sequence" else did.at == began
            else:
                may = _may_follow(asked, seen, chain[-1][1], j) and j not in {i for _, i in chain}
                may = may and (asked.window is None or did.at <= began + asked.window)
            for step in did.steps & now if may else ():
                go_on([*chain, (step, j)])

    go_on([])
    return reached


def _end_of_watch(asked: Asked, seen: list[Did], timed_out: int, dead: int | None) -> int:
    """What a broken attempt is broken by may be an exclusion; what comes later concerns it no more."""
    if dead is None or dead >= timed_out:
        return timed_out
    if asked.ties == "sequence":
        return dead + 1
    return sum(did.at <= seen[dead].at for did in seen)


def _hit(asked: Asked, seen: list[Did], reached: dict[int, int]) -> int | None:
    hits = []
    for did in seen:
        for number in did.bars:
            after, before = asked.exclusions[number]
            from_there = [t for k, t in reached.items() if k >= after]
            past_it = [t for k, t in reached.items() if k >= before]
            is_past = any(t < did.at if asked.ties == "strict" else t <= did.at for t in past_it)
            if from_there and min(from_there) < did.at and not is_past:
                hits.append(did.at)
    return min(hits, default=None)


def _death(asked: Asked, seen: list[Did], start: int, lives: set[int]) -> int | None:
    """In strict order: the first interaction after the start by which no chain goes on."""
    for i in range(start + 1, len(seen)):
        if asked.ties == "sequence":
            if i not in lives:
                return i
        elif seen[i].at > seen[start].at:
            together = [j for j, did in enumerate(seen) if did.at == seen[i].at]
            if not lives & set(together):
                return together[0]
    return None


def _after_completion(asked: Asked, seen: list[Did], start: int, completed: int) -> int:
    if asked.ties != "sequence":
        return sum(did.at <= completed for did in seen)
    if asked.mode == "unordered":
        for end in range(start + 1, len(seen) + 1):
            if asked.steps - 1 in _reached_unordered(asked, seen[:end], start):
                return end
    chains: list[Chain] = []
    _extend(asked, seen, [(0, start)], chains)
    return 1 + min(chain[-1][1] for chain in chains if chain[-1][0] == asked.steps - 1)


def _took(asked: Asked, attempts: list[Attempt]) -> tuple[int, ...]:
    """Per step the average over the attempts that reached it, rounded half up; -1: none."""
    took = [-1]
    for k in range(1, asked.steps):
        before = max(j for j in range(k) if j not in asked.optional)
        times = [a.reached[k] - a.reached[before] for a in attempts if k in a.reached]
        took.append((2 * sum(times) + len(times)) // (2 * len(times)) if times else -1)
    return tuple(took)
