"""A real server with playbooks at work, killed (kill -9) at random moments: nothing is done twice, nothing is
lost in silence.

Each workspace goes through some kills. Twelve more accounts sign before every start; each gets a task, a mail
over SMTP, a signed webhook, a line in a chat and a trait. At the end everything is looked up where it went.
"""

from __future__ import annotations

import sys
import tempfile
import time
from pathlib import Path

from tests.server.playbooks.killed import Told, kill_again_and_again

TITLE = "Playbooks: the server killed in the middle of what they do"
_KILLS_IN_A_RUN = 8


def soak(runs: int, most_seconds: float | None = None) -> list[str]:
    """As many kills as ``runs``, eight in each workspace, or as many as there is time for, in Markdown."""
    told = Told()
    began = time.monotonic()
    for seed in range(max(runs // _KILLS_IN_A_RUN, 1)):
        if most_seconds is not None and time.monotonic() - began > most_seconds:
            break
        with tempfile.TemporaryDirectory() as folder:
            told += kill_again_and_again(Path(folder) / "ws", seed, _KILLS_IN_A_RUN - 1)
        sys.stderr.write(f"  {told.kills} kills, {told.at_work} at work, {dict(told.outcomes)}\n")
    took = time.monotonic() - began
    rows = [f"| {what} | {count:,} |" for what, count in sorted(told.outcomes.items())]
    again = f"{told.sent_again} came a second time, with the same words"
    return [
        f"{told.kills} kills of a server at work, at random moments ({took:.0f} s). No mail and no line of a",
        "chat came twice, and each that did not come is marked as unknown; every webhook was taken once by a",
        f"receiver that looks at its id ({again}); tasks and traits are",
        "there exactly once; nothing was lost in silence, nothing was invented.",
        "",
        "| what became of it | how many |",
        "|---|---:|",
        *rows,
    ]


if __name__ == "__main__":
    most = float(sys.argv[2]) if len(sys.argv) > 2 else None
    sys.stdout.write("\n".join(soak(int(sys.argv[1]), most)) + "\n")
