"""A byte that changed on the disk is told, not believed."""

from __future__ import annotations

import contextlib
import random
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path

from desirepath.base.problem import DesirepathError
from desirepath.log.interaction import Interaction
from desirepath.log.store import create_log, open_log

AT = datetime(2026, 1, 1, tzinfo=UTC)


def test_a_byte_that_changed_in_a_segment(tmp_path: Path) -> None:
    facts = [
        Interaction(
            {"customer": f"u{n % 7}", "order": f"o{n}"},
            AT,
            "order.placed",
            "shop",
            f"key {n}",
            AT,
            text=f"said {n * n}",
            amount=Decimal(n),
            currency="EUR",
            properties={"n": n},
        )
        for n in range(300)
    ]
    with create_log(tmp_path) as log:
        log.append(facts)
        (segment,) = log.segments
    before = open_log(tmp_path).interactions()
    content = segment.path.read_bytes()
    chance = random.Random(7)
    told = 0
    for place in chance.sample(range(len(content)), 400):
        damaged = bytearray(content)
        damaged[place] ^= 1 << chance.randrange(8)
        segment.path.write_bytes(damaged)
        after = None
        with contextlib.suppress(DesirepathError):
            after = open_log(tmp_path).interactions()
        told += after is None
        # What is not told lies in the file's description of itself, and changes no fact.
        assert after is None or after.equals(before), f"byte {place} changed a fact"
    assert told > 200
