"""What is shown of uploads, imports and mappings."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from ninja import Schema

from desirepath.server.answers import ProblemOut
from desirepath.server.data.how import PlanOut
from desirepath.server.data.models import Import, SavedMapping, Upload
from desirepath.server.jobs.models import ACTIVE, Job
from desirepath.server.people.models import Person
from desirepath.sources.mappings import READY


class WhoOut(Schema):
    """Somebody with an account."""

    id: int
    name: str


class UploadOut(Schema):
    """A file on its way: ``received`` bytes of ``size`` have arrived; ``is_ready``: all of it."""

    id: str
    name: str
    size: int
    received: int
    is_ready: bool
    packed_in: str
    at: datetime


class CountsOut(Schema):
    """What became of the rows of a file. ``removed`` were taken back later (null: it was not)."""

    rows: int
    added: int
    duplicates: int
    suppressed: int
    expired: int
    rejected: int
    shape: str
    source: str
    seconds: float
    warnings: tuple[ProblemOut, ...] = ()
    removed: int | None = None


class ImportOut(Schema):
    """One import. ``state``: waiting, running, done, failed or cancelled; ``share`` is how far it is, 0 to 1,
    ``words`` how fast it goes and how long it will take.

    ``has_rejects``: refused rows can be looked at. ``can_start_again``: its file is here still.
    """

    id: int
    name: str
    size: int
    state: str
    share: float
    words: str
    job: int | None
    is_stopping: bool
    at: datetime
    done_at: datetime | None
    who: WhoOut | None
    counts: CountsOut | None
    problems: list[ProblemOut]
    has_rejects: bool
    can_start_again: bool
    can_take_back: bool
    taken_back_at: datetime | None
    fixes: int | None


class MappingOut(Schema):
    """A saved mapping. ``text`` is a mapping file, as the command line reads it too."""

    id: int
    name: str
    text: str
    plan: PlanOut | None
    who: WhoOut | None
    at: datetime
    used_at: datetime


class ReadyOut(Schema):
    """A mapping that comes with Desirepath, for the export of a tool."""

    name: str
    meaning: str


READY_NAMED = {one.name: one for one in READY}


def upload_out(upload: Upload) -> UploadOut:
    """A file on its way."""
    return UploadOut(
        id=upload.pk,
        name=upload.name,
        size=upload.size,
        received=upload.received,
        is_ready=upload.ready_at is not None,
        packed_in=upload.packed_in,
        at=upload.at,
    )


def import_out(record: Import) -> ImportOut:
    """One import, as it stands now."""
    job: Job | None = record.job
    state, share, words = _standing(record, job)
    return ImportOut(
        id=record.pk,
        name=record.name,
        size=record.size,
        state=state,
        share=share,
        words=words,
        job=job.pk if job is not None else None,
        is_stopping=job is not None and job.cancel_asked and job.state in ACTIVE,
        at=record.at,
        done_at=record.done_at,
        who=who_out(record.person),
        counts=CountsOut.model_validate(record.result) if record.result else None,
        problems=[ProblemOut.model_validate(one) for one in _problems(record, job)],
        has_rejects=bool(record.rejects),
        can_start_again=state in ("failed", "cancelled")
        and (record.upload_id is not None or record.fixes_id is not None),
        can_take_back=state == "done"
        and record.taken_back_at is None
        and record.next_arrival > record.first_arrival,
        taken_back_at=record.taken_back_at,
        fixes=record.fixes_id,
    )


def mapping_out(saved: SavedMapping) -> MappingOut:
    """A saved mapping."""
    return MappingOut(
        id=saved.pk,
        name=saved.name,
        text=saved.text,
        plan=PlanOut.model_validate(saved.plan) if saved.plan else None,
        who=who_out(saved.person),
        at=saved.at,
        used_at=saved.used_at,
    )


def who_out(person: Person | None) -> WhoOut | None:
    """Somebody, by the name that others know."""
    return None if person is None else WhoOut(id=person.pk, name=str(person))


def _standing(record: Import, job: Job | None) -> tuple[str, float, str]:
    """The job knows it while it is under way; what became of it the import says itself."""
    if record.state == "done":
        return "done", 1.0, ""
    if job is None:
        return (record.state if record.state in ("failed", "cancelled") else "failed"), 0.0, ""
    return job.state, job.share, job.words


def _problems(record: Import, job: Job | None) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = record.problems or (job.problems if job is not None else [])
    return found
