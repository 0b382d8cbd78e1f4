"""The five questions become a map."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desirepath.base.problem import DesirepathError
from desirepath.model.map_file import read_map_text
from desirepath.model.persona_file import read_persona_text
from desirepath.templates.interview import MOST_MOMENTS, Answers, write_first_map


def test_each_answer_has_its_place() -> None:
    answers = Answers(
        who="Ines, who leads a team of twelve",
        goal="Get everybody live before the quarter ends",
        begins="She signs",
        well="Five of us use it every week",
        moments=("The first project is done", "  ", "Somebody asks for help"),
    )
    made = write_first_map(answers, id_="get-live", persona_id="ines")
    journey, persona = read_map_text(made.map_text), read_persona_text(made.persona_text)
    assert journey.title == "Get everybody live before the quarter ends"
    assert (journey.persona, persona.id) == ("ines", "ines")
    assert persona.name == "Ines, who leads a team of twelve"
    steps = list(journey.steps())
    assert [(step.name, step.moment_of_truth) for step in steps] == [
        ("She signs", False),
        ("The first project is done", True),
        ("Somebody asks for help", True),
        ("Five of us use it every week", False),
    ]
    assert steps[-1].success is not None
    assert steps[-1].success.text == "Five of us use it every week"


def test_what_nobody_can_say_yet_is_left_out() -> None:
    made = write_first_map(Answers("Ines", "Get live"), id_="m", persona_id="ines")
    journey = read_map_text(made.map_text)
    assert [len(stage.steps) for stage in journey.stages] == [0, 0, 0]


words = st.text(st.characters(exclude_categories=["C"]), min_size=1, max_size=60).filter(
    lambda text: text.strip() != ""
)


@given(words, words, words, words, st.lists(words, max_size=MOST_MOMENTS + 2))
def test_whatever_is_answered_makes_a_map_that_says_it(
    who: str, goal: str, begins: str, well: str, moments: list[str]
) -> None:
    try:
        made = write_first_map(
            Answers(who, goal, begins, well, tuple(moments)), id_="m", persona_id="somebody"
        )
    except DesirepathError as error:
        pytest.fail(str(error))
    journey = read_map_text(made.map_text)
    ids = [step.id for step in journey.steps()]
    assert len(ids) == len(set(ids)) == 2 + min(len(moments), MOST_MOMENTS)
    assert journey.title == goal.strip()
