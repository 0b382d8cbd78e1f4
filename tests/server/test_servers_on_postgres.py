"""Real servers on a real PostgreSQL: what comes in and what is brought survives a kill there, too.

The suite's second run skips whatever starts a server of its own; these are tried once more, each server with
a database of its own.
"""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

from desirepath.server.configuration import DATABASE_VARIABLE
from tests.server.postgres import cluster
from tests.server.running import MAKE_TABLES, TABLES_VARIABLE

HERE = Path(__file__).parent
AGAIN = {
    "intake/test_killed.py::test_kill_after_kill_nothing_is_lost_doubled_or_invented[0]": "killed under load",
    "intake/test_tail.py::test_a_light_turns_green_with_the_first_event_and_says_what_is_wrong": "counted",
    "data/test_killed_import.py::test_an_import_goes_on_after_its_server_was_killed": "its worker dies",
    "data/test_erasing.py::test_an_erasure_that_was_killed_is_finished": "the same, and its own way to wipe",
    "data/test_killed_import.py::test_two_imports_at_once_bring_what_both_have_once": "two jobs at once",
}
"""What is tried, and what of the database it is about: so few, since each starts a server or two."""


def test_servers_of_their_own_hold_on_postgresql(tmp_path: Path) -> None:
    with cluster() as running:
        tables = running.new_database()
        made = [sys.executable, "-c", MAKE_TABLES, str(tmp_path / "ws")]
        subprocess.run(made, env={**os.environ, DATABASE_VARIABLE: tables}, check=True, capture_output=True)
        asked = ["-q", "-p", "no:cacheprovider", *(str(HERE / one) for one in AGAIN)]
        done = subprocess.run(
            [sys.executable, "-m", "pytest", *asked],
            cwd=HERE.parents[1],
            env={**os.environ, TABLES_VARIABLE: tables},
            capture_output=True,
            text=True,
            check=False,
        )
        assert running.count() > len(AGAIN), "a server has used another database"
    assert done.returncode == 0, done.stdout[-8000:]
    assert f"{len(AGAIN)} passed" in done.stdout, done.stdout[-2000:]
