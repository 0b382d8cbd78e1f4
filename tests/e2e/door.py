"""A door of a server that stands open: whoever is named is inside at once.

To follow a link and press a button takes a person a moment and a test some seconds; so does every process
that begins with all of Django. One process for each server lets everybody in. That one signs in by a link is
tried in test_by_keyboard.py, and by whoever takes the pictures.
"""

from __future__ import annotations

import json
import subprocess
import sys
from typing import Any, Final

from playwright.sync_api import StorageState

from tests.server.running import Server

_PROGRAM: Final = """
import json, sys, django
django.setup()
from django.conf import settings
from django.test import Client
from desirepath.server.people.models import Person, Token
from desirepath.server.people.roles import Role, Scope
from desirepath.server.people.secrets import hash_secret, new_secret
for line in sys.stdin:
    asked = json.loads(line)
    person = Person.objects.filter(email=asked["email"]).first() or Person.objects.create_user(
        asked["email"], "a long pass phrase", name=asked["name"], role=Role[asked["role"].upper()])
    if asked["wants"] == "token":
        answer = new_secret()
        Token.objects.create(person=person, name="test", hash=hash_secret(answer), scope=Scope.ADMIN)
    else:
        client = Client()
        client.force_login(person, backend=settings.AUTHENTICATION_BACKENDS[0])
        answer = [settings.SESSION_COOKIE_NAME, client.cookies[settings.SESSION_COOKIE_NAME].value]
    print(json.dumps(answer), flush=True)
"""


class Door:
    """The door of one server; nobody knocks twice."""

    def __init__(self, server: Server) -> None:
        self._process = subprocess.Popen(
            [sys.executable, "-c", _PROGRAM],
            env=server.environment,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        self._known: dict[tuple[str, str], StorageState] = {}
        self._token = ""

    def let_in(self, name: str, role: str) -> StorageState:
        """What the browser of somebody who has signed in keeps; whoever is not there yet is made."""
        if (name, role) not in self._known:
            cookie, value = self._ask("cookie", f"{name}-{role}@example.com", name, role)
            self._known[name, role] = {
                "cookies": [
                    {
                        "name": cookie,
                        "value": value,
                        "domain": "127.0.0.1",
                        "path": "/",
                        "expires": -1,
                        "httpOnly": True,
                        "secure": False,
                        "sameSite": "Lax",
                    }
                ],
                "origins": [],
            }
        return self._known[name, role]

    def owner(self) -> str:
        """A token of an owner's."""
        if not self._token:
            self._token = self._ask("token", "owner@example.com", "", "owner")
        return self._token

    def _ask(self, wants: str, email: str, name: str, role: str) -> Any:
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        asked = {"wants": wants, "email": email, "name": name, "role": role}
        self._process.stdin.write(json.dumps(asked) + "\n")
        self._process.stdin.flush()
        answer = self._process.stdout.readline()
        assert answer, f"nobody opens the door to {email}"
        return json.loads(answer)

    def close(self) -> None:
        """Nobody comes any more."""
        self._process.kill()
        self._process.communicate()


class Doors:
    """The doors of all servers, each opened when somebody first comes to it."""

    def __init__(self) -> None:
        self._open: dict[tuple[str, str], Door] = {}

    def of(self, server: Server) -> Door:
        key = (server.url, str(server.folder))
        if key not in self._open:
            self._open[key] = Door(server)
        return self._open[key]

    def close(self) -> None:
        for door in self._open.values():
            door.close()
        self._open.clear()


DOORS: Final = Doors()
