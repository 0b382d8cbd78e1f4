"""Keeps what was decided: alerts and handoffs as rows, and what is new for whom."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any, Final, cast

from desirepath.model.journey_map import Handoff as Promised
from desirepath.server.clock import WorkspaceTime
from desirepath.server.desk.day import HANDOFF_RULE
from desirepath.server.desk.handoffs import OPEN, TAKEN, passing_of, put
from desirepath.server.desk.models import Alert, Handoff
from desirepath.server.desk.owning import Whose
from desirepath.server.lived.names import names_of
from desirepath.success.alerts import Condition, OpenAlert, Severity, decide
from desirepath.success.handoffs import begin, condition_of, is_news, overtake, stand
from desirepath.success.measure_morning import OnMap
from desirepath.success.owners import Owned

LASTING: Final = frozenset({"health", "scorecard"})
"""Rules whose conditions are states that were seen (``Condition.lasts``)."""
LONGEST: Final = 500
"""So much of what an alert says is kept: a step's name may be as long as somebody likes."""
_OF_CONDITION: Final = ("says", "severity", "since", "arrival", "updated_at")
_OF_OWNER: Final = ("owner", "owned_because", "cents")


@dataclass
class News:
    """What one look has opened or woken, and how much it has ended."""

    opened: list[Alert] = field(default_factory=list)
    begun: list[Handoff] = field(default_factory=list)
    ended: int = 0

    def by_person(self) -> Mapping[int, tuple[list[str], int]]:
        """For each person: what is urgent, in words, and how much else is new."""
        found: dict[int, tuple[list[str], int]] = {}
        begun = {(row.account, row.map, row.step) for row in self.begun}
        for row in (*self.opened, *self.begun):
            # That a handoff which is new is late already is no second thing on the desk.
            is_said = isinstance(row, Alert) and row.rule == HANDOFF_RULE
            if row.owner_id is None or (is_said and (row.account, row.map, row.step) in begun):
                continue
            urgent, others = found.get(row.owner_id, ([], 0))
            if isinstance(row, Alert) and row.severity == "urgent":
                called = names_of(row.of).get(row.account, row.account)
                found[row.owner_id] = [*urgent, f"{called} {row.says}"], others
            else:
                found[row.owner_id] = urgent, others + 1
        return found


def keep_alerts(
    of: str,
    map_id: str,
    conditions: Iterable[Condition],
    whose: Whose,
    cents: Mapping[str, int],
    time: WorkspaceTime,
    news: News,
) -> None:
    """Open, change, wake and end the alerts of one map, or (``map_id`` empty) of none."""
    alive = Alert.objects.filter(of=of, map=map_id, ended_at=None).select_for_update()
    rows = {(row.account, row.rule, row.reason): row for row in alive}
    told = [replace(one, says=one.says[:LONGEST]) for one in conditions]
    decision = decide((_open_alert(row) for row in rows.values()), told, time.now)
    opened: list[Alert] = []
    for one in decision.open:
        row = Alert(of=of, account=one.subject, map=map_id, rule=one.rule, reason=one.reason)
        row.step, row.opened_at = one.reason if map_id else "", time.now
        _say(row, one, time)
        _own(row, one, whose, cents)
        opened.append(row)
    news.opened += Alert.objects.bulk_create(opened)
    for one in (*decision.update, *decision.wake):
        row = rows[one.key]
        _say(row, one, time)
        row.save(update_fields=_OF_CONDITION)
    for one in decision.wake:
        row = rows[one.key]
        row.snoozed_until = row.snoozed_by = row.closed_at = row.closed_by = None
        row.snoozed_because = row.closed_because = ""
        row.woken_at = time.now
        row.save()
        news.opened.append(row)
    for key in decision.resolve:
        row = rows.pop(key)
        row.ended_at = time.now
        row.save(update_fields=["ended_at"])
        news.ended += 1
    for row in rows.values():
        before = (row.owner_id, row.owned_because, row.cents)
        _own(row, _condition(row), whose, cents)
        if before != (row.owner_id, row.owned_because, row.cents):
            row.save(update_fields=_OF_OWNER)


def pass_on(
    of: str,
    on_map: OnMap,
    whose: Whose,
    cents: Mapping[str, int],
    as_of: datetime,
    time: WorkspaceTime,
    news: News,
) -> Iterable[Condition]:
    """Begin, go on with and overtake the handoffs of one map; what is wrong with those that are open."""
    journey = on_map.journey
    promised = {step.id: step.handoff for step in journey.steps() if step.handoff is not None}
    names = {step.id: step.name for step in journey.steps()}
    kept = Handoff.objects.filter(of=of, map=journey.id).select_for_update()
    rows = {(row.account, row.step, row.passage): row for row in kept}
    standing = {
        (card.subject, card.step, card.passage): card.since
        for card in on_map.board.cards()
        if card.step in promised
    }
    late: list[Condition] = []
    begun: list[Handoff] = []
    for key, since in standing.items():
        account, step, passage = key
        handoff = promised[step]
        row = rows.get(key)
        if row is None:
            if not is_news(handoff, since, as_of):
                continue
            row = Handoff(of=of, account=account, map=journey.id, step=step, passage=passage)
            row.map_version = journey.version
            put(row, begin(account, step, handoff, since))
            _pass(row, whose, cents)
            begun.append(row)
        elif row.state != "accepted":
            _stand(row, handoff, since, whose, cents)
        found = condition_of(passing_of(row), names[step], time.began, time.zone)
        late += [found] if found else []
    news.begun += Handoff.objects.bulk_create(begun)
    for key, row in rows.items():
        if key not in standing and row.state in OPEN:
            put(row, overtake(passing_of(row), time.now)).save()
    return late


def _open_alert(row: Alert) -> OpenAlert:
    return OpenAlert(_condition(row), row.opened_at, row.snoozed_until, is_closed=row.closed_at is not None)


def _condition(row: Alert) -> Condition:
    severity = cast("Severity", row.severity)
    lasts = row.rule in LASTING
    return Condition(row.account, row.rule, row.reason, row.says, row.since, severity, row.arrival, lasts)


def _say(row: Alert, one: Condition, time: WorkspaceTime) -> None:
    row.says, row.severity, row.since, row.arrival = one.says, one.severity, one.since, one.arrival
    row.updated_at = time.now


def _own(row: Alert, one: Condition, whose: Whose, cents: Mapping[str, int]) -> None:
    """Whose it is; what was given to somebody by hand stays theirs."""
    row.cents = cents.get(row.account)
    if row.rule == HANDOFF_RULE:
        handoff = Handoff.objects.filter(of=row.of, account=row.account, map=row.map, step=row.step)
        turn = handoff.filter(state__in=OPEN).order_by("-passage").first()
        row.owner = turn.owner if turn else None
        row.owned_because = turn.owned_because if turn else ""
    elif row.given_by_id is None:
        _set_owner(row, whose.owner_of(one))


def _set_owner(row: Alert | Handoff, owned: Owned) -> None:
    row.owner_id = _person(owned)
    row.owned_because = owned.reason[:300]


def _person(owned: Owned) -> int | None:
    return None if owned.person is None else int(owned.person)


def _stand(row: Handoff, handoff: Promised, since: datetime, whose: Whose, cents: Mapping[str, int]) -> None:
    before = _values(row)
    put(row, stand(passing_of(row), handoff, since))
    _pass(row, whose, cents)
    if before != _values(row):
        row.save()


def _pass(row: Handoff, whose: Whose, cents: Mapping[str, int]) -> None:
    """Who gives and who receives this account, and whose turn it is. What somebody took stays theirs."""
    row.cents = cents.get(row.account)
    gives, receives = (
        Owned(str(has), TAKEN)
        if has is not None and has == row.given_by_id
        else whose.owner(row.account, role or None)
        for has, role in ((row.giving_id, row.giver), (row.receiving_id, row.receiver))
    )
    row.giving_id, row.receiving_id = _person(gives), _person(receives)
    _set_owner(row, gives if passing_of(row).is_givers_turn else receives)


def _values(row: Handoff) -> list[Any]:
    return [getattr(row, field.attname) for field in row._meta.concrete_fields]
