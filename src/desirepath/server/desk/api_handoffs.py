"""The endpoints of handoffs."""

from __future__ import annotations

from typing import Annotated, Literal

from django.db import transaction
from django.http import HttpRequest
from ninja import Router
from pydantic import Field

from desirepath.server.answers import REFUSALS
from desirepath.server.desk import handoffs
from desirepath.server.desk.api_tasks import Account, Of
from desirepath.server.desk.clock import desk_time
from desirepath.server.desk.models import Handoff
from desirepath.server.desk.seeing import find, may_see
from desirepath.server.desk.shown import OF_HANDOFF, HandoffOut, handoff_out
from desirepath.server.people.api import asker
from desirepath.server.people.shapes import Body, Page, PageSize, newest_first

router = Router(tags=["today"])


class Told(Body):
    """What must be known of the account, by the names of what the handoff carries; empty takes it back."""

    told: Annotated[
        dict[Annotated[str, Field(max_length=300)], Annotated[str, Field(max_length=5000)]],
        Field(min_length=1, max_length=50),
    ]


class Returned(Body):
    """What is missing or unclear."""

    says: Annotated[str, Field(min_length=1, max_length=5000)]


@router.get("", response={200: Page[HandoffOut], **REFUSALS})
def list_handoffs(
    request: HttpRequest,
    of: Of | None = None,
    account: Account | None = None,
    state: Literal["open", "accepted", "overtaken", "all"] = "open",
    cursor: str = "",
    limit: PageSize = 50,
) -> Page[HandoffOut]:
    """The handoffs you may see, the newest first: of an account."""
    person, time = asker(request), desk_time()
    rows = may_see(person, Handoff.objects.select_related(*OF_HANDOFF))
    if of is not None:
        rows = rows.filter(of=of)
    if account is not None:
        rows = rows.filter(account=account)
    if state != "all":
        rows = rows.filter(state__in=handoffs.OPEN if state == "open" else [state])
    items, following = newest_first(
        rows, lambda row: handoff_out(row, person, time), cursor=cursor, limit=limit
    )
    return Page[HandoffOut](items=list(items), next=following)


@router.get("/{int:handoff_id}", response={200: HandoffOut, **REFUSALS})
def one_handoff(request: HttpRequest, handoff_id: int) -> HandoffOut:
    """One handoff."""
    with transaction.atomic():
        return _out(request, _find(request, handoff_id))


@router.post("/{int:handoff_id}/told", response={200: HandoffOut, **REFUSALS})
def tell_handoff(request: HttpRequest, handoff_id: int, body: Told) -> HandoffOut:
    """Tell more of what must be known. One that was sent back waits for its receiver again."""
    with transaction.atomic():
        return _out(request, handoffs.tell_more(_find(request, handoff_id), body.told, asker(request)))


@router.post("/{int:handoff_id}/accept", response={200: HandoffOut, **REFUSALS})
def accept_handoff(request: HttpRequest, handoff_id: int) -> HandoffOut:
    """You know enough, and have the account. Only where nothing is missing."""
    with transaction.atomic():
        return _out(request, handoffs.take(_find(request, handoff_id), asker(request)))


@router.post("/{int:handoff_id}/send-back", response={200: HandoffOut, **REFUSALS})
def send_handoff_back(request: HttpRequest, handoff_id: int, body: Returned) -> HandoffOut:
    """Send it back to the giver, with what is missing or unclear."""
    with transaction.atomic():
        return _out(request, handoffs.return_it(_find(request, handoff_id), body.says, asker(request)))


def _find(request: HttpRequest, handoff_id: int) -> Handoff:
    return find(asker(request), Handoff.objects.all(), handoff_id, called="handoff")


def _out(request: HttpRequest, row: Handoff) -> HandoffOut:
    return handoff_out(row, asker(request), desk_time())
