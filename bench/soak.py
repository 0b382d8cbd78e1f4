"""``make soak``: the laws on many more random worlds than a test run has time for; writes bench/SOAK.md.

``python -m bench.soak NAME ...`` (``ways_in``, say) runs these alone; the other sections stay as they are.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Callable, Sequence
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


def main(*names: str) -> None:
    """Run every soak, or these, and write the report anew after each."""
    sections = read_sections(REPORT.read_text("utf-8")) if names and REPORT.exists() else {}
    for title, run in SOAKS:
        if names and run.__module__.removeprefix("bench.soak_") not in names:
            continue
        sys.stderr.write(f"{title} ...\n")
        sections[title] = run(RUNS)
        lines = ["# Soak", "", "Written by `make soak`."]
        for known, _ in SOAKS:
            lines += ["", f"## {known}", "", *sections[known]] if known in sections else []
        REPORT.write_text("\n".join(lines) + "\n", encoding="utf-8")


def read_sections(report: str) -> dict[str, Sequence[str]]:
    """The lines of each section of a report, by its title."""
    parts = re.split(r"^## (.+)\n", report, flags=re.MULTILINE)[1:]
    return {title: text.strip().splitlines() for title, text in zip(parts[::2], parts[1::2], strict=True)}


if __name__ == "__main__":
    main(*sys.argv[1:])
