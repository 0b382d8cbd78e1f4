"""The house keeps its own rules."""

from __future__ import annotations

import importlib
import pkgutil
import re
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

import desirepath
from desirepath.base.problem import Kind

ROOT = Path(__file__).parents[2]
# Spelled so that this file does not hold what it forbids.
FORBIDDEN = [
    r"py[p]i\.org",
    r"python[h]osted",
    r"registry\.npm[j]s",
    r"debia[n]\.org",
    r"/wor[k]/",
    r"/far[m]/",
]


def tracked() -> list[Path]:
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True, check=False)
    if listed.returncode:
        pytest.skip("not a git checkout")
    return [ROOT / name for name in listed.stdout.split("\0") if name and (ROOT / name).is_file()]


def modules() -> Iterator[str]:
    for found in pkgutil.walk_packages(desirepath.__path__, "desirepath."):
        if not found.name.endswith("__main__"):
            yield found.name


def kinds() -> list[Kind]:
    found: list[Kind] = []
    for name in modules():
        if name.rpartition(".")[2].endswith("kinds"):
            found += importlib.import_module(name).KINDS
    return found


def test_every_code_is_given_once_and_explained() -> None:
    codes = [kind.code for kind in kinds()]
    assert len(codes) == len(set(codes))
    for kind in kinds():
        assert re.fullmatch(r"DP-[A-Z]{3,4}-\d{3}", kind.code), kind.code
        assert kind.title, kind.code
        assert kind.why, kind.code
        assert kind.fix, kind.code


def test_every_kind_is_in_its_rooms_list() -> None:
    for name in modules():
        if name.rpartition(".")[2].endswith("kinds"):
            module = importlib.import_module(name)
            written = {value.code for value in vars(module).values() if isinstance(value, Kind)}
            assert written == {kind.code for kind in module.KINDS}, name


def test_every_module_can_be_imported_and_says_what_it_is() -> None:
    for name in modules():
        assert importlib.import_module(name).__doc__, name


def test_no_module_has_two_jobs() -> None:
    for path in tracked():
        if path.suffix in {".py", ".ts", ".tsx", ".css"}:
            assert len(path.read_text(encoding="utf-8").splitlines()) <= 600, path


def test_no_file_names_a_registry_or_a_path_of_one_machine() -> None:
    pattern = re.compile("|".join(FORBIDDEN), re.IGNORECASE)
    for path in tracked():
        text = path.read_bytes().decode("utf-8", errors="ignore")
        assert not pattern.search(text), path


def test_no_file_is_large() -> None:
    for path in tracked():
        assert path.stat().st_size <= 1024 * 1024, path


def test_everything_on_the_face_is_there() -> None:
    for name in desirepath.__all__:
        assert getattr(desirepath, name).__doc__, name
