"""What the pages of playbooks ask: edits that keep comments, previews, runs as stories, limits, what nobody
knows, what it has changed, what acts beside a map, and days that pass in the demo."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone
from pytest_django.fixtures import Settings

from desirepath.server.books.models import Seat
from desirepath.server.jobs.worker import Worker
from desirepath.server.log_state import current_log
from desirepath.server.people.models import AuditEntry, Person
from desirepath.server.playbooks.models import OutboxRow, Outcome, PlaybookRun
from desirepath.server.playbooks.performing.mailing import mail_of
from desirepath.success.playbooks.playbook_file import read_playbook_text
from tests.server.playbooks.conftest import BOOK
from tests.server.playbooks.test_playbooks import PLACE, create, post, run_all, turn_on

COMMENTED = BOOK.replace("  - {id: call", "  # First somebody calls.\n  - {id: call")


def check(client: Client, text: str, data: Any = None) -> dict[str, Any]:
    found: dict[str, Any] = post(client, f"{PLACE}/check", {"text": text, "data": data, "id": "quiet"}).json()
    return found


def test_a_changed_node_changes_its_own_characters_only(ana: Client) -> None:
    data = check(ana, COMMENTED)["data"]
    data["moves"][1]["email"]["subject"] = "Is something in the way?"
    data["moves"].insert(1, {"wait": "3d"})
    changed = check(ana, COMMENTED, data)
    assert changed["problems"] == []
    assert changed["data"] == data
    before, after = COMMENTED.splitlines(), changed["text"].splitlines()
    assert [line for line in before if line not in after] == ["      subject: A word, {{first_name}}?"]
    assert "  # First somebody calls." in after


def test_what_is_wrong_has_its_place_in_the_data(ana: Client) -> None:
    data = check(ana, BOOK)["data"]
    data["moves"][0]["task"]["title"] = "Call {{acount}}"
    (problem,) = check(ana, BOOK, data)["problems"]
    assert (problem["address"], problem["fix"]) == ("moves[0].task.title", 'did you mean "account"?')


def test_a_text_that_is_no_file_is_told_as_such(ana: Client) -> None:
    told = check(ana, "moves: [")
    assert told["data"] is None
    assert told["problems"][0]["code"].startswith("DP-MAP-")
    assert post(ana, f"{PLACE}/check", {"text": "moves: [", "data": {}}).status_code == 422


def test_a_mail_is_seen_as_it_would_be_with_what_is_missing(ana: Client) -> None:
    lacking = BOOK.replace("variables: {", "variables: {plan: {of: traits.plan}, ").replace(
        "what is in the way?", "{{plan}}"
    )
    asked = {"text": lacking, "move": "mail", "subject": "acme"}
    told = post(ana, f"{PLACE}/preview", asked).json()
    (person,) = told["people"]
    assert (told["subject"], person["person"]) == ("acme", "acme@example.com")
    assert person["title"] == "A word, Ada Bcc: all@example.com?"
    assert (person["lacks"], person["why_not"]) == (["plan"], '"plan" is not known of them')
    assert person["stands_in"] == {}
    assert told["missing"] == [{"name": "plan", "missing": 2, "of": 2, "instead": None}]
    instead = lacking.replace("{of: traits.plan}", "{of: traits.plan, otherwise: your plan}")
    told = post(ana, f"{PLACE}/preview", {**asked, "text": instead}).json()
    (person,) = told["people"]
    assert told["missing"][0]["instead"] == "your plan"
    assert (person["stands_in"], person["why_not"]) == ({"plan": "your plan"}, None)
    assert (
        post(ana, f"{PLACE}/preview", {**asked, "text": instead}).json()["missing"][0]["instead"]
        == "your plan"
    )
    task = post(ana, f"{PLACE}/preview", {"text": BOOK, "move": "call"}).json()
    assert [(one["person"], one["title"]) for one in task["people"]] == [(None, f"Call {task['subject']}")]
    assert post(ana, f"{PLACE}/preview", {**asked, "move": "none"}).status_code == 422
    assert post(ana, f"{PLACE}/preview", {**asked, "subject": "nobody"}).status_code == 404
    Seat.objects.create(person=Person.objects.get(email="ana@example.com"), roles=[], own_book_only=True)
    assert post(ana, f"{PLACE}/preview", asked).status_code == 404


def test_a_run_is_a_story(ana: Client, worker: Worker) -> None:
    create(ana, BOOK.replace("  - id: mail", "  - wait: 40d\n  - id: mail"))
    turn_on(ana, worker)
    run = PlaybookRun.objects.get(subject="acme")
    story = ana.get(f"{PLACE}/quiet/runs/{run.pk}").json()
    assert story["run"]["says"] == 'has been at "We sign" for 6 days'
    assert [(one["kind"], one["title"], one["outcome"]) for one in story["moves"]] == [
        ("task", "Call acme", "done")
    ]
    assert story["next"] == "email"
    assert ana.get(f"{PLACE}/other/runs/{run.pk}").status_code == 404


def test_what_nobody_knows_is_looked_at_by_somebody_with_a_name(ana: Client, worker: Worker) -> None:
    create(ana)
    turn_on(ana, worker)
    one, other = OutboxRow.objects.filter(kind="email").order_by("pk")
    assert post(ana, f"/api/v1/outbox/{one.pk}/arrived").json()["problems"][0]["code"] == "DP-PLY-021"
    OutboxRow.objects.filter(kind="email").update(outcome=Outcome.UNKNOWN)
    arrived = post(ana, f"/api/v1/outbox/{one.pk}/arrived").json()
    assert (arrived["outcome"], arrived["why"]) == ("done", "Ana has looked: it arrived")
    assert post(ana, f"/api/v1/outbox/{other.pk}/again").json()["outcome"] == "waiting"
    run_all(worker)
    other.refresh_from_db()
    assert other.outcome == Outcome.KEPT
    actions = AuditEntry.objects.order_by("-pk").values_list("action", flat=True)[:2]
    assert list(actions) == ["had a message sent again", "said that a message arrived"]
    OutboxRow.objects.filter(pk=one.pk).update(outcome=Outcome.UNKNOWN, at_us=0)
    assert post(ana, f"/api/v1/outbox/{one.pk}/again").json()["problems"][0]["code"] == "DP-PLY-022"


LIMITS = {"base": 0, "per_day": 2, "per_week": 5, "company": "Relay", "sender": "Mia of Relay"}
PLACE_OF_LIMITS = "/api/v1/playbook-limits"


def put_limits(client: Client, **more: Any) -> Any:
    return client.put(PLACE_OF_LIMITS, {**LIMITS, **more}, content_type="application/json")


def test_limits_are_set_by_owners_as_versions_and_hold(
    ana: Client, owner: Person, worker: Worker, settings: Settings
) -> None:
    twice = BOOK.replace("what is in the way?", "{{company}}") + (
        "  - {id: again, email: {to: traits.role != null, subject: Again, text: Again}}\n"
    )
    assert ana.get(PLACE_OF_LIMITS).json()["number"] == 0
    assert put_limits(ana).status_code == 403
    boss = Client()
    boss.force_login(owner)
    assert put_limits(boss).json()["by"] == "Olga"
    assert put_limits(boss).status_code == 409
    assert put_limits(boss, base=1, sender="a\nb").status_code == 422
    assert put_limits(boss, base=1, quiet={"from": "18:00"}).status_code == 400
    create(ana, twice)
    turn_on(ana, worker)
    # With one a day, as it is without limits set, the second would have been left out.
    assert set(OutboxRow.objects.values_list("outcome", flat=True)) == {"done", "kept"}
    row = OutboxRow.objects.filter(move="mail").first()
    assert row is not None
    assert row.values["company"] == "Relay"
    playbook = read_playbook_text(twice)
    mail = mail_of(row, playbook, playbook.moves[1], "ada@example.com")
    assert mail.from_email.startswith("Mia of Relay <")


def test_the_usual_quiet_hours_hold_where_a_playbook_says_none(
    ana: Client, owner: Person, worker: Worker
) -> None:
    boss = Client()
    boss.force_login(owner)
    days = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"]
    ago = timezone.now() - timedelta(days=2)  # so far back it began; and the day after is quiet too
    quiet = [days[(ago + timedelta(days=more)).weekday()] for more in range(5)]
    assert put_limits(boss, quiet={"days": quiet, "zone": "UTC"}).status_code == 200
    create(ana)
    turn_on(ana, worker)
    waits = dict(PlaybookRun.objects.values_list("subject", "why"))
    (why,) = set(waits.values())
    assert why.startswith(f"waits for {ago + timedelta(days=5):%A, }")
    assert why.endswith(", 00:00: outside the hours in which messages go out")


def test_too_few_are_called_too_few(ana: Client, worker: Worker) -> None:
    create(ana, BOOK.replace("goal: ", "hold_out: 0.5\ngoal_within: 1d\ngoal: "))
    turn_on(ana, worker)
    proof = ana.get(f"{PLACE}/quiet/proof").json()["proof"]
    assert proof["verdict"] == "too few"
    assert proof["meant"]["n"] + proof["held_out"]["n"] + proof["waiting"] == 2
    create(ana, BOOK.replace("id: quiet", "id: aimless").replace("goal: [{activity: feature.used}]\n", ""))
    assert ana.get(f"{PLACE}/aimless/proof").json() == {"proof": None}


def test_playbooks_hang_beside_the_steps_they_act_at(ana: Client, worker: Worker) -> None:
    create(ana, BOOK.replace("  - id: mail", "  - wait: 40d\n  - id: mail"))
    create(ana, BOOK.replace("id: quiet", "id: used").replace(
        "{stalls_at: signed, longer_than: 6d}", "{does: [{activity: feature.used}]}"
    ))  # fmt: skip
    turn_on(ana, worker)
    beside = ana.get("/api/v1/maps/small/playbooks").json()
    assert [
        (one["step"], [(book["id"], book["how"], book["running"]) for book in one["playbooks"]])
        for one in beside
    ] == [("signed", [("quiet", "on", 2)]), ("use", [("used", "off", 0)])]
    words = ana.get("/api/v1/playbook-words").json()
    assert [step["name"] for step in words["maps"][0]["steps"]] == ["We sign", "We talk", "We use it"]
    assert (words["playbooks"], words["roles"]) == (["quiet", "used"], ["customer-success"])


def test_a_simulation_tells_account_by_account_and_from_day_to_day(ana: Client, worker: Worker) -> None:
    job = post(ana, f"{PLACE}/simulate", {"text": BOOK, "days": 30}).json()["job"]
    run_all(worker)
    told = ana.get(f"/api/v1/jobs/{job}").json()["result"]
    assert [(one["subject"], len(one["runs"][0]["moves"])) for one in told["accounts"]] == [
        ("acme", 2),
        ("birch", 2),
    ]
    assert told["playbooks"][0]["most_a_day"] == 25
    first = (timezone.now() - timedelta(days=20)).date()
    days = {"since": first.isoformat(), "until": (first + timedelta(days=9)).isoformat()}
    job = post(ana, f"{PLACE}/simulate", {"text": BOOK, **days}).json()["job"]
    run_all(worker)
    told = ana.get(f"/api/v1/jobs/{job}").json()["result"]
    assert (told["accounts"], len(told["playbooks"][0]["days"])) == ([], 11)


@pytest.fixture
def demo(ana: Client, settings: Settings) -> Client:
    settings.IS_DEMO = True
    return ana


def test_in_the_demo_days_pass_and_what_waits_comes_due(demo: Client, worker: Worker) -> None:
    create(demo, BOOK.replace("  - id: mail", "  - wait: 2d\n  - id: mail").replace("6d", "1d"))
    began = demo.get("/api/v1/demo-clock").json()
    assert began["is_demo"] is True
    post(demo, f"{PLACE}/quiet/on", {"version": 1})
    run_all(worker)
    assert not OutboxRow.objects.exists()
    for days, expected in ((2, {"call": 2}), (2, {"call": 2, "mail": 2}), (2, {"call": 2, "mail": 2})):
        assert post(demo, "/api/v1/demo-clock/days", {"days": days}).status_code == 202
        run_all(worker)
        moves = list(OutboxRow.objects.values_list("move", flat=True))
        assert {move: moves.count(move) for move in set(moves)} == expected
    assert set(OutboxRow.objects.values_list("outcome", flat=True)) == {"done", "kept"}
    now = demo.get("/api/v1/demo-clock").json()["now"]
    assert datetime.fromisoformat(now) == datetime.fromisoformat(began["now"]) + timedelta(days=6)
    # Every room goes by it: the desk, the workspace, and what is told of the log.
    assert demo.get("/api/v1/today").json()["now"] == demo.get("/api/v1/workspace").json()["now"] == now
    last = current_log().info().last
    assert last is not None
    assert abs(last - datetime.fromisoformat(now)) < timedelta(milliseconds=1), "JSON has no more"
    assert "day.passed" not in [one["activity"] for one in demo.get("/api/v1/data/unmentioned").json()]


def test_elsewhere_time_passes_by_itself(ana: Client) -> None:
    assert post(ana, "/api/v1/demo-clock/days", {"days": 1}).status_code == 404
