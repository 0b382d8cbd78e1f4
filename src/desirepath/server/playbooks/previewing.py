"""A move as it would be for a real account or customer, as far as whoever asks may see them."""

from __future__ import annotations

from functools import lru_cache
from typing import Final

from desirepath.server.books.seeing import whose
from desirepath.server.clock import workspace_time
from desirepath.server.kinds import NOT_FOUND
from desirepath.server.lived.names import names_of
from desirepath.server.log_state import current_log
from desirepath.server.people.models import Person
from desirepath.server.playbooks.kept import read_version
from desirepath.server.playbooks.kinds import NO_MOVE
from desirepath.server.playbooks.limits import limits_now, written_by
from desirepath.server.playbooks.proving import FRESH_FOR, facts_of_traits
from desirepath.server.playbooks.shapes import MissingOut, PreviewedPerson, PreviewOut
from desirepath.server.playbooks.shown import head_and_rest
from desirepath.success.playbooks.facts import Facts
from desirepath.success.playbooks.messages import names_of as names_in_words_of
from desirepath.success.playbooks.moves import does_of, kinds_of, move_called
from desirepath.success.playbooks.playbook import Email, Move, Playbook, Task, Variable
from desirepath.success.playbooks.previewing import Preview, missing_of, preview

MOST_LOOKED_AT: Final = 5_000
"""Of so many accounts, or half as many, it is looked at what is not known of their people: a preview is to be
there at once."""


def previewed(text: str, move_id: str, subject: str | None, person: Person) -> PreviewOut:
    """What the move of this id would say now; without ``subject`` to somebody whom the person may see.

    Raises what is wrong with the text, DP-PLY-023, and DP-SRV-003 of a subject that is not theirs to see.
    """
    playbook = read_version(text)
    move = move_called(playbook, move_id)
    if move is None or does_of(move) is None:
        raise NO_MOVE.error("move", says=f'there is no move "{move_id}" with words')
    subject, found = seen_by(playbook, move, subject, person)
    people, names = names_of("customer"), names_of(playbook.of)
    shown = []
    for one in found:
        title, words = head_and_rest(one.words)
        shown.append(
            PreviewedPerson(
                person=one.person,
                name=people.get(one.person or ""),
                title=title,
                words=words,
                lacks=list(one.lacks),
                stands_in=one.stands_in,
                why_not=one.why_not,
            )
        )
    return PreviewOut(
        subject=subject,
        name=names.get(subject),
        kind=kinds_of(move)[0],
        sender=written_by(),
        people=shown,
        missing=_missing(playbook, move, whose(person, playbook.of)),
    )


def seen_by(
    playbook: Playbook, move: Move, subject: str | None, person: Person
) -> tuple[str, tuple[Preview, ...]]:
    """The move as it would be for a subject whom the person may see (None: somebody), and who that is.

    Raises DP-SRV-003 of a subject that is not theirs to see.
    """
    facts = facts_of_traits(playbook)
    mine = whose(person, playbook.of)
    if subject is None:
        subject = _somebody(playbook, move, facts, mine)
    elif (mine is not None and subject not in mine) or subject not in facts.of_type(playbook.of).place:
        raise NOT_FOUND.error("subject", says=f"there is no such {playbook.of}")
    if subject is None:
        raise NOT_FOUND.error("subject", says=f"there is no {playbook.of} to show it for")
    return subject, preview(playbook, move, subject, facts, limits_now())


def _missing(playbook: Playbook, move: Move, mine: frozenset[str] | None) -> list[MissingOut]:
    """What is not known of some of the receivers whom one may see."""
    declared = playbook.variables or {}
    asked = tuple((name, declared[name].of) for name in names_in_words_of(move) if name in declared)
    if not asked:
        return []
    message = move.email or move.in_app or move.ask
    whom = None if message is None else (message.to, message.most_people)
    moment = int(workspace_time().now.timestamp()) // FRESH_FOR
    found = _counted(current_log().generation, moment, playbook.of, asked, whom, mine)
    return [
        MissingOut(name=name, missing=missing, of=of, instead=declared[name].otherwise)
        for name, missing, of in found
    ]


@lru_cache(maxsize=64)
def _counted(
    generation: str,
    moment: int,
    of: str,
    asked: tuple[tuple[str, str], ...],
    whom: tuple[str | None, int] | None,
    mine: frozenset[str] | None,
) -> tuple[tuple[str, int, int], ...]:
    """The same for whatever the words around the values are: it is counted once while they are written."""
    words = " ".join(f"{{{{{name}}}}}" for name, _ in asked)
    email = None if whom is None else Email(to=whom[0], most_people=whom[1], subject=words, text=words)
    move = Move(id="counted", email=email, task=Task(title=words) if email is None else None)
    playbook = Playbook(
        format="desirepath-playbook/1",
        id="counted",
        name="counted",
        of=of,
        when=(),
        moves=(move,),
        variables={name: Variable(of=place) for name, place in asked},
    )
    facts = facts_of_traits(playbook)
    subjects = facts.of_type(of).subjects
    seen = subjects if mine is None else [one for one in subjects if one in mine]
    seen = seen[:: len(seen) // MOST_LOOKED_AT + 1]  # evenly, from all of them
    return tuple((one.name, one.missing, one.of) for one in missing_of(playbook, move, facts, seen))


def _somebody(playbook: Playbook, move: Move, facts: Facts, mine: frozenset[str] | None) -> str | None:
    """Somebody to show a move for: the last of those it is for, who has people it is to."""
    at_us = facts.as_of_us
    message = move.email or move.in_app or move.ask
    to = None if message is None else message.to
    first = None
    for subject in reversed(facts.of_type(playbook.of).subjects):
        if mine is not None and subject not in mine:
            continue
        first = first or subject
        people = facts.people(playbook.of, subject, at_us)
        if to is None or any(facts.holds(to, "customer", one, at_us) for one in people):
            return subject
    return first
