"""The suite of the server once more, on a real PostgreSQL."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

from desirepath.server.configuration import DATABASE_VARIABLE
from tests.server.postgres import cluster

HERE = Path(__file__).parent
FEWEST = 150
LEFT_OUT = {
    "test_on_postgres.py": "this one",
    "serving": "starts servers of its own, those that matter on PostgreSQL on PostgreSQL",
    "live/test_broker.py": "the broker in memory; on PostgreSQL it tells through the database",
    "maps/test_clients.py": "its network is simulated within one process",
    "security/test_schema.py": "asks every endpoint for anything, which takes minutes",
}
"""What is not tried again, and why. Other tests that start servers of their own say that they are skipped."""


def test_the_suite_of_the_server_holds_on_postgresql() -> None:
    left_out = [f"--ignore={HERE / name}" for name in LEFT_OUT]
    with cluster() as running:
        done = subprocess.run(
            [
                sys.executable,
                "-m",
                "pytest",
                "-q",
                "--reuse-db",
                "-p",
                "no:cacheprovider",
                *left_out,
                str(HERE),
            ],
            cwd=HERE.parents[1],
            env={**os.environ, DATABASE_VARIABLE: running.new_database()},
            capture_output=True,
            text=True,
            check=False,
        )
    assert done.returncode == 0, done.stdout[-8000:]
    passed = re.search(r"(\d+) passed", done.stdout)
    assert passed is not None
    assert int(passed[1]) >= FEWEST, done.stdout[-2000:]
