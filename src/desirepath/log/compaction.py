"""Small segments become larger ones, so that there are few however often one appends.

The facts, their arrivals and their order stay the same, and so does the log's generation: only the files
change. The list is swapped in one move; the old files go after it.
"""

from __future__ import annotations

from pathlib import Path

import pyarrow as pa

from desirepath.log.manifest import Manifest, SegmentEntry
from desirepath.log.schema import SCHEMAS, FactKind
from desirepath.log.segments import join_segments

FEWEST = 8
"""So many segments in a row are worth a merge."""

_MOST_ROWS = 500_000
_MOST_BYTES = 64 << 20
_MUCH_LARGER = 4


def run_to_merge(
    folder: Path, segments: tuple[SegmentEntry, ...], kind: FactKind, fewest: int = FEWEST
) -> list[SegmentEntry]:
    """The latest segments of one kind that should be one, oldest first; empty where there are too few.

    From the newest backwards, until one is much larger than all after it together: so a fact is written
    again only as often as the number of its companions has grown severalfold.
    """
    run: list[SegmentEntry] = []
    rows = size = 0
    for entry in reversed([entry for entry in segments if entry.kind == kind]):
        path = folder / "segments" / entry.name
        size += path.stat().st_size if path.exists() else _MOST_BYTES
        if rows + entry.rows > _MOST_ROWS or size > _MOST_BYTES:
            break
        if run and entry.rows > _MUCH_LARGER * rows:
            break
        rows += entry.rows
        run.append(entry)
    return run[::-1] if len(run) >= fewest else []


def compact_segments(folder: Path, manifest: Manifest, fewest: int = FEWEST) -> Manifest:
    """The list with small segments merged, and the new files written; the same list where none are.

    Raises DP-LOG-005 for a damaged segment and DP-LOG-006 where the disk refuses.
    """
    segments = manifest.segments
    for kind in SCHEMAS:
        run = run_to_merge(folder, segments, kind, fewest)
        if not run:
            continue
        merged = join_segments(folder, kind, run)
        gone = {entry.name for entry in run}
        place = segments.index(run[0])
        kept = [entry for entry in segments if entry.name not in gone]
        kept.insert(place, merged)
        segments = tuple(kept)
    if segments is manifest.segments:
        return manifest
    pa.default_memory_pool().release_unused()  # the pool would keep what it took for good, in every thread
    return manifest.compacted(segments)
