"""The walks of a funnel over all units of an index, in threads: each question by the quickest that does.

Plain ordered funnels are walked level by level (:mod:`~desirepath.replay.funnel_levels`) and, for their
times, along links (:mod:`~desirepath.replay.funnel_links`); all others in full
(:mod:`~desirepath.replay.funnel_kernel`).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any, Final, Literal

import numpy as np

from desirepath.base.compiled import is_kept
from desirepath.base.slow import load
from desirepath.replay.columns import Array
from desirepath.replay.engines.local import ROWS_PER_PIECE, Piece, in_threads
from desirepath.replay.funnel_binding import BoundFunnel
from desirepath.replay.funnel_question import FunnelQuestion
from desirepath.replay.funnel_shapes import Beside, Chains
from desirepath.replay.funnel_units import Units

LEVELS: Final = "desirepath.replay.funnel_levels"
LINKS: Final = "desirepath.replay.funnel_links"
KERNEL: Final = "desirepath.replay.funnel_kernel"

Depth = Literal["levels", "times", "instants"]
"""What a walk has to find: how far each came; and how long each step took; and when it was."""


@dataclass(frozen=True, slots=True)
class Walked:
    """What a walk found. ``chains.subject`` counts through all buckets; ``unit`` (one per row) too.

    Without times ``chains.took_us`` has no columns, without instants ``beside.arrived_us`` has none.
    """

    chains: Chains
    unit: Array
    beside: Beside


def walk(
    question: FunnelQuestion,
    units: Sequence[Units],
    bound: BoundFunnel,
    depth: Depth,
    *,
    subjects: Sequence[int],
    threads: int | None = None,
) -> Walked:
    """Walk every unit as far as ``depth`` asks. ``subjects`` is how many each bucket has."""
    in_full = depth == "instants" or not question.is_plain
    only_levels = not in_full and depth == "levels" and bound.most_steps_at_once <= 1
    steps = len(question.steps)
    instants = steps if depth == "instants" else 0

    def walk_piece(piece: Piece) -> tuple[Chains, Beside]:
        here, rules = units[piece.bucket], bound.rules
        low, high = piece.low, piece.high
        longest = int((here.ends - here.starts[: len(here.ends)])[low:high].max(initial=0))
        room = high - low
        while True:
            found, beside = _no_chains(room, steps), _nothing_beside(room, instants)
            if only_levels:
                count = load(LEVELS).count_levels(here.rows, rules, low, high, longest, found)
            elif not in_full:
                links = longest * bound.most_steps_at_once
                count = load(LINKS).follow_links(here.rows, rules, low, high, longest, links, found)
            elif question.count == "uniques":
                count = load(KERNEL).walk_funnels(
                    here.rows, rules, bound.finer, low, high, longest, found, beside
                )
            else:
                count = load(KERNEL).walk_attempts(
                    here.rows, rules, bound.finer, low, high, longest, found, beside
                )
            if count <= room:
                kept = Chains(*(column[:count] for column in found))
                kept = kept._replace(took_us=kept.took_us[:, :0]) if only_levels else kept
                return kept, Beside(*(column[:count] for column in beside))
            room = count

    sizes = [here.ends - here.starts[: len(here.ends)] for here in units]
    pieces = [piece for number, mine in enumerate(sizes) for piece in _cut(number, mine)]
    subjects_before = np.cumsum([0, *subjects]).tolist()
    units_before = np.cumsum([0, *map(len, sizes)]).tolist()
    chains = [_no_chains(0, 0 if only_levels else steps)]
    besides = [_nothing_beside(0, instants)]
    numbers = [np.zeros(0, np.int64)]
    for piece, (part, beside) in zip(pieces, in_threads(walk_piece, pieces, threads), strict=True):
        here, unit = units[piece.bucket], part.subject
        part = part._replace(subject=here.owner[unit] + subjects_before[piece.bucket])
        if here.may_go_on is not None:
            may = here.may_go_on[unit]
            part = part._replace(is_open=part.is_open & may, first_is_open=part.first_is_open & may)
        chains.append(part)
        besides.append(beside)
        numbers.append(unit + units_before[piece.bucket])
    return Walked(
        Chains(*(np.concatenate(columns) for columns in zip(*chains, strict=True))),
        np.concatenate(numbers),
        Beside(*(np.concatenate(columns) for columns in zip(*besides, strict=True))),
    )


def _cut(bucket: int, sizes: Array) -> Iterator[Piece]:
    """The units of a bucket, cut into pieces of about as many interactions each."""
    before = np.concatenate([[0], np.cumsum(sizes)])
    # Handing a piece over costs as much as many interactions: twice as many as of a map, which asks more.
    cuts = np.searchsorted(before, np.arange(0, before[-1], 2 * ROWS_PER_PIECE))
    for low, high in pairwise(np.unique([*cuts.tolist(), len(sizes)]).tolist()):
        yield Piece(bucket, low, high)


def is_compiled(question: FunnelQuestion) -> bool:
    """Whether the walk of this question lies compiled on this machine."""
    if question.is_plain:
        compiled: Any = load(LINKS).follow_links
    else:
        compiled = load(KERNEL).walk_funnels if question.count == "uniques" else load(KERNEL).walk_attempts
    return is_kept(compiled)


def _no_chains(room: int, steps: int) -> Chains:
    return Chains(
        subject=np.empty(room, np.int64),
        reached=np.empty(room, np.int64),
        first=np.empty(room, np.int64),
        is_open=np.empty(room, np.bool_),
        first_is_open=np.empty(room, np.bool_),
        entered_us=np.empty(room, np.int64),
        took_us=np.empty((room, steps), np.int64),
    )


def _nothing_beside(room: int, steps: int) -> Beside:
    return Beside(arrived_us=np.empty((room, steps), np.int64), is_thinned=np.zeros(room, np.bool_))
