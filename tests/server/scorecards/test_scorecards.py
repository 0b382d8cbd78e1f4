"""Scorecards over HTTP: versions, drafts that keep comments, publishing, files changed outside."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.test import Client

from desirepath.server.data.elsewhere import erase_elsewhere, find_elsewhere
from desirepath.server.data.redactor import Redactor
from desirepath.server.jobs.worker import Worker
from desirepath.server.people.models import AuditEntry, Person
from desirepath.server.people.roles import Role
from desirepath.server.scorecards.models import ScorecardVersion
from tests.server.scorecards.conftest import CARD

CARDS, USE = "/api/v1/scorecards", "/api/v1/scorecards/use"


def sent(answer: Any, status: int = 200) -> Any:
    assert answer.status_code == status, answer.content
    return answer.json() if answer.content else None


def put(ana: Client, path: str, **body: object) -> Any:
    return ana.put(path, body, content_type="application/json")


def post(ana: Client, path: str, **body: object) -> Any:
    return ana.post(path, body, content_type="application/json")


def codes(answer: Any) -> list[str]:
    return [one["code"] for one in answer.json()["problems"]]


def held_against_the_past(ana: Client, worker: Worker, text: str) -> Any:
    asked = {"text": text, "horizon_days": 20}
    assert post(ana, "/api/v1/health/back-test", **asked).status_code == 202
    assert worker.run_one()
    return sent(post(ana, "/api/v1/health/back-test", **asked))["answer"]


def test_a_file_changed_outside_is_a_version_by_nobody_known(ana: Client, by_git: Path) -> None:
    (one,) = sent(ana.get(CARDS))
    assert (one["id"], one["name"], one["in_force"], one["draft"]) == ("use", "Use", True, None)
    assert (one["version"]["number"], one["version"]["by"], one["version"]["from_folder"]) == (1, None, True)
    assert sent(ana.get(USE))["versions"] == [one["version"]]
    by_git.write_text(CARD.replace("Use  #", "Our use  #"), "utf-8")
    found = sent(ana.get(USE))
    assert (found["name"], [version["number"] for version in found["versions"]]) == ("Our use", [2, 1])
    told = sent(ana.get(f"{USE}/versions/2"))
    assert [line for line in told["lines"] if line["mark"] != " "] == [
        {"mark": "-", "text": "name: Use  # what we look at"},
        {"mark": "+", "text": "name: Our use  # what we look at"},
    ]
    assert sent(ana.get(f"{USE}/versions/9"), 404)


def test_a_file_that_cannot_be_read_is_shown_with_its_lines(ana: Client, by_git: Path) -> None:
    by_git.write_text(CARD.replace("at_least: 1,", "at_least: 2,"), "utf-8")
    found = sent(ana.get(USE))
    assert not found["is_readable"]
    (problem,) = found["problems"]
    assert (problem["code"], problem["line"], problem["file"]) == ("DP-SUC-001", 12, "use.scorecard.yaml")
    by_git.write_text("a: [", "utf-8")
    assert sent(ana.get(USE))["data"] is None


def test_a_draft_keeps_comments_and_who_was_slower_is_told(ana: Client, by_git: Path) -> None:
    data = sent(ana.get(USE))["data"]
    data["signals"][0]["weight"] = 3
    draft = sent(put(ana, f"{USE}/draft", text=CARD, data=data))
    assert draft["draft"]["revision"] == 1
    assert "# ours" in draft["text"]
    assert "name: Use  # what we look at" in draft["text"]
    assert draft["data"]["signals"][0]["weight"] == 3
    assert draft["published"] == CARD
    assert by_git.read_text("utf-8") == CARD
    slower = put(ana, f"{USE}/draft", text=CARD, base=None)
    assert (slower.status_code, codes(slower)) == (409, ["DP-SRV-006"])
    wrong = sent(
        put(ana, f"{USE}/draft", text=draft["text"].replace("id: use\nname", "id: other\nname"), base=1)
    )
    assert [problem["code"] for problem in wrong["problems"]] == ["DP-CRD-003"]
    assert codes(post(ana, f"{USE}/publish", base=2)) == ["DP-CRD-003"]
    assert ana.delete(f"{USE}/draft").status_code == 204
    assert sent(ana.get(USE))["draft"] is None


def test_publishing_asks_for_the_back_test_and_keeps_what_it_said(
    ana: Client, by_git: Path, worker: Worker
) -> None:
    text = CARD.replace("within: 10d", "within: 12d")
    put(ana, f"{USE}/draft", text=text)
    refused = post(ana, f"{USE}/publish", base=1, note="two days more")
    assert (refused.status_code, codes(refused)) == (422, ["DP-CRD-001"])
    told = held_against_the_past(ana, worker, text)
    assert told["format"] == "desirepath-back-test/1"
    assert told["auc"]["value"] > 0.8
    # Other words, the same numbers: what was tested still counts.
    text = text.replace("says: silent", "says: nobody came")
    put(ana, f"{USE}/draft", text=text, base=1)
    found = sent(post(ana, f"{USE}/publish", base=2, note="two days more"))
    assert by_git.read_text("utf-8") == text
    version = found["version"]
    assert (version["number"], version["by"], version["note"]) == (2, "Ana", "two days more")
    assert (version["judged"]["asked"], version["judged"]["customers"]) == (None, 6)
    assert version["judged"]["auc"] == told["auc"]
    assert found["draft"] is None
    entry = AuditEntry.objects.get(action="published a scorecard")
    assert (entry.target, entry.details) == ("use", {"version": 2, "asked": None})
    put(ana, f"{USE}/draft", text=text)
    assert codes(post(ana, f"{USE}/publish", base=1, anyway=True)) == ["DP-CRD-004"]


def test_an_earlier_version_comes_into_force_again(ana: Client, by_git: Path) -> None:
    ana.get(USE)
    by_git.write_text(CARD.replace("Use  #", "Our use  #"), "utf-8")
    put(ana, f"{USE}/draft", text=CARD + "# half done\n")
    again = f"{USE}/versions/1/publish"
    assert codes(post(ana, again, note="Nobody understood it", since=1)) == ["DP-SRV-006"]
    assert post(ana, again, note=" ", since=2).status_code == 422
    found = sent(post(ana, again, note="Nobody understood it", since=2))
    version = found["version"]
    assert (version["number"], version["by"], version["note"]) == (3, "Ana", "Nobody understood it")
    assert by_git.read_text("utf-8") == CARD == found["published"]
    # What somebody works on stays, and looking into the folder finds nothing new.
    assert found["text"].endswith("# half done\n")
    assert [one["number"] for one in sent(ana.get(USE))["versions"]] == [3, 2, 1]
    assert AuditEntry.objects.get(action="published a scorecard").details == {"version": 3, "again": 1}
    assert codes(post(ana, again, note="Once more", since=3)) == ["DP-CRD-004"]
    assert post(ana, f"{USE}/versions/9/publish", note="x", since=3).status_code == 404


def test_one_that_tells_less_than_the_simplest_way_asks_too(
    ana: Client, by_git: Path, worker: Worker
) -> None:
    # Turned round: whoever comes is called poor.
    text = CARD.replace("points: 100", "points: 1").replace("points: 0", "points: 100")
    put(ana, f"{USE}/draft", text=text)
    assert held_against_the_past(ana, worker, text)["gain"]["by"] < 0
    assert codes(post(ana, f"{USE}/publish", base=1)) == ["DP-CRD-002"]
    found = sent(post(ana, f"{USE}/publish", base=1, anyway=True))
    assert found["version"]["judged"]["asked"] == "worse"


def test_a_new_one_begins_with_what_the_log_can_answer(ana: Client, folder: Path) -> None:
    made = sent(post(ana, CARDS, name="Health"), 201)
    assert (made["id"], made["in_force"], made["version"], made["problems"]) == ("health", False, None, [])
    assert made["data"]["signals"][0]["of"] == [{"activity": "used"}]
    assert sent(post(ana, CARDS, name="Health"), 201)["id"] == "health-2"
    sent(post(ana, f"{CARDS}/health/publish", base=1, anyway=True))
    assert (folder / "scorecards" / "health.scorecard.yaml").read_text("utf-8") == made["text"]
    assert ana.delete(f"{CARDS}/health-2/draft").status_code == 204
    assert [one["id"] for one in sent(ana.get(CARDS))] == ["health"]


def test_one_taken_out_of_force_can_come_back(ana: Client, by_git: Path) -> None:
    assert ana.get(USE).status_code == 200
    assert ana.delete(USE).status_code == 204
    assert not by_git.exists()
    found = sent(ana.get(USE))
    assert (found["in_force"], found["published"], found["draft"]["revision"]) == (False, None, 1)
    sent(post(ana, f"{USE}/publish", base=1, anyway=True))
    assert by_git.read_text("utf-8") == CARD


def test_now_and_the_dry_run_count_by_hand(ana: Client, by_git: Path, worker: Worker) -> None:
    assert post(ana, "/api/v1/health/now", text=CARD).status_code == 202
    assert worker.run_one()
    now = sent(post(ana, "/api/v1/health/now", text=CARD))["answer"]
    # Three have left and have no score; the others came within ten days, now as a week ago.
    assert (now["meant"], now["without_score"]) == (3, 0)
    assert now["levels"] == [{"name": "poor", "now": 0, "before": 0}, {"name": "good", "now": 3, "before": 3}]
    assert (now["bins"][-1], sum(now["bins"])) == (3, 3)
    (signal,) = now["signals"]
    assert (signal["known"], signal["missing"], signal["ranges"]) == (3, 0, [0, 3])
    harder = CARD.replace("less_than: 1", "less_than: 5").replace("at_least: 1,", "at_least: 5,")
    asked = {"text": harder, "against": CARD}
    assert post(ana, "/api/v1/health/dry-run", **asked).status_code == 202
    assert worker.run_one()
    told = sent(post(ana, "/api/v1/health/dry-run", **asked))["answer"]
    assert told["subjects"] == 3
    assert [(one["subject"], one["level_before"], one["level_after"]) for one in told["movers"]] == [
        (who, "good", "poor") for who in "def"
    ]


def test_what_is_wrong_is_said_before_anything_is_computed(ana: Client, folder: Path) -> None:
    answer = post(ana, "/api/v1/health/now", text=CARD.replace("at_least: 1,", "at_least: 2,"))
    assert (answer.status_code, codes(answer)) == (422, ["DP-SUC-001"])
    lost = CARD.replace("name: Use  #", "map: nowhere\nname: Use  #").replace("takes: count", "takes: pace")
    assert post(ana, "/api/v1/health/now", text=lost).status_code == 404


def test_a_viewer_sees_none_of_it(ana: Client, by_git: Path, client: Client) -> None:
    client.force_login(Person.objects.create_user("vic@example.com", role=Role.VIEWER))
    assert client.get(CARDS).status_code == 403
    assert client.get("/api/v1/health?account=a").status_code == 403
    assert not ScorecardVersion.objects.exists()


def test_an_erasure_takes_words_out_of_versions_and_of_the_file(ana: Client, by_git: Path) -> None:
    by_git.write_text(CARD.replace("# ours", "# ours; Acme Ltd is like no other"), "utf-8")
    assert ana.get(USE).status_code == 200
    words = Redactor(["Acme Ltd"])
    assert {one.place: one.count for one in find_elsewhere(words)} == {
        "scorecards and their versions": 1,
        "files of scorecards": 1,
    }
    erase_elsewhere(words)
    assert find_elsewhere(words) == []
    # File and version say the same again: that is no change made outside.
    assert [version["number"] for version in sent(ana.get(USE))["versions"]] == [1]
    assert sent(ana.get(USE))["is_readable"]
