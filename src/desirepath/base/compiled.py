"""Whether what has to be compiled lies compiled on this machine: else a first call takes seconds, and who
waits should know why."""

from __future__ import annotations

from pathlib import Path
from typing import Any


def is_kept(compiled: Any) -> bool:
    """Whether this compiled function lies ready on this machine, as its file says it now."""
    written = Path(compiled.py_func.__code__.co_filename)
    kept = Path(compiled.stats.cache_path).glob(f"{written.stem}.{compiled.py_func.__name__}-*.nbi")
    return any(file.stat().st_mtime >= written.stat().st_mtime for file in kept)
