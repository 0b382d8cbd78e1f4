"""Changing the time zone in ``desirepath.toml``: one line is written anew, all else stays."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Final
from zoneinfo import available_timezones

import orjson

from desirepath.log.kinds import BAD_SETTINGS
from desirepath.log.workspace import SETTINGS_FILE, SHIPPED_COMMENT, judge_settings, write_settings

_LINE: Final = re.compile(r"""^(\s*)("?)time_zone\2(\s*=\s*)("[^"]*"|'[^']*')(.*)$""")
_NOT_CHOSEN: Final = re.compile(r"^\s*#\s*time_zone\s*=")


def write_time_zone(folder: Path, zone: str) -> None:
    """Write the zone in place of the one that stands there; other settings and comments stay.

    Raises DP-LOG-008 for a zone that is none, or where the file cannot be changed so: it stays as it was.

    >>> import tempfile
    >>> with tempfile.TemporaryDirectory() as name:
    ...     file = Path(name) / "desirepath.toml"
    ...     _ = file.write_text('time_zone = "UTC"  # ours\\n[rates]\\nUSD = 0.91\\n')
    ...     write_time_zone(Path(name), "Europe/Paris")
    ...     print(file.read_text())
    time_zone = "Europe/Paris"  # ours
    [rates]
    USD = 0.91
    <BLANKLINE>
    """
    path = folder / SETTINGS_FILE
    if zone not in available_timezones():
        says = f'"{zone}" is not a time zone, such as Europe/Paris'
        raise BAD_SETTINGS.error("time_zone", says=says, file=str(path))
    before = path.read_text("utf-8") if path.exists() else ""
    text = _with(before, orjson.dumps(zone).decode())
    if judge_settings(folder, text).time_zone != zone:
        says = "it stands there in a way that only people can change"
        raise BAD_SETTINGS.error("time_zone", says=says, file=str(path))
    write_settings(folder, text)


def _with(text: str, zone: str) -> str:
    lines = text.splitlines()
    top = next((at for at, line in enumerate(lines) if line.lstrip().startswith("[")), len(lines))
    said = f"time_zone = {zone}     # where days begin, and by which times are told"
    for at, line in enumerate(lines[:top]):
        if found := _LINE.match(line):
            # The comment of earlier versions goes: with UTC it says that nobody has chosen.
            is_shipped = found[5] == SHIPPED_COMMENT
            lines[at] = said if is_shipped else f"{found[1]}time_zone{found[3]}{zone}{found[5]}"
            return "\n".join(lines) + "\n"
    places = [at for at, line in enumerate(lines[:top]) if _NOT_CHOSEN.match(line)]
    lines[slice(places[0], places[0] + 1) if places else slice(top, top)] = [said]
    return "\n".join(lines) + "\n"
