"""What the examples of tools hold, counted by hand."""

from __future__ import annotations

from tests.sources.cases import Case

CASES = (
    Case(
        "segment.jsonl",
        9,
        {"Project Created": 1, "email.opened": 1, "content.viewed": 2, "order.placed": 1},
        traits=2,
        identities=5,
        duplicates=1,
    ),
    Case(
        "cloudevents.jsonl",
        5,
        {"order.placed": 1, "order.delivered": 1, "com.style-icon.wishlist.filled": 1},
        refused=1,  # the one without a time
        duplicates=1,
    ),
    Case(
        "zendesk.tickets.json",
        2,
        {"ticket.opened": 2, "ticket.replied": 2, "ticket.noted": 1, "ticket.solved": 1},
        identities=1,
    ),
    Case("zendesk.satisfaction.json", 3, {"survey.sent": 1, "survey.answered": 2}),
    Case("zendesk.users.json", 2, traits=1, identities=3),  # the other one is an agent
    Case("zendesk.organizations.json", 1, traits=1),
    Case(
        "intercom.conversations.json",
        2,
        {
            "ticket.opened": 1,
            "ticket.replied": 2,
            "ticket.noted": 1,
            "ticket.solved": 2,
            "ticket.reopened": 1,
            "survey.answered": 1,
            "message.sent": 1,
        },
        identities=1,
    ),
    Case("intercom.contacts.jsonl", 1, traits=1, identities=3),
    Case("hubspot.contacts.json", 1, traits=1, identities=2),
    Case("hubspot.companies.json", 1, traits=1),
    Case("hubspot.deals.json", 3, {"deal.opened": 3, "contract.signed": 1, "deal.lost": 1}),
    Case("hubspot.tickets.json", 1, {"ticket.opened": 1, "ticket.replied": 1, "ticket.solved": 1}),
    Case(
        "hubspot.engagements.json",
        5,
        {"call.held": 1, "call.missed": 1, "meeting.held": 1, "meeting.booked": 1, "email.replied": 1},
    ),
    Case(
        "hubspot.emails.json",
        7,
        {
            "email.sent": 1,
            "email.delivered": 1,
            "email.opened": 2,
            "email.clicked": 1,
            "email.unsubscribed": 1,
            "email.dropped": 1,
        },
    ),
    Case(
        "stripe.events.jsonl",
        12,
        {
            "trial.started": 1,
            "subscription.started": 1,
            "subscription.changed": 1,
            "subscription.renewed": 1,
            "subscription.cancel_scheduled": 1,
            "subscription.cancelled": 1,
            "payment.succeeded": 1,
            "payment.failed": 1,
            "invoice.paid": 1,
            "stripe.payment_intent.created": 1,
        },
        traits=1,
        identities=1,
        duplicates=1,
    ),
    Case(
        "stripe.objects.json",
        9,
        {
            "subscription.started": 2,
            "subscription.cancelled": 2,
            "trial.started": 1,
            "payment.succeeded": 2,
            "payment.refunded": 1,
        },
        identities=1,
        refused=1,  # a product happens to nobody
        duplicates=1,  # an invoice and its charge are the same money
    ),
    Case("delighted.json", 4, {"survey.answered": 3}, refused=1),
    Case("typeform.webhook.json", 1, {"survey.answered": 2}),
    Case("typeform.responses.json", 2, {"survey.answered": 1, "form.submitted": 1}),
    Case(
        "sendgrid.json",
        13,
        {
            "email.sent": 1,
            "email.delivered": 1,
            "email.opened": 2,
            "email.clicked": 2,
            "email.bounced": 1,
            "email.deferred": 1,
            "email.dropped": 1,
            "email.marked_as_spam": 1,
            "email.unsubscribed": 1,
        },
        duplicates=2,
    ),
    Case("mailchimp.json", 3, {"email.opened": 2, "email.clicked": 2, "email.bounced": 1}),
    Case(
        "zendesk-tickets.csv",
        3,
        {"ticket.opened": 3, "ticket.solved": 2, "survey.answered": 2},
        mapping="zendesk-tickets",
        zone="Europe/Paris",
    ),
    Case(
        "intercom-messages.csv",
        5,  # one is an assignment
        {"ticket.opened": 1, "ticket.replied": 2, "ticket.solved": 1},
        mapping="intercom-messages",
    ),
    Case(
        "hubspot-contacts.csv", 2, traits=2, identities=1, mapping="hubspot-contacts", zone="America/New_York"
    ),
    Case("hubspot-companies.csv", 1, traits=1, mapping="hubspot-companies", zone="America/New_York"),
    Case(
        "hubspot-deals.csv",
        3,
        {"deal.opened": 3, "contract.signed": 1, "deal.lost": 1},
        mapping="hubspot-deals",
        zone="America/New_York",
    ),
    Case(
        "hubspot-tickets.csv",
        2,
        {"ticket.opened": 2, "ticket.solved": 1},
        mapping="hubspot-tickets",
        zone="America/New_York",
    ),
    Case("salesforce-cases.csv", 2, {"ticket.opened": 2, "ticket.solved": 1}, mapping="salesforce-cases"),
    Case(
        "salesforce-opportunities.csv",
        3,
        {"deal.opened": 3, "contract.signed": 1, "deal.lost": 1},
        mapping="salesforce-opportunities",
    ),
    Case("salesforce-tasks.csv", 4, {"call.held": 1, "email.sent": 1}, mapping="salesforce-tasks"),
    Case("salesforce-accounts.csv", 1, traits=1, mapping="salesforce-accounts"),
    Case("delighted.csv", 3, {"survey.answered": 2}, refused=1, mapping="delighted"),
    Case(
        "surveymonkey.csv",
        5,
        {"survey.answered": 3, "form.submitted": 1},
        refused=1,
        mapping="surveymonkey",
        zone="Europe/Paris",
    ),
    Case("typeform-responses.csv", 3, {"survey.answered": 2}, mapping="typeform-responses"),  # one is partial
    Case(
        "mailchimp-audience.csv",
        2,
        {"email.subscribed": 2, "email.unsubscribed": 1},
        traits=2,
        mapping="mailchimp-audience",
        zone="Europe/Paris",
    ),
    Case(
        "quickmail.csv",
        6,
        {"email.sent": 2, "email.opened": 1, "email.replied": 1, "email.bounced": 1},
        refused=1,
        mapping="quickmail",
    ),
)
