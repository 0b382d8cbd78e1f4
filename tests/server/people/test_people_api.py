"""People, invitations, roles: who may do what to whom, and what it leaves behind."""

from __future__ import annotations

import dataclasses
import json
from datetime import datetime, timedelta
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from django.test import Client
from django.utils import timezone
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from desirepath.server.people.models import AuditEntry, Invitation, MapRole, Person
from desirepath.server.people.roles import Role
from tests.server.security.world import MAP, bearer, make_map, person, signed_in, token

pytestmark = pytest.mark.django_db
JSON = "application/json"


def send(client: Client, method: str, path: str, body: Any = None, expect: int = 200) -> Any:
    answer = client.generic(method, f"/api/v1{path}", "" if body is None else json.dumps(body), JSON)
    assert answer.status_code == expect, answer.content
    return answer.json() if answer.content else None


@pytest.fixture
def owner() -> Person:
    return person(Role.OWNER, "owner@example.com")


def test_one_sees_oneself_and_may_change_name_and_function_only(owner: Person) -> None:
    client = signed_in(owner)
    mine = send(client, "GET", "/me")
    assert (mine["role"], mine["has_password"], mine["passkeys"], mine["map_roles"]) == (
        "owner",
        False,
        0,
        {},
    )
    changed = send(client, "PATCH", "/me", {"name": " Ana ", "function": "it_desk"})
    assert (changed["name"], changed["function"]) == ("Ana", "it_desk")
    send(client, "PATCH", "/me", {"role": "owner"}, expect=422)
    send(client, "PATCH", "/me", {"name": "  "}, expect=422)


def test_people_are_listed_page_by_page_each_once(owner: Person) -> None:
    everybody = [owner.pk, *(person(Role.VIEWER).pk for _ in range(6))]
    client, seen, cursor = signed_in(owner), [], ""
    for _ in range(10):
        page = send(client, "GET", f"/people?limit=3&cursor={cursor}")
        seen += [one["id"] for one in page["items"]]
        cursor = page["next"]
        if cursor is None:
            break
    assert seen == everybody
    send(client, "GET", "/people?cursor=x", expect=400)
    send(client, "GET", "/people?limit=0", expect=422)


def test_an_owner_changes_somebody_and_it_is_written_down(owner: Person) -> None:
    ana = person(Role.VIEWER, "ana@example.com")
    out = send(signed_in(owner), "PATCH", f"/people/{ana.pk}", {"role": "editor", "name": "Ana"})
    assert (out["role"], out["name"]) == ("editor", "Ana")
    written = {
        entry.action: (entry.details["was"], entry.details["now"]) for entry in AuditEntry.objects.all()
    }
    assert written == {
        "changed role of a person": (Role.VIEWER, Role.EDITOR),
        "changed name of a person": ("P1", "Ana"),
    }
    send(signed_in(owner), "PATCH", f"/people/{ana.pk}", {"email": "owner@example.com"}, expect=409)
    send(signed_in(owner), "PATCH", "/people/999999", {"role": "editor"}, expect=404)


@pytest.mark.parametrize("change", [{"role": "editor"}, {"is_active": False}])
def test_the_last_owner_stays_one(owner: Person, change: dict[str, Any]) -> None:
    person(Role.OWNER, "gone@example.com", is_active=False)  # who is not let in does not count
    problem = send(signed_in(owner), "PATCH", f"/people/{owner.pk}", change, expect=409)["problems"][0]
    assert problem["message"] == "this is the last owner"
    person(Role.OWNER, "second@example.com")
    send(signed_in(owner), "PATCH", f"/people/{owner.pk}", change)


def test_deactivating_ends_sessions_and_tokens_at_once(owner: Person) -> None:
    ana = person(Role.EDITOR, "ana@example.com", password="a long pass phrase")
    browser = Client()
    assert (
        browser.post("/sign-in/", {"login": ana.email, "password": "a long pass phrase"}).status_code == 302
    )
    program = bearer(token(ana))
    send(browser, "GET", "/me")
    send(program, "GET", "/me")
    link = send(signed_in(owner), "POST", f"/people/{ana.pk}/sign-in-links", expect=201)["url"]
    send(signed_in(owner), "PATCH", f"/people/{ana.pk}", {"is_active": False})
    send(browser, "GET", "/me", expect=401)
    send(program, "GET", "/me", expect=401)
    assert Client().get(link.removeprefix("http://127.0.0.1:8700")).status_code == 410
    send(signed_in(owner), "PATCH", f"/people/{ana.pk}", {"is_active": True})
    send(browser, "GET", "/me", expect=401)
    send(program, "GET", "/me", expect=401)


def test_an_invitation_makes_one_account_with_what_it_says(owner: Person) -> None:
    made = send(
        signed_in(owner),
        "POST",
        "/invitations",
        {"role": "commenter", "email": "Bo@Example.com", "function": "sales"},
        expect=201,
    )
    assert [one["email"] for one in send(signed_in(owner), "GET", "/invitations")["items"]] == [
        "bo@example.com"
    ]
    path, browser = made["url"].removeprefix("http://127.0.0.1:8700"), Client()
    assert b"bo@example.com" in browser.get(path).content
    said = {"name": "Bo", "password": "a long pass phrase", "email": "other@example.com", "role": "40"}
    assert browser.post(path, said).headers["Location"] == "/"
    mine = send(browser, "GET", "/me")
    assert (mine["email"], mine["role"], mine["function"], mine["name"]) == (
        "bo@example.com",
        "commenter",
        "sales",
        "Bo",
    )
    assert Client().post(path, said).status_code == 410
    assert Person.objects.count() == 2


def test_who_goes_back_before_the_passkey_is_there_gives_the_invitation_back(owner: Person) -> None:
    make_map()
    made = send(signed_in(owner), "POST", f"/maps/{MAP}/invitations", {"role": "viewer"}, expect=201)
    path, browser = made["url"].removeprefix("http://127.0.0.1:8700"), Client()
    assert "the journey map <strong>Onboarding</strong>" in browser.get(path).content.decode()
    said = {"name": "Bo", "email": "bo@example.com"}
    browser.post(path, {**said, "by": "passkey"})
    assert send(browser, "GET", "/me")["can_return"] is False
    assert "brings you back" in browser.get("/account/passkeys/add/").content.decode()
    assert browser.post("/account/begun/back/").headers["Location"] == path
    send(browser, "GET", "/me", expect=401)
    assert not Person.objects.filter(email="bo@example.com").exists()
    assert AuditEntry.objects.filter(action="gave an invitation back", target="bo@example.com").exists()
    browser.post(path, {**said, "by": "passkey"})
    password = {"password1": "a long pass phrase", "password2": "a long pass phrase"}
    assert browser.post("/account/password/first/", password).headers["Location"] == f"/maps/{MAP}"
    assert send(browser, "GET", "/me")["can_return"] is True
    assert browser.post("/account/begun/back/").headers["Location"] == "/account/"
    assert Client().get(path).status_code == 410
    send(browser, "GET", f"/maps/{MAP}")


def test_back_takes_no_account_away_that_somebody_went_on_with(owner: Person) -> None:
    """Nor from another browser, on whose page of passkeys *Back* still stood."""
    make_map()
    made = send(signed_in(owner), "POST", f"/maps/{MAP}/invitations", {"role": "editor"}, expect=201)
    path, browser, other = made["url"].removeprefix("http://127.0.0.1:8700"), Client(), Client()
    browser.get(path)
    browser.post(path, {"name": "Bo", "email": "bo@example.com", "by": "passkey"})
    back = b'action="/account/begun/back/"'
    assert back in browser.get("/account/passkeys/add/").content
    other.post(path)
    assert back in other.get("/account/passkeys/add/").content
    other.get(f"/maps/{MAP}")
    change = {"do": "set", "node": "map", "property": "title", "value": "Bo's", "based_on": 0}
    send(other, "POST", f"/maps/{MAP}/edits", {"edits": [{"id": "by-bo", "changes": [change]}]})
    for one in (browser, other):
        page = one.get("/account/passkeys/add/").content.decode()
        assert back.decode() not in page
        assert "brings you back" in page
        assert f'href="/maps/{MAP}">Back</a>' in page
        assert one.post("/account/begun/back/").headers["Location"] == "/account/"
        send(one, "GET", f"/maps/{MAP}")
    other.get("/")
    assert AuditEntry.objects.filter(action="went on without a way to come in again").count() == 1


def test_an_account_with_a_token_is_not_given_back(owner: Person) -> None:
    made = send(signed_in(owner), "POST", "/invitations", {"role": "viewer"}, expect=201)
    path, browser = made["url"].removeprefix("http://127.0.0.1:8700"), Client()
    browser.get(path)
    browser.post(path, {"name": "Bo", "email": "bo@example.com", "by": "passkey"})
    browser.post("/account/tokens/", {"name": "a program", "scope": "write"})
    assert browser.post("/account/begun/back/").headers["Location"] == "/account/"
    assert Person.objects.get(email="bo@example.com").tokens.count() == 1


@pytest.mark.parametrize(("says", "can_return"), [({"rk": True}, True), ({"rk": False}, False), ({}, True)])
def test_a_passkey_that_is_a_second_step_only_is_no_way_in(
    owner: Person, says: dict[str, bool], can_return: bool
) -> None:
    """Source: WebAuthn, level 2, 10.4: ``credProps.rk`` says whether it can be found without a name."""
    made = send(signed_in(owner), "POST", "/invitations", {"role": "viewer"}, expect=201)
    path, browser = made["url"].removeprefix("http://127.0.0.1:8700"), Client()
    browser.post(path, {"name": "Bo", "email": "bo@example.com", "by": "passkey"})
    bo = Person.objects.get(email="bo@example.com")
    data = {"name": "Key", "credential": {"clientExtensionResults": {"credProps": says}}}
    Authenticator.objects.create(user=bo, type=Authenticator.Type.WEBAUTHN, data=data)
    mine = send(browser, "GET", "/me")
    assert (mine["passkeys"], mine["can_return"]) == (1, can_return)
    assert (Client().get(path).status_code == 410) is can_return


def test_an_account_of_an_hour_ago_is_not_given_back(owner: Person) -> None:
    made = send(signed_in(owner), "POST", "/invitations", {"role": "viewer"}, expect=201)
    path, browser = made["url"].removeprefix("http://127.0.0.1:8700"), Client()
    browser.get(path)
    browser.post(path, {"name": "Bo", "email": "bo@example.com", "by": "passkey"})
    Person.objects.filter(email="bo@example.com").update(joined_at=timezone.now() - timedelta(hours=2))
    assert browser.post("/account/begun/back/").headers["Location"] == "/account/"
    assert Person.objects.filter(email="bo@example.com").exists()


def test_who_left_before_adding_the_passkey_goes_on_by_the_same_link(owner: Person) -> None:
    said = {"role": "viewer", "email": "bo@example.com"}
    made = send(signed_in(owner), "POST", "/invitations", said, expect=201)
    path = made["url"].removeprefix("http://127.0.0.1:8700")
    begun = Client().post(path, {"name": "Bo", "by": "passkey"})
    assert begun.headers["Location"] == "/account/passkeys/add/"
    again = Client()
    assert b"no way in yet" in again.get(path).content
    assert again.post(path).headers["Location"] == "/account/passkeys/add/"
    assert send(again, "GET", "/me")["email"] == "bo@example.com"
    Invitation.objects.update(expires_at=timezone.now())
    assert Client().get(path).status_code == 410
    Invitation.objects.update(expires_at=timezone.now() + timedelta(days=1))
    bo = Person.objects.get(email="bo@example.com")
    bo.set_password("a long pass phrase")
    bo.save()
    assert Client().post(path).status_code == 410


def test_an_invitation_is_mailed_where_there_is_a_mail_server(
    owner: Person, settings: Any, mailoutbox: list[Any]
) -> None:
    client, said = signed_in(owner), {"role": "viewer", "email": "bo@example.com"}
    assert not send(client, "POST", "/invitations", said, expect=201)["is_mailed"]
    settings.CONFIGURATION = dataclasses.replace(settings.CONFIGURATION, email="smtp://mail.example")
    Person.objects.filter(pk=owner.pk).update(name="Ana\r\nBcc: all@example.com")
    made = send(client, "POST", "/invitations", said, expect=201)
    assert made["is_mailed"]
    (mail,) = mailoutbox
    assert mail.recipients() == ["bo@example.com"]
    assert made["url"] in mail.body
    assert "\nBcc" not in mail.body
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 1  # nobody listens there
    assert not send(client, "POST", "/invitations", said, expect=201)["is_mailed"]


def test_an_invitation_can_be_taken_back_runs_out_and_falls_with_its_giver(owner: Person) -> None:
    client = signed_in(owner)
    paths = []
    for _ in range(3):
        made = send(client, "POST", "/invitations", {"role": "owner"}, expect=201)
        paths.append(made["url"].removeprefix("http://127.0.0.1:8700"))
    first, second, third = Invitation.objects.order_by("pk")
    send(client, "DELETE", f"/invitations/{first.pk}", expect=204)
    send(client, "DELETE", f"/invitations/{first.pk}", expect=404)
    Invitation.objects.filter(pk=second.pk).update(expires_at=second.created_at)
    person(Role.OWNER, "second@example.com")
    assert [Client().get(path).status_code for path in paths] == [410, 410, 200]
    send(client, "PATCH", f"/people/{owner.pk}", {"role": "editor"})  # now the giver could not give it
    assert Client().get(paths[2]).status_code == 410
    assert third.used_at is None


def test_a_new_link_for_an_invitation_ends_the_one_before(owner: Person) -> None:
    client = signed_in(owner)
    said = {"role": "editor", "email": "bo@example.com"}
    made = send(client, "POST", "/invitations", said, expect=201)
    Invitation.objects.update(expires_at=timezone.now() + timedelta(hours=1))
    second = person(Role.OWNER, "second@example.com")
    again = send(signed_in(second), "POST", f"/invitations/{made['id']}/links", expect=201)
    assert (again["id"], again["role"], again["email"]) == (made["id"], "editor", "bo@example.com")
    assert again["invited_by"] == second.pk
    assert datetime.fromisoformat(again["expires_at"]) > timezone.now() + timedelta(days=6)
    old, new = (one["url"].removeprefix("http://127.0.0.1:8700") for one in (made, again))
    assert [Client().get(path).status_code for path in (old, new)] == [410, 200]
    send(client, "PATCH", f"/people/{owner.pk}", {"role": "editor"})
    assert Client().get(new).status_code == 200  # it is the second owner's now
    assert Client().post(new, {"name": "Bo", "password": "a long pass phrase"}).status_code == 302
    send(signed_in(second), "POST", f"/invitations/{made['id']}/links", expect=404)


def test_invitations_to_a_map_are_seen_renewed_and_taken_back_there(owner: Person) -> None:
    make_map()
    hers = person(Role.VIEWER, "g@example.com")
    MapRole.objects.create(person=hers, map=MAP, role=Role.OWNER)
    client, at = signed_in(hers), f"/maps/{MAP}/invitations"
    elsewhere = send(signed_in(owner), "POST", "/invitations", {"role": "viewer"}, expect=201)
    made = send(client, "POST", at, {"role": "viewer", "email": "cy@example.com"}, expect=201)
    assert [one["email"] for one in send(client, "GET", at)["items"]] == ["cy@example.com"]
    assert len(send(signed_in(owner), "GET", "/invitations")["items"]) == 2
    for verb, path in (("POST", f"{at}/{elsewhere['id']}/links"), ("DELETE", f"{at}/{elsewhere['id']}")):
        send(client, verb, path, expect=404)
    again = send(client, "POST", f"{at}/{made['id']}/links", expect=201)
    assert (again["map"], again["role"]) == (MAP, "viewer")
    send(client, "DELETE", f"{at}/{made['id']}", expect=204)
    assert send(client, "GET", at)["items"] == []
    assert Client().get(again["url"].removeprefix("http://127.0.0.1:8700")).status_code == 410
    MapRole.objects.update(role=Role.EDITOR)
    send(client, "GET", at, expect=403)


def test_a_guest_is_invited_to_one_map_by_its_owner_and_invites_nobody(owner: Person) -> None:
    make_map()
    hers, guest_owner = person(Role.VIEWER, "h@example.com"), person(Role.NONE, "g@example.com")
    for one in (hers, guest_owner):
        MapRole.objects.create(person=one, map=MAP, role=Role.OWNER)
    send(signed_in(guest_owner), "POST", f"/maps/{MAP}/invitations", {"role": "viewer"}, expect=403)
    client = signed_in(hers)
    send(client, "POST", "/invitations", {"role": "viewer"}, expect=403)
    made = send(client, "POST", f"/maps/{MAP}/invitations", {"role": "editor"}, expect=201)
    browser = Client()
    said = {"name": "Cy", "email": "cy@example.com", "password": "a long pass phrase"}
    entered = browser.post(made["url"].removeprefix("http://127.0.0.1:8700"), said)
    assert entered.headers["Location"] == f"/maps/{MAP}"
    mine = send(browser, "GET", "/me")
    assert (mine["role"], mine["map_roles"]) == ("none", {MAP: "editor"})
    send(signed_in(owner), "POST", "/maps/nowhere/invitations", {"role": "viewer"}, expect=404)


def test_map_roles_are_given_seen_and_taken_away(owner: Person) -> None:
    make_map()
    ana = person(Role.VIEWER, "ana@example.com")
    boss, hers = signed_in(owner), signed_in(ana)
    send(boss, "PUT", f"/maps/{MAP}/people/{ana.pk}", {"role": "none"}, expect=204)
    send(hers, "GET", f"/maps/{MAP}", expect=404)
    assert send(hers, "GET", "/maps") == [] or send(hers, "GET", "/maps").get("items") == []
    send(boss, "PUT", f"/maps/{MAP}/people/{ana.pk}", {"role": "editor"}, expect=204)
    assert [(one["person"]["id"], one["role"]) for one in send(boss, "GET", f"/maps/{MAP}/people")] == [
        (ana.pk, "editor")
    ]
    send(boss, "DELETE", f"/maps/{MAP}/people/{ana.pk}", expect=204)
    assert send(hers, "GET", "/me")["map_roles"] == {}
    send(hers, "GET", f"/maps/{MAP}")


def test_tokens_are_shown_once_and_stop_when_taken_back(owner: Person) -> None:
    ana = person(Role.EDITOR, "ana@example.com")
    client = signed_in(ana)
    made = send(client, "POST", "/me/tokens", {"name": "laptop", "scope": "write"}, expect=201)
    assert made["secret"].startswith("dp_")
    listed = send(client, "GET", "/me/tokens")
    assert [one["name"] for one in listed] == ["laptop"]
    assert made["secret"] not in str(listed)
    program = bearer(made["secret"])
    send(program, "GET", "/me")
    send(program, "POST", "/me/tokens", {"name": "more"}, expect=403)
    other = signed_in(person(Role.OWNER, "boss@example.com"))
    send(other, "DELETE", f"/me/tokens/{made['id']}", expect=404)
    send(client, "DELETE", f"/me/tokens/{made['id']}", expect=204)
    send(program, "GET", "/me", expect=401)


def test_a_session_is_seen_and_ended_from_another_browser() -> None:
    ana = person(Role.VIEWER, "ana@example.com", password="a long pass phrase")
    here, there = Client(), Client(headers={"user-agent": "Elsewhere/1.0"})
    for browser in (here, there):
        browser.post("/sign-in/", {"login": ana.email, "password": "a long pass phrase"})
    sessions = send(here, "GET", "/me/sessions")
    assert [(one["browser"], one["is_this_one"]) for one in sessions] == [
        ("Elsewhere/1.0", False),
        ("A browser that does not say its name", True),
    ]
    stranger = signed_in(person(Role.OWNER))
    send(stranger, "DELETE", f"/me/sessions/{sessions[0]['id']}", expect=404)
    send(here, "DELETE", f"/me/sessions/{sessions[0]['id']}", expect=204)
    send(there, "GET", "/me", expect=401)
    assert send(here, "DELETE", "/me/sessions") == {"ended": 0}
    send(here, "GET", "/me")


def test_the_security_log_comes_page_by_page_filtered_and_as_a_file(owner: Person) -> None:
    client = signed_in(owner)
    for number in range(5):
        send(client, "POST", "/me/tokens", {"name": f"=HYPERLINK({number})"}, expect=201)
    first = send(client, "GET", "/security-log?limit=3")
    second = send(client, "GET", f"/security-log?limit=3&cursor={first['next']}")
    targets = [one["target"] for one in first["items"] + second["items"]]
    assert targets == [f"=HYPERLINK({number})" for number in (4, 3, 2, 1, 0)]
    assert second["next"] is None
    assert send(client, "GET", "/security-log?action=invited")["items"] == []
    assert send(client, "GET", "/security-log?until=2020-01-01T00:00:00Z")["items"] == []
    exported = b"".join(client.get("/api/v1/security-log.csv")).decode().splitlines()
    assert exported[0] == "at,person,email,action,target,address,details"
    assert len(exported) == 1 + 5 + 1
    assert "'=HYPERLINK(0)" in exported[1]
    assert send(client, "GET", "/security-log?limit=1")["items"][0]["action"] == "took away the security log"


def test_the_security_log_is_never_changed() -> None:
    entry = AuditEntry.objects.create(action="signed in")
    with pytest.raises(TypeError):
        entry.save()
    with pytest.raises(TypeError):
        entry.delete()


def test_a_link_signs_somebody_in_once(owner: Person) -> None:
    ana = person(Role.VIEWER, "ana@example.com")
    url = send(signed_in(owner), "POST", f"/people/{ana.pk}/sign-in-links", expect=201)["url"]
    path, browser = url.removeprefix("http://127.0.0.1:8700"), Client()
    assert b"Sign in" in browser.get(path).content
    assert browser.post(path).status_code == 302
    assert send(browser, "GET", "/me")["email"] == "ana@example.com"
    assert Client().post(path).status_code == 410
    actions = list(AuditEntry.objects.values_list("action", "person__email"))
    assert actions == [("made a sign-in link", "owner@example.com"), ("signed in", "ana@example.com")]


class NobodyGivesWhatTheyDoNotHave(TestCase):
    @settings(max_examples=60, deadline=None)
    @given(
        giver=st.sampled_from([Role.NONE, Role.VIEWER, Role.COMMENTER, Role.EDITOR, Role.OWNER]),
        on_map=st.sampled_from([None, *Role]),
        asked=st.sampled_from(["viewer", "commenter", "editor", "owner"]),
        way=st.sampled_from(["invite", "invite to map", "map role", "person", "myself"]),
    )
    def test_no_role_above_ones_own_can_be_given(
        self, giver: Role, on_map: Role | None, asked: str, way: str
    ) -> None:
        """Whatever one tries, nobody ends with more than the giver had, in the workspace or on the map."""
        person(Role.OWNER)
        make_map()
        me, other = person(giver), person(Role.NONE)
        if on_map is not None:
            MapRole.objects.create(person=me, map=MAP, role=on_map)
        client = signed_in(me)
        method, path = {
            "invite": ("POST", "/invitations"),
            "invite to map": ("POST", f"/maps/{MAP}/invitations"),
            "map role": ("PUT", f"/maps/{MAP}/people/{other.pk}"),
            "person": ("PATCH", f"/people/{other.pk}"),
            "myself": ("PATCH", f"/people/{me.pk}"),
        }[way]
        client.generic(method, f"/api/v1{path}", f'{{"role": "{asked}"}}', JSON)
        other.refresh_from_db()
        me.refresh_from_db()
        here = max(giver, on_map or Role.NONE) if giver < Role.OWNER else Role.OWNER
        assert other.role <= giver
        assert me.role <= giver
        given: list[MapRole | Invitation] = [
            *MapRole.objects.filter(person=other),
            *Invitation.objects.filter(map=MAP),
        ]
        assert all(row.role <= here for row in given)
        for row in Invitation.objects.filter(map=""):
            assert row.role <= giver
