"""Terms that end, added up to the cent by hand."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from desirepath.base.estimate import Estimate
from desirepath.base.spans import Period
from desirepath.log.interaction import Interaction
from desirepath.log.store import open_log
from desirepath.measures.book.records import Records
from desirepath.measures.statistics.wilson import wilson
from desirepath.success.measure_health import measure_health
from desirepath.success.measure_renewals import measure_renewals
from desirepath.success.renewal_history import RenewalHistory, learn_from_history, learn_history
from desirepath.success.renewals import Known, find_renewals, forecast, known_of
from desirepath.success.scorecard_file import read_scorecard_text
from desirepath.success.signals import read_signals
from tests.success.test_back_test import CARD
from tests.success.world import did, log_of, on

HALF = Estimate("renewal_rate", 0.5, 0.25, 0.75, n=40, method="wilson")
WELL = Estimate("renewal_rate", 0.9, 0.8, 1.0, n=40, method="wilson")


def term(account: str, day: float, what: str, amount: float | None = None) -> Interaction:
    """Something that happens to a term of 100 days."""
    money = {"amount": amount, "currency": "EUR"} if amount is not None else {}
    return Interaction(
        {"account": account},
        on(day),
        f"subscription.{what}",
        properties={"term_days": 100},
        source="billing",
        key=f"{account} {day} {what}",
        **money,  # type: ignore[arg-type]
    )


FACTS = [
    # Renewed early for more; the rise is expansion.
    term("a", 0, "started", 1000),
    term("a", 95, "renewed", 1500),
    # Renewed for less.
    term("b", 1, "started", 1000),
    term("b", 100, "renewed", 400),
    # Cancelled in the middle: due at its end.
    term("c", 2, "started", 500),
    term("c", 60, "cancelled"),
    # Open: in use, and not.
    term("d", 20, "started", 700),
    did("d", 40, "used"),
    did("d", 96, "used"),
    term("e", 25, "started", 300),
    # Nobody knows what it costs.
    term("f", 30, "started"),
    did("f", 105, "used"),
]
IN_PERIOD = Period(on(90), on(140))


@pytest.fixture(scope="module")
def records(tmp_path_factory: pytest.TempPathFactory) -> Records:
    return Records.read(log_of(tmp_path_factory.mktemp("renewals") / "log", FACTS), of="account")


def test_each_term_is_called_by_what_became_of_it(records: Records) -> None:
    health = measure_health(records.log, read_scorecard_text(CARD), as_of=on(105))
    found = {one.subject: one for one in find_renewals(records, IN_PERIOD, known_of(health.now))}
    assert {name: (one.state, one.call) for name, one in found.items()} == {
        "a": ("renewed", "committed"),
        "b": ("renewed", "committed"),
        "c": ("lost", "lost"),
        "d": ("open", "likely"),
        "e": ("open", "at risk"),
        "f": ("open", "likely"),
    }
    assert [one.subject for one in find_renewals(records, IN_PERIOD)] == ["a", "b", "c", "d", "e", "f"]
    assert found["a"].due == on(100)


def test_the_sum_to_the_cent(records: Records) -> None:
    health = measure_health(records.log, read_scorecard_text(CARD), as_of=on(105))
    renewals = find_renewals(
        records, IN_PERIOD, known_of(health.now, {"good": WELL, "poor": HALF, None: HALF})
    )
    cents = {one.subject: one.cents for one in renewals}
    found = forecast(renewals)
    # Months are twelfths of 365 days: 100 days are 3.2877 of them.
    a_month = {name: None if value is None else value / 100 for name, value in cents.items()}
    assert a_month["a"] == pytest.approx(1000 / 3.2877, abs=0.01)
    assert a_month["f"] is None
    assert found.due == sum(value for value in cents.values() if value is not None)
    kept_b = renewals[1].kept_cents
    assert kept_b == pytest.approx(40_000 / 3.2877, abs=1)
    assert found.committed == cents["a"] + kept_b  # type: ignore[operator]
    assert found.lost == cents["c"] + cents["b"] - kept_b  # type: ignore[operator]
    assert (found.likely, found.at_risk) == (cents["d"], cents["e"])
    assert found.due == found.committed + found.likely + found.at_risk + found.lost
    assert found.expected == pytest.approx(found.committed + 0.9 * found.likely + 0.5 * found.at_risk)
    assert found.low == pytest.approx(found.committed + 0.8 * found.likely + 0.25 * found.at_risk)
    assert found.high == pytest.approx(found.committed + found.likely + 0.75 * found.at_risk)
    assert dict(found.excluded) == {"without an amount": 1}
    assert found.terms == 5


def test_of_unknown_likelihood_nothing_is_promised(records: Records) -> None:
    found = forecast(find_renewals(records, IN_PERIOD))
    assert found.expected == found.low == found.committed
    assert found.high == found.committed + found.likely + found.at_risk


def test_the_luck_of_single_terms_is_in_what_it_comes_to(records: Records) -> None:
    """Two open terms: each comes whole or not at all, so that all four sums are usual."""
    half: dict[str | None, Estimate] = {
        None: Estimate("renewal_rate", 0.5, 0.5, 0.5, n=4000, method="wilson")
    }
    found = forecast(find_renewals(records, IN_PERIOD, Known(None, half)))
    assert found.low == found.expected == found.high
    assert found.least == pytest.approx(found.committed)
    assert found.most == pytest.approx(found.due - found.lost, rel=1e-3)
    assert forecast([]).least == forecast([]).most == 0


def test_whose_terms_are_asked_for(records: Records) -> None:
    found = find_renewals(records, IN_PERIOD, only=frozenset({"a", "f", "nobody"}))
    assert [one.subject for one in found] == ["a", "f"]


def test_without_a_scorecard_history_says_how_likely(tmp_path: Path) -> None:
    facts = [term(f"n{number:02}", number / 10, "started", 100) for number in range(12)]
    facts += [term(f"n{number:02}", 99, "renewed", 100) for number in range(8)]
    facts += [term(f"n{number:02}", 98, "cancelled") for number in range(8, 10)]
    facts += [term("n10", 5, "cancelled"), did("n00", 120, "used")]
    records = Records.read(log_of(tmp_path / "log", facts), of="account")
    # Ten are decided: one more was cancelled too long before, one is overdue.
    (of_all,) = learn_from_history(records).likelihoods.values()
    assert (of_all.value, of_all.n, of_all.method) == (0.8, 10, "wilson")
    found = find_renewals(records, Period(on(110), on(400)), Known(None, {None: of_all}))
    assert {one.call for one in found if one.state == "open"} == {"likely"}
    late = find_renewals(records, Period(None, on(110)), Known(None, {None: of_all}))
    assert [(one.subject, one.call) for one in late if one.state == "overdue"] == [("n11", "at risk")]
    assert {one.call for one in find_renewals(records, Period(on(110), None))} == {"at risk"}


def test_likelihoods_are_learned_from_terms_that_are_decided(tmp_path: Path) -> None:
    facts = []
    for number in range(60):
        account, uses = f"n{number:02}", number % 2 == 0
        facts.append(term(account, number / 10, "started", 100))
        if uses:
            facts += [did(account, day, "used") for day in range(7, 90, 8)]
        # Of those who use it all but three renew, of the others ten.
        renews = number >= 6 if uses else number < 20
        facts.append(term(account, 99, "renewed", 100) if renews else term(account, 98, "cancelled"))
    # One more, cancelled long before: it says nothing of who is still there ten days before the end.
    facts += [term("early", 0, "started", 100), term("early", 30, "cancelled"), did("n00", 150, "used")]
    records = Records.read(log_of(tmp_path / "log", facts), of="account")
    reader = read_signals(read_scorecard_text(CARD), records.index)
    found = learn_history(reader, records, days_before=10)
    counted = {level: (round((one.value or 0) * one.n), one.n) for level, one in found.likelihoods.items()}
    assert counted == {None: (37, 60), "good": (27, 30), "poor": (10, 30)}
    assert found.tells
    assert found.risk == frozenset({"poor"})
    (use,) = found.signals
    assert (use.tells, use.worst.n, use.others.n, round(use.difference, 2)) == (True, 30, 30, 0.57)


def shares(**renewed: tuple[int, int]) -> dict[str | None, Estimate]:
    return {
        level: Estimate("renewal_rate", k / n, *wilson(k, n), n=n, method="wilson")
        for level, (k, n) in renewed.items()
    }


@pytest.mark.parametrize(
    ("renewed", "risk", "tells"),
    [
        (shares(poor=(223, 399), average=(143, 264), good=(137, 164)), {"poor", "average"}, True),
        (shares(poor=(223, 399), average=(200, 264), good=(137, 164)), {"poor"}, True),
        # What differs by no more than chance tells nothing, nor does the lowest that renewed more often.
        (shares(poor=(56, 100), average=(54, 100), good=(60, 100)), None, False),
        (shares(poor=(90, 100), average=(54, 100)), None, False),
        # Of a level with too few nothing is known: the lowest stays at risk.
        (shares(average=(54, 100)), {"poor"}, None),
        (shares(), {"poor"}, None),
    ],
)
def test_a_level_is_at_risk_where_history_shows_it(
    renewed: dict[str | None, Estimate], risk: set[str] | None, tells: bool | None
) -> None:
    found = RenewalHistory(renewed, ("poor", "average", "good"))
    assert (found.risk, found.tells) == (risk, tells)


def test_where_health_tells_nothing_open_terms_are_called_by_history(records: Records) -> None:
    health = measure_health(records.log, read_scorecard_text(CARD), as_of=on(105))
    found = find_renewals(records, IN_PERIOD, Known(health.now, {None: WELL}, None))
    assert {one.subject: one.call for one in found if one.state == "open"} == dict.fromkeys("def", "likely")
    reasons = {one.subject: None if one.reason is None else str(one.reason) for one in found}
    assert (reasons["a"], reasons["d"]) == (None, None)
    assert reasons["e"] is not None


def test_days_of_terms_are_of_the_workspaces_zone(tmp_path: Path) -> None:
    """A term that ends on the 10th at 23:30 in UTC ends on the 11th in Tokyo, and comes up in that month."""
    log = log_of(tmp_path / "log", [term("a", 0, "started", 1000), did("a", 60, "used")])
    (utc,) = find_renewals(Records.read(log, of="account"), Period())
    log.close()
    (tmp_path / "log" / "desirepath.toml").write_text('time_zone = "Asia/Tokyo"\n', encoding="utf-8")
    (tokyo,) = find_renewals(Records.read(open_log(tmp_path / "log"), of="account"), Period())
    assert tokyo.due == utc.due
    assert str(tokyo.due.tzinfo) == "Asia/Tokyo"


def test_without_any_decided_term_the_likelihood_says_why(tmp_path: Path) -> None:
    records = Records.read(log_of(tmp_path / "log", [term("a", 0, "started", 1)]), of="account")
    found = learn_history(read_signals(read_scorecard_text(CARD), records.index), records)
    assert found.likelihoods[None].reason == "no term has ended and been decided yet"


def test_what_is_lost_before_it_is_due_says_when_it_was_cancelled(tmp_path: Path) -> None:
    facts = [term("a", 0, "started", 1000), term("a", 40, "cancelled"), did("a", 60, "used")]
    (found,) = find_renewals(Records.read(log_of(tmp_path, facts), of="account"), Period())
    assert (found.call, found.due, found.settled) == ("lost", on(100), on(40))
    still = [term("b", 0, "started", 1000), did("b", 60, "used")]
    (other,) = find_renewals(Records.read(log_of(tmp_path / "still", still), of="account"), Period())
    assert (other.call, other.settled) == ("at risk", None)


def test_what_runs_without_a_word_for_its_end_is_counted_with_what_it_was_told_to_cost(
    tmp_path: Path,
) -> None:
    def renewed(account: str, day: float, amount: float | None, currency: str = "USD") -> Interaction:
        return replace(term(account, day, "renewed", amount), properties={}, currency=currency)

    facts = [
        renewed("a", 10, 980),
        renewed("a", 50, None),  # prolonged as it was
        renewed("b", 20, 1234.5),
        renewed("c", 20, 70, "EUR"),
        renewed("d", 20, 500),
        term("d", 30, "cancelled"),
        term("e", 20, "started", 1000),
        renewed("f", 20, None),
    ]
    log = log_of(tmp_path, facts)
    told = measure_renewals(log).to_json()["untimed"]
    assert told == {"subscriptions": 4, "cents": {"EUR": 7000, "USD": 221450}}
    mine = measure_renewals(log, only=frozenset({"a", "e"})).to_json()["untimed"]
    assert mine == {"subscriptions": 1, "cents": {"USD": 98000}}


def test_months_are_taken_whole_and_the_next_quarter_is_three(tmp_path: Path) -> None:
    facts = [term(f"a{day}", day, "started", 1000) for day in range(0, 100, 3)]
    log = log_of(tmp_path, facts)
    found = measure_renewals(log, ahead=timedelta(days=40))
    whole = measure_renewals(log, ahead=timedelta(days=400))
    assert [month.forecast for month in found.months] == [
        month.forecast for month in whole.months[: len(found.months)]
    ]
    quarter = measure_renewals(log, ahead="next")
    now = quarter.as_of
    assert quarter.since > now
    assert (quarter.since.month % 3, quarter.since.day) == (1, 1)
    assert all(quarter.since <= one.due < quarter.until for one in quarter.months[0].renewals)
    assert quarter.overdue == ()
    told = {month.label: month for month in whole.months}
    assert all(told[month.label] == month for month in quarter.months)
    named = measure_renewals(log, ahead=f"{quarter.since.year}-Q{(quarter.since.month + 2) // 3}")
    assert (named.since, named.months) == (quarter.since, quarter.months)
    over = measure_renewals(log, ahead="2020-Q1")
    assert (over.overdue, over.months) == ((), ())
    with pytest.raises(ValueError, match="no quarter"):
        measure_renewals(log, ahead="2026-Q5")
