"""What a move would say to a real account now: the words as they would go out, or what keeps them back."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from desirepath.success.playbooks.facts import Facts
from desirepath.success.playbooks.messages import Messages, Missing, known, names_of
from desirepath.success.playbooks.moves import TO_PEOPLE, does_of, kinds_of, words_of
from desirepath.success.playbooks.playbook import Move, Playbook
from desirepath.success.playbooks.runs import Limits, On, Run
from desirepath.success.playbooks.wording import fill, fill_prose

NOT_KNOWN: Final = "…"
"""What stands in a preview for a value that is not known: the message would not go out."""


@dataclass(frozen=True, slots=True)
class Preview:
    """The words of a move by their address in it (subject, text), for one ``person`` (None: it is to nobody),
    and the ``values`` that they show.

    ``lacks`` are the names that are not known of them, ``stands_in`` what the playbook's ``otherwise`` says
    in the place of one, ``why_not`` is why it would be left out.
    """

    person: str | None
    words: dict[str, str]
    lacks: tuple[str, ...]
    stands_in: dict[str, str]
    why_not: str | None
    values: dict[str, str]


def missing_of(playbook: Playbook, move: Move, facts: Facts, subjects: Iterable[str]) -> tuple[Missing, ...]:
    """What a move shows and is not known of some of these subjects or their people: whether or not it begins
    for them."""
    declared = playbook.variables or {}
    names = [name for name in names_of(move) if name in declared]
    if not names:
        return ()
    message = move.email or move.in_app or move.ask
    at_us = facts.as_of_us
    messages, on = Messages(facts, Limits(), {}), On(playbook, 1, 0)
    missing: Counter[str] = Counter()
    count = 0
    for subject in subjects:
        run = Run(playbook.id, 1, subject, "", "", at_us, "running", "")
        people: Sequence[str | None] = [None]
        if message is not None:
            people = messages.meant(run, on, message, at_us)
        for person in people:
            count += 1
            for name in names:
                if known(declared[name], playbook, facts, subject, person, at_us) is None:
                    missing[name] += 1
    return tuple(Missing(move.id or "", name, missing[name], count) for name in names if missing[name])


def preview(
    playbook: Playbook, move: Move, subject: str, facts: Facts, limits: Limits, *, term_us: int | None = None
) -> tuple[Preview, ...]:
    """What a move would say, person by person; of a move to nobody's people one. Empty: nobody of theirs is
    whom it is to. Limits of messages are not looked at: they are of the day on which it goes out."""
    on = On(playbook, 1, 0)
    at_us = facts.as_of_us
    run = Run(playbook.id, 1, subject, "", "", at_us, "running", "", term_us=term_us)
    messages = Messages(facts, limits, {})
    kind = kinds_of(move)[0]
    if kind not in TO_PEOPLE:
        return (_one(messages, run, on, move, None, None),)
    message = move.email or move.in_app or move.ask
    assert message is not None
    people = messages.meant(run, on, message, at_us)
    return tuple(
        _one(messages, run, on, move, person, messages.why_not(on, person, kind, at_us)[0])
        for person in people
    )


def _one(
    messages: Messages, run: Run, on: On, move: Move, person: str | None, why_not: str | None
) -> Preview:
    found = {name: messages.value(name, run, on, person, run.since_us) for name in names_of(move)}
    lacks = tuple(name for name, value in found.items() if value is None)
    stands_in = {
        name: value
        for name, value in found.items()
        if value is not None and messages.stands_in(name, run, on, person, run.since_us)
    }
    values = {name: NOT_KNOWN if value is None else value for name, value in found.items()}
    does = does_of(move)
    texts = {} if does is None else words_of(does)
    say = fill if move.webhook is not None else fill_prose
    words = {where: say(text, values) for where, text in texts.items() if text}
    if why_not is None and lacks:
        why_not = f'"{lacks[0]}" is not known of them'
    return Preview(person, words, lacks, stands_in, why_not, values)
