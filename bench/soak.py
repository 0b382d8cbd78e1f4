"""``make soak``: the laws on many more random worlds than a test run has time for; writes bench/SOAK.md."""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path

from bench import (
    soak_edits,
    soak_funnels,
    soak_intake,
    soak_log,
    soak_paths,
    soak_playbooks,
    soak_replay,
    soak_sources,
    soak_success,
    soak_ways_in,
)

REPORT = Path(__file__).parent / "SOAK.md"
RUNS = 200

SOAKS: tuple[tuple[str, Callable[[int], list[str]]], ...] = (
    (soak_replay.TITLE, soak_replay.soak),
    (soak_funnels.TITLE, soak_funnels.soak),
    (soak_paths.TITLE, soak_paths.soak),
    (soak_success.TITLE, soak_success.soak),
    (soak_log.TITLE, soak_log.soak),
    (soak_sources.TITLE, soak_sources.soak),
    (soak_edits.TITLE, soak_edits.soak),
    (soak_intake.TITLE, soak_intake.soak),
    (soak_ways_in.TITLE, soak_ways_in.soak),
    (soak_playbooks.TITLE, soak_playbooks.soak),
)
"""Title and runner of each section; a runner takes a number of runs and returns lines of Markdown."""


def main() -> None:
    """Run every soak and write the report."""
    lines = ["# Soak", "", "Written by `make soak`."]
    for title, run in SOAKS:
        sys.stderr.write(f"{title} ...\n")
        lines += ["", f"## {title}", "", *run(RUNS)]
        REPORT.write_text("\n".join(lines) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
