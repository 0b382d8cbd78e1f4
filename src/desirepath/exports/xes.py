"""Interactions as an event log in XES (IEEE 1849, https://www.xes-standard.org): one trace per subject."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from xml.sax.saxutils import quoteattr

from desirepath.log.carried import CARRIED, OWN, Scalar, flatten, kind_of, legal_text, pack, plain_row
from desirepath.log.row_checks import Row

PREFIX = f"{CARRIED}:"
_STANDARD = {"concept:name", "time:timestamp", "org:resource"}
_ELEMENT = {"string": "string", "integer": "int", "float": "float", "boolean": "boolean"}
_HEAD = f"""<?xml version="1.0" encoding="UTF-8"?>
<log xes.version="1.0" xes.features="" xmlns="http://www.xes-standard.org/">
<extension name="Concept" prefix="concept" uri="http://www.xes-standard.org/concept.xesext"/>
<extension name="Time" prefix="time" uri="http://www.xes-standard.org/time.xesext"/>
<extension name="Organizational" prefix="org" uri="http://www.xes-standard.org/org.xesext"/>
<extension name="Desirepath" prefix="{CARRIED}" uri="urn:{CARRIED}:xes:1"/>
<global scope="trace"><string key="concept:name" value=""/></global>
<global scope="event"><string key="concept:name" value=""/>\
<date key="time:timestamp" value="{{first}}"/></global>
<classifier name="Activity" keys="concept:name"/>
"""


def write_xes(
    traces: Iterable[tuple[str, Sequence[Row], Sequence[Row]]], *, subject: str, first: datetime
) -> Iterator[bytes]:
    """The interactions of every subject of a type, in the order they come in, as XES, piece by piece.

    ``traces`` are ids with their interactions and their traits, as rows of ``log.facts.row_of``. The traits
    are carried too, and the latest of them are attributes of the trace. ``first`` is the earliest instant.
    """
    yield _HEAD.format(first=plain_row({"first": first})["first"]).encode()
    for own_id, events, traits in traces:
        plain = [list(map(plain_row, rows)) for rows in (events, traits)]
        yield "".join(_trace(subject, own_id, *plain)).encode()
    yield b"</log>\n"


def _trace(subject: str, own_id: str, events: list[Row], traits: list[Row]) -> Iterator[str]:
    yield "<trace>\n" + _attribute("concept:name", legal_text(own_id))
    carried: Row = {"subject": [subject, own_id], "facts": traits}
    yield _attribute(PREFIX + "carried", pack(carried))
    latest = {name: value for row in traits for name, value in row["traits"].items()}
    for name, value in latest.items():
        if kind_of(value) and _is_free(name, ""):
            yield _attribute(name, value)
    for row in events:
        yield "<event>" + "".join(_event(subject, row)) + "</event>\n"
    yield "</trace>\n"


def _event(subject: str, row: Row) -> Iterator[str]:
    attributes, carried = flatten(row, _is_free)
    yield _attribute("concept:name", legal_text(row["activity"]))
    yield f'<date key="time:timestamp" value="{row["occurred_at"]}"/>'
    if "actor" in attributes:
        yield _attribute("org:resource", attributes.pop("actor"))
    for kind, own_id in row["objects"].items():
        if kind != subject:
            yield _attribute(f"{PREFIX}object.{legal_text(kind)}", legal_text(own_id))
    for name, value in attributes.items():
        yield _attribute(PREFIX + name if name in OWN else name, value)
    beside = {name: row[name] for name in ("activity", "objects") if _holds_illegal(row[name])}
    yield _attribute(PREFIX + "carried", carried if not beside else f"{carried[:-1]},{pack(beside)[1:]}")


def _is_free(name: str, _kind: str) -> bool:
    """Whether a property may have its own name as a key."""
    return bool(name) and name not in _STANDARD and not name.startswith(PREFIX) and legal_text(name) == name


def _holds_illegal(value: str | dict[str, str]) -> bool:
    texts = [value] if isinstance(value, str) else [*value, *value.values()]
    return any(legal_text(text) != text for text in texts)


def _attribute(key: str, value: Scalar) -> str:
    kind = _ELEMENT[kind_of(value) or "string"]
    written = ("true" if value else "false") if isinstance(value, bool) else str(value)
    return f"<{kind} key={quoteattr(key)} value={quoteattr(written)}/>"
