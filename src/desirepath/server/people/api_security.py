"""The security log: to look at, and to take away."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from datetime import datetime
from typing import Any

import orjson
from django.db.models import QuerySet
from django.http import HttpRequest, StreamingHttpResponse
from ninja import Router, Schema

from desirepath.server.answers import REFUSALS, answers_file
from desirepath.server.people.audit import write_down
from desirepath.server.people.models import AuditEntry
from desirepath.server.people.shapes import Page, PageSize, newest_first

router = Router(tags=["security"])
COLUMNS = ("at", "person", "email", "action", "target", "address", "details")


class EntryOut(Schema):
    """One entry of the security log."""

    id: int
    at: datetime
    person: int | None
    email: str | None
    action: str
    target: str
    address: str
    details: dict[str, Any]


def _entry_out(entry: AuditEntry) -> EntryOut:
    return EntryOut(
        id=entry.pk,
        at=entry.at,
        person=entry.person_id,
        email=entry.person.email if entry.person else None,
        action=entry.action,
        target=entry.target,
        address=entry.address,
        details=entry.details,
    )


@router.get("/security-log", response={200: Page[EntryOut], **REFUSALS})
def security_log(
    request: HttpRequest,
    cursor: str = "",
    limit: PageSize = 100,
    person: int | None = None,
    action: str | None = None,
    since: datetime | None = None,
    until: datetime | None = None,
) -> Page[EntryOut]:
    """What mattered for security, the latest first; ``since`` is included, ``until`` is not."""
    found = _chosen(person=person, action=action, since=since, until=until)
    items, after = newest_first(found, _entry_out, cursor=cursor, limit=limit)
    return Page(items=list(items), next=after)


@router.get("/security-log.csv", response={**REFUSALS}, openapi_extra=answers_file("text/csv"))
def export_security_log(
    request: HttpRequest, since: datetime | None = None, until: datetime | None = None
) -> StreamingHttpResponse:
    """The whole log, or what is from ``since`` and before ``until``, the oldest first, for a spreadsheet."""
    write_down("took away the security log", request=request)
    found = _chosen(person=None, action=None, since=since, until=until).order_by("pk")
    response = StreamingHttpResponse(_lines(found), content_type="text/csv; charset=utf-8")
    response.headers["Content-Disposition"] = 'attachment; filename="security-log.csv"'
    return response


def _chosen(
    *, person: int | None, action: str | None, since: datetime | None, until: datetime | None
) -> QuerySet[AuditEntry]:
    wanted = {"person": person, "action": action, "at__gte": since, "at__lt": until}
    said = {name: value for name, value in wanted.items() if value is not None}
    return AuditEntry.objects.select_related("person").filter(**said)


def _lines(entries: QuerySet[AuditEntry]) -> Iterator[str]:
    yield ",".join(COLUMNS) + "\r\n"
    for entry in entries.iterator(chunk_size=1000):
        one = _entry_out(entry)
        values = (one.at.isoformat(), one.person, one.email, one.action, one.target, one.address)
        line = io.StringIO()
        csv.writer(line).writerow([*map(_tame, values), _tame(orjson.dumps(one.details).decode())])
        yield line.getvalue()


def _tame(value: object) -> str:
    """A spreadsheet takes what begins so for a formula and runs it; a ' before it says that it is text."""
    text = "" if value is None else str(value)
    return f"'{text}" if text.startswith(("=", "+", "-", "@", "\t", "\r")) else text
