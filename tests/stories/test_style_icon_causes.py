"""Every cause that Style Icon's story documents can be seen in its log with plain Python."""

from __future__ import annotations

from collections import defaultdict

import pytest

from desirepath.stories.style_icon import CAUSES
from desirepath.stories.style_icon.shopper import REGIONS
from tests.stories.written import Row, Written, day, days, feeling, mean, share


class Shoppers:
    """What each shopper did, under the id by which the shop knows them in the end."""

    def __init__(self, world: Written) -> None:
        self.known = world.customers
        self.did: dict[str, dict[str, Row]] = defaultdict(dict)
        for row in sorted(world.of_type("interaction"), key=days):
            self.did[self.id(row)].setdefault(name_of(row), row)

    def id(self, row: Row) -> str:
        customer: str = row["customer"]
        return self.known.get(customer, customer)

    def buys(self, *, having: set[str], without: set[str] = frozenset()) -> float:  # type: ignore[assignment]  # an empty set
        return share(
            [
                "order 1" in did
                for did in self.did.values()
                if having <= did.keys() and not without & did.keys()
            ]
        )


def name_of(row: Row) -> str:
    properties = row.get("properties", {})
    if row["activity"] == "order.placed":
        return f"order {properties['order_number']}"
    if row["activity"] == "experiment.assigned":
        return str(properties["arm"])
    if row["activity"] == "content.viewed":
        return "size guide"
    return str(row["activity"])


@pytest.fixture(scope="module")
def shoppers(style_icon: Written) -> Shoppers:
    return Shoppers(style_icon)


def test_every_cause_is_spelled_out() -> None:
    assert len({cause.id for cause in CAUSES}) == len(CAUSES) >= 9


def test_those_who_hesitate_leave_and_those_advised_buy(shoppers: Shoppers) -> None:
    bag = {"cart.updated"}
    hesitating = shoppers.buys(having=bag | {"size guide"}, without={"chat.held"})
    sure = shoppers.buys(having=bag, without={"chat.held", "size guide"})
    advised = shoppers.buys(having=bag | {"size guide", "chat.held"})
    assert sure > hesitating + 0.15
    assert advised > hesitating + 0.25


def test_those_advised_keep_what_they_buy(shoppers: Shoppers) -> None:
    back: dict[bool, list[bool]] = {True: [], False: []}
    for did in shoppers.did.values():
        if "order.delivered" in did:
            back["chat.held" in did].append("order.returned" in did)
    assert share(back[True]) < 0.6 * share(back[False])


def test_those_advised_tell_others(shoppers: Shoppers) -> None:
    told: dict[bool, list[bool]] = {True: [], False: []}
    for did in shoppers.did.values():
        if "order.delivered" in did:
            told["chat.held" in did].append("review.posted" in did)
    assert share(told[True]) > 1.7 * share(told[False])


def test_the_reminder_works_and_more_on_those_who_looked_up_sizes(shoppers: Shoppers) -> None:
    def effect(having: set[str], without: set[str]) -> float:
        return shoppers.buys(having={"reminded"} | having, without=without) - shoppers.buys(
            having={"held-out"} | having, without=without
        )

    assert effect(set(), set()) > 0.07
    assert effect({"size guide"}, set()) > effect(set(), {"size guide"})
    held_out = [did for did in shoppers.did.values() if "held-out" in did]
    templates = [row["properties"]["template"] for row in (did.get("email.sent") for did in held_out) if row]
    assert "cart-reminder" not in templates


def test_the_release_hurt_the_app_only(shoppers: Shoppers) -> None:
    begin, end = day("2026-03-09"), day("2026-03-23")

    def buys(channel: str, during: bool) -> float:
        """At once: who was reminded a day later is another story."""
        return share(
            [
                "order 1" in did and days(did["order 1"]) < days(did["cart.updated"]) + 0.5
                for did in shoppers.did.values()
                if "cart.updated" in did
                and did["cart.updated"]["channel"] == channel
                and (begin <= days(did["cart.updated"]) < end) == during
            ]
        )

    assert buys("app", True) < 0.75 * buys("app", False)
    assert buys("web", True) > buys("app", True)


def test_the_strike_made_parcels_late_and_people_ask(style_icon: Written, shoppers: Shoppers) -> None:
    took: dict[bool, list[float]] = {True: [], False: []}
    asked: dict[bool, list[bool]] = {True: [], False: []}
    for did in shoppers.did.values():
        if "order.delivered" in did:
            strike = day("2026-05-18") <= days(did["order 1"]) < day("2026-06-02")
            took[strike].append(days(did["order.delivered"]) - days(did["order.shipped"]))
            opened = did.get("ticket.opened")
            asked[strike].append(opened is not None and opened["properties"]["topic"] == "parcel")
    assert mean(took[True]) > mean(took[False]) + 3
    assert share(asked[True]) > share(asked[False]) + 0.15


def test_the_sale_brought_a_crowd(style_icon: Written) -> None:
    first: dict[str, float] = {}
    for row in style_icon.of("product.searched"):
        first[row["customer"]] = min(days(row), first.get(row["customer"], 10.0**9))
    sale = sum(day("2026-06-15") <= at < day("2026-07-01") for at in first.values()) / 16
    usual = sum(day("2026-02-01") <= at < day("2026-06-01") for at in first.values()) / 120
    assert 1.5 < sale / usual < 2.6


def test_stylists_are_short_in_the_evening(style_icon: Written) -> None:
    region = {
        row["object_id"]: row["traits"]["region"]
        for row in style_icon.of_type("traits")
        if "region" in row["traits"]
    }
    waited: dict[bool, list[float]] = {True: [], False: []}
    for row in style_icon.of("chat.held", "chat.left"):
        hour = int((days(row) * 24 + REGIONS[region[row["customer"]]][0]) % 24)
        waited[hour >= 18].append(row["properties"]["waited_minutes"])
    assert mean(waited[True]) > 1.8 * mean(waited[False])


def test_the_glad_answer_more(style_icon: Written, shoppers: Shoppers) -> None:
    returned = {customer for customer, did in shoppers.did.items() if "order.returned" in did}

    def rate(sent_back: bool) -> float:
        def count(activity: str) -> int:
            return sum(
                row["properties"]["survey"] == "after-delivery" and (row["customer"] in returned) == sent_back
                for row in style_icon.of(activity)
            )

        assert count("survey.sent") > 40
        return count("survey.answered") / count("survey.sent")

    assert rate(False) > rate(True) + 0.08


def test_reviews_glow_mostly(style_icon: Written) -> None:
    felt = [feeling(row) for row in style_icon.of("review.posted")]
    assert mean(felt) > 0.6
    assert min(felt) < 0, "not all of them do"


def test_people_shop_in_the_evening(style_icon: Written, shoppers: Shoppers) -> None:
    region = {
        row["object_id"]: row["traits"]["region"]
        for row in style_icon.of_type("traits")
        if "region" in row["traits"]
    }
    hours = [
        int((days(row) * 24 + REGIONS[region[shoppers.id(row)]][0]) % 24)
        for row in style_icon.of("product.searched")
        if shoppers.id(row) in region
    ]
    assert share([18 <= hour < 24 for hour in hours]) > 0.55
