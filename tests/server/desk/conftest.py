"""A workspace with an empty log, and a clock that stands where a test puts it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from pathlib import Path

import pytest
from django.test import Client
from django.utils import timezone
from pytest_django.fixtures import Settings

from desirepath.log.store import create_log
from desirepath.server.people.models import Person
from tests.server.desk.world import make_team

Clock = Callable[[datetime], None]


@pytest.fixture
def folder(tmp_path: Path, settings: Settings) -> Path:
    settings.CONFIGURATION = replace(settings.CONFIGURATION, folder=tmp_path)
    create_log(tmp_path).close()
    return tmp_path


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    """Put the clock to an instant."""

    def put(at: datetime) -> None:
        monkeypatch.setattr(timezone, "now", lambda: at)

    return put


@pytest.fixture
def team(db: None, folder: Path) -> tuple[Person, Person]:
    return make_team()


@pytest.fixture
def as_person() -> Callable[[Person], Client]:
    def enter(person: Person) -> Client:
        client = Client()
        client.force_login(person)
        return client

    return enter
