"""A killed import leaves each file in the log wholly or not at all; doing it again finishes it, once."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

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
