"""Five clients of one map on a network that loses, doubles, delays and reorders: in the end all have one map.

The clients and the network are those of the tests (tests/server/maps/clients.py), the server is the real one
behind its API, on SQLite; only the disk is not waited for, since nothing is killed here.
"""

from __future__ import annotations

import logging
import os
import tempfile
import time
from pathlib import Path

import django
from django.core.management import call_command
from django.db import connection

from desirepath.base.slow import load
from desirepath.server.configuration import WORKSPACE_VARIABLE

TITLE = "Edits: five clients on a bad network"
SEEDS_PER_RUN = 5


def soak(runs: int, *, first_seed: int = 0) -> list[str]:
    """Run, and the section of the report: lines of Markdown. Raises AssertionError with the seed."""
    began = time.monotonic()
    seeds = runs * SEEDS_PER_RUN
    with tempfile.TemporaryDirectory() as folder:
        _set_up(Path(folder))
        clients = load("tests.server.maps.clients")
        count = clients.Count()
        for seed in range(first_seed, first_seed + seeds):
            clients.World(seed, count).run()
    return [
        f"In {seeds:,} runs of five clients ({time.monotonic() - began:.0f} s) everybody ended with the "
        "server's map, every acknowledged edit was in the history, once and in its place, the history played "
        "again gave the same map, and the file said the same.",
        "",
        "| what happened | times |",
        "|---|---:|",
        *(f"| {name.replace('_', ' ')} | {times:,} |" for name, times in sorted(vars(count).items())),
    ]


def _set_up(folder: Path) -> None:
    os.environ[WORKSPACE_VARIABLE] = str(folder)
    os.environ["DJANGO_SETTINGS_MODULE"] = "desirepath.server.settings"
    django.setup()
    logging.disable(logging.WARNING)  # what is refused is no news here
    call_command("migrate", verbosity=0)
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA synchronous=OFF")
