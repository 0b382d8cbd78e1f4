"""Who must not be stored again: remembered as marks, never as ids."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from pathlib import Path

import orjson
import pyarrow as pa

from desirepath.log.durable import write_durably
from desirepath.log.ids import Mask, ids_of_type, names_one_of, none_of
from desirepath.log.kinds import DAMAGED
from desirepath.log.marks import mark_of
from desirepath.log.schema import FactKind

_FILE = "suppressed.json"
_WORDS = re.compile(r"[^\s\"',;:{}\[\]()<>]+")


class Suppression:
    """The suppressed objects of the log in ``folder``, by type, as marks under its ``secret``.

    Raises DP-LOG-005 where the list is damaged: nobody may be stored then who should not.
    """

    def __init__(self, folder: Path, secret: bytes) -> None:
        self._path = folder / _FILE
        self._secret = secret
        self._marks = _read(self._path)

    def __len__(self) -> int:
        return sum(map(len, self._marks.values()))

    def has(self, object_type: str, object_id: str) -> bool:
        """Whether this one is suppressed."""
        return self._mark(object_type, object_id) in self._marks.get(object_type, ())

    def found_in(self, kind: FactKind, table: pa.Table) -> Mask:
        """Which facts name somebody who is suppressed."""
        found = none_of(table)
        for object_type in self._marks:
            theirs = [name for name in ids_of_type(kind, table, object_type) if self.has(object_type, name)]
            if theirs:
                found |= names_one_of(kind, table, object_type, theirs)
        return found

    def mentioned_in(self, value: object) -> bool:
        """Whether a JSON value holds the id of somebody suppressed, as a whole text or a word of one."""
        open_ones = [value] if self._marks else []
        while open_ones:
            one = open_ones.pop()
            if isinstance(one, dict):
                open_ones += [*one.keys(), *one.values()]
            elif isinstance(one, list | tuple):
                open_ones += one
            elif isinstance(one, str | int):
                words = {str(one), *_WORDS.findall(str(one))}
                if any(self.has(object_type, word) for object_type in self._marks for word in words):
                    return True
        return False

    def add(self, object_type: str, ids: Iterable[str]) -> int:
        """Remember these, on the disk too; how many were not yet. Raises DP-LOG-006."""
        before = len(self)
        marks = {self._mark(object_type, name) for name in ids}
        self._write({**self._marks, object_type: self._marks.get(object_type, frozenset()) | marks})
        return len(self) - before

    def remove(self, object_type: str, ids: Iterable[str]) -> int:
        """Forget these, on the disk too; how many were remembered. Raises DP-LOG-006."""
        before = len(self)
        marks = {self._mark(object_type, name) for name in ids}
        left = self._marks.get(object_type, frozenset()) - marks
        self._write({**self._marks, object_type: left})
        return before - len(self)

    def _mark(self, object_type: str, object_id: str) -> str:
        return mark_of(self._secret, object_type, object_id)

    def _write(self, marks: Mapping[str, frozenset[str]]) -> None:
        kept = {object_type: sorted(of_type) for object_type, of_type in sorted(marks.items()) if of_type}
        content = orjson.dumps(kept, option=orjson.OPT_INDENT_2)
        write_durably(self._path, lambda file: file.write(content), mode=0o600)
        self._marks = {object_type: frozenset(of_type) for object_type, of_type in kept.items()}


def _read(path: Path) -> dict[str, frozenset[str]]:
    try:
        found = orjson.loads(path.read_bytes())
        return {object_type: frozenset(marks) for object_type, marks in found.items()}
    except FileNotFoundError:
        return {}
    except (OSError, ValueError, TypeError, AttributeError) as error:
        raise DAMAGED.error(says="the list of who is suppressed cannot be read", file=str(path)) from error
