"""A mapping proposed for a table, from its header and some of its rows.

What they do not prove is not guessed: it is a doubt, which stands in the proposal as such, and an import
refuses until somebody decides it.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

import orjson

from desirepath.sources.column_words import (
    OBJECTS,
    RECOMMENDS,
    are_alike,
    plain_name,
    rank,
    unit_of,
    without_id,
    zone_said,
)
from desirepath.sources.money import currencies_of, mark_of, unmarked
from desirepath.sources.sampling import Sample
from desirepath.sources.written_times import WrittenTimes, is_day, with_clock, written_clocks, written_times

TO_DECIDE = "TO DECIDE"
_BRACES = re.compile("[{}]")
_OF_DAY = {"time", "of", "day", "clock", "hour", "at", "local", "zeit", "uhrzeit", "uhr"}
_MISSING = ("-", "--", "n/a", "N/A", "NULL", "null", "None", "(null)")
_SCALES = ((0, 10), (1, 10), (1, 5), (1, 7))
_NUMBER = re.compile(r"[-+]?(\d{1,3}([.,]\d{3})+|\d+)([.,]\d+)?")
_MOST_ACTIVITIES, _MOST_EXAMPLES = 60, 3
_LONGEST_EXAMPLE = 40
_BY_SIGN = 200
_MOST_ARE = 0.9
"""So many of its cells are numbers in a column of scores; the others will be refused, with their reason. So
many rows with a name have an id as well, where it is the id that says whose they are."""


@dataclass(frozen=True, slots=True)
class Doubt:
    """What somebody has to decide: about which ``column`` (empty: about none), in words, and the ``choices``
    as they would be written in the mapping."""

    column: str
    says: str
    choices: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Proposal:
    """The ``text`` of a mapping, and the ``doubts`` that are open in it. Without doubts it can be used as it
    is."""

    text: str
    doubts: tuple[Doubt, ...]


def propose(sample: Sample) -> Proposal:
    """The mapping that the names and the cells of a table suggest. It never raises.

    >>> rows = (("2026-03-01T09:30:00Z", "u1", "sign up"),)
    >>> proposal = propose(Sample("app", ("time", "user_id", "event"), rows))
    >>> proposal.doubts
    ()
    >>> 'customer = "user_id"' in proposal.text
    True
    """
    return _Proposing(sample).proposal()


def quoted(text: str) -> str:
    r"""A text as TOML writes it, on one line.

    >>> print(quoted('say "hi"'))
    "say \"hi\""
    """
    return orjson.dumps(text.encode("utf-8", "replace").decode()).decode().replace("\x7f", "\\u007f")


def _shortened(cell: str) -> str:
    """A cell as an example that tells nobody's name or address."""
    return cell if len(cell) <= 3 else cell[:3] + "…"


@dataclass
class _Proposing:
    sample: Sample
    top: list[str] = field(default_factory=list)
    fact: list[str] = field(default_factory=list)
    doubts: list[Doubt] = field(default_factory=list)
    used: set[str] = field(default_factory=set)
    cells: dict[str, list[str]] = field(default_factory=dict)
    """The cells of each column that say something."""

    def proposal(self) -> Proposal:
        sample = self.sample
        seen = {cell.strip() for row in sample.rows for cell in row}
        missing = [word for word in _MISSING if word in seen]
        for place, name in enumerate(sample.header):
            stripped = (row[place].strip() for row in sample.rows if place < len(row))
            self.cells[name] = [cell for cell in stripped if cell and cell not in missing]
        self._writing(missing)
        self._time()
        self._whose()
        self._activity()
        numbers = self._score() + self._amount()
        self._decimal(numbers)
        self._plain("channel", "the way it came by its name")
        self._plain("text", "what was said, by its name", is_private=True)
        self._key()
        self._rest()
        return Proposal(self._text(), tuple(self.doubts))

    def _text(self) -> str:
        rows, count = len(self.sample.rows), len(self.doubts)
        learnt = "1 row" if rows == 1 else f"{rows:,} rows"
        head = [f"# Proposed from the header and {learnt}. Read it: it is yours now."]
        if count:
            lines = "1 line is" if count == 1 else f"{count} lines are"
            head.append(f"# {lines} marked {TO_DECIDE}: until you have decided, an import refuses.")
        return "\n".join([*head, "", *self.top, "", "[[fact]]", *self.fact]) + "\n"

    # What is written down

    def _say(self, line: str, why: str) -> None:
        self.fact += [f"# {why}", line]

    def _doubt(
        self, column: str, says: str, choices: Sequence[str], *, line: str = "", top: bool = False
    ) -> None:
        """An open decision: its choices as comments, and a ``line`` that an import refuses; none where it
        refuses anyway."""
        self.doubts.append(Doubt(column, says, tuple(choices)))
        where = self.top if top else self.fact
        where += [f"# {TO_DECIDE}: {says}", *(f"# {choice}" for choice in choices)]
        if line:
            where.append(line)

    def _examples(self, column: str, *, is_private: bool) -> str:
        found = dict.fromkeys(self.cells[column])
        some = [c for c, _ in zip(found, range(1 if is_private else _MOST_EXAMPLES), strict=False)]
        shown = [_shortened(c) if is_private or "@" in c else c[:_LONGEST_EXAMPLE] for c in some]
        return "such as " + ", ".join(map(quoted, shown)) if shown else "all empty here"

    def _ranked(self, name: str) -> list[tuple[int, str, str]]:
        """The columns not used yet whose name says that they are this field: rank, column, known word."""
        found = ((rank(name, c), c) for c in self.sample.header if c not in self.used and self.cells[c])
        known = [(r[0], c, r[1]) for r, c in found if r is not None]
        # Of two names that say the same, that of an id: two people may be called alike.
        return sorted(known, key=lambda one: (one[0], not without_id(plain_name(one[1]))[1]))

    def _first(self, name: str) -> tuple[str, str] | None:
        """The column whose name says it best, and how that is known."""
        if not (found := self._ranked(name)):
            return None
        if name in ("customer", "account"):
            found = self._ids_first(found)
        place, column, word = found[0]
        why = f'its name is like "{word}"' if place >= 100 else "by its name"
        if others := [c for _, c, _ in found[1:]]:
            why += "; also possible: " + ", ".join(map(quoted, others[:5]))
        return column, why

    def _ids_first(self, found: list[tuple[int, str, str]]) -> list[tuple[int, str, str]]:
        """The same, where an id of the thing that the first names comes before it, if it tells as many apart:
        two firms may be called alike, and never have one number."""
        _, first, word = found[0]
        if without_id(plain_name(first))[1] or any("@" in cell for cell in self.cells[first]):
            return found
        cells = self.cells[first]
        for one in found[1:]:
            ids = self.cells[one[1]]
            is_id = without_id(plain_name(one[1]))[1] and are_alike(word, one[2])
            if is_id and len(set(ids)) >= len(set(cells)) and len(ids) >= _MOST_ARE * len(cells):
                return [one, *(other for other in found if other != one)]
        return found

    # One field after the other

    def _writing(self, missing: list[str]) -> None:
        self.top += [
            "# What this source is called, for ever",
            f"source = {quoted(self.sample.name or 'table')}",
        ]
        if self.sample.delimiter:
            self.top += ["# The header is split by it", f"delimiter = {quoted(self.sample.delimiter)}"]
        if self.sample.encoding:
            self.top += [
                "# The text is not UTF-8. Windows often writes this: look whether accents come out right",
                f"encoding = {quoted(self.sample.encoding)}",
            ]
        if missing:
            words = ", ".join(map(quoted, missing))
            self.top += ["# Cells that seem to mean: not known", f"missing = [{words}]"]

    def _time(self) -> None:
        named = [(place, column) for place, column, _ in self._ranked("occurred_at")]
        read = {c: t for c in self.sample.header if (t := written_times(self.cells[c])) is not None}
        is_named = {column for _, column in named}
        read = {
            c: t for c, t in read.items() if c in is_named or not str(t.formats[0] or "").startswith("unix")
        }
        chosen = next((c for _, c in named if c in read), None)
        if chosen is None and len(read) == 1:
            chosen = next(iter(read))
        if chosen is None:
            choices = [self._time_line(c, t, f) for c, t in read.items() for f in t.formats]
            says = "when did it happen? " + (
                "several columns could say it" if choices else "no column was recognised as a time"
            )
            self._doubt("", says, choices or ['occurred_at = {column = "...", format = "%d.%m.%Y"}'])
            return
        self.used.add(chosen)
        times = read[chosen]
        why = "by its name" if chosen in is_named else "the only column of times"
        others = [c for c in read if c != chosen]
        also = "; also times: " + ", ".join(map(quoted, others[:5])) if others else ""
        clock, of_day = self._clock(chosen, times)
        if clock:
            also = f"; the time of day is in {quoted(clock)}{also}"
        lines = [self._time_line(chosen, times, one, clock, of_day) for one in times.formats]
        examples = self._examples(chosen, is_private=False)
        if len(lines) > 1:
            says = f"{quoted(chosen)} is the time ({why}{also}), {examples}: is the day first, or the month?"
            self._doubt(chosen, f"{says} No row proves it", lines)
        else:
            proof = f"; {quoted(times.proof)} proves the order" if times.proof else ""
            if times.proofs > 1:
                proof = f"; {quoted(times.proof or '')} and {times.proofs - 1:,} more prove the order"
            self._say(lines[0], f"When it happened: {why}{also}; {examples}{proof}")
        zone = zone_said(chosen)[1]
        if times.without_zone is not None and zone is not None:
            self.top += [f"# {quoted(chosen)} says in which zone its times are", f"zone = {quoted(zone)}"]
        elif times.without_zone is not None:
            says = f"in which time zone is {quoted(times.without_zone)}? It names none (or say --zone)"
            self._doubt(chosen, says, ['zone = "Europe/Berlin"', 'zone = "UTC"'], top=True)

    def _clock(self, day: str, times: WrittenTimes) -> tuple[str, str]:
        """The column that says the time of day beside one that says the day only, and how it is written."""
        if not all(is_day(one, self.cells[day]) for one in times.formats) or _BRACES.search(day):
            return "", ""
        place = self.sample.header.index(day)
        words = set(plain_name(day).split("_"))
        found: list[tuple[int, int, str, str]] = []
        for at, column in enumerate(self.sample.header):
            cells = self.cells[column]
            if column in self.used or not cells or _BRACES.search(column):
                continue
            written = written_clocks(cells)
            own = set(plain_name(column).split("_"))
            is_said = own - _OF_DAY <= words or rank("occurred_at", column) is not None
            if written is not None and (is_said or "%p" in written):  # 00:45 may be how long it took
                found.append((-len(words & own), abs(at - place - 1), column, written))
        if not found:
            return "", ""
        _, _, column, written = min(found)
        self.used.add(column)
        return column, written

    def _time_line(
        self, column: str, times: WrittenTimes, pattern: str | None, clock: str = "", of_day: str = ""
    ) -> str:
        if clock:
            both = quoted(f"{{{column}}} {{{clock}}}")
            return (
                f"occurred_at = {{template = {both}, format = {quoted(with_clock(pattern, of_day) or '')}}}"
            )
        if pattern is None:
            return f"occurred_at = {quoted(column)}"
        return f"occurred_at = {{column = {quoted(column)}, format = {quoted(pattern)}}}"

    def _whose(self) -> None:
        is_known = False
        for name in ("customer", "account"):
            if (found := self._first(name)) is None:
                continue
            is_known = True
            column, why = found
            self.used.add(column)
            cells = self.cells[column]
            is_email = sum("@" in cell for cell in cells) > len(cells) / 2
            value = f"{{column = {quoted(column)}, lower = true}}" if is_email else quoted(column)
            lower = "; e-mail addresses, in lower case" if is_email else ""
            count = f"{len(set(cells)):,} different in {len(cells):,} filled cells"
            self._say(
                f"{name} = {value}",
                f"The {name}: {why}; {count}{lower}; {self._examples(column, is_private=True)}",
            )
        objects: dict[str, str] = {}
        for column in self.sample.header:
            base, has_id = without_id(plain_name(column))
            kind = OBJECTS.get(base)
            cells = self.cells[column]
            is_id = has_id or all(re.search(r"\d", cell) for cell in cells)
            if kind and kind not in objects and column not in self.used and cells and is_id:
                objects[kind] = column
        if objects:
            is_known = True
            self.used |= set(objects.values())
            pairs = ", ".join(f"{kind} = {quoted(column)}" for kind, column in objects.items())
            self._say(f"objects = {{{pairs}}}", "Ids of other things, by their names")
        if not is_known:
            free = [c for c in self.sample.header if c not in self.used and self.cells[c]]
            free.sort(key=lambda c: -len(set(self.cells[c])))
            choices = [f"customer = {quoted(c)}" for c in free[:_MOST_EXAMPLES]]
            says = "whose is it? No column was recognised as the customer or the account"
            line = f'customer = "{TO_DECIDE}: customer"'
            self._doubt("", says, choices, line=line)

    def _activity(self) -> None:
        found = self._first("activity")
        if found and len(set(self.cells[found[0]])) <= _MOST_ACTIVITIES:
            column, why = found
            self.used.add(column)
            examples = self._examples(column, is_private=False)
            self._say(f"activity = {quoted(column)}", f"What happened: {why}; {examples}")
            return
        few = [
            c
            for c in self.sample.header
            if c not in self.used
            and 1 < len(set(self.cells[c])) <= min(_MOST_ACTIVITIES, len(self.cells[c]) / 2)
            and not any(_NUMBER.fullmatch(unmarked(cell)[0]) for cell in self.cells[c])
        ]
        choices = [
            f"activity = {quoted(c)} # {len(set(self.cells[c]))} different texts, "
            + self._examples(c, is_private=True)
            for c in few[:5]
        ]
        choices.append('activity = {value = "ticket.opened"} # the same in every row')
        self._doubt("", "what happened? No column is called so", choices)

    def _score(self) -> list[str]:
        asked = [(0, c, "") for c in self.sample.header if RECOMMENDS.search(c) and self.cells[c]]
        for place, column, _ in [*asked, *self._ranked("score")]:
            numbers = [_as_number(cell) for cell in self.cells[column]]
            values = [one for one in numbers if one is not None]
            if not values or len(values) < _MOST_ARE * len(numbers):
                continue
            low, high = min(values), max(values)
            name = plain_name(column)
            why = "by its name" if place < 100 else "its name is like one"
            range_ = f"from {low:g} to {high:g} here"
            fitting = [f"{a}..{b}" for a, b in _SCALES if a <= low and high <= b]
            if (own := unit_of(column)[1]) in fitting:
                fitting, why = [own], "by its name, which says the scale"
            elif ("nps" in name or RECOMMENDS.search(column)) and "0..10" in fitting:
                fitting, why = ["0..10"], "by its name, which is always asked from 0 to 10"
            elif "ces" in name or "effort" in name:
                fitting = [f"{one}{end}" for one in fitting for end in (" hard", "")]
            if not fitting:
                self.fact.append(f"# {quoted(column)} may be a score, but fits no usual scale ({range_})")
                continue
            self.used.add(column)
            lines = [f"score = {{column = {quoted(column)}, scale = {quoted(one)}}}" for one in fitting]
            if len(lines) == 1:
                self._say(lines[0], f"The answer: {why}; {range_}")
            else:
                says = f"{quoted(column)} is a score ({why}), {range_}: on which scale was it asked?"
                self._doubt(column, says, lines, line=f'score = "{TO_DECIDE}: the scale of the score"')
            return [column]
        return []

    def _amount(self) -> list[str]:
        named = [(place, column) for place, column, _ in self._ranked("amount")]
        is_named = {column for _, column in named}
        free = [c for c in self.sample.header if c not in self.used]
        marked = {c: mark for c in free if (mark := mark_of(self.cells[c]))}
        also = [(_BY_SIGN, c) for c in marked if c not in is_named and self._is_money(c)]
        for place, column in [*named, *also]:
            if not self._are_numbers(column):
                self.fact.append(
                    f"# {quoted(column)} may be an amount, but not every cell is a plain number: "
                    + self._examples(column, is_private=True)
                )
                continue
            self.used.add(column)
            mark = marked.get(column, "")
            why = "by its name" if place < 100 else "its name is like one"
            if place == _BY_SIGN:
                why = f"by the {mark} in its cells"
            self._say(
                f"amount = {quoted(column)}",
                f"Money: {why}; {self._examples(column, is_private=False)}",
            )
            self._currency(column, mark)
            return [column]
        return []

    def _currency(self, column: str, mark: str) -> None:
        currency = self._first("currency")
        if own := unit_of(column)[1]:
            self._say(f"currency = {{value = {quoted(own)}}}", "Its currency: by the name of its column")
        elif currency:
            self.used.add(currency[0])
            examples = self._examples(currency[0], is_private=False)
            self._say(f"currency = {quoted(currency[0])}", f"Its currency: {currency[1]}; {examples}")
        elif found := currencies_of(mark):
            others = f"; {mark} is also {', '.join(found[1:4])}: change it then" if found[1:] else ""
            why = f"Its currency: by the {mark} in its cells{others}"
            self._say(f"currency = {{value = {quoted(found[0])}}}", why)
        else:
            says = f"in which currency is {quoted(column)}? No column says it"
            choices = [f'currency = {{value = "{one}"}}' for one in ("EUR", "USD")]
            self._doubt(column, says, choices, line=f'currency = "{TO_DECIDE}: currency"')

    def _is_money(self, column: str) -> bool:
        """Whether nearly all cells of a column have the sign of a currency."""
        cells = self.cells[column]
        return sum(1 for cell in cells if unmarked(cell)[1]) >= _MOST_ARE * len(cells)

    def _are_numbers(self, column: str) -> bool:
        return all(_NUMBER.fullmatch(unmarked(cell)[0]) for cell in self.cells[column])

    def _decimal(self, columns: list[str]) -> None:
        cells = self._with_sign(columns)
        is_asked = bool(cells)
        if not cells:  # for whoever makes one of the other columns a score or an amount
            rest = [c for c in self.sample.header if c not in self.used]
            cells = self._with_sign([c for c in rest if self._are_numbers(c)])
        if not cells:
            return
        comma = next((cell for cell in cells if _proves(cell, ",", ".")), None)
        point = next((cell for cell in cells if _proves(cell, ".", ",")), None)
        if comma and not point:
            self.top += [f"# The decimal comma: {quoted(comma)}", 'decimal = ","']
            if grouped := next((cell for cell in cells if "." in cell), None):
                self.top += [f"# Thousands are set apart: {quoted(grouped)}", 'thousands = "."']
        elif point and not comma:
            if grouped := next((cell for cell in cells if "," in cell), None):
                self.top += [f"# Thousands are set apart: {quoted(grouped)}", 'thousands = ","']
        elif is_asked:
            says = f"is the comma or the point the decimal sign in {quoted(cells[0])}? "
            says += (
                f"{quoted(comma)} and {quoted(point)} contradict" if comma and point else "No row proves it"
            )
            choices = ['decimal = "," # and thousands = "."', 'decimal = "." # and thousands = ","']
            self._doubt(columns[-1], says, choices, line=f'decimal = "{TO_DECIDE}"', top=True)

    def _with_sign(self, columns: Sequence[str]) -> list[str]:
        cells = (unmarked(cell)[0] for column in columns for cell in self.cells[column])
        return [cell for cell in cells if "." in cell or "," in cell]

    def _plain(self, name: str, what: str, *, is_private: bool = False) -> None:
        if found := self._first(name):
            column, why = found
            self.used.add(column)
            examples = self._examples(column, is_private=is_private)
            self._say(f"{name} = {quoted(column)}", f"The {name}: {why}; {examples}")

    def _key(self) -> None:
        rows = len(self.sample.rows)
        for _, column, _ in self._ranked("key"):
            cells = self.cells[column]
            if len(cells) == rows == len(set(cells)):
                self.used.add(column)
                self._say(
                    f"key = {quoted(column)}",
                    f"Names each row for ever: filled and different in every row; "
                    f"{self._examples(column, is_private=True)}",
                )
                return
        self.fact.append("# No column names each row for ever: rows are known by their content")

    def _rest(self) -> None:
        rest = [name for name in self.sample.header if name not in self.used]
        shown = ", ".join(map(quoted, rest[:20])) + (f" and {len(rest) - 20} more" if len(rest) > 20 else "")
        self._say('properties = "others"', f"All columns not used above: {shown or 'none'}")


def _as_number(cell: str) -> float | None:
    """A score as a number, whichever decimal sign it has."""
    return float(cell.replace(",", ".")) if re.fullmatch(r"[-+]?[0-9]+([.,][0-9]+)?", cell) else None


def _proves(cell: str, decimal: str, other: str) -> bool:
    """Whether a number can only be read with this decimal sign."""
    whole, sign, rest = cell.rpartition(decimal)
    if not sign or decimal in whole or other in rest:
        return False
    return len(rest) != 3 or other in whole or len(whole.lstrip("+-")) > 3 or whole.lstrip("+-") in ("", "0")
