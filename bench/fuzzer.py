"""A fuzzer that watches which code it reaches, around any function of bytes.

It needs atheris, which is not among the requirements (``pip install atheris``); ``make soak`` uses it where
it is installed.
"""

from __future__ import annotations

import sys
import tempfile
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import atheris  # type: ignore[import-not-found,import-untyped,unused-ignore]  # optional, and it has no types

COMPILED = ["desirepath.sources.splitting", "desirepath.sources.fast_cells", "desirepath.log.blake2"]


def watching(*modules: str) -> Any:
    """What is imported while this is held is watched, where it belongs to these modules."""
    return atheris.instrument_imports(include=list(modules), exclude=COMPILED)


def fuzz(seeds: Sequence[bytes], check: Callable[[bytes], object], seconds: str) -> None:
    """Feed ``check``, first with the seeds, until the time is over; what breaks the law ends the process with
    a traceback and leaves the bytes that did it where it says."""
    with tempfile.TemporaryDirectory() as folder:
        for place, seed in enumerate(seeds):
            (Path(folder) / str(place)).write_bytes(seed)

        def feed(content: bytes) -> None:
            if content:
                check(content)

        options = ["-max_len=20000", f"-max_total_time={seconds}", "-rss_limit_mb=4096", "-timeout=60"]
        atheris.Setup([sys.argv[0], *options, f"-artifact_prefix={tempfile.gettempdir()}/", folder], feed)
        atheris.Fuzz()
