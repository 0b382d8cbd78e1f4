"""Handoffs: nothing is accepted that lacks what it carries, and late is late."""

from __future__ import annotations

import pytest

from desirepath.base.problem import DesirepathError
from desirepath.model.journey_map import Handoff
from desirepath.success.handoffs import (
    accept,
    begin,
    condition_of,
    is_news,
    overtake,
    send_back,
    stand,
    tell,
)
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


def test_an_account_that_goes_on_overtakes_it_and_one_that_comes_back_finds_what_was_told() -> None:
    passing = overtake(tell(begin("Acme", "handoff", PROMISED, on(0)), {"goals": "May"}), on(3))
    assert (passing.state, passing.closed_at, passing.troubles(on(9))) == ("overtaken", on(3), ())
    with pytest.raises(DesirepathError, match="has gone on"):
        accept(passing, on(4))
    again = stand(passing, PROMISED, on(10))
    assert (again.state, again.told, again.due, again.closed_at) == (
        "waiting",
        {"goals": "May"},
        on(15),
        None,
    )
    done = accept(tell(again, {"risks": "none"}), on(11))
    assert stand(done, PROMISED, on(20)) is overtake(done, on(20)) is done


def test_what_is_wrong_with_it_is_an_alert_only_when_it_is_late_or_sent_back() -> None:
    passing = begin("Acme", "handoff", PROMISED, on(0))
    watched = condition_of(passing, "We meet", on(1))
    assert watched is not None
    assert (watched.severity, watched.since) == ("watch", on(0))
    late = condition_of(passing, "We meet", on(6))
    assert late is not None
    assert (late.severity, late.since) == ("act", on(5))
    full = tell(passing, {"goals": "May", "risks": "none"})
    assert condition_of(full, "We meet", on(5)) is None
    returned = condition_of(send_back(full, "which?"), "We meet", on(1))
    assert returned is not None
    assert (returned.severity, returned.says) == ("act", 'the handoff at "We meet" was sent back')


def test_nobody_is_asked_for_what_was_due_long_ago() -> None:
    assert is_news(PROMISED, on(0), on(19))
    assert not is_news(PROMISED, on(0), on(19.1))
    assert is_news(Handoff(), on(0), on(14))
