"""Six accounts for a hundred days, in a workspace of their own: three stop on day 40 and leave on day 70."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from django.test import Client
from pytest_django.fixtures import Settings

from desirepath.log.interaction import Interaction
from desirepath.log.store import create_log
from desirepath.server.intake.way_in import close_way_in
from desirepath.server.jobs.worker import Worker
from desirepath.server.people.models import Person
from desirepath.server.people.roles import Role
from tests.success.world import did

CARD = """\
# ours
format: desirepath/1
id: use
name: Use  # what we look at
levels: [{name: poor}, {name: good, at_least: 50}]
signals:
  - id: use
    name: Use in the last ten days
    takes: count
    of: [{activity: used}]
    within: 10d
    scores: [{less_than: 1, points: 0, says: silent}, {at_least: 1, points: 100}]
"""


def facts() -> list[Interaction]:
    found = []
    for number, account in enumerate("abcdef"):
        leaves = number < 3
        found.append(did(account, 0, "subscription.started", amount=10))
        for day in range(1, 40 if leaves else 100, 5):
            found.append(did(account, day + number / 10, "used"))
        if leaves:
            found.append(did(account, 70, "subscription.cancelled"))
    return [*found, did("f", 100, "used")]


@pytest.fixture
def folder(tmp_path: Path, settings: Settings) -> Iterator[Path]:
    settings.CONFIGURATION = replace(settings.CONFIGURATION, folder=tmp_path)
    settings.IS_DEMO = True  # time stands still where the log ends
    with create_log(tmp_path) as log:
        log.append(facts())
    yield tmp_path
    close_way_in()


@pytest.fixture
def by_git(folder: Path) -> Path:
    """The scorecard's file, put there outside."""
    path = folder / "scorecards" / "use.scorecard.yaml"
    path.parent.mkdir()
    path.write_text(CARD, "utf-8")
    return path


@pytest.fixture
def ana(db: None, folder: Path, client: Client) -> Client:
    client.force_login(Person.objects.create_user("ana@example.com", name="Ana", role=Role.EDITOR))
    return client


@pytest.fixture
def worker(db: None) -> Worker:
    return Worker()
