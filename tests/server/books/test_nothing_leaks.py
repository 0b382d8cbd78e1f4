"""Somebody who sees their own book only finds no byte of another's account: in no answer of the whole API.
Neither does a guest of the maps on which they travel.

Complete by construction: every GET of the access table is asked, each word of its address and each of its
parameters with values that mean the account outside the book. An operation with a word that stands neither in
``zebra.py`` nor below fails until somebody says what to call it with.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import product
from pathlib import Path
from typing import Any

import pytest
from django.http.response import HttpResponseBase
from django.test import Client
from pytest_django.fixtures import Settings

from desirepath.server.access_table import ACCESS
from desirepath.server.api import api
from desirepath.server.jobs.worker import Worker
from tests.house.test_access_table import QUESTIONS
from tests.server.books.zebra import ACCOUNT, CARD, NEEDLE, PLAYBOOK, RULE, World, build

pytestmark = pytest.mark.django_db

SAYS_NOTHING_OF_ANYBODY = {
    *("after", "cursor", "limit", "longest", "offset", "top", "margin", "ways"),
    *("since", "until", "against_since", "against_until", "revision", "new", "era", "session"),
    *(
        "archived",
        "is_active",
        "only_unread",
        "outcome",
        "state",
        "by",
        "by_customers",
        "mine",
        "sort",
        "descending",
        "with_text",
        "collapse",
        "left",
    ),
    *("ahead_days", "days", "within_days", "month", "quarter", "call", "split", "kind", "label", "status"),
    *("map", "node", "property", "theme", "action", "sheet", "encoding", "delimiter"),
}
"""Parameters that say how much, since when, in which shape, or which node of a map."""

STREAMS = {
    "GET api/v1/maps/<map_id>/events",
    "GET api/v1/connections/tail/events",
    "GET api/v1/events",
}
"""They never end. They tell that something changed, and of what number; people ask for the thing itself."""

BODIES: dict[str, Mapping[str, Any]] = {
    "POST api/v1/log/draft": {"travels": "account"},
    "POST api/v1/log/funnel": {"steps": [{"when": 'activity == "looked"'}], "segment": RULE},
    "POST api/v1/log/rules": {
        "rules": [{"where": {"company": ACCOUNT}, "activity": "looked"}],
        "subject": "account",
    },
    "POST api/v1/log/rules/examples": {"rules": [{"activity": "looked"}], "subject": "customer"},
    "POST api/v1/health/now": {"text": CARD},
    "POST api/v1/health/dry-run": {"text": CARD.replace("points: 100", "points: 20"), "against": CARD},
    "POST api/v1/health/back-test": {"text": CARD},
    "POST api/v1/playbooks/check": {"text": PLAYBOOK},
    "POST api/v1/playbooks/simulate": {"text": PLAYBOOK},
    "POST api/v1/playbooks/preview": {"text": PLAYBOOK, "move": "welcome", "subject": ACCOUNT},
    "POST api/v1/maps/<map_id>/presence": {"client": "abcdefgh"},
}

SPEAKS = {
    "GET api/v1/emails",
    "GET api/v1/maps/<map_id>/board",
    "GET api/v1/maps/<map_id>/paths",
    "GET api/v1/maps/<map_id>/standing",
    "GET api/v1/maps/<map_id>/way",
    "GET api/v1/maps/<map_id>/steps/<step_id>/interactions",
    "GET api/v1/maps/<map_id>/customers",
    "GET api/v1/maps/<map_id>/visits",
    "GET api/v1/maps/<map_id>/evidence",
    "GET api/v1/maps/<map_id>/evidence/<int:evidence_id>",
    "GET api/v1/log/customers",
    "GET api/v1/log/words",
    "GET api/v1/log/segment/examples",
    "POST api/v1/log/rules/examples",
    "GET api/v1/connections",
    "GET api/v1/connections/tail",
    "GET api/v1/connections/<int:connection_id>",
    "GET api/v1/data/uploads",
    "GET api/v1/data/uploads/<upload_id>/look",
    "GET api/v1/data/imports",
    "GET api/v1/data/imports/<int:import_id>",
    "GET api/v1/data/imports/<int:import_id>/rejects",
    "GET api/v1/data/imports/<int:import_id>/rejects.csv",
    "GET api/v1/data/imports/<int:import_id>/rejects.jsonl",
    "GET api/v1/data/mappings",
    "GET api/v1/jobs/<job_id>",
    "GET api/v1/tasks",
    "GET api/v1/tasks/<int:task_id>",
    "GET api/v1/alerts",
    "GET api/v1/alerts/<int:alert_id>",
    "GET api/v1/handoffs",
    "GET api/v1/handoffs/<int:handoff_id>",
    "POST api/v1/health/dry-run",
    "GET api/v1/renewals",
    "GET api/v1/renewals/terms.<form>",
    "GET api/v1/playbooks/<playbook_id>/runs",
    "GET api/v1/playbooks/<playbook_id>/runs/<int:run_id>",
    "POST api/v1/playbooks/preview",
    "GET api/v1/outbox",
    "GET api/v1/books/seats",
    "GET api/v1/books/owners",
}
"""What names the account to the owner: else this test would show nothing."""


@dataclass(frozen=True)
class Call:
    """One request."""

    operation: str
    path: str
    query: tuple[tuple[str, Any], ...] = ()

    def asked_by(self, client: Client) -> HttpResponseBase:
        if self.operation.startswith("POST"):
            assert self.operation in BODIES, f"say in BODIES what to ask {self.operation!r}"
            return client.post(self.path, BODIES[self.operation], content_type="application/json")
        return client.get(self.path, dict(self.query))

    @property
    def says(self) -> list[str]:
        """What it names itself: an answer that says no may name it back."""
        return [str(value) for _, value in self.query] + self.path.split("/")


TOGETHER = (
    Call("GET api/v1/emails", "/api/v1/emails"),
    Call(
        "GET api/v1/emails",
        "/api/v1/emails",
        tuple(
            (side, f"template:hello {account}") for side, account in (("here", "acme"), ("there", ACCOUNT))
        ),
    ),
)
"""Questions that are asked with none of their parameters, or with several of them."""


@pytest.fixture
def world(tmp_path: Path, settings: Settings) -> World:
    settings.CONFIGURATION = replace(settings.CONFIGURATION, folder=tmp_path)
    return build(tmp_path)


@lru_cache
def schema() -> Any:
    return api.get_openapi_schema()


def asked_for(operation: str, values: Mapping[str, list[Any]]) -> Iterator[Call]:
    """One call with what it needs, and for every parameter one with each of its values."""
    method, route = operation.split(" ", 1)
    described = schema()["paths"]["/" + re.sub(r"<(?:\w+:)?(\w+)>", r"{\1}", route)]
    parameters = described[method.lower()].get("parameters", [])
    in_path = {one["name"] for one in parameters if one["in"] == "path"}
    known = {
        one["name"]: values.get(one["name"], [])
        for one in parameters
        if one["name"] not in SAYS_NOTHING_OF_ANYBODY or one["name"] in in_path or one.get("required")
    }
    for name, words in known.items():
        assert words, f"{operation}: say in zebra.py what to call {name!r} with"
    needed = {one["name"]: known[one["name"]][0] for one in parameters if one.get("required")}
    for name, words in known.items() or [("", [""])]:
        for word in words:
            said = {**needed, **({name: word} if name else {})}
            query = [(key, value) for key, value in said.items() if key not in in_path]
            yield Call(operation, filled(route, said), tuple(query))


def filled(route: str, said: Mapping[str, Any]) -> str:
    """The address with what its words are called with."""
    return "/" + re.sub(r"<(?:\w+:)?(\w+)>", lambda part: str(said[part[1]]), route)


def calls(world: World) -> list[Call]:
    operations = {*(one for one in ACCESS if one.startswith("GET ")), *QUESTIONS} - STREAMS
    found = [call for operation in sorted(operations) for call in asked_for(operation, world.values)]
    both = [call for call in found if "subject" in dict(call.query)]
    # A question of two: of which type, and which of them.
    return [
        *found,
        *TOGETHER,
        *(
            replace(call, path=call.path.replace("by-account", "by-customer"))
            for call in both
            if "by-account" in call.path
        ),
    ]


def content(answer: HttpResponseBase) -> bytes:
    if answer.streaming:
        return b"".join(answer.streaming_content)  # type: ignore[attr-defined]  # a file; streams that never end are left out
    return bytes(answer.content)  # type: ignore[attr-defined]  # it does not stream


def test_no_answer_names_an_account_outside_the_book(world: World) -> None:
    wanted, worker = calls(world), Worker()
    for call in wanted:
        call.asked_by(world.eva)
    while worker.run_one():
        pass
    spoke = set()
    for call in wanted:
        answer = call.asked_by(world.eva)
        assert answer.status_code < 500, call
        if NEEDLE in content(answer).lower():
            spoke.add(call.operation)
    assert spoke >= SPEAKS, "what names it to the owner: " + ", ".join(sorted(SPEAKS - spoke))

    leaks: dict[str, str] = {}
    for asks, call in product((world.mia, world.gus), wanted):
        answer = call.asked_by(asks)
        found = content(answer).lower()
        assert answer.status_code < 500, (call, found)
        if answer.status_code >= 400:
            for said in sorted(call.says, key=len, reverse=True):
                found = found.replace(said.lower().encode(), b"")
                found = found.replace(said.replace('"', '\\"').lower().encode(), b"")
        if NEEDLE in found:
            place = found.index(NEEDLE)
            leaks[f"{call.operation} {dict(call.query)}"] = str(found[max(0, place - 100) : place + 60])
    assert not leaks


def test_what_is_asked_about_an_account_outside_the_book_is_answered_as_if_it_were_not_there(
    world: World,
) -> None:
    for call in calls(world):
        said = dict(call.query)
        if said.get("subject") == ACCOUNT and "/by-account/" in call.path:
            theirs = call.asked_by(world.mia)
            nobodys = replace(call, query=tuple({**said, "subject": "nobody-17"}.items())).asked_by(world.mia)
            assert theirs.status_code == nobodys.status_code == 404, call
            assert content(theirs).replace(ACCOUNT.encode(), b"nobody-17") == content(nobodys)


def test_free_questions_count_the_own_book(world: World) -> None:
    for rule, matching in (('traits.plan == "pro"', 1), (RULE, 0)):
        size = world.mia.get("/api/v1/log/segment", {"rule": rule, "subject": "account"}).json()
        assert (size["matching"], size["subjects"]) == (matching, 1)
    asked = {"rule": 'activity == "looked"', "subject": "account"}
    mine, all_ = (who.get("/api/v1/log/matching", asked).json() for who in (world.mia, world.eva))
    assert (mine["interactions"], mine["subjects"]) == (29, 1)
    assert (all_["interactions"], all_["subjects"]) == (59, 3)


def test_totals_of_everybody_stay_and_a_picked_segment_is_refused(world: World) -> None:
    lived = "/api/v1/maps/by-account/lived"
    world.eva.get(lived)
    Worker().run_one()
    mine, all_ = (who.get(lived).json()["answer"] for who in (world.mia, world.eva))
    assert mine == all_
    for path, said in (
        (lived, {"segment": RULE}),
        (lived, {"against": RULE}),
        ("/api/v1/maps/by-account/difference", {"segment": RULE}),
        ("/api/v1/maps/by-account/steps/look/shape", {"segment": RULE}),
        ("/api/v1/log/success", {"use": RULE}),
    ):
        assert world.mia.get(path, said).status_code == 403, path
    funnel = BODIES["POST api/v1/log/funnel"]
    answer = world.mia.post("/api/v1/log/funnel", funnel, content_type="application/json")
    assert answer.status_code == 403


def test_the_board_of_a_book_counts_the_book(world: World) -> None:
    board = "/api/v1/maps/by-account/board"
    world.eva.get(board)
    Worker().run_one()
    mine, all_ = (who.get(board).json()["answer"] for who in (world.mia, world.eva))
    assert [card["subject"] for column in mine["columns"] for card in column["cards"]] == ["acme"]
    assert (mine["ended"], all_["ended"]) == ({}, {"succeeded": 1})
