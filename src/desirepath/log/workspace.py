"""One directory is one workspace: where its parts lie, and the settings in ``desirepath.toml``."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import timedelta
from decimal import Decimal
from functools import lru_cache
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from desirepath.base.nearest import nearest
from desirepath.base.problem import DesirepathError
from desirepath.base.spans import parse_span
from desirepath.log.durable import write_durably
from desirepath.log.kinds import BAD_SETTINGS, CANNOT_READ, NEWER_FORMAT

FORMAT = 1
SETTINGS_FILE = "desirepath.toml"
WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
EVERY_SOURCE = "*"
LONGEST_NAME = 120
SERVER_SECTION = "server"
"""What the server reads itself; here only its name is known."""
DROPPABLE = (
    "sequence",
    "channel",
    "direction",
    "actor",
    "solicited",
    "score",
    "scale",
    "text",
    "amount",
    "currency",
    "properties",
)
"""Fields of an interaction that may be dropped whole; beside them ``properties.NAME`` and ``traits.NAME``."""

HASHABLE = ("customer", "account", "actor")
"""Fields that may be hashed; beside them ``objects.TYPE``, ``properties.NAME`` and ``traits.NAME``."""


@dataclass(frozen=True, slots=True)
class Settings:
    """What this workspace is called, how it reads days, weeks and money, and what it does not want to keep.

    ``name`` is the company's, as its customers know it (empty: nobody has said). ``time_zone`` is where
    its days begin and by which its times are told (``zone_is_chosen``: somebody has said so),
    ``week_start`` the first day of its weeks, ``currency`` the one reports are in,
    ``rates`` what one unit of another currency is worth in it (a currency that is missing there has no
    known worth). ``retention`` says per source (``"*"``: every other one) how long its interactions and
    traits are kept; ``drop`` and ``hash`` name fields never stored, and stored only as a keyed hash.
    """

    format: int = FORMAT
    name: str = ""
    time_zone: str = "UTC"
    zone_is_chosen: bool = False
    week_start: str = "monday"
    currency: str = "EUR"
    rates: Mapping[str, Decimal] = field(default_factory=dict)
    retention: Mapping[str, timedelta] = field(default_factory=dict)
    drop: tuple[str, ...] = ()
    hash: tuple[str, ...] = ()


_DEFAULTS = """\
# The settings of this Desirepath workspace.
format = {format}
# name = "Example Ltd"     # the company's name: on the pages, and in what customers read
# time_zone = "Europe/Paris"     # where days begin, and by which times are told; until somebody chooses: UTC
week_start = "{week_start}"
currency = "{currency}"      # reports are in this currency

# What one unit of another currency is worth in it. Money in a currency without a rate is never added up.
# [rates]
# USD = 0.91

# What is not kept; `desirepath log tidy` applies it to what is stored already.
# [retention]
# support = "24 months"       # per source; "*" is every other source
# [fields]
# drop = ["properties.ip"]    # never stored
# hash = ["actor"]            # stored as a keyed hash only
"""


SHIPPED_COMMENT = '     # where days begin, such as "Europe/Paris"'
"""What stood behind UTC where earlier versions wrote it into every new file, before anybody chose a zone."""
_SHIPPED = f'time_zone = "UTC"{SHIPPED_COMMENT}'


def write_default_settings(folder: Path) -> None:
    """Write ``desirepath.toml`` with the defaults where there is none."""
    path = folder / SETTINGS_FILE
    if path.exists():
        return
    start = Settings()
    content = _DEFAULTS.format(format=start.format, week_start=start.week_start, currency=start.currency)
    write_durably(path, lambda file: file.write(content.encode()))


def judge_settings(folder: Path, text: str) -> Settings:
    """What the settings would be if the file said this. Raises DP-LOG-008 where they cannot be used."""
    return _judged(folder / SETTINGS_FILE, text.encode())


def write_settings(folder: Path, text: str) -> None:
    """Write the file anew. Raises DP-LOG-008 for settings that cannot be used: it stays as it was then."""
    judge_settings(folder, text)
    write_durably(folder / SETTINGS_FILE, lambda file: file.write(text.encode()))


def read_settings(folder: Path) -> Settings:
    """The settings of the workspace ``folder``; the defaults for those it leaves out.

    Raises DP-LOG-008 for settings that cannot be used, DP-LOG-004 for a newer format and DP-LOG-009 where
    the file cannot be read.
    """
    path = folder / SETTINGS_FILE
    try:
        return _judged(path, path.read_bytes())
    except FileNotFoundError:
        return Settings()
    except OSError as error:
        raise CANNOT_READ.error(says=f"it cannot be read: {error.strerror}", file=str(path)) from error


@lru_cache(maxsize=8)
def _judged(path: Path, content: bytes) -> Settings:
    """What a file says; judged once for each content, since a server asks for it all the time."""
    try:
        found = tomllib.loads(content.decode("utf-8"), parse_float=Decimal)
    except (ValueError, RecursionError) as error:
        raise BAD_SETTINGS.error(says=f"it cannot be read: {error}", file=str(path)) from error
    settings = _Reader(path).settings(found)
    is_shipped = _SHIPPED.encode() in content.splitlines()
    return replace(settings, zone_is_chosen=False) if is_shipped else settings


class _Reader:
    """Judges what stands in the file, saying where and what would work."""

    def __init__(self, path: Path) -> None:
        self._path = path

    def settings(self, found: Mapping[str, Any]) -> Settings:
        known = {"format": int, "name": str, "time_zone": str, "week_start": str, "currency": str}
        self._only_known(found, [*known, "rates", "retention", "fields", SERVER_SECTION], "")
        plain = {name: value for name, value in found.items() if name in known}
        for name, value in plain.items():
            if not isinstance(value, known[name]) or isinstance(value, bool):
                raise self._bad(name, f'"{name}" has a value of the wrong type')
        fields = self._section(found, "fields")
        self._only_known(fields, ["drop", "hash"], "fields.")
        settings = Settings(
            **plain,
            zone_is_chosen="time_zone" in found,
            rates=self._rates(self._section(found, "rates")),
            retention=self._retention(self._section(found, "retention")),
            drop=self._fields(fields, "drop", DROPPABLE, ("properties", "traits")),
            hash=self._fields(fields, "hash", HASHABLE, ("objects", "properties", "traits")),
        )
        if settings.format > FORMAT:
            says = f"this workspace has format {settings.format}, this Desirepath knows {FORMAT}"
            raise NEWER_FORMAT.error("format", says=says, file=str(self._path))
        if settings.format < 1:
            raise self._bad("format", f"it should be {FORMAT}")
        if len(settings.name) > LONGEST_NAME or not settings.name.isprintable():
            raise self._bad("name", f"it should be one line of at most {LONGEST_NAME} characters")
        if settings.week_start not in WEEKDAYS:
            raise self._bad("week_start", "it should be a day of the week, such as monday")
        if len(settings.currency) != 3 or not settings.currency.isupper():
            raise self._bad("currency", "it should be three capital letters, such as EUR")
        try:
            ZoneInfo(settings.time_zone)
        except (ZoneInfoNotFoundError, ValueError, OSError) as error:
            says = f'"{settings.time_zone}" is not a time zone, such as Europe/Paris'
            raise self._bad("time_zone", says) from error
        return settings

    def _section(self, found: Mapping[str, Any], name: str) -> Mapping[str, Any]:
        section = found.get(name, {})
        if not isinstance(section, dict):
            raise self._bad(name, f"it should be a section, headed [{name}]")
        return section

    def _rates(self, section: Mapping[str, Any]) -> dict[str, Decimal]:
        for currency, rate in section.items():
            address = f"rates.{currency}"
            if len(currency) != 3 or not currency.isupper():
                raise self._bad(address, "a currency should be three capital letters, such as USD")
            is_number = isinstance(rate, int | Decimal) and not isinstance(rate, bool)
            if not is_number or not Decimal(rate).is_finite() or not 0 < rate < 10**9:
                raise self._bad(address, "it should be a number above 0, such as 0.91")
        return {currency: Decimal(rate) for currency, rate in section.items()}

    def _retention(self, section: Mapping[str, Any]) -> dict[str, timedelta]:
        kept: dict[str, timedelta] = {}
        for source, span in section.items():
            address = f"retention.{source}"
            try:
                kept[source] = parse_span(span)
            except (ValueError, TypeError, OverflowError):
                raise self._bad(address, 'it should be a length of time, such as "24 months"') from None
            if kept[source] <= timedelta(0):
                raise self._bad(address, "it should be a time longer than nothing")
        return kept

    def _fields(
        self, section: Mapping[str, Any], name: str, plain: Iterable[str], dotted: Iterable[str]
    ) -> tuple[str, ...]:
        listed = section.get(name, [])
        if not isinstance(listed, list) or not all(isinstance(entry, str) for entry in listed):
            raise self._bad(f"fields.{name}", 'it should be a list such as ["properties.ip"]')
        for entry in listed:
            column, dot, rest = entry.partition(".")
            if entry in plain or (dot and rest and column in dotted):
                continue
            allowed = [*plain, *(f"{column}.NAME" for column in dotted)]
            near = nearest(entry, plain)
            fix = f'did you mean "{near}"?' if near else "use " + ", ".join(allowed)
            done = "dropped" if name == "drop" else "hashed"
            raise self._bad(f"fields.{name}", f'"{entry}" cannot be {done}', fix)
        return tuple(listed)

    def _only_known(self, found: Mapping[str, Any], known: Iterable[str], prefix: str) -> None:
        for name in found:
            if name not in known:
                near = nearest(name, known)
                fix = f'did you mean "{near}"?' if near else ""
                raise self._bad(f"{prefix}{name}", f'"{name}" is not a setting', fix)

    def _bad(self, address: str, says: str, fix: str = "") -> DesirepathError:
        return BAD_SETTINGS.error(address, says=says, fix=fix, file=str(self._path))
