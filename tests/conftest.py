"""What every test may ask for."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

# A busy machine is no reason to fail: time is measured by `make bench`, not by the laws. Where nobody watches
# (CI), the same examples are tried each time: what is new is found on our own machines and by `make soak`.
settings.register_profile(
    "house",
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow],
    derandomize=bool(os.environ.get("CI")),
)
settings.load_profile("house")

ROOT = Path(__file__).parents[1]
LONGEST = ("tests/server/test_on_postgres.py",)
"""Files that go first, so that no process is left alone with one of them when the others have ended."""


def pytest_configure(config: pytest.Config) -> None:
    """Processes that share the files (``--dist loadfile``) take them in our order: xdist's own, those with
    the fewest tests last, leaves the one test that takes minutes for the very end."""
    if config.pluginmanager.has_plugin("xdist"):
        config.option.loadscopereorder = False


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Files that take long first; all others as they were found."""
    items.sort(key=lambda item: not item.nodeid.startswith(LONGEST))


@pytest.fixture(scope="session")
def django_db_use_migrations() -> bool:
    """The tables of the tests are made at once, not migration by migration, which takes several seconds in
    every process; that both come to the same is a test of its own."""
    return False


@pytest.fixture(scope="session")
def shared() -> Path:
    """The data set beside the project, which a user does not have."""
    folder = ROOT.parent / "shared"
    if not (folder / "examples").is_dir():
        pytest.skip("the shared data set is not beside the project")
    return folder


@pytest.fixture(scope="session")
def chromium() -> str:
    """The path of a real Chromium."""
    for name in ("chromium", "chromium-browser", "google-chrome"):
        if path := shutil.which(name):
            return path
    pytest.skip("there is no Chromium here; tools/chromium installs Debian's")
