"""Open redirects: ``next=`` leads to our own pages only."""

from __future__ import annotations

import pytest
from django.test import Client

from desirepath.server.people.models import Person

pytestmark = pytest.mark.django_db
ELSEWHERE = [
    "https://evil.example/",
    "//evil.example",
    "/\\evil.example",
    "\\\\evil.example",
    "///evil.example",
    "http:evil.example",
    "https:///evil.example",
    "javascript:alert(1)",
    "data:text/html,x",
    "\thttps://evil.example",
    "https://testserver@evil.example",
    "https://testserver.evil.example/",
    "http://127.0.0.1:9999/",
]


@pytest.fixture
def ana() -> Person:
    return Person.objects.create_user("ana@example.com", "a long pass phrase", name="Ana")


@pytest.mark.parametrize("target", ELSEWHERE)
@pytest.mark.usefixtures("ana")
def test_after_signing_in_one_stays_here(target: str) -> None:
    said = {"login": "ana@example.com", "password": "a long pass phrase", "next": target}
    answer = Client().post("/sign-in/", said)
    assert answer.status_code == 302
    assert answer.headers["Location"] == "/"
    answer = Client().post("/sign-in/", said | {"next": ""}, query_params={"next": target})
    assert answer.headers["Location"] == "/"


@pytest.mark.parametrize("target", ELSEWHERE)
def test_after_signing_out_one_stays_here(target: str, ana: Person) -> None:
    client = Client()
    client.force_login(ana)
    assert client.post("/sign-out/", {"next": target}).headers["Location"] == "/sign-in/"


@pytest.mark.usefixtures("ana")
def test_our_own_pages_are_reached() -> None:
    said = {"login": "ana@example.com", "password": "a long pass phrase", "next": "/account/tokens/"}
    assert Client().post("/sign-in/", said).headers["Location"] == "/account/tokens/"
