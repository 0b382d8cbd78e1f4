"""The log's own secret: the key of all hashes by which it knows keys, ids and marks again."""

from __future__ import annotations

import secrets
from pathlib import Path
from typing import Final

from desirepath.log.durable import write_durably
from desirepath.log.kinds import DAMAGED
from desirepath.log.live_files import how_to_rebuild

_SHORTEST: Final = 16


def make_secret(path: Path) -> None:
    """Make it where there is none; only its owner may read it. Raises DP-LOG-006."""
    if not path.exists():
        write_durably(path, lambda file: file.write(secrets.token_bytes(32)), mode=0o600)


def read_secret(path: Path) -> bytes:
    """The secret. A new one would recognise nothing, so one that is lost is never replaced.

    Raises DP-LOG-005.
    """
    try:
        secret = path.read_bytes()
        if len(secret) < _SHORTEST:
            raise ValueError
    except (OSError, ValueError) as error:
        raise DAMAGED.error(
            says="the log's secret is missing or cut off: known keys cannot be recognised",
            fix=how_to_rebuild("log/secret"),
            file=str(path),
        ) from error
    return secret
