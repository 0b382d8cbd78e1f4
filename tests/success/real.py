"""Real and simulated data of other houses as logs, and a scorecard for each. They lie beside the project, are
never part of it, and whoever has them not leaves these tests out."""

from __future__ import annotations

import csv
import gzip
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from pathlib import Path
from typing import TextIO

from desirepath.log.interaction import Fact, Interaction, Traits
from desirepath.log.store import Log, create_log

SNAPSHOT = datetime(2026, 1, 1, tzinfo=UTC)
MONTH = timedelta(days=30.4375)

SAAS_CARD = """\
format: desirepath/1
id: saas
name: SaaSGuard
levels: [{name: poor}, {name: average, at_least: 40}, {name: good, at_least: 70}]
signals:
  - id: growth
    name: Use against the month before
    takes: growth
    of: [{activity: used}]
    within: 30d
    weight: 2
    scores:
      - {less_than: -0.4, points: 0, says: use is falling fast}
      - {at_least: -0.4, less_than: -0.1, points: 50, says: use is falling}
      - {at_least: -0.1, points: 100, says: use is holding or growing}
  - id: use
    name: Days of use in the last 30 days
    takes: days
    of: [{activity: used}]
    within: 30d
    weight: 2
    scores:
      - {less_than: 4, points: 0, says: hardly ever}
      - {at_least: 4, less_than: 12, points: 50, says: now and then}
      - {at_least: 12, points: 100, says: most working days}
  - id: depth
    name: How deep they use it, 0 to 1
    takes: mean
    of: [{activity: used}]
    value: properties.adoption
    within: 30d
    weight: 1
    scores:
      - {less_than: 0.35, points: 0}
      - {at_least: 0.35, less_than: 0.6, points: 50}
      - {at_least: 0.6, points: 100}
  - id: tickets
    name: Tickets in the last 60 days
    takes: count
    of: [{activity: ticket.opened}]
    within: 60d
    weight: 1
    scores:
      - {less_than: 2, points: 100}
      - {at_least: 2, less_than: 4, points: 50}
      - {at_least: 4, points: 0}
"""

TELCO_CARD = """\
format: desirepath/1
id: telco
name: Telco
levels: [{name: poor}, {name: average, at_least: 40}, {name: good, at_least: 70}]
signals:
  - id: contract
    name: Months of the contract
    takes: trait
    value: traits.contract_months
    weight: 3
    scores:
      - {less_than: 2, points: 0, says: month to month}
      - {at_least: 2, less_than: 13, points: 60, says: one year}
      - {at_least: 13, points: 100, says: two years}
  - id: tenure
    name: Months they have been customers
    takes: trait
    value: traits.tenure
    weight: 2
    scores:
      - {less_than: 7, points: 0}
      - {at_least: 7, less_than: 25, points: 50}
      - {at_least: 25, points: 100}
  - id: support
    name: Has technical support
    takes: trait
    value: traits.support
    weight: 1
    scores: [{less_than: 1, points: 0}, {at_least: 1, points: 100}]
  - id: check
    name: Pays by electronic check
    takes: trait
    value: traits.check
    weight: 1
    scores: [{less_than: 1, points: 100}, {at_least: 1, points: 0}]
"""


def saas_log(shared: Path, folder: Path) -> Log:
    """400 simulated software customers: subscriptions, 281,088 uses, 2,800 tickets.

    Uses before the subscription began are kept out: nobody could have seen them.
    """
    source = shared / "data" / "saas" / "saasguard_generated"
    began: dict[str, datetime] = {}
    facts: list[Fact] = []
    for row in _rows(source / "customers.csv.gz"):
        who, at = row["customer_id"], _at(row["signup_date"])
        began[who] = at
        money = Decimal(row["mrr"])
        facts.append(_did(who, at, "subscription.started", "s" + who, amount=money, currency="EUR"))
        if row["churn_date"]:
            facts.append(_did(who, _at(row["churn_date"]), "subscription.cancelled", "c" + who))
    for row in _rows(source / "usage_events.csv.gz"):
        who, at = row["customer_id"], _at(row["timestamp"])
        if at >= began[who]:
            adoption = {"adoption": float(row["feature_adoption_score"]), "what": row["event_type"]}
            facts.append(_did(who, at, "used", row["event_id"], properties=adoption))
    for row in _rows(source / "support_tickets.csv.gz"):
        who, at = row["customer_id"], _at(row["created_date"])
        if at >= began[who]:
            facts.append(_did(who, at, "ticket.opened", row["ticket_id"]))
    return _log(folder, facts)


def telco_log(shared: Path, folder: Path) -> Log:
    """7,043 customers of a telephone company on one day. The file says how many months each has been one and
    whether they left in the last; it has no dates, so the day is ours and every customer's beginning is
    reckoned back from it.
    """
    source = shared / "data" / "churn" / "telco_ibm" / "Telco-Customer-Churn.csv"
    facts: list[Fact] = []
    for row in _rows(source):
        who, tenure = row["customerID"], int(row["tenure"])
        # All of them were customers a month before the snapshot, or began within it.
        began = SNAPSHOT - max(tenure, 1) * MONTH - timedelta(days=1)
        money = Decimal(row["MonthlyCharges"])
        facts.append(_did(who, began, "subscription.started", "s" + who, amount=money, currency="USD"))
        if row["Churn"] == "Yes":
            facts.append(_did(who, SNAPSHOT - timedelta(days=1), "subscription.cancelled", "c" + who))
        months = {"Month-to-month": 1, "One year": 12, "Two year": 24}[row["Contract"]]
        traits = {
            "contract_months": months,
            "tenure": tenure,
            "support": row["TechSupport"] == "Yes",
            "check": row["PaymentMethod"] == "Electronic check",
        }
        facts.append(Traits("account", who, began, traits, "telco", "t" + who))
    facts.append(_did("nobody", SNAPSHOT, "counted", "counted"))
    return _log(folder, facts)


def _rows(path: Path) -> Iterator[dict[str, str]]:
    with _open(path) as file:
        yield from csv.DictReader(file)


def _open(path: Path) -> TextIO:
    if path.suffix == ".gz":
        return gzip.open(path, "rt", encoding="utf-8")
    return path.open(encoding="utf-8", newline="")


def _at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


def _did(
    who: str,
    at: datetime,
    activity: str,
    key: str,
    *,
    amount: Decimal | None = None,
    currency: str | None = None,
    properties: dict[str, object] | None = None,
) -> Interaction:
    return Interaction(
        {"account": who},
        at,
        activity,
        source="peer",
        key=key,
        amount=amount,
        currency=currency,
        properties=properties or {},
    )


def _log(folder: Path, facts: list[Fact]) -> Log:
    log = create_log(folder)
    for begin in range(0, len(facts), 100_000):
        log.append(facts[begin : begin + 100_000])
    return log
