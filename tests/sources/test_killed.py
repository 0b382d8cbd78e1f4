"""A killed import leaves each file in the log wholly or not at all; doing it again finishes it, once."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from desirepath.log.store import create_log, open_log
from desirepath.log.taking_back import take_back
from desirepath.sources.importing import import_into
from tests.sources.files import SIGN_UP, bring, lines, stored, write

_IMPORT = """
import sys
from desirepath.sources import import_files

def tell(progress):
    print(progress.rows, flush=True)

import_files(sys.argv[2:], sys.argv[1], progress=tell)
"""


@pytest.mark.parametrize("stop_at", [1, 3, 4])
def test_killed_at_any_moment_importing_again_finishes_exactly_once(tmp_path: Path, stop_at: int) -> None:
    paths = [
        write(tmp_path, f"{name}.jsonl", lines(*({**SIGN_UP, "key": f"{name}{n}"} for n in range(40_000))))
        for name in "abc"
    ]
    command = [sys.executable, "-c", _IMPORT, str(tmp_path / "log-here"), *map(str, paths)]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
    assert process.stdout is not None
    for count, _ in enumerate(process.stdout, 1):
        if count == stop_at:
            break
    process.kill()
    process.wait()
    process.stdout.close()
    already = len(stored(tmp_path, "key"))
    assert already % 40_000 == 0
    report = bring(tmp_path, *paths)
    assert (report.added, report.duplicates) == (120_000 - already, already)
    keys = {row["key"] for row in stored(tmp_path, "key")}
    assert len(keys) == len(stored(tmp_path, "key")) == 120_000


def test_what_an_earlier_try_stored_is_what_the_import_added(tmp_path: Path) -> None:
    """Killed after its rows were stored and before anybody had noted that: the next try tells the truth."""
    there = write(tmp_path, "there.jsonl", lines({**SIGN_UP, "key": "b"}))
    mine = write(tmp_path, "mine.jsonl", lines(*({**SIGN_UP, "key": key} for key in "abcca")))
    other = write(tmp_path, "other.jsonl", lines(*({**SIGN_UP, "key": key} for key in "xyz")))
    folder = tmp_path / "log-here"
    with create_log(folder) as log:
        import_into(log, there, source="app")
        first = import_into(log, mine, source="app", batch="word")
        generation = log.generation
        import_into(log, other, source="app")
        again = import_into(log, mine, source="app", batch="word")
        assert (generation, log.arrivals_of("word")) == ("word", (1, 3))
    for report in (first, again):
        assert (report.rows, report.added, report.duplicates, report.arrivals) == (5, 2, 3, (1, 3))
    with create_log(folder) as log:
        assert take_back(log, *again.arrivals) == 2
        assert log.arrivals_of("word") is None
        third = import_into(log, mine, source="app")
        assert (third.added, third.duplicates) == (2, 3)
    assert sorted(row["key"] for row in stored(tmp_path, "key")) == list("abcxyz")
    assert open_log(folder).arrivals_of("nobody's") is None
