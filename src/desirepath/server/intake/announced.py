"""Mails that came in, of which a provider posts only who wrote them, when and (Resend) about what.

Their words would have to be fetched with the key of an account, and nothing is fetched here. That somebody
has answered is known all the same. Resend names sender, subject and ``Message-ID``
(https://resend.com/docs/webhooks/emails/received); Mailtrap the sender, as it stands in the mail, and its own
ids (https://docs.mailtrap.io/inbound-email/webhooks).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, datetime
from typing import Any, Final

from desirepath.base.slow import load

_AUTOMATIC: Final = (
    "automatic reply",
    "auto-reply",
    "autoreply",
    "auto:",
    "out of office",
    "automatische antwort",
)
"""How subjects of automatic answers begin; the header that says it for certain is not posted."""
_MAILTRAP: Final = ("inbound.message_received", "inbound_message_received")
_MILLISECONDS: Final = 10**11
"""No time in seconds is so large."""


def _of_resend(said: Any) -> Sequence[Any] | None:
    if not isinstance(said, dict) or said.get("type") != "email.received":
        return None
    data = said["data"]
    at = datetime.fromisoformat(data.get("created_at") or said["created_at"])
    return [_event(at, data["email_id"], data.get("from"), data.get("subject"), data.get("message_id"))]


def _of_mailtrap(said: Any) -> Sequence[Any] | None:
    events = said.get("events") if isinstance(said, dict) else None
    if not isinstance(events, list) or not events or any(one.get("event") not in _MAILTRAP for one in events):
        return None
    found = []
    for one in events:
        seconds = one["timestamp"] / 1000 if one["timestamp"] > _MILLISECONDS else one["timestamp"]
        name = f"{one['inbox_id']}/{one['message_id']}"  # the event's id is another one when it is sent again
        found.append(_event(datetime.fromtimestamp(seconds, UTC), name, one.get("from"), None, None))
    return found


def _event(at: datetime, name: str, sender: Any, subject: Any, message_id: Any) -> Any:
    headers = {} if message_id is None else {"Message-ID": str(message_id)}
    if subject is not None and str(subject).strip().lower().startswith(_AUTOMATIC):
        headers["Auto-Submitted"] = "auto-replied"
    message = load("anymail.inbound").AnymailInboundMessage.construct(
        from_email=sender if isinstance(sender, str) and "@" in sender else None,
        subject=None if subject is None else str(subject),
        headers=headers,
    )
    return load("anymail.signals").AnymailInboundEvent(
        event_type="inbound", timestamp=at, event_id=str(name), esp_event={}, message=message
    )


ANNOUNCED: Final[Mapping[str, Callable[[Any], Sequence[Any] | None]]] = {
    "mailtrap": _of_mailtrap,
    "resend": _of_resend,
}
"""Who only announces a mail, and what reads that as anymail would; None where it is something else."""
