"""Both worlds, small enough to be written in a few seconds and large enough for their causes to show."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from desirepath.stories import WORLDS
from tests.stories.written import Written, read_written

SIZES = {"techcorp": 900, "style-icon": 3500}


@pytest.fixture(scope="session")
def written(tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], Written]:
    """A world by name, written once per test run."""
    known: dict[str, Written] = {}

    def write(name: str) -> Written:
        if name not in known:
            folder: Path = tmp_path_factory.mktemp(name)
            known[name] = read_written(WORLDS[name].write_world(folder, size=SIZES[name], seed=3))
        return known[name]

    return write


@pytest.fixture(scope="session")
def techcorp(written: Callable[[str], Written]) -> Written:
    return written("techcorp")


@pytest.fixture(scope="session")
def style_icon(written: Callable[[str], Written]) -> Written:
    return written("style-icon")
