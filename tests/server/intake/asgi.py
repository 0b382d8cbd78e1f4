"""Speaks to an ASGI application in this process, as uvicorn would."""

from __future__ import annotations

import asyncio
import base64
import json
from collections.abc import Mapping, Sequence
from typing import Any

from desirepath.server.guard import Receive, Send
from desirepath.server.intake.door import Door
from tests.server.running import Answer

Header = tuple[bytes, bytes]


async def nobody(scope: dict[str, Any], receive: Receive, send: Send) -> None:
    """The application behind the door: nothing is there."""
    await send({"type": "http.response.start", "status": 404, "headers": []})
    await send({"type": "http.response.body", "body": b"nobody"})


def call(
    door: Door,
    path: str,
    body: bytes | Mapping[str, Any] | Sequence[bytes] = b"",
    *,
    method: str = "POST",
    key: str = "",
    headers: Sequence[Header] = (),
) -> Answer:
    """One request; ``body`` as JSON, as bytes, or piece by piece."""
    pieces = [json.dumps(body).encode()] if isinstance(body, Mapping) else body
    pieces = [pieces] if isinstance(pieces, bytes) else list(pieces)
    known: list[Header] = [(b"host", b"localhost"), *headers]
    if key:
        known.append((b"authorization", b"Basic " + base64.b64encode(f"{key}:".encode())))
    raw, _, query = path.partition("?")
    scope = {
        "type": "http",
        "method": method,
        "path": raw,
        "raw_path": raw.encode(),
        "query_string": query.encode(),
        "headers": known,
        "scheme": "http",
        "client": ("127.0.0.1", 1),
    }
    sent: list[Mapping[str, Any]] = []

    async def receive() -> Mapping[str, Any]:
        if not pieces:
            return {"type": "http.request", "body": b"", "more_body": False}
        piece = pieces.pop(0)
        return {"type": "http.request", "body": piece, "more_body": bool(pieces)}

    async def send(message: Mapping[str, Any]) -> None:
        sent.append(message)

    asyncio.run(asyncio.wait_for(door(scope, receive, send), 30))
    found = {name.decode(): value.decode() for name, value in sent[0]["headers"]}
    return Answer(sent[0]["status"], found, b"".join(message.get("body", b"") for message in sent[1:]))
