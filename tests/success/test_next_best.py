"""One thing to do next, with its reason; the order is that of the guide."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

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
        'Help them on from "Signs"',
        "Call them",
        "Look into: Tickets",
        "Prepare the renewal",
        "Give a pulse",
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
        'Help them on from "Uses it"',
        "stuck there for 50 days; the step has no owner",
    )
    found = next_best(NOW, pulse_at=NOW - timedelta(days=91))
    assert found is not None
    assert found.reason == "the last one is 91 days old"
    assert next_best(NOW, renewal=NOW + timedelta(days=91), pulse_at=NOW) is None


def test_what_is_only_to_be_watched_asks_for_nothing() -> None:
    assert next_best(NOW, todos=[replace(CALL, severity="watch")], pulse_at=NOW) is None
