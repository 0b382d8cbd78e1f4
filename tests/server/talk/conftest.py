"""A small map and the people around it."""

from collections.abc import Callable

import pytest
from django.test import Client

from desirepath.model.document import Document
from desirepath.model.nodes import to_nodes
from desirepath.server.maps.models import MapRecord, Snapshot
from desirepath.server.maps.state import nodes_to_text
from desirepath.server.people.models import Person
from desirepath.server.people.roles import Role

COFFEE = """\
format: desirepath/1
id: coffee
title: A coffee before work
stages:
  - id: counter
    name: At the counter
    steps:
      - id: order
        name: Orders
        goal: Be out in three minutes   # we think
        feeling: 0.5
        doing: [Reads the board, {id: waits, text: Waits}]
"""


@pytest.fixture
def coffee() -> MapRecord:
    record = MapRecord.objects.create(id="coffee", title="A coffee before work", text=COFFEE)
    document = Document.read(COFFEE)
    nodes = to_nodes(document.data, document.comments())
    Snapshot.objects.create(map=record, revision=0, nodes=nodes_to_text(nodes))
    return record


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
