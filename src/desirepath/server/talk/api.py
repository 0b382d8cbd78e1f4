"""The endpoints of talk, and where they begin."""

from __future__ import annotations

from typing import Final

from ninja import Router

from desirepath.server.talk.api_attachments import router as attachments
from desirepath.server.talk.api_comments import router as comments
from desirepath.server.talk.api_erasing import router as erasing
from desirepath.server.talk.api_evidence import router as evidence
from desirepath.server.talk.api_notifications import router as notifications
from desirepath.server.talk.api_notifications import stream_router as events

ROUTERS: Final[tuple[tuple[str, Router], ...]] = (
    ("/maps", comments),
    ("/maps", attachments),
    ("/maps", evidence),
    ("/notifications", notifications),
    ("/events", events),
    ("/people", erasing),
)
