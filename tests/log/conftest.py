"""Laws of content need no disk that keeps its word; the tests of crashes do."""

from __future__ import annotations

import os
from collections.abc import Iterator

import pytest

ABOUT_CRASHES = ("test_crash", "test_soak_sample", "test_inbox", "test_bad_places")


@pytest.fixture(autouse=True, scope="module")
def quick_disk(request: pytest.FixtureRequest) -> Iterator[None]:
    """Flushing waits for the disk of the machine, thousands of times in a property test."""
    if request.module.__name__.rpartition(".")[2] in ABOUT_CRASHES:
        yield
        return
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(os, "fsync", lambda _: None)
        yield
