"""The job that decides: the log, the maps and who does what go in; alerts and handoffs are opened, changed
and ended, and people are told. All in one transaction: killed at any moment, it has happened or it has not.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from desirepath.log.store import open_log
from desirepath.server.clock import WorkspaceTime, workspace_time
from desirepath.server.desk.handoffs import OPEN
from desirepath.server.desk.models import Alert, Handoff, Look, Task
from desirepath.server.desk.on_desk import Read, maps_on_desk, read_mornings
from desirepath.server.desk.opening import News, keep_alerts, pass_on
from desirepath.server.desk.owning import Whose
from desirepath.server.desk.telling import notify_of_news, tell_desks
from desirepath.server.jobs.kind import Hourly, JobKind, Work
from desirepath.server.maps.models import MapRecord
from desirepath.success.measure_morning import Morning, OnMap
from desirepath.success.unowned import find_unowned, step_roles

DECIDE: Final = "desk.decide"
KEY: Final = "desk"


@dataclass(frozen=True)
class Seen:
    """All that one look at the log has found. ``began_at`` is when it began to look, ``last`` which look was
    the last one kept then."""

    generation: str
    began_at: datetime
    last: frozenset[datetime]
    reads: Sequence[Read]


@dataclass(frozen=True)
class Prepared:
    """What one look has found of one kind of travellers, with whose everything is; by map what nobody owns;
    and who counts now (None: everybody)."""

    read: Read
    morning: Morning
    whose: Whose
    unowned: Mapping[str, list[dict[str, Any]]]
    here: list[str] | None


def decide_now(work: Work) -> dict[str, int]:
    """The job. Where another look was kept meanwhile, it looks again: that one may have seen less."""
    while True:
        seen = look(work)
        work.tell(0.9, "deciding")
        work.stop_if_asked()
        news = write(seen)
        if news is not None:
            return {"opened": len(news.opened), "handoffs": len(news.begun), "ended": news.ended}


def look(work: Work) -> Seen:
    """Read the log as it is now."""
    last = last_kept()
    began_at, log = timezone.now(), open_log(settings.CONFIGURATION.folder)
    reads = tuple(read_mornings(log, maps_on_desk(began_at), work))
    return Seen(log.generation, began_at, last, reads)


def last_kept() -> frozenset[datetime]:
    """Which look was kept last: when it began, whatever the clock has done since."""
    return frozenset(Look.objects.values_list("began_at", flat=True))


def write(seen: Seen) -> News | None:
    """Decide, and keep what was decided. None: another look was kept since this one began."""
    time = workspace_time()
    prepared = {read.maps.of: _prepare(read, read.morning, time) for read in seen.reads if read.morning}
    news = News()
    with transaction.atomic():
        if {one.began_at for one in Look.objects.select_for_update()} != seen.last:
            return None
        kept: set[tuple[str, str]] = set()
        for read in seen.reads:
            of = read.maps.of
            kept |= {(of, record.id) for record, _ in read.maps.maps}
            if of in prepared:
                kept.add((of, ""))
                _decide(prepared[of], time, news)
            for record, _ in read.maps.maps:
                _note(record, prepared.get(of), seen, of)
        _end_the_rest(kept, time, news)
        Look.objects.exclude(map__in=[map_id for _, map_id in kept]).delete()
        for person, (urgent, others) in news.by_person().items():
            notify_of_news(person, urgent, others)
        tell_desks()
    return news


def _prepare(read: Read, morning: Morning, time: WorkspaceTime) -> Prepared:
    whose = Whose.at(read.maps.of, time.now, list(morning.maps))
    ids = [record.id for record, _ in read.maps.maps]
    return Prepared(
        read,
        morning,
        whose,
        {one: _unowned(on_map, whose) for one, on_map in zip(ids, morning.maps, strict=True)},
        _here(morning),
    )


def _decide(it: Prepared, time: WorkspaceTime, news: News) -> None:
    """Decide for one kind of travellers."""
    of, morning, whose = it.read.maps.of, it.morning, it.whose
    keep_alerts(of, "", morning.conditions, whose, morning.cents, time, news)
    for (record, _), on_map in zip(it.read.maps.maps, morning.maps, strict=True):
        late = pass_on(of, on_map, whose, morning.cents, morning.as_of, time, news)
        keep_alerts(of, record.id, (*on_map.stuck, *late), whose, morning.cents, time, news)
    for task in Task.objects.filter(of=of, done_at=None).exclude(account=""):
        if task.cents != morning.cents.get(task.account):
            Task.objects.filter(pk=task.pk).update(cents=morning.cents.get(task.account))


def _end_the_rest(kept: set[tuple[str, str]], time: WorkspaceTime, news: News) -> None:
    """What is on a map that the desk looks after no more is over."""
    alive = Alert.objects.filter(ended_at=None)
    for of, map_id in alive.values_list("of", "map").distinct().order_by("of", "map"):
        if (of, map_id) not in kept:
            news.ended += alive.filter(of=of, map=map_id).update(ended_at=time.now)
    waiting = Handoff.objects.filter(state__in=OPEN)
    for of, map_id in waiting.values_list("of", "map").distinct().order_by("of", "map"):
        if (of, map_id) not in kept:
            waiting.filter(of=of, map=map_id).update(state="overtaken", closed_at=time.now)


def _note(record: MapRecord, it: Prepared | None, seen: Seen, of: str) -> None:
    kept = {
        "of": of,
        "revision": record.revision,
        "generation": seen.generation,
        "as_of": None if it is None else it.morning.as_of,
        "began_at": seen.began_at,
        "decided_at": timezone.now(),
        "unowned": [] if it is None else it.unowned[record.id],
        "here": None if it is None else it.here,
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


def _here(morning: Morning) -> list[str] | None:
    if morning.customers is None:
        return None
    under_way = {card.subject for on_map in morning.maps for card in on_map.board.cards()}
    return sorted(morning.customers | under_way)


JOBS: Final = (JobKind(DECIDE, "Look who needs whom", decide_now, tries=3, every=Hourly()),)
