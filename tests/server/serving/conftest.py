"""One PostgreSQL for all tests that need one."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.server.postgres import Cluster, cluster


@pytest.fixture(scope="session")
def postgres() -> Iterator[Cluster]:
    with cluster() as running:
        yield running
