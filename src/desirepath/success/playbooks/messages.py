"""To whom a message goes, and to whom not: who is asked for, who wants none, who has had enough; and its
values."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import islice
from typing import Final

from desirepath.base.spans import from_microseconds
from desirepath.base.words import say_date, say_length
from desirepath.success.playbooks.facts import Facts
from desirepath.success.playbooks.moves import Message, does_of, words_of
from desirepath.success.playbooks.playbook import Move, Playbook, Variable
from desirepath.success.playbooks.runs import Effect, LeftOut, Limits, On, Run, effect_of
from desirepath.success.playbooks.wording import names_in, safe_value

Values = tuple[tuple[str, str], ...]
NAME_TRAIT: Final = "name"
"""The trait that says what an account or a person is called."""


@dataclass(frozen=True, slots=True)
class Missing:
    """A value that a move shows, and of how many ``of`` its receivers it is not known: then what the playbook
    says ``otherwise`` stands there, or the message is left out."""

    move: str
    name: str
    missing: int
    of: int


class Messages:
    """Decides about messages one after the other, in order of time: each counts for those after it."""

    def __init__(self, facts: Facts, limits: Limits, sent: Mapping[str, tuple[int, ...]]) -> None:
        self._facts, self._limits = facts, limits
        self._sent = {person: list(times) for person, times in sent.items()}
        self._longest_us = max((span for _, span in limits.per_person), default=0)

    def sent(self, now_us: int) -> dict[str, tuple[int, ...]]:
        """When each person got messages, as far back as a limit looks."""
        found = {}
        for person, times in self._sent.items():
            recent = tuple(one for one in times if one > now_us - self._longest_us)
            if recent:
                found[person] = recent
        return found

    def to_people(
        self, run: Run, on: On, move: Move, kind: str, at_us: int
    ) -> tuple[list[Effect], list[LeftOut]]:
        """The messages of one move: to each person at most one, and whom it does not reach, and why."""
        message = move.email or move.in_app or move.ask
        assert message is not None
        effects: list[Effect] = []
        left: list[LeftOut] = []
        meant = self.meant(run, on, message, at_us)
        if not meant:
            left.append(_left(run, move, None, at_us, "nobody of theirs is whom it is to"))
        for person in meant:
            why, limit = self.why_not(on, person, kind, at_us)
            values: Values = ()
            lacks = False
            if why is None:
                values, why = self.values(run, on, move, person, at_us)
                lacks = why is not None
            if why is not None:
                left.append(_left(run, move, person, at_us, why, limit=limit, lacks=lacks))
                continue
            effects.append(effect_of(run, move.id or "", kind, person, at_us, values))
            self._sent.setdefault(person, []).append(at_us)
        return effects, left

    def meant(self, run: Run, on: On, message: Message, at_us: int) -> list[str]:
        """To whom of an account's people a message is, whether or not it may go to them."""
        people = self._facts.people(on.playbook.of, run.subject, at_us)
        if message.to is None:
            return list(people[:1])
        to = message.to
        theirs = (one for one in people if self._facts.holds(to, "customer", one, at_us))
        return list(islice(theirs, message.most_people))

    def why_not(self, on: On, person: str, kind: str, at_us: int) -> tuple[str | None, bool]:
        """Why no message may go to somebody now (None: it may), and whether a limit is the reason."""
        playbook = on.playbook
        if playbook.consent is not None and not self._facts.holds(
            playbook.consent, "customer", person, at_us
        ):
            return "has not agreed to messages", False
        if kind != "in_app":
            refuses = self._facts.refuses(person, at_us, playbook.purpose)
            if refuses is not None:
                return refuses, False
        if playbook.purpose == "marketing":
            times = self._sent.get(person, ())
            for most, span_us in self._limits.per_person:
                if sum(at_us - span_us < one <= at_us for one in times) >= most:
                    noun = "message" if most == 1 else "messages"
                    return f"had {most} {noun} within {say_length(span_us / 1e6)} already", True
        return None, False

    def values(
        self, run: Run, on: On, move: Move, person: str | None, at_us: int
    ) -> tuple[Values, str | None]:
        """What the words of a move show; or, where something is not known and nothing stands in its place,
        what."""
        found = []
        for name in names_of(move):
            value = self.value(name, run, on, person, at_us)
            if value is None:
                return (), f'"{name}" is not known of them'
            found.append((name, value))
        return tuple(found), None

    def value(self, name: str, run: Run, on: On, person: str | None, at_us: int) -> str | None:
        """What stands for a name; None where it is not known and nothing stands in its place."""
        match name:
            case "account":
                return self._called(on.playbook.of, run.subject, at_us)
            case "account_id" if "account_id" not in (on.playbook.variables or {}):
                return safe_value(run.subject)
            case "person":
                return None if person is None else self._called("customer", person, at_us)
            case "company":
                return safe_value(self._limits.company)
            case "renewal_on" if "renewal_on" not in (on.playbook.variables or {}):
                if run.term_us is None:
                    return None
                return say_date(from_microseconds(run.term_us).astimezone(self._facts.zone).date())
        variable = (on.playbook.variables or {})[name]
        return self._known(variable, run, on, person, at_us) or variable.otherwise

    def stands_in(self, name: str, run: Run, on: On, person: str | None, at_us: int) -> bool:
        """Whether what a playbook says ``otherwise`` stands for a name, because its value is not known."""
        variable = (on.playbook.variables or {}).get(name)
        if variable is None or variable.otherwise is None:
            return False
        return self._known(variable, run, on, person, at_us) is None

    def _known(self, variable: Variable, run: Run, on: On, person: str | None, at_us: int) -> str | None:
        return known(variable, on.playbook, self._facts, run.subject, person, at_us)

    def _called(self, of: str, subject: str, at_us: int) -> str | None:
        """What somebody was called at an instant; their id where nobody has said."""
        return safe_value(self._facts.trait(of, subject, NAME_TRAIT, at_us)) or safe_value(subject)


def known(
    variable: Variable, playbook: Playbook, facts: Facts, subject: str, person: str | None, at_us: int
) -> str | None:
    """What a variable shows of somebody at an instant; None where nothing is known, or nothing to show."""
    scope, _, key = variable.of.partition(".")
    value: object = None
    if scope == "traits":
        value = facts.trait(playbook.of, subject, key, at_us)
    elif person is not None:
        value = facts.trait("customer", person, key, at_us)
    return safe_value(value)


def names_of(move: Move) -> tuple[str, ...]:
    """The names that the words of a move show, in order."""
    does = does_of(move)
    texts = () if does is None else words_of(does).values()
    return tuple(sorted({name for text in texts for name in names_in(text)}))


def _left(
    run: Run,
    move: Move,
    person: str | None,
    at_us: int,
    why: str,
    *,
    limit: bool = False,
    lacks: bool = False,
) -> LeftOut:
    who = (run.playbook, run.version, run.subject, run.key, move.id or "", person)
    return LeftOut(*who, at_us, why, limit=limit, lacks=lacks)
