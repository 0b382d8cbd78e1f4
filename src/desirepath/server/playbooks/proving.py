"""What a playbook has changed so far: those it acted for against those it left alone."""

from __future__ import annotations

from functools import lru_cache
from typing import Final

from desirepath.base.spans import to_microseconds
from desirepath.server.clock import workspace_time
from desirepath.server.log_state import current_log
from desirepath.server.playbooks.kept import read_version, run_of
from desirepath.server.playbooks.models import PlaybookRun
from desirepath.success.playbooks.facts import Facts
from desirepath.success.playbooks.playbook import Playbook
from desirepath.success.playbooks.proof import Proof, prove

FRESH_FOR: Final = 600
"""Seconds for which what was read of the log is not read again."""


def proof_of(text: str) -> Proof | None:
    """The proof of a playbook by all its runs so far, whatever their version, and by the goal of this one."""
    playbook = read_version(text)
    now = workspace_time().now
    rows = PlaybookRun.objects.filter(playbook=playbook.id).exclude(status="refused")
    facts = _facts(current_log().generation, text, int(now.timestamp()) // FRESH_FOR)
    return prove(playbook, map(run_of, rows.iterator()), facts, to_microseconds(now))


def facts_of_traits(playbook: Playbook) -> Facts:
    """What is known of the subjects and people a playbook is about now, without what they did."""
    moment = int(workspace_time().now.timestamp()) // FRESH_FOR
    return _traits(current_log().generation, playbook.of, moment)


@lru_cache(maxsize=4)
def _facts(generation: str, text: str, moment: int) -> Facts:
    return Facts(current_log(), [read_version(text)], workspace_time().now)


@lru_cache(maxsize=4)
def _traits(generation: str, of: str, moment: int) -> Facts:
    nothing = Playbook.model_construct(
        format="desirepath-playbook/1", id="none", name="", of=of, when=(), moves=()
    )
    return Facts(current_log(), [nothing], workspace_time().now)
