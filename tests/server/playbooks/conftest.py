"""Two accounts that signed eight days ago, and a playbook that notices after six."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone
from pytest_django.fixtures import Settings

from desirepath.log.interaction import Interaction, Traits
from desirepath.log.store import create_log
from desirepath.server.intake.way_in import close_way_in
from desirepath.server.jobs.worker import Worker
from desirepath.server.maps.making import make_map
from desirepath.server.people.models import Person
from desirepath.server.people.roles import Role
from tests.success.playbooks.world import MAP

BOOK = """\
format: desirepath-playbook/1
id: quiet
name: It has become quiet
map: small
when: [{stalls_at: signed, longer_than: 6d}]
goal: [{activity: feature.used}]
variables: {first_name: {of: person.first_name, otherwise: there}}
moves:
  - {id: call, task: {title: "Call {{account}}", due: 1d, note: They are quiet.}}
  - id: mail
    email:
      to: traits.role == "lead"
      subject: A word, {{first_name}}?
      text: "Hello {{first_name}}, what is in the way?"
"""


def did(account: str, days_ago: float, activity: str) -> Interaction:
    """Something that an account did so many days ago."""
    return Interaction(
        {"account": account, "customer": f"{account}@example.com"},
        timezone.now() - timedelta(days=days_ago),
        activity,
        source="test",
        key=f"{account} {days_ago} {activity}",
    )


def lead(account: str, name: str) -> Traits:
    """The lead of an account, and what they are called."""
    traits = {"role": "lead", "first_name": name}
    began = timezone.now() - timedelta(days=30)
    return Traits("customer", f"{account}@example.com", began, traits, "test", account)


@pytest.fixture
def folder(tmp_path: Path, settings: Settings) -> Iterator[Path]:
    settings.CONFIGURATION = replace(settings.CONFIGURATION, folder=tmp_path)
    with create_log(tmp_path) as log:
        log.append([lead("acme", "Ada\r\nBcc: all@example.com"), lead("birch", "<b>Bo</b>")])
        log.append([did("acme", 8, "signed"), did("birch", 8, "signed")])
    yield tmp_path
    close_way_in()


@pytest.fixture
def owner(db: None, folder: Path) -> Person:
    person = Person.objects.create_user("owner@example.com", name="Olga", role=Role.OWNER)
    make_map(MAP, person)
    return person


@pytest.fixture
def ana(owner: Person, client: Client) -> Client:
    client.force_login(Person.objects.create_user("ana@example.com", name="Ana", role=Role.EDITOR))
    return client


@pytest.fixture
def worker(db: None) -> Worker:
    return Worker()


class Unstopped:
    """A job that nobody stops."""

    job_id = 0
    args: dict[str, Any] = {}  # noqa: RUF012  # never changed

    def tell(self, share: float, words: str = "") -> None: ...

    def should_stop(self) -> bool:
        return False

    def stop_if_asked(self) -> None: ...
