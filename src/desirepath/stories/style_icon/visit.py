"""One shopper's life while it is being told, and the first half of it: search, browse, bag, sizes, help."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from desirepath.stories import asking, desk, mail
from desirepath.stories.asking import Survey
from desirepath.stories.chance import Chance, clamp
from desirepath.stories.clock import DAY, HOUR, at_leisure, local_hour
from desirepath.stories.feeds import Feeds, late
from desirepath.stories.mail import Letter
from desirepath.stories.style_icon import causes
from desirepath.stories.style_icon.shopper import Shopper
from desirepath.stories.style_icon.voices import CHAT, SIZE_GUIDE, STYLISTS, TICKET_DONE, TICKETS

_WORDS = (
    "festive dress",
    "engagement outfit",
    "green dress",
    "dress petite",
    "silk blouse",
    "linen suit",
    "shoes 39",
)
_FOUND_NOTHING = ("sari gown", "dress with pockets", "dress for tall")
_PIECES = tuple(f"P-{number:03d}" for number in range(100, 340))
_SIZES = ("36", "38", "40", "42", "44", "46")

_GUIDE_POLL = Survey("size-guide", "1..5", answers=0.2, extremes=0.05, channel="web")
_CHAT_SURVEY = Survey("stylist-chat", "1..5", answers=0.42, leans=0.05, channel="chat")
_TICKET_SURVEY = Survey("ticket", "1..5", answers=0.25, extremes=0.1)
_REMINDER = Letter("cart-reminder", opens=0.5, clicks=0.3, resents=0.008, campaign="cart-reminder")
_DESK = desk.Desk(answer_hours=5, solve_hours=8, reopens=0.1)


@dataclass(slots=True)
class Visit:
    """A shopper, their chance, and where lines go; ``known`` once the shop knows who the visitor is."""

    shopper: Shopper
    chance: Chance
    feeds: Feeds
    known: bool = False
    stylist: str | None = None
    messages: int = 0
    tickets: int = 0

    @property
    def name(self) -> str:
        """The id under which the shop knows them by now."""
        return self.shopper.id if self.known else self.shopper.visitor

    def happens(self, source: str, at: int, activity: str, **rest: Any) -> None:
        """They do something, in their channel unless another is named."""
        common: dict[str, Any] = {"channel": self.shopper.channel, "direction": "by_customer"}
        self.feeds.interaction(source, at, activity, self.name, **{**common, **rest})

    def is_known(self, at: int) -> None:
        """The visitor signs in or leaves an address: from now on, and for all before, they are a customer."""
        if not self.known:
            self.known = True
            self.feeds.identity("shop", at, "customer", self.shopper.visitor, self.shopper.id)
            one = self.shopper
            traits = {
                "region": one.region,
                "age_band": one.age_band,
                "size_known": one.size_known,
                "came_from": one.came_from,
                "may_write": one.may_write,
            }
            self.feeds.traits("shop", at, "customer", one.id, traits)

    def write(self, at: int, letter: Letter, *, warmth: float = 0.0) -> mail.Fate:
        """We write to them."""
        self.messages += 1
        message = f"{self.shopper.id}-m{self.messages}"
        return mail.send(
            self.feeds, self.chance, at, letter, self.shopper.id, None, message=message, warmth=warmth
        )

    def ask(
        self, at: int, survey: Survey, words: Sequence[Sequence[str]], mood: float, about: str | None = None
    ) -> None:
        """We ask them how it was."""
        if survey.channel == "web" and self.shopper.channel == "app":
            survey = Survey(survey.name, survey.scale, survey.answers, survey.leans, survey.extremes, "app")
        if at < self.feeds.today:
            filled = [
                [w.format(stylist=self.stylist or "Asha", n=self.chance.whole(3, 9)) for w in some]
                for some in words
            ]
            asking.ask(
                self.feeds,
                self.chance,
                at,
                survey,
                self.name,
                None,
                mood=clamp(mood, -2, 2),
                words=filled,
                about=about,
            )

    def need_help(self, at: int, topic: str, mood: float) -> None:
        """They open a ticket; afterwards we ask how it went."""
        if at >= self.feeds.today:
            return
        self.tickets += 1
        upset, calm, answers = TICKETS[topic]
        chance = self.chance
        outcome = desk.converse(
            self.feeds,
            chance,
            at,
            _DESK,
            self.shopper.id,
            None,
            ticket=f"S{self.shopper.id[1:]}-{self.tickets}",
            topic=topic,
            channel="email" if chance.yes(0.5) else "chat",
            text=chance.pick(upset if mood < 0 else calm).format(n=chance.whole(3, 12)),
            answer=chance.pick(answers),
        )
        went = mood + 0.7 - 0.03 * min(outcome.answer_hours, 30) - (0.8 if outcome.reopened else 0)
        self.ask(outcome.solved_at + HOUR, _TICKET_SURVEY, TICKET_DONE, went, about=topic)


@dataclass(frozen=True, slots=True)
class Decision:
    """How the looking ended: whether they buy and when, and whether a stylist advised them."""

    buys: bool
    at: int
    advised: bool
    pieces: tuple[str, ...]


def look_around(visit: Visit) -> Decision:
    """Search and browse, fill a bag, hesitate, get help or not, decide."""
    shopper, chance = visit.shopper, visit.chance
    at = at_leisure(chance, shopper.day, shopper.zone)
    if shopper.size_known:
        visit.is_known(at)
    at = _search_and_browse(visit, at)
    fills = chance.yes(clamp(0.56 + 0.12 * shopper.taste, 0.1, 0.95))
    if not fills and chance.yes(0.25):  # some come back another day
        at = _search_and_browse(visit, at_leisure(chance, at + chance.whole(1, 9) * DAY, shopper.zone))
        fills = chance.yes(0.5)
    if not fills:
        return Decision(False, at, False, ())
    at, pieces = _fill_a_bag(visit, at)
    if (shopper.hesitates and chance.yes(0.82)) or chance.yes(0.08):
        at = _read_size_guide(visit, at)
    broken = shopper.channel == "app" and causes.RELEASE[0] <= at < causes.RELEASE[1]
    advised = chance.yes(0.1 if shopper.hesitates else 0.02)
    if advised:
        advised, at = _chat(visit, at + chance.whole(60, 900), "size guide")
    mind = f"{shopper.mind}, advised" if advised else shopper.mind
    if chance.yes(causes.BUYS[mind] * (causes.RELEASE_BUYS if broken else 1)):
        return Decision(True, at + chance.whole(120, 5400), advised, pieces)
    return _left_a_bag(visit, at, pieces)


def _search_and_browse(visit: Visit, at: int) -> int:
    chance = visit.chance
    if chance.yes(0.22):  # straight to a piece, from a link a friend sent
        visit.happens("shop", at, "product.viewed", properties={"piece": chance.pick(_PIECES)})
        at += chance.whole(20, 200)
    for _ in range(1 + chance.count(0.9)):
        nothing = chance.yes(0.07)
        properties = {"query": chance.pick(_FOUND_NOTHING if nothing else _WORDS)}
        visit.happens(
            "shop",
            at,
            "product.searched",
            properties={**properties, "results": 0 if nothing else chance.whole(3, 90)},
        )
        at += chance.whole(8, 90)
        for _ in range(0 if nothing else chance.count(2.4)):
            received = late(chance, at, share=0.02, mean_hours=7)
            visit.happens(
                "shop", at, "product.viewed", received=received, properties={"piece": chance.pick(_PIECES)}
            )
            at += chance.whole(10, 240)
    return at


def _fill_a_bag(visit: Visit, at: int) -> tuple[int, tuple[str, ...]]:
    chance, shopper = visit.chance, visit.shopper
    pieces = tuple(chance.pick(_PIECES) for _ in range(1 + chance.count(0.6)))
    for number, piece in enumerate(pieces, 1):
        size = chance.whole(0, len(_SIZES) - 2)
        sizes = [_SIZES[size], _SIZES[size + 1]] if shopper.hesitates and chance.yes(0.45) else [_SIZES[size]]
        for sequence, one in enumerate(sizes, 1):
            # Two sizes of one piece are put in with one tap: a tie that only the sequence settles.
            visit.happens(
                "shop",
                at,
                "cart.updated",
                sequence=sequence if len(sizes) > 1 else None,
                properties={"piece": piece, "size": one, "pieces": number},
            )
        at += chance.whole(30, 500)
    if chance.yes(0.85):
        visit.is_known(at)
    return at, pieces


def _read_size_guide(visit: Visit, at: int) -> int:
    chance, shopper = visit.chance, visit.shopper
    broken = shopper.channel == "app" and causes.RELEASE[0] <= at < causes.RELEASE[1]
    for _ in range(1 + chance.count(0.7)):
        properties = {"content": "size guide", "kind": "size-guide", "empty": broken}
        visit.happens("shop", at, "content.viewed", properties=properties)
        at += chance.whole(20, 400)
    mood = (-1.2 if shopper.hesitates else 0.3) - (0.5 if broken else 0) + 0.2 * shopper.taste
    visit.ask(at, _GUIDE_POLL, SIZE_GUIDE, mood)
    return at + 60


def _left_a_bag(visit: Visit, at: int, pieces: tuple[str, ...]) -> Decision:
    """The bag is left. A day later some are reminded, some held out, some may not be written to."""
    chance, shopper = visit.chance, visit.shopper
    anyway = causes.HELD_OUT_BUYS_ANYWAY
    later = at_leisure(chance, at + chance.whole(1, 6) * DAY, shopper.zone)
    if visit.known and shopper.may_write:
        reminded = chance.yes(0.5)
        sent = at + DAY + chance.whole(0, 3 * HOUR)
        visit.feeds.interaction(
            "email",
            sent,
            "experiment.assigned",
            shopper.id,
            direction="by_us",
            actor="mailer",
            properties={"experiment": "cart-reminder", "arm": "reminded" if reminded else "held-out"},
        )
        if reminded:
            visit.write(sent + 20, _REMINDER, warmth=0.5 * shopper.taste)
            if chance.yes(causes.REMINDER_TAKES_UP_CHAT[shopper.mind]):
                asked = at_leisure(chance, sent + HOUR, shopper.zone)
                advised, done = _chat(visit, asked, "cart reminder")
                if advised and chance.yes(causes.BUYS[f"{shopper.mind}, advised"]):
                    return Decision(True, done + chance.whole(300, 8 * HOUR), True, pieces)
                return Decision(False, done, advised, pieces)
            anyway = causes.REMINDED_BUYS_ANYWAY
            later = max(later, sent + 2 * HOUR)
    if chance.yes(0.3):  # one more look at the piece: a way back on the map
        visit.happens("shop", later, "product.viewed", properties={"piece": pieces[0]})
    if chance.yes(anyway):
        return Decision(True, later + chance.whole(60, 1800), False, pieces)
    return Decision(False, later, False, pieces)


def _chat(visit: Visit, at: int, came_by: str) -> tuple[bool, int]:
    """A chat with a stylist, unless the wait is too long. Whether it was held, and when it ended."""
    chance, shopper = visit.chance, visit.shopper
    evening = local_hour(at, shopper.zone) >= 18
    few = causes.FEW_STYLISTS[0] <= at < causes.FEW_STYLISTS[1]
    mean = 2.0 * (causes.WAIT_IN_EVENING if evening else 1) * (causes.WAIT_FEW_STYLISTS if few else 1)
    waited = chance.wait(mean)
    visit.is_known(at)
    properties = {"with": "stylist", "came_by": came_by, "waited_minutes": round(min(waited, 45), 1)}
    if waited > 45 or (waited > 12 and chance.yes(0.5)):
        visit.happens(
            "styling", at + int(min(waited, 45) * 60), "chat.left", channel="chat", properties=properties
        )
        return False, at
    begun = at + int(waited * 60)
    visit.stylist = chance.pick(STYLISTS)
    visit.happens("styling", begun, "chat.held", channel="chat", actor=visit.stylist, properties=properties)
    ended = begun + chance.whole(5, 25) * 60
    visit.ask(ended + 60, _CHAT_SURVEY, CHAT, 1.5 - 0.05 * waited + 0.2 * shopper.taste)
    return True, ended
