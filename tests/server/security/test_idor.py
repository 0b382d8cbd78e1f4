"""Reaching what is somebody else's by its number: it answers as if there were nothing."""

from __future__ import annotations

import pytest
from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.test import Client

from desirepath.server.people.models import Person, Token
from desirepath.server.people.roles import Role
from tests.server.security.world import person, signed_in, token

pytestmark = pytest.mark.django_db


def test_anothers_token_session_and_passkey_are_out_of_reach() -> None:
    ana = Person.objects.create_user("ana@example.com", "a long pass phrase", name="Ana")
    token(ana)
    Client().post("/sign-in/", {"login": ana.email, "password": "a long pass phrase"})
    key = Authenticator.objects.create(user=ana, type="webauthn", data={"name": "hers", "credential": {}})
    evil = person(Role.OWNER)
    client = signed_in(evil)
    hers, session = Token.objects.get(), UserSession.objects.get(user=ana)
    for path in (f"/api/v1/me/tokens/{hers.pk}", f"/api/v1/me/sessions/{session.pk}"):
        assert client.delete(path).status_code == 404
    client.post(f"/account/tokens/{hers.pk}/end/")
    client.post("/account/sessions/", {"session": session.pk})
    for path in (f"/account/passkeys/{key.pk}/", f"/account/passkeys/{key.pk}/end/"):
        assert client.post(path, {"name": "mine"}).status_code in {302, 404}
        assert client.get(path).status_code in {302, 404}
    assert Token.objects.filter(pk=hers.pk).exists()
    assert UserSession.objects.filter(pk=session.pk).exists()
    assert Authenticator.objects.get(pk=key.pk).data["name"] == "hers"
