"""One ask, one answer: the last. A program that opens every link answers nothing."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from zoneinfo import ZoneInfo

import numpy as np
import orjson
import pytest
from django.conf import settings
from django.utils import timezone

from desirepath.log.store import create_log
from desirepath.log.subject import suppress_subject
from desirepath.measures.measure_success import measure_success
from desirepath.replay.index import open_index
from desirepath.replay.replay import replay
from desirepath.server.clock import WorkspaceTime, workspace_time
from desirepath.server.jobs.models import Job
from desirepath.server.log_state import current_log
from desirepath.server.playbooks.links import make_token
from desirepath.server.playbooks.models import OutboxRow, PlaybookVersion
from desirepath.server.playbooks.telling import properties_of_question, tell_what_was_sent
from desirepath.server.touch import asking, pages
from desirepath.server.touch.settling import SETTLE, settle_now
from tests.server.playbooks.conftest import Unstopped, did
from tests.server.touch.conftest import BOOK, put, stranger
from tests.server.touch.conftest import told as told_of
from tests.server.touch.test_leaving import said
from tests.success.playbooks.world import small_map

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("company")]
ANSWERED = "survey.answered"


def path_of(row: OutboxRow) -> str:
    return "/t/ask/" + make_token("ask", row.key)


def answer(row: OutboxRow, score: object, comment: str = "") -> Any:
    return stranger().post(path_of(row), {"do": "keep", "score": score, "comment": comment})


def test_every_link_of_the_letter_may_be_opened_and_nothing_is_answered() -> None:
    row = put("a", "ask")
    for score in range(11):
        opened = stranger().get(f"{path_of(row)}?score={score}").content.decode()
        assert f'value="{score}" required checked' in opened
        assert opened.count(" checked") == 1
    for odd in ("11", "-1", "x", "9" * 400, "٣"):
        assert b" checked" not in stranger().get(path_of(row), {"score": odd}).content
    assert told_of(ANSWERED) == []
    assert "Would you recommend us to others?" in said(stranger().get(path_of(row)))


def test_an_answer_is_a_fact_as_surveys_tell_it() -> None:
    row = put("a", "ask")
    page = said(answer(row, 9, "  You are <b>quick</b>\r\n"))
    assert "Thank you" in page
    assert "9 of 10" in page
    assert "&lt;b&gt;quick" in answer(row, 9, "You are <b>quick</b>").content.decode()
    (fact,) = told_of(ANSWERED)
    assert (fact["score"], fact["scale"], fact["text"]) == (9, "0..10", "You are <b>quick</b>")
    assert (fact["customer"], fact["account"], fact["solicited"]) == ("acme@example.com", "acme", True)
    assert (fact["direction"], fact["channel"]) == ("by_customer", "email")
    assert fact["key"] == f"{ANSWERED}:{row.key}"
    assert orjson.loads(fact["properties"]) == {
        "survey": "relation",
        "measure": "NPS",
        "ask": row.key,
        "map": "small",
        "step": "signed",
        "playbook": "quiet",
        "move": "how",
        "version": 1,
    }


def test_an_answer_counts_at_the_step_where_it_was_asked_though_they_have_moved_on() -> None:
    asked, elsewhere = put("a", "ask"), put("b", "ask", person="birch@example.com", occurrence="does:7")
    tell_what_was_sent(workspace_time().now)
    with create_log(settings.CONFIGURATION.folder) as log:
        log.append([did("acme", 0.01, "call.held"), did("birch", 0.01, "call.held")])
    answer(asked, 9)
    answer(elsewhere, 2)
    told = replay(small_map(), open_index(current_log(), "account"))
    steps = ("signed", "call")
    rows = {step: told.tally.steps.index(step) for step in steps}
    scale = told.tally.scales.index("0..10")
    answers = told.tally.scores[:, scale].sum(axis=1)
    assert {step: int(answers[row]) for step, row in rows.items()} == {"signed": 1, "call": 1}
    arrivals = {one["account"]: one["arrival"] for one in told_of(ANSWERED)}
    labels = told.labels(np.array([arrivals["acme"], arrivals["birch"]]))
    assert labels.tolist() == [rows["signed"], rows["call"]]
    assert [one.step for one in told.standings()] == ["call", "call"], "nobody stands elsewhere for it"
    moves = {"a" * 40: "signed", "b" * 40: None}
    for key, step in moves.items():
        assert properties_of_question(OutboxRow.objects.get(key=key)).get("step") == step


def test_a_move_may_say_at_which_step_its_answer_counts() -> None:
    said = BOOK.replace("      survey: relation\n", "      survey: relation\n      step: use\n")
    PlaybookVersion.objects.create(playbook="quiet", number=2, text=said)
    row = put("a", "ask", version=2)
    assert properties_of_question(row)["step"] == "use"


def test_the_last_answer_counts_and_the_others_leave_the_log() -> None:
    row, other = put("a", "ask"), put("b", "ask", person="birch@example.com")
    answer(other, 3)
    for score in (2, 2, 10, 9):
        answer(row, score)
    assert [one["score"] for one in told_of(ANSWERED)] == [3, 2, 10, 9]
    assert "9 of 10" in said(stranger().get(path_of(row)))
    assert Job.objects.filter(kind=SETTLE).count() == 1, "once for all changes"
    assert settle_now(Unstopped()) == {"removed": 2}
    assert [one["score"] for one in told_of(ANSWERED)] == [3, 9]
    assert settle_now(Unstopped()) == {"removed": 0}
    assert "9 of 10" in said(stranger().get(path_of(row)))
    nps = measure_success(current_log())["nps"]
    assert (nps.n, nps.value) == (2, 0.0)


def test_an_answer_can_be_taken_back_and_given_again() -> None:
    row = put("a", "ask")
    for score in (4, 8):
        answer(row, score)
        taken = stranger().post(path_of(row), {"do": "undo"})
        assert "taken back" in said(taken)
        assert b" checked" not in stranger().get(path_of(row)).content
    settle_now(Unstopped())
    assert told_of(ANSWERED, "entry.withdrawn") == []
    answer(row, 7)
    assert [one["score"] for one in told_of(ANSWERED)] == [7]


def test_without_an_answer_nothing_is_kept_but_what_was_written_stays() -> None:
    row = put("a", "ask")
    for score in ("", "11", "1e1", "-0", "ten"):
        page = answer(row, score, "words")
        assert page.status_code == 422
        assert "Please choose one" in said(page)
        assert ">words</textarea>" in page.content.decode()
    assert stranger().post(path_of(row), {}).status_code == 422
    assert told_of(ANSWERED) == []


def test_it_closes_after_sixty_days_and_an_answer_after_thirty(monkeypatch: pytest.MonkeyPatch) -> None:
    now = timezone.now()

    def in_days(days: int) -> None:
        time = WorkspaceTime(now + timedelta(days=days), ZoneInfo("UTC"))
        for module in (asking, pages):
            monkeypatch.setattr(module, "workspace_time", lambda: time)

    early, late = put("a", "ask"), put("b", "ask", person="birch@example.com")
    answer(early, 6)
    in_days(29)
    assert answer(early, 7).status_code == 200
    settle_now(Unstopped())
    in_days(31)
    assert "It has been read, and is closed" in said(answer(early, 1)), "30 days from the first answer"
    assert answer(late, 10).status_code == 200
    third = put("c", "ask", person="cedar@example.com")
    in_days(61)
    closed = answer(third, 10)
    assert closed.status_code == 410
    assert "This question is closed" in said(closed)
    assert [one["score"] for one in told_of(ANSWERED)] == [7, 10]


def test_links_of_others_and_of_other_things_are_refused_alike() -> None:
    row = put("a", "ask")
    letter = put("b")
    for token in (make_token("leave", row.key), make_token("ask", row.key)[:-1], "none"):
        assert stranger().post(f"/t/ask/{token}", {"do": "keep", "score": 9}).status_code == 404
    assert answer(letter, 9).status_code == 404, "a letter asks nothing"
    PlaybookVersion.objects.all().delete()
    assert answer(row, 9).status_code == 404
    assert told_of(ANSWERED) == []


def test_nothing_is_kept_of_whom_nothing_may_be_kept() -> None:
    row = put("a", "ask")
    with create_log(settings.CONFIGURATION.folder) as log:
        suppress_subject(log, "customer", "acme@example.com")
    assert "keep nothing of this" in said(answer(row, 9))
    assert told_of(ANSWERED) == []
