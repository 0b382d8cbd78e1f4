"""The cart reminder that is shipped, in a small Style Icon: from the library to its one letter."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from django.test import Client
from pytest_django.fixtures import Settings

from desirepath.log.interaction import Interaction, Traits
from desirepath.log.store import create_log
from desirepath.server.intake.way_in import close_way_in
from desirepath.server.jobs.worker import Worker
from desirepath.server.maps.making import make_map
from desirepath.server.people.models import Person
from desirepath.server.people.roles import Role
from desirepath.server.playbooks.models import OutboxRow, PlaybookRun
from desirepath.stories import style_icon
from tests.server.playbooks.test_playbooks import PLACE, post, run_all

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)
"""When the story ends. The bags were filled an hour before."""


@pytest.fixture
def shop(tmp_path: Path, settings: Settings, client: Client, db: None) -> Iterator[Client]:
    """Cara left her bag, Dora ordered after all, Emil does not want to be written to."""
    settings.CONFIGURATION = replace(settings.CONFIGURATION, folder=tmp_path)
    settings.IS_DEMO = True
    with create_log(tmp_path) as log:
        log.append(
            [
                Traits("customer", who, NOON - timedelta(days=60), traits, "shop", who)
                for who, traits in (
                    ("cara", {"first_name": "Cara", "may_write": True}),
                    ("dora", {"first_name": "Dora", "may_write": True}),
                    ("emil", {"first_name": "Emil", "may_write": False}),
                )
            ]
        )
        log.append([did(who, timedelta(hours=-1), "cart.updated") for who in ("cara", "dora", "emil")])
        log.append([did("dora", timedelta(minutes=-30), "order.placed"), did("emil", timedelta(0), "seen")])
    owner = Person.objects.create_user("olga@example.com", name="Olga", role=Role.OWNER)
    make_map(style_icon.MAP_PATH.read_text("utf-8"), owner)
    client.force_login(owner)
    yield client
    close_way_in()


def did(who: str, after: timedelta, activity: str) -> Interaction:
    """Something that a customer did so long after the end, or before it."""
    return Interaction({"customer": who}, NOON + after, activity, source="shop", key=f"{who} {activity}")


def test_the_reminder_reaches_who_left_a_bag_and_agreed_and_it_goes_out_once(
    shop: Client, worker: Worker
) -> None:
    text = shop.get(f"{PLACE}/templates/cart-reminder").json()["text"]
    data = post(shop, f"{PLACE}/check", {"text": text}).json()["data"]
    data["moves"][0]["email"]["subject"] = "Your bag is still here, {{first_name}}"
    data["moves"][1]["wait"] = "2d"
    data["hold_out"] = 0
    changed = post(shop, f"{PLACE}/check", {"text": text, "data": data}).json()
    assert changed["problems"] == []
    assert post(shop, PLACE, {"text": changed["text"]}).status_code == 201
    assert post(shop, f"{PLACE}/cart-reminder/on", {"version": 1, "days_back": 1}).status_code == 200
    run_all(worker)
    assert not OutboxRow.objects.exists()  # it waits for twenty hours, and then for the morning

    post(shop, "/api/v1/demo-clock/days", {"days": 1})
    run_all(worker)
    letter = OutboxRow.objects.get(kind="email", outcome="kept")
    assert (letter.subject, letter.values["first_name"]) == ("cara", "Cara")
    assert letter.at_us == int((NOON + timedelta(hours=21)).timestamp() * 1e6)  # 9 o'clock
    assert dict(PlaybookRun.objects.filter(status="refused").values_list("subject", "why")) == {
        "dora": "its goal was reached in the meantime"
    }
    assert [(one.subject, one.why) for one in OutboxRow.objects.filter(outcome="left out")] == [
        ("emil", "has not agreed to messages")
    ]

    post(shop, "/api/v1/demo-clock/days", {"days": 4})
    run_all(worker)
    assert OutboxRow.objects.filter(kind="email", outcome="kept").count() == 1
    (told,) = shop.get(PLACE).json()["playbooks"]
    assert (told["letters_kept"], told["done"]) == (1, 1)
    assert OutboxRow.objects.get(kind="in_app", outcome="offered").subject == "cara"


def test_a_simulation_counts_everybody_though_it_lists_only_some(
    shop: Client, worker: Worker, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("desirepath.server.playbooks.simulating.MOST_ACCOUNTS", 1)
    text = shop.get(f"{PLACE}/templates/cart-reminder").json()["text"].replace("hold_out: 0.1", "hold_out: 0")
    text = (
        text.replace("holds_for: 20h", "holds_for: 10m").replace("21:00", "03:00").replace("09:00", "04:00")
    )
    job = post(shop, f"{PLACE}/simulate", {"text": text, "days": 30}).json()["job"]
    run_all(worker)
    found = shop.get(f"/api/v1/jobs/{job}").json()["result"]
    assert found["account_counts"] == {"acts": 2, "held": 1, "alone": 0, "not": 0}
    assert [(one["subject"], one["is"]) for one in found["accounts"]] == [("cara", "acts"), ("emil", "held")]
