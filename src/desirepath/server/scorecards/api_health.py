"""The endpoint of one account's health: every scorecard in force, line by line, and what changed."""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated, Any

from django.http import HttpRequest
from ninja import Query, Router, Schema
from pydantic import Field, StringConstraints

from desirepath.server.answers import REFUSALS
from desirepath.server.books.seeing import whose
from desirepath.server.kinds import NOT_FOUND
from desirepath.server.people.api import asker
from desirepath.server.people.shapes import Body
from desirepath.server.scorecards.healths import health_of_one
from desirepath.server.scorecards.overriding import set_by_hand
from desirepath.server.scorecards.versions import Kept, all_kept, read_text
from desirepath.success.health_json import change_json, explained_json
from desirepath.success.scorecard import Scorecard

router = Router(tags=["scorecards"])


class LevelOut(Schema):
    """A part of the scale, from ``at_least`` on (null: from the lowest)."""

    name: str
    at_least: float | None


class OverrideOut(Schema):
    """A score set by hand. It ends by itself at ``until``, or is taken back by its ``key``."""

    score: float
    by: str
    reason: str
    since: datetime
    until: datetime
    key: str


class SetIn(Body):
    """A score set by hand up to the end of the day ``until``; ``id`` is what the client calls this deed."""

    id: Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9_-]{8,64}$")]
    of: Annotated[str, Field(max_length=100)] = "account"
    account: Annotated[str, Field(min_length=1, max_length=500)]
    scorecard: Annotated[str, Field(min_length=1, max_length=100)]
    score: float
    reason: Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=2000)]
    until: date


class SetOut(Schema):
    """It is safe. ``is_new``: it was not there before; ``is_seen``: the next answer knows it."""

    id: str
    is_new: bool
    is_seen: bool


class SignalOut(Schema):
    """One line of a score: what the signal saw (``value``; null: nothing, and ``missing`` says what that
    meant), by which rule, what it is worth, its weight, what it adds; on how many interactions it rests, and
    the latest of them."""

    id: str
    name: str
    value: float | None
    rule: str | None
    says: str | None
    points: float | None
    weight: float
    adds: float
    n: int
    latest: datetime | None
    missing: str | None


class MovedOut(Schema):
    """By how much a signal moved the score since then, and from which value to which; ``signal`` null: what
    was cut off at an end of the scale."""

    signal: str | None
    name: str
    before: float | None
    after: float | None
    moved: float


class ChangeOut(Schema):
    """How the worked-out score moved. ``moved`` null: there was none before, or is none now."""

    before: float | None
    after: float | None
    moved: float | None
    parts: list[MovedOut]


class HealthByCard(Schema):
    """One account's health by one scorecard.

    ``score`` is what counts: the one set by hand while that holds, else ``worked_out``, which is always what
    the signals say. ``is_meant`` false: the scorecard is not for it now. ``coverage``: the share of the
    weights that rest on something known. ``version`` is the scorecard's.
    """

    scorecard: str
    name: str
    version: int
    combine: str
    lowest: float
    highest: float
    levels: list[LevelOut]
    as_of: datetime
    since: datetime
    subject: str
    score: float | None
    level: str | None
    worked_out: float | None
    worked_out_level: str | None
    coverage: float
    starts_at: float | None
    is_meant: bool
    segment: str | None
    override: OverrideOut | None
    signals: list[SignalOut]
    changed: ChangeOut


@router.get("", response={200: list[HealthByCard], **REFUSALS})
def health_of(
    request: HttpRequest,
    account: Annotated[str, Query(min_length=1, max_length=500)],
    of: Annotated[str, Query(max_length=100)] = "account",
) -> list[dict[str, Any]]:
    """The health of one account by every scorecard in force about such; those that are not for it last.

    An empty list: there is no scorecard. 404 for an account that is not yours to see.
    """
    mine = whose(asker(request), of)
    if mine is not None and account not in mine:
        raise _unknown(of, account)
    found = [_by_card(kept, card, account) for kept, card in _in_force(of)]
    if found and all(one is None for one in found):
        raise _unknown(of, account)
    known = [one for one in found if one is not None]
    return sorted(known, key=lambda one: (not one["is_meant"], one["name"]))


@router.post("/by-hand", response={200: SetOut, **REFUSALS})
def set_health_by_hand(request: HttpRequest, body: SetIn) -> SetOut:
    """Set the score of one account by hand, with a reason and an end. It stands beside what the signals say,
    ends by itself, and is taken back like any entry by hand."""
    person = asker(request)
    mine = whose(person, body.of)
    card = next((card for _, card in _in_force(body.of) if card.id == body.scorecard), None)
    if card is None:
        says = f"no scorecard {body.scorecard!r} about each {body.of} is in force"
        raise NOT_FOUND.error("scorecard", says=says)
    if mine is not None and body.account not in mine:
        raise _unknown(body.of, body.account)
    written = set_by_hand(
        card, body.account, body.score, body.reason, until=body.until, key=body.id, person=person
    )
    return SetOut(id=written.key, is_new=written.is_new, is_seen=written.is_seen)


def _in_force(of: str) -> list[tuple[Kept, Scorecard]]:
    found = []
    for kept in all_kept():
        if kept.is_in_force and kept.published is not None:
            card = read_text(kept.published.text, kept.card).card
            if card is not None and card.of == of:
                found.append((kept, card))
    return found


def _by_card(kept: Kept, card: Scorecard, account: str) -> dict[str, Any] | None:
    found = health_of_one(card, account)
    if found is None:
        return None
    assert kept.published is not None
    told = found.explained(account)
    worked_out = float("nan") if told.worked_out is None else told.worked_out
    return {
        "scorecard": card.id,
        "name": card.name,
        "version": kept.published.number,
        "combine": card.combine,
        "lowest": card.lowest,
        "highest": card.highest,
        "levels": [{"name": one.name, "at_least": one.at_least} for one in card.levels],
        "as_of": told.as_of,
        "since": found.before.as_of,
        "worked_out_level": found.now.level_of(worked_out),
        **explained_json(told),
        "changed": change_json(found.changed(account)),
    }


def _unknown(of: str, account: str) -> Exception:
    return NOT_FOUND.error("account", says=f"there is no {of} {account!r}, or it is not yours to see")
