"""The measures of mails, and of messages in the product: each defined once."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Final, Literal

from desirepath.measures.emails.fate import Fate
from desirepath.measures.emails.letter import Channel
from desirepath.measures.emails.told import (
    BOUNCED,
    CLICKED,
    COMPLAINED,
    DELIVERED,
    MACHINE,
    OPENED,
    REPLIED,
    SEEN,
    UNSUBSCRIBED,
)


@dataclass(frozen=True, slots=True)
class EmailMeasure:
    """One defined share. ``told_by`` is what must be told for it to be known: where nothing of the kind is
    ever told of such mails the share is missing, and not zero. ``of`` and ``counts`` say which mails are
    below and above the line; ``missing`` what to do to know it."""

    id: str
    name: str
    channel: Channel
    question: str
    formula: str
    source: str
    missing: str
    told_by: tuple[str, ...]
    of: Callable[[Fate], bool]
    counts: Callable[[Fate], bool]
    better: Literal["more", "less"] | None = None
    is_compared: bool = True


def _all(fate: Fate) -> bool:
    return True


def _arrived(fate: Fate) -> bool:
    return fate.arrived


_OF_ARRIVED: Final = "mails that did not come back"
_CONNECT: Final = "connect your mail provider on the page Data"
EMAIL_MEASURES: Final[tuple[EmailMeasure, ...]] = (
    EmailMeasure(
        "delivered", "Delivered", "email",
        "How many did their mail server take?",
        "mails that their server is said to have taken and that did not come back after / mails sent",
        "the field's delivery rate; interval: Wilson (1927), a person's mails one cluster (Korn and Graubard "
        "1998)",
        f"nobody tells when a mail is delivered: {_CONNECT}",
        (DELIVERED,), _all, lambda fate: fate.delivered, "more", is_compared=False,
    ),
    EmailMeasure(
        "bounced", "Came back", "email",
        "How many came back?",
        "mails that bounced or were dropped, and of which nothing better was told later / mails sent",
        "the field's bounce rate; interval as above",
        f"nobody tells when a mail comes back: {_CONNECT}",
        (BOUNCED, DELIVERED), _all, lambda fate: not fate.arrived, "less",
    ),
    EmailMeasure(
        "opened", "Opened", "email",
        "How many did a person open, as far as that can be seen?",
        f"{_OF_ARRIVED} whose image a person loaded, whose link a person followed, or that were answered / "
        f"{_OF_ARRIVED}; who blocks images and follows no link is not seen",
        "the field's unique open rate without machine opens; interval as above",
        f"nobody tells of opens: {_CONNECT} and let it track them",
        (OPENED, MACHINE), _arrived, lambda fate: fate.opened, "more",
    ),
    EmailMeasure(
        "machine_only", "Opened by a machine only", "email",
        "How many did only a program open?",
        f"{_OF_ARRIVED} that a mail program or a scanner opened and no person / {_OF_ARRIVED}",
        "Apple's Mail Privacy Protection loads every image, read or not; providers mark it",
        f"nobody tells of opens: {_CONNECT} and let it track them",
        (OPENED, MACHINE), _arrived, lambda fate: fate.machine_only, None, is_compared=False,
    ),
    EmailMeasure(
        "clicked", "Clicked", "email",
        "In how many did a person follow a link?",
        f"{_OF_ARRIVED} in which a person followed a link / {_OF_ARRIVED}",
        "the field's unique click rate; interval as above",
        f"nobody tells of clicks: {_CONNECT} and let it track them",
        (CLICKED,), _arrived, lambda fate: fate.clicked, "more",
    ),
    EmailMeasure(
        "replied", "Answered", "email",
        "How many did a person answer?",
        f"{_OF_ARRIVED} that a person answered, absence notes apart / {_OF_ARRIVED}",
        "the field's reply rate; interval as above",
        "nobody tells of answers: let your provider post incoming mail",
        (REPLIED,), _arrived, lambda fate: fate.replied, "more",
    ),
    EmailMeasure(
        "unsubscribed", "Unsubscribed", "email",
        "After how many did a person want no more?",
        f"{_OF_ARRIVED} after which the person unsubscribed / {_OF_ARRIVED}",
        "the field's unsubscribe rate; interval as above",
        "nobody has unsubscribed so far, from any such mail, and nothing else is told of them",
        (UNSUBSCRIBED, DELIVERED, OPENED, CLICKED), _arrived, lambda fate: fate.unsubscribed, "less",
    ),
    EmailMeasure(
        "complained", "Called spam", "email",
        "How many did a person call spam?",
        f"{_OF_ARRIVED} that a person called spam / {_OF_ARRIVED}",
        "the field's complaint rate; interval as above",
        f"nobody has called one spam so far, or nobody tells: {_CONNECT}",
        (COMPLAINED,), _arrived, lambda fate: fate.complained, "less", is_compared=False,
    ),
    EmailMeasure(
        "seen", "Seen", "in_app",
        "How many of the messages were shown to the person they wait for?",
        "messages that were shown / messages that were ready to be shown",
        "interval: Wilson (1927), each person one cluster",
        "no message was shown so far: put the script into your product",
        (SEEN,), _all, lambda fate: fate.seen, "more",
    ),
    EmailMeasure(
        "in_app_clicked", "Clicked", "in_app",
        "In how many of those shown was the link followed?",
        "messages shown whose link was followed / messages shown",
        "interval as above",
        "no message was shown so far",
        (SEEN,), lambda fate: fate.seen, lambda fate: fate.clicked, "more",
    ),
    EmailMeasure(
        "dismissed", "Closed", "in_app",
        "How many of those shown were closed?",
        "messages shown that the person closed without following their link / messages shown",
        "interval as above",
        "no message was shown so far",
        (SEEN,), lambda fate: fate.seen, lambda fate: fate.dismissed, None, is_compared=False,
    ),
)  # fmt: skip
"""The visible list, as they are shown."""
MEASURES_OF: Final[Mapping[Channel, tuple[EmailMeasure, ...]]] = {
    "email": tuple(one for one in EMAIL_MEASURES if one.channel == "email"),
    "in_app": tuple(one for one in EMAIL_MEASURES if one.channel == "in_app"),
}
