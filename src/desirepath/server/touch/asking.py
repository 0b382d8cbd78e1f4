"""Somebody answers a question that a playbook asked, changes the answer, or takes it back.

An ask has one answer, the last. Each that is given is a fact of the log at once; those that were overtaken
leave it a little later (``settling``), so that in the end the last alone was ever counted.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final

from desirepath.base.spans import from_microseconds
from desirepath.log.activities import PLAYBOOKS
from desirepath.log.by_hand import WITHDRAWN
from desirepath.log.row_checks import Row
from desirepath.replay.entries import rows_of
from desirepath.replay.index import open_index
from desirepath.server.clock import workspace_time
from desirepath.server.log_state import current_log
from desirepath.server.playbooks.models import OutboxRow
from desirepath.server.playbooks.questions import ASKED, Asked
from desirepath.server.playbooks.telling import fact_about, properties_of_question, question_of
from desirepath.server.playbooks.wanted import called_now
from desirepath.server.touch.keeping import keep
from desirepath.server.touch.settling import settle_soon
from desirepath.success.playbooks.wording import fill_line

ANSWERED: Final = "survey.answered"
OPEN_FOR: Final = timedelta(days=60)
CHANGED_FOR: Final = timedelta(days=30)
LONGEST_COMMENT: Final = 2_000
_COLUMNS: Final = ("activity", "key", "score", "text")


@dataclass(frozen=True, slots=True)
class Answer:
    """What somebody answered; ``first_at`` is when they did the first time."""

    key: str
    score: int
    comment: str
    first_at: datetime


@dataclass(frozen=True, slots=True)
class Question:
    """What somebody was asked, when, and what they have answered by now (None: nothing)."""

    row: OutboxRow
    words: str
    asked: Asked
    asked_at: datetime
    answer: Answer | None

    @property
    def is_open(self) -> bool:
        """Whether it can be answered, or the answer be changed, now."""
        now = workspace_time().now
        if self.answer is None:
            return now <= self.asked_at + OPEN_FOR
        return now <= self.answer.first_at + CHANGED_FOR


def question_behind(row: OutboxRow) -> Question:
    """What a row of the outbox asked. Raises DP-SRV-003 where its playbook does not ask it."""
    _, ask = question_of(row)
    return Question(
        row=row,
        words=fill_line(ask.question, row.values),
        asked=ASKED[ask.measure],
        asked_at=from_microseconds(row.at_us),
        answer=_answer_of(row),
    )


def give(question: Question, score: int, comment: str) -> bool:
    """Keep an answer, which is the one that counts from now on. False where nothing may be kept of them.

    Raises DP-INT-007 and -008 where it could not be kept.
    """
    row, before = question.row, question.answer
    if before is not None and (before.score, before.comment) == (score, comment):
        return True
    properties: dict[str, Any] = dict(properties_of_question(row))
    if before is not None:
        properties["first_answered_at"] = before.first_at.isoformat()

    def fact(key: str) -> Row:
        now, more = workspace_time().now, {"text": comment} if comment else {}
        return fact_about(
            row, ANSWERED, at=now, key=key, by_customer=True, channel="email", solicited=True,
            score=score, scale=question.asked.scale, properties=properties, **more,
        )  # fmt: skip

    def is_so() -> bool:
        now = _answer_of(row)
        return now is not None and (now.score, now.comment) == (score, comment)

    is_kept = keep(row, fact, is_so)
    if is_kept and before is not None:
        settle_soon()
    return is_kept


def take_back(question: Question) -> bool:
    """Let the answer not have been given. As :func:`give`."""
    row, before = question.row, question.answer
    if before is None:
        return True
    properties = {"key": before.key, "ask": row.key}

    def fact(key: str) -> Row:
        return fact_about(
            row, WITHDRAWN, at=workspace_time().now, key=key, by_customer=True, properties=properties
        )

    is_kept = keep(row, fact, lambda: _answer_of(row) is None)
    if is_kept:
        settle_soon()
    return is_kept


def _answer_of(row: OutboxRow) -> Answer | None:
    index = open_index(current_log(), "customer")
    activities = {ANSWERED, WITHDRAWN}
    told = rows_of(index, called_now(row.person), activities, source=PLAYBOOKS, columns=_COLUMNS)
    mine = [one for one in told if one["properties"].get("ask") == row.key]
    if not mine or mine[-1]["activity"] == WITHDRAWN or mine[-1]["score"] is None:
        return None
    last = mine[-1]
    first = last["properties"].get("first_answered_at")
    return Answer(
        key=last["key"],
        score=int(last["score"]),
        comment=last["text"] or "",
        first_at=datetime.fromisoformat(first) if isinstance(first, str) else last["occurred_at"],
    )
