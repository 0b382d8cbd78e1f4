"""What the columns of a table mean, one role for each: a mapping that can be decided by pointing at columns.

A plan says less than a mapping file can (one fact a row), and can always be written as one.
"""

from __future__ import annotations

import re
import tomllib
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise
from typing import Any, Literal

from desirepath.sources.column_times import days_of
from desirepath.sources.column_words import NAMES, PLANS, are_alike, plain_name, rank, without_id
from desirepath.sources.known_words import meant_by
from desirepath.sources.mapping import template_columns
from desirepath.sources.proposing import TO_DECIDE, Doubt, propose, quoted
from desirepath.sources.sampling import Sample
from desirepath.sources.written_numbers import SIGNS, decimal_signs
from desirepath.sources.written_times import with_clock, without_clock

ROLES = (
    "occurred_at",
    "clock",
    "customer",
    "account",
    "activity",
    "score",
    "text",
    "amount",
    "currency",
    "channel",
    "key",
    "name",
    "plan",
)
"""What one column can be, and only one. ``clock`` is the time of day, where that stands beside the day.
``name`` and ``plan`` are what somebody is called and has bought: known of them, and kept under these words,
which boards, lists and segments read."""
PROPERTY, TRAIT, IGNORED, OBJECT = "property", "trait", "ignored", "object:"
"""Roles that several columns can have. ``trait``: in rows that say what happened, what is known of whoever it
happened to; ``object:ticket`` is the id of a ticket."""
NAMES_SOMEBODY = ("customer", "account")
_KNOWN_AS = ("name", "plan")
_MANY_ANSWERS = 30
_FEWEST_KNOWN = 3
"""Of fewer rows nobody can say that each is about somebody else."""
_FEWEST_OFTEN, _MOST_KINDS, _MOST_FILLED = 20, 50, 0.9
"""So many must be there with several rows, that one can say of a detail that it stays the same; and what is
known of somebody is one of few words, in nearly every row."""
_NO_NUMBER = re.compile("version|release")
"""What such a column holds is written like a number, and is none: 2.10 comes after 2.9."""
About = Literal["occurred_at", "zone", "whose", "activity", "score", "currency", "decimal"]


@dataclass(frozen=True, slots=True)
class TablePlan:
    """How a table is read: the role of each column, and what no column says.

    ``time_format`` is None for ISO 8601, ``clock_format`` that of the time of day where it has a column;
    ``zone`` is that of times that name none. ``activity`` and
    ``currency`` are for tables in which every row has the same, ``means`` translates words of the column of
    activities (others are kept), ``scale`` is that of the score. With
    ``is_traits`` its rows say what is known of somebody, not what happened: of ``whose``, and nobody else.
    The ids in columns of ``lower`` are put in lower case. What is known of somebody is a text, but a number
    from columns of ``numbers``. ``spellings`` of a column are read as the word that they stand for.
    """

    source: str
    roles: Mapping[str, str]
    is_traits: bool = False
    time_format: str | None = None
    zone: str | None = None
    activity: str | None = None
    means: Mapping[str, str] = field(default_factory=dict)
    scale: str | None = None
    currency: str | None = None
    delimiter: str | None = None
    encoding: str | None = None
    decimal: str | None = None
    thousands: str | None = None
    missing: tuple[str, ...] = ()
    lower: tuple[str, ...] = ()
    numbers: tuple[str, ...] = ()
    sheet: str | None = None
    header_rows: int = 1
    clock_format: str | None = None
    spellings: Mapping[str, Mapping[str, str]] = field(default_factory=dict)

    def column(self, role: str) -> str | None:
        """The column that has a role; None where none has."""
        return next((name for name, own in self.roles.items() if own == role), None)

    def columns(self, role: str) -> tuple[str, ...]:
        """All columns of a role."""
        return tuple(name for name, own in self.roles.items() if own == role)

    @property
    def whose(self) -> str | None:
        """The role of those that traits are of: the customer, else the account, else the first other thing.

        >>> TablePlan("crm", {"company": "account", "user": "customer"}).whose
        'customer'
        """
        objects = (own for own in self.roles.values() if own.startswith(OBJECT))
        return next((one for one in NAMES_SOMEBODY if self.column(one)), next(objects, None))

    @property
    def lacking(self) -> tuple[About, ...]:
        """What has to be known before anything can be imported."""
        named = [role for role in self.roles.values() if role in NAMES_SOMEBODY or role.startswith(OBJECT)]
        needs: list[tuple[About, bool]] = [
            ("occurred_at", self.column("occurred_at") is not None),
            ("whose", bool(named)),
            ("activity", self.is_traits or bool(self.activity or self.column("activity"))),
            ("score", self.is_traits or not self.column("score") or bool(self.scale)),
            (
                "currency",
                self.is_traits or not self.column("amount") or bool(self.currency or self.column("currency")),
            ),
        ]
        return tuple(about for about, is_known in needs if not is_known)

    def to_mapping(self) -> str:
        """The plan as a mapping file.

        >>> plan = TablePlan("app", {"At": "occurred_at", "Who": "customer", "What": "activity"})
        >>> print(plan.to_mapping())
        source = "app"
        <BLANKLINE>
        [[fact]]
        occurred_at = "At"
        customer = "Who"
        activity = "What"
        properties = "none"
        <BLANKLINE>
        """
        facts = [[*self._fact()]]
        if self.is_traits and self.whose == "customer" and (account := self.column("account")):
            facts.append([*self._belonging(account)])
        if not self.is_traits and self.whose and self.known():
            facts.append([*self._known()])
        return "\n".join([*self._top(), *(line for one in facts for line in ("", "[[fact]]", *one))]) + "\n"

    def _top(self) -> Iterator[str]:
        yield f"source = {quoted(self.source)}"
        for name in ("delimiter", "encoding", "decimal", "thousands", "sheet", "zone"):
            if value := getattr(self, name):
                yield f"{name} = {quoted(value)}"
        if self.header_rows != 1:
            yield f"header_rows = {self.header_rows}"
        if numbers := [one for one in self.known().values() if one in self.numbers]:
            yield f"numbers = [{', '.join(map(quoted, numbers))}]"
        if spelled := {c: words for c, words in self.spellings.items() if words and c in self.roles}:
            columns = ", ".join(f"{quoted(column)} = {_words(words)}" for column, words in spelled.items())
            yield f"spellings = {{{columns}}}"
        if self.missing:
            yield f"missing = [{', '.join(map(quoted, self.missing))}]"

    def _fact(self) -> Iterator[str]:
        if self.is_traits:
            yield 'kind = "traits"'
        yield from self._time()
        whose = self.whose
        for role in NAMES_SOMEBODY:
            if (name := self.column(role)) and (role == whose or not self.is_traits):
                yield f"{role} = {self._id(name)}"
        named = {c: own for c, own in self.roles.items() if own.startswith(OBJECT)}
        objects = {
            own.removeprefix(OBJECT): c for c, own in named.items() if own == whose or not self.is_traits
        }
        if objects:
            yield f"objects = {{{', '.join(f'{quoted(k)} = {quoted(c)}' for k, c in objects.items())}}}"
        if not self.is_traits:
            yield from self._of_interaction()
        if key := self.column("key"):
            yield f"key = {quoted(key)}"
        if self.is_traits:
            yield f"traits = {_bag(self.known())}"
        else:
            yield f"properties = {_bag({one: one for one in self.columns(PROPERTY)})}"

    def known(self) -> dict[str, str]:
        """What is known of somebody, each by its name, and its column."""
        columns = self.columns(TRAIT)
        if self.is_traits:
            columns = (*self.columns(PROPERTY), *columns, *self._unused())
        said = {one: column for one in _KNOWN_AS if (column := self.column(one))}
        return {**{one: one for one in columns if one not in said}, **said}

    def _time(self) -> Iterator[str]:
        written, clock = self.time_format, self.column("clock")
        if (at := self.column("occurred_at")) and clock:
            both = quoted(with_clock(written, self.clock_format or "%H:%M") or "")
            yield f"occurred_at = {{template = {quoted(f'{{{at}}} {{{clock}}}')}, format = {both}}}"
        elif at:
            yield f"occurred_at = {_value(at, format=written) if written else quoted(at)}"

    def _known(self) -> Iterator[str]:
        """What a row of something that happened says of whoever it happened to."""
        whose = self.whose or ""
        yield 'kind = "traits"'
        column = self.column(whose) or ""
        yield f"only_if = {quoted(column)}"
        yield from self._time()
        yield (
            f"{whose} = {self._id(column)}"
            if whose in NAMES_SOMEBODY
            else f"objects = {{{quoted(whose.removeprefix(OBJECT))} = {quoted(column)}}}"
        )
        yield f"traits = {_bag(self.known())}"

    def _belonging(self, account: str) -> Iterator[str]:
        """That the customer of a row belongs to its account, where the row names one."""
        yield 'kind = "identity"'
        yield f"only_if = {quoted(account)}"
        yield f"customer = {self._id(self.column('customer') or '')}"
        yield f"belongs_to = {self._id(account)}"

    def _id(self, column: str) -> str:
        return _value(column, lower=True) if column in self.lower else quoted(column)

    def _of_interaction(self) -> Iterator[str]:
        if name := self.column("activity"):
            words = ", ".join(f"{quoted(word)} = {quoted(own)}" for word, own in self.means.items())
            column = f'column = {quoted(name)}, map = {{{words}}}, otherwise = "keep"'
            yield f"activity = {{{column}}}" if words else f"activity = {quoted(name)}"
        elif self.activity:
            yield f"activity = {{value = {quoted(self.activity)}}}"
        if name := self.column("score"):
            yield f"score = {_value(name, scale=self.scale)}" if self.scale else f"score = {quoted(name)}"
        if name := self.column("amount"):
            yield f"amount = {quoted(name)}"
            if own := self.column("currency"):
                yield f"currency = {quoted(own)}"
            elif self.currency:
                yield f"currency = {{value = {quoted(self.currency)}}}"
        for role in ("channel", "text"):
            if name := self.column(role):
                yield f"{role} = {quoted(name)}"

    def _unused(self) -> tuple[str, ...]:
        """Columns with a role that only interactions have, and ids of other things: for traits they are
        traits."""
        only = ("activity", "score", "text", "amount", "currency", "channel")
        return tuple(
            name
            for name, own in self.roles.items()
            if own in only or (own.startswith(OBJECT) and own != self.whose)
        )


@dataclass(frozen=True, slots=True)
class Choice:
    """One answer to a question: in words, and what it makes of the plan (its fields, by name)."""

    says: str
    sets: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Question:
    """What the rows do not say and somebody has to: ``about`` what, about which ``column`` (empty: none)."""

    about: About
    column: str
    says: str
    choices: tuple[Choice, ...] = ()


@dataclass(frozen=True, slots=True)
class Planned:
    """The plan that a table's names and cells suggest, with the questions that they leave open, and what
    made it so (by column)."""

    plan: TablePlan
    questions: tuple[Question, ...]
    reasons: Mapping[str, str] = field(default_factory=dict)


def plan_table(sample: Sample) -> Planned:
    """The plan for a table, from the same look at it as ``propose``. It never raises.

    >>> rows = (("04/03/2026 09:30", "u1", "sign up"),)
    >>> planned = plan_table(Sample("app", ("Date", "User ID", "Event"), rows))
    >>> planned.plan.roles
    {'Date': 'occurred_at', 'User ID': 'customer', 'Event': 'activity'}
    >>> [(one.about, [choice.says for choice in one.choices]) for one in planned.questions]
    [('occurred_at', ['4 March 2026, 09:30', '3 April 2026, 09:30']), ('zone', [])]
    """
    proposal = propose(sample)
    said = tomllib.loads(proposal.text)
    roles = dict.fromkeys(sample.header, PROPERTY)
    plan = TablePlan(
        sample.name or "table",
        roles,
        delimiter=sample.delimiter,
        encoding=sample.encoding,
        sheet=sample.sheet,
        header_rows=sample.header_rows,
        missing=tuple(said.get("missing", ())),
        zone=_decided(said.get("zone")),
        decimal=_decided(said.get("decimal")),
        thousands=_decided(said.get("thousands")),
    )
    for name, value in said["fact"][0].items():
        plan = _with_field(plan, name, value)
    questions: list[Question] = []
    for doubt in proposal.doubts:
        question = _question(plan, doubt, sample)
        if question.about == "occurred_at" and doubt.column:
            # Only how it is written is open.
            plan = _with_columns_of_time(plan, doubt)
        if question.about == "score" and doubt.column:
            plan = with_role(plan, doubt.column, "score")
            if scale := _scale_met(question, doubt.column, sample):
                plan = replace(plan, scale=scale)
                continue
        questions.append(question)
    if _says_what_is_known(plan, questions, sample):
        plan = replace(plan, is_traits=True)
        questions = [one for one in questions if one.about not in ("activity", "currency", "decimal")]
    reasons = _reasons(proposal.text)
    if not plan.is_traits and (column := plan.column("activity")):
        place = sample.header.index(column)
        plan = replace(plan, means=meant_by({row[place].strip() for row in sample.rows if place < len(row)}))
    plan = _with_names(plan, sample)
    for column in () if plan.is_traits else _stays_the_same(plan, sample):
        plan = with_role(plan, column, TRAIT)
        reasons[column] = f"it is the same in all rows of one {plan.whose}"
    return Planned(_with_numbers(plan, sample), tuple(questions), reasons)


def _with_columns_of_time(plan: TablePlan, doubt: Doubt) -> TablePlan:
    """The plan in which the columns that say when have their roles, whichever way they are written."""
    said = next(
        (one["occurred_at"] for line in doubt.choices if "occurred_at" in (one := tomllib.loads(line))), None
    )
    if said is None:
        return with_role(plan, doubt.column, "occurred_at")
    return replace(_with_field(plan, "occurred_at", said), time_format=plan.time_format)


def _with_names(plan: TablePlan, sample: Sample) -> TablePlan:
    """The plan that knows what those are called whom an id names, and what they have bought."""
    if plan.whose not in NAMES_SOMEBODY or (somebody := plan.column(plan.whose)) is None:
        return plan
    known = rank(plan.whose, somebody)
    for column in plan.columns(PROPERTY):
        own = rank(plan.whose, column)
        is_alike = known is not None and own is not None and are_alike(known[1], own[1])
        is_said = plain_name(column) in NAMES or (is_alike and not without_id(plain_name(column))[1])
        if is_said and plan.column("name") is None and _names_each(somebody, column, sample):
            plan = with_role(plan, column, "name")
        elif plain_name(column) in PLANS and plan.column("plan") is None:
            plan = with_role(plan, column, "plan")
    return plan


def _names_each(somebody: str, column: str, sample: Sample) -> bool:
    """Whether a column calls each by one name, and hardly two by the same."""
    ids, names = sample.header.index(somebody), sample.header.index(column)
    rows = [row for row in sample.rows if len(row) == len(sample.header) and row[ids].strip()]
    called = {(row[ids].strip(), row[names].strip()) for row in rows if row[names].strip()}
    different = len({name for _, name in called})
    everybody = len({one for one, _ in called})
    is_mail = any("@" in name for _, name in called)
    return not is_mail and 0 < len(called) <= 1.05 * everybody and 2 * different >= everybody


def _with_numbers(plan: TablePlan, sample: Sample) -> TablePlan:
    """The plan that knows which columns hold numbers with a sign, as far as it is known what sign that is."""
    sign = plan.decimal or "."
    numbers, is_grouped = [], False
    for place, column in enumerate(sample.header):
        cells = [cell for row in sample.rows if place < len(row) and (cell := row[place].strip())]
        cells = [cell for cell in cells if cell not in plan.missing]
        signs = decimal_signs(cells)
        is_known = sign in signs and (plan.decimal is not None or len(signs) == 1)
        if is_known and not _NO_NUMBER.search(plain_name(column)):
            numbers.append(column)
            is_grouped |= any(one in cell for cell in cells for one in SIGNS if one != sign)
    other = next(one for one in SIGNS if one != sign)
    return replace(plan, numbers=tuple(numbers), thousands=plan.thousands or (other if is_grouped else None))


def _stays_the_same(plan: TablePlan, sample: Sample) -> list[str]:
    """Details that are the same in all rows of one customer, of those with several rows: their plan, where
    they came from."""
    somebody = plan.column(plan.whose) if plan.whose in NAMES_SOMEBODY else None
    if somebody is None:
        return []
    place = {name: at for at, name in enumerate(sample.header)}
    told = [
        (one, row)
        for row in sample.rows
        if len(row) == len(sample.header) and (one := row[place[somebody]].strip())
    ]
    times = Counter(one for one, _ in told)
    often = {one for one, count in times.items() if count > 1}
    if len(often) < _FEWEST_OFTEN:
        return []
    found = []
    for column in plan.columns(PROPERTY):
        cells = [(one, row[place[column]].strip()) for one, row in told]
        filled = [(one, cell) for one, cell in cells if cell and cell not in plan.missing]
        kinds = {cell for _, cell in filled}
        if 1 < len(kinds) <= _MOST_KINDS and len(filled) >= _MOST_FILLED * len(cells):
            of = {(one, cell) for one, cell in filled if one in often}
            if len(of) == len({one for one, _ in of}):
                found.append(column)
    return found


def _says_what_is_known(plan: TablePlan, questions: Sequence[Question], sample: Sample) -> bool:
    """Whether the rows say what is known of somebody: nothing is called what happened, nothing was asked or
    said, no other thing is named, and nobody has two rows."""
    told = any(plan.column(role) for role in ("activity", "score", "text", "channel"))
    column = plan.column(plan.whose) if plan.whose in NAMES_SOMEBODY else None
    if told or column is None or any(own.startswith(OBJECT) for own in plan.roles.values()):
        return False
    place = sample.header.index(column)
    somebody = [row[place].strip() for row in sample.rows if place < len(row) and row[place].strip()]
    is_open = any(one.about == "activity" for one in questions)
    return is_open and len(somebody) >= _FEWEST_KNOWN and len(somebody) == len(set(somebody))


def _scale_met(question: Question, column: str, sample: Sample) -> str | None:
    """The scale on which many answers lie from one end to the other; on a longer one some would be above."""
    place = sample.header.index(column)
    cells = [row[place].strip() for row in sample.rows if place < len(row)]
    answers = [int(cell) for cell in cells if re.fullmatch(r"[0-9]{1,2}", cell)]
    if len(answers) < _MANY_ANSWERS:
        return None
    offered = [str(one.sets.get("scale")) for one in question.choices]
    return next((one for one in offered if one == f"{min(answers)}..{max(answers)}"), None)


def with_role(plan: TablePlan, column: str, role: str) -> TablePlan:
    """The plan in which a column has a role; where only one can have it, the one before becomes a property.

    >>> plan = TablePlan("app", {"a": "customer", "b": "property"})
    >>> with_role(plan, "b", "customer").roles
    {'a': 'property', 'b': 'customer'}
    """
    is_single = role in ROLES or role.startswith(OBJECT)
    roles = {name: PROPERTY if is_single and own == role else own for name, own in plan.roles.items()}
    return replace(plan, roles={**roles, column: role})


def _with_field(plan: TablePlan, name: str, value: Any) -> TablePlan:
    """The plan with what one line of a proposed fact says."""
    if isinstance(value, str) and value.startswith(TO_DECIDE):
        return plan
    if name == "objects":
        for kind, column in value.items():
            plan = with_role(plan, column, f"{OBJECT}{kind}")
        return plan
    if name not in ROLES:
        return plan
    if isinstance(value, dict) and "value" in value:
        return replace(plan, **{name: value["value"]})
    if isinstance(value, dict) and "template" in value:
        day, clock = template_columns(value["template"])
        written, of_day = without_clock(value["format"])
        plan = with_role(with_role(plan, day, "occurred_at"), clock, "clock")
        return replace(plan, time_format=written, clock_format=of_day)
    column = value["column"] if isinstance(value, dict) else value
    plan = with_role(plan, column, name)
    if isinstance(value, dict):
        if name == "occurred_at":
            plan = replace(plan, time_format=value.get("format"))
        if name == "score":
            plan = replace(plan, scale=value.get("scale"))
        if value.get("lower"):
            plan = replace(plan, lower=(*plan.lower, column))
    return plan


def _question(plan: TablePlan, doubt: Doubt, sample: Sample) -> Question:
    """A doubt as a question whose answers change the plan."""
    choices = [(line, tomllib.loads(line)) for line in doubt.choices]
    names = {name for _, said in choices for name in said}
    about: About
    if "zone" in names:
        return Question("zone", doubt.column, doubt.says)  # every zone is a choice
    if "decimal" in names:
        both = (
            Choice(",", {"decimal": ",", "thousands": "."}),
            Choice(".", {"decimal": ".", "thousands": ","}),
        )
        return Question("decimal", doubt.column, doubt.says, both)
    if names & {"customer", "account"} or "whose is it" in doubt.says:
        about = "whose"
    elif "score" in names:
        about = "score"
    elif "currency" in names:
        about = "currency"
    elif "activity" in names:
        about = "activity"
    else:
        about = "occurred_at"
    answers = [_choice(plan, said) for _, said in choices if "..." not in str(said)]
    if about == "occurred_at" and doubt.column:
        answers = _as_days(answers, doubt.column, sample)
    return Question(about, doubt.column, doubt.says, tuple(answers))


def _as_days(answers: Sequence[Choice], column: str, sample: Sample) -> list[Choice]:
    """Ways to write a time, each said by what the same cell would mean."""
    place = sample.header.index(column)
    found = days_of(
        [str(one.sets.get("time_format")) for one in answers], [row[place] for row in sample.rows]
    )
    return (
        [replace(one, says=day) for one, day in zip(answers, found[1], strict=True)] if found else [*answers]
    )


def _choice(plan: TablePlan, said: Mapping[str, Any]) -> Choice:
    (name, value) = next(iter(said.items()))
    after = _with_field(plan, name, value)
    if isinstance(value, dict):
        words = value.get("format") or value.get("scale") or value.get("value") or value.get("column")
    else:
        words = value
    changed = {
        one: getattr(after, one)
        for one in ("roles", "time_format", "clock_format", "activity", "scale", "currency", "lower")
        if getattr(after, one) != getattr(plan, one)
    }
    return Choice(str(words), changed)


def _decided(value: str | None) -> str | None:
    return None if value is None or value.startswith(TO_DECIDE) else value


def _reasons(text: str) -> dict[str, str]:
    """Why each column got its role, by the comments of the proposal."""
    reasons: dict[str, str] = {}
    lines: Sequence[str] = text.splitlines()
    for why, line in pairwise(lines):
        if (
            not why.startswith("# ")
            or why.startswith(f"# {TO_DECIDE}")
            or line.startswith("#")
            or " = " not in line
        ):
            continue
        try:
            ((name, value),) = tomllib.loads(line).items()
        except (ValueError, tomllib.TOMLDecodeError):
            continue
        column = value.get("column") if isinstance(value, dict) else value
        if isinstance(value, dict) and "template" in value:
            reasons |= dict.fromkeys(template_columns(value["template"]), why.removeprefix("# "))
        elif name in ROLES and isinstance(column, str) and not column.startswith(TO_DECIDE):
            reasons[column] = why.removeprefix("# ")
    return reasons


def _words(words: Mapping[str, str]) -> str:
    return f"{{{', '.join(f'{quoted(word)} = {quoted(meant)}' for word, meant in words.items())}}}"


def _bag(columns: Mapping[str, str]) -> str:
    if not columns:
        return quoted("none")
    if all(name == column for name, column in columns.items()):
        return f"[{', '.join(map(quoted, columns))}]"
    return f"{{{', '.join(f'{quoted(name)} = {quoted(one)}' for name, one in columns.items())}}}"


def _value(column: str, **more: Any) -> str:
    said = [f"column = {quoted(column)}"]
    said += [f"{name} = {'true' if value is True else quoted(value)}" for name, value in more.items()]
    return "{" + ", ".join(said) + "}"
