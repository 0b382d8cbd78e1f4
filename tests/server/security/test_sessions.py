"""Sessions: a new key at each sign-in, an end with the password, and a second step that nothing passes by."""

from __future__ import annotations

import pytest
from allauth.mfa.totp.internal.auth import (
    TOTP,
    format_hotp_value,
    generate_totp_secret,
    hotp_value,
    yield_hotp_counters_from_time,
)
from django.conf import settings
from django.test import Client

from desirepath.server.people.links import make_sign_in_link
from desirepath.server.people.models import Person
from desirepath.server.people.roles import Role

pytestmark = pytest.mark.django_db
PASSWORD = "a long pass phrase"


@pytest.fixture
def ana() -> Person:
    return Person.objects.create_user("ana@example.com", PASSWORD, role=Role.EDITOR, name="Ana")


def sign_in(client: Client, password: str = PASSWORD) -> int:
    return client.post("/sign-in/", {"login": "ana@example.com", "password": password}).status_code


@pytest.mark.usefixtures("ana")
def test_a_session_key_from_before_signing_in_is_worthless() -> None:
    victim = Client()
    victim.get("/sign-in/")
    planted = "attackerknowsthiskey0000000000ab"
    victim.cookies[settings.SESSION_COOKIE_NAME] = planted
    sign_in(victim)
    assert victim.cookies[settings.SESSION_COOKIE_NAME].value != planted
    attacker = Client()
    attacker.cookies[settings.SESSION_COOKIE_NAME] = planted
    assert attacker.get("/api/v1/me").status_code == 401


@pytest.mark.usefixtures("ana")
def test_changing_the_password_ends_all_other_sessions() -> None:
    here, there = Client(), Client()
    assert (sign_in(here), sign_in(there)) == (302, 302)
    new = "another long phrase"
    answer = here.post("/account/password/", {"oldpassword": PASSWORD, "password1": new, "password2": new})
    assert answer.status_code == 302, answer.content
    assert there.get("/api/v1/me").status_code == 401
    assert here.get("/api/v1/me").status_code == 200
    assert sign_in(Client()) == 200
    assert sign_in(Client(), new) == 302


@pytest.mark.usefixtures("ana")
def test_signing_out_leaves_nothing_that_works() -> None:
    client = Client()
    sign_in(client)
    key = client.cookies[settings.SESSION_COOKIE_NAME].value
    client.post("/sign-out/")
    client.cookies[settings.SESSION_COOKIE_NAME] = key
    assert client.get("/api/v1/me").status_code == 401


def code_of(secret: str) -> str:
    return str(format_hotp_value(hotp_value(secret, next(iter(yield_hotp_counters_from_time())))))


@pytest.mark.parametrize("by", ["link", "password"])
def test_neither_a_link_nor_a_password_passes_a_second_step(ana: Person, by: str) -> None:
    secret = generate_totp_secret()
    TOTP.activate(ana, secret)
    client = Client()
    if by == "link":
        client.post(make_sign_in_link(ana))
    else:
        sign_in(client)
    assert client.get("/api/v1/me").status_code == 401
    assert client.post("/sign-in/second-factor/", {"code": "000000"}).status_code == 200
    assert client.get("/api/v1/me").status_code == 401
    code = code_of(secret)
    assert client.post("/sign-in/second-factor/", {"code": code}).status_code == 302
    assert client.get("/api/v1/me").status_code == 200
    again = Client()
    sign_in(again)
    assert again.post("/sign-in/second-factor/", {"code": code}).status_code == 200  # a code works once
    assert again.get("/api/v1/me").status_code == 401


def test_a_new_password_without_the_old_one_only_right_after_a_link(ana: Person) -> None:
    client = Client()
    sign_in(client)
    assert client.post("/account/password/forget/").status_code == 403
    by_link = Client()
    by_link.post(make_sign_in_link(ana))
    assert by_link.post("/account/password/forget/").headers["Location"] == "/account/password/first/"
    by_link.post("/account/password/first/", {"password1": "another phrase", "password2": "another phrase"})
    assert by_link.get("/api/v1/me").status_code == 200
    assert sign_in(Client(), "another phrase") == 302
    assert client.get("/api/v1/me").status_code == 401
