"""Reads scorecards, and says what is wrong with them, each problem with file, line and column."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path

from desirepath.base.problem import DesirepathError, Problem
from desirepath.model.document import Document
from desirepath.model.expression_parser import parse_expression
from desirepath.model.map_file import read_document
from desirepath.model.structure import judge_document
from desirepath.success.kinds import (
    NO_SUCH_SIGNAL,
    NO_WEIGHT,
    POINTS_BEYOND,
    RANGES_LEAVE_GAP,
    RANGES_OVERLAP,
    SIGNAL_LACKS,
    SIGNAL_TWICE,
)
from desirepath.success.ranges import check_ranges
from desirepath.success.scorecard import Range, Scorecard, Signal

_OF_VALUES = ("mean", "latest", "sum", "trait")
_OF_INTERACTIONS = ("count", "people", "days", "days_since", "growth", "mean", "latest", "sum")


def read_scorecard(path: str | Path) -> Scorecard:
    """Read a scorecard. Raises DesirepathError with everything that is wrong, in the order of the file."""
    return _judged(read_document(path))


def read_scorecard_text(text: str | bytes, file: str | None = None) -> Scorecard:
    """Read a scorecard from YAML text; ``file`` is what problems call it."""
    return _judged(Document.read(text, file))


def _judged(document: Document) -> Scorecard:
    card = judge_document(Scorecard, document)
    problems = [_placed(problem, document) for problem in check_scorecard(card)]
    if problems:
        raise DesirepathError(sorted(problems, key=lambda problem: (problem.line or 0, problem.column or 0)))
    return card


def _placed(problem: Problem, document: Document) -> Problem:
    line, column = document.locate(problem.address) or (1, 1)
    return replace(problem, file=document.file, line=line, column=column)


def check_scorecard(card: Scorecard) -> Iterator[Problem]:
    """What a scorecard says that cannot be worked out, each at its address."""
    yield from _parsed(card.segment, "segment")
    yield from _check_levels(card)
    seen: set[str] = set()
    for number, signal in enumerate(card.signals):
        where = f"signals[{number}]"
        if signal.id in seen:
            yield SIGNAL_TWICE.at(f"{where}.id", says=f'another signal is called "{signal.id}" too')
        seen.add(signal.id)
        yield from _check_signal(signal, where)
        yield from _check_points(card, signal.scores, f"{where}.scores")
    if not any(signal.weight for signal in card.signals):
        yield NO_WEIGHT.at("signals")
    yield from _check_segments(card)


def _check_points(card: Scorecard, scores: Sequence[Range], where: str) -> Iterator[Problem]:
    yield from check_ranges(scores, where)
    if card.combine == "points":
        return
    for place, one in enumerate(scores):
        if not card.lowest <= one.points <= card.highest:
            says = f"{one.points:g} points are not within {card.lowest:g} to {card.highest:g}"
            yield POINTS_BEYOND.at(f"{where}[{place}].points", says=says)


def _check_segments(card: Scorecard) -> Iterator[Problem]:
    weights = {signal.id: signal.weight for signal in card.signals}
    seen: set[str] = set()
    for number, segment in enumerate(card.segments or ()):
        where = f"segments[{number}]"
        if segment.id in seen:
            yield SIGNAL_TWICE.at(f"{where}.id", says=f'another segment is called "{segment.id}" too')
        seen.add(segment.id)
        yield from _parsed(segment.when, f"{where}.when")
        there = dict(weights)
        adjusted: set[str] = set()
        for place, one in enumerate(segment.signals):
            here = f"{where}.signals[{place}]"
            if one.id not in weights:
                known = ", ".join(weights)
                yield NO_SUCH_SIGNAL.at(
                    f"{here}.id", says=f'there is no signal "{one.id}"', fix=f"one of: {known}"
                )
            if one.id in adjusted:
                yield SIGNAL_TWICE.at(f"{here}.id", says=f'"{one.id}" is adjusted twice')
            adjusted.add(one.id)
            there[one.id] = there.get(one.id, 0.0) if one.weight is None else one.weight
            if one.scores is not None:
                yield from _check_points(card, one.scores, f"{here}.scores")
        if not any(there.values()):
            yield NO_WEIGHT.at(where, says=f'in "{segment.name}" no signal has any weight')


def _check_signal(signal: Signal, where: str) -> Iterator[Problem]:
    if signal.takes in _OF_INTERACTIONS and not signal.of:
        yield SIGNAL_LACKS.at(
            where, says=f'"{signal.name}" does not say of which interactions', fix="add of: [{activity: ...}]"
        )
    if signal.takes in _OF_VALUES and signal.value is None:
        yield SIGNAL_LACKS.at(
            where, says=f'"{signal.name}" does not say of which value', fix="add value: score"
        )
    if signal.takes == "growth" and signal.within is None:
        yield SIGNAL_LACKS.at(
            where, says=f'"{signal.name}" does not say over how long', fix="add within: 30d"
        )
    for field, name in (("value", signal.value), ("per", signal.per)):
        if name is not None:
            yield from _parsed(f"{name} != null", f"{where}.{field}")
    if signal.per is not None and not signal.per.startswith("traits."):
        yield SIGNAL_LACKS.at(f"{where}.per", says="only a trait can be divided by", fix="per: traits.seats")
    if signal.takes == "trait" and signal.value is not None and not signal.value.startswith("traits."):
        yield SIGNAL_LACKS.at(f"{where}.value", says="this is no trait", fix="value: traits.seats")


def _check_levels(card: Scorecard) -> Iterator[Problem]:
    reached: float | None = None
    seen: set[str] = set()
    if not card.levels:
        yield RANGES_LEAVE_GAP.at("levels", says="the scale has no levels", fix="add levels: [{name: poor}]")
    for number, level in enumerate(card.levels):
        where = f"levels[{number}]"
        if level.name in seen:
            yield SIGNAL_TWICE.at(f"{where}.name", says=f'another level is called "{level.name}" too')
        seen.add(level.name)
        if (number == 0) != (level.at_least is None):
            yield RANGES_LEAVE_GAP.at(
                where,
                says="only the lowest level, which comes first, begins where the scale does",
                fix="say at_least of every level but the first",
            )
        elif level.at_least is not None and reached is not None and level.at_least <= reached:
            yield RANGES_OVERLAP.at(where, says=f'"{level.name}" begins at or below the level before it')
        reached = level.at_least if level.at_least is not None else card.lowest


def _parsed(text: str | None, where: str) -> Iterator[Problem]:
    if text is None:
        return
    try:
        parse_expression(text)
    except DesirepathError as error:
        for problem in error.problems:
            yield replace(problem, address=where, line=None, column=None)
