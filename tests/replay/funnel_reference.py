"""Funnels by their definitions: try every chain. Slow, obvious, and sharing no code with what it judges.

A world is one subject: its interactions in total order, each with an instant, the steps it can be and the
exclusions it is. A *chain* is a list of (step, interaction) that the rules allow; everything else is said of
the set of all chains from one start.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from itertools import permutations


@dataclass(frozen=True)
class Did:
    """One interaction; ``steps`` count from 0."""

    at: int
    steps: frozenset[int] = frozenset()
    bars: frozenset[int] = frozenset()


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


Chain = list[tuple[int, int]]


def follow(asked: Asked, everything: list[Did]) -> list[Row]:
    """One row if the subject entered, or one per attempt."""
    seen = [did for did in everything if did.at <= asked.as_of]
    if asked.mode != "strict" or asked.between == "steps":
        seen = [did for did in seen if did.steps or did.bars]
    starts = _starts(asked, seen)
    if asked.count == "totals":
        rows, position = [], 0
        while any(start >= position for start in starts):
            start = next(start for start in starts if start >= position)
            attempt = _attempt(asked, seen, start)
            shown = {} if attempt.hit is not None and asked.drops else attempt.reached
            here = frozenset(shown)
            took = _took(asked, [replace(attempt, reached=shown)])
            rows.append(Row(here, here, attempt.is_open, attempt.is_open, attempt.started, took))
            position = attempt.goes_on_from
        return rows
    if not starts:
        return []
    attempts = [_attempt(asked, seen, start) for start in starts]
    first = attempts[0]
    furthest = max(max(attempt.reached) for attempt in attempts)
    best = [attempt for attempt in attempts if max(attempt.reached) == furthest]
    any_dropped = asked.drops and _is_dropped(asked, attempts)
    first_dropped = asked.drops and first.hit is not None
    counted = [first] if asked.start == "first" else best
    is_gone = first_dropped if asked.start == "first" else any_dropped
    return [
        Row(
            frozenset() if any_dropped else frozenset(k for attempt in best for k in attempt.reached),
            frozenset() if first_dropped else frozenset(first.reached),
            furthest < asked.steps - 1 and not any_dropped and any(attempt.is_open for attempt in attempts),
            first.is_open,
            first.started,
            _took(asked, [] if is_gone else counted),
        )
    ]


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
        begins = bool(did.steps) if asked.mode == "unordered" else 0 in did.steps
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
        earliest: dict[int, int] = {}
        for chain in chains:
            step, i = chain[-1]
            earliest[step] = min(earliest.get(step, i), i)
        # A step counts only where nothing after it was there before or by the same interaction.
        for step, i in earliest.items():
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
    return seen[i].at <= seen[j].at if asked.ties == "any" else seen[i].at < seen[j].at


def _reached_unordered(asked: Asked, seen: list[Did], start: int) -> dict[int, int]:
    """The k-th step is reached when k of the steps can be told apart among what was done since."""
    began = seen[start].at
    since = [did for did in seen[start:] if asked.window is None or did.at <= began + asked.window]
    reached: dict[int, int] = {}
    for end in range(1, len(since) + 1):
        if asked.ties == "any" and end < len(since) and since[end].at == since[end - 1].at:
            continue
        done = since[:end]
        if asked.ties == "strict":
            instants = sorted({did.at for did in done})
            done = [Did(at, frozenset().union(*(d.steps for d in done if d.at == at))) for at in instants]
        level = _most_told_apart(asked.steps, done)
        for k in range(level):
            reached.setdefault(k, since[end - 1].at)
    return reached


def _most_told_apart(steps: int, done: list[Did]) -> int:
    useful = [did for did in done if did.steps]
    for size in range(min(steps, len(useful)), 0, -1):
        for chosen in permutations(useful, size):
            if _can_assign(steps, [did.steps for did in chosen]):
                return size
    return 0


def _can_assign(steps: int, wanted: list[frozenset[int]]) -> bool:
    """Whether each can be given a step of its own: try them all."""
    if not wanted:
        return True
    return any(_can_assign(steps, [other - {k} for other in wanted[1:]]) for k in wanted[0])


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
            if _most_told_apart(asked.steps, seen[start:end]) == asked.steps:
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
