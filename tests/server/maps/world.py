"""One small map in a workspace, and people who work on it through the API."""

from __future__ import annotations

import itertools
import json
from collections.abc import Mapping
from typing import Any

from django.test import Client

from desirepath.model.edit_json import edit_to_json
from desirepath.model.edits import Change, Edit
from desirepath.server.people.models import Person
from desirepath.server.people.roles import Role

TEXT = """\
# ours
format: desirepath/1
id: coffee
title: A coffee before work
stages:
  - id: early   # before seven
    name: Early
    steps:
      - id: wake
        name: Wake up
        doing: [Looks for the cup, "Waits for the machine"]
        within: 10m
      - id: drink
        name: Drink
"""

_numbers = itertools.count()


class Someone:
    """A person at the API."""

    def __init__(self, name: str, role: Role = Role.EDITOR) -> None:
        self.person = Person.objects.create_user(f"{name}@example.com", role=role, name=name.capitalize())
        self.client = Client()
        self.client.force_login(self.person)

    @property
    def by(self) -> str:
        return str(self.person.pk)

    def get(self, path: str, *, status: int = 200) -> Any:
        answer = self.client.get(f"/api/v1/{path}")
        assert answer.status_code == status, answer.content
        return answer.json() if "json" in answer["Content-Type"] else answer.content.decode()

    def send(
        self, method: str, path: str, body: Mapping[str, Any] | None = None, *, status: int = 200
    ) -> Any:
        answer = self.client.generic(
            method, f"/api/v1/{path}", data=json.dumps(body or {}), content_type="application/json"
        )
        assert answer.status_code == status, answer.content
        return answer.json() if answer.content else None

    def post(self, path: str, body: Mapping[str, Any] | None = None, *, status: int = 200) -> Any:
        return self.send("POST", path, body, status=status)

    def edit(self, *changes: Change, map_id: str = "coffee", edit_id: str = "", status: int = 200) -> Any:
        """Send one edit; the answer to it, or the problems."""
        sent = edit_to_json(Edit(edit_id or new_id(), changes))
        body = {"edits": [{"id": sent["id"], "changes": sent["changes"]}]}
        answer = self.post(f"maps/{map_id}/edits", body, status=status)
        return answer["edits"][0] if status == 200 else answer["problems"]

    def nodes(self, map_id: str = "coffee", revision: int | None = None) -> dict[str, Any]:
        """The nodes by id."""
        query = "" if revision is None else f"?revision={revision}"
        return {node["id"]: node for node in self.get(f"maps/{map_id}/nodes{query}")["nodes"]}

    def value(self, node: str, name: str) -> Any:
        return self.nodes()[node]["properties"].get(name)


def new_id() -> str:
    return f"edit-{next(_numbers)}"
