"""The endpoint of how an account's health went: when it came into another level, and what moved it."""

from __future__ import annotations

from datetime import datetime

from django.http import HttpRequest
from ninja import Router, Schema

from desirepath.server.accounts.known import index_with
from desirepath.server.accounts.worked_out import WORKED_OUT
from desirepath.server.answers import REFUSALS
from desirepath.server.people.api import asker
from desirepath.success.health_story import health_story

router = Router(tags=["accounts"])
_MOST_PARTS = 3


class MovedBy(Schema):
    """By how much one signal moved the score in that week."""

    name: str
    moved: float


class LevelChangeOut(Schema):
    """In the week up to ``at`` the health came into another level (``before`` null: there was no score).
    ``parts`` are what moved it most; ``is_by_hand``: a score set by hand began or ended."""

    at: datetime
    before: str | None
    after: str
    score: float
    is_worse: bool
    is_by_hand: bool
    parts: list[MovedBy]


@router.get("/{of}/{path:account}/health-story", response={200: list[LevelChangeOut], **REFUSALS})
def account_health_story(request: HttpRequest, of: str, account: str) -> list[LevelChangeOut]:
    """When an account's health came into another level within the last year, the newest first."""
    index = index_with(of, account, asker(request))
    known = WORKED_OUT.of(index, account)
    if known is None or known.health is None:
        return []
    return [
        LevelChangeOut(
            at=one.at,
            before=one.before,
            after=one.after or "",
            score=one.score or 0.0,
            is_worse=one.is_worse,
            is_by_hand=one.is_by_hand,
            parts=[MovedBy(name=part.name, moved=part.moved) for part in one.change.parts[:_MOST_PARTS]],
        )
        for one in reversed(health_story(known.health, account))
    ]
