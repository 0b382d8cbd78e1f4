"""What tests need to send: a connection with a key or a secret, and headers."""

from __future__ import annotations

import base64
import time
from collections.abc import Iterable
from typing import Any

from desirepath.log.store import open_log
from tests.server.running import Answer, Server


def connect_segment(server: Server, token: str, name: str = "web", **key: Any) -> str:
    """A connection for Segment's clients; its write key."""
    made = server.post("/api/v1/connections", {"name": name, "kind": "segment"}, token=token)
    assert made.status == 201, made.text
    answer = server.post(f"/api/v1/connections/{made.json()['id']}/keys", key, token=token)
    assert answer.status == 201, answer.text
    return str(answer.json()["key"])


def connect_hook(
    server: Server, token: str, kind: str, *, secret: str | None = None, mapping: str = "", name: str = ""
) -> tuple[str, str, int]:
    """A connection for webhooks: the path of its address, its secret, its id."""
    body = {"name": name or kind, "kind": kind, "mapping": mapping}
    made = server.post("/api/v1/connections", body, token=token)
    assert made.status == 201, made.text
    pk = made.json()["id"]
    answer = server.post(f"/api/v1/connections/{pk}/secrets", {"secret": secret}, token=token)
    assert answer.status == 201, answer.text
    path = "/hooks/" + made.json()["address"].rpartition("/")[2]
    return path, str(answer.json()["secret"]), int(pk)


def with_key(key: str, **more: str) -> dict[str, str]:
    """The headers with which Segment's clients show a key."""
    return {"Authorization": "Basic " + base64.b64encode(f"{key}:".encode()).decode(), **more}


def track(number: object, user: str = "u1", **more: Any) -> dict[str, Any]:
    """A track call with a messageId of its own."""
    return {"type": "track", "messageId": f"m{number}", "userId": user, "event": "feature.used", **more}


def send(server: Server, key: str, events: Iterable[Any], **more: Any) -> Answer:
    """Send events as a batch."""
    return server.call("POST", "/v1/batch", {"batch": list(events)}, headers=with_key(key), **more)


def stored_keys(server: Server) -> list[str]:
    """The keys of all interactions in the log, whatever waits in the inbox is not among them."""
    return [str(key) for key in open_log(server.folder).interactions(["key"]).column("key").to_pylist()]


def wait_until_stored(server: Server, count: int, seconds: float = 30) -> list[str]:
    """The keys in the log, as soon as there are so many. Raises AssertionError where there never are."""
    until = time.monotonic() + seconds
    while len(found := stored_keys(server)) < count:
        assert time.monotonic() < until, f"{len(found)} of {count} are stored: {server.output[-2000:]}"
        time.sleep(0.1)
    return found
