"""The job that decides: the log, the maps and who does what go in; alerts and handoffs are opened, changed
and ended, and people are told. All in one transaction: killed at any moment, it has happened or it has not.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from desirepath.log.store import open_log
from desirepath.server.desk.clock import DeskTime, desk_time
from desirepath.server.desk.models import Alert, Look, Task
from desirepath.server.desk.on_desk import Read, maps_on_desk, read_mornings, roles_of
from desirepath.server.desk.opening import News, keep_alerts, pass_on
from desirepath.server.desk.owning import Whose
from desirepath.server.desk.telling import notify_of_news, tell_desks
from desirepath.server.jobs.kind import Hourly, JobKind, Work
from desirepath.server.maps.models import MapRecord
from desirepath.success.measure_morning import OnMap
from desirepath.success.unowned import find_unowned, step_roles

DECIDE: Final = "desk.decide"
KEY: Final = "desk"


@dataclass(frozen=True)
class Seen:
    """All that one look at the log has found. ``began_at`` is when it began to look."""

    generation: str
    began_at: datetime
    reads: Sequence[Read]


def decide_now(work: Work) -> dict[str, int]:
    """The job."""
    seen = look(work)
    work.tell(0.9, "deciding")
    work.stop_if_asked()
    news = write(seen)
    return {"opened": len(news.opened), "handoffs": len(news.begun), "ended": news.ended}


def look(work: Work) -> Seen:
    """Read the log as it is now."""
    began_at, log = timezone.now(), open_log(settings.CONFIGURATION.folder)
    reads = tuple(read_mornings(log, maps_on_desk(began_at), work))
    return Seen(log.generation, began_at, reads)


def write(seen: Seen) -> News:
    """Decide, and keep what was decided; a look that began before the last one kept is too late."""
    news = News()
    with transaction.atomic():
        if any(one.began_at > seen.began_at for one in Look.objects.select_for_update()):
            return news
        mornings = [read.morning.as_of for read in seen.reads if read.morning is not None]
        time = desk_time(max(mornings, default=None))
        kept: set[tuple[str, str]] = set()
        for read in seen.reads:
            kept |= _decide(read, seen, time, news)
        _end_the_rest(kept, time, news)
        Look.objects.exclude(map__in=[map_id for _, map_id in kept]).delete()
        for person, (urgent, others) in news.by_person().items():
            notify_of_news(person, urgent, others)
        tell_desks()
    return news


def _decide(read: Read, seen: Seen, time: DeskTime, news: News) -> set[tuple[str, str]]:
    """Decide for one kind of travellers; the (type, map) for which that was done."""
    of, morning = read.maps.of, read.morning
    if morning is None:
        for record, _ in read.maps.maps:
            _note(record, of, seen, None, [], {})
        return {(of, record.id) for record, _ in read.maps.maps}
    whose = Whose.at(of, time.now, list(morning.maps))
    keep_alerts(of, "", morning.conditions, whose, morning.cents, time, news)
    for (record, _), on_map in zip(read.maps.maps, morning.maps, strict=True):
        late = pass_on(of, on_map, whose, morning.cents, morning.as_of, time, news)
        keep_alerts(of, record.id, (*on_map.stuck, *late), whose, morning.cents, time, news)
        loads = _loads(on_map, morning.customers, whose)
        _note(record, of, seen, morning.as_of, _unowned(on_map, whose), loads)
    for task in Task.objects.filter(of=of, done_at=None).exclude(account=""):
        if task.cents != morning.cents.get(task.account):
            Task.objects.filter(pk=task.pk).update(cents=morning.cents.get(task.account))
    return {(of, ""), *((of, record.id) for record, _ in read.maps.maps)}


def _end_the_rest(kept: set[tuple[str, str]], time: DeskTime, news: News) -> None:
    """What is on a map that the desk looks after no more is over."""
    alive = Alert.objects.filter(ended_at=None)
    for of, map_id in alive.values_list("of", "map").distinct().order_by("of", "map"):
        if (of, map_id) not in kept:
            news.ended += alive.filter(of=of, map=map_id).update(ended_at=time.now)


def _note(
    record: MapRecord,
    of: str,
    seen: Seen,
    as_of: datetime | None,
    unowned: list[dict[str, Any]],
    loads: dict[str, int],
) -> None:
    kept = {
        "of": of,
        "revision": record.revision,
        "generation": seen.generation,
        "as_of": as_of,
        "began_at": seen.began_at,
        "decided_at": timezone.now(),
        "unowned": unowned,
        "loads": loads,
    }
    Look.objects.update_or_create(map=record.id, defaults=kept)


def _unowned(on_map: OnMap, whose: Whose) -> list[dict[str, Any]]:
    roles = step_roles(on_map.journey)
    return [
        {
            "step": one.step,
            "role": one.role,
            "reason": one.reason,
            "accounts": [card.subject for card in one.cards],
        }
        for one in find_unowned(on_map.board, roles, whose.roster, whose.traits)
    ]


def _loads(on_map: OnMap, customers: frozenset[str] | None, whose: Whose) -> dict[str, int]:
    """How many accounts come to each person in a role of the map: customers, and who is under way."""
    here = {card.subject for card in on_map.board.cards()} | (customers or frozenset())
    roles = sorted(roles_of(on_map.journey))
    counted: Counter[str] = Counter()
    for account in here:
        owned = {whose.owner(account, role).person for role in roles}
        counted.update(person for person in owned if person is not None)
    return dict(counted)


JOBS: Final = (JobKind(DECIDE, "Look who needs whom", decide_now, tries=3, every=Hourly()),)
