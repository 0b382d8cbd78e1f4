"""A workspace of one's own, somebody who may import, and a worker that does it."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from pytest_django.fixtures import Settings

from desirepath.log.store import create_log
from desirepath.server.jobs.worker import Worker
from desirepath.server.people.models import Person
from desirepath.server.people.roles import Role

CONTACTS = (
    "Ticket,Requester,Status,Opened\n"
    "7,Ada@example.test,ticket.opened,2026-03-25T09:00:00Z\n"
    "8,ben@example.test,ticket.opened,2026-03-26T09:00:00Z\n"
    "9,ben@example.test,ticket.solved,31.02.2026\n"
)


@dataclass
class Desk:
    """Somebody at a browser: calls the API, and lets the jobs run."""

    client: Client
    folder: Path
    worker: Worker

    def get(self, path: str) -> Any:
        return self.client.get(f"/api/v1/data{path}")

    def post(self, path: str, body: Any = None) -> Any:
        return self.client.post(
            f"/api/v1/data{path}", json.dumps(body or {}), content_type="application/json"
        )

    def upload(self, name: str, content: bytes | str, *, part: int = 1 << 20) -> list[str]:
        """Bring a file; the ids of what waits then (of an archive, its files)."""
        content = content.encode() if isinstance(content, str) else content
        begun = self.post("/uploads", {"name": name, "size": len(content)})
        assert begun.status_code == 201, begun.content
        upload, answer = begun.json()["upload"]["id"], begun
        for at in range(0, len(content), part):
            answer = self.put_part(upload, at, content[at : at + part])
            assert answer.status_code == 200, answer.content
        return [one["id"] for one in answer.json()["unpacked"]] or [upload]

    def put_part(self, upload: str, offset: int, content: bytes) -> Any:
        path = f"/api/v1/data/uploads/{upload}/content?offset={offset}"
        return self.client.put(path, content, content_type="application/octet-stream")

    def look(self, upload: str, query: str = "") -> Any:
        answer = self.get(f"/uploads/{upload}/look{query}")
        assert answer.status_code == 200, answer.content
        return answer.json()

    def bring_in(self, upload: str, **how: Any) -> Any:
        """Import it and wait; how it stands then."""
        begun = self.post(f"/uploads/{upload}/import", how)
        assert begun.status_code == 202, begun.content
        self.work()
        return self.get(f"/imports/{begun.json()['id']}").json()

    def work(self) -> None:
        while self.worker.run_one():
            pass


@pytest.fixture
def folder(tmp_path: Path, settings: Settings) -> Path:
    settings.CONFIGURATION = replace(settings.CONFIGURATION, folder=tmp_path)
    create_log(tmp_path).close()
    return tmp_path


@pytest.fixture
def as_role(db: None, folder: Path) -> Callable[[Role], Desk]:
    def enter(role: Role) -> Desk:
        client = Client()
        name = f"{role.label}{Person.objects.count()}@example.com"
        client.force_login(Person.objects.create_user(name, role=role, name=role.label))
        return Desk(client, folder, Worker())

    return enter


@pytest.fixture
def desk(as_role: Callable[[Role], Desk]) -> Desk:
    return as_role(Role.EDITOR)


@pytest.fixture
def owner(as_role: Callable[[Role], Desk]) -> Desk:
    return as_role(Role.OWNER)
