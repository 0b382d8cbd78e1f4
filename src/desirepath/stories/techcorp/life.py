"""One account's life while it is being told: where lines go, and what is needed to write them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from desirepath.stories import asking, desk, mail
from desirepath.stories.asking import Survey
from desirepath.stories.chance import Chance
from desirepath.stories.feeds import Feeds
from desirepath.stories.mail import Letter
from desirepath.stories.techcorp import letters
from desirepath.stories.techcorp.causes import ANSWERS_SLOWER, UNDERSTAFFED
from desirepath.stories.techcorp.company import Company
from desirepath.stories.techcorp.plan import Plan
from desirepath.stories.techcorp.voices import REPLIES, TICKET_DONE, TICKETS

_USUAL = desk.Desk(answer_hours=3.0, solve_hours=9.0, reopens=0.1)
_SHORT_OF_PEOPLE = desk.Desk(answer_hours=3.0 * ANSWERS_SLOWER, solve_hours=20.0, reopens=0.33)


@dataclass(slots=True)
class Life:
    """One account, its plan, and its chance. Nothing is told of it once it has cancelled."""

    company: Company
    plan: Plan
    chance: Chance
    feeds: Feeds
    tickets: int = 0
    messages: int = 0
    no_more_mail: set[str] = field(default_factory=set)

    @property
    def lead(self) -> str:
        """The person who asked for Relay."""
        return self.company.people[0]

    def is_over(self, at: int) -> bool:
        """Whether the account has cancelled by then, or the story has ended."""
        return at >= self.plan.cancelled_at or at >= self.feeds.today

    def mood(self, at: int) -> float:
        """How people there feel about us."""
        return self.plan.mood(at, self.company.fit)

    def happens(self, source: str, at: int, activity: str, customer: str | None = None, **rest: Any) -> None:
        """Something happens, unless the account has left by then."""
        if at < self.plan.cancelled_at:
            self.feeds.interaction(source, at, activity, customer, self.company.id, **rest)

    def write(self, at: int, letter: Letter, to: str) -> mail.Fate:
        """We write to one of them, unless they wanted no more of it."""
        if self.is_over(at) or to in self.no_more_mail:
            return mail.Fate()
        self.messages += 1
        fate = mail.send(
            self.feeds,
            self.chance,
            at,
            letter,
            to,
            self.company.id,
            message=f"{self.company.id}-m{self.messages}",
            warmth=self.mood(at),
            replies_with=self.chance.pick(REPLIES),
        )
        if fate.unsubscribed:
            self.no_more_mail.add(to)
        return fate

    def ask(
        self,
        at: int,
        survey: Survey,
        who: str,
        words: Sequence[Sequence[str]],
        *,
        mood: float | None = None,
        about: str | None = None,
    ) -> None:
        """We ask one of them how it was."""
        if not self.is_over(at):
            felt = self.mood(at) if mood is None else mood
            asking.ask(
                self.feeds, self.chance, at, survey, who, self.company.id, mood=felt, words=words, about=about
            )

    def need_help(self, at: int, who: str, topic: str) -> None:
        """One of them opens a ticket; afterwards we ask how it went."""
        if self.is_over(at):
            return
        chance = self.chance
        self.tickets += 1
        understaffed = UNDERSTAFFED[0] <= at < UNDERSTAFFED[1]
        mood = self.mood(at) + chance.normal(-0.3, 0.6)
        upset, calm, answers = TICKETS[topic]
        text = chance.pick(upset if mood < -0.2 else calm).format(n=chance.whole(3, 60))
        # Some mails to the help desk name no account: who they belong to is in the customer list.
        by_mail = chance.yes(0.35)
        outcome = desk.converse(
            self.feeds,
            chance,
            at,
            _SHORT_OF_PEOPLE if understaffed else _USUAL,
            who,
            None if by_mail else self.company.id,
            ticket=f"T{self.company.id[1:]}-{self.tickets}",
            topic=topic,
            channel="email" if by_mail else "chat",
            text=text,
            answer=chance.pick(answers),
        )
        went = 0.9 + 0.2 * mood - 0.06 * min(outcome.answer_hours, 30) - (0.9 if outcome.reopened else 0)
        self.ask(outcome.solved_at + 3600, letters.TICKET, who, TICKET_DONE, mood=went, about=topic)
