"""Writes Style Icon's world: some six thousand shoppers over nine months, in eight files of JSONL."""

from __future__ import annotations

from datetime import UTC, datetime
from os import PathLike
from pathlib import Path
from typing import Final

from desirepath.stories.chance import Chance
from desirepath.stories.clock import DAY, at_leisure
from desirepath.stories.feeds import Feeds
from desirepath.stories.mail import Letter
from desirepath.stories.style_icon import causes
from desirepath.stories.style_icon.order import buy
from desirepath.stories.style_icon.shopper import meet_shopper
from desirepath.stories.style_icon.visit import Visit, look_around
from desirepath.stories.world import Progress, World, check_size

MAP_PATH: Final = Path(__file__).parent / "style_icon.journey.yaml"
STORY: Final = (
    "Style Icon sells clothes on the web. Between January and September 2026 its shoppers search, look "
    "around, fill a bag, hesitate over sizes; most who hesitate leave. A day later some are reminded, with "
    "a stylist's offer, and some are held out. Those who chat with a stylist buy, keep what they buy, and "
    "say so. One release emptied the size guide in the app, one strike made parcels late, and on 30 "
    "September 2026 many are still under way."
)
_SOURCES = ("shop", "styling", "email", "surveys", "support", "payments", "reviews", "context")
_NEWS = (
    Letter("lookbook", opens=0.26, clicks=0.1, resents=0.007, campaign="news"),
    Letter("letter-from-a-stylist", opens=0.33, clicks=0.14, resents=0.004, campaign="news"),
)


def write_world(
    into: str | PathLike[str], *, size: int = 6000, seed: int = 1, progress: Progress | None = None
) -> World:
    """Writes the log of ``size`` shoppers into the folder ``into``, and says what it wrote.

    The same ``size`` and ``seed`` give the same bytes, on every machine. Raises DP-STO-001 where ``size`` is
    below 1.
    """
    check_size(size)
    feeds = Feeds(_SOURCES, company="style-icon", today=causes.TODAY)
    _tell_context(feeds)
    for number in range(1, size + 1):
        chance = Chance("style-icon", seed, number)
        visit = Visit(meet_shopper(chance, number), chance, feeds)
        decision = look_around(visit)
        if decision.buys:
            buy(visit, decision)
        _news(visit, decision.at)
        if progress and (number % 100 == 0 or number == size):
            progress(number, size)
    return World(
        name="style-icon",
        story=STORY,
        subjects=size,
        today=datetime.fromtimestamp(causes.TODAY, UTC),
        files=feeds.write(Path(into)),
        activities=dict(sorted(feeds.activities.items())),
        facts=dict(sorted(feeds.facts.items())),
    )


def _news(visit: Visit, since: int) -> None:
    """A letter every second month to those we know and may write to, until they want no more."""
    if not (visit.known and visit.shopper.may_write):
        return
    at = since + visit.chance.whole(10, 50) * DAY
    while at < visit.feeds.today:
        sent = at_leisure(visit.chance, at, visit.shopper.zone)
        fate = visit.write(sent, visit.chance.pick(_NEWS), warmth=0.5 * visit.shopper.taste)
        if fate.unsubscribed:
            return
        at += 60 * DAY


def _tell_context(feeds: Feeds) -> None:
    feeds.context(
        causes.RELEASE[0],
        "release",
        "App 5.2: new size guide, empty on many phones until 5.2.1",
        until=causes.RELEASE[1],
        properties={"version": "5.2"},
    )
    feeds.context(causes.COMPETITOR, "competitor", "Anprobe offers to try on at home")
    feeds.context(causes.STRIKE[0], "strike", "Strike at the carrier", until=causes.STRIKE[1])
    feeds.context(causes.SALE[0], "campaign", "Summer sale, a fifth off", until=causes.SALE[1])
    feeds.context(causes.FEW_STYLISTS[0], "staffing", "Stylists on holiday", until=causes.FEW_STYLISTS[1])
    feeds.context(causes.DELIVERY_FEE, "price change", "Delivery from 3.90 to 4.90 below 80")
