"""The endpoint that drafts a map from the log."""

from __future__ import annotations

from functools import lru_cache
from typing import Annotated, Any, Literal

from django.http import HttpRequest
from ninja import Router, Schema
from pydantic import Field

from desirepath.findings.first_draft import draft_map
from desirepath.server.answers import REFUSALS
from desirepath.server.lived.api_log import must_travel
from desirepath.server.log_state import current_log
from desirepath.server.people.shapes import Body

router = Router(tags=["log"])


class DraftIn(Body):
    """Whose journey: a type of object in the log, such as customer, account or order. ``sources``: what the
    draft rests on; left out: the sources that speak of the most of them, all of the same ones. ``also``:
    activities that become steps whatever speaks against them."""

    travels: Annotated[str, Field(min_length=1, max_length=100)]
    sources: Annotated[list[Annotated[str, Field(max_length=200)]], Field(max_length=200)] | None = None
    also: Annotated[list[Annotated[str, Field(max_length=200)]], Field(max_length=50)] = Field(
        default_factory=list
    )


class DraftStepOut(Schema):
    """A step of the draft: ``reached`` of the ``passages`` that the draft would follow come to it."""

    id: str
    name: str
    stage: str
    activity: str
    subjects: int
    reached: int
    passages: int
    usually_after_seconds: float
    is_optional: bool


class LeftOutOut(Schema):
    """An activity that is no step, and why: it goes ``along`` with a journey, is ``ours``, is ``rare``, or
    there are more common ones (``crowded``)."""

    activity: str
    subjects: int
    why: Literal["along", "ours", "rare", "crowded"]


class DraftSourceOut(Schema):
    """A source that speaks of those who travel: of how many, and whether the draft rests on it."""

    source: str
    subjects: int
    is_in: bool


class DraftOut(Schema):
    """A draft: the ``text`` of its file, to be sent to where maps are made, and what it rests on."""

    travels: str
    text: str
    subjects: int
    sources: list[DraftSourceOut]
    steps: list[DraftStepOut]
    left_out: list[LeftOutOut]


@router.post("/draft", response={200: DraftOut, **REFUSALS})
def draft_from_log(request: HttpRequest, body: DraftIn) -> Any:
    """A first draft of a map: what most of those who travel do, in the order most do it. Makes nothing."""
    must_travel(body.travels)
    chosen = None if body.sources is None else tuple(sorted(set(body.sources)))
    return _draft(current_log().generation, body.travels, chosen, tuple(sorted(set(body.also))))


@lru_cache(maxsize=32)
def _draft(generation: str, travels: str, sources: tuple[str, ...] | None, also: tuple[str, ...]) -> Any:
    title = f"What {travels}s do" if not travels.endswith("s") else f"What {travels} do"
    id_ = f"{travels}-journey"
    return draft_map(current_log(), travels, id_=id_, title=title, sources=sources, also=also).to_json()
