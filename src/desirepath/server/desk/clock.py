"""What time it is at the desk, and which day: one clock for all that is due, late or put off."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db.models import Max
from django.utils import timezone

from desirepath.log.workspace import read_settings
from desirepath.server.desk.models import Look
from desirepath.success.today import start_of


@dataclass(frozen=True, slots=True)
class DeskTime:
    """An instant, and the zone of the workspace, in which days begin and end."""

    now: datetime
    zone: ZoneInfo

    @property
    def today(self) -> date:
        """The workspace's day."""
        return self.now.astimezone(self.zone).date()

    @property
    def began(self) -> datetime:
        """The first instant of the workspace's day: what was due before it is late, by whole days."""
        return start_of(self.today, self.zone)


def desk_time(last: datetime | None = None) -> DeskTime:
    """What time it is: the clock's time, in the workspace's zone.

    In the demo it is always the moment at which its data end: people who are made up do not wait for us.
    ``last`` is that moment, where somebody knows it better than the last look.
    """
    now = timezone.now()
    if settings.IS_DEMO:
        last = last or Look.objects.aggregate(last=Max("as_of"))["last"]
        now = now if last is None else min(last, now)
    return DeskTime(now, ZoneInfo(read_settings(settings.CONFIGURATION.folder).time_zone))
