"""A mapping: which column of a table is which field of a fact, as a small TOML file says it.

Everything that could be read in two ways (dates, zones, decimal commas, words for yes) is declared here or
refused. ``docs/guide/importing.md`` shows one from beginning to end.
"""

from __future__ import annotations

import codecs
import tomllib
from collections.abc import Callable, Collection
from dataclasses import dataclass, field, replace
from fnmatch import fnmatchcase
from pathlib import Path
from typing import Any, NoReturn
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from desirepath.base.nearest import nearest
from desirepath.base.problem import DesirepathError
from desirepath.log.row_checks import TYPES
from desirepath.log.scales import parse_scale
from desirepath.sources.kinds import BAD_MAPPING

TIMES = ("occurred_at", "received_at", "until")
_FILE_WORDS = (
    "source",
    "delimiter",
    "encoding",
    "decimal",
    "thousands",
    "missing",
    "numbers",
    "yes_no",
    "json",
    "unfold",
    "optional",
    "zone",
    "header_rows",
    "sheet",
    "spellings",
)
_VALUE_WORDS = ("column", "value", "template", "like", "map", "otherwise", "lower", "first_of")
_TIME_WORDS = ("format", "zone", "repeated_hour")
_FACT_WORDS = (
    "kind",
    "objects",
    "key",
    "key_prefix",
    "properties",
    "traits",
    "only_if",
    "minor_units",
    "fallback",
)
_JOIN_WORDS = ("table", "on", "columns", "sums", "join")


@dataclass(frozen=True, slots=True)
class Value:
    """Where one field's value comes from: a ``column``, a ``fixed`` value, or a ``template`` such as
    ``ticket.{status}``.

    ``words`` translates what the cell says; a word that is not in it is refused, kept, or makes the row be
    skipped for this fact (``otherwise``). ``format``, ``zone`` and ``repeated_hour`` say how a time is
    written: ``format`` is None for ISO 8601, else as for strptime, or ``unix`` or ``unix_ms``. ``lower``
    puts the text in lower case. With ``first_of`` a cell holds several values, set apart by it, of which the
    first counts. A value that is ``like`` a question finds its column in the header by these patterns
    (``*`` stands for anything); where it finds none, or the cell is empty, the row does not make the fact.
    Where there are ``alternatives``, the first of them that is not missing
    counts, and the rest of this value says nothing. An amount knows where its ``currency`` comes from.
    """

    column: str | None = None
    fixed: Any = None
    template: str | None = None
    words: dict[str, Any] | None = None
    otherwise: str = "refuse"
    format: str | None = None
    zone: ZoneInfo | None = None
    repeated_hour: str | None = None
    lower: bool = False
    first_of: str | None = None
    like: tuple[str, ...] = ()
    alternatives: tuple[Value, ...] = ()
    currency: Value | None = None

    @property
    def columns(self) -> tuple[str, ...]:
        """The columns it is in."""
        if self.alternatives:
            return tuple(column for value in self.alternatives for column in value.columns)
        if self.template is not None:
            return template_columns(self.template)
        return (self.column,) if self.column is not None else ()

    @property
    def asked(self) -> tuple[str, ...]:
        """The columns it is in, and those by which it is checked."""
        return tuple(dict.fromkeys((*self.columns, *(self.currency.columns if self.currency else ()))))

    def in_currency(self, currency: Value) -> Value:
        """The amount that knows its currency, wherever it comes from."""
        some = tuple(one.in_currency(currency) for one in self.alternatives)
        return replace(self, currency=currency, alternatives=some)


@dataclass(frozen=True, slots=True)
class FactMapping:
    """How one row of the table makes one fact.

    ``bag`` is which columns become properties (or traits): None means all that are not used otherwise.
    ``only_if`` names a column and the words (None: any that is not missing) with which the row makes this
    fact at all. The name of a property may be a template, for tables that hold one property a row.
    ``key_prefix`` stands before the key, so that rows of several tables of one source keep
    keys of their own. With ``minor_units`` the amount is in the smallest unit of its currency (cents).
    ``said`` are properties (or traits) that every row has, whatever its columns say. A ``fallback`` is made
    only of rows that make no other fact.
    """

    kind: str = "interaction"
    fields: dict[str, Value] = field(default_factory=dict)
    objects: dict[str, Value] = field(default_factory=dict)
    key: tuple[str, ...] = ()
    bag: dict[str, str] | None = None
    only_if: tuple[str, frozenset[str] | None] | None = None
    key_prefix: str = ""
    minor_units: bool = False
    said: dict[str, Any] = field(default_factory=dict)
    fallback: bool = False

    @property
    def is_by_row(self) -> bool:
        """Whether its rows have to be looked at one by one."""
        values = (*self.fields.values(), *self.objects.values())
        some = [one for value in values for one in (value, *value.alternatives)]
        return self.fallback or any(one.like or one.first_of for one in some)

    @property
    def columns(self) -> frozenset[str]:
        """The columns it needs to be in the table."""
        used = {c for value in (*self.fields.values(), *self.objects.values()) for c in value.columns}
        used |= set(self.key) | set((self.bag or {}).values())
        used |= {column for name in self.bag or {} for column in template_columns(name)}
        return frozenset(used | ({self.only_if[0]} if self.only_if else set()))


@dataclass(frozen=True, slots=True)
class Join:
    """Another ``table`` beside the file, which says more about its rows.

    ``on`` is a column of the file and the one with the same cells there. ``columns`` are those that are
    taken over, by the names they get; where several rows fit, their different cells, one after the other.
    ``sums`` are added up over the rows that fit: the product of these cells (a missing one is 1, unless it is
    the last). The other table may have ``joins`` of its own; of two that give one column the first counts.
    """

    table: str
    on: tuple[str, str]
    columns: dict[str, str]
    sums: dict[str, tuple[str, ...]]
    joins: tuple[Join, ...] = ()

    @property
    def names(self) -> frozenset[str]:
        """The columns that the file gets."""
        return frozenset((*self.columns, *self.sums))


@dataclass(frozen=True, slots=True)
class XesMapping:
    """How an XES log is read: the object type of its traces, further objects and activities by
    attribute."""

    case: str = "case"
    objects: dict[str, str] = field(default_factory=dict)
    activities: dict[str, str] = field(default_factory=dict)
    zone: ZoneInfo | None = None


@dataclass(frozen=True, slots=True)
class Mapping:
    """A mapping file. ``facts`` is empty where it says only how the table is written.

    The columns in ``optional`` may be absent from a table, and then are missing in every row. With two
    ``header_rows`` a column is called by its cells in both: "question: choice". ``sheet`` is the sheet of a
    workbook. ``more`` adds to a record what the tables of the ``joins`` say, once they are read. Times of
    an OCEL log that name no zone are in ``ocel_zone``. ``spellings`` of a column are read as the word that
    they stand for.
    """

    source: str | None = None
    delimiter: str | None = None
    encoding: str | None = None
    decimal: str = "."
    thousands: str = ""
    missing: frozenset[str] = frozenset({""})
    numbers: frozenset[str] = frozenset()
    yes_no: frozenset[str] = frozenset()
    json: frozenset[str] = frozenset()
    unfold: tuple[str, ...] = ()
    optional: frozenset[str] = frozenset()
    header_rows: int = 1
    sheet: str | None = None
    facts: tuple[FactMapping, ...] = ()
    joins: tuple[Join, ...] = ()
    more: Callable[[dict[str, str]], dict[str, str]] | None = None
    xes: XesMapping = XesMapping()
    ocel_zone: ZoneInfo | None = None
    spellings: dict[str, dict[str, str]] = field(default_factory=dict)

    @property
    def needed(self) -> frozenset[str]:
        """The columns that a table must have."""
        return frozenset[str]().union(*(fact.columns for fact in self.facts)) - self.optional

    def with_zone(self, zone: ZoneInfo) -> Mapping:
        """The same mapping, in which a time without a zone, and without a declared one, is in ``zone``."""
        facts = (
            replace(f, fields={n: _in_zone(v, zone) if n in TIMES else v for n, v in f.fields.items()})
            for f in self.facts
        )
        xes = replace(self.xes, zone=self.xes.zone or zone)
        return replace(self, facts=tuple(facts), xes=xes, ocel_zone=self.ocel_zone or zone)


def _in_zone(value: Value, zone: ZoneInfo) -> Value:
    others = tuple(_in_zone(one, zone) for one in value.alternatives)
    return replace(value, zone=value.zone or zone, alternatives=others)


def for_header(mapping: Mapping, header: Collection[str]) -> Mapping:
    """The mapping in which what is ``like`` a question knows its column in this header.

    Raises DP-SRC-006 where two columns are.
    """
    if not any(fact.is_by_row for fact in mapping.facts):
        return mapping
    facts = (replace(f, fields={n: _found(n, v, header) for n, v in f.fields.items()}) for f in mapping.facts)
    return replace(mapping, facts=tuple(facts))


def _found(name: str, value: Value, header: Collection[str]) -> Value:
    for pattern in value.like:
        fitting = [column for column in header if fnmatchcase(column.casefold(), pattern.casefold())]
        if len(fitting) > 1:
            says = f'both "{fitting[0][:80]}" and "{fitting[1][:80]}" may be the {name}'
            raise BAD_MAPPING.error(name, says=says, fix="name one of them in a mapping of your own")
        if fitting:
            return replace(value, column=fitting[0])
    return value


def template_columns(template: str) -> tuple[str, ...]:
    """The columns in braces in a template.

    >>> template_columns("ticket.{status}")
    ('status',)
    """
    return tuple(part.split("}", 1)[0] for part in template.split("{")[1:] if "}" in part)


def read_mapping(path: Path) -> Mapping:
    """Read a mapping file. Raises DP-SRC-006 with the address of what cannot be used."""
    try:
        text = path.read_text("utf-8")
    except (OSError, ValueError) as error:
        raise BAD_MAPPING.error(says=f"it cannot be read: {error}", file=str(path)) from error
    return read_mapping_text(text, file=str(path))


def read_mapping_text(text: str, *, file: str | None = None) -> Mapping:
    """Read the text of a mapping file.

    >>> mapping = read_mapping_text('[[fact]]\\ncustomer = "user"\\noccurred_at = "at"\\nactivity = "event"')
    >>> mapping.facts[0].fields["customer"].column
    'user'

    Raises DP-SRC-006 with the address of what cannot be used.
    """
    try:
        found = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise BAD_MAPPING.error(says=f"it is not TOML: {error}", file=file) from error
    return _Reader(file).mapping(found)


def read_zone(name: str) -> ZoneInfo:
    """The time zone of a name. Raises DP-SRC-006 where there is none.

    >>> read_zone("Europe/Paris").key
    'Europe/Paris'
    """
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        raise BAD_MAPPING.error(
            "zone", says=f'"{name[:80]}" is not a time zone', fix='such as "Europe/Paris" or "UTC"'
        ) from None


class _Reader:
    """Reads one mapping; knows its file, so that every refusal can name it."""

    def __init__(self, file: str | None) -> None:
        self._file = file

    def refuse(self, address: str, says: str, fix: str = "") -> NoReturn:
        raise BAD_MAPPING.error(address, says=says, fix=fix, file=self._file)

    def mapping(self, found: dict[str, Any]) -> Mapping:
        self.known(found, (*_FILE_WORDS, "fact", "join", "xes", "ocel"), "")
        facts = found.get("fact", [])
        if not isinstance(facts, list) or not all(isinstance(fact, dict) for fact in facts):
            self.refuse("fact", "facts are written as [[fact]]")
        encoding = self.text(found, "encoding", "")
        if encoding:
            try:
                codecs.lookup(encoding)
            except (LookupError, ValueError):
                self.refuse("encoding", f'"{encoding}" is not an encoding', 'such as "utf-8" or "cp1252"')
        delimiter, decimal = self.text(found, "delimiter", ""), self.text(found, "decimal", "")
        if delimiter is not None and len(delimiter) != 1:
            self.refuse("delimiter", "a delimiter is one character")
        if decimal not in (None, ".", ","):
            self.refuse("decimal", 'the decimal sign is "." or ","')
        rows = found.get("header_rows", 1)
        if rows not in (1, 2) or isinstance(rows, bool):
            self.refuse("header_rows", "a table has 1 or 2 header rows")
        zone = self.zone(found, "")
        joins = self.joins(found.get("join", []), "join")
        read = Mapping(
            source=self.text(found, "source", ""),
            delimiter=delimiter,
            encoding=encoding,
            decimal=decimal or ".",
            thousands=self.text(found, "thousands", "") or "",
            missing=frozenset(self.texts(found, "missing", "")) | {""},
            numbers=frozenset(self.texts(found, "numbers", "")),
            yes_no=frozenset(self.texts(found, "yes_no", "")),
            json=frozenset(self.texts(found, "json", "")),
            unfold=self.texts(found, "unfold", ""),
            optional=frozenset(self.texts(found, "optional", "")).union(*(join.names for join in joins)),
            header_rows=rows,
            sheet=self.text(found, "sheet", ""),
            facts=tuple(self.fact(fact, f"fact[{place}]") for place, fact in enumerate(facts)),
            joins=joins,
            xes=self.xes(found.get("xes", {})),
            ocel_zone=self.ocel_zone(found.get("ocel", {})),
            spellings=self.spellings(found.get("spellings", {})),
        )
        return read.with_zone(zone) if zone else read

    def spellings(self, found: Any) -> dict[str, dict[str, str]]:
        for word in found.values() if isinstance(found, dict) else [None]:
            if not isinstance(word, dict) or not all(isinstance(one, str) for one in word.values()):
                self.refuse("spellings", 'they are written as {plan = {basic = "Basic"}}')
        read: dict[str, dict[str, str]] = found
        return read

    def fact(self, found: dict[str, Any], address: str) -> FactMapping:
        kind = found.get("kind", "interaction")
        if kind not in TYPES:
            self.refuse(
                f"{address}.kind", f'"{kind}" is not a kind of fact', "use one of: " + ", ".join(TYPES)
            )
        bag_word = "traits" if kind == "traits" else "properties"
        of_fact = [w for w in _FACT_WORDS if w not in ("properties", "traits") or w == bag_word]
        names = [name for name in TYPES[kind] if name not in ("objects", "properties", "traits", "key")]
        if kind == "identity":
            of_fact.remove("properties")
        self.known(found, (*of_fact, *names), address)
        fields: dict[str, Value] = {}
        for name in names:
            if name in found:
                fields.update(self.field(name, found[name], f"{address}.{name}"))
        needs = {
            "interaction": ("occurred_at", "activity"),
            "traits": ("occurred_at",),
            "context": ("occurred_at",),
        }
        for name in needs.get(kind, ()):
            if name not in fields:
                self.refuse(address, f'the fact does not say where its "{name}" comes from')
        if "amount" in fields and "currency" in fields:
            fields["amount"] = fields["amount"].in_currency(fields["currency"])
        objects = found.get("objects", {})
        if not isinstance(objects, dict):
            self.refuse(f"{address}.objects", 'objects are written as {ticket = "ticket_id"}')
        return FactMapping(
            kind=kind,
            fields=fields,
            objects={t: self.value(v, f"{address}.objects.{t}") for t, v in objects.items()},
            key=self.texts(found, "key", address),
            bag=self.bag(found, bag_word, address),
            only_if=self.only_if(found.get("only_if"), f"{address}.only_if"),
            key_prefix=self.text(found, "key_prefix", address) or "",
            minor_units=self.yes_no(found, "minor_units", address),
            said=self.said(found.get(bag_word)),
            fallback=self.yes_no(found, "fallback", address),
        )

    def field(self, name: str, found: Any, address: str) -> dict[str, Value]:
        """The value of one field, and of the one that may be said beside it (a score's scale, an amount's
        currency)."""
        beside = {"score": "scale", "amount": "currency"}.get(name)
        result = {}
        if beside and isinstance(found, dict) and beside in found:
            found = dict(found)
            word = found.pop(beside)
            if not isinstance(word, str):
                self.refuse(f"{address}.{beside}", f"a {beside} is a text")
            if beside == "scale":
                try:
                    parse_scale(word)
                except ValueError as error:
                    self.refuse(f"{address}.scale", str(error))
            result[beside] = Value(fixed=word)
        return {name: self.value(found, address, is_time=name in TIMES), **result}

    def value(self, found: Any, address: str, *, is_time: bool = False) -> Value:
        if isinstance(found, str):
            return Value(column=found)
        if isinstance(found, bool | int | float):
            return Value(fixed=found)
        if isinstance(found, list) and len(found) > 1:
            return Value(
                alternatives=tuple(
                    self.value(one, f"{address}[{place}]", is_time=is_time) for place, one in enumerate(found)
                )
            )
        if not isinstance(found, dict):
            self.refuse(address, 'write the name of a column, or {value = "..."}')
        self.known(found, _VALUE_WORDS + (_TIME_WORDS if is_time else ()), address)
        if sum(word in found for word in ("column", "value", "template", "like")) != 1:
            self.refuse(address, "it needs one of column, value, template, like, and only one")
        words, otherwise = found.get("map"), found.get("otherwise", "refuse")
        if words is not None and not isinstance(words, dict):
            self.refuse(f"{address}.map", 'a map is written as {Open = "ticket.opened"}')
        if otherwise not in ("refuse", "keep", "skip"):
            self.refuse(f"{address}.otherwise", 'otherwise is "refuse", "keep" or "skip"')
        repeated = found.get("repeated_hour")
        if repeated not in (None, "first", "second"):
            self.refuse(f"{address}.repeated_hour", 'repeated_hour is "first" or "second"')
        return Value(
            column=self.text(found, "column", address),
            fixed=found.get("value"),
            template=self.text(found, "template", address),
            words=words,
            otherwise=otherwise,
            format=self.text(found, "format", address),
            zone=self.zone(found, address),
            repeated_hour=repeated,
            lower=self.yes_no(found, "lower", address),
            first_of=self.text(found, "first_of", address),
            like=self.texts(found, "like", address),
        )

    def joins(self, found: Any, address: str) -> tuple[Join, ...]:
        if not isinstance(found, list) or not all(isinstance(one, dict) for one in found):
            self.refuse(address, "other tables are written as [[join]]")
        return tuple(self.join(one, f"{address}[{place}]") for place, one in enumerate(found))

    def join(self, found: dict[str, Any], address: str) -> Join:
        self.known(found, _JOIN_WORDS, address)
        on = found.get("on")
        if (
            not isinstance(on, dict)
            or len(on) != 1
            or not isinstance((theirs := next(iter(on.values()))), str)
        ):
            self.refuse(f"{address}.on", 'it is written as {plan_id = "id"}: a column here, and one there')
        columns = found.get("columns", {})
        if not isinstance(columns, dict) or not all(isinstance(one, str) for one in columns.values()):
            self.refuse(f"{address}.columns", 'columns are written as {currency = "currency"}')
        sums = found.get("sums", {})
        if not isinstance(sums, dict):
            self.refuse(f"{address}.sums", 'sums are written as {amount = ["quantity", "price"]}')
        table = self.text(found, "table", address)
        if table is None:
            self.refuse(address, "it does not say the name of the other table")
        return Join(
            table=table,
            on=(next(iter(on)), theirs),
            columns=columns,
            sums={name: self.texts(sums, name, f"{address}.sums") for name in sums},
            joins=self.joins(found.get("join", []), f"{address}.join"),
        )

    def bag(self, found: dict[str, Any], word: str, address: str) -> dict[str, str] | None:
        value = found.get(word, "others")
        if value == "others":
            return None
        if value == "none":
            return {}
        if isinstance(value, list) and all(isinstance(name, str) for name in value):
            return {name: name for name in value}
        if isinstance(value, dict):
            columns = {name: column for name, column in value.items() if isinstance(column, str)}
            if len(columns) + len(self.said(value)) == len(value):
                return None if columns == {"*": "others"} else columns
        return self.refuse(
            f"{address}.{word}",
            f'{word} are "others", "none", a list of columns, or {{name = "column", other = {{value = 1}}}}',
        )

    def said(self, found: Any) -> dict[str, Any]:
        """The properties with a value that is the same in every row."""
        if not isinstance(found, dict):
            return {}
        fixed = {
            name: one for name, one in found.items() if isinstance(one, dict) and one.keys() == {"value"}
        }
        return {name: one["value"] for name, one in fixed.items()}

    def only_if(self, found: Any, address: str) -> tuple[str, frozenset[str] | None] | None:
        if found is None:
            return None
        if isinstance(found, str):
            return found, None
        if not isinstance(found, dict) or "column" not in found:
            self.refuse(address, 'write the name of a column, or {column = "status", is = ["solved"]}')
        self.known(found, ("column", "is"), address)
        words = self.texts(found, "is", address)
        return str(found["column"]), frozenset(words) or None

    def xes(self, found: Any) -> XesMapping:
        if not isinstance(found, dict):
            self.refuse("xes", "it is written as [xes]")
        self.known(found, ("case", "objects", "activities", "zone"), "xes")
        for word in ("objects", "activities"):
            table = found.get(word, {})
            if not isinstance(table, dict) or not all(isinstance(value, str) for value in table.values()):
                self.refuse(f"xes.{word}", "it is a table of texts")
        return XesMapping(
            case=self.text(found, "case", "xes") or "case",
            objects=found.get("objects", {}),
            activities=found.get("activities", {}),
            zone=self.zone(found, "xes"),
        )

    def ocel_zone(self, found: Any) -> ZoneInfo | None:
        if not isinstance(found, dict):
            self.refuse("ocel", "it is written as [ocel]")
        self.known(found, ("zone",), "ocel")
        return self.zone(found, "ocel")

    def zone(self, found: dict[str, Any], address: str) -> ZoneInfo | None:
        name = self.text(found, "zone", address)
        if name is None:
            return None
        try:
            return read_zone(name)
        except DesirepathError as error:
            self.refuse(f"{address}.zone".strip("."), error.problems[0].says, error.problems[0].fix)

    def text(self, found: dict[str, Any], word: str, address: str) -> str | None:
        value = found.get(word)
        if value is not None and (not isinstance(value, str) or not value):
            self.refuse(f"{address}.{word}".strip("."), f'"{word}" should be a text')
        return value

    def yes_no(self, found: dict[str, Any], word: str, address: str) -> bool:
        value = found.get(word, False)
        if not isinstance(value, bool):
            self.refuse(f"{address}.{word}".strip("."), f'"{word}" is true or false')
        return value

    def texts(self, found: dict[str, Any], word: str, address: str) -> tuple[str, ...]:
        value = found.get(word, [])
        if isinstance(value, str):
            return (value,)
        if not isinstance(value, list) or not all(isinstance(item, str) for item in value):
            self.refuse(f"{address}.{word}".strip("."), f'"{word}" should be a list of texts')
        return tuple(value)

    def known(self, found: dict[str, Any], words: Collection[str], address: str) -> None:
        for word in found:
            if word not in words:
                near = nearest(word, words)
                self.refuse(
                    f"{address}.{word}".strip("."),
                    f'"{word}" means nothing here',
                    f'did you mean "{near}"?' if near else "",
                )
