"""The weeks after the first login, told: daily work, habit, tickets, news, the quarterly question."""

from __future__ import annotations

from typing import Final

from desirepath.stories.chance import Dial, clamp, likely
from desirepath.stories.clock import DAY, HOUR, at_work, in_week, on_day, seconds
from desirepath.stories.feeds import late
from desirepath.stories.techcorp import letters, voices
from desirepath.stories.techcorp.causes import RELEASE, TICKETS_IN_RELEASE
from desirepath.stories.techcorp.life import Life

WEEK: Final = 7 * DAY
_MONDAY: Final = 4 * DAY  # 5 January 1970
_FEATURES = Dial(
    [("board", 40), ("comments", 26), ("files", 14), ("search", 10), ("reports", 7), ("calendar", 3)]
)
_EARLY_TOPICS = Dial([("import", 50), ("sign-on", 26), ("permissions", 10), ("how-to", 14)])
_TOPICS = Dial([("how-to", 34), ("permissions", 22), ("notifications", 18), ("billing", 16), ("import", 10)])
_NEWS_DAYS = [seconds(2025 + month // 12, month % 12 + 1, 9, 9) for month in range(3, 21)]
_NPS_DAYS = [seconds(2025 + quarter // 4, 3 * (quarter % 4) + 1, 20, 9) for quarter in range(2, 7)]


def tell_weeks(life: Life) -> None:
    """Writes down the account's weeks until it cancels or the story ends."""
    plan, company = life.plan, life.company
    monday = (plan.handoff_at - _MONDAY) // WEEK * WEEK + _MONDAY
    started = plan.first_login_at
    streak = silent = 0
    while not life.is_over(monday):
        _tickets(life, monday)
        if started is not None and monday + WEEK > started:
            active = _people_at_work(life, monday)
            for person in active:
                _work(life, max(monday, started + 1), monday + WEEK, person)
            streak = streak + 1 if len(active) >= 3 else 0
            silent = 0 if active else silent + 1
            if silent <= 4:
                life.happens(
                    "product",
                    monday + WEEK - company.zone * HOUR,
                    "week.closed",
                    actor="product",
                    properties={"active_people": len(active), "active_weeks_in_a_row": streak},
                )
            if silent == 3:
                life.write(at_work(life.chance, monday + WEEK, company.zone), letters.SILENT, life.lead)
        monday += WEEK
    _news(life)
    _quarterly_question(life)


def _people_at_work(life: Life, monday: int) -> list[str]:
    plan, chance, people = life.plan, life.chance, life.company.people
    weeks = (monday - (plan.first_login_at or monday)) / WEEK
    share = likely(0.5 + 0.55 * life.company.fit - 0.05 * weeks)
    if plan.approvals_at is not None and monday + WEEK > plan.approvals_at:
        share = max(share, likely(1.1 + 0.4 * life.company.fit))
    if RELEASE[0] - WEEK < monday < RELEASE[1]:
        share *= 0.6
    if int(on_day(monday)[5:7]) == 8 or on_day(monday)[5:] >= "12-22":
        share *= 0.55  # holidays
    if chance.yes(0.04):
        share *= 0.2  # a week in which something else burns
    share *= plan.vigour(monday)
    return [person for person in people if chance.yes(clamp(share, 0, 0.96))]


def _work(life: Life, since: int, until: int, person: str) -> None:
    """What one person does in one week; a sample, as product analytics keeps it."""
    chance, plan = life.chance, life.plan
    if chance.yes(0.45):
        return
    at = in_week(chance, until - WEEK, life.company.zone)
    if not since <= at < until:
        return
    common = {"channel": "app", "direction": "by_customer"}
    received = late(chance, at, share=0.025, mean_hours=16)
    life.happens("product", at, "user.signed_in", person, received=received, **common)
    uses_approvals = plan.approvals_at is not None and at > plan.approvals_at
    for _ in range(chance.count(0.9)):
        at += chance.whole(20, 2400)
        feature = "approvals" if uses_approvals and chance.yes(0.4) else _FEATURES.turn(chance)
        twice = chance.yes(0.02)
        for sequence in (1, 2) if twice else (None,):
            life.happens(
                "product",
                at,
                "feature.used" if sequence != 2 else "project.completed",
                person,
                received=late(chance, at, share=0.025, mean_hours=16) if not twice else None,
                sequence=sequence,
                properties={"feature": feature} if sequence != 2 else {"first_in_account": False},
                **common,
            )


def _tickets(life: Life, monday: int) -> None:
    plan, chance = life.plan, life.chance
    setting_up = monday < (plan.set_up_at or plan.handoff_at + 56 * DAY)
    used = plan.first_login_at is not None and monday >= plan.first_login_at
    mean = 0.24 if setting_up else 0.05 if used else 0.01
    in_release = RELEASE[0] - DAY < monday + WEEK // 2 < RELEASE[1]
    for _ in range(chance.count(mean * (TICKETS_IN_RELEASE if in_release else 1))):
        if in_release and chance.yes(0.8):
            topic = "release"
        elif setting_up:
            topic = _EARLY_TOPICS.turn(chance)
        elif plan.approvals_at is not None and monday > plan.approvals_at and chance.yes(0.25):
            topic = "approvals"
        else:
            topic = _TOPICS.turn(chance)
        at = in_week(chance, monday, life.company.zone)
        if at > plan.handoff_at:
            life.need_help(at, life.lead if chance.yes(0.6) else chance.pick(life.company.people), topic)


def _news(life: Life) -> None:
    readers = life.company.people[:1]
    for day in _NEWS_DAYS:
        if day > life.plan.handoff_at:
            for person in readers:
                life.write(
                    at_work(life.chance, day, life.company.zone), life.chance.pick(letters.NEWS), person
                )


def _quarterly_question(life: Life) -> None:
    for day in _NPS_DAYS:
        if day > life.plan.signed_at + 60 * DAY:
            for person in life.company.people[:2]:
                at = at_work(life.chance, day, life.company.zone)
                life.ask(
                    at, letters.NPS, person, voices.NPS, mood=life.mood(at) + life.chance.normal(0.4, 0.3)
                )
