"""The endpoints of handoffs."""

from __future__ import annotations

from typing import Annotated, Literal

from django.db import transaction
from django.http import HttpRequest
from ninja import Router
from pydantic import Field

from desirepath.server.answers import REFUSALS
from desirepath.server.clock import workspace_time
from desirepath.server.desk import handoffs
from desirepath.server.desk.api_tasks import Account, Of, SnoozeIn, moment_of
from desirepath.server.desk.kinds import NOT_NOBODYS
from desirepath.server.desk.models import Handoff
from desirepath.server.desk.seeing import find, may_see
from desirepath.server.desk.shown import OF_HANDOFF, HandoffOut, MapNames, handoff_out
from desirepath.server.kinds import NOT_FOUND
from desirepath.server.people.api import asker
from desirepath.server.people.shapes import Body, Page, PageSize, newest_first

router = Router(tags=["today"])


class Told(Body):
    """What must be known of the account, by the names of what the handoff carries; empty takes it back."""

    told: Annotated[
        dict[Annotated[str, Field(max_length=300)], Annotated[str, Field(max_length=5000)]],
        Field(min_length=1, max_length=50),
    ]


class Leaving(Body):
    """Which side you take no more."""

    side: Literal["giver", "receiver"]


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
    person, time = asker(request), workspace_time()
    rows = may_see(person, Handoff.objects.select_related(*OF_HANDOFF))
    if of is not None:
        rows = rows.filter(of=of)
    if account is not None:
        rows = rows.filter(account=account)
    if state != "all":
        rows = rows.filter(state__in=handoffs.OPEN if state == "open" else [state])
    maps = MapNames()
    items, following = newest_first(
        rows, lambda row: handoff_out(row, person, time, maps), cursor=cursor, limit=limit
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


@router.post("/{int:handoff_id}/snooze", response={200: HandoffOut, **REFUSALS})
def snooze_handoff(request: HttpRequest, handoff_id: int, body: SnoozeIn) -> HandoffOut:
    """Put it off: it comes back then, or when it becomes somebody else's turn. It is due when it was."""
    until = moment_of(body)
    with transaction.atomic():
        row = handoffs.snooze(_find(request, handoff_id), until, body.because, asker(request))
        return _out(request, row)


@router.post("/{int:handoff_id}/wake", response={200: HandoffOut, **REFUSALS})
def wake_handoff(request: HttpRequest, handoff_id: int) -> HandoffOut:
    """Put it off no more."""
    with transaction.atomic():
        return _out(request, handoffs.snooze(_find(request, handoff_id), None, "", asker(request)))


@router.post("/{int:handoff_id}/take", response={200: HandoffOut, **REFUSALS})
def take_handoff(request: HttpRequest, handoff_id: int) -> HandoffOut:
    """You take what nobody has: this handoff, and nothing else of the account."""
    person = asker(request)
    with transaction.atomic():
        row = _find(request, handoff_id)
        side = handoffs.nobodys_side(row)
        if side is None:
            raise NOT_NOBODYS.error(f"handoff {handoff_id}")
        return _out(request, handoffs.take_side(row, side, person))


@router.post("/{int:handoff_id}/leave", response={200: HandoffOut, **REFUSALS})
def leave_handoff(request: HttpRequest, handoff_id: int, body: Leaving) -> HandoffOut:
    """You take it no more: that side is nobody's again. Only what you took."""
    person = asker(request)
    with transaction.atomic():
        row = _find(request, handoff_id)
        if not handoffs.has_taken(row, body.side, person):
            raise NOT_FOUND.error(f"handoff {handoff_id}", says="you have not taken it")
        return _out(request, handoffs.leave_side(row, body.side))


def _find(request: HttpRequest, handoff_id: int) -> Handoff:
    return find(asker(request), Handoff.objects.all(), handoff_id, called="handoff")


def _out(request: HttpRequest, row: Handoff) -> HandoffOut:
    return handoff_out(row, asker(request), workspace_time())
