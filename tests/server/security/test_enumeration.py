"""Finding out who is here: wrong names and wrong passwords look, and take, the same."""

from __future__ import annotations

import dataclasses
import re
from typing import Any
from unittest import mock

import pytest
from django.contrib.auth.hashers import get_hasher
from django.test import Client

from desirepath.server.people.links import make_sign_in_link
from desirepath.server.people.models import Person, SignInLink
from desirepath.server.people.roles import Role

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _ana() -> None:
    Person.objects.create_user("ana@example.com", "a long pass phrase", role=Role.VIEWER)
    Person.objects.create_user("gone@example.com", "a long pass phrase", is_active=False)
    Person.objects.create_user("passkey@example.com")


def shown(answer: Any, email: str) -> str:
    text = answer.content.decode().replace(email, "EMAIL")
    return re.sub(r'name="csrfmiddlewaretoken" value="\w+"', "", text)


def test_a_wrong_name_is_answered_like_a_wrong_password() -> None:
    pages = {
        shown(Client().post("/sign-in/", {"login": email, "password": "not this one"}), email)
        for email in ("ana@example.com", "gone@example.com", "passkey@example.com", "nobody@example.com")
    }
    assert len(pages) == 1


def test_a_wrong_name_costs_as_much_hashing_as_a_wrong_password() -> None:
    """Counted, not timed: each attempt computes the password's hash exactly once, whoever it names."""
    hasher = type(get_hasher())
    for email in ("ana@example.com", "gone@example.com", "passkey@example.com", "nobody@example.com"):
        with mock.patch.object(hasher, "encode", autospec=True, side_effect=hasher.encode) as hashing:
            Client().post("/sign-in/", {"login": email, "password": "not this one"})
        assert hashing.call_count == 1, email


def test_a_forgotten_password_is_answered_alike(settings: Any, mailoutbox: list[Any]) -> None:
    settings.CONFIGURATION = dataclasses.replace(settings.CONFIGURATION, email="smtp://mail.example")
    places = set()
    for email in ("ana@example.com", "nobody@example.com"):
        answer = Client().post("/password/forgotten/", {"email": email})
        places.add((answer.status_code, answer.headers["Location"]))
    assert places == {(302, "/password/forgotten/sent/")}


def test_a_wrong_token_tells_nothing() -> None:
    answers = {
        Client(headers={"authorization": f"Bearer {secret}"}).get("/api/v1/me").content
        for secret in ("x", "dp_" + "x" * 43, "", "ü" * 10)
    }
    assert len(answers) == 1


def test_of_links_only_hashes_are_kept() -> None:
    secret = make_sign_in_link(Person.objects.get(email="ana@example.com")).removeprefix("/welcome/")
    assert len(secret) >= 43
    assert secret not in str(SignInLink.objects.values().get())
