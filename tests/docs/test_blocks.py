"""What the documentation shows is run as a reader would run it.

In a page, ``python`` blocks run one after the other in one namespace, and ``console`` blocks run their ``$``
lines in one folder, in order; all the output that the page shows must come (``...`` is anything).
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PAGES = sorted([ROOT / "README.md", *(ROOT / "docs").glob("guide/*.md")])
BLOCK = re.compile(r"^```(python|console)\n(.*?)^```", re.MULTILINE | re.DOTALL)


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_every_block_runs(page: Path, tmp_path: Path) -> None:
    blocks = BLOCK.findall(page.read_text(encoding="utf-8"))
    script = tmp_path / "page.py"
    seen_python: list[str] = []
    for kind, body in blocks:
        if kind == "console":
            run_console(body, tmp_path)
        else:
            seen_python.append(body)
            script.write_text("\n".join(seen_python), encoding="utf-8")
    if seen_python:
        done = subprocess.run(
            [sys.executable, script],
            cwd=tmp_path,
            capture_output=True,
            text=True,
            check=False,
            env=environment(),
        )
        assert done.returncode == 0, done.stderr


def environment() -> dict[str, str]:
    commands = Path(sys.executable).parent
    return {**os.environ, "PATH": f"{commands}:{os.environ['PATH']}", "COLUMNS": "100", "NO_COLOR": "1"}


def run_console(body: str, folder: Path) -> None:
    commands = re.split(r"^\$ ", body, flags=re.MULTILINE)[1:]
    for command in commands:
        line, expected = typed_and_shown(command)
        if line.startswith(("make", "git clone", "cd desirepath", "pip install")):
            continue  # the set-up itself, which a clean clone tries
        done = subprocess.run(
            ["bash", "-c", line], cwd=folder, capture_output=True, text=True, check=False, env=environment()
        )
        output = squeeze(done.stdout + done.stderr)
        pattern = ".*".join(re.escape(squeeze(part)) for part in expected.split("..."))
        assert re.search(pattern, output, re.DOTALL), f"$ {line}\n{output}"
        # What fails is shown to fail, in its words: "..." does not stand for a mistake in the page.
        is_shown = re.search(r"DP-[A-Z]+-\d|error|warning|conflict|clash", expected) is not None
        assert done.returncode == 0 or is_shown, f"$ {line}\n{output}"


def typed_and_shown(command: str) -> tuple[str, str]:
    """What a reader types (lines that go on, by a backslash or after ``>``, included), and what is shown."""
    first, *rest = command.splitlines()
    typed = [first]
    while rest and (typed[-1].endswith("\\") or rest[0].startswith("> ")):
        typed.append(rest.pop(0).removeprefix("> "))
    return "\n".join(typed), "\n".join(rest)


def squeeze(text: str) -> str:
    return " ".join(text.split())


def test_the_blocks_can_be_found() -> None:
    assert shutil.which("bash")
    assert any(BLOCK.search(page.read_text(encoding="utf-8")) for page in PAGES)
