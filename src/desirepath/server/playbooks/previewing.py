"""A move as it would be for a real account or customer, as far as whoever asks may see them."""

from __future__ import annotations

from desirepath.server.books.seeing import whose
from desirepath.server.kinds import NOT_FOUND
from desirepath.server.lived.names import names_of
from desirepath.server.people.models import Person
from desirepath.server.playbooks.kept import read_version
from desirepath.server.playbooks.kinds import NO_MOVE
from desirepath.server.playbooks.limits import limits_now, written_by
from desirepath.server.playbooks.proving import facts_of_traits
from desirepath.server.playbooks.shapes import PreviewedPerson, PreviewOut
from desirepath.server.playbooks.shown import head_and_rest
from desirepath.success.playbooks.facts import Facts
from desirepath.success.playbooks.moves import does_of, kinds_of, move_called
from desirepath.success.playbooks.playbook import Move, Playbook
from desirepath.success.playbooks.previewing import preview


def previewed(text: str, move_id: str, subject: str | None, person: Person) -> PreviewOut:
    """What the move of this id would say now; without ``subject`` to somebody whom the person may see.

    Raises what is wrong with the text, DP-PLY-023, and DP-SRV-003 of a subject that is not theirs to see.
    """
    playbook = read_version(text)
    move = move_called(playbook, move_id)
    if move is None or does_of(move) is None:
        raise NO_MOVE.error("move", says=f'there is no move "{move_id}" with words')
    facts = facts_of_traits(playbook)
    mine = whose(person, playbook.of)
    if subject is None:
        subject = _somebody(playbook, move, facts, mine)
    elif (mine is not None and subject not in mine) or subject not in facts.of_type(playbook.of).place:
        raise NOT_FOUND.error("subject", says=f"there is no such {playbook.of}")
    if subject is None:
        raise NOT_FOUND.error("subject", says=f"there is no {playbook.of} to show it for")
    found = preview(playbook, move, subject, facts, limits_now())
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
    )


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
