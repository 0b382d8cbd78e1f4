"""Small exports, written and brought in."""

from __future__ import annotations

import gzip
from pathlib import Path
from typing import Any

import orjson

from desirepath.log.store import open_log
from desirepath.sources import ImportReport, import_files
from desirepath.sources.mapping import read_mapping_text

SIGN_UP = {"customer": "u1", "occurred_at": "2026-01-01T12:00:00Z", "activity": "sign up"}


def write(folder: Path, name: str, content: str | bytes) -> Path:
    """A file; compressed where its name says so."""
    data = content.encode() if isinstance(content, str) else content
    path = folder / name
    path.write_bytes(gzip.compress(data) if name.endswith(".gz") else data)
    return path


def lines(*rows: dict[str, Any]) -> bytes:
    """JSON lines."""
    return b"".join(orjson.dumps(row) + b"\n" for row in rows)


def bring(folder: Path, *paths: Path, mapping: str | None = None, source: str | None = None) -> ImportReport:
    """Import into the log at ``folder/log-here``."""
    read = read_mapping_text(mapping) if mapping else None
    return import_files(paths, folder / "log-here", mapping=read, source=source)


def stored(folder: Path, *columns: str) -> list[dict[str, Any]]:
    """The interactions there."""
    rows: list[dict[str, Any]] = open_log(folder / "log-here").interactions(columns or None).to_pylist()
    return rows


def rejected(report: ImportReport) -> list[dict[str, Any]]:
    """The rejects of a report."""
    return [orjson.loads(line) for path in report.rejects for line in path.read_bytes().splitlines()]


def nothing_stored(folder: Path) -> bool:
    """Whether no fact is there; a log that was made for nothing is not left behind."""
    return not (folder / "log-here" / "log").exists() or not open_log(folder / "log-here").segments
