"""The suite of the server once more, on a real PostgreSQL.

Tests that start a server of their own are left out there (they say so): ``tests/server/serving`` has those
that matter on PostgreSQL. Nothing else is.
"""

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


def test_the_suite_of_the_server_holds_on_postgresql() -> None:
    left_out = [f"--ignore={HERE / 'serving'}", f"--ignore={__file__}"]
    with cluster() as running:
        done = subprocess.run(
            [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", *left_out, str(HERE)],
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
