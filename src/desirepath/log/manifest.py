"""The list of live files. What it does not name does not exist; it is swapped in one move."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from hashlib import blake2b
from pathlib import Path
from typing import Any, cast

import orjson

from desirepath.log.durable import write_durably
from desirepath.log.kinds import DAMAGED, NEWER_FORMAT
from desirepath.log.schema import SCHEMAS, FactKind

FORMAT = 1


@dataclass(frozen=True, slots=True)
class SegmentEntry:
    """One live segment: its file, which kind of facts, how many, and the arrival of the first one."""

    name: str
    kind: FactKind
    rows: int
    first_arrival: int


@dataclass(frozen=True, slots=True)
class Manifest:
    """All live files of a log: segments as they were written, key files, and the next free arrival."""

    segments: tuple[SegmentEntry, ...] = ()
    keys: tuple[str, ...] = ()
    next_arrival: int = 0

    @property
    def generation(self) -> str:
        """A word that changes whenever the content changes, and only then."""
        return blake2b(orjson.dumps(_to_json(self)), digest_size=12).hexdigest()


def read_manifest(path: Path) -> Manifest:
    """Read the list. Raises DP-LOG-004 for a newer format and DP-LOG-005 for a damaged list."""
    try:
        found = orjson.loads(path.read_bytes())
        if found["format"] > FORMAT:
            raise NEWER_FORMAT.error(
                says=f"this log has format {found['format']}, this Desirepath knows {FORMAT}", file=str(path)
            )
        return Manifest(
            segments=tuple(_segment(entry) for entry in found["segments"]),
            keys=tuple(found["keys"]),
            next_arrival=found["next_arrival"],
        )
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise DAMAGED.error(says="the list of segments cannot be read", file=str(path)) from error


def write_manifest(path: Path, manifest: Manifest) -> None:
    """Swap the list: before it the old content, after it the new one, never anything between."""
    content = orjson.dumps(_to_json(manifest), option=orjson.OPT_INDENT_2)
    write_durably(path, lambda file: file.write(content))


def _segment(entry: Mapping[str, Any]) -> SegmentEntry:
    if entry["kind"] not in SCHEMAS:
        raise ValueError(entry["kind"])
    return SegmentEntry(entry["name"], cast(FactKind, entry["kind"]), entry["rows"], entry["first_arrival"])


def _to_json(manifest: Manifest) -> dict[str, object]:
    return {
        "format": FORMAT,
        "next_arrival": manifest.next_arrival,
        "segments": [
            {"name": s.name, "kind": s.kind, "rows": s.rows, "first_arrival": s.first_arrival}
            for s in manifest.segments
        ],
        "keys": list(manifest.keys),
    }
