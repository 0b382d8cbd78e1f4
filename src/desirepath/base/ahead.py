"""Work that goes on in a second thread while the first one is busy with what is there already."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from queue import Empty, Full, Queue
from threading import Event, Thread
from typing import TypeVar

T = TypeVar("T")
_WAITING = 2
_LOOK_SECONDS = 0.2


def ahead(items: Iterable[T]) -> Iterator[T]:
    """The same items in the same order, made by another thread, at most two of them ahead.

    What making one raises is raised here, after the items before it. Where nobody asks for more, the other
    thread ends.

    >>> list(ahead(range(4)))
    [0, 1, 2, 3]
    """
    queue: Queue[tuple[T, ...] | BaseException] = Queue(_WAITING)
    is_enough = Event()

    def put(item: tuple[T, ...] | BaseException) -> None:
        while not is_enough.is_set():
            try:
                queue.put(item, timeout=_LOOK_SECONDS)
            except Full:
                continue
            return

    def make() -> None:
        try:
            for item in items:
                put((item,))
                if is_enough.is_set():
                    return
            put(())
        except BaseException as error:  # noqa: BLE001 -- it is raised in the thread that asks
            put(error)

    thread = Thread(target=make, name="desirepath-ahead", daemon=True)
    thread.start()
    try:
        while True:
            try:
                item = queue.get(timeout=_LOOK_SECONDS)
            except Empty:
                continue
            if isinstance(item, BaseException):
                raise item
            if not item:
                return
            yield item[0]
    finally:
        is_enough.set()
        thread.join()
