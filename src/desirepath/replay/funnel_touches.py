"""Attribution: to which value of a property, a trait or a field does each row of a funnel belong?

A row is taken through the chain that is reported: of the first steps that lead furthest (or that were asked
for) the earliest one's. What its interactions had, step by step, are its *touches*.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Final

import numpy as np

from desirepath.base.slow import load
from desirepath.model.expression import Name, Value
from desirepath.replay.columns import Array
from desirepath.replay.funnel import Funnel, follow_funnel
from desirepath.replay.funnel_kinds import DOES_NOT_COMBINE, OUT_OF_PLACE
from desirepath.replay.funnel_question import Attribution
from desirepath.replay.funnel_units import ROWS_KERNEL
from desirepath.replay.lookup import Lookup

MISSING: Final = -1


@dataclass(frozen=True, slots=True)
class Attributed:
    """A funnel whose rows have values: row r that of ``values[code[r]]``; MISSING where it has none."""

    funnel: Funnel
    values: tuple[Value, ...]
    code: Array


def attribute(funnel: Funnel, name: Name, attribution: Attribution) -> Attributed:
    """Give each row of ``funnel`` its value of ``name``.

    With ``all`` it is another funnel: every value is followed by itself, so that one subject can have several
    rows, and what has no value is in none. Raises DP-RPL-021 where there is no such step, DP-RPL-023 where
    ``all`` is asked of a funnel of sessions or held values.
    """
    question = funnel.question
    if attribution == "all":
        if not question.is_of_subjects:
            says = "all values are followed by themselves: not inside sessions, nor with another value held"
            raise DOES_NOT_COMBINE.error("attribution", says=says)
        held = replace(question, held=name)
        most = funnel.bound.finer.most_starts
        return _by_held(
            follow_funnel(funnel.index, held, as_of=funnel.as_of, threads=funnel.threads, most_starts=most)
        )
    if isinstance(attribution, int) and not 1 <= attribution <= len(question.steps):
        says = f"there is no step {attribution}: the funnel has {len(question.steps)}"
        raise OUT_OF_PLACE.error("attribution", says=says, fix="use first, last, all, or a step's number")
    values, touched = _touches(funnel, name)
    if isinstance(attribution, int):
        code = touched[:, attribution - 1]
    else:
        has_value = touched != MISSING
        which = has_value.argmax(axis=1)
        if attribution == "last":
            which = touched.shape[1] - 1 - has_value[:, ::-1].argmax(axis=1)
        code = np.take_along_axis(touched, which[:, None], axis=1)[:, 0]
    return Attributed(funnel, values, code)


def _by_held(funnel: Funnel) -> Attributed:
    place: dict[tuple[type, Value], int] = {}
    codes = [
        place.setdefault((type(value), value), len(place)) for units in funnel.units for value in units.held
    ]
    unit = funnel.walked("levels").unit
    return Attributed(funnel, tuple(value for _, value in place), np.array(codes, np.int64)[unit])


def _touches(funnel: Funnel, name: Name) -> tuple[tuple[Value, ...], Array]:
    """The values that occur; and per row and step the code of the one it had there."""
    question, lookup = funnel.question, Lookup(funnel.index)
    walked = funnel.walked("instants")
    arrived_us = walked.beside.arrived_us
    touched = np.full(arrived_us.shape, MISSING, np.int64)
    place: dict[tuple[type, Value], int] = {}
    before = 0
    for units, bucket in zip(funnel.units, funnel.index.buckets, strict=True):
        here = np.flatnonzero((walked.unit >= before) & (walked.unit < before + len(units.ends)))
        rows = np.empty((len(here), len(question.steps)), np.int64)
        load(ROWS_KERNEL).find_rows(
            units.rows,
            funnel.bound.rules.marks,
            question.mode == "unordered",
            walked.unit[here] - before,
            arrived_us[here],
            rows,
        )
        before += len(units.ends)
        is_there = rows >= 0
        found = lookup.values_at(
            name, bucket, rows[is_there] if units.place is None else units.place[rows[is_there]]
        )
        codes = np.array(
            [
                MISSING if value is None else place.setdefault((type(value), value), len(place))
                for value in found.values
            ],
            np.int64,
        )
        mine = np.full(rows.shape, MISSING, np.int64)
        mine[is_there] = codes[found.codes]
        touched[here] = mine
    lookup.keep()
    return tuple(value for _, value in place), touched
