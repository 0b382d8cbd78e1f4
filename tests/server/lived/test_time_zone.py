"""A workspace has one time zone: an owner chooses it, that is written down, and what was measured is old."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from desirepath.server.clock import workspace_time
from desirepath.server.jobs.worker import Worker
from desirepath.server.lived.questions import MapQuestion
from desirepath.server.maps.models import MapRecord
from desirepath.server.people.models import AuditEntry, Person

ZONE = "/api/v1/workspace/time-zone"


@pytest.fixture
def owner(shop: MapRecord, client: Client) -> Client:
    client.force_login(Person.objects.get(email="owner@example.com"))
    return client


def choose(client: Client, zone: Any) -> Any:
    return client.put(ZONE, {"time_zone": zone}, content_type="application/json")


def test_an_owner_chooses_it_and_that_is_written_down(owner: Client, shop: MapRecord) -> None:
    before = owner.get("/api/v1/workspace").json()
    assert (before["time_zone"], before["zone_is_chosen"]) == ("UTC", False)
    after = choose(owner, "Pacific/Kiritimati")
    assert after.status_code == 200
    assert after.json() == owner.get("/api/v1/workspace").json() | {"now": after.json()["now"]}
    assert (after.json()["time_zone"], after.json()["zone_is_chosen"]) == ("Pacific/Kiritimati", True)
    assert workspace_time().zone.key == "Pacific/Kiritimati"
    choose(owner, "Europe/Berlin")
    told = AuditEntry.objects.filter(action="changed the time zone").order_by("pk")
    assert [(one.details["before"], one.target) for one in told] == [
        ("", "Pacific/Kiritimati"),
        ("Pacific/Kiritimati", "Europe/Berlin"),
    ]


@pytest.mark.parametrize("zone", ["Mars", "", "../../etc/passwd", "Europe/Berlin\n", 7])
def test_what_is_no_zone_changes_nothing(owner: Client, shop: MapRecord, folder: Path, zone: Any) -> None:
    text = (folder / "desirepath.toml").read_text("utf-8")
    refused = choose(owner, zone)
    assert refused.status_code in (400, 422)
    assert str(folder) not in refused.content.decode()
    assert (folder / "desirepath.toml").read_text("utf-8") == text


def test_what_was_measured_by_other_days_is_old(
    owner: Client, shop: MapRecord, worker: Worker, folder: Path
) -> None:
    lived = "/api/v1/maps/shop/lived"
    owner.get(lived)
    worker.run_one()
    assert owner.get(lived).json()["fresh"] is True
    choose(owner, "America/New_York")
    old = owner.get(lived).json()
    assert (old["fresh"], old["answer"] is None) == (False, False), "the last one, said to be old"
    worker.run_one()
    assert owner.get(lived).json()["fresh"] is True
    choose(owner, "UTC")
    assert owner.get(lived).json()["fresh"] is True, "what was measured by these days is kept"


def test_a_period_begins_with_the_workspaces_day(owner: Client) -> None:
    choose(owner, "America/New_York")
    period = MapQuestion(since="2026-03-08", until="2026-03-09").period()
    assert [str(one) for one in (period.since, period.until)] == [
        "2026-03-08 05:00:00+00:00",
        "2026-03-09 04:00:00+00:00",
    ], "clocks go forward on that day"
