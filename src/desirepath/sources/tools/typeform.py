"""Typeform: responses as its webhook posts them and its API lists them."""

from __future__ import annotations

from typing import Any

from desirepath.log.row_checks import Row
from desirepath.sources.tools.record import Record, dicts, dig, email, first, prefixed, utc
from desirepath.sources.tools.tool import Tool

_CUSTOMERS = ("customer", "customer_id", "user_id", "userid", "email")
_ACCOUNTS = ("account", "account_id", "company_id")


def _recognises(record: Record) -> bool:
    return (
        record.get("event_type") == "form_response" or {"landed_at", "submitted_at", "token"} <= record.keys()
    )


def _facts(record: Record) -> list[Row | None]:
    response = record.get("form_response") if "form_response" in record else record
    answers = dicts(response, "answers")
    asked = {str(field.get("id")): field for field in dicts(response, "definition", "fields")}
    hidden = dig(response, "hidden")
    texts = [t for a in answers if a.get("type") == "text" and isinstance(t := a.get("text"), str)]
    given = {_question(answer, asked): _given(answer) for answer in answers}
    token, form = dig(response, "token"), dig(response, "form_id")
    address = first(*(email(a.get("email")) for a in answers))
    base: Row = {
        "customer": first(*(dig(hidden, name) for name in _CUSTOMERS), address, prefixed("typeform", token)),
        "account": first(*(dig(hidden, name) for name in _ACCOUNTS)),
        "occurred_at": utc(dig(response, "submitted_at"), "submitted_at"),
        "activity": "survey.answered",
        "solicited": True,
        "direction": "by_customer",
    }
    survey = first(dig(response, "definition", "title"), form, "typeform")
    said = {"answers": given, "hidden": hidden, "survey": survey}
    made: list[Row | None] = []
    for answer in answers:
        scale = _scale(answer, asked)
        if scale is not None and answer.get("type") == "number":
            field = dig(answer, "field", "id")
            made.append(
                {
                    **base,
                    "score": answer.get("number"),
                    "scale": scale,
                    "properties": {**said, "question": _question(answer, asked)},
                    "key": f"{token}:{field}",
                }
            )
    made = made or [{**base, "activity": "form.submitted", "properties": said, "key": f"{token}"}]
    if texts and made[0] is not None:
        made[0]["text"] = "\n".join(texts)
    return made


def _question(answer: Record, asked: dict[str, dict[str, Any]]) -> str:
    field = dig(answer, "field", "id")
    return str(first(dig(asked.get(str(field)), "title"), dig(answer, "field", "ref"), field))


def _given(answer: Record) -> Any:
    kind = answer.get("type")
    value = answer.get(kind) if isinstance(kind, str) else None
    return first(dig(value, "label"), dig(value, "labels"), dig(value, "other"), value)


def _scale(answer: Record, asked: dict[str, dict[str, Any]]) -> str | None:
    """The scale of a question, as far as the response says it: of an opinion scale only with its steps."""
    kind = dig(answer, "field", "type")
    properties = dig(asked.get(str(dig(answer, "field", "id"))), "properties")
    steps, from_one = dig(properties, "steps"), dig(properties, "start_at_one")
    if kind == "nps":
        return "0..10"
    if kind == "rating":
        steps = 5 if steps is None else steps
        return f"1..{steps}" if type(steps) is int and steps > 1 else None
    if kind == "opinion_scale" and type(steps) is int and steps > 1:
        return f"1..{steps}" if from_one else f"0..{steps - 1}"
    return None


TOOL = Tool(
    "typeform",
    "Typeform: responses that its webhook posts or its API lists",
    _recognises,
    _facts,
    customer="the hidden field `customer`, `customer_id`, `user_id` or `email`; else an e-mail answer; else "
    "`typeform:<token>`",
    key="the response's token and the question's id",
    times="ISO 8601 in UTC",
    wrappers=("items",),
)
