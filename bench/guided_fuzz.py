"""One reader of files under the fuzzer: ``python -m bench.guided_fuzz csv 60``."""

from __future__ import annotations

import sys

from bench.fuzzer import fuzz, watching

with watching("desirepath.sources", "desirepath.log.row_checks", "desirepath.log.rows"):
    from tests.sources.readers import check, readers


def main(name: str, seconds: str) -> None:
    """Feed the reader until the time is over."""
    reader = readers()[name]
    fuzz(reader.seeds, lambda content: check(reader, content), seconds)


if __name__ == "__main__":
    main(*sys.argv[1:])
