"""The endpoints of the wizard: a file comes in, is looked at, tried, and imported."""

from __future__ import annotations

from typing import Annotated

from django.http import HttpRequest
from ninja import Query, Router, Schema, Status
from pydantic import Field

from desirepath.server.answers import REFUSALS
from desirepath.server.data import uploads
from desirepath.server.data.how import How, HowIn, Short, shape_word, understand
from desirepath.server.data.importing import start_import
from desirepath.server.data.kinds import IS_RUNNING
from desirepath.server.data.looks import LookOut, TrialOut, look_out, trial_out
from desirepath.server.data.models import Upload
from desirepath.server.data.shown import ImportOut, UploadOut, import_out, upload_out
from desirepath.server.data.unpacking import is_archive, unpack
from desirepath.server.jobs.models import ACTIVE
from desirepath.server.people.api import asker
from desirepath.server.people.shapes import Body
from desirepath.sources.looking import look_into
from desirepath.sources.trying import try_rows

router = Router(tags=["data"])


class UploadIn(Body):
    """A file to come: what it is called, and how many bytes it has."""

    name: Annotated[str, Field(min_length=1, max_length=1000)]
    size: int


class ArrivedOut(Schema):
    """What has arrived. ``unpacked``: the files of an archive, once all of it is here (it is gone then)."""

    upload: UploadOut
    part_bytes: int
    unpacked: list[UploadOut]


class ImportIn(HowIn):
    """How to read the file; with ``remember`` that is saved under this name for files with its columns."""

    remember: Annotated[str, Field(max_length=120)] = ""


@router.get("/uploads", response={200: list[UploadOut], **REFUSALS})
def list_uploads(request: HttpRequest) -> list[UploadOut]:
    """Your files that wait: half arrived, or not imported yet. What is being imported waits no more."""
    mine = Upload.objects.filter(person=asker(request)).exclude(imports__job__state__in=ACTIVE)
    mine = mine.order_by("at", "name")
    return [upload_out(one) for one in mine]


@router.post("/uploads", response={201: ArrivedOut, **REFUSALS})
def begin_upload(request: HttpRequest, body: UploadIn) -> Status[ArrivedOut]:
    """Begin to bring a file. Its bytes follow in parts of about ``part_bytes``."""
    upload = uploads.begin(asker(request), body.name, body.size)
    return Status(201, ArrivedOut(upload=upload_out(upload), part_bytes=uploads.PART, unpacked=[]))


@router.get("/uploads/{upload_id}", response={200: ArrivedOut, **REFUSALS})
def one_upload(request: HttpRequest, upload_id: str) -> ArrivedOut:
    """How much has arrived: after a broken line, go on from there."""
    upload = uploads.find_upload(asker(request), upload_id)
    return ArrivedOut(upload=upload_out(upload), part_bytes=uploads.PART, unpacked=[])


@router.put(
    "/uploads/{upload_id}/content",
    response={200: ArrivedOut, **REFUSALS},
    openapi_extra={
        "requestBody": {
            "required": True,
            "content": {"application/octet-stream": {"schema": {"type": "string", "format": "binary"}}},
        }
    },
)
def add_to_upload(
    request: HttpRequest, upload_id: str, offset: Annotated[int, Query(ge=0, lt=2**52)]
) -> ArrivedOut:
    """The next part: the bytes from ``offset`` on. Again it changes nothing; 409 says what is missing."""
    upload = uploads.add_part(uploads.find_upload(asker(request), upload_id), offset, request.body)
    unpacked: list[Upload] = []
    if upload.ready_at is not None and is_archive(uploads.whole(upload)):
        unpacked = unpack(upload)
    return ArrivedOut(
        upload=upload_out(upload), part_bytes=uploads.PART, unpacked=[upload_out(one) for one in unpacked]
    )


@router.delete("/uploads/{upload_id}", response={204: None, **REFUSALS})
def remove_upload(request: HttpRequest, upload_id: str) -> Status[None]:
    """Take a file away that was not imported."""
    upload = uploads.find_upload(asker(request), upload_id)
    if uploads.is_needed(upload):
        raise IS_RUNNING.error(upload_id, says="this file is being imported", fix="cancel that first")
    uploads.remove(upload)
    return Status(204, None)


@router.get("/uploads/{upload_id}/look", response={200: LookOut, **REFUSALS})
def look_at_upload(
    request: HttpRequest,
    upload_id: str,
    sheet: Annotated[Short | None, Query()] = None,
    encoding: Annotated[Short | None, Query()] = None,
    delimiter: Annotated[Short | None, Query()] = None,
) -> LookOut:
    """What the file is, and what it seems to say: proposed, with reasons and open questions."""
    upload = uploads.find_upload(asker(request), upload_id)
    with uploads.called_by_name(upload):
        look = look_into(uploads.whole(upload), sheet=sheet, encoding=encoding, delimiter=delimiter)
    if look.sample is not None:
        Upload.objects.filter(pk=upload.pk).update(shape=shape_word(look.sample.header))
    return look_out(look)


@router.post("/uploads/{upload_id}/try", response={200: TrialOut, **REFUSALS})
def try_upload(request: HttpRequest, upload_id: str, body: HowIn) -> TrialOut:
    """What an import would make of the first 20,000 rows (most files have no more). Nothing is stored."""
    upload = uploads.find_upload(asker(request), upload_id)
    how = _how(upload, body)
    with uploads.called_by_name(upload):
        trial = try_rows(uploads.whole(upload), mapping=how.mapping, zone=how.time_zone)
    return trial_out(trial, body.plan.plan().column("activity") if body.plan else None)


@router.post("/uploads/{upload_id}/import", response={202: ImportOut, **REFUSALS})
def import_upload(request: HttpRequest, upload_id: str, body: ImportIn) -> Status[ImportOut]:
    """Import the file in the background."""
    upload = uploads.find_upload(asker(request), upload_id)
    record = start_import(asker(request), upload, _how(upload, body), remember=body.remember.strip())
    return Status(202, import_out(record))


def _how(upload: Upload, said: HowIn) -> How:
    if said.saved is None:
        return understand(said)
    with uploads.called_by_name(upload):
        return understand(said, look_into(uploads.whole(upload)).sample)
