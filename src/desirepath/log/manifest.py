"""The list of live files. What it does not name does not exist; it is swapped in one move."""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from dataclasses import dataclass, replace
from itertools import pairwise
from pathlib import Path
from typing import Any, NamedTuple, cast

import orjson

from desirepath.log.durable import write_durably
from desirepath.log.kinds import DAMAGED, NEWER_FORMAT
from desirepath.log.migrations import CURRENT, migrate
from desirepath.log.schema import SCHEMAS, FactKind

_COMMITS_REMEMBERED = 1000


@dataclass(frozen=True, slots=True)
class SegmentEntry:
    """One live segment: its file, which kind of facts, how many, the arrivals of the first and the last."""

    name: str
    kind: FactKind
    rows: int
    first_arrival: int
    last_arrival: int


class Commit(NamedTuple):
    """What the log held once: everything that arrived before ``next_arrival``, under a word for it."""

    next_arrival: int
    generation: str


_NOTHING = Commit(0, "empty")


@dataclass(frozen=True, slots=True)
class Manifest:
    """All live files of a log: segments in the order of arrival, key files, and the next free arrival.

    ``commits`` are the latest appends since anything was last taken out, oldest first: whoever knows the
    content of one of them knows today's by adding what arrived since.
    """

    segments: tuple[SegmentEntry, ...] = ()
    keys: tuple[str, ...] = ()
    next_arrival: int = 0
    commits: tuple[Commit, ...] = (_NOTHING,)

    @property
    def generation(self) -> str:
        """A word that changes whenever the content changes, and only then."""
        return self.commits[-1].generation

    @property
    def names(self) -> frozenset[str]:
        """The names of all live files."""
        return frozenset([*(segment.name for segment in self.segments), *self.keys])

    def arrivals_at(self, generation: str) -> int | None:
        """The first arrival that ``generation`` had not; None where it is not known to be part of this."""
        for commit in reversed(self.commits):
            if commit.generation == generation:
                return commit.next_arrival
        return None

    def as_it_was(self, generation: str) -> Manifest:
        """The same files for a reader who stays at an earlier content: facts from ``next_arrival`` on are not
        seen, though a segment may hold some. The list itself where that content is not known any more."""
        until = self.arrivals_at(generation)
        if until is None:
            return self
        segments = tuple(segment for segment in self.segments if segment.first_arrival < until)
        commits = tuple(commit for commit in self.commits if commit.next_arrival <= until)
        return Manifest(segments, self.keys, until, commits)

    def arrivals_of(self, generation: str) -> tuple[int, int] | None:
        """Which arrivals the append had that made this ``generation``: from the first on, up to the second
        (not included); None where that is not known."""
        for before, commit in pairwise(self.commits):
            if commit.generation == generation:
                return before.next_arrival, commit.next_arrival
        return None

    def appended(
        self,
        segments: tuple[SegmentEntry, ...],
        keys: tuple[str, ...],
        next_arrival: int,
        generation: str = "",
    ) -> Manifest:
        """With more facts at the end, under this word (empty: a new one)."""
        commits = (*self.commits, Commit(next_arrival, generation or _word()))[-_COMMITS_REMEMBERED:]
        return Manifest((*self.segments, *segments), keys, next_arrival, commits)

    def compacted(self, segments: tuple[SegmentEntry, ...]) -> Manifest:
        """The same facts in other files."""
        return replace(self, segments=segments)

    def rewritten(self, segments: tuple[SegmentEntry, ...]) -> Manifest:
        """With facts taken out or changed: nobody's memory of an earlier content holds any more."""
        return replace(self, segments=segments, commits=(Commit(self.next_arrival, _word()),))


def _word() -> str:
    return secrets.token_hex(12)


def read_manifest(path: Path) -> Manifest:
    """Read the list, of this version or an older one. Raises DP-LOG-004 for a newer format and DP-LOG-005
    for a damaged list."""
    try:
        found = orjson.loads(path.read_bytes())
        if type(found["format"]) is not int or found["format"] < 1:
            raise ValueError(found["format"])
        if found["format"] > CURRENT:
            raise NEWER_FORMAT.error(
                says=f"this log has format {found['format']}, this Desirepath knows {CURRENT}", file=str(path)
            )
        found = migrate(found)
        return Manifest(
            segments=tuple(_segment(entry) for entry in found["segments"]),
            keys=tuple(found["keys"]),
            next_arrival=found["next_arrival"],
            commits=tuple(Commit(arrival, generation) for arrival, generation in found["commits"]),
        )
    except (OSError, ValueError, KeyError, TypeError, IndexError) as error:
        raise DAMAGED.error(says="the list of segments cannot be read", file=str(path)) from error


def write_manifest(path: Path, manifest: Manifest) -> None:
    """Swap the list: before it the old content, after it the new one, never anything between."""
    content = orjson.dumps(_to_json(manifest), option=orjson.OPT_INDENT_2)
    write_durably(path, lambda file: file.write(content))


def _segment(entry: Mapping[str, Any]) -> SegmentEntry:
    if entry["kind"] not in SCHEMAS:
        raise ValueError(entry["kind"])
    numbers = (entry["rows"], entry["first_arrival"], entry["last_arrival"])
    return SegmentEntry(entry["name"], cast(FactKind, entry["kind"]), *numbers)


def _to_json(manifest: Manifest) -> dict[str, object]:
    return {
        "format": CURRENT,
        "next_arrival": manifest.next_arrival,
        "segments": [
            {
                "name": s.name,
                "kind": s.kind,
                "rows": s.rows,
                "first_arrival": s.first_arrival,
                "last_arrival": s.last_arrival,
            }
            for s in manifest.segments
        ],
        "keys": list(manifest.keys),
        "commits": [list(commit) for commit in manifest.commits],
    }
