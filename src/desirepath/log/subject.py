"""Everything about one subject: found, exported, erased, and kept from coming back."""

from __future__ import annotations

import re
import shutil
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import numpy as np
import orjson
import pyarrow as pa
import pyarrow.compute as pc

from desirepath.log.durable import TEMPORARY, write_durably
from desirepath.log.facts import facts_of, row_of
from desirepath.log.identity import Identities, resolve_interactions
from desirepath.log.ids import Mask, is_one_of, names_one_of, none_of
from desirepath.log.inbox import waiting_rows
from desirepath.log.kinds import CANNOT_READ, CANNOT_WRITE
from desirepath.log.schema import SCHEMAS, FactKind
from desirepath.log.segments import remove_files
from desirepath.log.store import Log
from desirepath.log.subject_ids import Subject, find_ids
from desirepath.log.suppression import Suppression

CACHES = ("index",)
"""Folders of a workspace that are made from the log, and may go at any time."""

_SHORT = 4
_TEXTS: Mapping[FactKind, tuple[str, ...]] = {
    "interactions": ("actor", "text", "properties", "key"),
    "traits": ("traits", "key"),
    "identities": ("key",),
    "contexts": ("title", "properties", "key"),
}


_WORDS = frozenset({"text", "properties", "traits", "title"})
Redact = tuple[str, Callable[[str], str]]


@dataclass(frozen=True, slots=True)
class Erased:
    """What an erasure took away.

    ``facts`` counts by kind, ``rejects`` the lines of files of rejects, ``actors`` the facts of others that
    the subject was only the actor of (they stay, without it). ``mentions`` are facts of others that hold one
    of the ids in a text or a property: they are left as they are. ``suppressed`` says whether the subject is
    kept from coming back; ``redacted`` are facts of others whose texts were changed.
    """

    subject: Subject
    facts: Mapping[str, int]
    rejects: int
    actors: int
    mentions: int
    suppressed: bool
    redacted: int = 0


def export_subject(log: Log, object_type: str, object_id: str) -> dict[str, Any]:
    """Everything that is known of the subject, as plain JSON values.

    The facts have the field names of native JSONL, so that another log can import them. ``rejects`` are rows
    that could not be used and mention it, ``inbox`` the facts that wait to be stored.
    """
    identities = log.identities_resolved()
    subject = find_ids(identities, object_type, object_id, log.rules)
    finder = _Finder(subject, identities)
    found: dict[str, list[Any]] = {}
    for kind in SCHEMAS:
        found[kind] = []
        for segment in log.segments:
            if segment.kind == kind:
                table = segment.read().cast(SCHEMAS[kind])
                mine = table.filter(pa.array(finder.facts(kind, table) | finder.acts(kind, table)))
                found[kind] += [_plain(row_of(fact)) for fact in facts_of(kind, mine)]
        found[kind].sort(key=lambda row: row["occurred_at"])
    suppression = Suppression(log.path / "log", log.rules.secret)
    return {
        "object_type": object_type,
        "object_id": subject.canonical,
        "ids": subject.readable_ids,
        "exported_at": datetime.now(UTC).isoformat(timespec="seconds"),
        "suppressed": suppression.has(object_type, object_id),
        "interactions": found["interactions"],
        "traits": found["traits"],
        "identities": found["identities"],
        "rejects": [line for _, line in _rejected(log.path, finder) if line is not None],
        "inbox": [row for row in waiting_rows(log.path) if finder.is_mentioned_in(row)],
    }


def erase_subject(
    log: Log,
    object_type: str,
    object_id: str,
    *,
    suppress: bool = False,
    redact: Redact | None = None,
) -> Erased:
    """Remove the subject from the log, its rejects, its inbox and its caches.

    All facts that name one of its ids go; of an account also those of its customers that count as its own.
    Facts of others stay as they are, to the bit, but for an ``actor`` that is the subject, and for the texts
    of those of a source whose words ``redact`` changes: (source, what becomes of a text). Killed at any
    point, the log holds either everything or nothing of it, and erasing again finishes. What is remembered
    are keyed hashes of the facts' keys, so that importing an old file again does not bring them back.

    Raises DP-LOG-003 without the writer's lock, DP-LOG-005 for damaged files and DP-LOG-006 where the disk
    refuses.
    """
    log.must_write()
    log.inbox.drain()
    identities = log.identities_resolved()
    subject = find_ids(identities, object_type, object_id, log.rules)
    if suppress:
        Suppression(log.path / "log", log.rules.secret).add(object_type, subject.ids)
    finder = _Finder(subject, identities)
    # The segments come last: it is their identities that say which other ids have to go.
    rejects = _erase_rejects(log.path, finder)
    remove_caches(log.path)
    eraser = _Eraser(finder, redact)
    log.rewrite(eraser.change)
    remove_caches(log.path)  # a reader may have made one meanwhile, of the facts as they were
    is_suppressed = Suppression(log.path / "log", log.rules.secret).has(object_type, object_id)
    return Erased(
        subject, eraser.facts, rejects, eraser.actors, eraser.mentions, is_suppressed, eraser.redacted
    )


def suppress_subject(log: Log, object_type: str, object_id: str) -> int:
    """Keep every later fact of the subject, under any id known now, out of the log; how many ids are new on
    the list. Raises DP-LOG-003 and -006."""
    log.must_write()
    subject = find_ids(log.identities_resolved(), object_type, object_id, log.rules)
    return Suppression(log.path / "log", log.rules.secret).add(object_type, subject.ids)


def unsuppress_subject(log: Log, object_type: str, object_id: str) -> int:
    """Let later facts of the subject in again; how many ids were on the list. Other ids that were suppressed
    with it and are not known to be its own any more stay there. Raises DP-LOG-003 and -006."""
    log.must_write()
    subject = find_ids(log.identities_resolved(), object_type, object_id, log.rules)
    return Suppression(log.path / "log", log.rules.secret).remove(object_type, subject.ids)


class _Finder:
    """Says which facts are the subject's."""

    def __init__(self, subject: Subject, identities: Identities) -> None:
        self.subject = subject
        self._identities = identities
        escaped = [re.escape(name) for name in sorted(subject.ids) if len(name) >= _SHORT]
        self._long = re.compile(rf"(?<!\w)(?:{'|'.join(escaped)})(?!\w)") if escaped else None

    def facts(self, kind: FactKind, table: pa.Table) -> Mask:
        """Which facts are about the subject."""
        object_type, ids = self.subject.object_type, self.subject.ids
        found = names_one_of(kind, table, object_type, ids)
        if kind == "interactions" and object_type == "account" and self._identities.accounts:
            found |= is_one_of(resolve_interactions(table, self._identities).column("account"), ids)
        return found

    def only_belongs(self, kind: FactKind, table: pa.Table) -> Mask:
        """Which identities say two things: that another has an alias, and that it belongs to the subject."""
        if kind != "identities":
            return none_of(table)
        aliases = pc.not_equal(table.column("alias"), table.column("object_id"))
        own = is_one_of(table.column("object_type"), [self.subject.object_type]) & (
            is_one_of(table.column("alias"), self.subject.ids)
            | is_one_of(table.column("object_id"), self.subject.ids)
        )
        found: Mask = self.facts(kind, table) & np.asarray(aliases.to_numpy(zero_copy_only=False)) & ~own
        return found

    def acts(self, kind: FactKind, table: pa.Table) -> Mask:
        """Which interactions the subject did, whomever they are about."""
        if kind != "interactions" or self.subject.object_type != "customer":
            return none_of(table)
        return is_one_of(table.column("actor"), self.subject.ids)

    def mentions(self, kind: FactKind, table: pa.Table) -> int:
        """How many facts hold one of the ids in a text."""
        among = none_of(table)
        for column in _TEXTS[kind]:
            for name in self.subject.ids:
                if len(name) >= _SHORT:
                    held = pc.fill_null(pc.match_substring(table.column(column), name), False)
                    among |= np.asarray(held.to_numpy(zero_copy_only=False), dtype=bool)
        return int(among.sum())

    def is_rejected_in(self, line: object) -> bool:
        """Whether a line of a file of rejects is about the subject: its row or the reason mention it."""
        if isinstance(line, dict) and "row" in line:
            return self.is_mentioned_in([line["row"], line.get("message")])
        return self.is_mentioned_in(line)

    def is_mentioned_in(self, value: object) -> bool:
        """Whether a JSON value holds one of the ids: whole, or as a word where it is not very short."""
        open_ones = [value]
        while open_ones:
            one = open_ones.pop()
            if isinstance(one, dict):
                open_ones += [*one.keys(), *one.values()]
            elif isinstance(one, list | tuple):
                open_ones += one
            elif isinstance(one, str | int | float):
                text = str(one)
                if text in self.subject.ids or (self._long and self._long.search(text)):
                    return True
        return False


class _Eraser:
    """Takes the subject out of one segment after another, and counts."""

    def __init__(self, finder: _Finder, redact: Redact | None) -> None:
        self._finder = finder
        self._redact = redact
        self.redacted = 0
        self.facts: dict[str, int] = dict.fromkeys(SCHEMAS, 0)
        self.actors = 0
        self.mentions = 0

    def change(self, kind: FactKind, table: pa.Table) -> pa.Table:
        """What stays of a segment; the table itself where the subject is not in it."""
        halves = self._finder.only_belongs(kind, table)
        gone = self._finder.facts(kind, table) & ~halves
        acts = self._finder.acts(kind, table) & ~gone
        self.facts[kind] += int(gone.sum())
        self.actors += int(acts.sum())
        if acts.any():
            table = _without(table, "actor", acts)
        if halves.any():
            table = _without(_without(table, "belongs_to_type", halves), "belongs_to_id", halves)
        if gone.any():
            table = table.filter(pa.array(~gone))
        if self._redact is not None:
            table = self._without_words(kind, table, *self._redact)
        self.mentions += self._finder.mentions(kind, table)
        return table

    def _without_words(
        self, kind: FactKind, table: pa.Table, source: str, change: Callable[[str], str]
    ) -> pa.Table:
        mine = np.flatnonzero(is_one_of(table.column("source"), [source]))
        touched: set[int] = set()
        for name in _WORDS.intersection(table.column_names) if len(mine) else ():
            place = table.schema.get_field_index(name)
            texts = table.column(place).take(pa.array(mine)).to_pylist()
            found = {
                int(row): changed
                for row, text in zip(mine, texts, strict=True)
                if text is not None and (changed := change(text)) != text
            }
            if found:
                touched |= found.keys()
                whole = table.column(place).to_pylist()
                for row, text in found.items():
                    whole[row] = text
                field = table.schema.field(place)
                table = table.set_column(place, field, pa.chunked_array([pa.array(whole, field.type)]))
        self.redacted += len(touched)
        return table


def _without(table: pa.Table, name: str, rows: Mask) -> pa.Table:
    place = table.schema.get_field_index(name)
    missing = pa.scalar(None, table.schema.field(place).type)
    cleared = pc.if_else(pa.array(rows), missing, table.column(name))
    return table.set_column(place, table.schema.field(place), cleared)


def remove_caches(path: Path) -> None:
    """Remove everything in the workspace that can be made again from the log. Raises DP-LOG-006."""
    for name in CACHES:
        folder = path / name
        try:
            if folder.is_dir():
                shutil.rmtree(folder)
            else:
                folder.unlink(missing_ok=True)
        except OSError as error:
            raise CANNOT_WRITE.error(
                says=f"cannot remove {name}: {error.strerror}", file=str(error.filename or folder)
            ) from error


def _rejected(path: Path, finder: _Finder) -> Iterator[tuple[bytes, Any]]:
    """Every line of every file of rejects: as it lies there, and its value where it mentions the subject."""
    for file in _reject_files(path):
        yield from _lines(file, finder)


def _reject_files(path: Path) -> list[Path]:
    folder = path / "rejects"
    try:
        return sorted(file for file in folder.iterdir() if file.is_file()) if folder.is_dir() else []
    except OSError as error:
        raise CANNOT_READ.error(says=f"cannot read: {error.strerror}", file=str(folder)) from error


def _lines(file: Path, finder: _Finder) -> Iterator[tuple[bytes, Any]]:
    try:
        with file.open("rb") as lines:
            for line in lines:
                try:
                    value = orjson.loads(line)
                except ValueError:
                    value = line.decode("utf-8", errors="replace")
                yield line, value if finder.is_rejected_in(value) else None
    except OSError as error:
        raise CANNOT_READ.error(says=f"cannot read: {error.strerror}", file=str(file)) from error


def _erase_rejects(path: Path, finder: _Finder) -> int:
    """Take the lines out that mention the subject; how many. A file without any line left goes."""
    count = 0
    for file in _reject_files(path):
        if file.name.endswith(TEMPORARY):  # left by an import that was killed
            remove_files(file.parent, [file.name])
            continue
        gone = sum(value is not None for _, value in _lines(file, finder))
        count += gone
        if gone:
            kept = [line for line, value in _lines(file, finder) if value is None]
            if kept:
                write_durably(file, lambda target, kept=kept: target.writelines(kept))  # type: ignore[misc]
            else:
                remove_files(file.parent, [file.name])
    return count


def _plain(row: dict[str, Any]) -> dict[str, Any]:
    """A row as JSON holds it, without what is missing."""
    known = {name: value for name, value in row.items() if value is not None and value != {}}
    plain: dict[str, Any] = orjson.loads(orjson.dumps(known, default=str))
    return plain
