"""The second half of a shopper's story: order, parcel, note and coupon, question, review, the way back."""

from __future__ import annotations

from typing import Any

from desirepath.stories.asking import Survey, score_of
from desirepath.stories.chance import clamp
from desirepath.stories.clock import DAY, HOUR, at_leisure, at_work
from desirepath.stories.mail import Letter
from desirepath.stories.style_icon import causes
from desirepath.stories.style_icon.visit import Decision, Visit
from desirepath.stories.style_icon.voices import AFTER, CHECKOUT, PARCEL, REVIEW

_CHECKOUT = Survey("checkout", "1..7", answers=0.16, extremes=0.03, channel="web")
_PARCEL = Survey("parcel", "1..5", answers=0.16, extremes=0.06, channel="web")
_AFTER = Survey("after-delivery", "1..5", answers=0.27, leans=0.14)
_RECOMMEND = Survey("nps", "0..10", answers=0.2, leans=0.08)
_CONFIRMATION = Letter("order-confirmation", opens=0.75, clicks=0.25, resents=0)
_COUPON = Letter("coupon-reminder", opens=0.33, clicks=0.12, campaign="coupon")
# A dress in cents of euro; rough and fixed factors for the other currencies.
_FACTOR = {"EUR": 100, "GBP": 86, "INR": 9200}


def buy(visit: Visit, decision: Decision) -> None:
    """Writes down what followed the decision to buy."""
    shopper, chance = visit.shopper, visit.chance
    visit.is_known(decision.at)
    ordered = _pay(visit, decision, number=1)
    if ordered is None:
        return
    visit.write(ordered + 60, _CONFIRMATION, warmth=1)
    delivered, late_days = _deliver(visit, ordered, number=1)
    returns = causes.SENDS_BACK["advised" if decision.advised else shopper.mind]
    returns += 0.08 if causes.SALE[0] <= ordered < causes.SALE[1] else 0
    sent_back = chance.yes(clamp(returns - 0.03 * shopper.taste, 0.01, 0.9))
    mood = (
        0.55
        + 0.35 * shopper.taste
        + (0.6 if decision.advised else 0)
        - 0.12 * late_days
        - (1.8 if sent_back else 0)
    )
    if sent_back:
        back = at_leisure(chance, delivered + chance.whole(1, 11) * DAY, shopper.zone)
        visit.happens(
            "shop",
            back,
            "order.returned",
            objects={"order": _order(visit, 1)},
            properties={"reason": chance.pick(("too small", "too large"))},
        )
        if chance.yes(0.2):
            visit.need_help(back + chance.whole(2, 9) * DAY, "return", mood)
    asked = at_work(chance, delivered + 7 * DAY, shopper.zone)
    visit.ask(asked, _AFTER, AFTER, mood)
    kind = "advised" if decision.advised else "alone"
    if not sent_back and chance.yes(clamp(causes.REVIEWS[kind] + 0.04 * mood, 0.01, 0.9)):
        _review(visit, at_leisure(chance, asked + chance.whole(0, 10) * DAY, shopper.zone), mood + 0.5)
    elif sent_back and chance.yes(0.06):
        _review(visit, at_leisure(chance, asked + chance.whole(0, 5) * DAY, shopper.zone), mood)
    if not sent_back and shopper.may_write:
        visit.write(at_work(chance, delivered + 30 * DAY, shopper.zone), _COUPON, warmth=mood)
    if not sent_back and chance.yes(clamp(causes.COMES_BACK[kind] + 0.05 * mood, 0.02, 0.9)):
        again = at_leisure(chance, delivered + int((8 + chance.wait(20)) * DAY), shopper.zone)
        ordered_again = _pay(visit, Decision(True, again, False, decision.pieces[:1]), number=2)
        if ordered_again is not None:
            _deliver(visit, ordered_again, number=2)
    visit.ask(at_work(chance, delivered + 60 * DAY, shopper.zone), _RECOMMEND, AFTER, mood)


def _order(visit: Visit, number: int) -> str:
    return f"O{visit.shopper.id[1:]}-{number}"


def _pay(visit: Visit, decision: Decision, *, number: int) -> int | None:
    """Tries to pay. When the order was placed, or None where the card was refused and they gave up."""
    shopper, chance, at = visit.shopper, visit.chance, decision.at
    cents = sum(chance.whole(29, 180) * 100 - 10 for _ in decision.pieces)
    if causes.SALE[0] <= at < causes.SALE[1]:
        cents = cents * 8 // 10
    cents = cents * _FACTOR[shopper.currency] // 100
    money: dict[str, Any] = {
        "amount": f"{cents // 100}.{cents % 100:02d}",
        "currency": shopper.currency,
        "objects": {"order": _order(visit, number)},
    }
    if chance.yes(0.035):
        visit.happens("payments", at, "payment.failed", properties={"why": "card refused"}, **money)
        if chance.yes(0.3):
            visit.need_help(at + chance.whole(10, 90) * 60, "payment", -0.6)
        if not chance.yes(0.6):
            return None
        at += chance.whole(2, 40) * 60
    visit.happens(
        "shop",
        at,
        "order.placed",
        properties={"order_number": number, "pieces": len(decision.pieces)},
        **money,
    )
    visit.happens("payments", at, "payment.succeeded", **money)
    visit.ask(at + 60, _CHECKOUT, CHECKOUT, 0.6 + 0.2 * shopper.taste)
    return at


def _deliver(visit: Visit, ordered: int, *, number: int) -> tuple[int, float]:
    """The parcel's way. When it came, and how many days later than promised."""
    shopper, chance = visit.shopper, visit.chance
    order = {"order": _order(visit, number)}
    ours: dict[str, Any] = {"objects": order, "direction": "by_us"}
    shipped = at_work(chance, ordered + 4 * HOUR, shopper.zone)
    days = chance.spread(2.6, 1.35)
    late_days = max(0.0, days - 4)
    if causes.STRIKE[0] <= ordered < causes.STRIKE[1]:
        added = causes.STRIKE_DAYS + chance.normal(0, 0.8)
        days, late_days = days + added, late_days + added
    delivered = at_work(chance, shipped + days * DAY, shopper.zone)
    visit.happens("shop", shipped, "order.shipped", channel="parcel", **ours)
    looks = chance.count(0.6 + 0.45 * days) if chance.yes(0.8) else 0
    looked = sorted(shipped + int(chance.between(0.05, 0.98) * (delivered - shipped)) for _ in range(looks))
    for at in looked:
        state = "late" if at - shipped > 4 * DAY else "in transit"
        visit.happens("shop", at, "parcel.tracked", objects=order, properties={"state": state})
    if looked:
        visit.ask(looked[-1] + 30, _PARCEL, PARCEL, 0.0 + 0.2 * shopper.taste - 0.35 * late_days)
    if chance.yes(clamp(0.03 + 0.1 * late_days, 0, 0.55)):
        visit.need_help(shipped + int(0.8 * (delivered - shipped)), "parcel", -0.2 - 0.2 * late_days)
    properties = {"note": visit.stylist is not None or chance.yes(0.5), "coupon": number == 1}
    visit.happens(
        "shop", delivered, "order.delivered", **{**ours, "channel": "parcel", "properties": properties}
    )
    if number == 1:
        # From their first order on, their size is known.
        visit.feeds.traits("shop", delivered, "customer", shopper.id, {"size_known": True})
    return delivered, late_days


def _review(visit: Visit, at: int, mood: float) -> None:
    felt = clamp(visit.chance.normal(mood, 0.4), -2, 2)
    words = REVIEW[0 if felt < -0.4 else 1 if felt < 0.6 else 2]
    text = visit.chance.pick(words).format(stylist=visit.stylist or "Asha")
    visit.happens(
        "reviews",
        at,
        "review.posted",
        channel="web",
        solicited=False,
        score=score_of(felt, "1..5"),
        scale="1..5",
        text=text,
    )
