"""A playbook from its file to what it did: checked, simulated, turned on, seen to act once, stopped."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from desirepath.log.store import create_log, open_log
from desirepath.server.books.models import Seat
from desirepath.server.desk.deciding import DECIDE as LOOK
from desirepath.server.desk.models import Came, Handoff, MapChoice, Task
from desirepath.server.jobs.models import Job
from desirepath.server.jobs.queue import enqueue
from desirepath.server.jobs.worker import Worker
from desirepath.server.maps.making import make_map
from desirepath.server.people.models import AuditEntry, Person
from desirepath.server.playbooks.erasing import forget_in_playbooks
from desirepath.server.playbooks.kept import House
from desirepath.server.playbooks.models import OutboxRow, Outcome, PlaybookRun
from desirepath.server.playbooks.simulating import SIMULATE
from desirepath.success.playbooks.playbook_file import read_playbook_text
from tests.server.playbooks.conftest import BOOK, did
from tests.success.playbooks.world import MAP

PLACE = "/api/v1/playbooks"


def post(client: Client, path: str, body: Any = None) -> Any:
    return client.post(path, {} if body is None else body, content_type="application/json")


def create(client: Client, text: str = BOOK) -> dict[str, Any]:
    made = post(client, PLACE, {"text": text})
    assert made.status_code == 201, made.content
    found: dict[str, Any] = made.json()
    return found


def run_all(worker: Worker) -> None:
    """Everything that waits, and what comes of it."""
    while worker.run_one():
        pass


def turn_on(client: Client, worker: Worker, **more: Any) -> dict[str, Any]:
    answer = post(client, f"{PLACE}/quiet/on", {"version": 1, "days_back": 3, **more})
    assert answer.status_code == 200, answer.content
    run_all(worker)
    found: dict[str, Any] = client.get(f"{PLACE}/quiet").json()
    return found


def test_a_slip_is_told_with_its_line_and_nothing_is_kept(ana: Client) -> None:
    wrong = BOOK.replace("stalls_at: signed", "stalls_at: sined")
    refused = post(ana, PLACE, {"text": wrong})
    assert refused.status_code == 422
    (problem,) = refused.json()["problems"]
    assert (problem["code"], problem["line"]) == ("DP-PBK-006", 5)
    assert problem["fix"] == 'did you mean "signed"?'
    assert post(ana, f"{PLACE}/check", {"text": wrong}).json()["problems"] == [problem]
    assert ana.get(PLACE).json()["playbooks"] == []


def test_it_is_simulated_in_the_background_and_nothing_is_sent(ana: Client, worker: Worker) -> None:
    job = post(ana, f"{PLACE}/simulate", {"text": BOOK, "days": 30})
    assert job.status_code == 202
    run_all(worker)
    told = ana.get(f"/api/v1/jobs/{job.json()['job']}").json()["result"]
    assert told["playbooks"][0]["done"] == {"call": 2, "mail": 2}
    assert not OutboxRow.objects.exists()


def test_who_sees_their_own_book_simulates_nothing_for_everybody(ana: Client, worker: Worker) -> None:
    Seat.objects.create(person=Person.objects.get(email="ana@example.com"), roles=["csm"], own_book_only=True)
    refused = post(ana, f"{PLACE}/simulate", {"text": BOOK, "days": 30})
    assert refused.status_code == 403
    assert "DP-SRV-002" in refused.content.decode()
    assert not Job.objects.filter(kind=SIMULATE).exists()


def test_turned_on_it_acts_once_and_says_why(ana: Client, worker: Worker) -> None:
    create(ana)
    shown = turn_on(ana, worker)
    assert (shown["how"], shown["done"], shown["running"]) == ("on", 4, 0)
    tasks = Task.objects.order_by("account")
    assert [(one.title, one.came, one.account) for one in tasks] == [
        ("Call acme", Came.PLAYBOOK, "acme"),
        ("Call birch", Came.PLAYBOOK, "birch"),
    ]
    assert tasks[0].owned_because == "nobody has the role customer-success"
    runs = ana.get(f"{PLACE}/quiet/runs").json()["items"]
    assert {(one["subject"], one["says"], one["status"]) for one in runs} == {
        (account, 'has been at "We sign" for 6 days', "done") for account in ("acme", "birch")
    }
    mails = ana.get("/api/v1/outbox?outcome=kept").json()["items"]
    assert [(one["person"], one["title"]) for one in sorted(mails, key=lambda one: one["person"])] == [
        ("acme@example.com", "A word, Ada Bcc: all@example.com?"),
        ("birch@example.com", "A word, <b>Bo</b>?"),
    ]
    first = OutboxRow.objects.order_by("pk")[0]
    last_us = OutboxRow.objects.latest("at_us").at_us
    OutboxRow.objects.filter(pk=first.pk).update(at_us=last_us + 1_000_000)  # decided first, and due last
    cursor: str | None = ""
    shown_rows = []
    while cursor is not None:
        page = ana.get(f"/api/v1/outbox?limit=1&cursor={cursor}").json()
        shown_rows += [(one["at"], one["id"]) for one in page["items"]]
        cursor = page["next"]
    assert len(shown_rows) == 4
    assert shown_rows == sorted(shown_rows, reverse=True)
    assert shown_rows[0][1] == first.pk
    assert ana.get("/api/v1/outbox?cursor=1-x").json()["problems"][0]["code"] == "DP-SRV-004"
    post(ana, f"{PLACE}/quiet/pause")
    post(ana, f"{PLACE}/quiet/resume")
    run_all(worker)
    assert (Task.objects.count(), OutboxRow.objects.count()) == (2, 4)
    said = AuditEntry.objects.order_by("pk").values_list("action", flat=True)
    assert list(said)[-3:] == ["turned a playbook on", "paused a playbook", "let a playbook go on"]


def test_a_late_handoff_begins_it(ana: Client, owner: Person, worker: Worker) -> None:
    # They signed eight days ago; that was to be handed over within six. On another map nothing is late.
    handing = "{from: sales, to: csm, carries: [goals], within: 6d}"
    for name in ("handed", "other"):
        within = handing if name == "handed" else "{from: sales, to: csm, within: 20d}"
        text = MAP.replace("id: small", f"id: {name}").replace(
            "within: 3d}", f"within: 3d, handoff: {within}}}"
        )
        make_map(text, owner)
        MapChoice.objects.create(map=name, makes_work=True)
        late = BOOK.replace("id: quiet", f"id: {name}").replace("map: small", f"map: {name}")
        create(
            ana,
            late.replace("when: [{stalls_at: signed, longer_than: 6d}]", "when: [{handoff_late: signed}]"),
        )
    enqueue(LOOK)
    run_all(worker)
    assert Handoff.objects.filter(map="handed").count() == 2
    for name in ("handed", "other"):
        assert post(ana, f"{PLACE}/{name}/on", {"version": 1, "days_back": 3}).status_code == 200
    run_all(worker)
    made = Task.objects.filter(came="playbook").order_by("account")
    assert [(one.account, one.title) for one in made] == [("acme", "Call acme"), ("birch", "Call birch")]
    runs = ana.get(f"{PLACE}/handed/runs").json()["items"]
    assert {one["says"] for one in runs} == {"the handoff is late"}
    assert ana.get(f"{PLACE}/other/runs").json()["items"] == []


def test_what_happened_before_it_was_on_begins_nothing(ana: Client, worker: Worker) -> None:
    create(ana)
    shown = turn_on(ana, worker, days_back=0)
    assert (shown["done"], PlaybookRun.objects.count()) == (0, 0)


def test_moves_that_cannot_be_done_are_asked_about_and_stand_in_the_outbox(
    ana: Client, worker: Worker
) -> None:
    text = BOOK + "  - {id: say, chat: {channel: cs, text: Hi}}\n"
    text += '  - {id: show, in_app: {to: traits.role == "lead", title: Hi, text: Hi}}\n'
    assert create(ana, text)["cannot"] == ['chat "cs"']
    refused = post(ana, f"{PLACE}/quiet/on", {"version": 1})
    assert refused.status_code == 422
    assert refused.json()["problems"][0]["code"] == "DP-PLY-003"
    turn_on(ana, worker, anyway=True)
    left = ana.get("/api/v1/outbox?outcome=left out").json()["items"]
    # A mail a day is the limit: the message inside the product is one too many on the same day.
    assert {one["why"] for one in left} == {"had 1 message within 1 day already"}


def test_runs_go_on_on_their_version_until_it_is_stopped(ana: Client, worker: Worker) -> None:
    waits = BOOK.replace("  - id: mail", "  - wait: 40d\n  - id: mail")
    create(ana, waits)
    assert turn_on(ana, worker)["running"] == 2
    changed = ana.put(f"{PLACE}/quiet", {"text": BOOK}, content_type="application/json").json()
    assert (changed["latest"], changed["version"]) == (2, 1)
    assert ana.get(f"{PLACE}/quiet/versions/1").json()["text"] == waits
    post(ana, f"{PLACE}/quiet/on", {"version": 2})
    run_all(worker)
    assert set(PlaybookRun.objects.values_list("version", "status")) == {(1, "running")}
    assert post(ana, f"{PLACE}/quiet/drain").json()["how"] == "draining"
    stopped = post(ana, f"{PLACE}/quiet/stop").json()
    assert (stopped["how"], stopped["running"]) == ("off", 0)
    refused = post(ana, f"{PLACE}/quiet/pause")
    assert (refused.status_code, refused.json()["problems"][0]["code"]) == (422, "DP-PLY-004")


def test_the_goal_ends_a_run_when_it_comes_in(ana: Client, worker: Worker, folder: Any) -> None:
    create(ana, BOOK.replace("  - id: mail", "  - wait: 40d\n  - id: mail"))
    turn_on(ana, worker)
    with create_log(folder) as log:
        log.append([did("acme", 0.5, "feature.used")])
    post(ana, f"{PLACE}/quiet/on", {"version": 1})
    run_all(worker)
    found = dict(PlaybookRun.objects.values_list("subject", "status"))
    assert found == {"acme": "reached", "birch": "running"}


def test_halted_nothing_is_decided_and_nothing_goes_out(ana: Client, worker: Worker) -> None:
    create(ana)
    assert post(ana, "/api/v1/outbox/halt").json()["halted_at"]
    turn_on(ana, worker)
    assert not OutboxRow.objects.exists()
    assert ana.delete("/api/v1/outbox/halt").json() == {"halted_at": None}
    run_all(worker)
    assert OutboxRow.objects.filter(outcome=Outcome.KEPT).count() == 2


def test_one_that_asks_waits_for_an_answer(ana: Client, worker: Worker) -> None:
    create(ana, BOOK.replace("moves:", "most_a_day: 1\nmoves:"))
    shown = turn_on(ana, worker)
    assert shown["asks"].startswith("it would begin for more than 1 within a day")
    assert Task.objects.count() == 1
    answered = turn_on(ana, worker, most_a_day=10)
    assert answered["asks"] == ""


def test_who_is_erased_is_erased_here_too(ana: Client, worker: Worker) -> None:
    create(ana)
    turn_on(ana, worker)
    gone = forget_in_playbooks("account", ["acme"])
    assert gone == {"runs of playbooks": 1, "the outbox": 2}
    assert forget_in_playbooks("customer", ["birch@example.com"]) == {"the outbox": 1}


def test_templates_are_offered_with_their_words(ana: Client) -> None:
    titles = {one["name"]: one["title"] for one in ana.get(f"{PLACE}/templates").json()}
    assert titles["cart-reminder"] == "A reminder with a stylist"
    assert "stylist" in ana.get(f"{PLACE}/templates/cart-reminder").json()["text"]


@pytest.mark.parametrize("path", ["quiet", "quiet/runs", "quiet/versions/1"])
def test_what_is_not_there_is_not_found(ana: Client, path: str) -> None:
    assert ana.get(f"{PLACE}/{path}").status_code == 404


def test_the_log_stays_as_it_was(ana: Client, worker: Worker, owner: Person, folder: Any) -> None:
    before = open_log(folder).generation
    create(ana)
    turn_on(ana, worker)
    assert open_log(folder).generation == before


CARD = """\
format: desirepath/1
id: health
name: Health
levels: [{name: poor}, {name: good, at_least: 50}]
signals:
  - {id: use, name: Use, takes: count, of: [{activity: signed}], within: 30d, scores: [
      {less_than: 1, points: 0}, {at_least: 1, points: 100}]}
"""
FALLS = """\
format: desirepath-playbook/1
id: falls
name: Health fell
scorecard: health
when: [{health_falls_to: poor}]
goal: [{activity: feature.used}]
moves: [{id: call, task: {title: Call them}}]
"""


def test_a_level_that_is_renamed_halts_the_playbook_that_names_it_alone(
    ana: Client, worker: Worker, folder: Path
) -> None:
    file = folder / "scorecards" / "health.scorecard.yaml"
    file.parent.mkdir()
    file.write_text(CARD, "utf-8")
    create(ana, FALLS)
    assert post(ana, f"{PLACE}/falls/on", {"version": 1}).status_code == 200
    file.write_text(CARD.replace("name: poor", "name: bad"), "utf-8")
    create(ana)
    turn_on(ana, worker)
    assert set(PlaybookRun.objects.values_list("playbook", flat=True)) == {"quiet"}
    assert House.now().has_all_of(read_playbook_text(FALLS)) is False
    file.write_text(CARD, "utf-8")
    assert House.now().has_all_of(read_playbook_text(FALLS)) is True
