"""Overlays: computed once, answered at once, old while they are renewed."""

from __future__ import annotations

from pathlib import Path
from typing import Any
from unittest.mock import patch

import pytest
from django.test import Client

from desirepath.log.store import create_log
from desirepath.server.jobs.known import job_kinds
from desirepath.server.jobs.models import Job, State
from desirepath.server.jobs.queue import ask_to_cancel, claim
from desirepath.server.jobs.worker import Running, Worker
from desirepath.server.live.broker import BROKER, Event
from desirepath.server.lived.answers_code import ROOMS, digest_of
from desirepath.server.lived.models import Answer
from desirepath.server.lived.watch import LivedWatch
from desirepath.server.maps.accepting import accept_one
from desirepath.server.maps.making import make_map
from desirepath.server.maps.models import MapRecord
from desirepath.server.maps.texts import offer_text, text_at
from desirepath.server.people.models import Person
from tests.server.lived.conftest import SHOP, did

LIVED = "/api/v1/maps/shop/lived"


def reach(answer: Any) -> dict[str, float]:
    return {step["id"]: step["reach"]["value"] for step in answer["answer"]["steps"]}


def reword(record: MapRecord, old: str, new: str) -> None:
    record.refresh_from_db()
    text = text_at(record, record.revision)
    assert old in text
    offer = offer_text(
        text.replace(old, new), base=record.revision, edit_id=new, person=Person.objects.all()[0]
    )
    accept_one(record.id, offer)


def test_the_first_look_waits_for_a_job_the_second_does_not(
    ana: Client, shop: MapRecord, worker: Worker
) -> None:
    first = ana.get(LIVED)
    assert first.status_code == 202
    said = first.json()
    assert (said["answer"], said["fresh"], said["job"]["state"]) == (None, False, "waiting")
    assert ana.get(LIVED).json()["job"]["id"] == said["job"]["id"], "one question, one job"
    assert worker.run_one()
    second = ana.get(LIVED)
    assert second.status_code == 200
    assert reach(second.json()) == {"look": 1.0, "pay": 0.5}
    assert second.json()["of"]["revision"] == 0
    assert ana.get(f"/api/v1/jobs/{said['job']['id']}").json()["state"] == "done"


def test_segments_periods_and_a_second_side(ana: Client, shop: MapRecord, worker: Worker) -> None:
    question = {"segment": 'traits.plan == "pro"', "against": 'traits.plan == "team"', "since": "2026-01-01"}
    assert ana.get(LIVED, question).status_code == 202
    worker.run_one()
    said = ana.get(LIVED, question).json()
    assert said["answer"]["passages"]["started"] == 2, "c1 and c3"
    assert said["answer"]["against"]["passages"]["started"] == 0
    assert ana.get(LIVED).status_code == 202, "another question"


@pytest.mark.parametrize(
    ("name", "value", "code"),
    [
        ("segment", "traits.plan ==", "DP-EXPR"),
        ("against", "(", "DP-EXPR"),
        ("since", "yesterday", "DP-SRV-004"),
        ("until", "2026-01-31T12:00", "DP-SRV-004"),
        ("segment", "x" * 5000, "DP-SRV-004"),
    ],
)
def test_what_cannot_be_read_is_said_at_once(
    ana: Client, shop: MapRecord, name: str, value: str, code: str
) -> None:
    answer = ana.get(LIVED, {name: value})
    assert answer.status_code in (400, 422)
    assert answer.json()["problems"][0]["code"].startswith(code)
    assert not Job.objects.exists()


def test_a_period_that_ends_before_it_begins_is_refused(ana: Client, shop: MapRecord) -> None:
    assert ana.get(LIVED, {"since": "2026-02-01", "until": "2026-01-01"}).status_code == 400


def test_words_of_the_map_are_todays_and_measure_nothing_anew(
    ana: Client, shop: MapRecord, worker: Worker
) -> None:
    ana.get(LIVED)
    worker.run_one()
    reword(shop, "Looks around", "Strolls about")
    said = ana.get(LIVED)
    assert said.status_code == 200
    assert [step["name"] for step in said.json()["answer"]["steps"]] == ["Strolls about", "Pays"]
    assert not worker.run_one()


def test_what_an_earlier_version_answered_is_no_answer_any_more(
    ana: Client, shop: MapRecord, worker: Worker
) -> None:
    with patch("desirepath.server.lived.answering.made_by", return_value="0.0.1+before"):
        ana.get(LIVED)
        worker.run_one()
        assert ana.get(LIVED).status_code == 200
    said = ana.get(LIVED)  # its answer may lack what the pages show by now
    assert (said.status_code, said.json()["answer"]) == (202, None)
    worker.run_one()
    assert ana.get(LIVED).status_code == 200


def test_every_line_that_answers_counts_and_no_other(tmp_path: Path) -> None:
    for room in (*ROOMS, "cli"):
        (tmp_path / room).mkdir(parents=True)
        (tmp_path / room / "one.py").write_text("A = 1\n")
    before = digest_of(tmp_path)
    (tmp_path / "cli" / "one.py").write_text("A = 2\n")
    assert digest_of(tmp_path) == before
    for room in ROOMS:
        (tmp_path / room / "one.py").write_text("A = 2\n")
        assert digest_of(tmp_path) != before, room
        before = digest_of(tmp_path)


def test_another_rule_measures_anew_and_the_old_numbers_are_shown_as_old(
    ana: Client, shop: MapRecord, worker: Worker
) -> None:
    ana.get(LIVED)
    worker.run_one()
    reword(shop, "when: [{activity: looked}]", "when: [{activity: asked}]")
    said = ana.get(LIVED)
    assert said.status_code == 202
    assert reach(said.json()) == {"look": 1.0, "pay": 0.5}
    assert (said.json()["fresh"], said.json()["of"]["revision"]) == (False, 0)
    worker.run_one()
    assert ana.get(LIVED).json()["of"]["revision"] == 1
    assert reach(ana.get(LIVED).json())["look"] == 0.5, "of the two who asked or bought, one asked"


def test_new_facts_make_it_old_and_whoever_looks_gets_it_new(
    ana: Client, shop: MapRecord, worker: Worker, folder: Path
) -> None:
    watch = LivedWatch()
    watch.look()
    ana.get(LIVED)
    worker.run_one()
    with create_log(folder) as log:
        log.append([did("c3", "bought", 9)])
    told: list[tuple[str, Event]] = []
    with patch.object(BROKER, "tell", lambda topic, event: told.append((topic, event))):
        watch.look()
        assert ("map:shop", "log") in [(topic, event.name) for topic, event in told]
        assert Job.objects.filter(state=State.WAITING).count() == 1, "it is renewed unasked"
        watch.look()
        assert Job.objects.filter(state=State.WAITING).count() == 1
        assert ana.get(LIVED).status_code == 202
        told.clear()
        worker.run_one()
        watch.look()
        assert [(topic, event.name) for topic, event in told] == [("map:shop", "lived")]
    assert reach(ana.get(LIVED).json()) == {"look": 1.0, "pay": 0.75}


def test_nobody_looks_nobody_computes(ana: Client, shop: MapRecord, worker: Worker, folder: Path) -> None:
    watch = LivedWatch()
    watch.look()
    ana.get(LIVED)
    worker.run_one()
    Answer.objects.update(looked_at="2026-01-01T00:00:00Z")
    with create_log(folder) as log:
        log.append([did("c3", "bought", 9)])
    watch.look()
    assert not worker.run_one()


def test_a_measurement_that_fails_says_why_and_is_not_tried_on_and_on(
    ana: Client, shop: MapRecord, worker: Worker
) -> None:
    reword(shop, "passage: {", "passage: {horizon: 0d, ")
    assert ana.get(LIVED).status_code == 202
    worker.run_one()
    refused = ana.get(LIVED)
    assert refused.status_code == 422
    assert refused.json()["problems"][0]["code"] == "DP-RPL-002"
    assert not worker.run_one()
    reword(shop, "horizon: 0d", "horizon: 9d")
    assert ana.get(LIVED).status_code == 202


def test_a_measurement_can_be_cancelled_while_it_runs(ana: Client, shop: MapRecord) -> None:
    job_id = ana.get(LIVED).json()["job"]["id"]
    worker = Worker()
    job = claim(worker.name)
    assert job is not None
    running = Running(job)
    worker._running[job.pk] = running
    assert ana.post(f"/api/v1/jobs/{job_id}/cancel").json()["is_stopping"]
    worker.beat()
    worker._run(running, job_kinds()[job.kind])
    assert Job.objects.get(pk=job_id).state == State.CANCELLED
    assert not Answer.objects.exists()
    assert not ask_to_cancel(job)


def test_the_map_that_is_gone_leaves_no_answer(ana: Client, shop: MapRecord, worker: Worker) -> None:
    ana.get(LIVED)
    worker.run_one()
    shop.delete()
    assert not Answer.objects.exists()
    assert ana.get(LIVED).status_code == 404


def test_two_maps_with_the_same_rules_have_answers_of_their_own(
    ana: Client, shop: MapRecord, worker: Worker
) -> None:
    make_map(SHOP.replace("id: shop", "id: shop-2"), Person.objects.all()[0])
    ana.get(LIVED)
    worker.run_one()
    assert ana.get("/api/v1/maps/shop-2/lived").status_code == 202


def test_paths_funnels_and_success_are_asked_alike(ana: Client, shop: MapRecord, worker: Worker) -> None:
    funnel = {"steps": [{"when": "looked"}, {"when": 'activity == "bought"'}], "window": "2d"}

    def asked() -> list[Any]:
        return [
            ana.get("/api/v1/maps/shop/paths"),
            ana.post("/api/v1/log/funnel", funnel, content_type="application/json"),
            ana.get("/api/v1/log/success", {"use": 'activity == "looked"', "subject": "customer"}),
        ]

    assert [answer.status_code for answer in asked()] == [202, 202, 202]
    while worker.run_one():
        pass
    paths, funnels, success = asked()
    assert [answer.status_code for answer in (paths, funnels, success)] == [200, 200, 200]
    assert paths.json()["answer"]["starts"] == {"look": 4}
    assert "\u27e6" not in paths.content.decode()
    assert [step["reached"] for step in funnels.json()["answer"]["steps"]] == [4, 2]
    assert success.json()["answer"]
