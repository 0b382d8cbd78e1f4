"""Alerts: those of an account, and what a person does about one: put it off, close it, open it again."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from typing import Any

from django.db.models import QuerySet

from desirepath.server.clock import workspace_time
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
    return _set(alert, closed_at=workspace_time().now, closed_by=by, closed_because=because)


def reopen(alert: Alert) -> Alert:
    """It was closed by mistake; one that is over stays over."""
    return _set(alert, closed_at=None, closed_by=None, closed_because="")


def snooze(alert: Alert, until: datetime | None, because: str, by: Person) -> Alert:
    """Put off until then; None: no more."""
    return _set(alert, **put_off(until, because, by))


def close_together(alerts: Collection[Alert], because: str, by: Person) -> list[int]:
    """Somebody has seen to all of them, for one reason. Those that were open, by their keys: who takes it
    back opens these again, and no others."""
    return _set_all(alerts, closed_at=workspace_time().now, closed_by=by, closed_because=because)


def reopen_together(alerts: Collection[Alert]) -> list[int]:
    """They were closed by mistake; those that are over stay over."""
    found = [one.pk for one in alerts if one.closed_at is not None]
    Alert.objects.filter(pk__in=found).update(closed_at=None, closed_by=None, closed_because="")
    tell_desks()
    return found


def snooze_together(alerts: Collection[Alert], until: datetime | None, because: str, by: Person) -> list[int]:
    """All that are open put off until then, for one reason; None: no more."""
    return _set_all(alerts, **put_off(until, because, by))


def give(alert: Alert, owner: Person, by: Person) -> Alert:
    """It is somebody else's from now on, whoever the map names. Raises DP-DSK-002."""
    must_be_colleague(owner)
    return _set(alert, owner=owner, owned_because="", given_by=by)


def _set_all(alerts: Collection[Alert], **changes: Any) -> list[int]:
    found = [one.pk for one in alerts if one.ended_at is None and one.closed_at is None]
    Alert.objects.filter(pk__in=found).update(**changes)
    tell_desks()
    return found


def _set(alert: Alert, **changes: Any) -> Alert:
    for name, value in changes.items():
        setattr(alert, name, value)
    alert.save(update_fields=list(changes))
    tell_desks()
    return alert
