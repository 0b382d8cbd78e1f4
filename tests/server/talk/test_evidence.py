from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import orjson
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st

from desirepath.base.problem import DesirepathError
from desirepath.log.interaction import Interaction
from desirepath.model.edits import Edit, apply_edit
from desirepath.model.map_file import read_map_text
from desirepath.server.clock import workspace_time
from desirepath.server.lived.answering import Asked
from desirepath.server.lived.models import Answer
from desirepath.server.lived.questions import MapQuestion
from desirepath.server.log_state import current_log
from desirepath.server.maps.models import EditRecord, MapRecord
from desirepath.server.maps.state import current_nodes
from desirepath.server.maps.texts import text_at
from desirepath.server.people.models import MapRole, Person
from desirepath.server.people.roles import Role
from desirepath.server.talk.claims import claim_changes, read_claim, with_source, without_source
from desirepath.server.talk.models import Evidence
from desirepath.server.talk.places import Place
from desirepath.server.talk.proofs import checked_link
from tests.server.talk.coffee import coffee_nodes

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("workspace")]
EVIDENCE = "/api/v1/maps/coffee/evidence"
People = Callable[..., Person]
Enter = Callable[[Person], Client]
LINK = {"what": "link", "url": "https://example.org/review?id=7", "title": "A review"}


@pytest.fixture
def editor(person: People, as_person: Enter) -> Client:
    return as_person(person("Ed", Role.EDITOR))


def attach(client: Client, proof: dict[str, Any], node: str = "step:order", **more: Any) -> Any:
    return client.post(EVIDENCE, {"node": node, "proof": proof, **more}, content_type="application/json")


def attached(client: Client, proof: dict[str, Any], node: str = "step:order", **more: Any) -> Any:
    answer = attach(client, proof, node, **more)
    assert answer.status_code == 201, answer.content
    return answer.json()


def claim(place: Place) -> dict[str, Any]:
    return read_claim(current_nodes(MapRecord.objects.get(id="coffee")), place)


def text() -> str:
    record = MapRecord.objects.get(id="coffee")
    return text_at(record, record.revision)


def test_a_link_makes_a_goal_evidence_by_an_ordinary_edit(coffee: MapRecord, editor: Client) -> None:
    kept = attached(
        editor, LINK, property="goal", confidence=0.8, note="Three of five said so", kind="review"
    )
    today = workspace_time().today.isoformat()
    assert claim(Place("step:order", "goal")) == {
        "basis": "evidence",
        "sources": [
            {
                "kind": "review",
                "url": LINK["url"],
                "note": "A review",
                "id": f"evidence-{kept['id']}",
                "on": today,
            }
        ],
        "confidence": 0.8,
        "confirmed_on": today,
        "by": "Ed",
    }
    assert "# we think" in text()
    (step,) = read_map_text(text()).steps()
    assert step.goal is not None
    assert (step.goal.text, step.goal.is_evidence) == ("Be out in three minutes", True)
    edit = EditRecord.objects.get(map=coffee)
    assert (edit.edit_id, edit.revision) == (kept["edit_id"], 1)
    assert kept["by"]["name"] == "Ed"
    assert (kept["is_cited"], kept["age_days"], kept["weight"], kept["step"]) == (True, 0, 0.8, "step:order")


def test_a_card_and_a_feeling_are_claims_too(coffee: MapRecord, editor: Client) -> None:
    attached(editor, LINK, node="card:waits")
    attached(editor, LINK, property="feeling", confidence=1)
    (step,) = read_map_text(text()).steps()
    assert step.doing is not None
    assert step.doing[1].is_evidence
    assert step.feeling is not None
    assert (step.feeling.value, step.feeling.is_evidence) == (0.5, True)


def test_more_evidence_adds_and_the_latest_day_stays(coffee: MapRecord, editor: Client) -> None:
    attached(editor, LINK, property="goal", confidence=0.4, confirmed_on="2026-03-01")
    attached(editor, LINK, property="goal", confirmed_on="2026-02-01")
    known = claim(Place("step:order", "goal"))
    assert (len(known["sources"]), known["confidence"], known["confirmed_on"]) == (2, 0.4, "2026-03-01")


def test_an_upload_is_evidence(coffee: MapRecord, editor: Client) -> None:
    files = "/api/v1/maps/coffee/attachments"
    file = editor.post(files, {"file": SimpleUploadedFile("answers.csv", b"score\n9\n")}).json()["file"]
    kept = attached(editor, {"what": "upload", "file": file}, property="goal")
    assert kept["url"] == f"{files}/{file}"
    assert kept["source"]["url"] == f"attachments/{file}"
    assert editor.get(files).json()["items"][0]["uses"] == 1
    MapRecord.objects.create(id="tea", title="Tea", text="")
    assert attach(editor, {"what": "upload", "file": "0" * 20 + ".csv"}, property="goal").status_code == 404


def test_an_interaction_is_evidence_and_read_from_the_log(
    coffee: MapRecord, editor: Client, answered: Interaction
) -> None:
    proof = {"what": "interaction", "source": answered.source, "key": "resp-1"}
    kept = attached(editor, proof, property="feeling")
    assert kept["source"] == {
        "kind": "survey",
        "scale": "1..5",
        "id": f"evidence-{kept['id']}",
        "on": "2026-05-03",
    }
    assert kept["confirmed_on"] == "2026-05-03"
    shown = editor.get(f"{EVIDENCE}/{kept['id']}").json()["interaction"]
    assert (shown["text"], shown["score"], shown["customer"]) == ("Quick, and kind", 4.0, "seema")
    assert "seema" not in text()
    assert "Quick" not in orjson.dumps(list(Evidence.objects.values("thing", "source"))).decode()
    missing = attach(editor, {**proof, "key": "resp-2"}, property="feeling")
    assert missing.json()["problems"][0]["code"] == "DP-TLK-004"


def test_a_number_is_kept_as_it_was_that_day(
    coffee: MapRecord, editor: Client, answered: Interaction, settings: Any
) -> None:
    proof = {"what": "measure", "measure": "reach", "step": "order"}
    waiting = attach(editor, proof, property="goal")
    assert waiting.status_code == 409
    estimate = {"measure": "reach", "value": 0.62, "low": 0.55, "high": 0.69, "n": 64, "unit": "share"}
    asked = Asked("map", MapQuestion(), MapRecord.objects.get(id="coffee"))
    empty: dict[str, Any] = {"measure": "dwell", "value": None, "reason": "nobody came", "n": 0}
    steps = [{"id": "order", "reach": estimate, "dwell": empty, "name": "x", "stage": "x", "assumed": {}}]
    Answer.objects.create(
        key=asked.key,
        what="map",
        map=coffee,
        asked=asked.asked,
        question={},
        generation=current_log().generation,
        result=orjson.dumps({"overall": {}, "steps": steps, "against": None}).decode(),
        seconds=1,
    )
    kept = attached(editor, proof, property="goal", confidence=0.9)
    assert kept["thing"]["estimate"] == estimate
    assert kept["source"]["note"] == "Reach: 62\xa0% (55 to 69)"
    assert (kept["source"]["measure"], kept["source"]["n"], kept["source"]["kind"]) == ("reach", 64, "event")
    for wrong in ({"measure": "dwell"}, {"measure": "name"}, {"measure": "speed"}):
        refused = attach(editor, {**proof, **wrong}, property="goal")
        assert refused.json()["problems"][0]["code"] == "DP-TLK-006"
    assert attach(editor, {**proof, "step": "nowhere"}, property="goal").status_code == 404
    settings.IS_DEMO = True  # the story's day is long before the day on which the number was made
    in_demo = attached(editor, proof, property="feeling")
    assert in_demo["confirmed_on"] == workspace_time().today.isoformat() == "2026-05-03"


def test_evidence_fades_with_its_age(coffee: MapRecord, editor: Client) -> None:
    day = workspace_time().today - timedelta(days=360)
    kept = attached(editor, LINK, property="goal", confidence=0.8, confirmed_on=day.isoformat())
    assert (kept["age_days"], kept["weight"]) == (360, 0.4)


def test_withdrawn_it_leaves_no_trace_on_the_claim(coffee: MapRecord, editor: Client) -> None:
    one = attached(editor, LINK, property="goal")
    two = attached(editor, LINK, property="goal")
    assert editor.delete(f"{EVIDENCE}/{one['id']}").status_code == 204
    (left,) = claim(Place("step:order", "goal"))["sources"]
    assert left["id"] == f"evidence-{two['id']}"
    editor.delete(f"{EVIDENCE}/{two['id']}")
    assert claim(Place("step:order", "goal")) == {"basis": "assumption"}
    assert editor.get(EVIDENCE).json()["items"] == []


def test_undone_it_is_kept_and_not_cited(coffee: MapRecord, editor: Client, person: People) -> None:
    kept = attached(editor, LINK, property="goal")
    answer = editor.post("/api/v1/maps/coffee/undo", {"id": "u-1"}, content_type="application/json")
    assert answer.status_code == 200, answer.content
    (listed,) = editor.get(EVIDENCE).json()["items"]
    assert (listed["id"], listed["is_cited"]) == (kept["id"], False)
    assert editor.delete(f"{EVIDENCE}/{kept['id']}").status_code == 204


def test_it_is_listed_by_place_and_the_questions_do_not_grow(
    coffee: MapRecord, editor: Client, django_assert_max_num_queries: Any
) -> None:
    for place in ({"property": "goal"}, {"node": "card:waits"}, {"property": "feeling"}) * 4:
        attached(editor, LINK, **place)
    with django_assert_max_num_queries(10):
        assert len(editor.get(f"{EVIDENCE}?node=stage:counter").json()["items"]) == 12
    assert len(editor.get(f"{EVIDENCE}?node=card:waits").json()["items"]) == 4
    page = editor.get(f"{EVIDENCE}?limit=7").json()
    assert len(editor.get(f"{EVIDENCE}?limit=7&cursor={page['next']}").json()["items"]) == 5


@pytest.mark.parametrize(
    "body",
    [
        {"node": "step:order", "property": "name"},
        {"node": "step:order"},
        {"node": "step:order", "property": "success"},
        {"node": "map"},
        {"node": "stage:counter", "property": "feeling"},
        {"node": "card:nowhere"},
        {"property": "goal", "confidence": 1.5},
        {"property": "goal", "confirmed_on": "9999-01-01"},
        {"property": "goal", "confirmed_on": "soon"},
        {"property": "goal", "proof": {"what": "hearsay"}},
        {"property": "goal", "proof": {"what": "link", "url": "javascript:alert(1)"}},
        {"property": "goal", "proof": {**LINK, "secret": 1}},
        {"property": "goal", "proof": {"what": "upload", "file": "../../secret.key"}},
        {"property": "goal", "by": "somebody else"},
        {"property": "goal", "note": "two\nlines"},
    ],
)
def test_what_makes_no_evidence_is_refused_and_leaves_nothing(
    body: dict[str, Any], coffee: MapRecord, editor: Client
) -> None:
    answer = editor.post(
        EVIDENCE, {"node": "step:order", "proof": LINK, **body}, content_type="application/json"
    )
    assert 400 <= answer.status_code < 500, answer.content
    assert answer.json()["problems"][0]["fix"] or answer.status_code == 422
    assert not Evidence.objects.exists()
    assert MapRecord.objects.get(id="coffee").revision == 0


def test_a_commenter_attaches_nothing_and_other_maps_are_out_of_reach(
    coffee: MapRecord, editor: Client, person: People, as_person: Enter
) -> None:
    assert attach(as_person(person("Cem")), LINK, property="goal").status_code == 403
    kept = attached(editor, LINK, property="goal")
    MapRecord.objects.create(id="tea", title="Tea", text="")
    guest = person("Gus", Role.NONE)
    MapRole.objects.create(person=guest, map="tea", role=Role.OWNER)
    tea = f"/api/v1/maps/tea/evidence/{kept['id']}"
    assert as_person(guest).get(tea).status_code == 404
    assert as_person(guest).delete(tea).status_code == 404
    assert Evidence.objects.count() == 1


@pytest.mark.parametrize(
    "url",
    [
        "javascript:alert(1)",
        "JAVASCRIPT:alert(1)",
        "data:text/html,x",
        "file:///etc/passwd",
        "ftp://example.org",
        "//example.org",
        "https://",
        "https://ana:secret@example.org/",
        "https://example.org/\nSet-Cookie: x",
        "https://exa mple.org/",
        "https://example.org:99999/",
        'https://example.org/"onmouseover="x',
        "http://[::1",
        "",
    ],
)
def test_only_pages_are_links(url: str) -> None:
    with pytest.raises(DesirepathError) as refused:
        checked_link(url)
    assert refused.value.code == "DP-TLK-005"


days = st.dates(date(2020, 1, 1), date(2030, 1, 1))


@given(st.lists(st.tuples(st.integers(0, 9), days), unique_by=lambda one: one[0], min_size=1, max_size=5))
def test_what_is_added_one_by_one_can_be_taken_away_one_by_one(added: list[tuple[int, date]]) -> None:
    known: dict[str, Any] = {}
    for number, day in added:
        known = with_source(
            known, {"kind": "x", "id": f"e-{number}"}, confidence=None, confirmed_on=day, by="Ana"
        )
    assert known["confirmed_on"] == max(day for _, day in added).isoformat()
    assert [one["id"] for one in known["sources"]] == [f"e-{number}" for number, _ in added]
    for number, _ in added:
        known = without_source(known, f"e-{number}")
    assert known == {"basis": "assumption"}


@given(st.sampled_from([Place("step:order", "goal"), Place("step:order", "feeling"), Place("card:waits")]))
def test_the_changes_make_the_claim_what_was_wanted(place: Place) -> None:
    nodes = coffee_nodes()
    wanted = with_source(
        {}, {"kind": "survey", "id": "e-1"}, confidence=0.5, confirmed_on=date(2026, 1, 31), by="Ana"
    )
    applied = apply_edit(nodes, Edit("e", tuple(claim_changes(nodes, place, wanted))), 1)
    assert not applied.refused
    assert read_claim(applied.nodes, place) == wanted
