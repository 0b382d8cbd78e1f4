"""The versions of the list of segments, and how an older one becomes one of today's.

A store of an older version is read as it lies; what is read is migrated in memory. The first write of this
version puts the migrated list in its place, in one move.
"""

from __future__ import annotations

from collections.abc import Callable
from hashlib import blake2b
from typing import Any, Final

import orjson

Migration = Callable[[dict[str, Any]], dict[str, Any]]


def _remember_commits(found: dict[str, Any]) -> dict[str, Any]:
    """Version 2 knows which content had which generation, and the last arrival of each segment.

    The generation stays the one that version 1 computed, so that caches of it stay fresh.
    """
    generation = blake2b(orjson.dumps(found), digest_size=12).hexdigest()
    segments = [
        {**segment, "last_arrival": segment["first_arrival"] + segment["rows"] - 1}
        for segment in found["segments"]
    ]
    commits = [[found["next_arrival"], generation]]
    return {**found, "format": 2, "segments": segments, "commits": commits}


MIGRATIONS: Final[tuple[Migration, ...]] = (_remember_commits,)
"""The n-th makes version n + 1 of version n."""

CURRENT: Final = len(MIGRATIONS) + 1


def migrate(found: dict[str, Any]) -> dict[str, Any]:
    """The list as today's version has it. ``found["format"]`` is known and not newer."""
    for migration in MIGRATIONS[found["format"] - 1 :]:
        found = migration(found)
    return found
