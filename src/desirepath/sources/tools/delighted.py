"""Delighted: survey responses as its API writes them."""

from __future__ import annotations

from desirepath.log.row_checks import Row
from desirepath.sources.tools.record import Record, dicts, dig, email, first, no_meaning, prefixed, unix
from desirepath.sources.tools.tool import Tool

SCALES = {
    "nps": "0..10",
    "enps": "0..10",
    "csat": "1..5",
    "csat3": "1..3",
    "ces": "1..5",
    "ces7": "1..7",
    "stars_five": "1..5",
    "stars5": "1..5",
    "smileys": "1..5",
    "smileys5": "1..5",
    "thumbs": "thumbs",
}


def _recognises(record: Record) -> bool:
    return {"survey_type", "score", "person", "created_at"} <= record.keys()


def _facts(record: Record) -> list[Row | None]:
    kind = record.get("survey_type")
    scale = SCALES.get(kind) if isinstance(kind, str) else None
    if scale is None:
        raise no_meaning(f'the survey type "{str(kind)[:40]}"')
    person = record.get("person")
    number = dig(person, "id") if isinstance(person, dict) else person
    about = record.get("person_properties")
    properties = dict(about) if isinstance(about, dict) else {}
    for answer in dicts(record, "additional_answers"):
        said = answer.get("value")
        choices = [one.get("text") for one in dicts(said, "select_many")] or None
        free = first(dig(said, "free_response"), dig(said, "scale"), dig(said, "select_one", "text"), choices)
        properties[str(dig(answer, "question", "text"))] = free
    tags = record.get("tags")
    return [
        {
            "customer": first(email(dig(person, "email")), prefixed("delighted", number)),
            "occurred_at": unix(record.get("created_at"), "created_at"),
            "activity": "survey.answered",
            "solicited": True,
            "direction": "by_customer",
            "score": record.get("score"),
            "scale": scale,
            "text": record.get("comment"),
            "properties": {**properties, "survey": f"delighted {kind}", "tags": tags or None},
            "key": prefixed("response", record.get("id")),
        }
    ]


TOOL = Tool(
    "delighted",
    "Delighted: survey responses from its API",
    _recognises,
    _facts,
    customer="the person's e-mail (ask the API with `expand[]=person`), else `delighted:<id>`",
    key="the response's id",
    times="seconds since 1970",
)
