"""What becomes of one e-mail: bounced or taken, opened by a person or a machine, followed, answered."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from desirepath.stories.chance import Chance, clamp
from desirepath.stories.clock import HOUR
from desirepath.stories.feeds import Feeds

_BOUNCES = 0.012
_MACHINE_READS = 0.22


@dataclass(frozen=True, slots=True)
class Letter:
    """A template, and how likely a person opens it, follows its link having opened it, and answers it."""

    template: str
    opens: float
    clicks: float
    replies: float = 0.0
    resents: float = 0.004
    campaign: str | None = None


@dataclass(frozen=True, slots=True)
class Fate:
    """What became of it: when a person opened and followed it (None: never), and if it was the last."""

    opened_at: int | None = None
    clicked_at: int | None = None
    unsubscribed: bool = False


def send(
    feeds: Feeds,
    chance: Chance,
    at: int,
    letter: Letter,
    customer: str,
    account: str | None,
    *,
    message: str,
    warmth: float = 0.0,
    replies_with: str | None = None,
) -> Fate:
    """Sends a letter. ``warmth`` is what the reader thinks of us, -2 to +2: they open and follow more.

    ``message`` is the id of this one e-mail. Opens by a mail program that loads images by itself are marked
    ``machine``: as many tools do, and as counting opens without them needs.
    """
    properties: dict[str, Any] = {"template": letter.template, "message": message}
    if letter.campaign:
        properties["campaign"] = letter.campaign
    ours: dict[str, Any] = {
        "channel": "email",
        "direction": "by_us",
        "actor": "mailer",
        "properties": properties,
    }
    theirs: dict[str, Any] = {"channel": "email", "direction": "by_customer", "properties": properties}
    feeds.interaction("email", at, "email.sent", customer, account, **ours)
    if chance.yes(_BOUNCES):
        feeds.interaction("email", at + 4, "email.bounced", customer, account, **ours)
        return Fate()
    feeds.interaction("email", at + 2, "email.delivered", customer, account, **ours)
    if chance.yes(_MACHINE_READS):
        machine = {**theirs, "actor": "mail program", "properties": {**properties, "machine": True}}
        feeds.interaction("email", at + chance.whole(3, 40), "email.opened", customer, account, **machine)
    if not chance.yes(clamp(letter.opens + 0.07 * warmth, 0.02, 0.95)):
        return Fate()
    opened = at + 60 + int(chance.wait(7 * HOUR))
    feeds.interaction("email", opened, "email.opened", customer, account, **theirs)
    clicked = None
    if chance.yes(clamp(letter.clicks + 0.05 * warmth, 0.0, 0.95)):
        clicked = opened + chance.whole(4, 240)
        feeds.interaction("email", clicked, "email.clicked", customer, account, **theirs)
    if chance.yes(letter.replies):
        replied = opened + int(chance.wait(3 * HOUR))
        feeds.interaction("email", replied, "email.replied", customer, account, text=replies_with, **theirs)
    resents = chance.yes(clamp(letter.resents * (1.6 - warmth), 0, 1))
    if resents:
        feeds.interaction("email", opened + 30, "email.unsubscribed", customer, account, **theirs)
    return Fate(opened, clicked, resents)
