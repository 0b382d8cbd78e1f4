"""Why Style Icon's shoppers do what they do. The generator reads its effect sizes from here; so may you."""

from __future__ import annotations

from typing import Final

from desirepath.stories.clock import seconds
from desirepath.stories.world import Cause

BEGIN: Final = seconds(2026, 1, 5)
TODAY: Final = seconds(2026, 9, 30)

RELEASE: Final = (seconds(2026, 3, 9, 6), seconds(2026, 3, 23, 6))
STRIKE: Final = (seconds(2026, 5, 18), seconds(2026, 6, 2))
SALE: Final = (seconds(2026, 6, 15), seconds(2026, 7, 1))
FEW_STYLISTS: Final = (seconds(2026, 7, 6), seconds(2026, 8, 17))
COMPETITOR: Final = seconds(2026, 4, 20)
DELIVERY_FEE: Final = seconds(2026, 8, 24)

HESITATES: Final = {"size known": 0.16, "size not known": 0.68}
BUYS: Final = {"sure": 0.62, "hesitates": 0.2, "hesitates, advised": 0.76, "sure, advised": 0.72}
REMINDER_TAKES_UP_CHAT: Final = {"sure": 0.04, "hesitates": 0.44}
REMINDED_BUYS_ANYWAY: Final = 0.14
HELD_OUT_BUYS_ANYWAY: Final = 0.12
SENDS_BACK: Final = {"sure": 0.14, "hesitates": 0.36, "advised": 0.07}
REVIEWS: Final = {"alone": 0.07, "advised": 0.27}
COMES_BACK: Final = {"alone": 0.13, "advised": 0.27}
RELEASE_BUYS: Final = 0.4
STRIKE_DAYS: Final = 4.5
WAIT_IN_EVENING: Final = 4.0
WAIT_FEW_STYLISTS: Final = 2.5

CAUSES: tuple[Cause, ...] = (
    Cause(
        "hesitation",
        "Shoppers who do not know their size with us hesitate, and most of those leave",
        "68 % hesitate where no size is known, 16 % where it is; who hesitates buys at 20 % instead of 62 %",
        "42 points of buying",
        "content.viewed (size-guide), cart.updated with two sizes, order.placed; by traits.size_known",
    ),
    Cause(
        "stylist",
        "A stylist helps those who hesitate",
        "who chats buys at 76 %, sends back at 7 % instead of 36 %, reviews and comes back more",
        "56 points of buying among those who hesitate; they chose to chat, so part of it is theirs",
        "chat.held, order.placed, order.returned, review.posted",
    ),
    Cause(
        "reminder",
        "The reminder with a stylist's offer works on those who hesitate, hardly on the others",
        "a day after a bag was left, those we may write to are reminded or held out at random, half and half",
        "44 % of those who hesitate take the offer up, 4 % of the others; without a chat it adds two points",
        "experiment.assigned (cart-reminder, arm reminded or held-out), email.sent, chat.held, order.placed",
    ),
    Cause(
        "release",
        "A release left the size guide in the app empty for two weeks",
        "9 to 23 March 2026: in the app buying is times 0.4 and the size question feels worse",
        "app orders more than halve, web orders do not",
        "order.placed by channel, survey.answered (size-guide), the context fact of the release",
    ),
    Cause(
        "strike",
        "A strike at the carrier made parcels late",
        "orders from 18 May to 2 June 2026 come four and a half days later; each second raises a question",
        "4.5 days, about one and a half points of feeling while following the parcel",
        "order.shipped to order.delivered, parcel.tracked, ticket.opened (topic parcel)",
    ),
    Cause(
        "waiting",
        "Stylists are short in the evening and in the holidays",
        "waiting for a chat is times four after 18:00 and times two and a half from 6 July to 17 August 2026",
        "half a point of feeling after a long wait; one in three leaves",
        "chat.held and chat.left (waited_minutes), csat after the chat",
    ),
    Cause(
        "sale",
        "The summer sale brings people who look at prices and not at fit",
        "15 June to 1 July 2026: twice as many shoppers, orders a fifth cheaper, more sent back",
        "twice the shoppers, 8 points more returns",
        "product.searched by day, order.placed amount, order.returned; the context fact of the sale",
    ),
    Cause(
        "who-answers",
        "Those who are glad answer a week later; the others have thrown the mail away",
        "a point of mood adds 14 points to the chance of answering",
        "the average of answers is about half a point of feeling above the average of moods",
        "survey.sent without survey.answered, more among orders that are sent back",
    ),
    Cause(
        "evenings",
        "People shop in the evening and at weekends",
        "hours around 21:00 in the shopper's zone, weekends times 1.5",
        "see mechanism",
        "occurred_at of searches by region",
    ),
)
