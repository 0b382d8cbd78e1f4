"""Queues what is to be done every hour or every day: each once in its period, whoever looks first."""

from __future__ import annotations

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from desirepath.log.workspace import read_settings
from desirepath.server.jobs.known import job_kinds
from desirepath.server.jobs.models import Turn
from desirepath.server.jobs.queue import enqueue


def queue_what_is_due(now: datetime | None = None) -> list[str]:
    """Queue the kinds whose turn it is and has not been taken; their names. ``now`` is an aware instant."""
    due = []
    here = (now or timezone.now()).astimezone(_zone())
    for kind in job_kinds().values():
        period = kind.every.period(here) if kind.every is not None else None
        if period is None or Turn.objects.filter(kind=kind.name, period=period).exists():
            continue
        with transaction.atomic():
            _, is_ours = Turn.objects.get_or_create(kind=kind.name, period=period)
            if is_ours:
                enqueue(kind.name, key="schedule")
                due.append(kind.name)
    return due


def forget_old_turns() -> None:
    """Remove the turns that nobody will ask about again."""
    Turn.objects.filter(at__lt=timezone.now() - timedelta(days=7)).delete()


def _zone() -> ZoneInfo:
    return ZoneInfo(read_settings(settings.CONFIGURATION.folder).time_zone)
