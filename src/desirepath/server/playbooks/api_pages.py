"""The endpoints that only pages ask: the limits of the workspace, what a playbook may name, which playbooks
act beside a map, and the demo's clock."""

from __future__ import annotations

from typing import Any, Final

from django.conf import settings
from django.http import HttpRequest
from ninja import Router, Status

from desirepath.server.answers import REFUSALS
from desirepath.server.books.models import Seat
from desirepath.server.books.seeing import whose
from desirepath.server.clock import workspace_time
from desirepath.server.jobs.queue import enqueue
from desirepath.server.kinds import BAD_REQUEST, NOT_FOUND
from desirepath.server.lived.reading import read_journey
from desirepath.server.log_state import current_log
from desirepath.server.maps.found import find_map
from desirepath.server.people.api import asker
from desirepath.server.people.audit import write_down
from desirepath.server.playbooks.beside import moves_beside
from desirepath.server.playbooks.kept import House
from desirepath.server.playbooks.limits import keep_limits, set_limits
from desirepath.server.playbooks.models import LimitsVersion, PlaybookRun, PlaybookVersion
from desirepath.server.playbooks.passing import LET_DAYS_GO
from desirepath.server.playbooks.performing.task import USUAL_ROLE
from desirepath.server.playbooks.shapes import (
    DemoClockOut,
    DemoDaysIn,
    LimitsIn,
    LimitsWhole,
    NamedCard,
    NamedMap,
    NamedStep,
    PlaybookWords,
    SimulatingOut,
    StepMoves,
)
from desirepath.server.playbooks.shown import limits_out
from desirepath.success.playbooks.checks import is_zone

limits_router = Router(tags=["playbooks"])
words_router = Router(tags=["playbooks"])
beside_router = Router(tags=["playbooks"])
clock_router = Router(tags=["playbooks"])


@limits_router.get("", response={200: LimitsWhole, **REFUSALS})
def playbook_limits(request: HttpRequest) -> LimitsWhole:
    """What holds for all playbooks together: limits of messages, who writes, the usual quiet hours."""
    return _limits(set_limits())


@limits_router.put("", response={200: LimitsWhole, **REFUSALS})
def set_playbook_limits(request: HttpRequest, body: LimitsIn) -> LimitsWhole:
    """Set them, as a next version; they hold from the next decision on. 409: somebody was faster."""
    quiet: dict[str, Any] = {}
    if body.quiet is not None:
        quiet = body.quiet.model_dump(mode="json", by_alias=True, exclude_none=True)
        if (body.quiet.from_ is None) != (body.quiet.until is None):
            raise BAD_REQUEST.error("quiet", says="quiet hours have a beginning and an end", fix="say both")
        if body.quiet.zone is not None and not is_zone(body.quiet.zone):
            raise BAD_REQUEST.error(
                "quiet.zone", says=f'there is no time zone "{body.quiet.zone}"', fix="write Europe/Berlin"
            )
    kept = keep_limits(
        body.base,
        asker(request),
        per_day=body.per_day,
        per_week=body.per_week,
        company=body.company,
        sender=body.sender.strip(),
        quiet={name: value for name, value in quiet.items() if value},
    )
    write_down("set the limits of playbooks", request=request, target="playbooks", version=kept.number)
    return _limits(kept)


def _limits(row: LimitsVersion) -> LimitsWhole:
    versions = LimitsVersion.objects.select_related("person").order_by("-number")
    return LimitsWhole(
        **limits_out(row).model_dump(),
        versions=[limits_out(one) for one in versions],
        address=settings.DEFAULT_FROM_EMAIL if settings.CONFIGURATION.email else "",
        time_zone=current_log().settings.time_zone,
    )


@words_router.get("", response={200: PlaybookWords, **REFUSALS})
def playbook_words(request: HttpRequest) -> PlaybookWords:
    """What a playbook may name: maps with their steps, scorecards with their levels, playbooks, roles."""
    house = House.now()
    seats = Seat.objects.values_list("roles", flat=True)
    by_id = {journey.id: journey for journey in house.maps.values()}
    return PlaybookWords(
        maps=[
            NamedMap(
                id=one.id,
                title=one.title,
                travels=one.travels,
                steps=[
                    NamedStep(id=step.id, name=step.name, stage=stage.name, within=step.within)
                    for stage in one.stages
                    for step in stage.steps
                ],
            )
            for one in by_id.values()
        ],
        cards=[
            NamedCard(id=card.id, name=card.name, of=card.of, levels=[level.name for level in card.levels])
            for card in house.cards.values()
        ],
        playbooks=sorted(set(PlaybookVersion.objects.values_list("playbook", flat=True))),
        roles=sorted({USUAL_ROLE, *(role for roles in seats for role in roles)}),
    )


@beside_router.get("/{map_id}/playbooks", response={200: list[StepMoves], **REFUSALS})
def playbooks_beside(request: HttpRequest, map_id: str) -> list[StepMoves]:
    """Which playbooks act at which step, and how many runs are under way there. Of accounts you may see."""
    journey = read_journey(find_map(map_id))
    rows = PlaybookRun.objects.filter(status="running")
    mine = {of: whose(asker(request), of) for of in ("account", "customer")}
    running = [
        (playbook, key)
        for playbook, key, of, subject in rows.values_list("playbook", "key", "of", "subject")
        if (seen := mine.get(of)) is None or subject in seen
    ]
    return moves_beside(journey, {journey.id, map_id}, running)


@clock_router.get("", response={200: DemoClockOut, **REFUSALS})
def demo_clock(request: HttpRequest) -> DemoClockOut:
    """How late it is; in the demo where its story ends, and the days later that were let pass."""
    return DemoClockOut(now=workspace_time().now, is_demo=settings.IS_DEMO)


@clock_router.post("/days", response={202: SimulatingOut, **REFUSALS})
def let_days_pass(request: HttpRequest, body: DemoDaysIn) -> Status[SimulatingOut]:
    """Let days pass in the demo, and playbooks act on them. Answers with the job. 404 anywhere else."""
    if not settings.IS_DEMO:
        raise NOT_FOUND.error("demo-clock", says="here time passes by itself")
    write_down("let days pass in the demo", request=request, target="playbooks", days=body.days)
    return Status(202, SimulatingOut(job=enqueue(LET_DAYS_GO, {"days": body.days}, person=asker(request)).pk))


ROUTERS: Final[tuple[tuple[str, Router], ...]] = (
    ("/playbook-limits", limits_router),
    ("/playbook-words", words_router),
    ("/maps", beside_router),
    ("/demo-clock", clock_router),
)
"""Where the endpoints begin."""
