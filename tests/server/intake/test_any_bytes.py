"""Whatever anybody sends: one answer in words, no 5xx, no traceback, nothing that hangs."""

from __future__ import annotations

import gzip
import json
import time
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from desirepath.server.intake.door import Door
from desirepath.server.intake.segment import CALLS
from tests.server.intake.asgi import call
from tests.server.intake.conftest import KEY
from tests.server.intake.test_hooks import PROVIDERS, SECRET, connect, now
from tests.server.intake.test_mail import secret_of

ODD_TEXT = st.text(st.characters(exclude_categories=()), max_size=30)
VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | ODD_TEXT,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(ODD_TEXT, inner, max_size=4),
    max_leaves=12,
)
NAMES = st.sampled_from(
    [
        "type", "event", "userId", "anonymousId", "previousId", "groupId", "messageId", "timestamp", "sentAt",
        "properties", "traits", "context", "name", "channel", "receivedAt", "originalTimestamp", "writeKey",
    ]
)  # fmt: skip
CALL_TYPES = st.sampled_from(["track", "identify", "group", "page", "screen", "alias", "nothing", None, 7])
EVENTS = st.dictionaries(NAMES, VALUES, max_size=8).flatmap(
    lambda event: CALL_TYPES.map(lambda kind: {**event, "type": kind})
)
QUIET = settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
FEW = settings(QUIET, max_examples=25)


def packed(value: Any) -> bytes:
    """As JavaScript writes it: half characters and NaN and all."""
    return json.dumps(value).encode()


def must_be_calm(answer: Any) -> None:
    assert answer.status in (200, 204, 400, 401, 403, 404, 413, 429), answer.text
    if answer.status >= 400:
        assert answer.json()["problems"][0]["code"].startswith("DP-"), answer.text


@QUIET
@given(events=st.lists(EVENTS | VALUES, max_size=4))
def test_any_events(door: Door, events: list[Any]) -> None:
    answer = call(door, "/v1/batch", packed({"batch": events}), key=KEY)
    must_be_calm(answer)
    if answer.status == 200:
        assert len(answer.json()["events"]) == len(events)
    assert door._held.bytes == 0


@QUIET
@given(
    path=st.sampled_from([*CALLS, "m", "projects//settings", "..", "%00"]),
    body=st.binary(max_size=200),
    encoding=st.sampled_from([b"", b"gzip", b"deflate", b"br", b"\xff"]),
)
def test_any_bytes(door: Door, path: str, body: bytes, encoding: bytes) -> None:
    headers = [(b"content-encoding", encoding), (b"content-type", b"text/plain; charset=utf-16")]
    must_be_calm(call(door, f"/v1/{path}", body, key=KEY, headers=headers))


@QUIET
@given(
    name=st.sampled_from([b"authorization", b"origin", b"content-length", b"x-retry-count"]),
    value=st.binary(max_size=60),
)
def test_any_header(door: Door, name: bytes, value: bytes) -> None:
    must_be_calm(call(door, "/v1/t", b'{"userId": "u1", "event": "x"}', headers=[(name, value)]))


@pytest.mark.parametrize("kind", [*PROVIDERS, "cloudevents", "mapped", "postmark"])
def test_anything_that_is_truly_signed(door: Door, kind: str) -> None:
    connect(kind, secret_of(kind))

    @FEW
    @given(said=VALUES)
    def posted(said: Any) -> None:
        body = packed(said)
        scheme = PROVIDERS[kind][0] if kind in PROVIDERS else None
        shown = [(b"authorization", f"Bearer {SECRET}".encode())]
        headers = scheme(body, now(), SECRET) if scheme else shown
        must_be_calm(call(door, "/hooks/h", body, headers=headers))

    posted()


@pytest.mark.parametrize(
    "event",
    [
        {"properties": {"k" * 400_000: 1}},
        {"properties": {"deep": json.loads("[" * 900 + "]" * 900)}},
        {"context": {"traits": {"email": ["a@b.c"]}, "page": "text", "groupId": {"a": 1}}},
        {"userId": 10**40}, {"userId": 1.5}, {"userId": True}, {"userId": "\x00"}, {"userId": " "},
        {"messageId": ["a"]}, {"messageId": 7}, {"messageId": {"a": 1}}, {"messageId": ""},
        {"timestamp": "9999-99-99"}, {"timestamp": 1e300}, {"timestamp": "0001-01-01T00:00:00Z"},
        {"event": ""}, {"event": None}, {"event": "x" * 30_000}, {"channel": 5},
        {"properties": [1]}, {"properties": "text"}, {"properties": {"order_id": {"a": 1}}},
    ],
    ids=lambda event: str(event)[:30],
)  # fmt: skip
def test_one_odd_event_costs_only_itself(door: Door, event: dict[str, Any]) -> None:
    good = {"type": "track", "userId": "u1", "event": "login"}
    answer = call(door, "/v1/batch", packed({"batch": [{**good, **event}, good]}), key=KEY)
    must_be_calm(answer)
    assert answer.json()["events"][1]["status"] == "accepted"


def test_a_key_of_a_megabyte_is_too_large(door: Door) -> None:
    must_be_calm(call(door, "/v1/t", {"userId": "u1", "event": "x", "k" * 1_000_000: 1}, key=KEY))


def test_a_bomb_in_a_bomb_takes_no_time(door: Door) -> None:
    bomb = gzip.compress(gzip.compress(b"{" * 100_000_000, 1), 1)
    began = time.process_time()
    must_be_calm(call(door, "/v1/batch", bomb, key=KEY, headers=[(b"content-encoding", b"gzip")]))
    assert time.process_time() - began < 2


def test_what_is_odd_is_stored_with_everything_else(door: Door, folder: Path) -> None:
    odd = {"type": "track", "userId": "u\u00fc", "event": "e\ud800", "properties": {"\udfff": float("nan")}}
    assert call(door, "/v1/batch", packed({"batch": [odd]}), key=KEY).json()["accepted"] == 1
    while not door._storing.store():
        pass
    assert call(door, "/v1/t", {"userId": "u1", "event": "login"}, key=KEY).status == 200
