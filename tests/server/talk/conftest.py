"""A small map, the people around it, and a workspace of one's own."""

from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest
from django.conf import settings
from django.test import Client

from desirepath.log.interaction import Interaction
from desirepath.log.store import create_log
from desirepath.server.configuration import Configuration
from desirepath.server.maps.models import MapRecord, Snapshot
from desirepath.server.maps.state import nodes_to_text
from desirepath.server.people.models import Person
from desirepath.server.people.roles import Role
from tests.server.talk.coffee import COFFEE, coffee_nodes


@pytest.fixture
def coffee() -> MapRecord:
    record = MapRecord.objects.create(id="coffee", title="A coffee before work", text=COFFEE)
    Snapshot.objects.create(map=record, revision=0, nodes=nodes_to_text(coffee_nodes()))
    return record


@pytest.fixture
def workspace(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    create_log(tmp_path).close()
    monkeypatch.setattr(settings, "CONFIGURATION", Configuration(tmp_path, attachment_megabytes=1))
    return tmp_path


@pytest.fixture
def person() -> Callable[..., Person]:
    def make(name: str, role: Role = Role.COMMENTER) -> Person:
        return Person.objects.create_user(f"{name.lower()}@example.com", name=name, role=role)

    return make


@pytest.fixture
def as_person() -> Callable[[Person], Client]:
    def enter(person: Person) -> Client:
        client = Client()
        client.force_login(person)
        return client

    return enter


@pytest.fixture
def answered(workspace: Path) -> Interaction:
    fact = Interaction(
        {"customer": "seema"},
        datetime(2026, 5, 3, 9, tzinfo=UTC),
        "survey.answered",
        source="o'reilly\"; drop",
        key="resp-1",
        score=4,
        scale="1..5",
        text="Quick, and kind",
    )
    with create_log(workspace) as log:
        log.append([fact])
    return fact
