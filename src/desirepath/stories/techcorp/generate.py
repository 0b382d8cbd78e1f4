"""Writes TechCorp's world: some two thousand accounts over eighteen months, in seven files of JSONL."""

from __future__ import annotations

from datetime import UTC, datetime
from os import PathLike
from pathlib import Path
from typing import Final

from desirepath.stories.chance import Chance
from desirepath.stories.feeds import Feeds
from desirepath.stories.techcorp import causes
from desirepath.stories.techcorp.beginning import tell_beginning
from desirepath.stories.techcorp.company import found_company
from desirepath.stories.techcorp.life import Life
from desirepath.stories.techcorp.money import tell_money
from desirepath.stories.techcorp.plan import plan_account
from desirepath.stories.techcorp.weeks import tell_weeks
from desirepath.stories.world import Progress, World, check_size

MAP_PATH: Final = Path(__file__).parent / "techcorp.journey.yaml"
STORY: Final = (
    "TechCorp sells Relay to teams that approve things. Between April 2025 and September 2026 its customers "
    "sign, wait to be handed over, meet their success manager, set up, sign in, finish a first project. Few "
    "find approvals; those that do, stay. Hand-overs at a quarter's end are slow, one release went wrong, "
    "support was short of people for six weeks, and on 30 September 2026 many are still under way."
)
_SOURCES = ("product", "support", "surveys", "email", "billing", "crm", "context")


def write_world(
    into: str | PathLike[str], *, size: int = 2000, seed: int = 1, progress: Progress | None = None
) -> World:
    """Writes the log of ``size`` accounts into the folder ``into``, and says what it wrote.

    The same ``size`` and ``seed`` give the same bytes, on every machine. Raises DP-STO-001 where ``size`` is
    below 1.
    """
    check_size(size)
    feeds = Feeds(_SOURCES, company="techcorp", today=causes.TODAY)
    _tell_context(feeds)
    for number in range(1, size + 1):
        chance = Chance("techcorp", seed, number)
        company = found_company(chance, number)
        plan = plan_account(chance, company, Chance("techcorp", seed, number, "slack"))
        life = Life(company, plan, chance, feeds)
        tell_beginning(life)
        tell_weeks(life)
        tell_money(life)
        if progress and (number % 50 == 0 or number == size):
            progress(number, size)
    return World(
        name="techcorp",
        story=STORY,
        subjects=size,
        today=datetime.fromtimestamp(causes.TODAY, UTC),
        files=feeds.write(Path(into)),
        activities=dict(sorted(feeds.activities.items())),
        facts=dict(sorted(feeds.facts.items())),
    )


def _tell_context(feeds: Feeds) -> None:
    feeds.context(
        causes.RELEASE[0],
        "release",
        "Relay 8: approvals and import rewritten, repaired two weeks later",
        until=causes.RELEASE[1],
        properties={"version": "8.0"},
    )
    feeds.context(causes.CAMPAIGN[0], "campaign", "Fresh start: two months free", until=causes.CAMPAIGN[1])
    feeds.context(
        causes.UNDERSTAFFED[0], "staffing", "Support short of four people", until=causes.UNDERSTAFFED[1]
    )
    feeds.context(causes.COMPETITOR, "competitor", "Passt launches approvals for teams, cheaper per seat")
    feeds.context(causes.OUTAGE[0], "outage", "Sign-in down for six hours", until=causes.OUTAGE[1])
    feeds.context(
        causes.PRICE_CHANGE,
        "price change",
        "Starter plan from 12 to 14 a seat",
        properties={"plan": "starter"},
    )
