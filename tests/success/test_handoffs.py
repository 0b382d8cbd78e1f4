"""Handoffs: nothing is accepted that lacks what it carries, and late is late."""

from __future__ import annotations

import pytest

from desirepath.base.problem import DesirepathError
from desirepath.model.journey_map import Handoff
from desirepath.success.handoffs import accept, begin, send_back, tell
from tests.success.world import on

PROMISED = Handoff.model_validate(
    {"from": "sales", "to": "csm", "carries": ["goals", "risks"], "within": "5d"}
)


def test_from_its_beginning_to_its_end() -> None:
    passing = begin("Acme", "handoff", PROMISED, on(0))
    assert (passing.giver, passing.receiver, passing.due) == ("sales", "csm", on(5))
    assert passing.troubles(on(5)) == ("incomplete",)
    assert passing.troubles(on(5.1)) == ("late", "incomplete")
    with pytest.raises(DesirepathError, match="still to be told: goals, risks"):
        accept(passing, on(1))
    passing = tell(passing, {"goals": "go live in May", "risks": "  "})
    assert passing.missing == ("risks",)
    passing = send_back(passing, "which risks?")
    assert passing.troubles(on(1)) == ("incomplete", "sent back")
    passing = tell(passing, {"risks": "their IT desk is slow"})
    assert (passing.state, passing.troubles(on(1))) == ("waiting", ())
    passing = accept(passing, on(6))
    assert (passing.closed_at, passing.troubles(on(9))) == (on(6), ())


def test_what_is_over_is_over() -> None:
    done = accept(begin("Acme", "handoff", Handoff(), on(0)), on(1))
    assert done.due is None
    with pytest.raises(DesirepathError, match="DP-SUC-014"):
        accept(done, on(2))
    with pytest.raises(DesirepathError, match="DP-SUC-014"):
        send_back(done, "x")
    with pytest.raises(DesirepathError, match="DP-SUC-014"):
        tell(done, {"a": "b"})
