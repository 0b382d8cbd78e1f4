"""Cross-site request forgery: another site's page cannot act as somebody who is signed in here."""

from __future__ import annotations

import pytest
from django.conf import settings
from django.test import Client

from desirepath.server.access_table import ACCESS, PAGES
from desirepath.server.people.models import Person
from desirepath.server.people.roles import Role
from tests.server.security.test_access import address, page
from tests.server.security.world import bearer, person, signed_in, token

pytestmark = pytest.mark.django_db
CHANGING = sorted(name for name in ACCESS if not name.startswith("GET ") and ACCESS[name].role is not None)


def from_elsewhere(somebody: Person) -> Client:
    client = Client(enforce_csrf_checks=True)
    client.force_login(somebody)
    return client


@pytest.mark.parametrize("operation", CHANGING)
def test_a_browser_must_prove_that_a_change_comes_from_our_page(operation: str) -> None:
    method, route = operation.split(" ", 1)
    answer = from_elsewhere(person(Role.OWNER)).generic(
        method,
        address(route),
        b"{}",
        content_type="application/json",
        headers={"origin": "https://evil.example"},
    )
    assert answer.status_code == 403, answer.content
    assert "our own page" in answer.json()["problems"][0]["message"]


BY_MAIL = {"unsubscribe/<str:token>", "t/leave/<str:token>", "t/ask/<str:token>", "t/messages"}
"""A mail program posts here for its reader, who need not be signed in; the signed link alone says who."""


@pytest.mark.parametrize("route", sorted({r for r, who in PAGES.items() if who != "nobody"} - BY_MAIL))
def test_no_form_works_from_elsewhere(route: str) -> None:
    answer = from_elsewhere(person(Role.OWNER)).post(
        page(route), {}, headers={"origin": "https://evil.example"}
    )
    assert answer.status_code in {403, 405}


def test_with_the_cookie_and_its_header_it_works() -> None:
    client = from_elsewhere(person(Role.OWNER))
    client.get("/api/v1/me")
    key = client.cookies["desirepath_csrf"].value
    answer = client.patch(
        "/api/v1/me", {"name": "Ana"}, content_type="application/json", headers={"x-csrftoken": key}
    )
    assert answer.status_code == 200
    forged = client.patch(
        "/api/v1/me",
        {"name": "Evil"},
        content_type="application/json",
        headers={"x-csrftoken": key, "origin": "https://evil.example"},
    )
    assert forged.status_code == 403


def test_a_token_needs_no_cookie_and_a_cookie_is_not_looked_at_beside_it() -> None:
    owner, viewer = person(Role.OWNER), person(Role.VIEWER)
    program = Client(enforce_csrf_checks=True, headers={"authorization": f"Bearer {token(viewer)}"})
    program.force_login(owner)
    assert program.get("/api/v1/me").json()["id"] == viewer.pk
    assert program.patch("/api/v1/me", {"name": "V"}, content_type="application/json").status_code == 200
    assert program.get("/api/v1/security-log").status_code == 403


def test_a_form_of_another_type_is_no_json() -> None:
    """A page elsewhere can send text/plain without asking first; we do not take it for JSON."""
    client = bearer(token(person(Role.OWNER)))
    answer = client.generic("POST", "/api/v1/me/tokens", b'{"name": "x"}', content_type="text/plain")
    assert answer.status_code == 400


def test_cookies_stay_with_us() -> None:
    somebody = Person.objects.create_user("ana@example.com", "a long pass phrase", name="Ana")
    client = Client()
    client.post("/sign-in/", {"login": somebody.email, "password": "a long pass phrase"})
    cookie = client.cookies[settings.SESSION_COOKIE_NAME]
    assert cookie["httponly"]
    assert cookie["samesite"] == "Lax"
    assert signed_in(somebody).get("/api/v1/me").headers.get("Access-Control-Allow-Origin") is None
