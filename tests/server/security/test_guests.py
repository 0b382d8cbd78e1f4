"""A guest of one map finds that map, its persona, and who works on it with her: no byte of the rest.

Everything else of the workspace has ``zebra`` in it: the other map, its persona, and every colleague who
never wrote on hers. Each operation that is open to guests is asked; what is closed ``test_access`` tries.
"""

from __future__ import annotations

import os
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from pytest_django.fixtures import Settings

from desirepath.log.store import create_log
from desirepath.server.access_table import ACCESS
from desirepath.server.configuration import DATABASE_VARIABLE
from desirepath.server.jobs.models import Job
from desirepath.server.maps import state
from desirepath.server.maps.making import make_map
from desirepath.server.maps.personas import keep_persona
from desirepath.server.people.models import Invitation, MapRole, Person
from desirepath.server.people.roles import Role
from desirepath.server.talk.comments import begin_thread
from desirepath.server.talk.models import Comment
from desirepath.server.talk.places import Place
from tests.server.books.test_nothing_leaks import STREAMS, asked_for, content
from tests.server.security.world import bearer, signed_in, token

pytestmark = pytest.mark.django_db
NEEDLE = b"zebra"
TEXT = """\
format: desirepath/1
id: {id}
title: {title}
persona: {persona}
travels: account
stages:
  - id: start
    name: Start
    steps:
      - {{id: look, name: Looks around, when: [{{activity: looked}}]}}
"""
PERSONA = "format: desirepath/1\nid: {id}\nname: {name}\n"

FOR_GUESTS = {
    *("GET api/v1/me", "PATCH api/v1/me"),
    *("GET api/v1/me/sessions", "DELETE api/v1/me/sessions", "DELETE api/v1/me/sessions/<session_id>"),
    *("GET api/v1/me/tokens", "POST api/v1/me/tokens", "DELETE api/v1/me/tokens/<token_id>"),
    *("GET api/v1/maps", "GET api/v1/map-cards", "GET api/v1/personas", "GET api/v1/personas/<persona_id>"),
    *("GET api/v1/templates", "GET api/v1/templates/<name>/thumbnail.svg", "GET api/v1/workspace"),
    *("GET api/v1/notifications", "GET api/v1/notifications/mails", "PUT api/v1/notifications/mails"),
    *("POST api/v1/notifications/read", "POST api/v1/notifications/unread"),
    *("POST api/v1/notifications/read-all", "GET api/v1/events"),
    *("GET api/v1/jobs", "GET api/v1/jobs/<job_id>", "POST api/v1/jobs/<job_id>/cancel"),
}
"""What names no map and is open to guests all the same: their own account, and lists of what they may see."""
CLOSED_ON_A_MAP = {
    *("GET api/v1/maps/<map_id>/people", "PUT api/v1/maps/<map_id>/people/<person_id>"),
    *("DELETE api/v1/maps/<map_id>/people/<person_id>", "GET api/v1/maps/<map_id>/invitations"),
    *("POST api/v1/maps/<map_id>/invitations", "DELETE api/v1/maps/<map_id>/invitations/<invitation_id>"),
    "POST api/v1/maps/<map_id>/invitations/<invitation_id>/links",
    *("POST api/v1/maps/<map_id>/copy", "POST api/v1/maps/<map_id>/milestones"),
    *("GET api/v1/maps/<map_id>/board", "GET api/v1/maps/<map_id>/standing", "GET api/v1/maps/<map_id>/way"),
    "GET api/v1/maps/<map_id>/steps/<step_id>/interactions",
    *("GET api/v1/maps/<map_id>/customers", "GET api/v1/maps/<map_id>/visits"),
    *("GET api/v1/maps/<map_id>/first-days", "GET api/v1/maps/<map_id>/support"),
    "GET api/v1/maps/<map_id>/playbooks",
    "PUT api/v1/today/maps/<map_id>",
}
"""What names a map and is closed to its guests: who else may see it, who travels there, our work."""


def test_what_is_open_to_guests_is_counted_by_hand() -> None:
    """A new endpoint is closed to guests; whoever opens it says so here."""
    on_a_map = {one for one in ACCESS if "<map_id>" in one}
    assert on_a_map >= CLOSED_ON_A_MAP
    found = {one for one, needs in ACCESS.items() if needs.guests}
    assert found == FOR_GUESTS | (on_a_map - CLOSED_ON_A_MAP)


@dataclass(frozen=True)
class World:
    """Who asks: the guest, who invited her, who wrote with her, and who never did."""

    guest: Person
    inviter: Person
    writer: Person
    silent: Person

    @property
    def asks(self) -> Client:
        return signed_in(self.guest)


@pytest.fixture
def world(tmp_path: Path, settings: Settings) -> World:
    settings.CONFIGURATION = replace(settings.CONFIGURATION, folder=tmp_path)
    create_log(tmp_path).close()
    silent = Person.objects.create_user("zebra@zebra.example", role=Role.OWNER, name="Zora Zebra")
    inviter = Person.objects.create_user("ina@zebra.example", role=Role.OWNER, name="Ina")
    writer = Person.objects.create_user("will@zebra.example", role=Role.EDITOR)
    guest = Person.objects.create_user("gus@example.com", role=Role.NONE, name="Gus")
    for one, name in (("carla", "Carla"), ("zebra-persona", "Zebra persona")):
        keep_persona(PERSONA.format(id=one, name=name), silent)
    other = make_map(TEXT.format(id="zebra-map", title="The zebra map", persona="zebra-persona"), silent)
    begin_thread(other, silent, Place("step:look", ""), "zebra")
    hers = make_map(
        TEXT.format(id="hers", title="Hers", persona="carla"), silent, forked_from=other.id, forked_revision=0
    )
    begin_thread(hers, writer, Place("step:look", ""), "What do you think?")
    MapRole.objects.create(person=guest, map="hers", role=Role.OWNER)
    Invitation.objects.create(
        hash="h", role=Role.OWNER, map="hers", invited_by=inviter, used_by=guest, expires_at=guest.joined_at
    )
    return World(guest, inviter, writer, silent)


def values(world: World, map_id: str) -> dict[str, list[Any]]:
    """What the words of an address are called with."""
    return {
        "map_id": [map_id],
        "step_id": ["look"],
        "persona_id": ["carla", "zebra-persona"],
        "job_id": [Job.objects.create(kind="data.import", person=world.silent, result={"of": "zebra"}).pk],
        "comment_id": list(Comment.objects.filter(map=map_id).values_list("pk", flat=True)),
        "evidence_id": [1],
        "file": ["1.png"],
        "name": ["first-map"],
        "search": ["z", "zebra"],
        "segment": ['traits.name == "Zebra"'],
        "against": ['traits.name == "Zebra"'],
        "old": [0],
    }


def test_nothing_but_her_map_is_in_any_answer(world: World) -> None:
    her_values = values(world, "hers")
    open_to_her = sorted(
        one for one, needs in ACCESS.items() if needs.guests and one.startswith("GET ") and one not in STREAMS
    )
    leaks, opened, asks = {}, set(), world.asks
    for operation in open_to_her:
        for call in asked_for(operation, her_values):
            answer = call.asked_by(asks)
            if answer.status_code < 300:
                opened.add(operation)
                if NEEDLE in content(answer).lower():
                    leaks[f"{call.operation} {call.path} {call.query}"] = content(answer)
            assert answer.status_code < 500, call
    assert not leaks
    assert opened >= {
        "GET api/v1/maps/<map_id>",
        "GET api/v1/maps/<map_id>/readers",
        "GET api/v1/maps/<map_id>/lived",
        "GET api/v1/map-cards",
        "GET api/v1/personas/<persona_id>",
        "GET api/v1/workspace",
    }
    stranger = signed_in(Person.objects.create_user("eva@example.com", role=Role.OWNER))
    named = {one for one in open_to_her if not one.startswith("GET api/v1/me")}
    speaks = {
        call.operation
        for operation in named
        for call in asked_for(operation, her_values)
        if NEEDLE in content(call.asked_by(stranger)).lower()
    }
    assert speaks >= {
        "GET api/v1/maps",
        "GET api/v1/maps/<map_id>",
        "GET api/v1/map-cards",
        "GET api/v1/personas",
        "GET api/v1/personas/<persona_id>",
        "GET api/v1/maps/<map_id>/readers",
        "GET api/v1/jobs/<job_id>",
    }, "what names the rest to an owner: else this test would show nothing"


def test_another_map_is_not_there_whatever_she_asks_of_it(world: World) -> None:
    browser, program, theirs = world.asks, bearer(token(world.guest)), values(world, "zebra-map")
    for operation, needs in ACCESS.items():
        if "<map_id>" in operation and operation.startswith("GET ") and needs.guests:
            for call in asked_for(operation, theirs):
                for client in (browser, program):
                    assert call.asked_by(client).status_code == 404, call


def test_she_knows_who_works_on_it_with_her_and_names_nobody_else(world: World) -> None:
    asks = world.asks
    listed = asks.get("/api/v1/maps/hers/readers").json()["items"]
    assert {one["name"] for one in listed} == {"Gus", "Ina", "will"}
    said = f"@{world.silent.email} @person:{world.silent.pk} @nobody@zebra.example @{world.inviter.email}"
    body = {"node": "step:look", "text": said}
    made = asks.post("/api/v1/maps/hers/comments", body, content_type="application/json").json()
    assert [one["name"] for one in made["mentions"]] == ["Ina"]
    kept = Comment.objects.get(pk=made["id"]).text
    assert kept == (
        f"@{world.silent.email} @person {world.silent.pk} @nobody@zebra.example @person:{world.inviter.pk}"
    )
    told = signed_in(world.silent).get("/api/v1/notifications").json()["items"]
    assert not [one for one in told if one["reason"] == "mention"]
    colleague = signed_in(world.writer)
    named = colleague.get("/api/v1/maps/hers/readers").json()["items"]
    assert "Zora Zebra" in {one["name"] for one in named}, "a colleague may name everybody"


@pytest.mark.skipif(bool(os.environ.get(DATABASE_VARIABLE)), reason="told between processes: tried on SQLite")
def test_she_sees_those_present_who_work_on_it_with_her(world: World) -> None:
    def present(person: Person) -> set[str]:
        body = {"session": f"window-{person.pk}"}
        here = signed_in(person).post("/api/v1/maps/hers/presence", body, content_type="application/json")
        return {one["name"] for one in here.json()}

    for one in (world.silent, world.writer):
        present(one)
    assert present(world.guest) == {"Gus", "will"}
    assert present(world.writer) == {"Gus", "will", "Zora Zebra"}


def test_she_cannot_open_a_persona_by_naming_it_on_her_map(world: World) -> None:
    asks = world.asks
    change = {"do": "set", "node": "map", "property": "persona", "value": "zebra-persona", "based_on": 0}
    body = {"edits": [{"id": "named-by-her", "changes": [change]}]}
    answer = asks.post("/api/v1/maps/hers/edits", body, content_type="application/json")
    assert answer.status_code == 200, answer.content
    assert asks.get("/api/v1/personas").json() == []
    assert asks.get("/api/v1/personas/zebra-persona").status_code == 404
    card = asks.get("/api/v1/map-cards").json()["items"][0]
    assert card["persona"] == {"id": "zebra-persona", "name": None}


@pytest.mark.parametrize("is_forgotten", [False, True], ids=["at hand", "read anew"])
def test_a_persona_stays_closed_when_the_guest_who_named_it_is_gone(
    world: World, monkeypatch: pytest.MonkeyPatch, is_forgotten: bool
) -> None:
    """A server that begins anew no longer knows the number of an author without an account."""
    change = {"do": "set", "node": "map", "property": "persona", "value": "zebra-persona", "based_on": 0}
    body = {"edits": [{"id": "named-by-her", "changes": [change]}]}
    answer = world.asks.post("/api/v1/maps/hers/edits", body, content_type="application/json")
    assert answer.status_code == 200, answer.content
    world.guest.delete()
    if is_forgotten:
        monkeypatch.setattr(state, "_MEMORY", state._Memory())
    again = Person.objects.create_user("gus@example.com", role=Role.NONE, name="Gus")
    MapRole.objects.create(person=again, map="hers", role=Role.EDITOR)
    asks = signed_in(again)
    assert asks.get("/api/v1/personas").json() == []
    assert asks.get("/api/v1/personas/zebra-persona").status_code == 404
    change = {**change, "value": "carla", "based_on": 1}
    body = {"edits": [{"id": "by-a-colleague", "changes": [change]}]}
    signed_in(world.writer).post("/api/v1/maps/hers/edits", body, content_type="application/json")
    assert [one["id"] for one in asks.get("/api/v1/personas").json()] == ["carla"]


def test_a_copy_of_her_map_is_not_hers(world: World) -> None:
    answer = signed_in(world.inviter).post(
        "/api/v1/maps/hers/copy", {"id": "copied"}, content_type="application/json"
    )
    assert answer.status_code == 201
    assert [one["id"] for one in world.asks.get("/api/v1/maps").json()["items"]] == ["hers"]


def test_what_is_closed_to_her_says_so_in_kind_words(world: World) -> None:
    said = world.asks.get("/api/v1/people").json()["problems"][0]
    assert (said["code"], said["message"]) == (
        "DP-SRV-002",
        "this is for the people of the workspace; you see the maps that you were invited to",
    )
    refused = world.asks.get("/api/v1/maps/hers/lived", {"segment": 'traits.plan == "pro"'})
    assert refused.status_code == 403
    assert "the people of the workspace" in refused.json()["problems"][0]["message"]
