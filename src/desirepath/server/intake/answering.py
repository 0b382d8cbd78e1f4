"""The answers to who sends: JSON, in the one shape of problems where it is no."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

import orjson

from desirepath.base.problem import DesirepathError, Problem
from desirepath.server.guard import HEADERS
from desirepath.server.intake import kinds
from desirepath.server.intake.accepting import Outcome
from desirepath.server.intake.limits import SECONDS_WHEN_FULL

Send = Callable[[Mapping[str, Any]], Awaitable[None]]
_STATUS: Final[Mapping[str, int]] = {
    kinds.UNKNOWN_KEY.code: 401,
    kinds.WRONG_PLACE.code: 403,
    kinds.UNREADABLE.code: 400,
    kinds.TOO_LARGE.code: 413,
    kinds.NOT_AN_EVENT.code: 400,
    kinds.SLOW_DOWN.code: 429,
    kinds.OVERLOADED.code: 503,
    kinds.NOT_WRITTEN.code: 503,
    kinds.NO_SUCH_HOOK.code: 404,
    kinds.BAD_SIGNATURE.code: 401,
    kinds.TOO_OLD.code: 401,
    kinds.PAUSED.code: 403,
    kinds.SECRET_LOST.code: 503,
}
_AGAIN: Final = (429, 503)
_SAFE: Final = [
    (name.lower().encode(), value.encode())
    for name, value in (HEADERS | {"Cross-Origin-Resource-Policy": "cross-origin"}).items()
]


@dataclass(frozen=True, slots=True)
class Answer:
    """An answer. ``closes``: what comes after it on this connection is not read."""

    status: int
    body: bytes = b""
    headers: Mapping[bytes, bytes] = field(default_factory=dict)
    closes: bool = False


def answer_of(outcomes: Sequence[Outcome], ids: Sequence[str | None]) -> Answer:
    """What became of each event."""
    counts = {"accepted": 0, "duplicate": 0, "rejected": 0}
    events = []
    for place, (outcome, name) in enumerate(zip(outcomes, ids, strict=True)):
        counts[outcome.status] += 1
        event: dict[str, Any] = {"index": place, "messageId": name, "status": outcome.status}
        if outcome.problem is not None:
            event["problem"] = outcome.problem.to_json()
        events.append(event)
    said = {
        "success": True,
        "accepted": counts["accepted"],
        "duplicates": counts["duplicate"],
        "rejected": counts["rejected"],
        "events": events,
    }
    return Answer(200, orjson.dumps(said))


def answer_alone(outcome: Outcome, name: str | None) -> Answer:
    """What became of an event that was sent alone: where it is rejected, the request is."""
    if outcome.problem is not None:
        return refusal(outcome.problem, status=_STATUS.get(outcome.problem.code, 400))
    return answer_of([outcome], [name])


def answer_to(error: DesirepathError, *, wait_seconds: int = SECONDS_WHEN_FULL) -> Answer:
    """A whole request is refused."""
    status = _STATUS.get(error.code, 400)
    return refusal(error.problems[0], status=status, wait_seconds=wait_seconds)


def refusal(problem: Problem, *, status: int, wait_seconds: int = SECONDS_WHEN_FULL) -> Answer:
    """A problem as an answer; ``code`` and ``message`` are where Segment's clients look for them."""
    said = {
        "success": False,
        "code": problem.code,
        "message": problem.says,
        "problems": [problem.to_json()],
    }
    headers = {b"retry-after": str(max(1, wait_seconds)).encode()} if status in _AGAIN else {}
    return Answer(status, orjson.dumps(said), headers, closes=status in (413, 503, 400))


async def send_answer(send: Send, answer: Answer, more: Mapping[bytes, bytes]) -> None:
    """Send it, with the headers that keep a browser safe."""
    headers = [
        *_SAFE,
        (b"cache-control", b"no-store"),
        (b"content-type", b"application/json"),
        (b"content-length", str(len(answer.body)).encode()),
        *answer.headers.items(),
        *more.items(),
    ]
    if answer.closes:
        headers.append((b"connection", b"close"))
    await send({"type": "http.response.start", "status": answer.status, "headers": headers})
    await send({"type": "http.response.body", "body": answer.body})
