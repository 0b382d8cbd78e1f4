"""One thread that works on what was sent, on all requests that wait at once.

Rows are read in columns, and a column of four hundred costs little more than one of a hundred: the more there
is to do, the less each request costs. Each one is refused, judged, written and answered by itself.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Final

from desirepath.server.intake.accepting import Accepting, Outcome, Prepared, read_together
from desirepath.server.intake.known import Sender
from desirepath.server.intake.writing import Done

_ENOUGH_ROWS: Final = 1_000
"""With so many rows at hand no further request is begun: the first ones wait for their answer."""


@dataclass(frozen=True, slots=True)
class Begun:
    """What a request says: who sent it (with which key), what its events are called, and their rows."""

    sender: Sender
    key: int | None
    ids: Sequence[str | None]
    prepared: Prepared


@dataclass(frozen=True, slots=True)
class Piece:
    """One request: ``begin`` finds out what it says, ``tell`` is told what became of that, or why nothing
    did, ``done`` when it is safe, as in ``Accepting.accept``."""

    begin: Callable[[], Begun]
    tell: Callable[[tuple[Begun, Sequence[Outcome]] | BaseException], None]
    done: Done


class Together:
    """Works on requests in a thread of its own, called ``name``. Safe to give to from any thread."""

    def __init__(self, name: str) -> None:
        self._waiting: deque[Piece] = deque()
        self._thread = ThreadPoolExecutor(1, thread_name_prefix=name)

    def give(self, piece: Piece, accepting: Accepting) -> None:
        """Work on this, soon."""
        self._waiting.append(piece)
        self._thread.submit(self._work, accepting)  # there may be nothing left to do by then

    def _work(self, accepting: Accepting) -> None:
        begun: list[tuple[Piece, Begun]] = []
        rows = 0
        while self._waiting and rows < _ENOUGH_ROWS:
            piece = self._waiting.popleft()
            try:
                one = piece.begin()
            except BaseException as error:  # noqa: BLE001 - raised again where it is waited for
                piece.tell(error)
            else:
                begun.append((piece, one))
                rows += len(one.prepared.rows)
        try:
            reads = read_together([one.prepared for _, one in begun])
        except BaseException as error:  # noqa: BLE001 - as above
            for piece, _ in begun:
                piece.tell(error)
            return
        for (piece, one), read in zip(begun, reads, strict=True):
            try:
                outcomes = accepting.settle(one.prepared, read, piece.done)
            except BaseException as error:  # noqa: BLE001 - as above
                piece.tell(error)
            else:
                piece.tell((one, outcomes))
