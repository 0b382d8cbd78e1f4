"""The calls of Segment's client libraries: which address means what, and what is in a call.

Read in the clients themselves: ``segment-analytics-python`` and ``@segment/analytics-node`` post batches to
``/v1/batch`` (basic auth, the key also in the body, gzip); ``@segment/analytics-next`` first fetches its
settings, then posts single calls to ``/v1/t``, ``/v1/i``, ``/v1/p`` ... or batches to ``/v1/b``, as
``text/plain`` with basic auth or the key in the body. All stop for good at 4xx but 408, 410, 429 and 460, and
come back after ``Retry-After``.
"""

from __future__ import annotations

import base64
import binascii
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from hashlib import blake2b
from typing import Any, Final
from uuid import uuid4

import orjson

from desirepath.log.row_checks import Row
from desirepath.server.intake.kinds import NOT_AN_EVENT, TOO_LARGE, UNREADABLE
from desirepath.server.intake.limits import MOST_EVENTS
from desirepath.sources.tools.segment import TOOL

_SHORT: Final = {"t": "track", "i": "identify", "g": "group", "p": "page", "s": "screen", "a": "alias"}
CALLS: Final[Mapping[str, str]] = {
    **{name: name for name in _SHORT.values()},
    **_SHORT,
    **dict.fromkeys(("batch", "b", "import"), "batch"),
}
"""What the last part of an address under ``/v1/`` means."""
_INHERITED: Final = ("sentAt", "context")
_IDENTIFIERS: Final = ("userId", "anonymousId", "user_id", "anonymous_id", "previousId")


@dataclass(frozen=True, slots=True)
class Calls:
    """What one request holds: the key in its body (empty: none), and its events."""

    key: str
    events: Sequence[Any]


def read_calls(call: str, body: Any) -> Calls:
    """The events of a request. Raises DP-INT-003 and -004."""
    if not isinstance(body, dict):
        raise UNREADABLE.error("body", says="the body should be an object, in curly brackets")
    key = body.get("writeKey")
    now = datetime.now(UTC).isoformat(timespec="milliseconds")
    if call != "batch":
        return Calls(key if isinstance(key, str) else "", [{**body, "type": call, "receivedAt": now}])
    batch = body.get("batch")
    if not isinstance(batch, list):
        raise UNREADABLE.error("batch", says='the body has no list "batch"')
    if len(batch) > MOST_EVENTS:
        raise TOO_LARGE.error("batch", says=f"{len(batch):,} events; at most {MOST_EVENTS:,} are taken")
    if not isinstance(key, str) and batch and isinstance(batch[0], dict):
        key = batch[0].get("writeKey")
    said = {name: body[name] for name in _INHERITED if body.get(name) is not None}
    said["receivedAt"] = now
    events = [{**said, **event, "receivedAt": now} if isinstance(event, dict) else event for event in batch]
    return Calls(key if isinstance(key, str) else "", events)


def rows_of(event: Any) -> Sequence[Row]:
    """The facts of one call, as those of an imported file of calls. Raises DP-INT-005 and RecordError."""
    if not event.get("userId") and not any(event.get(name) for name in _IDENTIFIERS):
        raise NOT_AN_EVENT.error(
            "userId", says="nobody can tell whose this is", fix="send userId or anonymousId"
        )
    if not event.get("messageId"):
        event["messageId"] = _message_id(event)
    return TOOL.rows(event)


def _message_id(event: Mapping[str, Any]) -> str:
    """For a call that has none: what it says, where it says when; so that it may be sent again."""
    if event.get("timestamp") is None:
        return str(uuid4())
    said = {name: value for name, value in event.items() if name not in ("receivedAt", "sentAt", "writeKey")}
    return "content:" + blake2b(orjson.dumps(said, option=orjson.OPT_SORT_KEYS), digest_size=16).hexdigest()


def key_in_header(header: bytes) -> str:
    """The key in ``Authorization``: as the user of basic auth, or as a bearer; empty where there is none.

    >>> key_in_header(b"Basic " + base64.b64encode(b"dpw_abc:")), key_in_header(b"Bearer dpw_abc")
    ('dpw_abc', 'dpw_abc')
    """
    kind, _, said = header.partition(b" ")
    if kind.lower() == b"bearer":
        return said.strip().decode("ascii", "replace")
    if kind.lower() != b"basic":
        return ""
    try:
        return base64.b64decode(said.strip(), validate=True).decode("ascii").partition(":")[0]
    except (binascii.Error, UnicodeDecodeError):
        return ""


def settings_for(key: str, url: str) -> dict[str, Any]:
    """What ``@segment/analytics-next`` fetches before it sends: where to, and that there is nothing else."""
    protocol, _, host = url.rstrip("/").partition("://")
    own = {
        "apiKey": key,
        "apiHost": f"{host}/v1",
        "protocol": protocol,
        "addBundledMetadata": False,
        "unbundledIntegrations": [],
        "maybeBundledConfigIds": {},
    }
    return {
        "integrations": {"Segment.io": own},
        "plan": {"track": {"__default": {"enabled": True, "integrations": {}}}},
        "edgeFunction": {},
        "middlewareSettings": {},
        "enabledMiddleware": {},
        "remotePlugins": [],
        "legacyVideoPluginsEnabled": False,
        "analyticsNextEnabled": True,
        "metrics": {"sampleRate": 0},
    }
