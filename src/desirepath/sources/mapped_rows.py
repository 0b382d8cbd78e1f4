"""Records with any column names into rows with the facts' own field names, as a mapping says."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from desirepath.base.problem import Kind, Problem
from desirepath.log.row_checks import Row
from desirepath.sources.cells import (
    NoSuchDayError,
    instant_reader,
    money_reader,
    number_of,
    number_reader,
    read_json,
    read_yes_no,
    refuse_other_money,
)
from desirepath.sources.currencies import major_units
from desirepath.sources.kinds import BAD_CELL, BAD_CELL_TIME, UNKNOWN_VALUE
from desirepath.sources.mapping import TIMES, FactMapping, Mapping, Value, for_header, template_columns

Record = dict[str, str]
REQUIRED = {
    "interaction": ("occurred_at", "activity"),
    "traits": ("occurred_at",),
    "identity": (),
    "context": ("occurred_at", "kind", "title"),
}
OF_AN_OBJECT = ("traits", "identity")
CELLS_TOO_MANY = "(cells too many)"
"""Under this name lie, in a file of rejects, the cells that a row has beyond the header."""
_Read = Callable[[Record], Any]
_SOMEBODY = ("customer", "account", "object_id")
_LACKING = {"occurred_at": "nobody can tell when it happened", "activity": "nobody can tell what happened"}


class SkipError(Exception):
    """A row does not make this fact."""


class _CellError(Exception):
    def __init__(self, kind: Kind, column: str, says: str, fix: str = "") -> None:
        super().__init__(says)
        self.problem = kind.at(column, says=says, fix=fix)


class _RowError(Exception):
    """A row that cannot make this fact, with all that is wrong with it."""

    def __init__(self, faults: Sequence[_CellError]) -> None:
        super().__init__(str(faults[0]))
        self.problems = [one.problem for one in faults]


class _EmptyError(_CellError):
    def __init__(self, column: str, so: str) -> None:
        super().__init__(BAD_CELL, column, f'the column "{column}" is empty: {so}', "fill the cell in")


def fill(template: str, record: Record) -> str:
    """The template with the cells of its columns."""
    for column in template_columns(template):
        template = template.replace("{" + column + "}", record[column].strip())
    return template


def respelled(record: Record, spellings: dict[str, dict[str, str]]) -> Record:
    """The record in which words are spelled as they are meant.

    >>> respelled({"plan": "basic ", "who": "basic"}, {"plan": {"basic": "Basic"}})
    {'plan': 'Basic', 'who': 'basic'}
    """
    found = ((column, words, record.get(column, "").strip()) for column, words in spellings.items())
    return {**record, **{column: words[cell] for column, words, cell in found if cell in words}}


class RowMapper:
    """Applies one mapping to records (column name to cell)."""

    def __init__(self, mapping: Mapping, header: tuple[str, ...] | None = None) -> None:
        mapping = for_header(mapping, header or ())
        self._mapping = mapping
        self._header = header
        columns = frozenset[str]().union(*(fact.columns for fact in mapping.facts))
        self._needed = mapping.needed
        self._absent = dict.fromkeys(columns & mapping.optional - set(header or ()), "")
        self._makers = [(self._maker(fact), fact.fallback) for fact in mapping.facts]

    def fits(self, record: Record) -> bool:
        """Whether the record has every column that the mapping needs."""
        return record.keys() >= self._needed

    def missing_columns(self, header: tuple[str, ...]) -> tuple[str, ...]:
        """The columns that the mapping needs and the table lacks."""
        return tuple(sorted(self._needed - set(header)))

    def whole(self, record: Record) -> Record:
        """The record with what other tables say of it."""
        return self._mapping.more(record) if self._mapping.more else record

    def map_record(self, record: Record) -> list[Row | Problem]:
        """The facts that one record makes, and the reasons why it does not make others."""
        if self._absent:
            record = {**self._absent, **record}
        if self._mapping.spellings:
            record = respelled(record, self._mapping.spellings)
        made: list[Row | Problem] = []
        for make, is_fallback in self._makers:
            if is_fallback and made:
                continue
            try:
                made.append(make(record))
            except SkipError:
                continue
            except _RowError as error:
                made += error.problems
        return made

    def _maker(self, fact: FactMapping) -> Callable[[Record], Row]:
        fields = [(name, self.reader(name, value)) for name, value in fact.fields.items()]
        objects = [(kind, self.reader("object", value)) for kind, value in fact.objects.items()]
        bag_name = {"traits": "traits", "identity": ""}.get(fact.kind, "properties")
        bag = self.collector(fact) if bag_name else None
        key = self._key(fact)
        applies = self._condition(fact)
        start: Row = {} if fact.kind == "interaction" else {"type": fact.kind}
        required = [
            (name, () if value.alternatives else value.columns)
            for name, value in fact.fields.items()
            if name in REQUIRED[fact.kind]
        ]
        missing = self._mapping.missing
        names_it = [value.column for name, value in fact.fields.items() if name in _SOMEBODY]
        asked = [name for name, value in fact.fields.items() if value.like]
        column_of_id = (
            names_it[0] if len(names_it) == 1 and not objects and fact.kind in OF_AN_OBJECT else None
        )

        def make(record: Record) -> Row:
            if not applies(record):
                raise SkipError
            row = dict(start)
            faults: list[_CellError] = []
            broken: set[str] = set()
            for name, read in fields:
                try:
                    value = read(record)
                except _CellError as error:
                    faults.append(error)
                    broken.add(name)
                    continue
                except SkipError:
                    if faults:
                        continue
                    raise
                if value is not None:
                    row[name] = value
            if asked and not faults and any(name not in row for name in asked):
                raise SkipError
            for name, columns in required:
                if name not in row and name not in broken and columns:
                    empty = (one for one in columns if record[one].strip() in missing)
                    column = next(empty, columns[0])
                    faults.append(_EmptyError(column, _LACKING.get(name, f"its {name} is not known")))
            try:
                if objects:
                    found = {kind: name for kind, read in objects if (name := read(record)) is not None}
                    row["objects"] = found
                if bag is not None and ((content := bag(record)) or bag_name == "traits"):
                    row[bag_name] = content
            except _CellError as error:
                faults.append(error)
            # A row of an interaction may be nobody's; where it has to be mended anyway, that is said as well.
            whose = column_of_id or (names_it[0] if faults and names_it else None)
            is_somebodys = row.get("objects") or any(one in row or one in broken for one in _SOMEBODY)
            if whose and not is_somebodys:
                faults.append(_EmptyError(whose, "nobody can tell whose this is"))
            if faults:
                raise _RowError(faults)
            if key is not None and (own := key(record, row)) is not None:
                row["key"] = own
            if fact.minor_units and "amount" in row and "currency" in row:
                row["amount"] = major_units(row["amount"], row["currency"])
            return row

        return make

    def _condition(self, fact: FactMapping) -> Callable[[Record], bool]:
        if fact.only_if is None:
            return lambda record: True
        column, words = fact.only_if
        missing = self._mapping.missing
        if words is None:
            return lambda record: record[column].strip() not in missing
        return lambda record: record[column].strip() in words

    def _key(self, fact: FactMapping) -> Callable[[Record, Row], str | None] | None:
        if not fact.key:
            return None
        is_one_of_many = len(self._mapping.facts) > 1
        columns, prefix = fact.key, f"{fact.key_prefix}:" if fact.key_prefix else ""
        if len(columns) == 1 and not is_one_of_many and not prefix:
            only = columns[0]
            return lambda record, row: record[only].strip() or None

        def key(record: Record, row: Row) -> str | None:
            own = ":".join(record[column].strip() for column in columns)
            if not own.strip(":"):
                return None
            return f"{prefix}{row.get('activity', '')}:{own}" if is_one_of_many else f"{prefix}{own}"

        return key

    def reader(self, name: str, value: Value) -> Callable[[Record], Any]:
        """What reads one field (``object``: an id of another type) of a record: its value, None where it is
        missing.

        It raises SkipError where the record does not make this fact, and another exception where it is
        refused.
        """
        if value.alternatives:
            readers = [self.reader(name, one) for one in value.alternatives]
            return lambda record: next((v for read in readers if (v := read(record)) is not None), None)
        if value.column is None and value.template is None:
            return lambda record: None if value.like else value.fixed
        cell = self._cell(value)
        read = self._converter(name, value)
        kind = BAD_CELL_TIME if name in TIMES else BAD_CELL
        words, otherwise = value.words, value.otherwise
        currency = self.reader("currency", value.currency) if value.currency else None
        where = value.column or value.template or ""

        def of(record: Record) -> Any:
            text = cell(record)
            if text is None:
                return None
            if words is not None:
                if text in words:
                    text = words[text]
                    if text == "":
                        return None
                    if not isinstance(text, str):
                        return text
                elif otherwise == "skip":
                    raise SkipError
                elif otherwise == "refuse":
                    raise _CellError(
                        UNKNOWN_VALUE, where, f'"{text[:60]}" in "{where}" is not in the map of {name}'
                    )
            try:
                if currency is not None and (own := currency(record)):
                    refuse_other_money(text, str(own))
                return read(text)
            except NoSuchDayError as error:
                raise _CellError(kind, where, str(error), "write the day that was meant") from None
            except ValueError as error:
                raise _CellError(kind, where, str(error)) from None

        return of

    def _cell(self, value: Value) -> Callable[[Record], str | None]:
        missing, first_of = self._mapping.missing, value.first_of
        if value.template is not None:
            template, columns = value.template, value.columns

            def filled(record: Record) -> str | None:
                text = template
                for column in columns:
                    cell = record[column].strip()
                    if first_of:
                        cell = cell.split(first_of, 1)[0].strip()
                    if cell in missing:
                        return None
                    text = text.replace("{" + column + "}", cell)
                return text

            return filled
        column = value.column or ""

        def plain(record: Record) -> str | None:
            text = record[column].strip()
            if first_of:
                text = text.split(first_of, 1)[0].strip()
            return None if text in missing else text

        return plain

    def _converter(self, name: str, value: Value) -> Callable[[str], Any]:
        if name in TIMES:
            return instant_reader(value)
        number = number_reader(self._mapping)
        if name == "amount":
            return money_reader(self._mapping)
        if name in ("score", "sequence"):
            return lambda text: number_of(number(text))
        if name == "solicited":
            return read_yes_no
        if name == "belongs_to":
            return lambda text: ["account", text]
        if name == "currency":
            return str.upper
        return str.lower if value.lower else str

    def bag_pairs(self, fact: FactMapping) -> list[tuple[str, str]] | None:
        """Which columns become properties (or traits), as (name, column); None: whatever a record has."""
        if fact.bag is not None:
            return list(fact.bag.items())
        if self._header is None:
            return None
        used = fact.columns - ({fact.only_if[0]} if fact.only_if else set())
        return [(column, column) for column in self._header if column not in used]

    def collector(
        self, fact: FactMapping, pairs: list[tuple[str, str]] | None = None
    ) -> Callable[[Record], dict[str, Any]]:
        """What collects the properties (or traits) of a record; of those in ``pairs``, or all."""
        mapping, missing = self._mapping, self._mapping.missing
        number = money_reader(mapping)
        typed: dict[str, Callable[[str], Any]] = {
            **dict.fromkeys(mapping.numbers, lambda text: number_of(number(text))),
            **dict.fromkeys(mapping.yes_no, read_yes_no),
            **dict.fromkeys((*mapping.json, *mapping.unfold), read_json),
        }
        unfold = set(mapping.unfold)
        templates = {name for name in fact.bag or {} if "{" in name}
        used = fact.columns - ({fact.only_if[0]} if fact.only_if else set())
        chosen = pairs or self.bag_pairs(fact)

        def collect(record: Record) -> dict[str, Any]:
            content = dict(fact.said)
            pairs = chosen if chosen is not None else [(c, c) for c in record if c not in used]
            for name, column in pairs:
                text = record[column]
                if text.strip() in missing:
                    continue
                if name in templates:
                    name = fill(name, record)
                read = typed.get(column)
                if read is None:
                    content[name] = text
                    continue
                try:
                    value = read(text)
                except ValueError as error:
                    raise _CellError(BAD_CELL, column, str(error)) from None
                if column in unfold and isinstance(value, dict):
                    content.update(value)
                else:
                    content[name] = value
            return content

        return collect
