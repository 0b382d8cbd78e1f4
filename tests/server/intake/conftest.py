"""A door in this process, with a connection for Segment's clients; and one real server for a module."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from pytest_django.fixtures import Settings

from desirepath.log.store import create_log
from desirepath.server.intake.door import Door
from desirepath.server.intake.known import KNOWN
from desirepath.server.intake.models import Connection, WriteKey
from desirepath.server.people.secrets import hash_secret
from tests.server.intake.asgi import nobody
from tests.server.running import Server, serving

KEY = "dpw_test"


@pytest.fixture
def folder(tmp_path: Path, settings: Settings) -> Path:
    """A workspace with an empty log, which is the one of this process."""
    settings.CONFIGURATION = replace(settings.CONFIGURATION, folder=tmp_path)
    create_log(tmp_path).close()
    return tmp_path


@pytest.fixture
def door(db: None, folder: Path) -> Iterator[Door]:
    """An open door that knows the connection "web" and the write key ``KEY``."""
    web = Connection.objects.create(name="web", title="Web", kind="segment", hook="w")
    WriteKey.objects.create(connection=web, hash=hash_secret(KEY), hint="test", place="server")
    made = Door(nobody)
    made.open()
    yield made
    made.close()
    KNOWN.now = type(KNOWN.now)()


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """A real server."""
    with serving(tmp_path_factory.mktemp("intake") / "ws") as running:
        yield running


@pytest.fixture(scope="module")
def token(server: Server) -> str:
    """An owner's token."""
    return server.person("ana@example.com")
