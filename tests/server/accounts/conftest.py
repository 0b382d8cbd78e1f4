"""Two accounts on a map of three steps, in a workspace of their own; times are of January 2026."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from django.test import Client
from pytest_django.fixtures import Settings

from desirepath.log.interaction import Interaction, Traits
from desirepath.log.store import create_log
from desirepath.server.intake.way_in import close_way_in
from desirepath.server.maps.making import make_map
from desirepath.server.maps.models import MapRecord
from desirepath.server.people.models import Person
from desirepath.server.people.roles import Role
from tests.success.world import did, on

MAP = """\
format: desirepath/1
id: care
title: Care
travels: account
passage: {fails: [{activity: subscription.cancelled}]}
stages:
  - id: begin
    name: Begin
    steps:
      - {id: sign, name: Signs, when: [{activity: signed}], within: 10d, owner: sales}
      - {id: use, name: Uses it, when: [{activity: feature.used}]}
      - {id: grow, name: Grows, when: [{activity: grown}]}
"""
FACTS: list[Interaction | Traits] = [
    did("acme", 0, "signed", person="ann"),
    did("acme", 5, "feature.used", person="ann", feature="reports"),
    did("acme", 6, "feature.used", person="bob", feature="reports"),
    did("birch", 1, "signed"),
    did("birch", 20, "ticket.opened", person="zoe"),
    Traits("account", "acme", on(0), {"name": "Acme & Söhne"}, "crm", "t1"),
    Traits("customer", "ann", on(0), {"name": "Ann Ash", "email": "ann@acme.test"}, "crm", "t2"),
]


@pytest.fixture
def folder(tmp_path: Path, settings: Settings) -> Iterator[Path]:
    settings.CONFIGURATION = replace(settings.CONFIGURATION, folder=tmp_path)
    settings.IS_DEMO = True  # time stands still where the log ends
    with create_log(tmp_path) as log:
        log.append(FACTS)
    yield tmp_path
    close_way_in()


@pytest.fixture
def care(db: None, folder: Path) -> MapRecord:
    return make_map(MAP, Person.objects.create_user("owner@example.com", role=Role.OWNER))


@pytest.fixture
def ana(care: MapRecord, client: Client) -> Client:
    client.force_login(Person.objects.create_user("ana@example.com", name="Ana", role=Role.EDITOR))
    return client


@pytest.fixture
def ben(care: MapRecord) -> Client:
    client = Client()
    client.force_login(Person.objects.create_user("ben@example.com", name="Ben", role=Role.EDITOR))
    return client


@pytest.fixture
def owner(care: MapRecord) -> Client:
    client = Client()
    client.force_login(Person.objects.get(email="owner@example.com"))
    return client
