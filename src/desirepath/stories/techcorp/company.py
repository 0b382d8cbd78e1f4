"""The companies that sign with TechCorp: who they are, who works there, when they signed."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from desirepath.stories.chance import Chance, Dial
from desirepath.stories.clock import DAY, on_day
from desirepath.stories.techcorp.causes import BEGIN, CAMPAIGN, PRICE_CHANGE, TODAY
from desirepath.stories.techcorp.names import company_name, person_name

REGIONS: Final = {
    # region: (hours ahead of UTC, currency)
    "dach": (1, "EUR"),
    "nordics": (1, "EUR"),
    "uk": (0, "GBP"),
    "us-east": (-5, "USD"),
    "us-west": (-8, "USD"),
    "japan": (9, "JPY"),
}
CENTS_PER_SEAT: Final = {"starter": 1200, "team": 2100, "business": 3400}
STARTER_CENTS_AFTER: Final = 1400  # from the price change on
# Rough and fixed: a story needs no exchange.
CURRENCY_FACTOR: Final = {"EUR": 100, "GBP": 86, "USD": 110, "JPY": 16000}

_REGION = Dial([("dach", 30), ("uk", 18), ("us-east", 20), ("us-west", 12), ("nordics", 12), ("japan", 8)])
_SEGMENT = Dial([("small", 42), ("mid", 40), ("large", 18)])
_INDUSTRY = Dial(
    [("agency", 24), ("manufacturing", 20), ("software", 20), ("public", 14), ("health", 12), ("retail", 10)]
)
_SEATS = {"small": (5, 14), "mid": (15, 60), "large": (61, 260)}
_PLANS = {
    "small": Dial([("starter", 80), ("team", 20)]),
    "mid": Dial([("starter", 10), ("team", 70), ("business", 20)]),
    "large": Dial([("team", 25), ("business", 75)]),
}
_PEOPLE = {"small": (5, 7), "mid": (7, 10), "large": (9, 14)}


def _quarter_ends(at: int) -> bool:
    month, day = int(on_day(at)[5:7]), int(on_day(at)[8:])
    return month % 3 == 0 and day >= 17


def _crowds(at: int) -> float:
    """How many sign on a day: more at a quarter's end, twice as many while the campaign runs."""
    return (1.7 if _quarter_ends(at) else 1.0) * (2.0 if CAMPAIGN[0] <= at < CAMPAIGN[1] else 1.0)


_DAYS = Dial([(at, _crowds(at)) for at in range(BEGIN, TODAY - DAY, DAY) if (at // DAY + 3) % 7 < 5])


@dataclass(frozen=True, slots=True)
class Company:
    """One account as it signs. ``fit`` is hidden: how well Relay suits them, about -2 to +2."""

    id: str
    name: str
    signed_day: int
    at_quarter_end: bool
    from_campaign: bool
    segment: str
    plan: str
    seats: int
    industry: str
    region: str
    zone: int
    currency: str
    people: tuple[str, ...]
    names: tuple[str, ...]
    fit: float

    @property
    def term_days(self) -> int:
        """Half a year on the starter plan, a year on the others."""
        return 182 if self.plan == "starter" else 365


def found_company(chance: Chance, number: int) -> Company:
    """The company with this number."""
    day = _DAYS.turn(chance)
    campaign = CAMPAIGN[0] <= day < CAMPAIGN[1] and chance.yes(0.75)
    segment = _SEGMENT.turn(chance)
    region = _REGION.turn(chance)
    zone, currency = REGIONS[region]
    plan = _PLANS[segment].turn(chance)
    seats = chance.whole(*_SEATS[segment])
    industry = _INDUSTRY.turn(chance)
    people = range(1, chance.whole(*_PEOPLE[segment]) + 1)
    return Company(
        id=f"A-{number:05d}",
        name=company_name(number, region, industry),
        signed_day=day,
        at_quarter_end=_quarter_ends(day),
        from_campaign=campaign,
        segment=segment,
        plan=plan,
        seats=seats,
        industry=industry,
        region=region,
        zone=zone,
        currency=currency,
        people=tuple(f"U-{number:05d}-{person}" for person in people),
        names=tuple(person_name(number, person, region) for person in people),
        fit=chance.normal(-1.1 if campaign else 0.0, 0.9),
    )


def price(company: Company, seats: int, days: int, *, at: int) -> str:
    """What so many days cost at an instant, in the company's currency, as a decimal text."""
    per_seat = CENTS_PER_SEAT[company.plan]
    if company.plan == "starter" and at >= PRICE_CHANGE:
        per_seat = STARTER_CENTS_AFTER
    cents = per_seat * seats * round(days / 30.4) * CURRENCY_FACTOR[company.currency] // 100
    if company.currency == "JPY":
        return str(cents // 100)
    return f"{cents // 100}.{cents % 100:02d}"
