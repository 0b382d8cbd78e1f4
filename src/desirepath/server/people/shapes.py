"""What requests and lists look like: a body says only what it may say, a list comes page by page."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Annotated, Generic, TypeVar

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db.models import Model, QuerySet
from ninja import Schema
from pydantic import AfterValidator, ConfigDict, Field, StringConstraints

from desirepath.server.kinds import BAD_REQUEST

Row = TypeVar("Row", bound=Model)
Item = TypeVar("Item")


def _check_email(text: str) -> str:
    try:
        validate_email(text)
    except ValidationError:
        raise ValueError("this is no e-mail address") from None
    return text.lower()


Email = Annotated[str, StringConstraints(strip_whitespace=True, max_length=254), AfterValidator(_check_email)]
"""An e-mail address; kept in lower case."""
Name = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=120)]
"""What something or somebody is called, in one line."""
PageSize = Annotated[int, Field(ge=1, le=200)]


class PersonRef(Schema):
    """Somebody, as briefly as a page needs them."""

    id: int
    name: str


class Body(Schema):
    """What a request may say, and nothing else: a field that is not listed is refused, never ignored."""

    model_config = ConfigDict(extra="forbid")


class Page(Schema, Generic[Item]):
    """Part of a list. ``next`` asks for the part after it (``?cursor=``); null: this is the last."""

    items: list[Item]
    next: str | None


def newest_first(
    rows: QuerySet[Row], show: Callable[[Row], Item], *, cursor: str, limit: int
) -> tuple[Sequence[Item], str | None]:
    """One page, newest first, and the cursor of the next. Raises DP-SRV-004 for a cursor that is none."""
    after = _place(cursor)
    found = list((rows if after is None else rows.filter(pk__lt=after)).order_by("-pk")[: limit + 1])
    return [show(row) for row in found[:limit]], str(found[limit - 1].pk) if len(found) > limit else None


def oldest_first(
    rows: QuerySet[Row], show: Callable[[Row], Item], *, cursor: str, limit: int
) -> tuple[Sequence[Item], str | None]:
    """One page, oldest first, and the cursor of the next. Raises DP-SRV-004 for a cursor that is none."""
    after = _place(cursor)
    found = list((rows if after is None else rows.filter(pk__gt=after)).order_by("pk")[: limit + 1])
    return [show(row) for row in found[:limit]], str(found[limit - 1].pk) if len(found) > limit else None


def _place(cursor: str) -> int | None:
    if not cursor:
        return None
    if not (cursor.isascii() and cursor.isdigit() and len(cursor) < 19):
        raise BAD_REQUEST.error(
            "cursor", says="this cursor is none of ours", fix="begin again without, then follow next"
        )
    return int(cursor)
