import pytest
from hypothesis import given
from hypothesis import strategies as st

from desirepath.base.problem import DesirepathError
from desirepath.model.document import Document
from desirepath.model.map_file import read_map_text
from desirepath.model.merge_files import (
    merge_maps,
    merge_maps_keeping_mine,
    merge_personas,
    merge_personas_keeping_mine,
)
from desirepath.model.nodes import ABSENT

BASE = """\
format: desirepath/1
id: coffee
title: A coffee before work   # the working title
stages:
  - id: counter
    name: At the counter
    steps:
      - id: order
        name: Orders
        goal: Be out in three minutes
        within: 5 min
        doing: [Reads the board, Waits]
      - id: pay
        name: Pays
"""


def changed(*pairs: tuple[str, str]) -> str:
    text = BASE
    for old, new in pairs:
        assert old in text
        text = text.replace(old, new)
    return text


CHANGES = [
    ("A coffee before work", "Tea"),
    ("# the working title", "# ours"),
    ("Be out in three", "Be gone in three"),
    ("5 min", "10 min"),
    ("[Reads the board, Waits]", "[Reads the board, Hopes, Waits]"),
    ("Reads the board", "Looks at the board"),
    ("name: Pays", "name: Pays by card"),
    (
        "      - id: pay\n        name: Pays\n",
        "      - id: pay\n        name: Pays\n      - id: go\n        name: Goes\n",
    ),
]


PAY = "      - id: pay\n        name: Pays\n"
CLASHES = [
    (("5 min", "1 min"), ("5 min", "2 min")),
    (("three minutes", "an hour"), ("three minutes", "two days")),
    (("the board", "the menu"), ("the board", "the wall")),
    ((PAY, ""), (PAY, PAY.replace("Pays", "Pays by card"))),
    ((PAY, PAY.replace("Pays", "Pays by card")), (PAY, "")),
]


@given(st.sets(st.sampled_from(CHANGES)), st.data())
def test_changes_of_different_things_are_all_kept_whoever_made_them(
    wanted: set[tuple[str, str]], data: st.DataObject
) -> None:
    texts = {old for old, _ in wanted}
    if {"Reads the board", "[Reads the board, Waits]"} <= texts or {"name: Pays"} < {
        t for t in texts if "Pays" in t
    }:
        return  # these two overlap as texts, and cannot both be made by replacing
    in_order = [pair for pair in CHANGES if pair in wanted]
    mine = [pair for pair in in_order if data.draw(st.booleans())]
    theirs = [pair for pair in in_order if pair not in mine]
    merged = merge_maps(BASE, changed(*mine), changed(*theirs))
    assert merged.clashes == ()
    assert Document.read(merged.text).data == Document.read(changed(*in_order)).data
    assert Document.read(merged.text).comments() == Document.read(changed(*in_order)).comments()


@pytest.mark.parametrize("pair", CHANGES)
def test_one_sides_change_is_that_sides_file_to_the_byte(pair: tuple[str, str]) -> None:
    new = changed(pair)
    assert merge_maps(BASE, new, BASE).text == new
    assert merge_maps(BASE, BASE, new).text == new
    assert merge_maps(BASE, new, new).text == new


@pytest.mark.parametrize(
    ("mine", "theirs", "place", "here", "there"),
    [
        (("5 min", "1 min"), ("5 min", "2 min"), 'step "Orders", within', "1 min", "2 min"),
        (("three minutes", "an hour"), ("three minutes", "two days"), 'step "Orders", goal',
         "Be out in an hour", "Be out in two days"),
        (("the board", "the menu"), ("the board", "the wall"), 'step "Orders", doing',
         "Reads the menu", "Reads the wall"),
        (("      - id: pay\n        name: Pays\n", ""), ("name: Pays", "name: Pays by card"),
         'step "Pays by card", name', ABSENT, "Pays by card"),
        (("name: Pays", "name: Pays by card"), ("      - id: pay\n        name: Pays\n", ""),
         'step "Pays", name', "Pays by card", ABSENT),
    ],
)  # fmt: skip
def test_a_clash_has_its_place_and_both_values_and_nothing_is_chosen(
    mine: tuple[str, str], theirs: tuple[str, str], place: str, here: str, there: str
) -> None:
    merged = merge_maps(BASE, changed(mine), changed(theirs))
    (clash,) = merged.clashes
    assert (clash.place, clash.mine, clash.theirs) == (place, here, there)
    assert merged.text == changed(mine)


@given(st.lists(st.sampled_from(CHANGES), max_size=3, unique=True), st.sampled_from(CLASHES))
def test_decided_for_one_side_its_changes_stand_and_the_others_are_kept_beside(
    beside: list[tuple[str, str]], clash: tuple[tuple[str, str], tuple[str, str]]
) -> None:
    mine, theirs = clash
    apart = [pair for pair in beside if pair[0] not in {"5 min", "Be out in three", "Reads the board"}]
    apart = [pair for pair in apart if "Pays" not in pair[0] and "Waits" not in pair[0]]
    kept = merge_maps_keeping_mine(BASE, changed(mine), changed(theirs, *apart))
    assert Document.read(kept).data == Document.read(changed(mine, *apart)).data
    kept = merge_maps_keeping_mine(BASE, changed(theirs, *apart), changed(mine))
    assert Document.read(kept).data == Document.read(changed(theirs, *apart)).data


def test_the_same_new_card_twice_is_once_and_another_beside_it_is_kept() -> None:
    one = changed(("Waits]", "Waits, Hopes]"))
    assert (
        merge_maps(BASE, one, changed(("Waits]", "Waits, Hopes]"), ("5 min", "6 min"))).text.count("Hopes")
        == 1
    )
    here = changed(("Waits]", "Waits]\n        thinking: [Hopes]"))
    merged = read_map_text(merge_maps(BASE, here, one).text)
    (order, _) = merged.steps()
    assert order.thinking is not None
    assert order.doing is not None
    assert [claim.text for claim in (*order.thinking, *order.doing)].count("Hopes") == 2


def test_a_file_that_is_no_map_is_refused() -> None:
    with pytest.raises(DesirepathError):
        merge_maps(BASE, changed(("5 min", "soon")), changed(("5 min", "6 min")))


PERSONA = "format: desirepath/1\nid: olga\nname: Olga   # hers\ngoals: [A date]\nchannels: [video]\n"


def test_personas_are_merged_field_by_field() -> None:
    mine = PERSONA.replace("Olga ", "Olga K.").replace("[video]", "[video, email]")
    theirs = PERSONA.replace("A date", "A date that holds").replace("[video]", "[chat, video]")
    merged = merge_personas(PERSONA, mine, theirs)
    assert merged.clashes == ()
    assert "name: Olga K." in merged.text
    assert "A date that holds" in merged.text
    assert "chat" in merged.text
    assert "email" in merged.text
    (clash,) = merge_personas(
        PERSONA, PERSONA.replace("Olga ", "Ola "), PERSONA.replace("Olga ", "Olja ")
    ).clashes
    assert (clash.place, clash.mine, clash.theirs) == ("name", "Ola", "Olja")
    kept = merge_personas_keeping_mine(
        PERSONA, PERSONA.replace("Olga ", "Ola "), theirs.replace("Olga ", "Olja ")
    )
    assert "name: Ola " in kept
    assert "A date that holds" in kept
