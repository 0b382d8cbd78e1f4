"""``make bench``: every bench, each in a process of its own; writes bench/RESULTS.md and bench/ratios.svg.

``python -m bench.run NAME ...`` runs these alone and leaves the other sections as they are.

A bench is a module here that prints its tables as Markdown (see :mod:`bench.table`), and a line in
:data:`BENCHES`. One whose needs are not installed is skipped, with the reason.
"""

from __future__ import annotations

import ast
import os
import platform
import subprocess
import sys
from datetime import UTC, datetime
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from bench.table import draw_ratios, read_tables

BENCHES = (
    "import_bench",
    "replay_bench",
    "map_bench",
    "growth_bench",
    "shell_bench",
    "funnel_bench",
    "paths_bench",
    "mining_bench",
    "work_bench",
    "scale_bench",
    "server_edits_bench",
    "server_lived_bench",
    "server_intake_bench",
    "server_intake_lived_bench",
    "web_bench",
    "health_bench",
    "desk_bench",
    "playbook_bench",
)
PYTHON = {"mining_bench": os.environ.get("PYTHON_WITH_MINING", sys.executable)}
"""The Python of a bench whose needs are not everybody's."""
COMPARED = ("numpy", "numba", "pyarrow", "duckdb", "polars", "chdb")
HERE = Path(__file__).parent
AT_MOST_SECONDS = 3600


def run_bench(name: str) -> str:
    """What the bench prints and what it says about itself, as Markdown; or why it was skipped."""
    sys.stderr.write(f"{name} ...\n")
    path = HERE / f"{name}.py"
    if not path.exists():
        return f"## {name}\n\nSkipped: there is no such bench yet.\n"
    try:
        done = subprocess.run(
            [PYTHON.get(name, sys.executable), "-m", f"bench.{name}"],
            capture_output=True,
            text=True,
            check=False,
            timeout=AT_MOST_SECONDS,
            cwd=HERE.parent,
            env={**os.environ, "PYTHONPATH": os.pathsep.join([str(HERE.parent / "src"), str(HERE.parent)])},
        )
    except subprocess.TimeoutExpired:
        return f"## {name}\n\nSkipped: it took longer than {AT_MOST_SECONDS // 60} minutes.\n"
    if done.returncode:
        last = (done.stderr.strip().splitlines() or ["it said nothing"])[-1]
        return f"## {name}\n\nSkipped: {last}\n"
    about = (ast.get_docstring(ast.parse(path.read_text("utf-8"))) or "").splitlines()
    return "\n".join([done.stdout.strip(), "", *about[2:], ""])


def describe_machine() -> list[str]:
    """The machine, the versions and the day, as Markdown."""
    model = platform.processor() or platform.machine()
    if (cpus := Path("/proc/cpuinfo")).exists():
        names = [line.split(":")[1].strip() for line in cpus.read_text().splitlines() if "model name" in line]
        model = names[0] if names else model
    found = []
    for package in COMPARED:
        try:
            found.append(f"{package} {version(package)}")
        except PackageNotFoundError:
            continue
    return [
        "- Written by `make bench`. Ratios are of one run on one machine. Under each section stands when it",
        "  ran, and how many were at work: with more than there are processors, wall times are too long, and",
        "  those of two threads more so. Processor seconds (*work*) hardly change.",
        f"- {model}, {os.cpu_count()} processors, {platform.system()} {platform.release()}.",
        f"- Python {platform.python_version()}, {', '.join(found)}.",
    ]


def section_of(name: str) -> str:
    """One bench run now, under a mark that says which, when, and how busy the machine was."""
    text = run_bench(name)
    busy = f"{os.getloadavg()[0]:.1f} at work on {os.cpu_count()} processors"
    return f"<!-- {name} -->\n\n{text}\n*{datetime.now(UTC):%d %B %Y, %H:%M} UTC, {busy}.*\n"


def read_sections(text: str) -> dict[str, str]:
    """The sections of a report by their bench."""
    parts = text.split("<!-- ")[1:]
    return {part.split(" -->")[0]: f"<!-- {part.rstrip()}\n" for part in parts}


def main() -> None:
    """Run them all, or those that are named, and write the report and the picture."""
    report = HERE / "RESULTS.md"
    known = read_sections(report.read_text("utf-8")) if report.exists() else {}
    known |= {name: section_of(name) for name in sys.argv[1:] or BENCHES}
    sections = [known[name] for name in BENCHES if name in known]
    text = "\n".join(
        ["# How fast", "", "![times the limit](ratios.svg)", "", *describe_machine(), "", *sections]
    )
    (HERE / "RESULTS.md").write_text(text, "utf-8")
    (HERE / "ratios.svg").write_text(draw_ratios(read_tables(text)), "utf-8")


if __name__ == "__main__":
    main()
