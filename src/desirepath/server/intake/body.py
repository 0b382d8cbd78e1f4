"""Reads what is sent: no more than may be, unpacked no further than may be, JSON as it really comes."""

from __future__ import annotations

import asyncio
import json
import zlib
from collections.abc import Awaitable, Callable, Mapping
from typing import Any, Final

import orjson

from desirepath.server.intake.kinds import OVERLOADED, TOO_LARGE, UNREADABLE
from desirepath.server.intake.limits import LARGEST_BODY, SECONDS_TO_SEND, Held

Receive = Callable[[], Awaitable[Mapping[str, Any]]]
Headers = Mapping[bytes, bytes]
_ONCE: Final = (b"authorization", b"content-length", b"content-encoding", b"content-type", b"origin", b"host")
_UNPACKERS: Final = {b"gzip": zlib.MAX_WBITS | 16, b"x-gzip": zlib.MAX_WBITS | 16, b"deflate": zlib.MAX_WBITS}


class GoneError(Exception):
    """Whoever sent it has left."""


def read_headers(scope: Mapping[str, Any]) -> Headers:
    """The headers by name. Raises DP-INT-003 where one that counts stands there twice: which one counts would
    be anybody's guess."""
    found: dict[bytes, bytes] = {}
    for name, value in scope["headers"]:
        if name in found and name in _ONCE:
            raise UNREADABLE.error(name.decode("latin-1"), says="this header stands there twice")
        found[name] = value
    return found


async def read_body(receive: Receive, headers: Headers, held: Held, taken: list[int]) -> bytes:
    """The body as it was sent; ``taken`` grows by what was taken of ``held``, which the caller gives back.

    Raises DP-INT-004 for one that is too large, -007 where too much is held already, -003 for one that takes
    too long, and GoneError.
    """
    said = headers.get(b"content-length", b"0")
    if not said.isdigit() or len(said) > 12 or int(said) > LARGEST_BODY:
        raise TOO_LARGE.error("body", says=f"a request has at most {LARGEST_BODY:,} bytes")
    parts: list[bytes] = []
    arrived = 0
    try:
        async with asyncio.timeout(SECONDS_TO_SEND):
            while True:
                message = await receive()
                if message["type"] == "http.disconnect":
                    raise GoneError
                part = message.get("body", b"")
                arrived += len(part)
                if arrived > LARGEST_BODY:
                    raise TOO_LARGE.error("body", says=f"a request has at most {LARGEST_BODY:,} bytes")
                if not held.take(len(part)):
                    raise OVERLOADED.error()
                taken.append(len(part))
                parts.append(part)
                if not message.get("more_body"):
                    return b"".join(parts)
    except TimeoutError:
        raise UNREADABLE.error("body", says="the body took too long to arrive") from None


def unpack(body: bytes, headers: Headers) -> bytes:
    """The body without its encoding. Raises DP-INT-003 for one that cannot be unpacked, and -004 for one that
    grows beyond what is taken: it is not unpacked any further."""
    encoding = headers.get(b"content-encoding", b"").strip().lower()
    if encoding in (b"", b"identity"):
        return body
    bits = _UNPACKERS.get(encoding)
    if bits is None:
        raise UNREADABLE.error(
            "Content-Encoding", says="this encoding is not known here", fix="send it plain, or as gzip"
        )
    unpacker = zlib.decompressobj(bits)
    try:
        unpacked = unpacker.decompress(body, LARGEST_BODY + 1)
    except zlib.error:
        raise UNREADABLE.error("body", says=f"the body is no {encoding.decode()}") from None
    if len(unpacked) > LARGEST_BODY:
        raise TOO_LARGE.error("body", says=f"unpacked, a request has at most {LARGEST_BODY:,} bytes")
    if not unpacker.eof:
        raise UNREADABLE.error("body", says="the body is cut off")
    return unpacked


def read_json(body: bytes) -> Any:
    r"""What the body says. Raises DP-INT-003.

    Programs write what is no JSON, strictly: ``NaN`` (it is taken as missing), and half a character where a
    text was cut in the middle of an emoji (it becomes U+FFFD). One of them must not cost a whole batch.

    >>> read_json(rb'{"score": NaN, "text": "so \ud83d"}')
    {'score': None, 'text': 'so �'}
    """
    try:
        return orjson.loads(body)
    except orjson.JSONDecodeError as error:
        why = str(error)
    try:
        text = body.decode("utf-8-sig")
        found = json.loads(text, parse_constant=lambda _: None)
        whole = json.dumps(found, ensure_ascii=False, allow_nan=False)
        return orjson.loads(whole.encode("utf-16", "surrogatepass").decode("utf-16", "replace"))
    except (ValueError, RecursionError):
        raise UNREADABLE.error("body", says=f"the body is no JSON: {why}") from None
