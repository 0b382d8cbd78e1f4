"""The endpoints of files on a map."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Final

from django.http import FileResponse, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.utils.http import content_disposition_header
from ninja import File, Path, Router, Schema, Status
from ninja.files import UploadedFile

from desirepath.server.answers import REFUSALS, answers_file
from desirepath.server.maps.found import find_map
from desirepath.server.maps.state import current_nodes
from desirepath.server.people.api import asker
from desirepath.server.people.shapes import Page, PageSize, PersonRef, newest_first
from desirepath.server.talk.attachments import (
    FOLDER,
    count_uses,
    find_attachment,
    keep_upload,
    open_content,
    thumbnail_of,
)
from desirepath.server.talk.models import Attachment
from desirepath.server.talk.notifications import person_ref

router = Router(tags=["attachments"])

FileName = Annotated[str, Path(max_length=40, pattern=r"^[0-9a-f]{20}\.[a-z]{3,4}$")]

ALONE: Final = "sandbox; default-src 'none'"
"""The content security policy of a file: whatever it holds may load nothing, and run nothing, as us."""


class AttachmentOut(Schema):
    """A file of a map. ``src`` is what the image of a step says (a path beside the map); ``url`` and
    ``thumbnail`` are where browsers find it (a thumbnail only of a picture).

    ``uses`` counts the evidence that it is, and the images on the map that show it.
    """

    file: str
    src: str
    name: str
    media_type: str
    size: int
    width: int | None
    height: int | None
    url: str
    thumbnail: str | None
    uses: int
    by: PersonRef | None
    at: datetime


@router.get("/{map_id}/attachments", response={200: Page[AttachmentOut], **REFUSALS})
def list_attachments(
    request: HttpRequest, map_id: str, cursor: str = "", limit: PageSize = 50
) -> Page[AttachmentOut]:
    """The files of a map, the newest first."""
    nodes = current_nodes(find_map(map_id))
    files = Attachment.objects.filter(map=map_id).select_related("person")
    found, following = newest_first(files, lambda file: file, cursor=cursor, limit=limit)
    uses = count_uses(found, nodes)
    return Page(items=[attachment_out(one, uses[one.pk]) for one in found], next=following)


@router.post("/{map_id}/attachments", response={201: AttachmentOut, **REFUSALS})
def upload_attachment(request: HttpRequest, map_id: str, file: File[UploadedFile]) -> Status[AttachmentOut]:
    """Upload a picture for a step, or a document that is evidence (PDF, CSV, text, XLSX).

    Pictures are made anew from their pixels, without what else the file holds. The same content again is the
    same file.
    """
    record = find_map(map_id)
    kept = keep_upload(record, asker(request), file)
    return Status(201, attachment_out(kept, count_uses([kept], current_nodes(record))[kept.pk]))


@router.get("/{map_id}/attachments/{file}", response={**REFUSALS}, openapi_extra=answers_file("*/*"))
def download_attachment(request: HttpRequest, map_id: str, file: FileName) -> HttpResponseBase:
    """A file's content: a picture to be shown, a document to be saved."""
    attachment = find_attachment(map_id, file)
    response = FileResponse(open_content(attachment), content_type=attachment.media_type)
    return _guarded(response, attachment)


@router.get(
    "/{map_id}/attachments/{file}/thumbnail",
    response={**REFUSALS},
    openapi_extra=answers_file("image/webp"),
)
def attachment_thumbnail(request: HttpRequest, map_id: str, file: FileName) -> HttpResponseBase:
    """A picture, at most 320 pixels wide and high (WebP)."""
    attachment = find_attachment(map_id, file)
    response = HttpResponse(thumbnail_of(attachment), content_type="image/webp")
    return _guarded(response, attachment)


def attachment_out(attachment: Attachment, uses: int) -> AttachmentOut:
    """How a file is shown in lists."""
    url = f"/api/v1/maps/{attachment.map_id}/{FOLDER}{attachment.file}"
    return AttachmentOut(
        file=attachment.file,
        src=f"{FOLDER}{attachment.file}",
        name=attachment.name,
        media_type=attachment.media_type,
        size=attachment.size,
        width=attachment.width,
        height=attachment.height,
        url=url,
        thumbnail=f"{url}/thumbnail" if attachment.width is not None else None,
        uses=uses,
        by=person_ref(attachment.person),
        at=attachment.at,
    )


def _guarded(response: HttpResponseBase, attachment: Attachment) -> HttpResponseBase:
    """With the headers of something that came from somebody else. Its content never changes: the address is
    its hash."""
    is_document = attachment.width is None
    response.headers["Content-Disposition"] = content_disposition_header(is_document, attachment.name) or ""
    response.headers["Content-Security-Policy"] = ALONE
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Cache-Control"] = "private, max-age=31536000, immutable"
    return response
