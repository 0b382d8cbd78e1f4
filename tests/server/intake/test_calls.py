"""What Segment's clients say, and what we answer; what must not come in does not."""

from __future__ import annotations

import gzip
import json
import zlib
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from desirepath.log.lock import A_MOMENT
from desirepath.log.store import create_log, open_log
from desirepath.log.subject import erase_subject
from desirepath.server.intake.door import Door
from desirepath.server.intake.known import KNOWN
from desirepath.server.intake.limits import LARGEST_BODY, Held
from desirepath.server.intake.models import Connection, WriteKey
from desirepath.server.people.secrets import hash_secret
from tests.server.intake.asgi import call
from tests.server.intake.client import track
from tests.server.intake.conftest import KEY


def statuses(answer: Any) -> list[str]:
    return [event["status"] for event in answer.json()["events"]]


def stored(door: Door, folder: Path) -> list[dict[str, Any]]:
    """The interactions, after everything that waits is stored."""
    while not door._storing.store():
        pass
    return list(open_log(folder).interactions().to_pylist())


def test_each_event_of_a_batch_is_answered(door: Door) -> None:
    batch = [track(1), track(2), track(1), {"type": "track", "event": "x"}, 7, track(3, event=""), None]
    answer = call(door, "/v1/batch", {"batch": batch}, key=KEY)
    assert answer.status == 200
    assert statuses(answer) == [
        "accepted", "accepted", "duplicate", "rejected", "rejected", "rejected", "rejected",
    ]  # fmt: skip
    said = answer.json()
    assert (said["accepted"], said["duplicates"], said["rejected"]) == (2, 1, 4)
    assert said["events"][3]["problem"]["code"] == "DP-INT-005"
    assert said["events"][5]["problem"]["code"].startswith("DP-LOG-")


def test_what_was_ever_stored_is_a_duplicate_for_ever(door: Door, folder: Path) -> None:
    assert statuses(call(door, "/v1/batch", {"batch": [track(1)]}, key=KEY)) == ["accepted"]
    assert len(stored(door, folder)) == 1
    assert statuses(call(door, "/v1/batch", {"batch": [track(1), track(2)]}, key=KEY)) == [
        "duplicate", "accepted",
    ]  # fmt: skip
    assert len(stored(door, folder)) == 2


@pytest.mark.parametrize("path", ["/v1/track", "/v1/t"])
def test_a_call_alone_is_answered_alone(door: Door, path: str) -> None:
    assert statuses(call(door, path, track(1), key=KEY)) == ["accepted"]
    refused = call(door, path, {"event": "x"}, key=KEY)
    assert refused.status == 400
    assert refused.json()["problems"][0]["code"] == refused.json()["code"] == "DP-INT-005"


def test_every_call_has_its_meaning(door: Door, folder: Path) -> None:
    at = "2026-03-01T10:00:00.000Z"
    calls: dict[str, dict[str, Any]] = {
        "/v1/page": {"name": "Prices", "properties": {"url": "https://a.example/prices"}},
        "/v1/screen": {"name": "Home"},
        "/v1/identify": {"traits": {"plan": "pro"}},
        "/v1/group": {"groupId": "acme", "traits": {"seats": 9}},
        "/v1/alias": {"previousId": "u0"},
    }
    for path, said in calls.items():
        answer = call(door, path, {"userId": "u1", "timestamp": at, "messageId": path, **said}, key=KEY)
        assert statuses(answer) == ["accepted"], path
    bought = {"order_id": "7", "total": 49.9, "currency": "EUR"}
    order = {"userId": "u0", "event": "Order Completed", "messageId": "o", "timestamp": at}
    call(door, "/v1/track", {**order, "properties": bought}, key=KEY)
    rows = {row["key"]: row for row in stored(door, folder)}
    assert json.loads(rows["/v1/page"]["properties"])["url"] == "https://a.example/prices"
    assert [rows[key]["channel"] for key in ("/v1/page", "/v1/screen")] == ["web", "mobile"]
    placed = rows["o"]
    assert (placed["activity"], placed["customer"], placed["account"]) == ("order.placed", "u1", "acme")
    assert dict(placed["objects"]) == {"order": "7"}
    traits = open_log(folder).traits().to_pylist()
    assert {row["object_type"]: json.loads(row["traits"]) for row in traits} == {
        "customer": {"plan": "pro"}, "account": {"seats": 9},
    }  # fmt: skip


def test_the_clock_of_a_device_that_is_an_hour_wrong_is_corrected(door: Door, folder: Path) -> None:
    device = datetime.now(UTC) - timedelta(hours=1)
    event = track(1, timestamp=(device - timedelta(seconds=10)).isoformat())
    call(door, "/v1/batch", {"batch": [event], "sentAt": device.isoformat()}, key=KEY)
    (row,) = stored(door, folder)
    assert abs((row["occurred_at"] - (datetime.now(UTC) - timedelta(seconds=10))).total_seconds()) < 60


def test_one_that_says_when_may_be_sent_again_without_an_id(door: Door, folder: Path) -> None:
    event = {"userId": "u1", "event": "login", "timestamp": "2026-03-01T10:00:00Z"}
    assert statuses(call(door, "/v1/track", event, key=KEY)) == ["accepted"]
    assert statuses(call(door, "/v1/track", event, key=KEY)) == ["duplicate"]
    for _ in range(2):
        call(door, "/v1/track", {"userId": "u1", "event": "login"}, key=KEY)
    assert len(stored(door, folder)) == 3


def test_the_key_may_stand_in_the_body(door: Door) -> None:
    assert call(door, "/v1/t", {**track(1), "writeKey": KEY}).status == 200
    assert call(door, "/v1/b", {"batch": [track(2)], "writeKey": KEY}).status == 200
    assert call(door, "/v1/b", {"batch": [{**track(3), "writeKey": KEY}]}).status == 200
    bearer = [(b"authorization", f"Bearer {KEY}".encode())]
    assert call(door, "/v1/t", track(4), headers=bearer).status == 200
    for refused in (call(door, "/v1/t", track(5)), call(door, "/v1/t", track(5), key="dpw_other")):
        assert refused.status == 401
        assert refused.json()["code"] == "DP-INT-001"


def test_packed_bodies_are_unpacked_and_bombs_are_not(door: Door) -> None:
    said = json.dumps({"batch": [track(1)]}).encode()
    for number, (name, packed) in enumerate(
        {b"gzip": gzip.compress(said), b"deflate": zlib.compress(said)}.items()
    ):
        answer = call(door, "/v1/batch", packed, key=KEY, headers=[(b"content-encoding", name)])
        assert statuses(answer) == ["duplicate" if number else "accepted"]
    bomb = gzip.compress(b" " * 200_000_000)
    assert len(bomb) < LARGEST_BODY
    for body, status in ((bomb, 413), (b"no gzip", 400), (gzip.compress(said)[:-9], 400)):
        assert (
            call(door, "/v1/batch", body, key=KEY, headers=[(b"content-encoding", b"gzip")]).status == status
        )
    assert call(door, "/v1/batch", said, key=KEY, headers=[(b"content-encoding", b"br")]).status == 400


def test_too_much_is_refused_before_it_is_read(door: Door) -> None:
    large = [(b"content-length", b"99999999999")]
    assert call(door, "/v1/batch", b"{}", key=KEY, headers=large).status == 413
    assert call(door, "/v1/batch", [b"x" * 300_000, b"x" * 300_000], key=KEY).status == 413
    many: dict[str, Any] = {"batch": [{}] * 2_501}
    assert call(door, "/v1/batch", many, key=KEY).status == 413
    event = track(1, properties={"text": "x" * 33_000})
    answer = call(door, "/v1/batch", {"batch": [event, track(2)]}, key=KEY)
    assert statuses(answer) == ["rejected", "accepted"]
    assert answer.json()["events"][0]["problem"]["code"] == "DP-INT-004"
    assert door._held.bytes == 0


def test_who_is_full_says_so_early(door: Door) -> None:
    door._held = Held(1_000)
    answer = call(door, "/v1/batch", [b"x" * 2_000], key=KEY)
    assert answer.status == 503
    assert int(answer.headers["retry-after"]) >= 1
    assert door._held.bytes == 0


def test_who_sends_too_fast_waits(door: Door) -> None:
    Connection.objects.update(per_second=2)
    KNOWN.renew()
    assert call(door, "/v1/batch", {"batch": [track(n) for n in range(20)]}, key=KEY).status == 200
    answer = call(door, "/v1/batch", {"batch": [track(99)]}, key=KEY)
    assert answer.status == 429
    assert 5 <= int(answer.headers["retry-after"]) <= 10


def test_a_key_is_for_its_place(door: Door) -> None:
    web = Connection.objects.get()
    WriteKey.objects.create(connection=web, hash=hash_secret("dpw_page"), hint="page", place="browser",
                            origins=["https://shop.example.com"])  # fmt: skip
    KNOWN.renew()
    shop, other = [(b"origin", b"https://shop.example.com")], [(b"origin", b"https://evil.example.com")]
    allowed = call(door, "/v1/t", track(1), key="dpw_page", headers=shop)
    assert allowed.status == 200
    assert allowed.headers["access-control-allow-origin"] == "https://shop.example.com"
    for refused in (
        call(door, "/v1/t", track(2), key="dpw_page", headers=other),
        call(door, "/v1/t", track(2), key="dpw_page"),
        call(door, "/v1/t", track(2), key=KEY, headers=shop),
        call(door, "/v1/projects/dpw_page/settings", method="GET", headers=other),
    ):
        assert refused.status == 403
        assert refused.json()["code"] == "DP-INT-002"
    asked = call(door, "/v1/t", method="OPTIONS", headers=shop)
    assert asked.status == 204
    assert "authorization" in asked.headers["access-control-allow-headers"]
    settings = call(door, "/v1/projects/dpw_page/settings", method="GET", headers=shop).json()
    assert settings["integrations"]["Segment.io"]["apiHost"] == "localhost/v1"


def test_an_old_key_ends(door: Door) -> None:
    for status, hours in ((200, 1), (401, -1)):
        WriteKey.objects.update(expires_at=datetime.now(UTC) + timedelta(hours=hours))
        KNOWN.renew()
        assert call(door, "/v1/t", track(hours), key=KEY).status == status
    Connection.objects.update(is_paused=True)
    WriteKey.objects.update(expires_at=None)
    KNOWN.renew()
    assert call(door, "/v1/t", track(9), key=KEY).json()["code"] == "DP-INT-012"


def test_a_key_that_everybody_may_read_in_a_product_brings_nothing_in(door: Door, folder: Path) -> None:
    app = Connection.objects.create(name="app", title="App", kind="in_app", hook="a")
    page, key = "https://app.example", "dpw_in_app"
    WriteKey.objects.create(
        connection=app, hash=hash_secret(key), hint="-app", place="browser", origins=[page]
    )
    KNOWN.renew()
    for path, said in (("/v1/t", track(1)), ("/v1/batch", {"batch": [track(2)]}), ("/v1/identify", track(3))):
        answer = call(door, path, said, key=key, headers=[(b"origin", page.encode())])
        assert (answer.status, answer.json()["code"]) == (401, "DP-INT-001"), path
    assert call(door, "/v1/t", {**track(4), "writeKey": key}).status == 401
    assert stored(door, folder) == []


@pytest.mark.parametrize("name", [b"authorization", b"content-encoding", b"content-length", b"origin"])
def test_a_header_that_stands_there_twice_is_refused(door: Door, name: bytes) -> None:
    answer = call(door, "/v1/t", track(1), headers=[(name, b"1"), (name, b"2")])
    assert answer.status == 400
    assert answer.json()["code"] == "DP-INT-003"


def test_what_is_not_quite_json_costs_only_itself(door: Door, folder: Path) -> None:
    half = b'{"batch": [{"type": "track", "userId": "u1", "event": "so \\ud83d", "score": NaN}]}'
    assert statuses(call(door, "/v1/batch", half, key=KEY)) == ["accepted"]
    (row,) = stored(door, folder)
    assert row["activity"] == "so \ufffd"
    deep: Any = "end"
    for _ in range(300):
        deep = [deep]
    answer = call(door, "/v1/batch", {"batch": [track(1, properties={"deep": deep}), track(2)]}, key=KEY)
    assert statuses(answer) == ["rejected", "accepted"]


def test_who_was_erased_does_not_come_back(door: Door, folder: Path) -> None:
    call(door, "/v1/t", track(1, user="ada@example.test"), key=KEY)
    with create_log(folder, patience_seconds=A_MOMENT) as log:
        erase_subject(log, "customer", "ada@example.test", suppress=True)
    answer = call(door, "/v1/batch", {"batch": [track(2, user="ada@example.test"), track(3)]}, key=KEY)
    assert statuses(answer) == ["rejected", "accepted"]
    assert answer.json()["events"][0]["problem"]["code"] == "DP-INT-013"
    group = {
        "type": "group",
        "userId": "u9",
        "anonymousId": "ada@example.test",
        "groupId": "a",
        "messageId": "g",
    }
    assert statuses(call(door, "/v1/batch", {"batch": [group]}, key=KEY)) == ["rejected"]
    assert {row["customer"] for row in stored(door, folder)} == {"u1"}
    assert b"ada@example" not in b"".join(p.read_bytes() for p in folder.rglob("*") if p.is_file())


def test_what_is_not_ours_is_handed_on(door: Door) -> None:
    assert call(door, "/api/v1/me", method="GET").body == b"nobody"
    assert call(door, "/v1/nothing", key=KEY).json()["code"] == "DP-INT-009"
    assert call(door, "/hooks/nothing").json()["code"] == "DP-INT-009"
