"""The job that lets the last answer to a question be the only one: those before it leave the log.

Taking facts out of a log makes what is kept beside it be made anew, so it is done for all together, some
minutes after somebody has changed an answer.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from typing import Any, Final

import orjson
import pyarrow as pa
import pyarrow.compute as pc
from django.conf import settings
from django.db import transaction
from django.utils import timezone

from desirepath.log.activities import PLAYBOOKS
from desirepath.log.by_hand import WITHDRAWN
from desirepath.log.kinds import LOG_BUSY
from desirepath.log.store import Log, create_log
from desirepath.log.taking_back import take_back_keys
from desirepath.server.jobs.kind import JobKind, Work
from desirepath.server.jobs.models import Job, State
from desirepath.server.jobs.queue import enqueue

SETTLE: Final = "touch.settle"
SETTLED_AFTER: Final = timedelta(minutes=10)
_KEY: Final = "touch"
_ANSWERED: Final = "survey.answered"
_COLUMNS: Final = ["source", "activity", "key", "properties", "occurred_at", "arrival"]
_PATIENCE_SECONDS: Final = 20.0


def settle_soon() -> None:
    """Settle what was changed by then, in some minutes."""
    with transaction.atomic():
        job, now = enqueue(SETTLE, key=_KEY), timezone.now()
        mine = Job.objects.filter(pk=job.pk, state=State.WAITING, not_before__lte=now)
        mine.update(not_before=now + SETTLED_AFTER)


def settle_now(work: Work) -> dict[str, int]:
    """The job."""
    with create_log(settings.CONFIGURATION.folder, patience_seconds=_PATIENCE_SECONDS) as log:
        work.tell(0.2, "looking for answers that were changed")
        overtaken = sorted(_overtaken(log))
        removed = take_back_keys(log, PLAYBOOKS, overtaken) if overtaken else 0
    return {"removed": removed}


def _overtaken(log: Log) -> Iterator[str]:
    """The keys of answers that another one of the same ask follows, or that were taken back; of these what
    takes them back too."""
    told: dict[str, list[dict[str, Any]]] = {}
    wanted = pa.array([_ANSWERED, WITHDRAWN], pa.string())
    for part in log.interactions_in_parts(_COLUMNS):
        is_ours = pc.and_(pc.equal(part["source"], PLAYBOOKS), pc.is_in(part["activity"], value_set=wanted))
        for row in part.filter(is_ours).to_pylist():
            ask = orjson.loads(row["properties"] or "{}").get("ask")
            if isinstance(ask, str):
                told.setdefault(ask, []).append(row)
    for rows in told.values():
        rows.sort(key=lambda row: (row["occurred_at"], row["arrival"]))
        stays = rows[-1]["activity"] == _ANSWERED
        yield from (row["key"] for row in (rows[:-1] if stays else rows))


JOBS: Final = (
    JobKind(SETTLE, "Let the last answer count", settle_now, tries=5, may_pass=frozenset({LOG_BUSY.code})),
)
