"""Paths: the ways that customers take of their own, as the log tells them.

Two views, one definition of every number (:mod:`desirepath.replay.discovery`): all that each subject of a
log did (:func:`find_paths`), or the steps of a map that each passage visited (:func:`find_step_paths`).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

import numpy as np

from desirepath.base import slow
from desirepath.base.estimate import Estimate
from desirepath.base.nearest import nearest
from desirepath.base.spans import Period
from desirepath.findings.kinds import NOBODY_TRAVELS, NOT_A_LENGTH
from desirepath.log.store import Log
from desirepath.measures.estimates import share
from desirepath.model.expression_parser import parse_expression
from desirepath.replay.discovery import (
    Variants,
    count_follows,
    find_variants,
    is_compiled,
    measure_gaps,
    sequence_of,
)
from desirepath.replay.funnel_words import read_span_us
from desirepath.replay.index import Index, open_index
from desirepath.replay.replay import EVER, Replay
from desirepath.replay.trails import Trails, trails_of_log, trails_of_passages

if TYPE_CHECKING:
    import pandas as pd

Json = dict[str, object]
MOST_EXAMPLES: Final = 3
TOP: Final = 100
COMPILE_SECONDS: Final = 5


@dataclass(frozen=True, slots=True)
class Variant:
    """One distinct way from beginning to end, and who took it.

    ``goes_on`` says that ways were cut at the longest length asked for, and that this one goes on from
    there, differently for different subjects. ``share`` is of all subjects (of all passages, with a map).
    ``examples`` are ids of a few who took it.
    """

    sequence: tuple[str, ...]
    subjects: int
    passages: int
    share: Estimate
    goes_on: bool = False
    examples: tuple[str, ...] = ()

    def to_json(self) -> Json:
        """The published JSON shape."""
        return {
            "sequence": list(self.sequence),
            "subjects": self.subjects,
            "passages": self.passages,
            "share": self.share.to_json(),
            "goes_on": self.goes_on,
            "examples": list(self.examples),
        }


@dataclass(frozen=True, slots=True)
class Transition:
    """From one thing straight to the next: how often, by how many subjects, and how long it takes.

    Times are exact, in seconds, from the one to the other; with a map, from entering the one step to entering
    the other. ``of_origin`` is the share of all times that the first was done, ``of_target`` that of all
    times that the second was.
    """

    origin: str
    target: str
    n: int
    subjects: int
    mean_seconds: float
    median_seconds: float
    p95_seconds: float
    of_origin: float
    of_target: float

    def to_json(self) -> Json:
        """The published JSON shape."""
        return {
            "from": self.origin,
            "to": self.target,
            "n": self.n,
            "subjects": self.subjects,
            "mean_seconds": self.mean_seconds,
            "median_seconds": self.median_seconds,
            "p95_seconds": self.p95_seconds,
            "of_origin": self.of_origin,
            "of_target": self.of_target,
        }


@dataclass(frozen=True, slots=True)
class Paths:
    """The ways found: what is done how often, how ways begin and end, what follows what, which are the same.

    Without a map (``map`` is None) ways are of activities, one per subject (or per session; then
    ``passages`` counts sessions). With a map they are of step ids,
    one per passage, and ``activities`` counts visits; ``names`` then says what people call the steps.
    ``interactions`` are those of the subjects (with a map: inside the passages). ``variants`` counts all,
    ``top_variants`` holds the most travelled. Every mapping and list is ordered: most first, then by name.
    """

    travels: str
    map: str | None
    subjects: int
    passages: int
    interactions: int
    activities: Mapping[str, int]
    variants: int
    top_variants: tuple[Variant, ...]
    starts: Mapping[str, int]
    ends: Mapping[str, int]
    transitions: tuple[Transition, ...]
    names: Mapping[str, str] = field(default_factory=dict)

    def name(self, code: str) -> str:
        """What people call an activity or a step."""
        return self.names.get(code, code)

    def to_json(self) -> Json:
        """The published JSON shape: plain values; keys are only ever added."""
        return {
            "travels": self.travels,
            "map": self.map,
            "subjects": self.subjects,
            "passages": self.passages,
            "interactions": self.interactions,
            "activities": dict(self.activities),
            "variants": self.variants,
            "top_variants": [variant.to_json() for variant in self.top_variants],
            "starts": dict(self.starts),
            "ends": dict(self.ends),
            "transitions": [transition.to_json() for transition in self.transitions],
        }

    def to_frame(self) -> pd.DataFrame:
        """The transitions as a pandas table, most travelled first.

        Raises DP-BASE-001 where pandas is not installed.
        """
        frame: pd.DataFrame = slow.load("pandas", extra="notebook").DataFrame(
            [transition.to_json() for transition in self.transitions]
        )
        return frame


def find_paths(
    log: Log,
    *,
    travels: str | None = None,
    segment: str | None = None,
    period: Period = EVER,
    session: str | None = None,
    collapse: bool = False,
    longest: int | None = None,
    top: int = TOP,
    notify: Callable[[str], None] | None = None,
) -> Paths:
    """Follow every subject of the type ``travels`` through the whole log.

    None takes customers, or where the log has none the type it has most of. With a ``period`` only what
    happened in it is followed; with a ``segment`` (an expression) only subjects for whose first interaction
    in it that holds, traits as they were then. With a ``session`` (a length of time) each session is a way of
    its own: it ends where for longer than that nothing comes. ``collapse`` takes what happened several times
    in a row as once when variants are compared; ``longest`` compares only so many from the beginning. ``top``
    is how many variants to name. ``notify`` is told, before a wait, when something has to be compiled first.

    Raises DP-FND-001 where the log has nobody of that type, DP-FND-002 for lengths below 1, DP-EXPR errors
    for a segment that cannot be read, DP-RPL-022 for a session that is no length of time.

    >>> import tempfile
    >>> from datetime import UTC, datetime
    >>> from desirepath.log.interaction import Interaction
    >>> from desirepath.log.store import create_log
    >>> def did(who, day, activity):
    ...     at = datetime(2026, 1, day, tzinfo=UTC)
    ...     return Interaction({"customer": who}, at, activity, source="app", key=f"{who}{day}")
    >>> lived = [did("ann", 1, "visit"), did("ann", 3, "buy"), did("bob", 1, "visit"), did("bob", 2, "buy")]
    >>> with tempfile.TemporaryDirectory() as folder, create_log(folder) as log:
    ...     added = log.append([*lived, did("cleo", 9, "visit")])
    ...     paths = find_paths(log)
    >>> [(variant.sequence, variant.subjects) for variant in paths.top_variants]
    [(('visit', 'buy'), 2), (('visit',), 1)]
    >>> paths.transitions[0].n, paths.transitions[0].mean_seconds / 86_400
    (2, 1.5)
    """
    if notify is not None and not is_compiled():
        notify(f"compiling the discovery of ways, once (about {COMPILE_SECONDS} s)")
    inside = None if segment is None else parse_expression(segment)
    gap_us = None if session is None else read_span_us(session, address="session")
    trails = trails_of_log(_index(log, travels), period=period, segment=inside, session_us=gap_us)
    return _read(trails, interactions=trails.rows, collapse=collapse, longest=longest, top=top)


def find_step_paths(
    told: Replay, *, collapse: bool = False, longest: int | None = None, top: int = TOP
) -> Paths:
    """Follow every passage of a replay from step to step. The options are those of :func:`find_paths`.

    A passage that has not come to any step is a way of no steps, and counts.
    """
    return _read(
        trails_of_passages(told),
        interactions=int(told.tally.interactions),
        collapse=collapse,
        longest=longest,
        top=top,
        told=told,
    )


def _index(log: Log, travels: str | None) -> Index:
    if travels is not None:
        objects = log.info().objects
        if travels not in objects:
            known = ", ".join(objects) or "nobody: it is empty"
            guess = nearest(travels, objects)
            raise NOBODY_TRAVELS.error(
                says=f'no "{travels}" is in this log; it holds {known}',
                fix=f'did you mean "{guess}"?' if guess else "",
            )
        return open_index(log, travels)
    customers = open_index(log, "customer")
    objects = {} if customers.interactions else log.info().objects
    return open_index(log, max(objects, key=lambda kind: objects[kind])) if objects else customers


def _read(
    trails: Trails,
    *,
    interactions: int,
    collapse: bool,
    longest: int | None,
    top: int,
    told: Replay | None = None,
) -> Paths:
    for option, number in (("top", top), ("longest", longest)):
        if number is not None and number < 1:
            raise NOT_A_LENGTH.error(option, says=f"{option} is {number}")
    follows = count_follows(trails)
    gaps = measure_gaps(trails, follows)
    variants = find_variants(trails, collapse=collapse, longest=longest)
    names = trails.names
    transitions = [
        Transition(
            origin=names[a],
            target=names[b],
            n=n,
            subjects=subjects,
            mean_seconds=total_us / n / 1e6,
            median_seconds=median_us / 1e6,
            p95_seconds=p95_us / 1e6,
            of_origin=n / int(follows.total[a]),
            of_target=n / int(follows.total[b]),
        )
        for a, b, n, subjects, total_us, median_us, p95_us in zip(
            follows.origin.tolist(),
            follows.target.tolist(),
            follows.n.tolist(),
            follows.subjects.tolist(),
            gaps.total_us,
            gaps.median_us.tolist(),
            gaps.p95_us.tolist(),
            strict=True,
        )
    ]
    return Paths(
        travels=trails.index.travels,
        map=told.journey.id if told else None,
        subjects=len(np.unique(trails.owner)),
        passages=len(trails),
        interactions=interactions,
        activities=_counted(names, follows.total),
        variants=len(variants),
        top_variants=_most_travelled(trails, variants, collapse=collapse, longest=longest, top=top),
        starts=_counted(names, follows.begins),
        ends=_counted(names, follows.ends),
        transitions=tuple(sorted(transitions, key=lambda way: (-way.n, way.origin, way.target))),
        names={step.id: step.name for step in told.journey.steps()} if told else {},
    )


def _counted(names: tuple[str, ...], counts: np.ndarray) -> dict[str, int]:
    """By name, those that occur: most first, then by name."""
    found = [(name, n) for name, n in zip(names, counts.tolist(), strict=True) if n]
    return dict(sorted(found, key=lambda entry: (-entry[1], entry[0])))


def _most_travelled(
    trails: Trails, variants: Variants, *, collapse: bool, longest: int | None, top: int
) -> tuple[Variant, ...]:
    """The variants of most subjects; of equally many the shorter first, then by their names."""
    order = np.lexsort((variants.length, -variants.subjects))
    if len(order) > top:
        # Only what could be among the first is spelled out: where nobody travels twice alike, that is a few.
        last = order[top - 1]
        few = variants.subjects[order] == variants.subjects[last]
        order = order[~few | (variants.length[order] <= variants.length[last])]
        order = order[variants.subjects[order] >= variants.subjects[last]]

    def spell(number: int) -> tuple[str, ...]:
        codes = sequence_of(trails, int(variants.example[number]), collapse=collapse, longest=longest)
        return tuple(trails.names[code] for code in codes.tolist())

    spelled = [(spell(number), number) for number in order.tolist()]
    spelled.sort(
        key=lambda each: (-int(variants.subjects[each[1]]), len(each[0]), each[0], variants.goes_on[each[1]])
    )
    owner = trails.owner
    found = []
    for sequence, number in spelled[:top]:
        count = int(variants.trails[number])
        takers = owner[np.flatnonzero(variants.variant_of == number)]
        examples = np.unique(takers)[:MOST_EXAMPLES].tolist()
        found.append(
            Variant(
                sequence,
                subjects=int(variants.subjects[number]),
                passages=count,
                share=share("variant_share", count, len(trails), of_none="nobody travelled"),
                goes_on=bool(variants.goes_on[number]),
                examples=tuple(trails.subject_id(subject) for subject in examples),
            )
        )
    return tuple(found)
