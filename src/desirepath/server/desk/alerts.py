"""Alerts: those of an account, and what a person does about one: put it off, close it, open it again."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db.models import QuerySet

from desirepath.server.desk.clock import desk_time
from desirepath.server.desk.models import Alert
from desirepath.server.desk.tasks import must_be_colleague, put_off
from desirepath.server.desk.telling import tell_desks
from desirepath.server.people.models import Person


def open_of(of: str, account: str) -> QuerySet[Alert]:
    """The open alerts of one account, the latest first; also those that are put off."""
    return open_alerts().filter(of=of, account=account).order_by("-opened_at", "-pk")


def open_alerts() -> QuerySet[Alert]:
    """What is still wrong and nobody has closed."""
    return Alert.objects.filter(ended_at=None, closed_at=None)


def close(alert: Alert, because: str, by: Person) -> Alert:
    """Somebody has seen to it. It stays quiet while it lasts, unless it gets worse or happens anew."""
    if alert.ended_at or alert.closed_at:
        return alert
    return _set(alert, closed_at=desk_time().now, closed_by=by, closed_because=because)


def reopen(alert: Alert) -> Alert:
    """It was closed by mistake; one that is over stays over."""
    return _set(alert, closed_at=None, closed_by=None, closed_because="")


def snooze(alert: Alert, until: datetime | None, because: str, by: Person) -> Alert:
    """Put off until then; None: no more."""
    return _set(alert, **put_off(until, because, by))


def give(alert: Alert, owner: Person, by: Person) -> Alert:
    """It is somebody else's from now on, whoever the map names. Raises DP-DSK-002."""
    must_be_colleague(owner)
    return _set(alert, owner=owner, owned_because="", given_by=by)


def _set(alert: Alert, **changes: Any) -> Alert:
    for name, value in changes.items():
        setattr(alert, name, value)
    alert.save(update_fields=list(changes))
    tell_desks()
    return alert
