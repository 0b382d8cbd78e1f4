"""Every reader of files with garbage: changed at random, and, where atheris is installed, by a fuzzer that
watches which code it reaches."""

from __future__ import annotations

import random
from functools import partial

from bench.garbage import Fed, feed, random_edits
from tests.sources.readers import Reader, check, edited, readers

TITLE = "Sources: garbage in every reader"
_FILES_A_RUN = 5
_FED = Fed(
    one="reader",
    many="readers",
    what="files",
    ended="each ended with one coded error and nothing stored, or with "
    "every row a fact, a duplicate or a reject; imported again, each ended the same and added nothing.",
    program="bench.guided_fuzz",
    guided_seconds=15,
)


def run_one(reader: Reader, seed: int) -> str:
    """One changed file, always the same for a seed; what became of it. Raises AssertionError."""
    chance = random.Random(f"{reader.name} {seed}")
    content = edited(chance.choice(reader.seeds), random_edits(chance))
    try:
        outcome = check(reader, content)
    except Exception as error:
        raise AssertionError(f"{reader.name}, seed {seed}: {error}") from error
    return outcome if " " in outcome else "refused"


def soak(runs: int) -> list[str]:
    """Run, and the section of the report: lines of Markdown."""
    fed = {reader.name: partial(run_one, reader) for reader in readers().values()}
    return feed(_FED, fed, runs * _FILES_A_RUN)
