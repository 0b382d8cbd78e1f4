"""Why TechCorp's customers do what they do. The generator reads its effect sizes from here; so may you."""

from __future__ import annotations

from typing import Final

from desirepath.stories.clock import DAY, seconds
from desirepath.stories.world import Cause

BEGIN: Final = seconds(2025, 4, 1)
TODAY: Final = seconds(2026, 9, 30)

RELEASE: Final = (seconds(2025, 11, 10, 6), seconds(2025, 11, 24, 6))
UNDERSTAFFED: Final = (seconds(2026, 2, 2), seconds(2026, 3, 16))
CAMPAIGN: Final = (seconds(2026, 1, 12), seconds(2026, 2, 9))
OUTAGE: Final = (seconds(2026, 5, 12, 8), seconds(2026, 5, 12, 14))
COMPETITOR: Final = seconds(2026, 3, 23)
PRICE_CHANGE: Final = seconds(2026, 6, 1)
INVITATIONS_SINCE: Final = seconds(2025, 9, 1)

MOOD_LOST_PER_DAY_OF_WAITING: Final = 0.13
SET_UP_LOG_ODDS_PER_DAY_OF_WAITING: Final = -0.14
FINDS_APPROVALS: Final = {"small": 0.05, "mid": 0.17, "large": 0.24}
INVITATION_ADDS: Final = {"small": 0.0, "mid": 0.22, "large": 0.22}
CALL_ADDS: Final = 0.12
LEAVES_PER_MONTH: Final = 0.036
APPROVALS_KEEP: Final = 0.22
NEVER_SET_UP_LEAVES: Final = 1.9
SMALL_LEAVES: Final = 1.5
PRICE_CHANGE_LEAVES: Final = 2.0
RELEASE_LEAVES: Final = 1.6
TICKETS_IN_RELEASE: Final = 5.0
ANSWERS_SLOWER: Final = 5.0
SLACKENS_BEFORE_LEAVING: Final = 0.92
SLACKENS_ANYWAY: Final = 0.18
SLACK_AHEAD: Final = (120 * DAY, 240 * DAY)
SLACKENS_WITHIN: Final = 110 * DAY
SLACK_LEFT: Final = 0.08
SLACK_SOURS: Final = 1.2
PAYMENTS_FAIL: Final = 0.025
PAYMENTS_FAIL_IN_SLACK: Final = 0.3

CAUSES: tuple[Cause, ...] = (
    Cause(
        "approvals-keep",
        "Accounts where five people use approvals stay",
        "from the fifth person on, the monthly chance of cancelling is times 0.22, use grows, moods rise",
        f"cancels {LEAVES_PER_MONTH:.1%} a month without, under a quarter of that with",
        "subscription.cancelled after feature.used (approvals, distinct_users 5), as of a landmark day",
    ),
    Cause(
        "slow-handoff",
        "Waiting between signature and kick-off sours the start",
        "each day takes 0.13 from the mood at the kick-off, 0.14 from the log-odds of finishing set-up",
        "twelve days instead of four: about one point of feeling, a third of the odds of set-up",
        "csat after the kick-off call and workspace.set_up, against days from contract.signed to call.held",
    ),
    Cause(
        "quarter-end",
        "Hand-overs are slow when sales is busiest",
        "contracts of the last two weeks of a quarter wait five days longer on average",
        "about five days",
        "days from contract.signed to handoff.completed, by day of the quarter",
    ),
    Cause(
        "invitation",
        "An invitation to approvals works on some teams",
        "ten days after the first login, teams without approvals are invited or left alone, at random",
        "adds 22 points in mid and large accounts, nothing in small ones",
        "experiment.assigned (approvals-invitation, arm invited or held-out), email.sent, feature.used",
    ),
    Cause(
        "day-30-call",
        "The call after a month shows approvals to teams that never saw it",
        "a call that is held adds 12 points to finding approvals afterwards",
        "12 points; but accounts that take the call were keener before",
        "feature.used after call.held (day-30); confounded by set-up, as in life",
    ),
    Cause(
        "release",
        "A release broke approvals and the import for two weeks",
        "from 10 to 24 November 2025 tickets are five times as many, moods fall by 0.7, fewer people come",
        "5 x tickets; 1.6 x cancelling in those weeks",
        "ticket.opened (topic release), week.closed, scores; the context fact of the release",
    ),
    Cause(
        "understaffed",
        "Support was short of people for six weeks",
        "from 2 February to 16 March 2026 answers take five times as long and more tickets come back",
        "a first answer after about fifteen hours instead of three; a third reopened instead of a tenth",
        "ticket.opened to ticket.replied, ticket.reopened, csat after tickets",
    ),
    Cause(
        "segments",
        "Small accounts skip calls, leave sooner and mind the price",
        "small: fewer calls, 1.5 x cancelling; after the price change of June 2026 another 2 x",
        "see mechanism",
        "everything by traits.segment; subscription.cancelled (reason price)",
    ),
    Cause(
        "campaign",
        "A campaign brought customers who fit less well",
        "contracts of January and February 2026 come from a campaign: twice as many, with a lower hidden fit",
        "about twenty points fewer first projects",
        "contract.signed (campaign), project.completed",
    ),
    Cause(
        "who-answers",
        "Unhappy people do not answer the quarterly question",
        "a point of mood adds 13 points to the chance of answering NPS; after tickets, strong moods answer",
        "the average of answers is about half a point of feeling above the average of moods",
        "survey.sent without survey.answered, more in accounts that cancel later",
    ),
    Cause(
        "slack",
        "Teams that are going to leave stop using it months before",
        "nine in ten of those who leave do ever less from 120 to 240 days before it, down to a twelfth, have "
        "more payments fail and like us less; one in five of those who stay slackens for a month or two",
        "people at work, and what they do, fall by more than half",
        "user.signed_in and feature.used in the ninety days before a cancellation, against the ninety before",
    ),
    Cause(
        "hours",
        "People work in their own zone's office hours",
        "weekdays from Tuesday, hours from the morning of the region's zone",
        "under 5 % on weekends",
        "occurred_at of product events by region",
    ),
)
