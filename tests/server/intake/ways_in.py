"""Every way in over HTTP as a function of bytes, with good requests that may be changed at will, and the law
that holds whatever comes: one answer in words, and what is accepted can be stored as it was read."""

from __future__ import annotations

import gzip
import json
import tempfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, Final
from urllib.parse import urlencode

from desirepath.log.inbox import pack_rows, unpack_rows
from desirepath.log.row_checks import Row
from desirepath.log.rows import FactTable, read_rows
from desirepath.log.store import create_log
from desirepath.server.intake.accepting import Accepting
from desirepath.server.intake.door import Door
from desirepath.server.intake.known import KNOWN, Hook, Key, Known, Sender
from desirepath.server.intake.mail import MAIL
from desirepath.server.intake.replies import INBOUND
from desirepath.server.intake.writing import Done, Writing
from desirepath.server.people.secrets import hash_secret
from tests.server.intake.asgi import Header, call, nobody
from tests.server.intake.client import with_key
from tests.server.intake.test_hooks import MAPPING, PLACED, PROVIDERS, bearer, now
from tests.server.intake.test_mail import SECRET, clicked, secret_of, signed, signed_by_sendgrid, svix
from tests.server.intake.test_replies import answered, places_in, put
from tests.server.running import Answer

_KEY: Final = "dpw_fuzzed"
_AT_WILL: Final = 10**9
_FORM: Header = (b"content-type", b"application/x-www-form-urlencoded")
_PARTS: Header = (b"content-type", b"multipart/form-data; boundary=b")
UNSIGNED: Final = b"!"
"""Content that begins so says what stands in the headers that prove who sends; what it proves is nothing."""
ODD_VALUES: Final[tuple[Any, ...]] = (
    None, True, 0, -1, 7.5, 1e308, -1e18, 10**30, 99999999999999, "", " ", "0", "\0", "\ud800", "a" * 400,
    [], {}, [[]], [{}], {"id": []}, "0001-01-01T00:00:00Z", "9999-12-31T23:59:59-23:59", "2026-02-30",
    ["a", "b"], {"a": {"b": 1}}, "nobody", "@", "a@b.c", float("nan"), "\u202e", "=1+1",
)  # fmt: skip
"""What stands somewhere and nobody expected there."""
_CALM: Final = (200, 204, 400, 401, 403, 404, 413, 429)
Sent = tuple[str, bytes, list[Header]]
"""The path, the body and the headers of a request."""


@dataclass(frozen=True)
class Way:
    """One way in: good contents, and how a content becomes a request. ``kind`` is the connection's."""

    name: str
    kind: str
    seeds: tuple[bytes, ...]
    sent: Callable[[bytes], Sent]


class Unwritten(Writing):
    """Takes what is accepted, and looks whether it could be stored: read again from its line of the inbox it
    is what was read at the door. Nothing is written."""

    def judge_and_write(
        self, rows: Sequence[Row], done: Done, *, facts: tuple[FactTable, ...] = ()
    ) -> Sequence[bool]:
        if rows:
            again = unpack_rows(pack_rows(rows).removesuffix(b"\n"))
            assert again is not None, "the line of the inbox is damaged"
            read = read_rows(again, source="")
            assert not read.refused, f"accepted, and cannot be stored: {read.refused}"
            if facts:
                stored = [(one.kind, one.table) for one in read.tables]
                assert stored == [(one.kind, one.table) for one in facts], "stored is not what was read"
        done(None)
        return [True] * len(rows)


@cache
def _door() -> Door:
    folder = Path(tempfile.mkdtemp(prefix="desirepath-ways-in-"))
    create_log(folder).close()
    door, writing = Door(nobody), Unwritten(folder)
    door._writing, door._accepting = writing, Accepting(folder, writing)
    return door


def check(way: Way, content: bytes) -> str:
    """Send it; what became of it. Raises AssertionError where the law does not hold."""
    sender = Sender(1, way.kind, way.kind, MAPPING if way.kind == "mapped" else "", False, _AT_WILL)
    hook = Hook(sender, ((secret_of(way.kind), None),))
    key = Key(1, sender, "server", frozenset(), None)
    KNOWN.now = Known({hash_secret(_KEY): key}, {"h": hook})
    path, body, headers = way.sent(content)
    door = _door()
    answer = call(door, path, body, headers=headers)
    must_be_calm(answer)
    assert door._held.bytes == 0, "bytes are held, and nobody is there"
    return _said(answer)


def must_be_calm(answer: Answer) -> None:
    """One answer in words, and no 5xx."""
    assert answer.status in _CALM, answer.text
    if answer.status >= 400:
        assert answer.json()["problems"][0]["code"].startswith("DP-"), answer.text


def _said(answer: Answer) -> str:
    if answer.status != 200:
        return "refused"
    said = answer.json()
    return "some rejected" if said.get("rejected") else "all kept"


def with_odd_value(content: bytes, place: int, new: Any) -> bytes:
    """A content in whose JSON another value stands somewhere; one without JSON stays as it is."""
    starts = [at for at in (content.find(b"{"), content.find(b"[")) if at >= 0]
    try:
        said = json.loads(content[min(starts) :])
    except ValueError:
        return content
    places = [*places_in(said)] or [()]
    return content[: min(starts)] + _packed(put(said, places[place % len(places)], new))


@cache
def ways() -> dict[str, Way]:
    """Every way in, by name."""
    several = [
        *(_tool(kind, payload) for kind, (_, payload, _, _) in PROVIDERS.items()),
        *(_mails(kind) for kind in MAIL),
        _form("mailgun"),
        _form("sendgrid"),
        _mapped(),
        _cloud_events(),
        _calls(),
    ]
    return {one.name: one for one in several}


def _packed(said: Any) -> bytes:
    return json.dumps(said, separators=(",", ":")).encode()


def _or_unsigned(seeds: Sequence[bytes]) -> tuple[bytes, ...]:
    return (*seeds, UNSIGNED + b"t=1,v1=" + b"0" * 64 + b"\n\n" + seeds[0])


def _signed_or_not(sign: Callable[[bytes], tuple[bytes, list[Header]]]) -> Callable[[bytes], Sent]:
    def sent(content: bytes) -> Sent:
        is_unsigned = content.startswith(UNSIGNED)
        value, _, own = content.removeprefix(UNSIGNED).partition(b"\n\n")
        body, headers = sign(own if is_unsigned else content)
        if is_unsigned:
            plain = (b"content-type", b"x-amz-sns-message-type")
            headers = [(name, was if name in plain else value) for name, was in headers]
        return "/hooks/h", body, headers

    return sent


def _tool(kind: str, payload: Any) -> Way:
    def sign(body: bytes) -> tuple[bytes, list[Header]]:
        if kind == "standard":
            return body, svix(body, b"m1", True)
        return body, PROVIDERS[kind][0](body, now(), SECRET)

    return Way(kind, kind, _or_unsigned([_packed(payload)]), _signed_or_not(sign))


def _mails(kind: str) -> Way:
    said = [clicked(kind, "https://a.example/prices")]
    if kind in {*INBOUND, "mandrill", "resend", "mailtrap"} - {"mailgun", "sendgrid"}:
        said.append(answered(kind))
    seeds = _or_unsigned([_packed(one) for one in said])
    return Way(kind, kind, seeds, _signed_or_not(lambda body: signed(kind, body)))


def _form(kind: str) -> Way:
    fields = answered(kind)
    parts = "".join(f'--b\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{value}\r\n'
                    for name, value in fields.items()) + "--b--\r\n"  # fmt: skip

    def sign(body: bytes) -> tuple[bytes, list[Header]]:
        of_sendgrid = signed_by_sendgrid(body) if kind == "sendgrid" else []
        return body, [_PARTS if body.startswith(b"--b") else _FORM, *of_sendgrid]

    return Way(f"{kind} (answers)", kind, (urlencode(fields).encode(), parts.encode()), _signed_or_not(sign))


def _mapped() -> Way:
    record = {"id": 7, "what": "bought", "at": "2026-01-01T00:00:00Z",
              "data": {"user": {"email": "ann@example.org"}, "order": "o1", "lines": [1, 2]}}  # fmt: skip
    seeds = _or_unsigned([_packed(record), _packed([record, {"what": "bought"}])])
    return Way("mapped", "mapped", seeds, _signed_or_not(lambda body: (body, bearer(body, 0, SECRET))))


def _cloud_events() -> Way:
    """The first lines are headers, up to an empty one."""
    event = _packed(
        {
            "specversion": "1.0",
            "id": "1",
            "source": "/shop",
            "time": "2026-01-01T00:00:00Z",
            "type": "order.placed",
            "data": {"customer": "u1", "amount": "9.90", "currency": "EUR"},
        }
    )
    in_headers = b"content-type: application/json\nce-specversion: 1.0\nce-id: 2\nce-source: /shop\n"
    seeds = (
        b"content-type: application/cloudevents+json\n\n" + event,
        b"content-type: application/cloudevents-batch+json\n\n[" + event + b"]",
        in_headers + b"ce-type: order.placed\nce-subject: J%C3%BCrgen\n\n" + _packed(PLACED["data"]),
    )

    def sent(content: bytes) -> Sent:
        head, _, body = content.partition(b"\n\n")
        pairs = [line.partition(b":")[::2] for line in head.split(b"\n")]
        named = [(name.strip().lower(), value.strip()) for name, value in pairs]
        return "/hooks/h", body, [*bearer(body, 0, SECRET), *named]

    return Way("cloudevents", "cloudevents", seeds, sent)


def _calls() -> Way:
    """The first line is the end of the address, and how the body is packed: gzip (it is), or says so only."""
    at = {"timestamp": "2026-01-01T00:00:00Z", "sentAt": "2026-01-01T00:00:01Z"}
    track = {"type": "track", "messageId": "m1", "userId": "u1", "anonymousId": "a1",
             "event": "Order Completed", "properties": {"order_id": "o9", "total": 49.9, "currency": "EUR"},
             **at}  # fmt: skip
    identify = {"type": "identify", "userId": "u1", "traits": {"email": "a@example.org", "plan": "pro"}, **at}
    group = {"type": "group", "userId": "u1", "groupId": "acme", "traits": {"name": "Acme"}, **at}
    alias = {"type": "alias", "userId": "u1", "previousId": "a1", "messageId": "m4", **at}
    page = {"type": "page", "anonymousId": "a1", "name": "Prices", "context": {"page": {"path": "/"}}, **at}
    seeds = (
        b"batch\n" + _packed({"batch": [track, identify, group, alias, page], "writeKey": _KEY, **at}),
        b"b gzip\n" + _packed({"batch": [track, page], "context": {"groupId": "acme"}}),
        *(f"{one['type']} \n".encode() + _packed(one) for one in (track, identify, group, alias, page)),
        b"import says-gzip\n" + gzip.compress(_packed({"batch": [track]})),
    )  # fmt: skip

    def sent(content: bytes) -> Sent:
        head, _, body = content.partition(b"\n")
        path, _, how = head.partition(b" ")
        shown = with_key(_KEY)["Authorization"].encode()
        headers: list[Header] = [(b"authorization", shown)]
        if how:
            headers.append((b"content-encoding", how.removeprefix(b"says-")))
        packed = gzip.compress(body, 1) if how == b"gzip" else body
        return "/v1/" + path.decode("latin-1"), packed, headers

    return Way("calls of Segment's clients", "segment", seeds, sent)
