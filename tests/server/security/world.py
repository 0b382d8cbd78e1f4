"""A small workspace to try the door of: one map, and one person of every kind."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.test import Client

from desirepath.server.maps.models import MapRecord
from desirepath.server.people.models import MapRole, Person, Token
from desirepath.server.people.roles import Role, Scope
from desirepath.server.people.secrets import hash_secret, new_secret

MAP = "onboarding"
ROLES = {role.label: role for role in Role}


@dataclass(frozen=True)
class Actor:
    """Who asks: with which role in the workspace, on the map, and (by a token) with which scope."""

    workspace: Role | None = None
    on_map: Role | None = None
    scope: Scope = Scope.ADMIN
    by_token: bool = False


ACTORS = {
    "nobody": Actor(),
    "a person without a role": Actor(Role.NONE),
    "a viewer": Actor(Role.VIEWER),
    "a commenter": Actor(Role.COMMENTER),
    "an editor": Actor(Role.EDITOR),
    "an owner": Actor(Role.OWNER),
    "a guest who edits the map": Actor(Role.NONE, Role.EDITOR),
    "a guest who owns the map": Actor(Role.NONE, Role.OWNER),
    "a colleague who owns the map": Actor(Role.VIEWER, Role.OWNER),
    "an editor from whom the map is hidden": Actor(Role.EDITOR, Role.NONE),
    "an editor who may only view the map": Actor(Role.EDITOR, Role.VIEWER),
    "an owner's read token": Actor(Role.OWNER, scope=Scope.READ, by_token=True),
    "an owner's write token": Actor(Role.OWNER, scope=Scope.WRITE, by_token=True),
    "an owner's admin token": Actor(Role.OWNER, scope=Scope.ADMIN, by_token=True),
    "a viewer's admin token": Actor(Role.VIEWER, scope=Scope.ADMIN, by_token=True),
}


def person(role: Role, email: str = "", **more: Any) -> Person:
    count = Person.objects.count()
    return Person.objects.create_user(email or f"p{count}@example.com", role=role, name=f"P{count}", **more)


def token(owner: Person, scope: Scope = Scope.ADMIN) -> str:
    secret = new_secret()
    Token.objects.create(person=owner, name="test", hash=hash_secret(secret), scope=scope)
    return secret


def bearer(secret: str) -> Client:
    return Client(headers={"authorization": f"Bearer {secret}"})


def signed_in(somebody: Person) -> Client:
    client = Client()
    client.force_login(somebody)
    return client


def client_of(actor: Actor) -> Client:
    if actor.workspace is None:
        return Client()
    somebody = person(actor.workspace)
    if actor.on_map is not None:
        MapRole.objects.create(person=somebody, map=MAP, role=actor.on_map)
    return bearer(token(somebody, actor.scope)) if actor.by_token else signed_in(somebody)


def make_map(map_id: str = MAP, title: str = "Onboarding") -> MapRecord:
    text = f"format: desirepath/1\nid: {map_id}\ntitle: {title}\nstages: []\n"
    owner = Person.objects.filter(role=Role.OWNER).first() or person(Role.OWNER)
    answer = signed_in(owner).post("/api/v1/maps", {"text": text}, content_type="application/json")
    assert answer.status_code == 201, answer.content
    return MapRecord.objects.get(pk=map_id)
