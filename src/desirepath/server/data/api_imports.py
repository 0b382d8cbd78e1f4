"""The endpoints of imports: how they get on, what was refused, taking them back; and of saved mappings."""

from __future__ import annotations

from typing import Annotated, Any

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from ninja import Query, Router, Schema, Status
from pydantic import Field

from desirepath.server.answers import REFUSALS, answers_file
from desirepath.server.books.seeing import has_own_book_only
from desirepath.server.data.importing import start_again, start_fixed, start_taking_back
from desirepath.server.data.kinds import IS_RUNNING
from desirepath.server.data.models import Import, SavedMapping
from desirepath.server.data.rejected import mend_rows, read_rejects, rejects_as_csv, rejects_path
from desirepath.server.data.shown import ImportOut, MappingOut, import_out, mapping_out
from desirepath.server.jobs.models import ACTIVE
from desirepath.server.jobs.shown import JobOut, job_out
from desirepath.server.kinds import NOT_FOUND
from desirepath.server.people.api import asker
from desirepath.server.people.audit import write_down
from desirepath.server.people.models import Person
from desirepath.server.people.shapes import Body, Page, PageSize, newest_first

router = Router(tags=["data"])

Cells = Annotated[dict[str, Annotated[str, Field(max_length=100_000)]], Field(max_length=2000)]


class RejectOut(Schema):
    """A row that was refused: its line in the file, why, and its cells as they stood there."""

    line: int | None
    code: str
    why: str
    row: Any


class RejectsOut(Schema):
    """Some of the refused rows; ``total`` is how many there are. ``can_mend``: their cells can be changed
    here."""

    items: list[RejectOut]
    total: int
    can_mend: bool


class MendedIn(Body):
    """Cells that somebody mended, by their column; ``line`` is that of the row."""

    line: int
    cells: Cells


class MendIn(Body):
    """Mended rows; what is not named stays as it is, and is tried again as well."""

    rows: Annotated[list[MendedIn], Field(max_length=1000)]


@router.get("/imports", response={200: Page[ImportOut], **REFUSALS})
def list_imports(request: HttpRequest, cursor: str = "", limit: PageSize = 20) -> Page[ImportOut]:
    """All imports, the newest first; only your own where you see your own book only."""
    records = imports_of(asker(request)).select_related("job", "person", "upload")
    items, following = newest_first(records, import_out, cursor=cursor, limit=limit)
    return Page[ImportOut](items=list(items), next=following)


@router.get("/imports/{int:import_id}", response={200: ImportOut, **REFUSALS})
def one_import(request: HttpRequest, import_id: int) -> ImportOut:
    """How one import gets on."""
    return import_out(find_import(asker(request), import_id))


@router.post("/imports/{int:import_id}/again", response={202: ImportOut, **REFUSALS})
def import_again(request: HttpRequest, import_id: int) -> Status[ImportOut]:
    """Begin an import again that failed or was cancelled: its file is here still, nothing comes in twice."""
    return Status(202, import_out(start_again(find_import(asker(request), import_id), asker(request))))


@router.post("/imports/{int:import_id}/take-back", response={202: JobOut, **REFUSALS})
def take_import_back(request: HttpRequest, import_id: int) -> Status[JobOut]:
    """Take out again what an import brought. Its file may be imported anew after that."""
    record = find_import(asker(request), import_id)
    job = start_taking_back(record, asker(request))
    write_down("took an import back", request=request, target=str(import_id), source=record.source)
    return Status(202, job_out(job))


@router.get("/imports/{int:import_id}/rejects", response={200: RejectsOut, **REFUSALS})
def list_rejects(
    request: HttpRequest,
    import_id: int,
    offset: Annotated[int, Query(ge=0, lt=2**31)] = 0,
    limit: PageSize = 50,
) -> RejectsOut:
    """The rows that an import refused, with the reasons."""
    items: list[RejectOut] = []
    total, can_mend = 0, True
    for place, one in enumerate(read_rejects(find_import(asker(request), import_id))):
        total += 1
        can_mend = can_mend and isinstance(one.get("row"), dict)
        if offset <= place < offset + limit:
            line = one.get("line")
            items.append(
                RejectOut(
                    line=line if isinstance(line, int) else None,
                    code=str(one.get("code", "")),
                    why=str(one.get("message", "")),
                    row=one.get("row"),
                )
            )
    return RejectsOut(items=items, total=total, can_mend=can_mend)


@router.get(
    "/imports/{int:import_id}/rejects.csv", response={**REFUSALS}, openapi_extra=answers_file("text/csv")
)
def download_rejects(request: HttpRequest, import_id: int) -> HttpResponse:
    """The refused rows as a table, safe to open in a spreadsheet."""
    record = find_import(asker(request), import_id)
    return _as_file(rejects_as_csv(record).encode(), f"refused-{import_id}.csv", "text/csv; charset=utf-8")


@router.get(
    "/imports/{int:import_id}/rejects.jsonl",
    response={**REFUSALS},
    openapi_extra=answers_file("application/jsonl"),
)
def download_rejects_as_they_are(request: HttpRequest, import_id: int) -> HttpResponse:
    """The refused rows as they lie there: mend them in a text editor, then import that file."""
    content = rejects_path(find_import(asker(request), import_id)).read_bytes()
    return _as_file(content, f"refused-{import_id}.rejects.jsonl", "application/jsonl")


@router.post("/imports/{int:import_id}/rejects", response={202: ImportOut, **REFUSALS})
def mend_rejects(request: HttpRequest, import_id: int, body: MendIn) -> Status[ImportOut]:
    """Mend refused rows and import them; what is still wrong stays refused."""
    record = find_import(asker(request), import_id)
    if record.fixes is not None:
        record = record.fixes
    if Import.objects.filter(fixes=record, job__state__in=ACTIVE).exists():
        raise IS_RUNNING.error(str(import_id), says="mended rows are being imported")
    mend_rows(record, {one.line: one.cells for one in body.rows})
    return Status(202, import_out(start_fixed(asker(request), record)))


@router.get("/mappings", response={200: list[MappingOut], **REFUSALS})
def list_mappings(request: HttpRequest) -> list[MappingOut]:
    """The saved mappings, the last used first; only your own where you see your own book only."""
    found = SavedMapping.objects.select_related("person").order_by("-used_at")
    if has_own_book_only(asker(request)):
        found = found.filter(person=asker(request))  # a mapping may say what single values mean
    return [mapping_out(one) for one in found]


@router.delete("/mappings/{int:mapping_id}", response={204: None, **REFUSALS})
def remove_mapping(request: HttpRequest, mapping_id: int) -> Status[None]:
    """Forget a saved mapping. What was imported with it stays."""
    if not SavedMapping.objects.filter(pk=mapping_id).delete()[0]:
        raise NOT_FOUND.error(str(mapping_id), says="there is no such mapping")
    return Status(204, None)


def imports_of(person: Person) -> QuerySet[Import]:
    """The imports a person may see. Their rows are everybody's: who sees their own book sees what they
    brought themselves."""
    return Import.objects.filter(person=person) if has_own_book_only(person) else Import.objects.all()


def find_import(person: Person, import_id: int) -> Import:
    """An import that the person may see, or DP-SRV-003."""
    records = imports_of(person).select_related("job", "person", "upload", "fixes")
    found = records.filter(pk=import_id).first() if 0 < import_id < 2**62 else None
    if found is None:
        raise NOT_FOUND.error(f"import {import_id}", says="there is no such import")
    return found


def _as_file(content: bytes, name: str, media_type: str) -> HttpResponse:
    response = HttpResponse(content, content_type=media_type)
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return response
