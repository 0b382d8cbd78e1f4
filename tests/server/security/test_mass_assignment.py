"""Mass assignment: a body or form sets what it is for, and nothing beside it."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import get_resolver
from django.utils import timezone
from ninja.operation import PathView
from pydantic import BaseModel

from desirepath.server.people.models import Invitation, Person, Token
from desirepath.server.people.roles import Role
from desirepath.server.people.secrets import hash_secret, new_secret
from tests.house.test_access_table import path_view, patterns
from tests.server.security.world import person, signed_in

pytestmark = pytest.mark.django_db
JSON = "application/json"


@pytest.mark.parametrize(
    ("method", "path", "body"),
    [
        ("patch", "/me", {"name": "A", "role": "owner"}),
        ("patch", "/me", {"name": "A", "is_active": True}),
        ("patch", "/me", {"name": "A", "email": "boss@example.com"}),
        ("post", "/me/tokens", {"name": "t", "person": 1}),
        ("post", "/me/tokens", {"name": "t", "hash": "0" * 64}),
    ],
)
def test_a_field_that_is_not_offered_is_refused(method: str, path: str, body: dict[str, Any]) -> None:
    viewer = person(Role.VIEWER)
    answer = getattr(signed_in(viewer), method)(f"/api/v1{path}", body, content_type=JSON)
    assert answer.status_code == 422
    assert not Token.objects.exists()
    viewer.refresh_from_db()
    assert (viewer.role, viewer.name) == (Role.VIEWER, "P0")


def test_forms_take_only_what_they_show() -> None:
    viewer = person(Role.VIEWER)
    client = signed_in(viewer)
    client.post("/account/", {"name": "A", "function": "sales", "role": "40", "email": "boss@example.com"})
    viewer.refresh_from_db()
    assert (viewer.name, viewer.function, viewer.role) == ("A", "sales", Role.VIEWER)
    assert viewer.email != "boss@example.com"
    secret = new_secret()
    Invitation.objects.create(
        hash=hash_secret(secret),
        email="bo@example.com",
        role=Role.VIEWER,
        invited_by=person(Role.OWNER),
        expires_at=timezone.now() + timedelta(days=1),
    )
    said = {
        "name": "Bo",
        "password": "a long pass phrase",
        "role": "40",
        "email": "x@example.com",
        "map": "m",
    }
    Client().post(f"/invitation/{secret}", said)
    bo = Person.objects.get(name="Bo")
    assert (bo.email, bo.role, bo.map_roles.count()) == ("bo@example.com", Role.VIEWER, 0)


def bodies() -> list[type[BaseModel]]:
    found: list[type[BaseModel]] = []
    for _, pattern in patterns(get_resolver()):
        view: PathView | None = path_view(pattern)
        for operation in view.operations if view else ():
            for model in operation.models:
                if model.__name__ == "BodyParams":
                    kinds = [field.annotation for field in model.model_fields.values()]
                    found += [
                        kind for kind in kinds if isinstance(kind, type) and issubclass(kind, BaseModel)
                    ]
    return found


def test_every_body_of_the_api_refuses_what_it_does_not_know() -> None:
    assert len(bodies()) > 5
    assert [kind.__name__ for kind in bodies() if kind.model_config.get("extra") != "forbid"] == []
