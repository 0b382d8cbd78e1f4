"""A map of three steps, and playbooks small enough to follow with a finger."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from desirepath.base.spans import to_microseconds
from desirepath.log.store import Log
from desirepath.model.journey_map import JourneyMap
from desirepath.model.map_file import read_map_text
from desirepath.success.playbooks.advance import Advanced, advance
from desirepath.success.playbooks.facts import Facts
from desirepath.success.playbooks.playbook import Playbook
from desirepath.success.playbooks.playbook_file import read_playbook_text
from desirepath.success.playbooks.runs import Limits, On, State
from desirepath.success.scorecard import Scorecard
from tests.success.world import BEGIN

MAP = """\
format: desirepath/1
id: small
title: Small
travels: account
passage: {starts: [{activity: signed}], fails: [{activity: left}], horizon: 300d}
stages:
  - id: one
    name: One
    steps:
      - {id: signed, name: We sign, when: [{activity: signed}], within: 3d}
      - {id: call, name: We talk, when: [{activity: call.held}], within: 5d}
      - {id: use, name: We use it, when: [{activity: feature.used}]}
"""


def small_map() -> JourneyMap:
    """The map of three steps."""
    return read_map_text(MAP)


def playbook(body: str, *, name: str = "book", of: str = "account") -> Playbook:
    """A playbook with this body; one without moves gets a task."""
    moves = "" if "moves:" in body else "moves: [{id: do, task: {title: Do it}}]\n"
    head = f"format: desirepath-playbook/1\nid: {name}\nname: {name}\nof: {of}\nmap: small\n"
    return read_playbook_text(head + body + ("" if body.endswith("\n") else "\n") + moves)


def decide(
    log: Log,
    books: Sequence[Playbook | On],
    at: datetime,
    state: State | None = None,
    *,
    limits: Limits | None = None,
    cards: dict[str, Scorecard] | None = None,
) -> Advanced:
    """What is decided at an instant; playbooks are on since the beginning."""
    ons = [one if isinstance(one, On) else On(one, 1, to_microseconds(BEGIN) - 1) for one in books]
    facts = Facts(log, [on.playbook for on in ons], at, maps={"small": small_map()}, cards=cards)
    return advance(ons, state or State(), facts, limits)


def days(advanced: Advanced) -> list[tuple[str, str, float]]:
    """The effects as (subject, move, days after the beginning)."""
    began = to_microseconds(BEGIN)
    return [(one.subject, one.move, (one.at_us - began) / 86_400e6) for one in advanced.effects]
