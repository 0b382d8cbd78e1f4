"""A signed call of another system, after Standard Webhooks: its id is the row's key, whenever it is sent.

The receiver knows by the id what it has had already, so what was interrupted, or not answered, is sent again,
with growing pauses over about a day: exactly once, for a receiver that looks at the id.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from hashlib import sha256
from typing import Final

from django.utils import timezone

from desirepath.base.problem import DesirepathError
from desirepath.base.spans import from_microseconds
from desirepath.server.playbooks import targets
from desirepath.server.playbooks.calling import Answered, BrokenOffError, NotReachedError
from desirepath.server.playbooks.delivering import post, webhook_body
from desirepath.server.playbooks.models import OutboxRow, Outcome, Target
from desirepath.server.playbooks.performing.rows import MOST_TRIES, claim, end, put_off, try_again
from desirepath.server.playbooks.reaching import RefusedError
from desirepath.success.playbooks.playbook import Move, Playbook
from desirepath.success.playbooks.wording import fill, fill_line

PAUSES: Final = tuple(
    timedelta(seconds=one) for one in (30, 300, 1800, 2 * 3600, 4 * 3600, 7 * 3600, 10 * 3600)
)
"""After the first try, the second, ...: 23 h 35 min in all, give or take a fifth."""
assert len(PAUSES) == MOST_TRIES - 1
SILENCE: Final = timedelta(seconds=30)
"""So long nobody else waits for a target that did not answer."""
_LONGEST_BODY: Final = 64_000
_SLOW_DOWN: Final = 429
_MAY_PASS: Final = (408, 425, _SLOW_DOWN)


def call_webhook(row: OutboxRow, playbook: Playbook, move: Move, now: datetime) -> None:
    """Call it, once for whoever looks at the id."""
    webhook = move.webhook
    assert webhook is not None
    target = target_for(row, Target.Kind.WEBHOOK, webhook.to)
    if target is None:
        return
    told = {name: fill(text, row.values) for name, text in (webhook.data or {}).items()}
    event = fill_line(webhook.event, row.values)[:200]
    body = webhook_body(event, from_microseconds(row.at_us), {row.of: row.subject, **told})
    if len(body) > _LONGEST_BODY:
        end(row, Outcome.FAILED, f"it would be {len(body):,} bytes long; at most {_LONGEST_BODY:,} are sent")
        return
    if not claim(row, Outcome.SENDING):
        return
    try:
        answer = post(target, key=row.key, event=event, body=body, now=timezone.now())
    except RefusedError as error:
        end(row, Outcome.FAILED, str(error))
    except DesirepathError as error:
        end(row, Outcome.FAILED, error.problems[0].says)
    except (NotReachedError, BrokenOffError) as error:
        rest(target, SILENCE, is_silent=True)
        try_again(row, f"{target.name}: {error}", after=pause_after(row))
    else:
        _hear(row, target, answer)


def _hear(row: OutboxRow, target: Target, answer: Answered) -> None:
    said = answered(target, answer)
    if answer.is_taken:
        end(row, Outcome.DONE)
    elif answer.status == targets.GONE:
        targets.switch_off(target, said)
        end(row, Outcome.FAILED, said)
    elif answer.status >= 500 or answer.status in _MAY_PASS:
        asked = timedelta(seconds=answer.rest_seconds or 0)
        if answer.status == _SLOW_DOWN or asked:
            rest(target, max(asked, timedelta(seconds=1)), is_silent=False)
        try_again(row, said, after=max(pause_after(row), asked))
    else:
        end(row, Outcome.FAILED, said)


def target_for(row: OutboxRow, kind: str, name: str) -> Target | None:
    """The target that a row is for, where it can be called now; else what becomes of the row is said."""
    target = targets.target_named(kind, name)
    now = timezone.now()
    if target is None:
        end(row, Outcome.CANNOT, f'the settings know no {kind} "{name}"')
    elif not target.is_on:
        end(row, Outcome.CANNOT, f'the {kind} "{name}" is switched off')
    elif target.rests_until is None or target.rests_until <= now:
        return target
    elif target.is_silent:
        if claim(row, Outcome.SENDING):
            try_again(row, f"{name}: it has just not answered another call", after=pause_after(row))
    else:
        put_off(row, target.rests_until)
    return None


def rest(target: Target, span: timedelta, *, is_silent: bool) -> None:
    """Leave the target in peace for a while."""
    Target.objects.filter(pk=target.pk).update(rests_until=timezone.now() + span, is_silent=is_silent)


def pause_after(row: OutboxRow) -> timedelta:
    """How long to wait after this try: longer each time, and for each row a little otherwise, so that they
    do not all come back at the same moment."""
    chance = int.from_bytes(sha256(f"{row.key} {row.tries}".encode()).digest()[:4]) / 2**32
    return PAUSES[min(row.tries, len(PAUSES) - 1)] * (0.8 + 0.4 * chance)


def answered(target: Target, answer: Answered) -> str:
    """What was answered, for people."""
    words = f": {answer.words}" if answer.words else ""
    return f"{target.name} answered {answer.status}{words}"
