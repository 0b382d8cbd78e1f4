"""The kernel against the slow, obvious reference, on random worlds. More of them:

python -m tests.replay.agreement 10000
"""

from __future__ import annotations

import pytest

from tests.replay.agreement import check
from tests.replay.worlds import random_world


@pytest.mark.parametrize("first", range(0, 500, 50))
def test_the_kernel_says_what_the_reference_says(first: int) -> None:
    for seed in range(first, first + 50):
        check(random_world(seed))
