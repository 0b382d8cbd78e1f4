"""Signing in by a provider: who is invited comes in, nobody else; we ask only addresses in the settings."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from django.core.cache import cache
from django.test import Client

from desirepath.server.people.models import AuditEntry, Invitation, Person
from desirepath.server.people.roles import Role
from tests.server.security.provider import Provider, running_provider
from tests.server.security.world import person, signed_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def acme(settings: Any) -> Iterator[Provider]:
    with running_provider() as provider:
        said = {"name": "Acme", "url": provider.url, "client_id": "desirepath", "secret": "s"}
        settings.CONFIGURATION = dataclasses.replace(settings.CONFIGURATION, oidc={"acme": said})
        app = {"provider_id": "acme", "name": "Acme", "client_id": "desirepath", "secret": "s"}
        settings.SOCIALACCOUNT_PROVIDERS = {
            "openid_connect": {"APPS": [{**app, "settings": {"server_url": provider.url}}]}
        }
        yield provider


def come(client: Client, provider: Provider, **says: Any) -> Any:
    """Go to the provider and come back as whom it says."""
    provider.says = {"sub": says.get("email", "x"), "email_verified": True, **says}
    away = client.post("/sign-in/with/acme/")
    assert away.status_code == 200, away.content
    target = away.context["url"]
    assert target.startswith(f"{provider.url}/authorize?")
    asked = parse_qs(urlsplit(target).query)
    assert urlsplit(asked["redirect_uri"][0]).path == "/sign-in/with/acme/back/"
    return client.get("/sign-in/with/acme/back/", {"code": "c", "state": asked["state"][0]})


def who(client: Client) -> Any:
    answer = client.get("/api/v1/me")
    return (answer.json()["email"], answer.json()["role"]) if answer.status_code == 200 else None


def invite(role: str, email: str | None = None) -> str:
    boss = signed_in(person(Role.OWNER))
    made = boss.post(
        "/api/v1/invitations", {"role": role, "email": email}, content_type="application/json"
    ).json()
    return str(made["url"]).removeprefix("http://127.0.0.1:8700")


def test_whom_nobody_invited_stays_outside(acme: Provider) -> None:
    client = Client()
    assert come(client, acme, email="stranger@example.com").status_code == 403
    assert who(client) is None
    assert not Person.objects.exists()
    assert AuditEntry.objects.get().action == "refused somebody a provider sent"


def test_an_invited_address_comes_in_without_the_link_and_comes_back(acme: Provider) -> None:
    invite("editor", "ana@example.com")
    client = Client()
    assert come(client, acme, email="Ana@Example.com", name="Ana").status_code == 302
    assert who(client) == ("ana@example.com", "editor")
    assert Person.objects.get(email="ana@example.com").name == "Ana"
    again = Client()
    come(again, acme, email="Ana@Example.com", name="Ana")
    assert who(again) == ("ana@example.com", "editor")
    assert Person.objects.filter(email="ana@example.com").count() == 1


def test_an_open_invitation_is_accepted_by_whoever_the_provider_sends(acme: Provider) -> None:
    client = Client()
    client.get(invite("viewer"))
    Invitation.objects.update(map="a map")
    assert come(client, acme, email="bo@example.com").headers["Location"] == "/maps/a%20map"
    assert who(client) == ("bo@example.com", "none")
    other = Client()
    assert come(other, acme, email="cy@example.com").status_code == 403


def test_an_invitation_for_one_address_is_not_accepted_by_another(acme: Provider) -> None:
    client = Client()
    client.get(invite("owner", "ana@example.com"))
    assert come(client, acme, email="evil@example.com").status_code == 403


def test_an_address_that_the_provider_does_not_vouch_for_opens_nothing(acme: Provider) -> None:
    Person.objects.create_user("ana@example.com", role=Role.OWNER)
    client = Client()
    assert come(client, acme, email="ana@example.com", email_verified=False).status_code == 403
    assert who(client) is None


def test_an_address_of_a_trusted_domain_is_believed(acme: Provider, settings: Any) -> None:
    settings.SOCIALACCOUNT_PROVIDERS["openid_connect"]["APPS"][0]["settings"]["verified_email"] = [
        "example.com"
    ]
    Person.objects.create_user("ana@example.com", role=Role.EDITOR)
    client = Client()
    come(client, acme, email="ana@example.com", email_verified=None)
    assert who(client) == ("ana@example.com", "editor")
    assert come(Client(), acme, email="ana@example.com.evil.org", email_verified=None).status_code == 403


def test_an_address_that_somebody_typed_for_themselves_is_not_opened_for_its_owner(acme: Provider) -> None:
    """Else whoever typed it, with the password they chose, would wait in the victim's account."""
    planted = Client()
    said = {"name": "Eve", "email": "victim@example.com", "password": "a long pass phrase"}
    planted.post(invite("viewer"), said)
    assert who(planted) == ("victim@example.com", "viewer")
    victim = Client()
    assert come(victim, acme, email="victim@example.com").status_code == 403
    assert who(victim) is None


def test_whoever_was_shut_out_does_not_come_back_by_the_provider(acme: Provider) -> None:
    Person.objects.create_user("ana@example.com", role=Role.EDITOR, is_active=False)
    client = Client()
    come(client, acme, email="ana@example.com")
    assert who(client) is None


def test_an_answer_that_we_did_not_ask_for_is_refused(acme: Provider) -> None:
    Person.objects.create_user("ana@example.com", role=Role.EDITOR)
    acme.says = {"sub": "a", "email": "ana@example.com", "email_verified": True}
    client = Client()
    assert client.get("/sign-in/with/acme/back/", {"code": "c", "state": "made up"}).status_code == 401
    assert who(client) is None
    assert "/token" not in acme.asked


def test_only_addresses_from_the_settings_are_asked(acme: Provider) -> None:
    """Server-side request forgery: nothing in a request chooses whom we ask."""
    client = Client()
    with running_provider() as elsewhere:
        for name in ("elsewhere", "127.0.0.1", elsewhere.url.removeprefix("http://"), "acme@evil"):
            assert client.post(f"/sign-in/with/{name}/").status_code == 404
        extra = {"server_url": elsewhere.url, "scope": "x", "issuer": elsewhere.url, "url": elsewhere.url}
        client.post("/sign-in/with/acme/", extra)
        client.post("/sign-in/with/acme/", query_params=extra)
        assert elsewhere.asked == []
    assert all(path.startswith("/.well-known/") for path in acme.asked)
    cache.clear()
