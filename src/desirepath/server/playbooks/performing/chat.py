"""A message to our own people, in a chat, by its Slack-compatible incoming webhook.

A chat cannot be asked what it has, and takes the same words twice. So it is as with a mail: marked as being
sent before, as done after, and what was interrupted is said and not sent again: at most once.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Final
from urllib.parse import quote

import orjson
from django.conf import settings
from django.utils import timezone

from desirepath.base.problem import DesirepathError
from desirepath.server.desk.models import Task
from desirepath.server.lived.names import names_of
from desirepath.server.playbooks import targets
from desirepath.server.playbooks.calling import Answered, BrokenOffError, NotReachedError
from desirepath.server.playbooks.delivering import post
from desirepath.server.playbooks.models import OutboxRow, Outcome, Target
from desirepath.server.playbooks.performing.rows import claim, end, try_again
from desirepath.server.playbooks.performing.task import key_of
from desirepath.server.playbooks.performing.webhook import (
    SILENCE,
    answered,
    pause_after,
    rest,
    target_for,
)
from desirepath.server.playbooks.reaching import RefusedError
from desirepath.success.playbooks.playbook import Move, Playbook
from desirepath.success.playbooks.wording import fill

LONGEST: Final = 2500
"""Slack shows 4000 characters of one message; the rest is for its links."""
_MOST_TASKS: Final = 3
_LONGEST_TITLE: Final = 80
_SLOW_DOWN: Final = 429
_CALLS_SOMEBODY: Final = re.compile(r"(?<![\w.])@(?=\w)")
_MARKED: Final = {"&": "&amp;", "<": "&lt;", ">": "&gt;"}


def write_chat(row: OutboxRow, playbook: Playbook, move: Move, now: datetime) -> None:
    """Write it, once."""
    chat = move.chat
    assert chat is not None
    target = target_for(row, Target.Kind.CHAT, chat.channel)
    if target is None or not claim(row, Outcome.SENDING):
        return
    links = " · ".join([link_to(row), *links_to_tasks(row)])
    body = orjson.dumps({"text": f"{chat_text(chat.text, row.values)}\n{links}"})
    try:
        answer = post(target, key=row.key, event="chat", body=body, now=timezone.now())
    except RefusedError as error:
        end(row, Outcome.FAILED, str(error))
    except DesirepathError as error:
        end(row, Outcome.FAILED, error.problems[0].says)
    except NotReachedError as error:
        rest(target, SILENCE, is_silent=True)
        try_again(row, f"{target.name}: {error}", after=pause_after(row))
    except BrokenOffError as error:
        rest(target, SILENCE, is_silent=True)
        end(row, Outcome.UNKNOWN, f"{target.name}: {error}")
    else:
        _hear(row, target, answer)


def _hear(row: OutboxRow, target: Target, answer: Answered) -> None:
    said = answered(target, answer)
    if answer.is_taken:
        end(row, Outcome.DONE)
    elif answer.status == _SLOW_DOWN:
        asked = timedelta(seconds=answer.rest_seconds or 1)
        rest(target, asked, is_silent=False)
        try_again(row, said, after=max(pause_after(row), asked))
    elif answer.status >= 500:
        end(row, Outcome.UNKNOWN, said)
    else:
        if answer.status == targets.GONE:
            targets.switch_off(target, said)
        end(row, Outcome.FAILED, said)


def chat_text(text: str, values: Mapping[str, str]) -> str:
    """The words as a chat shows them: what is written is text, neither a link nor a call of everybody; and
    nobody's name calls anybody.

    >>> chat_text("{{account}} is <quiet> & sad", {"account": "<!channel> @here"})
    '&lt;!channel&gt; @\\u200bhere is &lt;quiet&gt; &amp; sad'
    >>> chat_text("write to {{account}}", {"account": "ada@acme.example"})
    'write to ada@acme.example'
    """
    quiet = {name: _CALLS_SOMEBODY.sub("@\u200b", value) for name, value in values.items()}
    said = fill(text, quiet).strip()
    marked = "".join(_MARKED.get(one, one) for one in said)
    return marked if len(marked) <= LONGEST else _cut(said)


def link_to(row: OutboxRow) -> str:
    """The way to whom a row is about, in the words of Slack, which others know too: there stands what was
    done for them, and what is to be done."""
    called = names_of(row.of).get(row.subject) or row.subject
    return _link(f"/accounts/{quote(row.of)}/{quote(row.subject, safe='')}", called)


def links_to_tasks(row: OutboxRow) -> list[str]:
    """The ways to what is still to be done of the tasks that the same run has made by now."""
    same = {"playbook": row.playbook, "subject": row.subject, "occurrence": row.occurrence}
    made = OutboxRow.objects.filter(**same, kind="task", outcome=Outcome.DONE).values_list("key", flat=True)
    tasks = Task.objects.filter(key__in=[key_of(key) for key in made], done_at=None).order_by("pk")
    return [_link(f"/today?task={one.pk}", one.title[:_LONGEST_TITLE]) for one in tasks[:_MOST_TASKS]]


def _link(path: str, called: str) -> str:
    words = "".join(_MARKED.get(one, one) for one in called.replace("|", "/"))
    return f"<{settings.CONFIGURATION.url.rstrip('/')}{path}|{words}>"


def _cut(said: str) -> str:
    found, length = [], 1
    for one in said:
        one = _MARKED.get(one, one)
        length += len(one)
        if length > LONGEST:
            break
        found.append(one)
    return "".join(found) + "…"
