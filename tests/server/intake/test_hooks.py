"""Webhooks: each provider's own signature is proved, and nothing else comes in."""

from __future__ import annotations

import base64
import hmac
import json
import time
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from standardwebhooks.webhooks import Webhook

from desirepath.log.store import open_log
from desirepath.server.intake.door import Door
from desirepath.server.intake.known import KNOWN
from desirepath.server.intake.models import Connection, HookSecret
from desirepath.server.intake.sealing import seal
from tests.server.intake.asgi import Header, call
from tests.server.running import Answer

SECRET = "whsec_" + base64.b64encode(b"twenty-four bytes of it!").decode()


def now() -> int:
    """This second: what is signed is believed for a few minutes only, and the suite takes longer."""
    return int(time.time())


def sign(digest: str, *parts: bytes, secret: str = SECRET) -> bytes:
    return hmac.new(secret.encode(), b"".join(parts), digest).digest()


def b64(content: bytes) -> bytes:
    return base64.b64encode(content)


def stripe(body: bytes, at: float, secret: str) -> list[Header]:
    signed = sign("sha256", b"%d." % at, body, secret=secret).hex()
    return [(b"stripe-signature", f"t={at:.0f},v1={signed},v0=old".encode())]


def typeform(body: bytes, at: float, secret: str) -> list[Header]:
    return [(b"typeform-signature", b"sha256=" + b64(sign("sha256", body, secret=secret)))]


def intercom(body: bytes, at: float, secret: str) -> list[Header]:
    return [(b"x-hub-signature", b"sha1=" + sign("sha1", body, secret=secret).hex().encode())]


def hubspot(body: bytes, at: float, secret: str) -> list[Header]:
    stamp = b"%d" % (at * 1000)
    signed = sign("sha256", b"POST", b"http://localhost/hooks/h", body, stamp, secret=secret)
    return [(b"x-hubspot-signature-v3", b64(signed)), (b"x-hubspot-request-timestamp", stamp)]


def zendesk(body: bytes, at: float, secret: str) -> list[Header]:
    stamp = datetime.fromtimestamp(at, UTC).strftime("%Y-%m-%dT%H:%M:%SZ").encode()
    return [
        (b"x-zendesk-webhook-signature", b64(sign("sha256", stamp, body, secret=secret))),
        (b"x-zendesk-webhook-signature-timestamp", stamp),
    ]


def standard(body: bytes, at: float, secret: str) -> list[Header]:
    """As the reference implementation signs."""
    signed = Webhook(secret).sign("msg_1", datetime.fromtimestamp(at, UTC), body.decode())
    stamp = b"%d" % at
    return [(b"webhook-id", b"msg_1"), (b"webhook-timestamp", stamp), (b"webhook-signature", signed.encode())]


def bearer(body: bytes, at: float, secret: str) -> list[Header]:
    return [(b"authorization", f"Bearer {secret}".encode())]


SUBSCRIBED = {
    "id": "evt_1", "object": "event", "type": "customer.subscription.created", "created": 1767225600,
    "data": {"object": {"id": "sub_1", "object": "subscription", "customer": "cus_1", "status": "active",
                        "currency": "eur", "created": 1767225600, "items": {"data": []}}},
}  # fmt: skip
ANSWERED = {
    "event_id": "e", "event_type": "form_response",
    "form_response": {"form_id": "f", "token": "t1", "submitted_at": "2026-01-01T00:00:00Z",
                      "hidden": {"customer": "u1"}, "definition": {"title": "NPS", "fields": []},
                      "answers": [{"type": "number", "number": 9, "field": {"id": "q", "type": "nps"}}]},
}  # fmt: skip
CONVERSATION = {
    "type": "notification_event", "topic": "conversation.user.created", "id": "notif_1",
    "data": {"type": "notification_event_data",
             "item": {"type": "conversation", "id": "7", "created_at": 1767225600, "state": "open",
                      "source": {"type": "conversation", "body": "Help",
                                 "author": {"type": "user", "id": "c"}},
                      "contacts": {"contacts": [{"id": "c", "external_id": "u1"}]}}},
}  # fmt: skip
CHANGED = [
    {"eventId": 1, "subscriptionId": 2, "portalId": 3, "appId": 4, "occurredAt": 1767225600000,
     "subscriptionType": "deal.propertyChange", "objectId": 9, "propertyName": "dealstage",
     "propertyValue": "closedwon", "attemptNumber": 0},
    {"eventId": 2, "subscriptionId": 2, "portalId": 3, "appId": 4, "occurredAt": 1767225600000,
     "subscriptionType": "object.propertyChange", "objectTypeId": "0-1", "objectId": 5,
     "propertyName": "lifecyclestage", "propertyValue": "customer", "attemptNumber": 0},
]  # fmt: skip
SOLVED = {
    "type": "zen:event-type:ticket.status_changed", "id": "z1", "time": "2026-01-01T00:00:00Z",
    "account_id": 1, "subject": "zen:ticket:5", "zendesk_event_version": "2022-11-06",
    "detail": {"id": "5", "requester_id": "8", "organization_id": "0", "status": "SOLVED", "subject": "Help"},
    "event": {"current": "SOLVED", "previous": "OPEN"},
}  # fmt: skip
PLACED = {
    "type": "order.placed",
    "timestamp": "2026-01-01T00:00:00Z",
    "data": {"customer": "u1", "amount": "9.90", "currency": "EUR"},
}
PROVIDERS: Mapping[str, tuple[Callable[[bytes, float, str], list[Header]], Any, list[str], bool]] = {
    "stripe": (stripe, SUBSCRIBED, ["subscription.started"], True),
    "typeform": (typeform, ANSWERED, ["survey.answered"], False),
    "intercom": (intercom, CONVERSATION, ["ticket.opened"], False),
    "hubspot": (hubspot, CHANGED, ["contract.signed"], True),
    "zendesk": (zendesk, SOLVED, ["ticket.solved"], True),
    "standard": (standard, PLACED, ["order.placed"], True),
}


def connect(kind: str, *secrets: str, mapping: str = "") -> Connection:
    """A connection whose hook is /hooks/h."""
    made = Connection.objects.create(name=kind, title=kind, kind=kind, hook="h", mapping=mapping)
    for secret in secrets:
        HookSecret.objects.create(connection=made, sealed=seal(secret), hint=secret[-4:])
    KNOWN.renew()
    return made


def stored(door: Door, folder: Path) -> list[dict[str, Any]]:
    while not door._storing.store():
        pass
    return list(open_log(folder).interactions().to_pylist())


def code(answer: Answer) -> str:
    return str(answer.json().get("code", answer.status))


@pytest.mark.parametrize("kind", PROVIDERS)
def test_what_is_signed_comes_in_once(door: Door, folder: Path, kind: str) -> None:
    scheme, payload, activities, _ = PROVIDERS[kind]
    connect(kind, SECRET)
    body = json.dumps(payload).encode()
    for status in ("accepted", "duplicate"):
        answer = call(door, "/hooks/h", body, headers=scheme(body, now(), SECRET))
        assert answer.status == 200, answer.text
        assert {event["status"] for event in answer.json()["events"]} == {status}
    rows = stored(door, folder)
    assert [row["activity"] for row in rows] == activities
    assert {row["source"] for row in rows} == {kind}


@pytest.mark.parametrize(("score", "kept"), [("GOOD", 1), ("BAD", 0)])
def test_zendesk_tells_how_satisfied_somebody_was(door: Door, folder: Path, score: str, kept: int) -> None:
    connect("zendesk", SECRET)
    event = {"satisfaction_score": {"score": score, "comment": "Quick!", "reason": None}}
    said = {**SOLVED, "type": "zen:event-type:ticket.csat_received", "id": "z2", "event": event}
    body = json.dumps(said).encode()
    assert call(door, "/hooks/h", body, headers=zendesk(body, now(), SECRET)).json()["accepted"] == 1
    (row,) = stored(door, folder)
    assert (row["activity"], row["score"], row["scale"], row["text"], row["customer"]) == (
        "survey.answered",
        kept,
        "thumbs",
        "Quick!",
        "zendesk:8",
    )


def test_intercoms_ping_is_answered_and_says_nothing(door: Door, folder: Path) -> None:
    connect("intercom", SECRET)
    said = {
        "type": "notification_event",
        "topic": "ping",
        "data": {"item": {"type": "ping", "message": "hi"}},
    }
    body = json.dumps(said).encode()
    assert call(door, "/hooks/h", body, headers=intercom(body, now(), SECRET)).status == 200
    assert not stored(door, folder)


@pytest.mark.parametrize("kind", PROVIDERS)
def test_what_is_forged_missing_or_old_does_not(door: Door, folder: Path, kind: str) -> None:
    scheme, payload, _, has_time = PROVIDERS[kind]
    connect(kind, SECRET)
    body = json.dumps(payload).encode()
    other = "whsec_" + base64.b64encode(b"somebody else's very own").decode()
    assert code(call(door, "/hooks/h", body, headers=scheme(body, now(), other))) == "DP-INT-010"
    assert code(call(door, "/hooks/h", body)) == "DP-INT-010"
    assert code(call(door, "/hooks/h", body + b" ", headers=scheme(body, now(), SECRET))) == "DP-INT-010"
    for at in (now() - 3_600, now() + 3_600):
        answer = call(door, "/hooks/h", body, headers=scheme(body, at, SECRET))
        assert code(answer) == ("DP-INT-011" if has_time else "200")
    if has_time:
        assert not stored(door, folder)


@pytest.mark.parametrize("kind", PROVIDERS)
def test_strange_headers_are_only_wrong(door: Door, kind: str) -> None:
    scheme, payload, _, _ = PROVIDERS[kind]
    connect(kind, SECRET)
    body = json.dumps(payload).encode()
    for value in (b"", b"\xff\xfe", b"t=,v1=", b"v1," * 2_000, b"sha256=", b"9" * 400, b"\0"):
        headers = [(name, value) for name, _ in scheme(body, now(), SECRET)]
        assert code(call(door, "/hooks/h", body, headers=headers)) in ("DP-INT-010", "DP-INT-011")


def test_two_secrets_overlap_and_an_old_one_ends(door: Door) -> None:
    old, new = "an old secret of theirs", "a new secret of theirs"
    made = connect("stripe", old, new)
    for number, secret in enumerate((old, new)):
        body = json.dumps({**SUBSCRIBED, "id": f"evt_{number}"}).encode()
        assert call(door, "/hooks/h", body, headers=stripe(body, now(), secret)).status == 200
    first = made.secrets.order_by("pk").values_list("pk", flat=True)[0]
    HookSecret.objects.filter(pk=first).update(expires_at=datetime.fromtimestamp(now() - 5, UTC))
    KNOWN.renew()
    body = json.dumps(SUBSCRIBED).encode()
    assert code(call(door, "/hooks/h", body, headers=stripe(body, now(), old))) == "DP-INT-010"


def test_a_connection_without_a_secret_takes_nothing(door: Door) -> None:
    connect("stripe")
    body = json.dumps(SUBSCRIBED).encode()
    answer = call(door, "/hooks/h", body, headers=stripe(body, now(), ""))
    assert code(answer) == "DP-INT-010"
    assert "no secret" in answer.json()["message"]


def test_no_secret_stands_in_the_database_as_it_is(door: Door) -> None:
    connect("stripe", SECRET)
    assert SECRET not in HookSecret.objects.get().sealed
    HookSecret.objects.update(sealed="gAAAA-not-ours")
    KNOWN.renew()
    body = json.dumps(SUBSCRIBED).encode()
    answer = call(door, "/hooks/h", body, headers=stripe(body, now(), SECRET))
    assert (answer.status, code(answer)) == (503, "DP-INT-014")


def test_hubspot_signs_the_address_as_it_was_written(door: Door) -> None:
    connect("hubspot", SECRET)
    body = json.dumps(CHANGED).encode()
    stamp = b"%d" % (now() * 1000)
    address = b"http://localhost/hooks/h?team=a/b"
    signed = sign("sha256", b"POST", address, body, stamp)
    headers = [(b"x-hubspot-signature-v3", b64(signed)), (b"x-hubspot-request-timestamp", stamp)]
    assert call(door, "/hooks/h?team=a%2Fb", body, headers=headers).status == 200


MAPPING = """
[[fact]]
customer = "data.user.email"
occurred_at = "at"
activity = {column = "what", map = {bought = "order.placed"}}
key = "id"
[fact.objects]
order = "data.order"
"""


def test_any_json_with_a_mapping(door: Door, folder: Path) -> None:
    connect("mapped", SECRET, mapping=MAPPING)
    record = {
        "id": 7,
        "what": "bought",
        "at": "2026-01-01T00:00:00Z",
        "data": {"user": {"email": "ann@example.org"}, "order": "o1", "lines": [1, 2]},
    }
    body = json.dumps([record, {"what": "bought"}]).encode()
    answer = call(door, "/hooks/h", body, headers=bearer(body, now(), SECRET))
    assert [event["status"] for event in answer.json()["events"]] == ["accepted", "rejected"]
    assert answer.json()["events"][1]["problem"]["code"].startswith("DP-")
    (row,) = stored(door, folder)
    assert (row["activity"], row["customer"], dict(row["objects"])) == (
        "order.placed", "ann@example.org", {"order": "o1"},
    )  # fmt: skip
    basic = [(b"authorization", b"Basic " + b64(f"tool:{SECRET}".encode()))]
    assert call(door, "/hooks/h", body, headers=basic).json()["duplicates"] == 1
    assert call(door, "/hooks/h", body, headers=[(b"x-webhook-secret", SECRET.encode())]).status == 200
    assert code(call(door, "/hooks/h", body, headers=bearer(body, now(), "else"))) == "DP-INT-010"


def test_cloud_events_alone_in_a_batch_and_as_headers(door: Door, folder: Path) -> None:
    connect("cloudevents", SECRET)
    event = {"specversion": "1.0", "id": "1", "source": "/shop", "type": "com.acme.order.placed",
             "time": "2026-01-01T00:00:00Z", "subject": "u1",
             "data": {"amount": "9.90", "currency": "EUR"}}  # fmt: skip
    show = bearer(b"", now(), SECRET)
    structured = [*show, (b"content-type", b"application/cloudevents+json; charset=utf-8")]
    assert call(door, "/hooks/h", event, headers=structured).json()["accepted"] == 1
    batch = json.dumps([event, {**event, "source": "/other"}, {**event, "specversion": "0.3"}, {}]).encode()
    batched = [*show, (b"content-type", b"application/cloudevents-batch+json")]
    said = call(door, "/hooks/h", batch, headers=batched).json()
    assert [one["status"] for one in said["events"]] == ["duplicate", "accepted", "rejected", "rejected"]
    binary = [
        *show,
        (b"content-type", b"application/json"),
        (b"ce-specversion", b"1.0"),
        (b"ce-id", b"2"),
        (b"ce-source", b"/shop"),
        (b"ce-type", b"order.placed"),
        (b"ce-time", b"2026-01-02T00:00:00Z"),
        (b"ce-subject", b"J%C3%BCrgen"),
    ]
    assert call(door, "/hooks/h", {"amount": "5", "currency": "EUR"}, headers=binary).json()["accepted"] == 1
    untimed = [one for one in binary if one[0] not in (b"ce-time", b"ce-id")] + [(b"ce-id", b"3")]
    for status in ("accepted", "duplicates"):  # when it happened they may leave out: then it is now
        assert call(door, "/hooks/h", {}, headers=untimed).json()[status] == 1
    *rows, last = stored(door, folder)
    assert abs((last["occurred_at"] - datetime.now(UTC)).total_seconds()) < 600
    assert [row["customer"] for row in rows] == ["u1", "u1", "J\u00fcrgen"]
    assert {row["activity"] for row in rows} == {"order.placed"}
    asked = call(door, "/hooks/h", method="OPTIONS", headers=[(b"webhook-request-origin", b"events.example")])
    assert asked.headers["webhook-allowed-origin"] == "events.example"
