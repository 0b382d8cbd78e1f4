"""Small random maps, as their files have them, and small random edits of them."""

from __future__ import annotations

from typing import Any

from hypothesis import strategies as st

from desirepath.model.edits import Change, Create, Move, Remove, Set
from desirepath.model.nodes import ABSENT, MapNodes
from desirepath.model.ranks import rank_between

Json = dict[str, Any]
words = st.sampled_from(["Calls us", "Waits", "Signs in", "Asks", "面談", "Reads the mail"])
spelled = st.one_of(words, words.map(lambda text: {"text": text}))
known = st.fixed_dictionaries(
    {"text": words},
    optional={
        "basis": st.sampled_from(["assumption", "evidence", None]),
        "confidence": st.sampled_from([0, 0.5, 1]),
        "x-note": st.sampled_from([None, {"a": [1, True]}]),
    },
)
pain = st.fixed_dictionaries(
    {"text": words}, optional={"severity": st.integers(1, 5), "basis": st.just("evidence")}
)
image = st.fixed_dictionaries({"text": words, "src": st.just("a.png")})
claims = st.lists(st.one_of(spelled, known), max_size=3)
fields: Json = {
    "owner": st.sampled_from(["cs", "sales"]),
    "goal": st.one_of(spelled, known, st.none()),
    "x-team": st.integers(0, 2),
}
step_fields: Json = {
    **fields,
    "doing": st.one_of(claims, st.none()),
    "quotes": claims,
    "pain_points": st.lists(st.one_of(words, pain), max_size=2),
    "images": st.lists(image, max_size=1),
    "channels": st.lists(st.sampled_from(["email", "chat", "video"]), max_size=3, unique=True),
    "feeling": st.one_of(st.just(0.5), st.just({"value": -1, "basis": "evidence"})),
    "moment_of_truth": st.booleans(),
    "handoff": st.fixed_dictionaries({"from": st.just("sales")}, optional={"to": st.just("cs")}),
    "cells": st.one_of(st.none(), st.dictionaries(st.sampled_from(["risk", "a.b"]), claims, max_size=2)),
    "within": st.sampled_from(["7d", "2 weeks"]),
    "when": st.just([{"activity": "call.held"}]),
}


@st.composite
def map_data(draw: st.DrawFn) -> Json:
    """The data of a valid map: up to three stages, five steps; ids from a small pool, so that two maps
    share some.
    """
    stage_ids = draw(st.lists(st.sampled_from(["early", "middle", "late"]), max_size=3, unique=True))
    step_ids = draw(st.lists(st.sampled_from(["a", "b", "c", "d", "early"]), max_size=5, unique=True))
    stages: list[Any] = []
    for stage_id in stage_ids:
        stage: Json = {
            "id": stage_id,
            "name": draw(words),
            **draw(st.fixed_dictionaries({}, optional=fields)),
        }
        steps: list[Any] = []
        for _ in range(draw(st.integers(0, len(step_ids)))):
            chosen = draw(st.fixed_dictionaries({}, optional=step_fields))
            steps.append({"id": step_ids.pop(), "name": draw(words), **chosen})
        says_none: bool = draw(st.booleans())
        if steps or says_none:
            stage["steps"] = steps
        stages.append(stage)
    optional = {
        "persona": st.just("ops-lead"),
        "passage": st.sampled_from([{}, {"horizon": "90d", "again": True}]),
        "lanes": st.just(["goal", {"id": "risk", "name": "Risk"}]),
        "x-made-by": st.none(),
    }
    fixed = {"format": "desirepath/1", "id": "m", "title": draw(words)}
    return {**fixed, **draw(st.fixed_dictionaries({}, optional=optional)), "stages": stages}


def comments_of(data: Json) -> st.SearchStrategy[dict[str, str]]:
    """Comments at some addresses of the data (and at one that is nowhere)."""
    addresses = ["", "title", "passage.horizon", "stages[7].name"]
    for i, stage in enumerate(data["stages"]):
        addresses += [f"stages[{i}]", f"stages[{i}].name"]
        for j, step in enumerate(stage.get("steps", ())):
            at = f"stages[{i}].steps[{j}]"
            addresses += [at, f"{at}.owner", f"{at}.handoff.to"]
            addresses += [f"{at}.doing[{k}]" for k in range(len(step.get("doing") or ()))]
    return st.dictionaries(st.sampled_from(addresses), st.sampled_from(["# ask Ana", "# why?"]), max_size=4)


PROPERTIES: dict[str, dict[str, st.SearchStrategy[Any]]] = {
    "map": {"title": words, "scenario": st.one_of(st.just(ABSENT), words)},
    "stage": {"name": words, "owner": st.sampled_from([ABSENT, "cs", "sales"])},
    "step": {
        "name": words,
        "owner": st.sampled_from([ABSENT, "cs", "sales"]),
        "channels": st.sampled_from([ABSENT, ["email"], ["chat", "email"]]),
        "handoff": st.sampled_from([ABSENT, {"to": "cs"}, {"to": "cs", "within": "1d"}]),
    },
    "card": {
        "text": words,
        "basis": st.sampled_from([ABSENT, "evidence"]),
        "severity": st.sampled_from([ABSENT, 1, 5]),
        "lane": st.sampled_from(["doing", "thinking", "cells.risk"]),
    },
}


@st.composite
def sets(draw: st.DrawFn, nodes: MapNodes) -> Set:
    """A property of anything living gets another value."""
    node = draw(st.sampled_from(list(nodes.living())))
    name = draw(st.sampled_from(sorted(PROPERTIES[node.kind])))
    was = node.properties.get(name, ABSENT)
    return Set(node.id, name, draw(PROPERTIES[node.kind][name]), nodes.revision, was)


@st.composite
def changes(draw: st.DrawFn, nodes: MapNodes, *, tag: str = "new") -> Change:
    """A change that can be made: of anything living, or one new stage, step or card."""
    living = list(nodes.living())
    children = nodes.children()
    parents = {"stage": "map", "step": "stage", "card": "step"}
    node = draw(st.sampled_from(living))
    wish = draw(st.sampled_from(["set", "set", "move", "remove", "create"]))
    if wish == "create":
        kind = {"map": "stage", "stage": "step"}.get(node.kind, "card")
        parent = draw(st.sampled_from([one for one in living if one.kind == parents[kind]]))
        siblings = children.get(parent.id, ())
        rank = rank_between(siblings[-1].rank if siblings else None, None)
        own = {"lane": "doing", "text": draw(words)} if kind == "card" else {"name": draw(words)}
        return Create(f"{kind}:{tag}", kind, parent.id, rank, own)  # type: ignore[arg-type]  # kind is one of three
    if wish == "set" or node.kind == "map":
        return draw(sets(nodes))
    if wish == "remove":
        return Remove(node.id)
    parent = draw(st.sampled_from([one for one in living if one.kind == parents[node.kind]]))
    return Move(node.id, parent.id, draw(st.sampled_from(["hzzz", "i000", "i0005", "i001", "i007"])))
