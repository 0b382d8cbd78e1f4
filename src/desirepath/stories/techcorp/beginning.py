"""The first ninety days, told: signature, hand-over, kick-off, set-up, first project, approvals, calls."""

from __future__ import annotations

from desirepath.stories.clock import DAY, HOUR, at_work
from desirepath.stories.techcorp import letters, voices
from desirepath.stories.techcorp.company import price
from desirepath.stories.techcorp.life import Life

_GUIDES = ("import guide", "single sign-on guide", "what is Relay", "price and limits", "security answers")


def tell_beginning(life: Life) -> None:
    """Writes down how an account began."""
    _sign(life)
    _meet(life)
    _set_up(life)
    _take_to_approvals(life)
    _calls(life)


def _sign(life: Life) -> None:
    company, plan, feeds = life.company, life.plan, life.feeds
    at = plan.signed_at
    feeds.traits(
        "crm",
        at,
        "account",
        company.id,
        {
            "name": company.name,
            "plan": company.plan,
            "seats": company.seats,
            "segment": company.segment,
            "industry": company.industry,
            "region": company.region,
            "term_days": company.term_days,
        },
    )
    feeds.identity("crm", at, "customer", life.lead, life.lead, belongs_to=("account", company.id))
    feeds.traits("crm", at, "customer", life.lead, {**_called(company.names[0]), "role": "lead"})
    amount = price(company, company.seats, company.term_days, at=at)
    properties = {"plan": company.plan, "seats": company.seats}
    if company.from_campaign:
        properties["campaign"] = "fresh-start"
    money = {"amount": amount, "currency": company.currency}
    life.happens(
        "crm",
        at,
        "contract.signed",
        life.lead,
        channel="email",
        direction="by_customer",
        properties=properties,
        **money,
    )
    life.happens("billing", at + 90, "subscription.started", properties=properties, **money)
    life.write(at + 5 * 60, letters.WELCOME, life.lead)
    life.happens("crm", plan.handoff_at, "handoff.completed", actor="customer-success", direction="by_us")


def _called(name: str) -> dict[str, str]:
    """A person's name, whole and in its two parts, as a customer list has it."""
    first, last = name.split(" ", 1)
    return {"name": name, "first_name": first, "last_name": last}


def _meet(life: Life) -> None:
    plan, at = life.plan, life.plan.kickoff_at
    if at is None:
        return
    life.happens(
        "crm",
        at,
        "call.held",
        life.lead,
        channel="video",
        direction="by_us",
        actor="customer-success",
        properties={"kind": "kickoff", "minutes": life.chance.whole(35, 75)},
    )
    felt = 0.85 + 0.3 * life.company.fit - 0.13 * plan.waited_days
    life.ask(at + 2 * HOUR, letters.KICKOFF, life.lead, voices.KICKOFF, mood=felt)


def _set_up(life: Life) -> None:
    company, plan, chance, feeds = life.company, life.plan, life.chance, life.feeds
    begun = plan.kickoff_at or plan.handoff_at
    visitor = f"visitor-{company.id[2:]}"
    for _ in range(chance.count(1.6)):
        # Read before anybody has signed in: the web site knows only a visitor.
        guide = chance.pick(_GUIDES)
        at = at_work(chance, begun + chance.wait(5) * DAY, company.zone)
        if plan.first_login_at is not None and at < min(plan.first_login_at, plan.cancelled_at):
            feeds.interaction(
                "product",
                at,
                "content.viewed",
                visitor,
                channel="web",
                direction="by_customer",
                properties={"content": guide, "kind": "guide"},
            )
    if plan.set_up_at is not None:
        at = plan.set_up_at
        life.happens("product", at, "workspace.set_up", life.lead, channel="app", direction="by_customer")
        hard = -0.7 + 0.5 * company.fit - 0.04 * (plan.waited_days - 8)
        life.ask(at + HOUR, letters.SET_UP, life.lead, voices.SET_UP, mood=hard)
    at_login = plan.first_login_at
    if at_login is None:
        return
    for person, name in zip(company.people[1:], company.names[1:], strict=True):
        invited = max(begun + HOUR, at_login - chance.whole(2, 40) * HOUR)
        if invited < min(plan.cancelled_at, feeds.today):
            feeds.identity("crm", invited, "customer", person, person, belongs_to=("account", company.id))
            role = {"role": chance.pick(("member", "approver"))} if chance.yes(0.3) else {}
            feeds.traits("crm", invited, "customer", person, {**_called(name), **role})
            life.write(invited, letters.INVITATION, person)
    if at_login < plan.cancelled_at:
        feeds.identity("product", at_login, "customer", visitor, life.lead)
    life.happens(
        "product",
        at_login,
        "user.signed_in",
        life.lead,
        channel="app",
        direction="by_customer",
        properties={"first_in_account": True},
    )
    if plan.first_project_at is not None:
        at = plan.first_project_at
        common = {"channel": "app", "direction": "by_customer"}
        # The product notes both in one breath: a tie that only the sequence settles.
        life.happens(
            "product", at, "feature.used", life.lead, sequence=1, properties={"feature": "board"}, **common
        )
        life.happens(
            "product",
            at,
            "project.completed",
            life.lead,
            sequence=2,
            properties={"first_in_account": True},
            **common,
        )
        life.ask(at + 120, letters.FIRST_PROJECT, life.lead, voices.FIRST_PROJECT, mood=life.mood(at) + 0.6)


def _take_to_approvals(life: Life) -> None:
    plan = life.plan
    if plan.invitation is not None:
        at, invited = plan.invitation
        life.happens(
            "email",
            at,
            "experiment.assigned",
            life.lead,
            actor="mailer",
            direction="by_us",
            properties={"experiment": "approvals-invitation", "arm": "invited" if invited else "held-out"},
        )
        if invited:
            life.write(at + 30, letters.APPROVALS, life.lead)
    for number, (at, person) in enumerate(plan.approvers, 1):
        life.happens(
            "product",
            at,
            "feature.used",
            person,
            channel="app",
            direction="by_customer",
            properties={"feature": "approvals", "first_by_person": True, "distinct_users": number},
        )
        if number == 5:
            life.ask(at + 300, letters.APPROVALS_USED, person, voices.APPROVALS, mood=life.mood(at) + 0.5)


def _calls(life: Life) -> None:
    for kind, call, better in (("day-30", life.plan.call_30, 0.25), ("day-60", life.plan.call_60, 0.75)):
        if call is None:
            continue
        at, held = call
        life.happens(
            "crm",
            at,
            "call.held" if held else "call.missed",
            life.lead,
            channel=life.chance.pick(("video", "video", "phone")),
            direction="by_us",
            actor="customer-success",
            properties={"kind": kind},
        )
        if held:
            life.ask(
                at + HOUR, letters.CALL, life.lead, voices.CALLS, mood=life.mood(at) + better, about=kind
            )
