"""The endpoint that says how the workspace is set up: what its file ``desirepath.toml`` says."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from ninja import Router, Schema

from desirepath import __version__
from desirepath.server.answers import REFUSALS
from desirepath.server.clock import workspace_time
from desirepath.server.log_state import current_log
from desirepath.server.people.access import is_guest
from desirepath.server.people.api import asker

router = Router(tags=["log"])


class WorkspaceOut(Schema):
    """What the workspace is called (empty: nobody has said), what time it is there, how days, weeks and money
    are read, what may be uploaded, and whether mails go out. ``is_demo``: time stands still, until somebody
    lets a day pass.

    ``retention`` says per source how long what came in is kept (``*``: every other one). A guest of a map is
    told nothing of what comes in, and not with what the others sign in.
    """

    name: str
    now: datetime
    today: date
    address: str
    time_zone: str
    week_start: str
    currency: str
    currencies: list[str]
    retention: dict[str, str]
    dropped: list[str]
    hashed: list[str]
    attachment_megabytes: int
    mails: bool
    sign_in_with: list[str]
    is_demo: bool
    version: str


@router.get("", response={200: WorkspaceOut, **REFUSALS})
def workspace(request: HttpRequest) -> Any:
    """How the workspace is set up."""
    it, server, time = current_log().settings, settings.CONFIGURATION, workspace_time()
    shown = WorkspaceOut(
        name=it.name,
        now=time.now,
        today=time.today,
        address=server.url,
        time_zone=it.time_zone,
        week_start=it.week_start,
        currency=it.currency,
        currencies=sorted(it.rates),
        retention={source: f"{span.days} days" for source, span in it.retention.items()},
        dropped=list(it.drop),
        hashed=list(it.hash),
        attachment_megabytes=server.attachment_megabytes,
        mails=bool(server.email),
        sign_in_with=sorted(server.oidc),
        is_demo=settings.IS_DEMO,
        version=__version__,
    )
    hidden: dict[str, Any] = {"retention": {}, "dropped": [], "hashed": [], "sign_in_with": []}
    return shown.model_copy(update=hidden) if is_guest(asker(request)) else shown
