"""CloudEvents over HTTP: structured (one JSON event), batched, or binary (its attributes are headers)."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, datetime
from typing import Any, Final
from urllib.parse import unquote

from desirepath.log.row_checks import Row
from desirepath.server.intake.kinds import NOT_AN_EVENT, UNREADABLE
from desirepath.sources.tools import cloudevents

_STRUCTURED: Final = "application/cloudevents+json"
_BATCH: Final = "application/cloudevents-batch+json"


def read_cloud_events(
    headers: Mapping[str, str], body: bytes, read: Callable[[], Any]
) -> tuple[Sequence[Any], Callable[[Any], Sequence[Row]]]:
    """The events of a request; ``read`` reads its body as JSON. Raises DP-INT-003."""
    content_type = headers.get("content-type", "").partition(";")[0].strip().lower()
    if content_type == _BATCH:
        found = read()
        if not isinstance(found, list):
            raise UNREADABLE.error("body", says="a batch of events is a list")
        return found, rows_of
    if content_type == _STRUCTURED or "ce-specversion" not in headers:
        found = read()
        return (found if isinstance(found, list) else [found]), rows_of
    event: dict[str, Any] = {
        name.removeprefix("ce-"): unquote(value) for name, value in headers.items() if name.startswith("ce-")
    }
    if body and (content_type.endswith("json") or not content_type):
        event["data"] = read()
    elif body:
        event["data"] = {"text": body.decode("utf-8", "replace")}
    return [event], rows_of


def rows_of(event: Any) -> Sequence[Row]:
    """The facts of one event. Its own source becomes part of the key: an event is the same where its id and
    its source are; the connection is what the log calls its source. Raises DP-INT-005."""
    missing = [name for name in ("specversion", "id", "source", "type") if not event.get(name)]
    if missing:
        raise NOT_AN_EVENT.error(missing[0], says=f'a CloudEvent needs "{missing[0]}"')
    if not str(event["specversion"]).startswith("1."):
        raise NOT_AN_EVENT.error("specversion", says="only CloudEvents 1.0 are read")
    if not event.get("time"):  # they need not say when: what is posted as it happens has just happened
        event = {**event, "time": datetime.now(UTC).isoformat()}
    rows = cloudevents.TOOL.rows(event)
    for row in rows:
        row["key"] = f"{event['source']}#{event['id']}"
        row.setdefault("properties", {})["event_source"] = event["source"]
    return rows
