"""Where the token for a workspace comes from: the environment, a file, or what ``login`` has kept."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Final

from desirepath.cli.words import must_exist
from desirepath.cli.workspace_kinds import NO_TOKEN
from desirepath.log.durable import write_durably

VARIABLE: Final = "DESIREPATH_TOKEN"
_FOR_ME_ONLY: Final = 0o600


def find_token(server: str, token_file: Path | None) -> str:
    """The token: of the file that was named, else of the environment, else the one kept for this server.

    Raises DP-CLI-001 for a file that is not there, DP-CLI-024 where there is no token.
    """
    if token_file is not None:
        return _checked(must_exist(token_file).read_text("utf-8", errors="replace"))
    if given := os.environ.get(VARIABLE, "").strip():
        return _checked(given)
    if kept := _read().get(server):
        return _checked(kept)
    raise NO_TOKEN.error(says=f"there is no token for {server}")


def keep_token(server: str, token: str) -> Path:
    """Keep a token for a server, readable by oneself only; where."""
    path = tokens_file()
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    kept = json.dumps({**_read(), server: _checked(token)}, indent=1, sort_keys=True)
    write_durably(path, lambda file: file.write(kept.encode()), mode=_FOR_ME_ONLY)
    return path


def forget_token(server: str) -> bool:
    """Forget what was kept for a server; whether there was something."""
    kept = _read()
    if server not in kept:
        return False
    del kept[server]
    left = json.dumps(kept, indent=1, sort_keys=True)
    write_durably(tokens_file(), lambda file: file.write(left.encode()), mode=_FOR_ME_ONLY)
    return True


def tokens_file() -> Path:
    """Where tokens are kept."""
    home = os.environ.get("XDG_CONFIG_HOME") or Path.home() / ".config"
    return Path(home) / "desirepath" / "tokens.json"


def _read() -> dict[str, str]:
    try:
        found = json.loads(tokens_file().read_text("utf-8"))
    except (OSError, ValueError):
        return {}
    return {str(name): str(value) for name, value in found.items()} if isinstance(found, dict) else {}


def _checked(token: str) -> str:
    token = token.strip()
    if not token or not token.isascii() or not token.isprintable() or " " in token:
        raise NO_TOKEN.error(says="what was given is no token", fix="copy the whole token, and nothing else")
    return token
