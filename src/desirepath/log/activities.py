"""The reserved activities: names that measures rely on, what each means, and the properties each needs.

Every source maps its own tool's words to these. Other activities may have any name. A reserved activity
without a property it needs is kept (missing is not zero), and the import says so.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

CLOCK: Final = "clock"
DAY_PASSED: Final = "day.passed"
"""What the clock of a demo writes, and as which source: a day went by, about nobody."""
PLAYBOOKS: Final = "playbooks"
"""The source of what playbooks did and asked, and of what came back to them."""


@dataclass(frozen=True, slots=True)
class Activity:
    """One reserved activity: ``needs`` are fields, ``properties.x`` or ``objects.x``."""

    name: str
    meaning: str
    needs: tuple[str, ...] = ()


ACTIVITIES: tuple[Activity, ...] = (
    Activity("email.sent", "we sent an e-mail", ("properties.template",)),
    Activity("email.delivered", "their mail server took it", ("properties.template",)),
    Activity("email.opened", "it was opened, as far as a tracking image can tell", ("properties.template",)),
    Activity("email.clicked", "a link in it was followed", ("properties.template",)),
    Activity("email.replied", "the customer answered it", ("properties.template",)),
    Activity("email.unsubscribed", "the customer wants no more of them"),
    Activity("email.subscribed", "the customer wants them, or wants them again"),
    Activity("email.bounced", "it could not be delivered", ("properties.template",)),
    Activity("email.marked_as_spam", "the customer called it spam", ("properties.template",)),
    Activity("in_app.sent", "a message was ready to be shown in the product", ("properties.message_id",)),
    Activity("in_app.seen", "the product showed it", ("properties.message_id",)),
    Activity("in_app.clicked", "the customer followed its link", ("properties.message_id",)),
    Activity("in_app.dismissed", "the customer closed it", ("properties.message_id",)),
    Activity("survey.sent", "we asked for a score", ("properties.survey",)),
    Activity("survey.answered", "the customer gave one", ("properties.survey", "score", "scale")),
    Activity("interview.held", "we talked with the customer to learn"),
    Activity("review.posted", "the customer wrote a public review", ("score", "scale")),
    Activity("ticket.opened", "the customer asked for help", ("objects.ticket",)),
    Activity(
        "ticket.replied", "somebody answered in it; direction says who", ("objects.ticket", "direction")
    ),
    Activity("ticket.solved", "it was closed as solved", ("objects.ticket",)),
    Activity("ticket.reopened", "it was not solved after all", ("objects.ticket",)),
    Activity("subscription.started", "a paid subscription began", ("properties.plan", "amount", "currency")),
    Activity("subscription.renewed", "it was prolonged", ("amount", "currency")),
    Activity(
        "subscription.changed",
        "it went up or down to another plan",
        ("properties.plan", "amount", "currency"),
    ),
    Activity("subscription.cancelled", "the customer ended it"),
    Activity("payment.succeeded", "money came in", ("amount", "currency")),
    Activity("payment.failed", "money was due and did not come in", ("amount", "currency")),
    Activity("contract.signed", "the customer became one"),
    Activity("call.held", "we spoke on the telephone"),
    Activity("call.missed", "a call was agreed and did not happen"),
    Activity("meeting.booked", "a meeting was agreed"),
    Activity("meeting.held", "we met, in one room or on screens"),
    Activity("meeting.missed", "a meeting was agreed and did not happen"),
    Activity("content.viewed", "the customer read or watched something of ours", ("properties.content",)),
    Activity("message.sent", "we wrote to the customer in a chat or in the product"),
    Activity("message.replied", "the customer wrote back"),
    Activity("feature.used", "the customer used a part of the product", ("properties.feature",)),
    Activity("order.placed", "the customer ordered", ("objects.order", "amount", "currency")),
    Activity("order.shipped", "it was sent on its way", ("objects.order",)),
    Activity("order.delivered", "the customer has it", ("objects.order",)),
    Activity("order.returned", "the customer sent it back", ("objects.order",)),
    Activity("order.cancelled", "it was called off", ("objects.order",)),
    Activity(
        "health.overridden",
        "one of us set the health score by hand for a time, and said why",
        ("text", "properties.score", "properties.until"),
    ),
    Activity("note.written", "one of us wrote down something about the customer", ("text",)),
    Activity("pulse.given", "one of us said how the customer is, from 1 to 6", ("properties.pulse",)),
    Activity(
        "milestone.reached",
        "one of us said that the customer has come to a step",
        ("properties.map", "properties.step", "properties.name"),
    ),
    Activity("entry.withdrawn", "what somebody wrote by hand was taken back", ("properties.key",)),
)
RESERVED = {activity.name: activity for activity in ACTIVITIES}
