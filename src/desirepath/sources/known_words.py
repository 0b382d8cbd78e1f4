"""Which of the names that measures rely on a tool's own word for what happened most likely means."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from desirepath.log.activities import ACTIVITIES
from desirepath.sources.column_words import plain_name

_OURS: Final = ("health.", "note.", "pulse.", "milestone.", "entry.", "in_app.")
"""What only we write."""
_ALSO: Final = {
    "ticket.opened": """
        support_ticket ticket ticket_created support_ticket_opened support_ticket_created support_request
        help_requested case_opened case_created""",
    "ticket.solved": "ticket_closed ticket_resolved support_ticket_closed case_closed case_resolved",
    "subscription.started": "subscribed subscription_created subscription_start subscription_activated",
    "subscription.cancelled": "subscription_canceled subscription_ended churned cancelled_subscription",
    "subscription.renewed": "renewed renewal subscription_renewal",
    "subscription.changed": "subscription_updated plan_changed",
    "payment.succeeded": "payment payment_received invoice_paid charge_succeeded",
    "payment.failed": "invoice_payment_failed charge_failed",
    "order.placed": "order purchase purchased order_completed checkout_completed bestellung",
    "order.returned": "return returned",
    "order.cancelled": "order_canceled",
    "survey.answered": "survey survey_response survey_completed nps_response feedback_given",
    "review.posted": "review review_written review_submitted",
    "call.held": "call phone_call",
    "meeting.held": "meeting",
    "contract.signed": "contract deal_won closed_won",
}
_MEANT: Final = {
    **{word: name for name, words in _ALSO.items() for word in words.split()},
    **{plain_name(one.name): one.name for one in ACTIVITIES if not one.name.startswith(_OURS)},
}


def meant_by(words: Iterable[str]) -> dict[str, str]:
    """The names meant by these words, as far as that is plain; a word that is such a name is not in it.

    >>> meant_by(["support_ticket", "Subscription Started", "order.placed", "lesson_finished"])
    {'support_ticket': 'ticket.opened', 'Subscription Started': 'subscription.started'}
    """
    found = {word: _MEANT.get(plain_name(word)) for word in words}
    return {word: name for word, name in found.items() if name is not None and name != word}
