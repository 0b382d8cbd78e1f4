"""What came in, as people see it: what became of it, why, and which steps of which maps it is."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest
from django.db import OperationalError
from django.db.models import QuerySet

from desirepath.log.rules import Rules
from desirepath.log.workspace import Settings
from desirepath.server.intake.accepting import Outcome
from desirepath.server.intake.kinds import NOT_AN_EVENT
from desirepath.server.intake.known import Sender
from desirepath.server.intake.matched import came_out
from desirepath.server.intake.models import Connection
from desirepath.server.intake.tail import Came, Tail
from tests.server.intake.client import connect_hook, connect_segment, send, track
from tests.server.running import Server

MAP = """\
format: desirepath/1
id: shop
title: The shop
stages:
  - id: come
    name: Come
    steps:
      - {id: look, name: Looks around, when: [{activity: looked, where: {properties.room: blue}}]}
      - {id: use, name: Uses it, when: [{activity: feature.used}]}
"""


def test_each_event_says_what_became_of_it_and_which_step_it_is(server: Server, token: str) -> None:
    assert server.post("/api/v1/maps", {"text": MAP}, token=token).status == 201
    key = connect_segment(server, token, "tailed")
    events = [
        track("t1", event="looked", properties={"room": "blue"}),
        track("t2", event="looked", properties={"room": "red"}),
        track("t3"),
        track("t3"),
        {"type": "track", "event": "nobody's"},
    ]
    with server.stream("/api/v1/connections/tail/events", token=token) as told:
        assert send(server, key, events).status == 200
        assert next(told).name == "came"
    came = [
        one for one in server.get("/api/v1/connections/tail", token=token).json() if one["source"] == "tailed"
    ]
    by_status = {status: [one for one in came if one["status"] == status] for status in
                 ("accepted", "duplicate", "rejected")}  # fmt: skip
    assert [[step["step"] for step in one["matched"]] for one in by_status["accepted"]] == [
        ["look"],
        [],
        ["use"],
    ]
    assert len(by_status["duplicate"]) == 1
    assert by_status["rejected"][0]["problem"]["code"] == "DP-INT-005"
    last = came[-1]["number"]
    assert server.get(f"/api/v1/connections/tail?after={last}", token=token).json() == []


@pytest.mark.parametrize(
    ("fields", "row", "hidden"),
    [
        (Settings(hash=("customer",)), {"customer": "ada@example.test"}, "customer"),
        (Settings(hash=("account",)), {"customer": "u1", "account": "ada@example.test"}, "account"),
        (
            Settings(hash=("customer",)),
            {"type": "traits", "object_id": "ada@example.test", "traits": {}},
            "customer",
        ),
        (Settings(drop=("channel",)), {"customer": "u1", "channel": "ada@example.test"}, "channel"),
    ],
)
def test_the_tail_shows_no_more_than_what_is_stored(
    fields: Settings, row: dict[str, Any], hidden: str
) -> None:
    rest = {"activity": "login"} if "type" not in row else {"object_type": "customer"}
    rows = [{"occurred_at": "2026-01-01T00:00:00Z", "key": "k", "source": "web", **rest, **row}]
    came = Came(1, datetime.now(UTC), 1, "web", Outcome("accepted", rows))
    plain = came_out(came, [], Rules(Settings(), b"s" * 32))
    assert "ada@example.test" in plain.model_dump_json()
    shown = came_out(came, [], Rules(fields, b"s" * 32))
    assert "ada@example.test" not in shown.model_dump_json()
    assert (getattr(shown, hidden) is None) == bool(fields.drop)
    assert shown.occurred_at == plain.occurred_at


def test_a_light_turns_green_with_the_first_event_and_says_what_is_wrong(server: Server, token: str) -> None:
    path, secret, pk = connect_hook(server, token, "cloudevents", name="lit")
    at = f"/api/v1/connections/{pk}"
    assert server.get(at, token=token).json()["light"] == "waiting"
    event = {"specversion": "1.0", "id": "1", "source": "/a", "type": "x", "subject": "u1"}
    refused = server.call("POST", path, event, headers={"X-Webhook-Secret": "wrong"})
    assert refused.status == 401
    seen = server.get(at, token=token).json()
    assert (seen["light"], seen["last_problem"]["code"]) == ("trouble", "DP-INT-010")
    event["time"] = "2026-01-01T00:00:00Z"
    assert server.call("POST", path, event, headers={"X-Webhook-Secret": secret}).json()["accepted"] == 1
    seen = server.get(at, token=token).json()
    assert (seen["light"], seen["accepted"], seen["rejected"]) == ("green", 1, 1)
    assert server.call("PATCH", at, {"is_paused": True}, token=token).json()["light"] == "paused"
    assert server.call("POST", path, event, headers={"X-Webhook-Secret": secret}).status == 403


def test_what_the_database_refuses_to_count_is_counted_when_it_is_there_again(
    db: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    rows = [Connection.objects.create(name=name, title=name, kind="stripe", hook=name) for name in "ab"]
    senders = [Sender(row.pk, row.name, "stripe", "", False, 1) for row in rows]
    tail = Tail()
    tail.add(senders[0], [Outcome("accepted")])
    tail.add(senders[1], [Outcome("accepted"), Outcome("duplicate")])
    tail.refuse(senders[1], NOT_AN_EVENT.at())

    def refuse_b(self: Any, **changes: Any) -> int:
        if self.filter(name="b").exists() and "accepted" in changes:
            raise OperationalError("the database is away")
        return update(self, **changes)

    update = QuerySet.update
    with monkeypatch.context() as away:
        away.setattr(QuerySet, "update", refuse_b)
        with pytest.raises(OperationalError):
            tail.write_down()
    assert [row.accepted for row in Connection.objects.order_by("name")] == [1, 0]
    tail.add(senders[1], [Outcome("accepted")])
    tail.write_down()
    tail.write_down()
    a, b = Connection.objects.order_by("name")
    assert (a.accepted, b.accepted, b.duplicates, b.rejected) == (1, 2, 1, 1)
    assert b.last_problem is not None
    assert b.last_problem["code"] == NOT_AN_EVENT.at().code
    assert b.first_event_at is not None
    assert b.last_event_at is not None
    assert b.first_event_at < b.last_event_at


def test_what_cannot_be_connected_is_refused_in_words(server: Server, token: str) -> None:
    for body, code in (
        ({"name": "x", "kind": "nothing"}, "DP-SRV-004"),
        ({"name": "X Y", "kind": "segment"}, "DP-SRV-004"),
        ({"name": "x", "kind": "mapped", "mapping": "[[fact"}, "DP-SRC-"),
    ):
        answer = server.post("/api/v1/connections", body, token=token)
        assert answer.status in (400, 422)
        assert answer.json()["problems"][0]["code"].startswith(code)
    _, _, pk = connect_hook(server, token, "stripe", name="once", secret="whsec_given_by_them")
    assert (
        server.post(f"/api/v1/connections/{pk}/keys", {}, token=token).json()["problems"][0]["code"]
        == "DP-INT-015"
    )
    again = server.post("/api/v1/connections", {"name": "once", "kind": "stripe"}, token=token)
    assert again.status == 409
    assert server.call("DELETE", f"/api/v1/connections/{pk}", token=token).status == 204
    assert server.get(f"/api/v1/connections/{pk}", token=token).status == 404
