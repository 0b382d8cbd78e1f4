"""What the shape of our refusals takes from Ninja that Ninja does not promise."""

from __future__ import annotations

import inspect

from ninja.operation import Operation

from desirepath.server.answers import REFUSALS, Problems, _make_model, _Refusal


def test_ninja_still_makes_the_models_of_answers_where_we_step_in() -> None:
    """Where this fails after an upgrade of Ninja: see whether it makes one model for all refusals by now
    (then take our function out of server/answers.py), or by which method it makes them."""
    takes = tuple(inspect.signature(_make_model).parameters)
    assert (len(takes), takes[0]) == (2, "self")
    assert _make_model.__qualname__ == "Operation._create_response_model"

    def look(request: object) -> str:
        return ""

    operation = Operation("/", ["GET"], look, response={200: str, **REFUSALS})
    models = operation.response_models
    assert {models[status] for status in REFUSALS} == {_Refusal}
    assert models[200] is not _Refusal
    assert _Refusal.model_fields["response"].annotation is Problems
