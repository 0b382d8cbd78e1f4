"""One reader under a fuzzer that watches which code it reaches: ``python -m bench.guided_fuzz csv 60``.

It needs atheris, which is not among the requirements (``pip install atheris``); ``make soak`` uses it where
it is installed.
"""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

import atheris  # type: ignore[import-not-found,import-untyped,unused-ignore]  # optional, and it has no types

_COMPILED = ["desirepath.sources.splitting", "desirepath.sources.fast_cells", "desirepath.log.blake2"]

with atheris.instrument_imports(
    include=["desirepath.sources", "desirepath.log.row_checks", "desirepath.log.rows"], exclude=_COMPILED
):
    from tests.sources.readers import check, readers


def main(name: str, seconds: str) -> None:
    """Feed the reader until the time is over; what breaks the law ends the process with a traceback."""
    reader = readers()[name]
    with tempfile.TemporaryDirectory() as folder:
        for place, seed in enumerate(reader.seeds):
            (Path(folder) / str(place)).write_bytes(seed)

        def feed(content: bytes) -> None:
            if content:
                check(reader, content)

        options = ["-max_len=20000", f"-max_total_time={seconds}", "-rss_limit_mb=4096", "-timeout=60"]
        atheris.Setup([sys.argv[0], *options, folder], feed)
        atheris.Fuzz()


if __name__ == "__main__":
    main(*sys.argv[1:])
