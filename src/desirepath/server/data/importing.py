"""Imports as jobs: each file wholly or not at all, cancelled at any moment, begun again after a crash."""

from __future__ import annotations

import time
from hashlib import blake2b
from pathlib import Path
from typing import Any, Final

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from desirepath.base.problem import DesirepathError
from desirepath.log.store import Log
from desirepath.log.taking_back import take_back
from desirepath.server.data.how import How
from desirepath.server.data.kinds import CANNOT_TAKE_BACK, IS_RUNNING
from desirepath.server.data.models import Import, SavedMapping, Upload
from desirepath.server.data.uploads import named, remove, whole
from desirepath.server.data.writing import writing
from desirepath.server.jobs.kind import CancelledError, JobKind, Work
from desirepath.server.jobs.models import ACTIVE, Job
from desirepath.server.jobs.queue import enqueue
from desirepath.server.people.models import Person
from desirepath.sources.importing import FileReport, Progress, import_into
from desirepath.sources.mapping import read_mapping_text, read_zone

IMPORT: Final = "data.import"
TAKE_BACK: Final = "data.take-back"
_MOST_WARNINGS: Final = 20


def start_import(person: Person, upload: Upload, how: How, *, remember: str = "") -> Import:
    """Write an import down and queue it; with ``remember`` the mapping is saved under this name, for files
    with the same columns. Raises DP-DAT-002 and -008."""
    whole(upload)
    if Import.objects.filter(upload=upload, job__state__in=ACTIVE).exists():
        raise IS_RUNNING.error(upload.pk, says="this file is being imported")
    with transaction.atomic():
        record = Import.objects.create(
            name=upload.name,
            size=upload.size,
            upload=upload,
            shape=upload.shape,
            mapping=how.text,
            zone=how.zone,
            source=how.source,
            person=person,
        )
        _queue(record, person)
        if remember and upload.shape and how.text:
            SavedMapping.objects.update_or_create(
                shape=upload.shape,
                defaults={
                    "name": remember,
                    "text": _with_zone(how),
                    "plan": how.plan,
                    "person": person,
                    "used_at": timezone.now(),
                },
            )
    return record


def start_again(record: Import, person: Person) -> Import:
    """Queue an import again that failed, or was cancelled. What it had brought is not brought twice.

    Raises DP-DAT-002 where its file is gone, and DP-DAT-008.
    """
    if record.job is not None and record.job.state in ACTIVE:
        raise IS_RUNNING.error(str(record.pk))
    _file_of(record)
    record.state, record.problems, record.result = "waiting", [], None
    with transaction.atomic():
        record.save(update_fields=["state", "problems", "result"])
        _queue(record, person)
    return record


def start_fixed(person: Person, record: Import) -> Import:
    """Queue the rejects of an import, mended meanwhile, as an import of their own."""
    fixed = Import.objects.create(
        name=record.name,
        shape=record.shape,
        mapping=record.mapping,
        zone=record.zone,
        source=record.source,
        person=person,
        rejects=record.rejects,
        fixes=record,
    )
    _queue(fixed, person)
    return fixed


def start_taking_back(record: Import, person: Person) -> Job:
    """Queue that what an import brought is taken out again. Raises DP-DAT-007 and -008."""
    if record.job is not None and record.job.state in ACTIVE:
        raise IS_RUNNING.error(str(record.pk))
    if record.taken_back_at is not None or record.next_arrival <= record.first_arrival:
        why = "it was taken back already" if record.taken_back_at else "it brought nothing new"
        raise CANNOT_TAKE_BACK.error(str(record.pk), says=f"this import cannot be taken back: {why}")
    return enqueue(TAKE_BACK, {"import": record.pk}, key=str(record.pk), person=person)


def _queue(record: Import, person: Person) -> None:
    record.job = enqueue(IMPORT, {"import": record.pk}, key=str(record.pk), person=person)
    record.save(update_fields=["job"])


def _with_zone(how: How) -> str:
    """The mapping with the zone that was chosen beside it, so that the next file needs no question."""
    if not how.zone or read_mapping_text(how.text).with_zone(read_zone(how.zone)) == read_mapping_text(
        how.text
    ):
        return how.text
    return f'zone = "{how.zone}"\n{how.text}'


def _file_of(record: Import) -> Path:
    if record.upload is not None:
        return whole(record.upload)
    if record.fixes is not None and record.rejects:
        folder: Path = settings.CONFIGURATION.folder
        return folder / "rejects" / record.rejects
    raise CANNOT_TAKE_BACK.error(
        str(record.pk), says="the file is not here any more", fix="drop it again: nothing comes in twice"
    )


def run_import(work: Work) -> dict[str, Any] | None:
    """The job."""
    record = Import.objects.select_related("upload", "fixes").filter(pk=work.args["import"]).first()
    if record is None or record.state == "done":
        return None
    record.state = "running"
    record.save(update_fields=["state"])
    path = _file_of(record)
    try:
        with writing(work) as log:
            report = import_into(
                log,
                path,
                mapping=read_mapping_text(record.mapping) if record.mapping else None,
                source=record.source or None,
                zone=read_zone(record.zone) if record.zone else None,
                progress=_teller(work),
                prefix=f"{record.fixes_id or record.pk}-",
                batch=_batch_of(record, log),
            )
    except CancelledError:
        record.state = "cancelled"
        record.save(update_fields=["state"])
        raise
    except DesirepathError as error:
        record.state = "failed"
        problems = [named(one, record.name, path) for one in error.problems]
        record.problems = [one.to_json() for one in problems]
        record.rejects = record.rejects or _rejects_name(record, path)
        record.save(update_fields=["state", "problems", "rejects"])
        raise DesirepathError(problems) from None
    _keep(record, report)
    return {"import": record.pk}


def _batch_of(record: Import, log: Log) -> str:
    """A word for what an import brings, the same whenever it is begun again, in no other workspace."""
    said = f"import {record.pk} {record.at.isoformat()}".encode()
    return blake2b(said, digest_size=12, key=log.rules.secret).hexdigest()


def _rejects_name(record: Import, path: Path) -> str:
    """The file of rejects that a refused import has left, if any."""
    folder: Path = settings.CONFIGURATION.folder
    name = f"{record.pk}-{path.name}.rejects.jsonl"
    return name if (folder / "rejects" / name).is_file() else ""


def _teller(work: Work) -> Any:
    """Says how far it is, how fast, and how long it will take; raises CancelledError where it should stop."""

    def tell(progress: Progress) -> None:
        work.stop_if_asked()
        share = progress.bytes_done / progress.bytes_total if progress.bytes_total else 0.0
        words = f"{progress.rows:,} rows"
        if progress.seconds > 1 and progress.rows:
            words += f", {progress.rows / progress.seconds:,.0f} a second"
            if 0.02 < share < 1:
                words += f", {_span(progress.seconds * (1 - share) / share)} left"
        work.tell(0.99 * share, words)

    return tell


def _span(seconds: float) -> str:
    if seconds < 90:
        return f"about {max(1, round(seconds))} s"
    return f"about {round(seconds / 60)} min"


def _keep(record: Import, report: FileReport) -> None:
    names = ("rows", "added", "duplicates", "suppressed", "expired", "rejected", "shape", "source")
    record.result = {
        **{name: getattr(report, name) for name in names},
        "seconds": round(report.seconds, 2),
        "warnings": [{**one.to_json(), "file": None} for one in report.warnings[:_MOST_WARNINGS]],
    }
    record.first_arrival, record.next_arrival = report.arrivals
    record.rejects = report.rejects.name if report.rejects is not None else ""
    record.state, record.done_at = "done", timezone.now()
    record.save()
    if record.fixes is not None:
        left = Import.objects.get(pk=record.fixes.pk)
        left.rejects = record.rejects
        left.result = {**(left.result or {}), "rejected": report.rejected}
        left.save(update_fields=["rejects", "result"])
    if record.upload is not None:
        remove(record.upload)


def run_taking_back(work: Work) -> dict[str, int]:
    """The job: what the import brought leaves the log, and may come in again."""
    record = Import.objects.get(pk=work.args["import"])
    if record.taken_back_at is not None:
        return {"removed": 0}
    work.tell(0.1, "taking the rows out")
    with writing(work) as log:
        began = time.monotonic()
        removed = take_back(log, record.first_arrival, record.next_arrival)
    folder: Path = settings.CONFIGURATION.folder
    if record.rejects:
        (folder / "rejects" / record.rejects).unlink(missing_ok=True)
    job = Job.objects.get(pk=work.job_id)
    record.taken_back_at, record.taken_back_by, record.rejects = timezone.now(), job.person, ""
    record.result = {**(record.result or {}), "removed": removed, "took": round(time.monotonic() - began, 2)}
    record.save(update_fields=["taken_back_at", "taken_back_by", "rejects", "result"])
    return {"removed": removed}


JOBS: Final = (
    JobKind(IMPORT, "Import a file", run_import),
    JobKind(TAKE_BACK, "Take an import back", run_taking_back),
)
