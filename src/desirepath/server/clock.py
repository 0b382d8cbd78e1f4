"""What time it is in the workspace, and which day: the one clock by which things are due, late, silent, put
off or away. When somebody did something with this program itself (came in, asked for a job) is told by the
real one."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache
from typing import Final
from zoneinfo import ZoneInfo

from django.conf import settings
from django.utils import timezone

from desirepath.base.spans import from_microseconds
from desirepath.log.workspace import read_settings
from desirepath.replay.index import open_index
from desirepath.server.log_state import current_log
from desirepath.success.today import start_of

_ANY: Final = "account"
"""The last instant is that of the whole log, whoever an index is for."""


@dataclass(frozen=True, slots=True)
class WorkspaceTime:
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


def workspace_time() -> WorkspaceTime:
    """What time it is, in the workspace's zone.

    In the demo it is the moment at which its log ends: people who are made up do not wait for us. Whoever
    lets a day pass there writes one more thing into the log.
    """
    zone = ZoneInfo(read_settings(settings.CONFIGURATION.folder).time_zone)
    last = _last_of(current_log().generation) if settings.IS_DEMO else None
    return WorkspaceTime(last or timezone.now(), zone)


@lru_cache(maxsize=4)
def _last_of(generation: str) -> datetime | None:
    """The last instant of the log as it is; its generation says which state that is. None of an empty one."""
    last_us = open_index(current_log(), _ANY).last_us
    return None if last_us is None else from_microseconds(last_us)
