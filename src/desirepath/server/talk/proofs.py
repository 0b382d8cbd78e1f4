"""What can show that a claim is so: an interaction, a measure, an upload or a link. Each is looked at when it
is attached: the log has the interaction, the measure has a number, the link leads to a page.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Annotated, Any, Final, Literal
from urllib.parse import urlsplit

from django.utils import timezone
from ninja import Schema
from pydantic import Field

from desirepath.base.estimate import Estimate
from desirepath.base.spans import parse_instant
from desirepath.base.words import say_date, say_estimate
from desirepath.log.sql import ask
from desirepath.measures.catalogue import all_measures
from desirepath.server.books.seeing import Sight, sight_of
from desirepath.server.clock import workspace_time, workspace_zone
from desirepath.server.kinds import CONFLICT, NOT_FOUND
from desirepath.server.lived.answering import Asked, look_up, text_of
from desirepath.server.lived.questions import Expression, Instant, MapQuestion
from desirepath.server.log_state import current_log
from desirepath.server.maps.models import MapRecord
from desirepath.server.people.models import Person
from desirepath.server.people.shapes import Body
from desirepath.server.talk.attachments import FOLDER, find_attachment
from desirepath.server.talk.kinds import NO_ESTIMATE, NO_SUCH_INTERACTION, NOT_A_LINK
from desirepath.server.talk.models import Attachment

Json = dict[str, Any]
Word = Annotated[str, Field(min_length=1, max_length=60, pattern=r"^\S[^\r\n]*$")]
_OLDEST_NUMBER: Final = timedelta(days=1)
_LONGEST_LINK: Final = 2000
_FIND: Final = """
select activity, occurred_at, channel, score, scale, text, customer, account from interactions
where source = {source} and key = {key} limit 1
"""
_KNOWN: Final = "select distinct source, key from interactions where (source, key) in ({pairs})"
_WHOSE: Final = "select source, key, account, customer from interactions where (source, key) in ({pairs})"
_SCORES: Final = frozenset({"feeling", "csat", "nps", "ces"})
_KINDS: Final = {
    "survey": "survey",
    "interview": "interview",
    "review": "review",
    "ticket": "ticket",
    "email": "email",
    "subscription": "purchase",
    "payment": "purchase",
    "contract": "purchase",
    "order": "purchase",
    "call": "front-line",
    "meeting": "front-line",
    "message": "front-line",
}
"""What sort of source an interaction is, by how its activity begins; any other is an event."""


class InteractionProof(Body):
    """An interaction of the log, by its source and the key it has there."""

    what: Literal["interaction"]
    source: Annotated[str, Field(min_length=1, max_length=200)]
    key: Annotated[str, Field(min_length=1, max_length=500)]


class MeasureProof(Body):
    """A measure of a step (null: of the whole journey), of a segment and a period; kept as it is today."""

    what: Literal["measure"]
    measure: Annotated[str, Field(min_length=1, max_length=100)]
    step: Annotated[str, Field(max_length=100)] | None = None
    segment: Expression | None = None
    since: Instant | None = None
    until: Instant | None = None


class UploadProof(Body):
    """A file of this map, uploaded before, by its ``file``."""

    what: Literal["upload"]
    file: Annotated[str, Field(max_length=40)]


class LinkProof(Body):
    """A page somewhere. Nobody here opens it: it is kept as it was given."""

    what: Literal["link"]
    url: Annotated[str, Field(max_length=_LONGEST_LINK)]
    title: Annotated[str, Field(max_length=200)] = ""


Proof = Annotated[InteractionProof | MeasureProof | UploadProof | LinkProof, Field(discriminator="what")]


@dataclass(frozen=True, slots=True)
class Shown:
    """A proof that was looked at: what the map's file says of it, the thing itself, and the day it is of."""

    what: str
    source: Json
    thing: Json
    on: date | None = None
    attachment: Attachment | None = None


class ProvingInteraction(Schema):
    """An interaction that is evidence, as the log has it now."""

    activity: str
    occurred_at: str
    channel: str | None
    score: float | None
    scale: str | None
    text: str | None
    customer: str | None
    account: str | None


def look_at(proof: Any, record: MapRecord, person: Person) -> Shown:
    """What a proof shows. Raises where it shows nothing: DP-TLK-004 to -006, DP-SRV-003, and DP-SRV-006 while
    a number is being computed."""
    if isinstance(proof, InteractionProof):
        return _look_at_interaction(proof, sight_of(person))
    if isinstance(proof, MeasureProof):
        return _look_at_measure(proof, record, person)
    if isinstance(proof, UploadProof):
        attachment = find_attachment(record.id, proof.file)
        source = {"kind": "document", "url": f"{FOLDER}{attachment.file}", "note": attachment.name}
        return Shown(
            proof.what, source, {"file": attachment.file, "name": attachment.name}, attachment=attachment
        )
    assert isinstance(proof, LinkProof)
    url = checked_link(proof.url)
    source = {"kind": "page", "url": url} | ({"note": proof.title} if proof.title else {})
    return Shown(proof.what, source, {"url": url, "title": proof.title})


def checked_link(url: str) -> str:
    """An http or https address, if it is one. Raises DP-TLK-005.

    >>> checked_link(" https://example.org/review?id=7 ")
    'https://example.org/review?id=7'
    """
    url = url.strip()
    try:
        parts = urlsplit(url)
        is_page = parts.scheme in ("http", "https") and bool(parts.hostname) and parts.username is None
        _ = parts.port
    except ValueError:
        is_page = False
    if not is_page or not url.isprintable() or set(url) & set(' \\"<>`{}|^'):
        raise NOT_A_LINK.error("url")
    return url


def find_interaction(source: str, key: str) -> ProvingInteraction | None:
    """The interaction of this source and key, as the log has it now; None where it has none (any more)."""
    rows = ask(current_log(), _FIND.format(source=_quoted(source), key=_quoted(key))).to_json()
    return ProvingInteraction.model_validate(rows[0]) if rows else None


def out_of_sight(wanted: Sequence[tuple[str, str]], sight: Sight) -> set[tuple[str, str]]:
    """Those of these interactions, by source and key, that are not in a book: the log has them for others, or
    has them no more."""
    if not wanted:
        return set()
    pairs = ", ".join(f"({_quoted(source)}, {_quoted(key)})" for source, key in wanted)
    rows = ask(current_log(), _WHOSE.format(pairs=pairs)).rows
    return set(wanted) - {
        (source, key) for source, key, account, customer in rows if sight.has(account, customer)
    }


def known_keys(wanted: Sequence[tuple[str, str]]) -> set[tuple[str, str]]:
    """Those of these interactions, by source and key, that the log has."""
    if not wanted:
        return set()
    pairs = ", ".join(f"({_quoted(source)}, {_quoted(key)})" for source, key in wanted)
    found = ask(current_log(), _KNOWN.format(pairs=pairs))
    return {(source, key) for source, key in found.rows}


def _look_at_interaction(proof: InteractionProof, sight: Sight | None) -> Shown:
    found = find_interaction(proof.source, proof.key)
    if found is None or (sight is not None and not sight.has(found.account, found.customer)):
        raise NO_SUCH_INTERACTION.error(
            "key", says=f"the log has no interaction {proof.key!r} of the source {proof.source!r}"
        )
    kind = _KINDS.get(found.activity.partition(".")[0], "event")
    day = parse_instant(found.occurred_at).astimezone(workspace_zone()).date()
    source: Json = {"kind": kind}
    if found.scale:
        source["scale"] = found.scale
    if kind == "interview":
        source["id"] = proof.key  # a note: claims cite notes by their own ids
    thing = {"source": proof.source, "key": proof.key, "activity": found.activity, "on": day.isoformat()}
    return Shown(proof.what, source, thing, on=day)


def _look_at_measure(proof: MeasureProof, record: MapRecord, person: Person) -> Shown:
    question = MapQuestion(segment=proof.segment, since=proof.since, until=proof.until)
    asked = Asked("map", question, record)
    known = look_up(asked, person)
    answer = known.answer
    if answer is None or timezone.now() - answer.made_at > _OLDEST_NUMBER:
        raise CONFLICT.error(
            "measure",
            says="this has not been measured yet; it is being measured now",
            fix="attach it again when the map's stream says that the answer is new",
        )
    estimate = _estimate(text_of(asked, answer), proof)
    # In the demo a number is made later than its story's day.
    day = min(answer.made_at.astimezone(workspace_zone()).date(), workspace_time().today)
    source = {
        "kind": "survey" if proof.measure in _SCORES else "event",
        "measure": proof.measure,
        "n": estimate["n"],
        "note": _say(estimate, proof),
    }
    thing = {**proof.model_dump(exclude={"what"}), "estimate": estimate}
    return Shown(proof.what, source, thing, on=day)


def _estimate(measured: Json, proof: MeasureProof) -> Json:
    if proof.step is None:
        estimates = measured["overall"]
    else:
        steps = {step["id"]: step for step in measured["steps"]}
        if proof.step not in steps:
            raise NOT_FOUND.error("step", says=f'this map has no step "{proof.step}"')
        estimates = steps[proof.step]
    found = estimates.get(proof.measure)
    if not isinstance(found, dict) or "value" not in found:
        raise NO_ESTIMATE.error("measure", says=f'"{proof.measure}" is not measured here')
    if found["value"] is None:
        raise NO_ESTIMATE.error("measure", says=f'"{proof.measure}" has no value: {found["reason"]}')
    return found


def _say(estimate: Json, proof: MeasureProof) -> str:
    """The number in a sentence, for a reader of the map's file.

    >>> estimate = {"measure": "reach", "value": 0.62, "low": 0.5512, "high": 0.69, "unit": "share", "n": 64}
    >>> _say(estimate, MeasureProof(what="measure", measure="reach", until="2026-07-01"))
    'Reach: 62\\xa0% (55 to 69), before 1 July 2026'
    """
    value, low, high = (estimate[name] for name in ("value", "low", "high"))
    known = Estimate(measure=proof.measure, value=value, low=low, high=high, unit=estimate["unit"])
    said = say_estimate(known)
    names = {measure.id: measure.name for measure in all_measures()}
    parts = [f"{names.get(proof.measure, proof.measure)}: {said}"]
    parts += [f"where {proof.segment}"] if proof.segment else []
    for before, instant in (("since", proof.since), ("before", proof.until)):
        parts += [f"{before} {say_date(parse_instant(instant).date())}"] if instant else []
    return ", ".join(parts)


def _quoted(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"
