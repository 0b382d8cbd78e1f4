"""Days are the workspace's, in the nights in which its clocks change too: every decision that knows days.

Berlin's clocks go forward on 29 March 2026 at 01:00 UTC, and back on 25 October 2026 at 01:00 UTC.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from desirepath.log.interaction import Interaction, Traits
from desirepath.log.store import Log, create_log, open_log
from desirepath.log.zone_file import write_time_zone
from desirepath.replay.index import open_index
from desirepath.success.health import work_out
from desirepath.success.lines import in_lines
from desirepath.success.measure_renewals import measure_renewals
from desirepath.success.next_best import next_best
from desirepath.success.scorecard_file import read_scorecard_text
from desirepath.success.signals import read_signals
from desirepath.success.today import ToDo, in_order

BERLIN = ZoneInfo("Europe/Berlin")
CARD = """\
format: desirepath/1
id: days
name: Days
levels: [{name: poor}, {name: good, at_least: 50}]
signals:
  - id: days
    name: Days
    takes: days
    of: [{activity: used}]
    within: 2d
    scores: [{less_than: 2, points: 0}, {at_least: 2, points: 100}]
"""


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


def used(instant: str, key: str) -> Interaction:
    return Interaction({"account": "acme"}, at(instant), "used", source="test", key=key)


def log_in_berlin(folder: Path, facts: Sequence[Interaction | Traits]) -> Log:
    create_log(folder).close()
    write_time_zone(folder, "Europe/Berlin")
    log = open_log(folder)
    assert log.settings.time_zone == "Europe/Berlin"
    with create_log(folder) as writer:
        writer.append(facts)
    return open_log(folder)


@pytest.mark.parametrize(
    ("first", "last", "days"),
    [
        ("2026-03-28 22:59", "2026-03-28 23:00", {"UTC": 1, "Europe/Berlin": 2}),
        ("2026-03-29 21:59", "2026-03-29 22:00", {"UTC": 1, "Europe/Berlin": 2}),  # a day of 23 hours
        ("2026-03-28 23:00", "2026-03-29 21:59", {"UTC": 2, "Europe/Berlin": 1}),
        ("2026-10-24 22:00", "2026-10-25 22:59", {"UTC": 2, "Europe/Berlin": 1}),  # a day of 25 hours
        ("2026-10-25 22:59", "2026-10-25 23:00", {"UTC": 1, "Europe/Berlin": 2}),
    ],
)
def test_health_counts_the_days_of_the_zone(
    tmp_path: Path, first: str, last: str, days: dict[str, int]
) -> None:
    early = used("2026-01-01 12:00", "0")
    log = log_in_berlin(tmp_path, [early, used(first, "1"), used(last, "2")])
    index, card = open_index(log, "account"), read_scorecard_text(CARD)
    for zone, count in days.items():
        found = work_out(read_signals(card, index, zone=zone), at(last))
        assert found.inputs[0].value.tolist() == [count], zone
        assert found.levels == ("good" if count == 2 else "poor",)


def test_a_month_and_a_quarter_of_renewals_begin_at_midnight_there(tmp_path: Path) -> None:
    def ends(account: str, instant: str) -> Interaction:
        return Interaction(
            {"account": account},
            at(instant) - timedelta(days=100),
            "subscription.started",
            amount=Decimal(100),
            currency="EUR",
            properties={"term_days": 100},
            source="billing",
            key=account,
        )

    facts = [
        ends("march", "2026-03-31 21:59"),
        ends("april", "2026-03-31 22:00"),
        ends("new", "2026-06-30 22:00"),
    ]
    log = log_in_berlin(tmp_path, [*facts, used("2026-03-22 12:00", "now")])
    found = measure_renewals(log, ahead="2026-Q2")
    assert (found.since, found.until) == (at("2026-03-31 22:00"), at("2026-06-30 22:00"))
    assert [(one.label, [each.subject for each in one.renewals]) for one in found.months] == [
        ("2026-04", ["april"])
    ]
    autumn = measure_renewals(log, ahead="2026-Q4")
    assert (autumn.since, autumn.until) == (at("2026-09-30 22:00"), at("2026-12-31 23:00"))
    soon = measure_renewals(log, ahead=timedelta(days=5))
    assert [(one.label, [each.subject for each in one.renewals]) for one in soon.months] == [
        ("2026-03", ["march"])
    ]


def test_a_term_ends_at_the_midnight_of_its_day_there(tmp_path: Path) -> None:
    """A month from the first of March is the first of April, and a date is a day of Berlin's."""

    def started(who: str, **term: str) -> Interaction:
        begins = at("2026-02-28 23:00")  # midnight, the first of March
        return Interaction(
            {"account": who}, begins, "subscription.started", amount=Decimal(100), currency="EUR",
            properties=term, source="billing", key=who,
        )  # fmt: skip

    facts = [started("monthly", interval="month"), started("dated", ends_on="2026-04-01")]
    log = log_in_berlin(tmp_path, [*facts, used("2026-03-22 12:00", "now")])
    found = measure_renewals(log, ahead=timedelta(days=30))
    due = {each.subject: each.due for one in found.months for each in one.renewals}
    assert due == dict.fromkeys(("monthly", "dated"), at("2026-03-31 22:00"))


@pytest.mark.parametrize(
    ("now", "reason"),
    [
        ("2026-03-28 22:59", "due tomorrow"),
        ("2026-03-28 23:00", "due today"),
        ("2026-03-29 21:59", "due today"),
        ("2026-03-29 22:00", "late since 29 March 2026"),
    ],
)
def test_the_day_its_lines_and_the_next_best_action_know_one_midnight(now: str, reason: str) -> None:
    call = ToDo("task:1", "task", "acme", "Call", "act", at("2026-03-01 09:00"), due=date(2026, 3, 29))
    (placed,) = in_order([call], at(now), BERLIN)
    (line,) = in_lines([placed], at(now), BERLIN)
    action = next_best(at(now), todos=[call], zone=BERLIN, pulse_at=at(now))
    assert action is not None
    assert (placed.reason, line.placed.reason, action.reason) == (reason, reason, reason)


def test_who_left_at_midnight_left_on_the_day_that_began(tmp_path: Path) -> None:
    left = next_best(at("2026-11-01 12:00"), left=at("2026-10-25 22:59"), zone=BERLIN, name="Acme")
    later = next_best(at("2026-11-01 12:00"), left=at("2026-10-25 23:00"), zone=BERLIN, name="Acme")
    assert left is not None
    assert left.reason == "Acme has left on 25 October 2026"
    assert later is not None
    assert later.reason == "Acme has left on 26 October 2026"
