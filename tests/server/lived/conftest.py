"""A shop of four customers, small enough to count by hand, in a workspace of its own.

c1 looks, asks a question there, and buys; c2 looks and buys; c3 and c4 look.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from django.test import Client
from pytest_django.fixtures import Settings

from desirepath.log.interaction import Fact, Interaction, Traits
from desirepath.log.store import create_log
from desirepath.server.jobs.worker import Worker
from desirepath.server.maps.making import make_map
from desirepath.server.maps.models import MapRecord
from desirepath.server.people.models import Person
from desirepath.server.people.roles import Role

SHOP = """\
format: desirepath/1
id: shop
title: The shop
passage: {succeeds: [{activity: bought}]}
stages:
  - id: come
    name: Come
    steps:
      - {id: look, name: Looks around, when: [{activity: looked}], feeling: 1}
  - id: buy
    name: Buy
    steps:
      - {id: pay, name: Pays, when: [{activity: bought}]}
"""
NOON = datetime(2026, 1, 1, 12, tzinfo=UTC)


def did(who: str, what: str, hour: int, text: str | None = None) -> Interaction:
    at = NOON + timedelta(hours=hour)
    return Interaction({"customer": who}, at, what, source="shop", key=f"{who}{what}{hour}", text=text)


FACTS: list[Fact] = [
    *(did(f"c{n}", "looked", n) for n in range(1, 5)),
    did("c1", "asked", 5, "Does it come in blue?"),
    did("c1", "bought", 6),
    did("c2", "bought", 7),
    Traits("customer", "c1", NOON, {"plan": "pro"}, source="crm", key="t1"),
    Traits("customer", "c3", NOON, {"plan": "pro"}, source="crm", key="t3"),
]


@pytest.fixture
def folder(tmp_path: Path, settings: Settings) -> Path:
    settings.CONFIGURATION = replace(settings.CONFIGURATION, folder=tmp_path)
    with create_log(tmp_path) as log:
        log.append(FACTS)
    return tmp_path


@pytest.fixture
def shop(db: None, folder: Path) -> MapRecord:
    return make_map(SHOP, Person.objects.create_user("owner@example.com", role=Role.OWNER))


@pytest.fixture
def ana(db: None, client: Client) -> Client:
    client.force_login(Person.objects.create_user("ana@example.com", role=Role.EDITOR))
    return client


@pytest.fixture
def worker(db: None) -> Worker:
    return Worker()
