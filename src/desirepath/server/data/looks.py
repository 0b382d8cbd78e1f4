"""What the wizard shows of a file: a look at it, and what the first rows would become."""

from __future__ import annotations

import re
from collections import Counter
from typing import Any

from ninja import Schema

from desirepath.base.problem import Problem
from desirepath.log.activities import ACTIVITIES
from desirepath.server.answers import ProblemOut
from desirepath.server.data.how import PlanOut, shape_word
from desirepath.server.data.models import SavedMapping
from desirepath.server.data.shown import READY_NAMED, MappingOut, ReadyOut, mapping_out
from desirepath.sources.column_times import column_times
from desirepath.sources.known_words import meant_by
from desirepath.sources.looking import Look
from desirepath.sources.mappings import ready_mapping
from desirepath.sources.money import currencies_of, mark_of
from desirepath.sources.shape import Refused
from desirepath.sources.table_plan import Planned, Question
from desirepath.sources.trying import Trial, TriedRow
from desirepath.sources.written_numbers import decimal_signs
from desirepath.sources.written_times import written_clocks

_SAMPLE_ROWS = 8
_LONGEST_CELL = 200
_MOST_REASONS = 20
_MOST_KINDS = 12
_MOST_WORDS = 60
_SOMEBODY = ("customer", "account", "object_id", "objects", "alias")
_NUMBER = re.compile(r"-?[0-9]{1,15}(\.[0-9]{1,9})?")


class ChoiceOut(Schema):
    """One answer: in words, and what it changes in the plan."""

    says: str
    sets: dict[str, Any]


class QuestionOut(Schema):
    """What the rows do not say: ``about`` is occurred_at, zone, whose, activity, score, currency or
    decimal; ``example`` is a cell that shows it."""

    about: str
    column: str
    says: str
    example: str
    choices: list[ChoiceOut]


class TimesOut(Schema):
    """How a column's cells are written as times. Several ``formats`` (null: ISO 8601): ``days`` says what the
    ``example`` would mean in each. ``proof``: a cell, one of ``proofs``, that only the first can read.
    ``without_zone``: a cell that names no zone (empty: all do)."""

    formats: list[str | None]
    days: list[str]
    example: str
    proof: str
    proofs: int
    without_zone: str


class ColumnOut(Schema):
    """A column: its first cells that say something, how many of the rows looked at have one, how many
    different ones there are, and why it was given its role (empty: for no reason). ``words`` are its
    different cells where these are few, and ``means`` the names that some of them mean, were they what
    happened. ``low`` and ``high`` of a column of numbers, ``times`` of one of times. ``signs``: the
    decimal signs with which all its cells are numbers (none where they have none). ``currency``: that of the
    sign which its cells have (empty: none). ``clock``: how its cells are written as times of day (empty: they
    are none)."""

    name: str
    cells: list[str]
    filled: int
    different: int
    why: str
    words: list[str]
    means: dict[str, str]
    low: float | None
    high: float | None
    signs: list[str]
    currency: str
    clock: str
    times: TimesOut | None


class LookOut(Schema):
    """What a file is. Of a table: its columns, its first rows, the plan it suggests with open questions, the
    saved mapping for files with the same columns, and the ready ones whose columns it has.

    ``sheets``: a workbook has several, of which one is to be chosen. ``activities`` are names that
    measures know, and ``meanings`` what they mean.
    """

    shape: str
    meaning: str
    source: str
    is_table: bool
    has_own_names: bool
    sheets: list[str]
    header: list[str]
    rows: list[list[str]]
    looked_at: int
    columns: list[ColumnOut]
    plan: PlanOut | None
    questions: list[QuestionOut]
    saved: MappingOut | None
    ready: list[ReadyOut]
    activities: list[str]
    meanings: dict[str, str]


class FactOut(Schema):
    """A fact that a row would become, with the facts' own field names."""

    type: str
    fields: dict[str, Any]


class TriedOut(Schema):
    """A row and what would become of it: its facts, or the reasons why it would be refused."""

    line: int
    row: Any
    facts: list[FactOut]
    problems: list[ProblemOut]


class ReasonOut(Schema):
    """How many rows would be refused for one reason; ``example`` says it of the one in ``line``. A row with
    several faults counts for each."""

    code: str
    rows: int
    example: ProblemOut
    line: int


class TrialOut(Schema):
    """What an import would make of the first rows: ``kept`` and ``refused`` of ``read``; the ``skipped``
    ones say nothing on purpose (the mapping leaves them out). ``is_whole``: the file has no other rows.
    ``needs_zone``: some only lack a time zone. ``activities``: the most frequent kinds of what happened, and
    how many ``more`` kinds there are; ``lost``: those of which every row would be refused. ``of_nobody``: of
    how many kept ones nobody can tell whose they are."""

    read: int
    kept: int
    refused: int
    skipped: int
    is_whole: bool
    needs_zone: bool
    facts: dict[str, int]
    activities: dict[str, int]
    more: int
    lost: dict[str, int]
    of_nobody: int
    first: str | None
    last: str | None
    reasons: list[ReasonOut]
    rows: list[TriedOut]


def look_out(look: Look) -> LookOut:
    """A look at a file."""
    sample, planned = look.sample, look.planned
    header = list(sample.header) if sample else []
    saved = SavedMapping.objects.filter(shape=shape_word(header)).first() if header else None
    ready = [one for one in look.ready if len(ready_mapping(one).needed) > 1]
    return LookOut(
        shape=look.shape,
        meaning=look.meaning,
        source=look.source,
        is_table=look.is_table,
        has_own_names=look.has_own_names,
        sheets=list(look.sheets),
        header=header,
        rows=[[_short(cell) for cell in row] for row in sample.rows[:_SAMPLE_ROWS]] if sample else [],
        looked_at=len(sample.rows) if sample else 0,
        columns=_columns(look) if planned else [],
        plan=PlanOut.model_validate(planned.plan, from_attributes=True) if planned else None,
        questions=[_question_out(one, planned, look) for one in planned.questions] if planned else [],
        saved=mapping_out(saved) if saved is not None else None,
        ready=[ReadyOut(name=one, meaning=READY_NAMED[one].meaning) for one in ready],
        activities=[one.name for one in ACTIVITIES],
        meanings={one.name: one.meaning for one in ACTIVITIES},
    )


def trial_out(trial: Trial, what: str | None = None, most: int = 60) -> TrialOut:
    """What would become of the first rows; the refused ones come first. ``what`` is the column that says what
    happened, where one does."""
    facts: dict[str, int] = {}
    activities: dict[str, int] = {}
    instants: list[str] = []
    of_nobody = 0
    for one in trial.kept:
        of_nobody += not any(name in fact for fact in one.facts for name in _SOMEBODY)
        for fact in one.facts:
            kind = fact.get("type", "interaction")
            facts[kind] = facts.get(kind, 0) + 1
            if "activity" in fact:
                activities[fact["activity"]] = activities.get(fact["activity"], 0) + 1
            if kind == "interaction":
                instants.append(fact["occurred_at"])
    raw = [one.row for one in trial.refused if isinstance(one.row, dict)]
    refused = Counter(str(row[what]) for row in raw if what in row)
    words = {str(one.row[what]) for one in trial.kept if isinstance(one.row, dict) and what in one.row}
    rows = [_refused_out(one) for one in trial.refused[:most]]
    rows += [_kept_out(one) for one in trial.kept[: max(0, most - len(rows))]]
    return TrialOut(
        read=trial.read,
        kept=len(trial.kept),
        refused=len(trial.refused),
        is_whole=trial.is_whole,
        needs_zone=any(_lacks_zone(one) for one in trial.refused),
        skipped=max(0, trial.read - len(trial.kept) - len(trial.refused)),
        facts=facts,
        activities=dict(sorted(activities.items(), key=lambda item: (-item[1], item[0]))[:_MOST_KINDS]),
        more=max(0, len(activities) - _MOST_KINDS),
        lost={name: count for name, count in refused.most_common() if name and name not in words},
        of_nobody=of_nobody,
        first=min(instants, default=None),
        last=max(instants, default=None),
        reasons=[
            ReasonOut(code=one.problem.code, rows=one.rows, example=_problem(one.problem), line=one.line)
            for one in trial.reasons[:_MOST_REASONS]
        ],
        rows=rows,
    )


def _columns(look: Look) -> list[ColumnOut]:
    assert look.sample is not None
    assert look.planned is not None
    found: list[ColumnOut] = []
    for place, name in enumerate(look.sample.header):
        cells = [row[place].strip() for row in look.sample.rows if place < len(row)]
        filled = [cell for cell in cells if cell and cell not in look.planned.plan.missing]
        different = dict.fromkeys(filled)
        some = [_short(cell) for cell, _ in zip(different, range(3), strict=False)]
        why = look.planned.reasons.get(name, "")
        numbers = [_number(cell) for cell in different]
        known = [] if None in numbers else [one for one in numbers if one is not None]
        times = column_times(filled)
        is_of_kinds = len(different) <= _MOST_WORDS and not known and times is None
        words = list(different) if is_of_kinds else []
        found.append(
            ColumnOut(
                name=name,
                cells=some,
                filled=len(filled),
                different=len(different),
                why=why,
                words=words,
                means=meant_by(words),
                low=min(known, default=None),
                high=max(known, default=None),
                signs=list(decimal_signs(filled)),
                currency=next(iter(currencies_of(mark_of(filled))), ""),
                clock=written_clocks(filled) or "",
                times=TimesOut.model_validate(times, from_attributes=True) if times else None,
            )
        )
    return found


def _question_out(question: Question, planned: Planned, look: Look) -> QuestionOut:
    example = ""
    if look.sample is not None and (column := question.column or planned.plan.column("occurred_at")):
        place = look.sample.header.index(column)
        example = next((row[place].strip() for row in look.sample.rows if row[place].strip()), "")
    choices = [ChoiceOut(says=one.says, sets=dict(one.sets)) for one in question.choices]
    return QuestionOut(
        about=question.about,
        column=question.column,
        says=question.says,
        example=_short(example),
        choices=choices,
    )


def _kept_out(one: TriedRow) -> TriedOut:
    facts = [
        FactOut(
            type=fact.get("type", "interaction"),
            fields={name: value for name, value in fact.items() if name not in ("type", "source")},
        )
        for fact in one.facts
    ]
    return TriedOut(line=one.line, row=one.row, facts=facts, problems=[])


def _refused_out(one: Refused) -> TriedOut:
    return TriedOut(line=one.line, row=one.row, facts=[], problems=[_problem(why) for why in one.reasons])


def _lacks_zone(one: Refused) -> bool:
    return any("no time zone" in why.says or "declare zone" in why.says for why in one.reasons)


def _problem(one: Problem) -> ProblemOut:
    return ProblemOut.model_validate({**one.to_json(), "file": None})


def _number(cell: str) -> float | None:
    return float(cell) if _NUMBER.fullmatch(cell) else None


def _short(cell: str) -> str:
    return cell if len(cell) <= _LONGEST_CELL else f"{cell[:_LONGEST_CELL]}…"
