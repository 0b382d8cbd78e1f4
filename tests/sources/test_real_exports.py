"""Borrowed truth: published logs, counted by others, come in whole and with their counts."""

from __future__ import annotations

import json
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from desirepath.log.store import open_log
from tests.sources.files import bring, stored

RECEIPT = """
[[fact]]
objects = {case = "case:concept:name"}
occurred_at = "time:timestamp"
activity = "concept:name"
"""
pytestmark = pytest.mark.shared


def known(shared: Path, name: str) -> dict[str, Any]:
    statistics: dict[str, dict[str, Any]] = json.loads(
        (shared / "data/process/known_statistics.json").read_text()
    )
    return statistics[name]


@pytest.mark.parametrize(
    ("file", "name", "mapping"),
    [
        ("helpdesk.xes.gz", "helpdesk.xes.gz", None),
        ("running-example.xes", "01_running-example.xes.gz", None),
        (
            "receipt.csv.gz",
            "08_receipt.xes.gz",
            RECEIPT,
        ),
    ],
)
def test_event_logs_have_their_published_counts(
    tmp_path: Path, shared: Path, file: str, name: str, mapping: str | None
) -> None:
    truth = known(shared, name)
    path = shared / "data/process" / file
    report = bring(tmp_path, path, mapping=mapping)
    assert report.rejected == 0
    info = open_log(tmp_path / "log-here").info()
    assert info.facts["interactions"] == truth["events"]
    assert len(info.activities) == truth["activities"]
    assert info.objects["case"] == truth["cases"]
    assert (info.first, info.last) == (
        datetime.fromisoformat(truth["first"]),
        datetime.fromisoformat(truth["last"]),
    )
    rows: dict[str, list[str]] = {}
    for row in stored(tmp_path, "objects", "activity"):
        rows.setdefault(dict(row["objects"])["case"], []).append(row["activity"])
    assert count(trace[0] for trace in rows.values()) == truth["start_activities"]
    variants = count(tuple(trace) for trace in rows.values())
    assert variants[tuple(truth["top_variant"])] == truth["top_variant_cases"]
    assert bring(tmp_path, path, mapping=mapping).added == 0


def count(values: Any) -> dict[Any, int]:
    counted: dict[Any, int] = {}
    for value in values:
        counted[value] = counted.get(value, 0) + 1
    return counted


def test_a_shop(tmp_path: Path, shared: Path) -> None:
    mapping = """
    [[fact]]
    customer = "user_id"
    objects = {session = "session_id"}
    occurred_at = {column = "timestamp", zone = "UTC"}
    activity = "event"
    channel = "platform"
    """
    report = bring(tmp_path, shared / "data/retail/retentioneering_ecom/ecom.csv.gz", mapping=mapping)
    info = open_log(tmp_path / "log-here").info()
    assert (report.rejected, info.facts["interactions"], info.objects["customer"]) == (0, 31_106, 600)


def test_a_file_sharing_service(tmp_path: Path, shared: Path) -> None:
    mapping = """
    unfold = "properties"
    [[fact]]
    customer = "person"
    account = "account"
    occurred_at = "timestamp"
    activity = "event"
    """
    report = bring(tmp_path, shared / "data/saas/posthog_hedgebox/events.csv.gz", mapping=mapping)
    info = open_log(tmp_path / "log-here").info()
    assert (report.rejected, info.facts["interactions"], info.objects["customer"]) == (0, 43_345, 3_271)


def test_tickets_and_customers_of_a_software_company(tmp_path: Path, shared: Path) -> None:
    folder = shared / "data/saas/saasguard_generated"
    tickets = """
    numbers = ["resolution_time"]
    [[fact]]
    account = "customer_id"
    objects = {ticket = "ticket_id"}
    occurred_at = {column = "created_date", zone = "UTC"}
    activity = {value = "ticket.opened"}
    key = "ticket_id"
    """
    customers = """
    numbers = ["mrr"]
    [[fact]]
    kind = "traits"
    account = "customer_id"
    occurred_at = {column = "signup_date", zone = "UTC"}
    traits = ["industry", "plan_tier", "mrr"]
    [[fact]]
    account = "customer_id"
    occurred_at = {column = "signup_date", zone = "UTC"}
    activity = {value = "subscription.started"}
    amount = {column = "mrr", currency = "USD"}
    properties = {plan = "plan_tier"}
    [[fact]]
    only_if = "churn_date"
    account = "customer_id"
    occurred_at = {column = "churn_date", zone = "UTC"}
    activity = {value = "subscription.cancelled"}
    properties = "none"
    """
    bring(tmp_path, folder / "support_tickets.csv.gz", mapping=tickets)
    report = bring(tmp_path, folder / "customers.csv.gz", mapping=customers)
    assert report.files[0].warnings == ()
    info = open_log(tmp_path / "log-here").info()
    assert info.facts["traits"] == info.activities["subscription.started"] == info.objects["account"] == 400
    assert info.activities["ticket.opened"] == info.objects["ticket"] == 2_800
    assert info.activities["subscription.cancelled"] == 130  # the published 32.5 %
