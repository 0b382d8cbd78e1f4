"""What one test counted for the limits is forgotten before the next."""

from __future__ import annotations

import pytest
from django.core.cache import cache


@pytest.fixture(autouse=True)
def _forget_the_limits() -> None:
    cache.clear()
