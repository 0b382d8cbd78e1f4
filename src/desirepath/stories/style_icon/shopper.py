"""The people who come to Style Icon: who they are, and what is hidden about them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from desirepath.stories.chance import Chance, Dial
from desirepath.stories.clock import DAY
from desirepath.stories.style_icon.causes import BEGIN, HESITATES, SALE, TODAY

REGIONS: Final = {
    # region: (hours ahead of UTC, currency)
    "germany": (1, "EUR"),
    "france": (1, "EUR"),
    "uk": (0, "GBP"),
    "india": (5, "INR"),
}
_REGION = Dial([("germany", 46), ("france", 20), ("uk", 22), ("india", 12)])
_CHANNEL = Dial([("app", 48), ("web", 52)])
_CAME_FROM = Dial([("search engine", 44), ("social", 31), ("friend", 15), ("advert", 10)])
_AGE = Dial([("18-29", 34), ("30-44", 41), ("45-59", 18), ("60+", 7)])


def _crowds(day: int) -> float:
    weekend = (day // DAY + 3) % 7 >= 5
    return (1.5 if weekend else 1.0) * (2.0 if SALE[0] <= day < SALE[1] else 1.0)


_DAYS = Dial([(day, _crowds(day)) for day in range(BEGIN, TODAY, DAY)])


@dataclass(frozen=True, slots=True)
class Shopper:
    """One shopper. ``hesitates`` and ``taste`` are hidden: in doubt about sizes; how well we suit them."""

    id: str
    visitor: str
    day: int
    region: str
    zone: int
    currency: str
    channel: str
    came_from: str
    age_band: str
    size_known: bool
    may_write: bool
    hesitates: bool
    taste: float

    @property
    def mind(self) -> str:
        """``hesitates`` or ``sure``."""
        return "hesitates" if self.hesitates else "sure"


def meet_shopper(chance: Chance, number: int) -> Shopper:
    """The shopper with this number."""
    region = _REGION.turn(chance)
    zone, currency = REGIONS[region]
    size_known = chance.yes(0.3)
    return Shopper(
        id=f"C-{number:05d}",
        visitor=f"guest-{number:05d}",
        day=_DAYS.turn(chance),
        region=region,
        zone=zone,
        currency=currency,
        channel=_CHANNEL.turn(chance),
        came_from=_CAME_FROM.turn(chance),
        age_band=_AGE.turn(chance),
        size_known=size_known,
        may_write=chance.yes(0.76),
        hesitates=chance.yes(HESITATES["size known" if size_known else "size not known"]),
        taste=chance.normal(0, 0.8),
    )
