"""What the source of a file is called where nobody says it: later exports of one tool are one source."""

from __future__ import annotations

import re
from collections.abc import Sequence

import pyarrow.compute as pc

from desirepath.base.problem import DesirepathError
from desirepath.log.store import Log
from desirepath.log.writer import Transaction
from desirepath.sources.kinds import SAME_ELSEWHERE
from desirepath.sources.opening import ExportedFile
from desirepath.sources.shape import Found

_DATE = re.compile(
    r"(?:[-_. ]*(?:19|20)\d\d[-_.]?(?:0[1-9]|1[0-2])(?:[-_.]?(?:0[1-9]|[12]\d|3[01])(?:[-_.T ]?\d{2,6})?)?"
    r"| ?\(\d{1,3}\))$"
)
_LOOKED_AT = 50
_FEWEST, _SHARE = 3, 0.1


def undated(name: str) -> str:
    """The name without a date at its end, and without the number that a browser gives to a second download.

    >>> undated("events-2026-11-25"), undated("events_202611"), undated("events (2)"), undated("events")
    ('events', 'events', 'events', 'events')
    """
    while (shorter := _DATE.sub("", name)) and shorter != name:
        name = shorter
    return name


def source_of(log: Log, file: ExportedFile) -> str:
    """The name for a file's facts that name no source: without a date, unless the log knows it with one."""
    stem = file.stem
    plain = undated(stem)
    return stem if plain == stem or stem in sources(log) else plain


def sources(log: Log) -> set[str]:
    """The names of all sources in a log."""
    found: set[str] = set()
    for segment in log.segments:
        coded = segment.read(["source"], coded=["source"]).column("source")  # its texts once, not once a row
        found.update(text for chunk in coded.chunks for text in chunk.dictionary.to_pylist())
    return found


class SameElsewhere:
    """Looks whether a file holds again what the log has from a source of another name.

    Only facts that are known by their content are looked at, and of each batch a few: equal contents are
    hardly two things that happened, and under two names both would count.
    """

    def __init__(self, log: Log, source: str, file: ExportedFile) -> None:
        self._source, self._file = source, file
        known = sources(log) if log.segments else set()
        self._others: Sequence[str] = () if source in known else sorted(known)
        self._seen = 0
        self._same: dict[str, int] = dict.fromkeys(self._others, 0)

    def look(self, found: Found, transaction: Transaction) -> None:
        """Look at some facts on their way into the log."""
        if not self._others:
            return
        for facts in found.tables:
            some = facts.table.slice(0, _LOOKED_AT)
            mine = pc.and_(
                pc.equal(some.column("source"), self._source),
                pc.starts_with(some.column("key"), "content:"),
            )
            keys = some.filter(mine).column("key")
            self._seen += len(keys)
            for other in self._others:
                self._same[other] += transaction.count_known(facts.kind, other, keys)

    def refuse(self) -> None:
        """Raise DP-SRC-025 where much of it is there under another name."""
        name, same = max(self._same.items(), key=lambda item: item[1], default=("", 0))
        if same >= max(_FEWEST, _SHARE * self._seen):
            raise self._error(name, same)

    def _error(self, name: str, same: int) -> DesirepathError:
        return SAME_ELSEWHERE.error(
            says=f'{same:,} of {self._seen:,} rows looked at are in the log, from the source "{name}"',
            fix=f'import it --as "{name}" where it is a later export of the same, else --as "{self._source}"',
            file=str(self._file.path),
        )
