"""Moments that are nobody's: found on a board, with the reason, in the map's order."""

from __future__ import annotations

from desirepath.model.expression_parser import parse_expression
from desirepath.model.map_file import read_map_text
from desirepath.success.board import Card, Column, JourneyBoard
from desirepath.success.owners import Absence, Colleague, Roster
from desirepath.success.unowned import find_unowned, step_roles
from tests.success.world import on

MAP = read_map_text(
    """\
format: desirepath/1
id: m
title: M
stages:
  - id: start
    name: Start
    owner: csm
    steps: [{id: kickoff, name: Kick-off}, {id: train, name: Train, owner: coach}]
  - {id: end, name: End, steps: [{id: renew, name: Renew}]}
"""
)
REGION = {"Acme": "north", "Birch": "north", "Cedar": "south", "Dune": "south"}


def card(subject: str, step: str | None) -> Card:
    return Card(subject, step, on(0), 0, "not known", 1, None)


def board(**standing: str | None) -> JourneyBoard:
    steps = (None, "kickoff", "train", "renew")
    return JourneyBoard(
        on(5),
        tuple(
            Column(step, tuple(card(name, at) for name, at in standing.items() if at == step), None)
            for step in steps
        ),
        {},
    )


def found(roster: Roster, **standing: str | None) -> list[tuple[str, str, list[str]]]:
    moments = find_unowned(
        board(**standing), step_roles(MAP), roster, lambda account: {"region": REGION[account]}
    )
    return [(one.step, one.reason, [card.subject for card in one.cards]) for one in moments]


def test_a_step_is_owned_by_its_own_role_else_by_its_stage() -> None:
    assert step_roles(MAP) == {"kickoff": "csm", "train": "coach", "renew": None}


def test_who_stands_where_nobody_owns_the_moment_is_said_with_the_reason() -> None:
    north = parse_expression('traits.region == "north"')
    mia = Colleague("mia", frozenset({"csm"}), territory=north)
    roster = Roster([mia])
    assert found(roster, Acme="kickoff", Cedar="kickoff", Dune="kickoff", Birch="train") == [
        ("kickoff", "nobody has the role csm for this account", ["Cedar", "Dune"]),
        ("train", "nobody has the role coach", ["Birch"]),
    ]


def test_a_step_without_a_role_and_whoever_stands_nowhere_are_no_moments() -> None:
    assert found(Roster([]), Acme="renew", Birch=None) == []


def test_the_board_says_when_it_is() -> None:
    away = Colleague("mia", frozenset({"csm"}), absences=(Absence(on(5), on(6)),), name="Mia")
    named = Roster([away], {("Acme", "csm"): "mia"})
    assert found(named, Acme="kickoff", Birch="kickoff") == [
        ("kickoff", "Mia, named as csm of this account, is away, and nobody stands in", ["Acme"]),
        ("kickoff", "every csm for this account is away, and nobody stands in", ["Birch"]),
    ]
