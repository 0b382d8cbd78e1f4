"""One thing to do next, with its reason; the order is that of the guide."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from desirepath.success.explaining import Explained, Line
from desirepath.success.next_best import Place, next_best
from desirepath.success.today import ToDo

NOW = datetime(2026, 5, 1, 9, tzinfo=UTC)
STUCK = Place("Care", "Signs", timedelta(days=40), "stuck", "sales")
CALL = ToDo("task:1", "task", "acme", "Call them", "act", NOW)
RENEWAL = NOW + timedelta(days=20)


def line(name: str, points: float | None, says: str | None = None, weight: float = 1.0) -> Line:
    return Line(name, name, 1.0, "below 5", says, points, weight, 0.0, 1, NOW, None)


LINES = (line("Use", 30.0), line("Tickets", 0.0, "many"))
POOR = Explained("acme", NOW, 20.0, "poor", 20.0, 1.0, None, None, True, None, LINES)


def test_what_comes_first_when_everything_asks_for_something() -> None:
    late = replace(CALL, id="task:2", says="Send the offer", due=(NOW - timedelta(days=3)).date())
    asked = {
        "todos": [CALL, late],
        "places": [STUCK],
        "health": POOR,
        "lowest_level": "poor",
        "renewal": RENEWAL,
    }
    order = []
    changes: tuple[dict[str, object], ...] = (
        {},
        {"todos": [CALL]},
        {"places": []},
        {"todos": []},
        {"health": None},
        {"renewal": None},
    )
    for gone in changes:
        asked |= gone
        found = next_best(NOW, **asked)  # type: ignore[arg-type]  # one dictionary of all sorts
        assert found is not None
        assert found.reason
        order.append(found.says)
    assert order == [
        "Send the offer",
        'Help the account on from "Signs"',
        "Call them",
        "Ask the account how things go",
        "Prepare the renewal on 21 May 2026 with the account",
        "Give the account a pulse",
    ]


def test_it_says_why() -> None:
    found = next_best(NOW, health=POOR, lowest_level="poor")
    assert found is not None
    assert found.reason == "health is poor (20), most by this: many"
    assert next_best(NOW, health=POOR, lowest_level="dire", pulse_at=NOW) is None


def test_the_longest_stuck_place_and_an_old_pulse() -> None:
    longer = replace(STUCK, step="Uses it", stayed=timedelta(days=50), owner=None)
    found = next_best(NOW, places=[STUCK, longer])
    assert found is not None
    assert (found.says, found.reason) == (
        'Help the account on from "Uses it"',
        "the account has been stuck there for 50 days; the step has no owner",
    )
    found = next_best(NOW, pulse_at=NOW - timedelta(days=91))
    assert found is not None
    assert found.reason == "the last one is 91 days old"
    assert next_best(NOW, renewal=NOW + timedelta(days=91), pulse_at=NOW) is None


def test_a_renewal_at_risk_is_a_call_to_somebody_and_says_why() -> None:
    alert = replace(
        CALL,
        kind="alert",
        says="is due for renewal on 21 May 2026, and at risk",
        severity="urgent",
        rule="renewal",
        about="21 May 2026",
    )
    found = next_best(
        NOW, todos=[alert], health=POOR, lowest_level="poor", places=[STUCK], name="Acme", contact="Maria"
    )
    assert found is not None
    assert (found.says, found.reason, found.todo) == (
        "Call Maria about the renewal on 21 May 2026",
        'it is at risk, because health is poor (20), most by this: many and stuck at "Signs" for 40 days',
        "task:1",
    )
    found = next_best(NOW, todos=[alert], name="Acme")
    assert found is not None
    assert (found.says, found.reason) == ("Call Acme about the renewal on 21 May 2026", "it is at risk")


@pytest.mark.parametrize(
    ("rule", "says", "deed", "why"),
    [
        ("poor-answer", "gave a poor answer", "Call Maria about the poor answer", "Acme gave a poor answer"),
        ("ticket", "came back", "Call Maria about the ticket that came back", "Acme came back"),
        ("payment", "a payment failed", "Ask Maria about the payment that failed", "a payment failed"),
        ("stuck", 'has been at "X"', "Help Maria on from where they are stuck", 'Acme has been at "X"'),
        ("health", "health fell", "Ask Maria how things go", "health fell"),
        ("of a playbook", "No champion", "Look into what Acme is in need of", "No champion"),
    ],
)
def test_every_alert_is_said_as_a_deed(rule: str, says: str, deed: str, why: str) -> None:
    alert = replace(CALL, kind="alert", says=says, rule=rule)
    found = next_best(NOW, todos=[alert], name="Acme", contact="Maria")
    assert found is not None
    assert (found.says, found.reason) == (deed, why)
    late = next_best(NOW, todos=[replace(alert, due=NOW - timedelta(days=1))], name="Acme", contact="Maria")
    assert late is not None
    assert late.reason == f"{why}; late since 30 April 2026"


def test_a_handoff_is_said_as_a_deed() -> None:
    found = next_best(NOW, todos=[replace(CALL, kind="handoff", says="Signs")], name="Acme")
    assert found is not None
    assert found.says == "Tell what the next one must know, and hand Acme over"


def test_a_handoff_asks_only_whoever_s_turn_it_is() -> None:
    handoff = replace(CALL, kind="handoff", says="Signs", owner="7", about="told")
    omar = next_best(NOW, todos=[handoff], name="Acme", me="7")
    mia = next_best(NOW, todos=[handoff], name="Acme", me="3", people={"7": "Omar"})
    assert omar is not None
    assert mia is not None
    assert omar.says == "Take Acme over, or send it back"
    assert mia.says == "Nothing for you: the handoff of Acme waits for Omar"
    first = next_best(NOW, todos=[handoff, replace(CALL, id="task:2")], me="3")
    assert first is not None
    assert first.says == "Call them"


def test_of_whoever_has_left_nothing_is_due_but_what_is_on_the_desk() -> None:
    left = NOW - timedelta(days=9)
    found = next_best(NOW, places=[STUCK], health=POOR, lowest_level="poor", name="Acme", left=left)
    assert found is not None
    assert (found.says, found.reason) == ("Nothing is due", "Acme has left on 22 April 2026")
    found = next_best(NOW, todos=[CALL], left=left)
    assert found is not None
    assert found.says == "Call them"


def test_a_half_of_a_score_goes_up_as_in_the_pages() -> None:
    found = next_best(NOW, health=replace(POOR, score=12.5), lowest_level="poor")
    assert found is not None
    assert found.reason.startswith("health is poor (13)")


def test_what_is_only_to_be_watched_asks_for_nothing() -> None:
    assert next_best(NOW, todos=[replace(CALL, severity="watch")], pulse_at=NOW) is None
