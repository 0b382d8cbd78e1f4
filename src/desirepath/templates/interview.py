"""The five questions a facilitator would ask, and the first map that their answers make."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final

from desirepath.base.ids import slug
from desirepath.model.map_file import map_from_plain, write_map_text
from desirepath.model.persona import Persona
from desirepath.model.persona_file import write_persona_text

MOST_MOMENTS: Final = 12


@dataclass(frozen=True, slots=True)
class Answers:
    """What the people in the room said, in their own words.

    ``who`` travels; ``goal`` is what they are trying to get done; ``begins`` is where it begins; ``well`` is
    how one knows that it went well; ``moments`` are those that matter most, in their order. Only ``who`` and
    ``goal`` must be said: what nobody can say yet is left out, and not made up.
    """

    who: str
    goal: str
    begins: str = ""
    well: str = ""
    moments: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class FirstMap:
    """The text of a map's file, and of its persona's."""

    map_text: str
    persona_id: str
    persona_text: str


def write_first_map(answers: Answers, *, id_: str, persona_id: str, title: str = "") -> FirstMap:
    """A map that says what was answered, and nothing else: where it begins is its first step, the moments are
    steps that are moments of truth, and how one knows that it went well is the last step and its success.

    >>> answers = Answers("Ines, who leads a team", "Get everybody live", well="They ask for more seats")
    >>> made = write_first_map(answers, id_="get-live", persona_id="ines")
    >>> print(made.map_text)  # doctest: +ELLIPSIS
    format: desirepath/1
    id: get-live
    version: 1
    language: en
    title: Get everybody live
    persona: ines
    ...
    """
    who, goal = answers.who.strip(), answers.goal.strip()
    stages = _stages(answers)
    data: dict[str, Any] = {
        "format": "desirepath/1",
        "id": id_,
        "title": title.strip() or goal,
        "persona": persona_id,
        "scenario": f"{who}: {goal}",
        "stages": stages,
    }
    persona = {"format": "desirepath/1", "id": persona_id, "name": who, "goals": [goal]}
    return FirstMap(
        write_map_text(map_from_plain(data)), persona_id, write_persona_text(Persona.model_validate(persona))
    )


def _stages(answers: Answers) -> list[dict[str, Any]]:
    said: list[tuple[str, list[dict[str, Any]]]] = [
        ("It begins", [_step(answers.begins)] if answers.begins.strip() else []),
        (
            "On the way",
            [_step(one, moment_of_truth=True) for one in answers.moments[:MOST_MOMENTS] if one.strip()],
        ),
        ("It went well", [_step(answers.well, success=answers.well.strip())] if answers.well.strip() else []),
    ]
    taken: set[str] = set()
    stages = []
    for name, steps in said:
        for step in steps:
            step["id"] = _free(step["id"], taken)
        stages.append({"id": slug(name, "stage"), "name": name, "steps": steps})
    return stages


def _step(text: str, **more: Any) -> dict[str, Any]:
    name = text.strip()
    return {"id": slug(name, "step"), "name": name, **more}


def _free(wanted: str, taken: set[str]) -> str:
    found, again = wanted, 2
    while found in taken:
        found, again = f"{wanted}-{again}", again + 1
    taken.add(found)
    return found
