"""What the identity facts of a log said last, kept as long as none comes: whoever asks for a few interactions
needs all of them."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pyarrow as pa

from desirepath.log.identity import Identities, read_identities
from desirepath.log.manifest import Manifest

_KNOWN: dict[tuple[Path, tuple[str, ...]], Identities] = {}
"""By the segments that hold them, which never change; those of one log at a time."""


def identities_of(
    path: Path, manifest: Manifest, read: Callable[[], tuple[pa.Table, Manifest]]
) -> Identities:
    """What the identity facts say together. ``read`` reads them, and says of which list of segments they are
    in the end."""
    mine = [entry for entry in manifest.segments if entry.kind == "identities"]
    key = path, tuple(entry.name for entry in mine)
    is_whole = all(entry.last_arrival < manifest.next_arrival for entry in mine)
    known = _KNOWN.get(key) if is_whole else None
    if known is None:
        table, of = read()
        known = read_identities(table)
        if is_whole and of is manifest:
            _KNOWN.clear()
            _KNOWN[key] = known
    return known
