"""The moves of a playbook, wherever they stand in it; and as a flat list that a run can be at a place of."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final, Literal

from desirepath.success.playbooks.playbook import (
    Ask,
    Branch,
    Chat,
    Email,
    InApp,
    Move,
    Playbook,
    SetTrait,
    Task,
    Webhook,
)

KINDS_OF_MOVE: Final = (
    "task",
    "email",
    "in_app",
    "chat",
    "webhook",
    "set_trait",
    "ask",
    "start",
    "stop",
    "wait",
    "wait_until",
    "branch",
)
TO_PEOPLE: Final = ("email", "in_app", "ask")
"""What reaches a customer: consent, limits and quiet hours are about these."""
WITHOUT_ID: Final = ("wait", "wait_until", "branch")
Message = Email | InApp | Ask
Does = Task | Message | Chat | Webhook | SetTrait


def kinds_of(move: Move) -> tuple[str, ...]:
    """What a move does; of a good one exactly one thing."""
    return tuple(kind for kind in KINDS_OF_MOVE if getattr(move, kind) is not None)


def all_moves(moves: Sequence[Move] | None, where: str = "moves") -> Iterator[tuple[str, Move]]:
    """Every move with its address, those inside branches too."""
    for number, move in enumerate(moves or ()):
        here = f"{where}[{number}]"
        yield here, move
        if move.branch is not None:
            yield from all_moves(move.branch.then, f"{here}.branch.then")
            yield from all_moves(move.branch.otherwise, f"{here}.branch.otherwise")


def move_called(playbook: Playbook, move_id: str) -> Move | None:
    """The move with this id; None where the playbook has none."""
    return next((move for _, move in all_moves(playbook.moves) if move.id == move_id), None)


def words_of(does: Does) -> dict[str, str]:
    """The texts of a move in which values may stand, by their address in it."""
    match does:
        case Task():
            return {"title": does.title, "note": does.note or ""}
        case Email():
            return {"subject": does.subject, "text": does.text}
        case Ask():
            return {"subject": does.subject, "text": does.text, "question": does.question}
        case InApp():
            return {"title": does.title, "text": does.text}
        case Chat():
            return {"text": does.text}
        case Webhook():
            return {f"data.{name}": text for name, text in (does.data or {}).items()}
        case SetTrait():
            return {"value": does.value}


def does_of(move: Move) -> Does | None:
    """What of a move has words, None of those that have none."""
    return move.task or move.email or move.in_app or move.chat or move.webhook or move.set_trait or move.ask


@dataclass(frozen=True, slots=True)
class Op:
    """One place of the flat list. ``jump`` is of ``test`` (where it goes on if it does not hold) and of
    ``jump``."""

    kind: Literal["move", "test", "jump"]
    move: Move | None = None
    branch: Branch | None = None
    jump: int = -1


def flat(playbook: Playbook) -> tuple[Op, ...]:
    """The moves as a flat list: a run is at a place of it, and over at its end."""
    ops: list[Op] = []

    def lay(moves: Sequence[Move] | None) -> None:
        for move in moves or ():
            if move.branch is None:
                ops.append(Op("move", move))
                continue
            test = len(ops)
            ops.append(Op("test", move, move.branch))
            lay(move.branch.then)
            leap = len(ops)
            ops.append(Op("jump", move))
            ops[test] = Op("test", move, move.branch, jump=len(ops))
            lay(move.branch.otherwise)
            ops[leap] = Op("jump", move, jump=len(ops))

    lay(playbook.moves)
    return tuple(ops)
