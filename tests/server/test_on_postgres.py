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
FEWEST = 800
STARTS = "starts servers of its own; those that matter on PostgreSQL start them on PostgreSQL, in any run"
SAME = "judges bytes, names and headers, before or after any question to the database"
LEFT_OUT = {
    "test_on_postgres.py": "this one",
    "serving": STARTS,
    "test_servers_on_postgres.py": STARTS,
    "live/test_two_processes.py": STARTS,
    "security/test_browser.py": STARTS,
    "test_two_people.py": STARTS,
    "live/test_broker.py": "the broker in memory; on PostgreSQL it tells through the database",
    "maps/test_clients.py": "its network is simulated within one process",
    "security/test_schema.py": "asks every endpoint for anything, which takes minutes",
    "security/test_access.py": "the door: what it asks the database, every other test asks as well",
    "security/test_csrf.py": "the same door, from other sites",
    "security/test_headers.py": SAME,
    "security/test_redirects.py": SAME,
    "security/test_xss.py": SAME,
    "data/test_hostile.py": SAME,
    "intake/test_any_bytes.py": SAME,
    "intake/test_mail.py": SAME,
    "intake/test_replies.py": SAME,
    "intake/test_ways_in.py": SAME,
    "playbooks/test_reaching.py": SAME,
}
"""What is not tried again, and why. Other tests that start servers of their own say that they are skipped."""


def test_the_suite_of_the_server_holds_on_postgresql() -> None:
    assert all((HERE / name).exists() for name in LEFT_OUT)
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
