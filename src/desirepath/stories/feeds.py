"""The files of a world: one per source, as a company's tools would export them, in native JSONL.

Lines stand in the order in which the source received them. What happens after the story's last day has not
happened yet, and is left out here, once, for all.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import orjson

from desirepath.stories.chance import Chance

_OPTIONS = orjson.OPT_UTC_Z | orjson.OPT_APPEND_NEWLINE


def _instant(at: int) -> datetime:
    return datetime.fromtimestamp(at, UTC)


class Feeds:
    """Collects what happened, source by source; ``write`` makes the files."""

    def __init__(self, sources: Sequence[str], *, company: str, today: int) -> None:
        """``company`` begins every key, so that two companies fit into one log."""
        self._company = company
        self.today = today
        self.activities: Counter[str] = Counter()
        self.facts: Counter[str] = Counter()
        self._lines: dict[str, list[tuple[int, int, bytes]]] = {source: [] for source in sources}

    def interaction(
        self,
        source: str,
        at: int,
        activity: str,
        customer: str | None = None,
        account: str | None = None,
        *,
        objects: Mapping[str, str] | None = None,
        received: int | None = None,
        **rest: Any,
    ) -> None:
        """One interaction; ``rest`` are the other fields of an Interaction, left out where they are None."""
        if (received or at) >= self.today:
            return
        row: dict[str, Any] = {}
        if customer is not None:
            row["customer"] = customer
        if account is not None:
            row["account"] = account
        if objects is not None:
            row["objects"] = objects
        row["occurred_at"] = _instant(at)
        if received is not None:
            row["received_at"] = _instant(received)
        row["activity"] = activity
        for name, value in rest.items():
            if value is not None:
                row[name] = value
        self.activities[activity] += 1
        self.facts["interaction"] += 1
        self._add(source, received or at, row)

    def traits(
        self, source: str, at: int, object_type: str, object_id: str, traits: Mapping[str, Any]
    ) -> None:
        """What is known of an object from now on."""
        if at < self.today:
            self.facts["traits"] += 1
            row = {"type": "traits", "object_type": object_type, "object_id": object_id}
            self._add(source, at, {**row, "occurred_at": _instant(at), "traits": traits})

    def identity(
        self,
        source: str,
        at: int,
        object_type: str,
        alias: str,
        object_id: str,
        *,
        belongs_to: tuple[str, str] | None = None,
    ) -> None:
        """Two ids that are one object; or a customer belongs to an account (and is its own alias)."""
        if at < self.today:
            self.facts["identity"] += 1
            row: dict[str, Any] = {"type": "identity", "object_type": object_type, "alias": alias}
            row |= {"object_id": object_id, "occurred_at": _instant(at)}
            if belongs_to:
                row["belongs_to"] = list(belongs_to)
            self._add(source, at, row)

    def context(
        self,
        at: int,
        kind: str,
        title: str,
        *,
        until: int | None = None,
        properties: Mapping[str, Any] | None = None,
    ) -> None:
        """Something dated that has no subject. An end that lies ahead is not known yet."""
        if at < self.today:
            self.facts["context"] += 1
            row: dict[str, Any] = {
                "type": "context",
                "kind": kind,
                "title": title,
                "occurred_at": _instant(at),
            }
            if until is not None and until < self.today:
                row["until"] = _instant(until)
            if properties:
                row["properties"] = properties
            self._add("context", at, row)

    def _add(self, source: str, received: int, row: dict[str, Any]) -> None:
        lines = self._lines[source]
        row["source"] = source
        row["key"] = f"{self._company}-{source}-{len(lines) + 1}"
        lines.append((received, len(lines), orjson.dumps(row, option=_OPTIONS)))

    def write(self, into: Path) -> tuple[Path, ...]:
        """Writes one file per source that has lines, and says which."""
        into.mkdir(parents=True, exist_ok=True)
        files = []
        for source, lines in self._lines.items():
            if lines:
                lines.sort()
                path = into / f"{source}.jsonl"
                path.write_bytes(b"".join(line for _, _, line in lines))
                files.append(path)
        return tuple(files)


def late(chance: Chance, at: int, *, share: float, mean_hours: float) -> int | None:
    """When a tool heard of it, where that was later than it happened: this share of things, else None."""
    if chance.unit() >= share:
        return None
    return at + 60 + int(chance.wait(mean_hours * 3600))
