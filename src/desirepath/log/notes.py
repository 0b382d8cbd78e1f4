"""Facts that people write down: dated events in the world around (contexts), and what was learnt in talks.

A research note is an ``interview.held`` interaction: it is about a customer or an account like any other,
has its place on their journey, and is erased with them. Its key is an id that claims of a map can cite.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, time
from zoneinfo import ZoneInfo

from desirepath.base.spans import parse_instant
from desirepath.log.interaction import Context, Interaction
from desirepath.log.kinds import BAD_TIME
from desirepath.log.rows import content_key
from desirepath.log.workspace import Settings

SOURCE = "notes"

CONTEXT_KINDS = {
    "release": "a new version of the product",
    "campaign": "marketing reaches out",
    "price_change": "it costs another amount",
    "competitor": "a competitor moved",
    "outage": "the product was not there",
    "market": "the market changed",
}
"""The kinds that reviews and drift know; another name is kept as well."""


@dataclass(frozen=True, slots=True)
class Note:
    """What was learnt in one talk: ``text`` in our words, ``quotes`` in theirs.

    ``objects`` says about whom (it may be nobody known), ``by`` who talked with them, ``channel`` how.
    ``note_id`` is what claims cite; None gives it one made of its content.
    """

    held_at: datetime
    text: str
    quotes: tuple[str, ...] = ()
    objects: Mapping[str, str] | None = None
    title: str | None = None
    by: str | None = None
    channel: str | None = None
    note_id: str | None = None


def note_fact(note: Note) -> Interaction:
    """The note as the fact that the log keeps: an ``interview.held``, solicited, started by us."""
    properties: dict[str, object] = {}
    if note.title:
        properties["title"] = note.title
    if note.quotes:
        properties["quotes"] = list(note.quotes)
    content = {
        "at": note.held_at,
        "text": note.text,
        "objects": dict(note.objects or {}),
        "by": note.by,
        **properties,
    }
    return Interaction(
        objects=dict(note.objects or {}),
        occurred_at=note.held_at,
        activity="interview.held",
        source=SOURCE,
        key=note.note_id or f"interview-{note.held_at:%Y-%m-%d}-{content_key(content)[-8:]}",
        channel=note.channel,
        direction="by_us",
        actor=note.by,
        solicited=True,
        text=note.text or None,
        properties=properties,
    )


def context_fact(
    kind: str,
    title: str,
    on: datetime,
    *,
    until: datetime | None = None,
    properties: Iterable[tuple[str, str]] = (),
) -> Context:
    """A dated event without a subject. Said again in the same words it is the same fact."""
    known = dict(properties)
    content = {"kind": kind, "title": title, "on": on, "until": until, "properties": known}
    return Context(kind, title, on, SOURCE, content_key(content), until, known)


def read_day(word: str, settings: Settings) -> datetime:
    """The instant that a day begins in the workspace's time zone, or an instant with its own zone.

    Raises DP-LOG-014 for anything else.
    """
    try:
        if len(word) == len("2026-01-31"):
            day = datetime.fromisoformat(word).date()
            return datetime.combine(day, time(), ZoneInfo(settings.time_zone)).astimezone(UTC)
        return parse_instant(word)
    except (ValueError, OverflowError):
        raise BAD_TIME.error(
            says=f'"{word[:60]}" is neither a day nor an instant',
            fix="write 2026-01-31 or 2026-01-31T12:00:00+01:00",
        ) from None
