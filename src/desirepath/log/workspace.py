"""One directory is one workspace: where its parts lie, and the settings in ``desirepath.toml``."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from pathlib import Path
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from desirepath.base.nearest import nearest
from desirepath.log.durable import write_durably
from desirepath.log.kinds import BAD_SETTINGS, NEWER_FORMAT

FORMAT = 1
SETTINGS_FILE = "desirepath.toml"
WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")


@dataclass(frozen=True, slots=True)
class Settings:
    """How this workspace reads days, weeks and money.

    ``time_zone`` is where its days begin, ``week_start`` the first day of its weeks, ``currency`` the one
    reports are in.
    """

    format: int = FORMAT
    time_zone: str = "UTC"
    week_start: str = "monday"
    currency: str = "EUR"


_DEFAULTS = """\
# The settings of this Desirepath workspace.
format = {format}
time_zone = "{time_zone}"     # where days begin, such as "Europe/Paris"
week_start = "{week_start}"
currency = "{currency}"      # reports are in this currency
"""


def write_default_settings(folder: Path) -> None:
    """Write ``desirepath.toml`` with the defaults where there is none."""
    path = folder / SETTINGS_FILE
    if path.exists():
        return
    start = Settings()
    content = _DEFAULTS.format(
        format=start.format, time_zone=start.time_zone, week_start=start.week_start, currency=start.currency
    )
    write_durably(path, lambda file: file.write(content.encode()))


def read_settings(folder: Path) -> Settings:
    """The settings of the workspace ``folder``; the defaults for those it leaves out.

    Raises DP-LOG-008 for settings that cannot be used and DP-LOG-004 for a newer format.
    """
    path = folder / SETTINGS_FILE
    try:
        found = tomllib.loads(path.read_text("utf-8"))
    except FileNotFoundError:
        return Settings()
    except (OSError, ValueError) as error:
        raise BAD_SETTINGS.error(says=f"it cannot be read: {error}", file=str(path)) from error
    known = {"format": int, "time_zone": str, "week_start": str, "currency": str}
    for name, value in found.items():
        if name not in known:
            near = nearest(name, known)
            raise BAD_SETTINGS.error(
                name,
                says=f'"{name}" is not a setting',
                fix=f'did you mean "{near}"?' if near else "",
                file=str(path),
            )
        if not isinstance(value, known[name]) or isinstance(value, bool):
            raise BAD_SETTINGS.error(name, says=f'"{name}" has a value of the wrong type', file=str(path))
    settings = Settings(**found)
    if settings.format > FORMAT:
        raise NEWER_FORMAT.error("format", file=str(path))
    if settings.week_start not in WEEKDAYS:
        raise BAD_SETTINGS.error(
            "week_start", says="it should be a day of the week, such as monday", file=str(path)
        )
    if len(settings.currency) != 3 or not settings.currency.isupper():
        raise BAD_SETTINGS.error(
            "currency", says="it should be three capital letters, such as EUR", file=str(path)
        )
    try:
        ZoneInfo(settings.time_zone)
    except (ZoneInfoNotFoundError, ValueError, OSError) as error:
        raise BAD_SETTINGS.error(
            "time_zone",
            says=f'"{settings.time_zone}" is not a time zone, such as Europe/Paris',
            file=str(path),
        ) from error
    return settings
