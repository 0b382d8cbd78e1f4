"""Exports that carry their date in their name: each would be a source of its own."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pyarrow.compute as pc

from desirepath.base.problem import Problem
from desirepath.log.store import Log
from desirepath.sources.kinds import DATED_NAME
from desirepath.sources.opening import ExportedFile

_DATE = re.compile(r"[-_. ]*(?:19|20)\d\d[-_.]?\d\d[-_.]?\d\d(?:[-_.T ]?\d{2,6})?$")


def undated(name: str) -> str:
    """The name without a date at its end.

    >>> undated("events-2026-11-25"), undated("events_20261125"), undated("events")
    ('events', 'events', 'events')
    """
    return _DATE.sub("", name) or name


def other_names(log: Log, file: ExportedFile) -> Iterator[Problem]:
    """A warning where the log has a source that is called like the file but for the date."""
    stem = undated(file.stem)
    if stem == file.stem:
        return
    for name in sorted(_sources(log) - {file.stem}):
        if undated(name) == stem:
            yield DATED_NAME.at(
                says=f'"{file.stem}" is taken for another source than "{name}": what both hold counts twice',
                fix=f"where they are exports of one tool, import them --as {stem}",
                file=str(file.path),
            )
            return


def _sources(log: Log) -> set[str]:
    found: set[str] = set()
    for segment in log.segments:
        found.update(pc.unique(segment.read(["source"]).column("source")).to_pylist())
    return found
