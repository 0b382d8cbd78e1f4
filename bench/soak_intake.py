"""A real server under live load: killed, stopped, started again; every acknowledged event is stored once.

In each run a server takes batches from two clients over HTTP and is killed (kill -9) at a random moment; in
every fourth run it is told to stop (SIGTERM) instead. It is started again, takes more, and is killed again.
After that what is in the log is compared with what was acknowledged and with what was sent, and the replay
index with one that is built anew.
"""

from __future__ import annotations

import random
import sys
import tempfile
import threading
from collections import Counter
from pathlib import Path

from tests.server.intake.client import connect_segment
from tests.server.intake.test_killed import Load, check
from tests.server.running import serving

TITLE = "Live events: the server killed under load"
_KILLS_IN_A_RUN = 4


def run(seed: int) -> tuple[int, int, Counter[str]]:
    """One workspace through several ends: acknowledged, stored, and which ends there were. Raises
    AssertionError where something is lost, doubled or invented."""
    chance = random.Random(f"intake {seed}")
    ends: Counter[str] = Counter()
    with tempfile.TemporaryDirectory() as folder, serving(Path(folder) / "ws") as server:
        load = Load(server, connect_segment(server, server.person("ana@example.com")))
        for number in range(_KILLS_IN_A_RUN):
            load.start(number)
            threading.Event().wait(chance.uniform(0.01, 1.5))
            if chance.random() < 0.25:
                server.stop()
                ends["stopped"] += 1
            else:
                server.kill()
                ends["killed"] += 1
            load.stop()
            if number < _KILLS_IN_A_RUN - 1:
                server.start()
        stored = check(server, load)
    return len(load.acknowledged), stored, ends


def soak(runs: int) -> list[str]:
    """As many ends as ``runs``, four in each workspace; lines of Markdown."""
    acknowledged = stored = 0
    ends: Counter[str] = Counter()
    for seed in range(max(runs // _KILLS_IN_A_RUN, 1)):
        told, kept, how = run(seed)
        acknowledged, stored, ends = acknowledged + told, stored + kept, ends + how
        sys.stderr.write(f"  {sum(ends.values())} ends, {acknowledged:,} acknowledged\n")
    return [
        f"{ends['killed']} kills and {ends['stopped']} stops of a server under load, at random moments.",
        f"{acknowledged:,} events were acknowledged, {stored:,} are stored (some were stored before anybody",
        "could be told): none is lost, none is there twice, none was invented; each index is equal to one",
        "that was built anew.",
    ]


if __name__ == "__main__":
    sys.stdout.write("\n".join(soak(int(sys.argv[1]))) + "\n")
