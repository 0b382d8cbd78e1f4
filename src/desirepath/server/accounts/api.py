"""The endpoints of the account page: who it is, its story, its people, what it pays, how it is, what to do
next."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Annotated, Any, Literal
from zoneinfo import ZoneInfo

from django.http import HttpRequest
from ninja import Query, Router, Schema

from desirepath.base.spans import from_microseconds
from desirepath.log.by_hand import NOTE, PULSE
from desirepath.model.journey_map import JourneyMap
from desirepath.replay.entries import Entry, entries_of
from desirepath.replay.index import Index, open_index
from desirepath.server.accounts.known import index_with, rows_of
from desirepath.server.accounts.seen import last_seen, last_seen_of
from desirepath.server.accounts.timeline import Happened, Kind, read_part
from desirepath.server.accounts.todos import all_to_dos
from desirepath.server.accounts.worked_out import WORKED_OUT, maps_for
from desirepath.server.accounts.worth import WorthOut, worth_of
from desirepath.server.answers import REFUSALS
from desirepath.server.books.belonging import (
    account_of,
    account_of_customer,
    as_rules_see,
    customers_of,
    traits_of_one,
)
from desirepath.server.books.owning import owner_of
from desirepath.server.books.roster import roster
from desirepath.server.clock import workspace_time
from desirepath.server.lived.names import names_of_some
from desirepath.server.lived.replays import REPLAYS
from desirepath.server.log_state import current_log
from desirepath.server.people.access import role_on
from desirepath.server.people.api import asker
from desirepath.server.people.models import Person
from desirepath.server.people.roles import Role
from desirepath.server.people.shapes import Page, PageSize
from desirepath.success.board import lay_out_board
from desirepath.success.explaining import Explained
from desirepath.success.health_json import change_json, explained_json
from desirepath.success.measure_one import MeasuredOne
from desirepath.success.milestones import read_milestones
from desirepath.success.next_best import Place, next_best
from desirepath.success.usual import usual_stays

router = Router(tags=["accounts"])
_MOST_PEOPLE = 200
_ONE = "/{of}/{path:account}"


class HandEntryOut(Schema):
    """What somebody wrote by hand: who (``is_mine``: you), and when it was taken back (null: it holds)."""

    id: str
    by: str
    is_mine: bool
    withdrawn_at: datetime | None


class HappenedOut(Schema):
    """One thing that happened. ``kind`` is what sort it is; ``entry`` is null where no person wrote it by
    hand."""

    arrival: int
    kind: Kind
    occurred_at: datetime
    activity: str
    customer: str | None
    customer_name: str | None
    channel: str | None
    direction: str | None
    score: float | None
    scale: str | None
    text: str | None
    amount: Decimal | None
    currency: str | None
    properties: dict[str, Any]
    source: str
    entry: HandEntryOut | None


class TimelinePage(Page[HappenedOut]):
    """Part of an account's story, the newest first; ``counts`` are of the whole story, by kind."""

    counts: dict[str, int]


class PulseOut(Schema):
    """The latest pulse that holds."""

    id: str
    pulse: int
    reasons: list[str]
    text: str | None
    at: datetime
    by: str


class RoleOwnerOut(Schema):
    """Who has a role for this account (``person`` null: nobody), and how that came about."""

    role: str
    person: int | None
    name: str | None
    reason: str


class TravelledMap(Schema):
    """A map on which such accounts travel; the names of its steps by their ids."""

    id: str
    title: str
    steps: dict[str, str]


class AccountHeadOut(Schema):
    """Who an account is. ``first_seen`` is when its story begins, ``last_seen`` the last thing its people did
    themselves: not what we sent or wrote, nor an opened mail, which nobody need have read. Null where there
    is nothing yet."""

    of: str
    id: str
    name: str | None
    traits: dict[str, Any]
    first_seen: datetime | None
    last_seen: datetime | None
    interactions: int
    belongs_to: str | None
    pulse: PulseOut | None
    owners: list[RoleOwnerOut]
    maps: list[TravelledMap]
    as_of: datetime


class AccountPersonOut(Schema):
    """Somebody of the account's, and the last time they did something themselves (null: never yet)."""

    id: str
    name: str | None
    email: str | None
    title: str | None
    last_seen: datetime | None
    interactions: int


class AccountPeople(Schema):
    """The account's people, whoever was seen last first; ``total`` counts those not shown, too."""

    people: list[AccountPersonOut]
    total: int


class PromiseOut(Schema):
    """Something that was promised, and by when."""

    id: str
    text: str
    due_on: date | None
    at: datetime
    by: str
    is_mine: bool


class PlaceOut(Schema):
    """Where the account stands on a map (``step`` null: before the first); ``outcome``: how its latest
    passage ended, or open. ``moved`` says who put it there by hand."""

    map: TravelledMap
    step: str | None
    step_name: str | None
    since: datetime
    stayed_seconds: float | None
    pace: str | None
    outcome: str
    owner: RoleOwnerOut | None
    moved: dict[str, str] | None


class ActionOut(Schema):
    """The next best action and why; ``todo`` is the thing on the desk, such as "task:7"."""

    says: str
    reason: str
    comes_from: Literal["desk", "pace", "health", "renewal", "pulse"]
    todo: str | None


class NextOut(Schema):
    """What to do next (null: nothing asks for it), and where the account stands."""

    action: ActionOut | None
    places: list[PlaceOut]


class HealthOut(Schema):
    """How the account is: ``explained`` with every signal, ``changed`` since a week ago; null where there is
    no scorecard for such accounts, or it is not for this one. ``combine`` is how signals become one score."""

    scorecard: str | None
    combine: str | None
    levels: list[str]
    lowest: float | None
    highest: float | None
    explained: dict[str, Any] | None
    changed: dict[str, Any] | None


@router.get(f"{_ONE}/timeline", response={200: TimelinePage, **REFUSALS})
def account_timeline(
    request: HttpRequest,
    of: str,
    account: str,
    kind: Annotated[list[Kind], Query(max_length=20)] = [],  # noqa: B006 - ninja reads it, nobody adds to it
    cursor: Annotated[str, Query(max_length=60)] = "",
    limit: PageSize = 50,
) -> TimelinePage:
    """Everything that happened to an account, the newest first; only of some kinds."""
    person = asker(request)
    part = read_part(index_with(of, account, person), account, kinds=kind, cursor=cursor, limit=limit)
    customers = sorted({one.row["customer"] for one in part.items if one.row["customer"]})
    names = names_of_some("customer", customers)
    items = [_happened(one, names, person) for one in part.items]
    return TimelinePage(
        items=items, next=part.following, counts={str(one): number for one, number in part.counts.items()}
    )


@router.get(f"{_ONE}/people", response={200: AccountPeople, **REFUSALS})
def account_people(request: HttpRequest, of: str, account: str) -> AccountPeople:
    """The customers who belong to an account."""
    index_with(of, account, asker(request))
    if of != "account":
        return AccountPeople(people=[], total=0)
    people, total = _people_of(account)
    return AccountPeople(people=people, total=total)


@router.get(f"{_ONE}/worth", response={200: WorthOut, **REFUSALS})
def account_worth(request: HttpRequest, of: str, account: str) -> WorthOut:
    """What an account pays, has paid, and when its terms end; what cannot be said is said so."""
    index = index_with(of, account, asker(request))
    currency = current_log().settings.currency
    known = WORKED_OUT.of(index, account)
    if known is None:
        return WorthOut(
            has_subscriptions=False,
            currency=currency,
            now=None,
            history=[],
            terms=[],
            without_term=0,
            untimed=[],
        )
    return worth_of(known, account, currency)


@router.get(f"{_ONE}/promises", response={200: list[PromiseOut], **REFUSALS})
def account_promises(request: HttpRequest, of: str, account: str) -> list[PromiseOut]:
    """What was promised to an account and written down so, the latest first."""
    person = asker(request)
    index = index_with(of, account, person)
    return [
        PromiseOut(
            id=one.key,
            text=one.text or "",
            due_on=_day(one.properties.get("due_on")),
            at=one.at,
            by=one.by,
            is_mine=one.person == person.pk,
        )
        for one in reversed(_holding(index, account, NOTE))
        if one.properties.get("kind") == "promise"
    ]


@router.get(f"{_ONE}/health", response={200: HealthOut, **REFUSALS})
def account_health(request: HttpRequest, of: str, account: str) -> HealthOut:
    """How an account is, line by line, and what moved its score since a week ago."""
    index = index_with(of, account, asker(request))
    nothing = HealthOut(
        scorecard=None, combine=None, levels=[], lowest=None, highest=None, explained=None, changed=None
    )
    known = WORKED_OUT.of(index, account)
    if known is None or known.health is None:
        return nothing
    health = known.health
    card = health.now.card
    return HealthOut(
        scorecard=card.name,
        combine=card.combine,
        levels=[level.name for level in card.levels],
        lowest=card.lowest,
        highest=card.highest,
        explained=explained_json(health.explained(account)),
        changed=change_json(health.changed(account)),
    )


@router.get(f"{_ONE}/next", response={200: NextOut, **REFUSALS})
def account_next(request: HttpRequest, of: str, account: str) -> NextOut:
    """Where an account stands on the maps that you may see, and what to do next for it, and why."""
    person = asker(request)
    index = index_with(of, account, person)
    now = workspace_time().now
    places = _places(person, of, account, now)
    explained: Explained | None = None
    lowest, renewal = None, None
    known = WORKED_OUT.of(index, account)
    if known is not None:
        if known.health is not None:
            explained = known.health.explained(account)
            lowest = known.health.now.card.levels[0].name
        open_terms = [one.due for one in known.renewals if one.state == "open"]
        renewal = min(open_terms, default=None)
    pulses = _holding(index, account, PULSE)
    todos = all_to_dos(person, of, account)
    others = {int(one.owner) for one in todos if one.kind == "handoff" and one.owner is not None}
    action = next_best(
        now,
        todos=todos,
        places=[_as_place(one) for one in places if one.step is not None],
        health=explained,
        lowest_level=lowest,
        renewal=renewal,
        pulse_at=pulses[-1].at if pulses else None,
        zone=ZoneInfo(current_log().settings.time_zone),
        name=names_of_some(of, [account]).get(account, account),
        contact=_contact(of, account),
        me=str(person.pk),
        people={str(one.pk): str(one) for one in Person.objects.filter(pk__in=others)},
        left=None if known is None else _left(known, account),
    )
    out = None
    if action is not None:
        out = ActionOut(
            says=action.says, reason=action.reason, comes_from=action.comes_from, todo=action.todo
        )
    return NextOut(action=out, places=places)


@router.get(_ONE, response={200: AccountHeadOut, **REFUSALS})
def account_head(request: HttpRequest, of: str, account: str) -> AccountHeadOut:
    """Who an account is, whose, and how somebody says it is."""
    person = asker(request)
    index = index_with(of, account, person)
    now = workspace_time().now
    found = rows_of(index, account)
    first = None if found is None else from_microseconds(int(found[0].time_us[found[1]]))
    pulses = _holding(index, account, PULSE)
    return AccountHeadOut(
        of=of,
        id=account,
        name=names_of_some(of, [account]).get(account),
        traits=as_rules_see(traits_of_one(of, account)),
        first_seen=first,
        last_seen=_seen(index, of, account),
        interactions=0 if found is None else found[2] - found[1],
        belongs_to=_belongs_to(of, account),
        pulse=_pulse_out(pulses[-1]) if pulses else None,
        owners=_owners(of, account, now),
        maps=[_map_out(one) for one in maps_for(of) if _may_work_on(person, one.id)],
        as_of=now,
    )


def _places(person: Person, of: str, account: str, now: datetime) -> list[PlaceOut]:
    found = []
    for journey in maps_for(of):
        if not _may_work_on(person, journey.id):
            continue
        followed = REPLAYS.of_one(journey, account)
        standing = None if followed is None else next(iter(followed.everybody), None)
        if followed is None or standing is None:
            continue
        names = {step.id: step.name for step in journey.steps()}
        owners = {step.id: step.owner for step in journey.steps()}
        out = PlaceOut(
            map=_map_out(journey),
            step=standing.step,
            step_name=names.get(standing.step or ""),
            since=standing.since,
            stayed_seconds=None,
            pace=None,
            outcome=standing.outcome,
            owner=None,
            moved=None,
        )
        if standing.outcome == "open":
            told = followed.told
            milestones = read_milestones(told.index, journey.id, subject=account)
            expected = usual_stays(told.journey, open_index(current_log(), of))
            board = lay_out_board(told, milestones, expected=expected)
            card = next(iter(board.cards()), None)
            if card is not None:
                out.step, out.step_name = card.step, names.get(card.step or "")
                out.since, out.stayed_seconds, out.pace = card.since, card.stayed_us / 1e6, card.pace
                if card.moved is not None:
                    moved = card.moved
                    out.moved = {"by": moved.by, "name": moved.name, "reason": moved.reason, "key": moved.key}
            role = owners.get(out.step or "")
            if role is not None:
                out.owner = _owner_out(of, account, role, now)
        found.append(out)
    return found


def _map_out(journey: JourneyMap) -> TravelledMap:
    steps = {step.id: step.name for step in journey.steps()}
    return TravelledMap(id=journey.id, title=journey.title, steps=steps)


def _as_place(one: PlaceOut) -> Place:
    return Place(
        one.map.title,
        one.step_name or one.step or "",
        timedelta(seconds=one.stayed_seconds or 0.0),
        one.pace or "not known",  # type: ignore[arg-type]  # a pace of the board's, as a text
        None if one.owner is None else one.owner.role,
    )


def _may_work_on(person: Person, map_id: str) -> bool:
    return role_on(person, map_id) >= Role.EDITOR


def _owners(of: str, account: str, now: datetime) -> list[RoleOwnerOut]:
    return [_owner_out(of, account, role, now) for role in roster(now, of).roles]


def _owner_out(of: str, account: str, role: str, now: datetime) -> RoleOwnerOut:
    owned = owner_of(of, account, role, None, now)
    person = None if owned.person is None else Person.objects.filter(pk=int(owned.person)).first()
    return RoleOwnerOut(
        role=role,
        person=None if person is None else person.pk,
        name=None if person is None else str(person),
        reason=owned.reason,
    )


def _holding(index: Index, account: str, activity: str) -> list[Entry]:
    """The entries of an activity that were not taken back, in order."""
    found = entries_of(index, {activity}, subject=account)
    return [one for one in found if one.withdrawn_at is None]


def _pulse_out(one: Entry) -> PulseOut:
    return PulseOut(
        id=one.key,
        pulse=int(one.properties.get("pulse", 0)),
        reasons=[str(reason) for reason in one.properties.get("reasons", ())],
        text=one.text,
        at=one.at,
        by=one.by,
    )


def _happened(one: Happened, names: dict[str, str], person: Person) -> HappenedOut:
    row, entry = one.row, one.entry
    return HappenedOut(
        **{name: row[name] for name in HappenedOut.model_fields if name in row},
        kind=one.kind,
        customer_name=names.get(row["customer"] or ""),
        entry=None
        if entry is None
        else HandEntryOut(
            id=entry.key, by=entry.by, is_mine=entry.person == person.pk, withdrawn_at=entry.withdrawn_at
        ),
    )


def _person_out(index: Index, who: str, name: str | None, seen: datetime | None) -> AccountPersonOut:
    traits, found = traits_of_one("customer", who), rows_of(index, who)
    return AccountPersonOut(
        id=who,
        name=name,
        email=_text(traits, ("email", "e_mail")),
        title=_text(traits, ("job_title", "role", "position")),
        last_seen=seen,
        interactions=0 if found is None else found[2] - found[1],
    )


def _people_of(account: str) -> tuple[list[AccountPersonOut], int]:
    """Its people, whoever was seen last first, and how many there are in all."""
    index, mine = open_index(current_log(), "customer"), customers_of(account)
    shown = mine[:_MOST_PEOPLE]
    names, seen = names_of_some("customer", shown), last_seen_of(index, shown)
    people = [_person_out(index, who, names.get(who), seen.get(who)) for who in shown]
    people.sort(key=lambda one: one.last_seen.timestamp() if one.last_seen else 0.0, reverse=True)
    return people, len(mine)


def _seen(index: Index, of: str, account: str) -> datetime | None:
    """The last thing any of its people did, also where that did not name the account."""
    own = last_seen(index, account)
    if of != "account":
        return own
    people = last_seen_of(open_index(current_log(), "customer"), customers_of(account)).values()
    return max([*people, *([] if own is None else [own])], default=None)


def _left(known: MeasuredOne, account: str) -> datetime | None:
    """When its last subscription ended; None while one runs, and where it never had any."""
    history = known.records.histories.get(known.records.place[account])
    moments = [one for one in (history.moments if history else ()) if one.at_us <= known.records.last_us]
    return from_microseconds(moments[-1].at_us) if moments and not moments[-1].running else None


def _contact(of: str, account: str) -> str | None:
    """Whom to speak to: of the people known by name, whoever was there last."""
    if of != "account":
        return None
    return next((one.name for one in _people_of(account)[0] if one.name is not None), None)


def _belongs_to(of: str, subject: str) -> str | None:
    if of == "account":
        return None
    if of == "customer":
        return account_of_customer(subject)
    return account_of(current_log().generation, of).get(subject)


def _text(traits: Any, names: Sequence[str]) -> str | None:
    return next((traits[name] for name in names if isinstance(traits.get(name), str)), None)


def _day(value: object) -> date | None:
    try:
        return date.fromisoformat(value) if isinstance(value, str) else None
    except ValueError:
        return None
