"""The endpoints of alerts."""

from __future__ import annotations

from functools import partial
from typing import Annotated, Literal

from django.db import transaction
from django.http import HttpRequest
from ninja import Query, Router, Schema
from pydantic import Field

from desirepath.server.answers import REFUSALS
from desirepath.server.desk import alerts
from desirepath.server.desk.api_tasks import Account, Because, Of, SnoozeIn, colleague, moment_of
from desirepath.server.desk.models import Alert
from desirepath.server.desk.seeing import find, find_all, may_see
from desirepath.server.desk.shown import OF_ALERT, AlertOut, MapNames, alert_out
from desirepath.server.people.api import asker
from desirepath.server.people.shapes import Body, Page, PageSize, newest_first

router = Router(tags=["today"])


class Closing(Body):
    """What was done about it."""

    because: Because = ""


Keys = Annotated[list[int], Field(min_length=1, max_length=2000)]


class AlertsClosing(Body):
    """Which alerts, by their numbers, and what was done about all of them."""

    ids: Keys
    because: Because = ""


class AlertsChosen(Body):
    """Which alerts, by their numbers."""

    ids: Keys


class AlertsPuttingOff(SnoozeIn):
    """Which alerts, by their numbers; until when, and why."""

    ids: Keys


class AlertsChanged(Schema):
    """Of which alerts something changed: to take it back, say these."""

    ids: list[int]


class Giving(Body):
    """Whose it is to be, by their number."""

    owner: int


@router.get("", response={200: Page[AlertOut], **REFUSALS})
def list_alerts(
    request: HttpRequest,
    of: Of | None = None,
    account: Account | None = None,
    state: Literal["open", "closed", "over", "all"] = "open",
    alert: Annotated[list[int] | None, Query(max_length=200, description="Only these.")] = None,
    cursor: str = "",
    limit: PageSize = 50,
) -> Page[AlertOut]:
    """The alerts you may see, the newest first: of an account, or those of some numbers."""
    rows = may_see(asker(request), Alert.objects.select_related(*OF_ALERT))
    if of is not None:
        rows = rows.filter(of=of)
    if account is not None:
        rows = rows.filter(account=account)
    if alert is not None:
        rows = rows.filter(pk__in=[pk for pk in alert if 0 < pk < 2**62])
    if state == "over":
        rows = rows.exclude(ended_at=None)
    elif state != "all":
        rows = rows.filter(ended_at=None, closed_at__isnull=state == "open")
    items, following = newest_first(rows, partial(alert_out, maps=MapNames()), cursor=cursor, limit=limit)
    return Page[AlertOut](items=list(items), next=following)


@router.post("/together/close", response={200: AlertsChanged, **REFUSALS})
def close_alerts(request: HttpRequest, body: AlertsClosing) -> AlertsChanged:
    """You have seen to all of them, for one reason; all or none."""
    with transaction.atomic():
        found = _find_all(request, body.ids)
        return AlertsChanged(ids=alerts.close_together(found, body.because, asker(request)))


@router.post("/together/reopen", response={200: AlertsChanged, **REFUSALS})
def reopen_alerts(request: HttpRequest, body: AlertsChosen) -> AlertsChanged:
    """They were closed by mistake."""
    with transaction.atomic():
        return AlertsChanged(ids=alerts.reopen_together(_find_all(request, body.ids)))


@router.post("/together/snooze", response={200: AlertsChanged, **REFUSALS})
def snooze_alerts(request: HttpRequest, body: AlertsPuttingOff) -> AlertsChanged:
    """Put all of them off, for one reason: each comes back then, or sooner where it gets worse."""
    until = moment_of(body)
    with transaction.atomic():
        found = _find_all(request, body.ids)
        return AlertsChanged(ids=alerts.snooze_together(found, until, body.because, asker(request)))


@router.post("/together/wake", response={200: AlertsChanged, **REFUSALS})
def wake_alerts(request: HttpRequest, body: AlertsChosen) -> AlertsChanged:
    """Put them off no more."""
    with transaction.atomic():
        return AlertsChanged(
            ids=alerts.snooze_together(_find_all(request, body.ids), None, "", asker(request))
        )


@router.get("/{int:alert_id}", response={200: AlertOut, **REFUSALS})
def one_alert(request: HttpRequest, alert_id: int) -> AlertOut:
    """One alert."""
    with transaction.atomic():
        return alert_out(_find(request, alert_id))


@router.post("/{int:alert_id}/close", response={200: AlertOut, **REFUSALS})
def close_alert(request: HttpRequest, alert_id: int, body: Closing) -> AlertOut:
    """You have seen to it: it stays quiet, unless it gets worse or happens again."""
    with transaction.atomic():
        return alert_out(alerts.close(_find(request, alert_id), body.because, asker(request)))


@router.post("/{int:alert_id}/reopen", response={200: AlertOut, **REFUSALS})
def reopen_alert(request: HttpRequest, alert_id: int) -> AlertOut:
    """It was closed by mistake."""
    with transaction.atomic():
        return alert_out(alerts.reopen(_find(request, alert_id)))


@router.post("/{int:alert_id}/snooze", response={200: AlertOut, **REFUSALS})
def snooze_alert(request: HttpRequest, alert_id: int, body: SnoozeIn) -> AlertOut:
    """Put it off: it comes back then, or sooner where it gets worse."""
    until = moment_of(body)
    with transaction.atomic():
        return alert_out(alerts.snooze(_find(request, alert_id), until, body.because, asker(request)))


@router.post("/{int:alert_id}/wake", response={200: AlertOut, **REFUSALS})
def wake_alert(request: HttpRequest, alert_id: int) -> AlertOut:
    """Put it off no more."""
    with transaction.atomic():
        return alert_out(alerts.snooze(_find(request, alert_id), None, "", asker(request)))


@router.put("/{int:alert_id}/owner", response={200: AlertOut, **REFUSALS})
def give_alert(request: HttpRequest, alert_id: int, body: Giving) -> AlertOut:
    """Give it to somebody."""
    owner = colleague(body.owner)
    with transaction.atomic():
        return alert_out(alerts.give(_find(request, alert_id), owner, asker(request)))


def _find_all(request: HttpRequest, ids: list[int]) -> list[Alert]:
    return find_all(asker(request), Alert.objects.all(), ids, called="alert")


def _find(request: HttpRequest, alert_id: int) -> Alert:
    return find(asker(request), Alert.objects.all(), alert_id, called="alert")
