"""What time it is in the workspace, and which day: the one clock by which things are due, late, silent, put
off or away. When somebody did something with this program itself (came in, asked for a job) is told by the
real one."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache
from pathlib import Path
from typing import Final
from zoneinfo import ZoneInfo

from django.conf import settings
from django.utils import timezone

from desirepath.base.spans import from_microseconds
from desirepath.log.durable import write_durably
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


def workspace_zone() -> ZoneInfo:
    """The one zone of the workspace: its days begin there, and its times are told by it."""
    return ZoneInfo(read_settings(settings.CONFIGURATION.folder).time_zone)


def workspace_time() -> WorkspaceTime:
    """What time it is, in the workspace's zone.

    In the demo it is the moment at which its story ends: people who are made up do not wait for us. Whoever
    lets a day pass there sets it on; what somebody brings of their own does not.
    """
    return WorkspaceTime((_demo_time() if settings.IS_DEMO else None) or timezone.now(), workspace_zone())


def set_demo_time(now: datetime) -> None:
    """Say what time it is in the demo. Raises DP-LOG-006 where the disk refuses."""
    write_durably(_demo_clock(), lambda file: file.write(now.isoformat().encode()))


def begin_demo_time() -> None:
    """Let the demo's time be where its log ends now, unless it has a time already."""
    if not _demo_clock().exists() and (last := _last_of(current_log().generation)) is not None:
        set_demo_time(last)


def _demo_time() -> datetime | None:
    path = _demo_clock()
    if path.exists():
        return datetime.fromisoformat(path.read_text("utf-8"))
    return _last_of(current_log().generation)


def _demo_clock() -> Path:
    return settings.CONFIGURATION.folder / "demo-clock"


@lru_cache(maxsize=4)
def _last_of(generation: str) -> datetime | None:
    """The last instant of the log as it is; its generation says which state that is. None of an empty one."""
    last_us = open_index(current_log(), _ANY).last_us
    return None if last_us is None else from_microseconds(last_us)
