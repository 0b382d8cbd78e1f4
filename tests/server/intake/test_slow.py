"""Who is slow, or sends half of something, holds nobody else up; nothing of a key or secret is ever said."""

from __future__ import annotations

import base64
import socket

from tests.server.intake.client import connect_hook, connect_segment, send, track, wait_until_stored, with_key
from tests.server.running import Server

HALF = 40


def test_forty_clients_that_never_finish_hurt_nobody(server: Server, token: str) -> None:
    key = connect_segment(server, token, "slow")
    auth = base64.b64encode(f"{key}:".encode()).decode()
    head = (
        f"POST /v1/batch HTTP/1.1\r\nHost: 127.0.0.1:{server.port}\r\nAuthorization: Basic {auth}\r\n"
        "Content-Type: application/json\r\nContent-Length: 400000\r\n\r\n"
    )
    slow = []
    try:
        for _ in range(HALF):
            one = socket.create_connection(("127.0.0.1", server.port), timeout=10)
            one.sendall(head.encode() + b'{"batch": [' + b" " * 50_000)
            slow.append(one)
        for number in range(5):
            answer = send(server, key, [track(f"quick{number}")], seconds=10)
            assert answer.status == 200
        assert server.get("/health").status == 200
    finally:
        for one in slow:
            one.close()
    found = wait_until_stored(server, 5)
    assert {f"mquick{number}" for number in range(5)} <= set(found)
    assert key not in server.output


def test_over_http_forged_and_smuggled_things_are_refused_and_nothing_is_logged(
    server: Server, token: str
) -> None:
    path, secret, _ = connect_hook(server, token, "mapped", name="smuggled")
    assert server.post(path, {"a": 1}).status == 401
    assert server.call("POST", path, {"a": 1}, headers={"X-Webhook-Secret": secret}).status == 200
    key = connect_segment(server, token, "smuggled-calls")
    twice = (
        f"POST /v1/track HTTP/1.1\r\nHost: 127.0.0.1:{server.port}\r\nContent-Length: 4\r\n"
        "Content-Length: 44\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\nGET /health HTTP/1.1\r\n\r\n"
    )
    with socket.create_connection(("127.0.0.1", server.port), timeout=10) as one:
        one.sendall(twice.encode())
        assert b" 400 " in one.recv(4096).partition(b"\r\n")[0]
    refused = server.call("POST", "/v1/track", b"\xff\xfe{", headers=with_key(key))
    assert refused.status == 400
    assert "Traceback" not in server.output
    assert secret not in server.output
    assert key not in server.output


def test_a_key_is_shown_once_and_ends_when_it_is_rotated(server: Server, token: str) -> None:
    old = connect_segment(server, token, "rotated")
    known = server.get("/api/v1/connections", token=token).json()
    pk = next(one["id"] for one in known if one["name"] == "rotated")
    at = f"/api/v1/connections/{pk}"
    assert old not in server.get(at, token=token).text
    key_id = server.get(at, token=token).json()["keys"][0]["id"]
    made = server.post(f"{at}/keys/{key_id}/rotate", {"overlap_hours": 0}, token=token)
    assert made.status == 201
    new = made.json()["key"]
    assert send(server, new, [track("r1")]).status == 200
    assert send(server, old, [track("r2")]).status == 401
    assert server.call("DELETE", f"{at}/keys/{made.json()['id']}", token=token).status == 204
    assert send(server, new, [track("r3")]).status == 401
    log = server.run_python(
        "import django; django.setup()\n"
        "from desirepath.server.people.models import AuditEntry\n"
        "print(*[(one.action, one.details) for one in AuditEntry.objects.all()])"
    )
    assert "rotated a write key" in log
    assert new not in log
    assert old not in log
