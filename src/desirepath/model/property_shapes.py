"""Which properties a node of each kind may have, and which values fit them: what the map file would accept.

Only the server needs this. Others apply edits that it has already judged.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cache

from pydantic import ValidationError

from desirepath.base.nearest import nearest
from desirepath.base.problem import Problem
from desirepath.model.claim import Claim, Image
from desirepath.model.edit_kinds import NOT_FOR_EDITS, WRONG_VALUE
from desirepath.model.journey_map import FORMAT, JourneyMap, Stage, Step
from desirepath.model.nodes import ABSENT, CARD_MODELS, OWN_LANE, Json, Kind, own_id

_SMALLEST: Mapping[type[JourneyMap | Stage | Step | Claim], Mapping[str, Json]] = {
    JourneyMap: {"format": FORMAT, "id": "x", "title": "x", "stages": []},
    Stage: {"id": "x", "name": "x"},
    Step: {"id": "x", "name": "x"},
    Image: {"text": "x", "src": "x"},
}
_MODELS: Mapping[Kind, tuple[type[JourneyMap | Stage | Step | Claim], ...]] = {
    "map": (JourneyMap,),
    "stage": (Stage,),
    "step": (Step,),
    "card": tuple(dict.fromkeys(CARD_MODELS.values())),
}
_NODES_OF_THEIR_OWN: Mapping[Kind, frozenset[str]] = {
    "map": frozenset({"stages"}),
    "stage": frozenset({"steps"}),
    "step": frozenset(CARD_MODELS),
    "card": frozenset(),
}


def judge_property(node: str, kind: Kind, name: str, value: Json) -> Problem | None:
    """What is wrong with setting this property of that node (``value`` ABSENT: with taking it away), or None.

    >>> judge_property("step:kickoff", "step", "within", "soon").says
    'within of step:kickoff: "soon" is not a length of time'
    """
    address = f"{node}.{name}"
    if name.startswith("#"):
        return None
    if name == "id" and kind != "map":
        is_own = kind == "card" and value in (ABSENT, own_id(node))
        return None if is_own else NOT_FOR_EDITS.at(address, says=f"the id of {node} stays")
    if name in _NODES_OF_THEIR_OWN[kind] or (kind == "step" and name == "cells"):
        items = value.values() if name == "cells" and isinstance(value, dict) else [value]
        if value is not ABSENT and any(items):
            return NOT_FOR_EDITS.at(address, says=f"what lies in {name} of {node} has ids of its own")
    if kind == "card" and name == "lane":
        return None if _is_lane(value) else WRONG_VALUE.at(address, says=f"{value!r} is no lane for cards")
    if value is ABSENT:
        needed = name in required_properties(kind) or name == "src"
        return WRONG_VALUE.at(address, says=f"{node} needs its {name}") if needed else None
    models = [model for model in _MODELS[kind] if name.startswith("x-") or name in model.model_fields]
    if not models:
        known = [field for model in _MODELS[kind] for field in model.field_names()]
        near = nearest(name, known)
        return WRONG_VALUE.at(
            address, says=f"a {kind} has no property {name}", fix=f"did you mean {near}?" if near else ""
        )
    says = next(_refusals(models[0], name, value), None)
    return WRONG_VALUE.at(address, says=f"{name} of {node}: {says}") if says else None


@cache
def required_properties(kind: Kind) -> tuple[str, ...]:
    """The properties without which a node of this kind cannot be.

    >>> required_properties("step"), required_properties("card")
    (('name',), ('text', 'lane'))
    """
    needed = [name for name, about in _MODELS[kind][0].model_fields.items() if about.is_required()]
    own = [name for name in needed if name != "id" or kind == "map"]
    return tuple(name for name in own if name != "stages") + (("lane",) if kind == "card" else ())


def _refusals(model: type[JourneyMap | Stage | Step | Claim], name: str, value: Json) -> Iterator[str]:
    try:
        model.model_validate({**_SMALLEST.get(model, {"text": "x"}), name: value})
    except ValidationError as error:
        yield from (one["msg"] for one in error.errors(include_url=False))


def _is_lane(value: Json) -> bool:
    if not isinstance(value, str):
        return False
    return value in CARD_MODELS or (
        value.startswith(OWN_LANE) and not any(_refusals(Step, "cells", {value[len(OWN_LANE) :]: []}))
    )
