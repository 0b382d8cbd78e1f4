"""The door, tried for every operation and every kind of person, from the one table that the door reads."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.test import Client
from ninja.errors import HttpError
from ninja.operation import Operation

from desirepath.server.access_table import ACCESS, PAGES
from desirepath.server.people.access import Needs
from desirepath.server.people.models import Person
from desirepath.server.people.roles import Role, Scope
from tests.server.security.world import ACTORS, MAP, Actor, client_of, make_map, signed_in

pytestmark = pytest.mark.django_db
LET_IN = 418
_RANK = {Scope.READ: 0, Scope.WRITE: 1, Scope.ADMIN: 2}


@pytest.fixture
def _nothing_behind_the_door(monkeypatch: pytest.MonkeyPatch) -> None:
    """Whoever gets past the door meets a teapot: so only the door is tried, and whatever it lets in shows."""

    def teapot(*_: Any, **__: Any) -> Any:
        raise HttpError(LET_IN, "let in")

    monkeypatch.setattr(Operation, "_get_values", teapot)


def expected(operation: str, needs: Needs, actor: Actor) -> bool:
    """The rule, written a second time and more plainly than in the door."""
    if needs.role is None:
        return True
    if actor.workspace is None or _RANK[actor.scope] < _RANK[needs.scope]:
        return False
    if actor.workspace is Role.NONE and not needs.guests:
        return False
    own = actor.workspace
    if actor.on_map is not None and own < Role.OWNER:
        if "<map_id>" in operation:
            own = actor.on_map
        elif needs.anywhere:
            own = max(own, actor.on_map)
    return own >= needs.role


def address(route: str) -> str:
    return "/" + re.sub(r"<(?:\w+:)?(\w+)>", lambda part: MAP if part[1] == "map_id" else "1", route)


@pytest.mark.usefixtures("_nothing_behind_the_door")
@pytest.mark.parametrize("name", ACTORS)
def test_operations_are_open_to_exactly_those_the_table_names(name: str) -> None:
    actor = ACTORS[name]
    client = client_of(actor)
    answers = {}
    for operation in sorted(ACCESS):
        method, route = operation.split(" ", 1)
        answer = client.generic(method, address(route), b"{}", content_type="application/json")
        answers[operation] = answer.status_code
    assert {operation: answer == LET_IN for operation, answer in answers.items()} == {
        operation: expected(operation, ACCESS[operation], actor) for operation in answers
    }
    assert set(answers.values()) <= {LET_IN, 401, 403, 404}


def test_the_rule_itself_says_no_and_yes() -> None:
    """Counted by hand, so that the rule above is not merely the door's mistake made twice."""
    view, own = Needs(Role.VIEWER, guests=True), Needs(Role.OWNER, Scope.ADMIN, guests=True)
    share = Needs(Role.OWNER, Scope.ADMIN)
    on_map = "GET api/v1/maps/<map_id>"
    assert [name for name, actor in ACTORS.items() if expected(on_map, own, actor)] == [
        "an owner",
        "a guest who owns the map",
        "a colleague who owns the map",
        "an owner's admin token",
    ]
    assert [name for name, actor in ACTORS.items() if not expected(on_map, view, actor)] == [
        "nobody",
        "a person without a role",
        "an editor from whom the map is hidden",
    ]
    assert [name for name, actor in ACTORS.items() if expected(on_map, share, actor)] == [
        "an owner",
        "a colleague who owns the map",
        "an owner's admin token",
    ]


def test_a_map_that_is_hidden_looks_like_one_that_is_not_there() -> None:
    make_map()
    outside = client_of(ACTORS["an editor from whom the map is hidden"])
    hidden, absent = outside.get(f"/api/v1/maps/{MAP}"), outside.get("/api/v1/maps/nowhere")
    assert hidden.status_code == absent.status_code == 404
    assert hidden.content.replace(MAP.encode(), b"") == absent.content.replace(b"nowhere", b"")


def page(route: str) -> str:
    return "/" + re.sub(r"\(\?P<\w+>[^)]*\)|<(?:\w+:)?\w+>", "1", route).strip("^$")


@pytest.mark.parametrize("route", sorted(PAGES))
def test_a_page_is_open_to_exactly_those_the_table_names(route: str) -> None:
    stranger = Client().get(page(route))
    to_sign_in = stranger.status_code == 302 and stranger.headers["Location"].startswith("/sign-in/?next=")
    assert to_sign_in == (PAGES[route] == "signed in"), stranger
    person = Person.objects.create_user("ana@example.com", role=Role.VIEWER, name="Ana")
    known = signed_in(person).get(page(route))
    assert known.status_code < 500 or known.status_code == 503  # 503: the editor was not built
    if PAGES[route] == "nobody":
        assert stranger.status_code == known.status_code == 404


@pytest.mark.parametrize("address", ["signup/", "account/signup/", "account/email/", "accounts/", "admin/"])
def test_pages_that_we_do_not_offer_are_not_there(address: str) -> None:
    assert Client().get(f"/{address}").status_code == 404
