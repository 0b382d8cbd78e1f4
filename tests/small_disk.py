"""A disk of a few megabytes, for tests of what happens when it is full."""

from __future__ import annotations

import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest


@contextmanager
def small_disk(size: str) -> Iterator[Path]:
    """A folder on a disk of its own; the test is skipped where none can be mounted."""
    with tempfile.TemporaryDirectory() as name:
        mounted = subprocess.run(
            ["mount", "-t", "tmpfs", "-o", f"size={size}", "tmpfs", name], capture_output=True
        )
        if mounted.returncode:
            pytest.skip("a small disk can be mounted only by root, and not in every container")
        try:
            yield Path(name)
        finally:
            subprocess.run(["umount", name], check=True)
