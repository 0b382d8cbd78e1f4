"""The endpoints that find customers: all who travel on a map, one of them, anybody in the log by name."""

from __future__ import annotations

from dataclasses import asdict
from datetime import date, datetime
from functools import lru_cache
from typing import Annotated, Any, Literal

from django.http import HttpRequest
from ninja import Query, Router, Schema

from desirepath.base.ids import plain
from desirepath.base.spans import from_microseconds
from desirepath.measures.segment_size import who_matches_now
from desirepath.replay.index import open_index
from desirepath.replay.tally import MOVED_ON, OUTCOMES
from desirepath.server.answers import REFUSALS
from desirepath.server.books.belonging import account_of_customer, traits_of_one
from desirepath.server.books.roster import ACCOUNT
from desirepath.server.books.seeing import book_of
from desirepath.server.books.seeing import whose as whose_book
from desirepath.server.clock import workspace_time
from desirepath.server.kinds import NOT_FOUND
from desirepath.server.lived.api_subjects import must_see, nobody_is, place_of
from desirepath.server.lived.board_facts import NOTHING, UNKNOWN, facts_of, kept_facts
from desirepath.server.lived.listed import LARGEST_FIRST, Listed, Sort, in_order, usual_sort
from desirepath.server.lived.names import names_of, names_of_some
from desirepath.server.lived.questions import Expression, WhoseQuestion
from desirepath.server.lived.reading import read_journey
from desirepath.server.lived.replays import REPLAYS
from desirepath.server.lived.whose_moment import WhoseAccount
from desirepath.server.log_state import current_log
from desirepath.server.maps.found import find_map
from desirepath.server.people.api import asker
from desirepath.server.people.shapes import Page, PageSize

router = Router(tags=["customers"])
log_router = Router(tags=["customers"])

Outcome = Literal["open", "succeeded", "failed", "expired"]
Search = Annotated[str, Query(max_length=200)]


class CustomerOut(Schema):
    """Where somebody is on a map. ``name`` is null where nobody has said it; ``outcome`` that of the latest
    passage: open, succeeded, failed or expired. ``stayed_seconds`` and ``pace`` are of who is under way;
    ``moved_by`` put it there by hand.

    Of accounts: ``score`` and ``level`` of health, what it pays a month in whole cents (null with ``gap``:
    why that cannot be said), the day of its next renewal, and whose the moment is.
    """

    subject: str
    name: str | None
    step: str | None
    since: datetime
    passage: int
    outcome: str
    stayed_seconds: float | None
    pace: str | None
    moved_by: str | None
    score: float | None
    level: str | None
    cents: int | None
    gap: str | None
    renewal: date | None
    owner: str | None


class CustomersPage(Page[CustomerOut]):
    """Part of those who travel on a map, in the order of ``sort``; ``total`` counts all that match.

    ``facts``: whether health, money and renewals are ``known``, still ``coming``, or there are ``none`` of
    such travellers. ``currency`` null: the log tells of no money.
    """

    total: int
    sort: Sort
    descending: bool
    facts: Literal["known", "coming", "none"]
    currency: str | None
    has_health: bool


class VisitOut(Schema):
    """One stay at a step. ``passage`` counts from 1; ``left_at`` is null while they are still there.

    ``detour`` says how the move that led here leaves the map, as its measures count it: a ``skip`` over a
    step that is measured, not optional and not yet visited, or a ``return`` to an earlier one (null: not).
    """

    passage: int
    step: str
    entered_at: datetime
    left_at: datetime | None
    is_forward: bool
    detour: Literal["skip", "return"] | None


class CustomerVisits(Schema):
    """What is known of one of those who travel, and every stay at a step, in order."""

    subject: str
    name: str | None
    traits: dict[str, Any]
    account: str | None
    visits: list[VisitOut]


class FoundCustomer(Schema):
    """Somebody in the log: an object of a ``type``, such as customer or account.

    Of accounts, as far as it is known: whose it is, what it pays a month in whole cents of ``currency``, and
    ``score`` and ``level`` of its health.
    """

    type: str
    id: str
    name: str | None
    owner: str | None = None
    cents: int | None = None
    currency: str | None = None
    score: float | None = None
    level: str | None = None


@router.get("/{map_id}/customers", response={200: CustomersPage, **REFUSALS})
def list_customers(
    request: HttpRequest,
    map_id: str,
    whose: Query[WhoseQuestion],
    matching: Annotated[Expression | None, Query()] = None,
    step: Annotated[str | None, Query(max_length=100)] = None,
    outcome: Outcome | None = None,
    search: Search = "",
    mine: bool = False,
    sort: Sort | None = None,
    descending: bool | None = None,
    cursor: str = "",
    limit: PageSize = 50,
) -> CustomersPage:
    """Who travels on the map: whom a rule matches now (``matching``), who was in a segment when they set out
    (``segment``, as the map's measures count them), at a step (``-``: before the first), by outcome, name or
    id, only whose you look after (``mine``).

    Without ``sort`` success managers see the accounts that pay most first, everybody else who moved last.
    What is not known comes last, whichever way it is sorted.
    """
    record, person = find_map(map_id), asker(request)
    journey = read_journey(record)
    if step not in (None, "-") and all(one.id != step for one in journey.steps()):
        raise NOT_FOUND.error(step or "", says=f"the map has no step {step!r}")
    followed = REPLAYS.of(journey, whose.segment, whose.period())
    facts = facts_of(record, person) if journey.travels == ACCOUNT else NOTHING
    everybody = Listed(journey, followed, facts or NOTHING)
    seen = whose_book(person, journey.travels)
    own = book_of(person, journey.travels, workspace_time().now) if mine else None
    sought = plain(search.strip())
    now = None if matching is None else _who_matches(current_log().generation, matching, journey.travels)
    found = [
        one
        for one in everybody.rows()
        if (seen is None or one.subject in seen)
        and (now is None or one.subject in now)
        and (own is None or one.subject in own)
        and (step is None or (one.step or "-") == step)
        and outcome in (None, one.outcome)
        and (not sought or sought in plain(f"{one.subject} {one.name or ''}"))
    ]
    sort = sort or usual_sort(person, everybody.facts)
    descending = sort in LARGEST_FIRST if descending is None else descending
    found = in_order(found, sort, journey, is_descending=descending)
    place = place_of(cursor, len(found))
    return CustomersPage(
        items=[CustomerOut(**asdict(one)) for one in found[place : place + limit]],
        next=str(place + limit) if place + limit < len(found) else None,
        total=len(found),
        sort=sort,
        descending=descending,
        facts="none" if journey.travels != ACCOUNT else "coming" if facts is None else "known",
        currency=everybody.facts.currency,
        has_health=everybody.facts.has_health,
    )


@router.get("/{map_id}/visits", response={200: CustomerVisits, **REFUSALS})
def customer_visits(
    request: HttpRequest, map_id: str, subject: Annotated[str, Query(min_length=1, max_length=500)]
) -> CustomerVisits:
    """What is known of one who travels on the map, and their stays at its steps."""
    journey = read_journey(find_map(map_id))
    must_see(asker(request), journey.travels, subject)
    followed = REPLAYS.of_one(journey, subject)
    if followed is None:
        raise nobody_is(subject)
    told = followed.told
    rows = [
        row
        for passage in range(len(told.passages))
        for row in range(
            int(told.visits.passage.searchsorted(passage)),
            int(told.visits.passage.searchsorted(passage, side="right")),
        )
    ]
    visits: list[VisitOut] = []
    furthest: dict[int, int] = {}
    places: dict[int, int] = {}
    leaves_map = followed.observed.leaves_map
    for row in rows:
        passage, step = int(told.visits.passage[row]), int(told.visits.step[row])
        is_back = step < places.get(passage, -1)
        ended = int(told.visits.how_ended[row])
        is_left = ended == MOVED_ON or OUTCOMES[ended] != "open"
        visits.append(
            VisitOut(
                passage=int(told.passages.number[passage]) + 1,
                step=told.binding.steps[step],
                entered_at=from_microseconds(int(told.visits.entered_us[row])),
                left_at=from_microseconds(int(told.visits.left_us[row])) if is_left else None,
                is_forward=step > furthest.get(passage, -1),
                detour=None if not leaves_map[row] else "return" if is_back else "skip",
            )
        )
        places[passage] = step
        furthest[passage] = max(step, furthest.get(passage, -1))
    return CustomerVisits(
        subject=subject,
        name=names_of_some(journey.travels, [subject]).get(subject),
        traits=dict(traits_of_one(journey.travels, subject)),
        account=account_of_customer(subject) if journey.travels == "customer" else None,
        visits=visits,
    )


@log_router.get("/customers", response={200: list[FoundCustomer], **REFUSALS})
def find_customers(
    request: HttpRequest, search: Search, limit: Annotated[int, Query(ge=1, le=50)] = 10
) -> list[FoundCustomer]:
    """Customers and accounts whose id or name has ``search`` in it; those that begin with it first."""
    sought = plain(search.strip())
    if not sought:
        return []
    found: list[FoundCustomer] = []
    for kind in ("account", "customer"):
        names, seen = names_of(kind), whose_book(asker(request), kind)
        found += [
            FoundCustomer(type=kind, id=one, name=names.get(one))
            for one in _ids(current_log().generation, kind)
            if (seen is None or one in seen) and (sought in plain(one) or sought in plain(names.get(one, "")))
        ]
    nearest = sorted(found, key=lambda one: _how_near(one, sought))[:limit]
    if any(one.type == ACCOUNT for one in nearest):
        _say_more(nearest)
    return nearest


def _say_more(found: list[FoundCustomer]) -> None:
    """Of the accounts among them: whose each is, and what the latest board knows of it."""
    facts, whose = kept_facts(ACCOUNT), WhoseAccount(ACCOUNT)
    for one in found:
        if one.type == ACCOUNT:
            fact = facts.of.get(one.id, UNKNOWN)
            one.owner, one.currency = whose.of(one.id), facts.currency
            one.cents, one.score, one.level = fact.cents, fact.score, fact.level


@lru_cache(maxsize=2)
def _who_matches(generation: str, rule: str, of: str) -> frozenset[str]:
    return who_matches_now(current_log(), rule, of)


@lru_cache(maxsize=4)
def _ids(generation: str, kind: str) -> tuple[str, ...]:
    return open_index(current_log(), kind).subject_ids


def _how_near(one: FoundCustomer, sought: str) -> tuple[bool, int, str]:
    shown = plain(one.name or one.id)
    return not (shown.startswith(sought) or plain(one.id).startswith(sought)), len(shown), one.id
