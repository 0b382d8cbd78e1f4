"""Two editors at one map."""

import pytest

from tests.server.maps.world import TEXT, Someone


@pytest.fixture
def ana(db: None) -> Someone:
    ana = Someone("ana")
    ana.post("maps", {"text": TEXT}, status=201)
    return ana


@pytest.fixture
def ben(db: None) -> Someone:
    return Someone("ben")
