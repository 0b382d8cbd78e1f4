from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from desirepath.server.maps.models import MapRecord
from desirepath.server.people.models import MapRole, Person
from desirepath.server.people.roles import Role
from desirepath.server.talk.models import Comment, Notification

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("coffee")]

COMMENTS = "/api/v1/maps/coffee/comments"
People = Callable[..., Person]
Enter = Callable[[Person], Client]


@pytest.fixture
def ana(person: People) -> Person:
    return person("Ana")


@pytest.fixture
def ben(person: People) -> Person:
    return person("Ben")


def post(client: Client, path: str = COMMENTS, **body: Any) -> Any:
    return client.post(path, body, content_type="application/json")


def said(client: Client, text: str = "Is that so?", node: str = "step:order", **more: Any) -> Any:
    answer = post(client, node=node, text=text, **more)
    assert answer.status_code == 201, answer.content
    return answer.json()


def told(person: Person) -> list[tuple[str, int | None]]:
    return list(Notification.objects.filter(person=person).order_by("pk").values_list("reason", "comment"))


def test_a_thread_has_its_place_its_replies_and_its_end(ana: Person, ben: Person, as_person: Enter) -> None:
    a, b = as_person(ana), as_person(ben)
    thread = said(a, property="goal")
    answer = post(b, f"{COMMENTS}/{thread['id']}/replies", text="We asked ten people.")
    assert answer.status_code == 201
    (listed,) = a.get(COMMENTS).json()["items"]
    assert (listed["about"], listed["node"], listed["property"]) == ("Orders", "step:order", "goal")
    assert [reply["text"] for reply in listed["replies"]] == ["We asked ten people."]
    assert listed["reply_count"] == 1
    assert a.post(f"{COMMENTS}/{thread['id']}/resolve").json()["resolved_by"]["name"] == "Ana"
    assert a.get(COMMENTS).json()["items"] == []
    assert len(a.get(f"{COMMENTS}?state=resolved").json()["items"]) == 1
    assert b.post(f"{COMMENTS}/{thread['id']}/reopen").json()["resolved_at"] is None
    assert len(a.get(COMMENTS).json()["items"]) == 1


def test_each_is_told_once_and_nobody_of_their_own_doing(
    ana: Person, ben: Person, person: People, as_person: Enter
) -> None:
    cem = person("Cem")
    thread = said(as_person(ana), "@ben@example.com and @ana@example.com, look")
    reply = post(as_person(ben), f"{COMMENTS}/{thread['id']}/replies", text=f"@person:{cem.pk} knows").json()
    as_person(cem).post(f"{COMMENTS}/{thread['id']}/resolve")
    assert told(ana) == [("reply", reply["id"]), ("resolved", thread["id"])]
    assert told(ben) == [("mention", thread["id"]), ("resolved", thread["id"])]
    assert told(cem) == [("mention", reply["id"])]


def test_who_is_mentioned_in_a_reply_is_not_told_of_it_twice(
    ana: Person, ben: Person, as_person: Enter
) -> None:
    thread = said(as_person(ana))
    post(as_person(ben), f"{COMMENTS}/{thread['id']}/replies", text="@ana@example.com yes")
    assert [reason for reason, _ in told(ana)] == ["mention"]


def test_rewriting_tells_only_who_is_new(ana: Person, ben: Person, person: People, as_person: Enter) -> None:
    cem = person("Cem")
    a = as_person(ana)
    thread = said(a, "@ben@example.com look")
    text = thread["text"] + " @cem@example.com"
    answer = a.patch(f"{COMMENTS}/{thread['id']}", {"text": text}, content_type="application/json")
    assert answer.json()["edited_at"]
    assert [one["name"] for one in answer.json()["mentions"]] == ["Ben", "Cem"]
    assert (len(told(ben)), len(told(cem))) == (1, 1)


@pytest.mark.parametrize("written", ["@dora@example.com", "@nobody@example.com"])
def test_who_may_not_see_the_map_is_not_mentioned_and_looks_like_nobody(
    written: str, ana: Person, person: People, as_person: Enter
) -> None:
    dora = person("Dora", Role.NONE)
    thread = said(as_person(ana), f"{written} @person:{dora.pk} hello")
    assert thread["mentions"] == []
    assert thread["text"] == f"{written} @person {dora.pk} hello"
    assert told(dora) == []


def test_a_role_on_the_map_counts_for_mentions(ana: Person, person: People, as_person: Enter) -> None:
    guest, shut_out = person("Gus", Role.NONE), person("Shu", Role.EDITOR)
    MapRole.objects.create(person=guest, map="coffee", role=Role.VIEWER)
    MapRole.objects.create(person=shut_out, map="coffee", role=Role.NONE)
    said(as_person(ana), "@gus@example.com, @shu@example.com.")
    assert (len(told(guest)), len(told(shut_out))) == (1, 0)
    names = [one["name"] for one in as_person(ana).get("/api/v1/maps/coffee/readers").json()["items"]]
    assert names == ["Ana", "Gus"]


@pytest.mark.parametrize(
    ("search", "found"),
    [("an", ["Ana"]), ("NAM", ["no.name"]), ("example", []), ("o.n", ["no.name"]), ("@", [])],
)
def test_who_can_be_mentioned_is_found_by_what_they_are_called(
    ana: Person, as_person: Enter, search: str, found: list[str]
) -> None:
    Person.objects.create_user("no.name@example.com", role=Role.VIEWER)
    names = as_person(ana).get(f"/api/v1/maps/coffee/readers?search={search}").json()["items"]
    assert [one["name"] for one in names] == found


def test_only_ones_own_words_can_be_changed(ana: Person, ben: Person, as_person: Enter) -> None:
    thread = said(as_person(ana))
    b = as_person(ben)
    path = f"{COMMENTS}/{thread['id']}"
    assert b.patch(path, {"text": "No"}, content_type="application/json").status_code == 403
    assert b.delete(path).status_code == 403
    assert Comment.objects.get().text == "Is that so?"


def test_of_a_deleted_comment_only_that_it_was_there_stays(
    ana: Person, ben: Person, as_person: Enter
) -> None:
    a, b = as_person(ana), as_person(ben)
    thread = said(a, "A secret")
    reply = post(b, f"{COMMENTS}/{thread['id']}/replies", text="Hush").json()
    assert a.delete(f"{COMMENTS}/{thread['id']}").json()["deleted_at"]
    (listed,) = b.get(COMMENTS).json()["items"]
    assert (listed["text"], listed["by"]["name"]) == ("", "Ana")
    assert not Comment.objects.filter(text__contains="secret").exists()
    assert (
        a.patch(f"{COMMENTS}/{thread['id']}", {"text": "x"}, content_type="application/json").status_code
        == 409
    )
    b.delete(f"{COMMENTS}/{reply['id']}")
    assert post(b, f"{COMMENTS}/{thread['id']}/replies", text="And?").status_code == 409


def test_a_thread_that_nobody_answered_is_gone_when_it_is_deleted(ana: Person, as_person: Enter) -> None:
    a = as_person(ana)
    thread = said(a)
    a.delete(f"{COMMENTS}/{thread['id']}")
    assert a.get(f"{COMMENTS}?state=all").json()["items"] == []
    assert a.get(f"{COMMENTS}/open").json() == []


def test_an_owner_of_the_map_may_take_anything_away(ana: Person, person: People, as_person: Enter) -> None:
    owner = person("Olga", Role.OWNER)
    thread = said(as_person(ana))
    assert as_person(owner).delete(f"{COMMENTS}/{thread['id']}").status_code == 200


def test_sent_again_it_is_said_once(ana: Person, as_person: Enter) -> None:
    a = as_person(ana)
    assert said(a, client_id="c-1")["id"] == said(a, client_id="c-1")["id"]
    assert Comment.objects.count() == 1


def test_pages_follow_one_another_and_the_questions_do_not_grow(
    ana: Person, ben: Person, as_person: Enter, django_assert_max_num_queries: Any
) -> None:
    a, b = as_person(ana), as_person(ben)
    for number in range(7):
        thread = said(a, f"{number} @ben@example.com")
        for answer in range(number * 5):
            post(b, f"{COMMENTS}/{thread['id']}/replies", text=f"{answer}")
    pages, cursor = [], ""
    while True:
        with django_assert_max_num_queries(9):
            page = a.get(f"{COMMENTS}?limit=3&cursor={cursor}").json()
        pages.append([thread["text"][0] for thread in page["items"]])
        assert [len(one["replies"]) for one in page["items"]] == [
            min(20, one["reply_count"]) for one in page["items"]
        ]
        cursor = page["next"]
        if cursor is None:
            break
    assert pages == [["6", "5", "4"], ["3", "2", "1"], ["0"]]
    first = a.get(f"{COMMENTS}?limit=1").json()["items"][0]
    assert [reply["text"] for reply in first["replies"]] == [str(n) for n in range(10, 30)]
    with django_assert_max_num_queries(8):
        replies = a.get(f"{COMMENTS}/{first['id']}/replies?limit=25").json()
    assert [reply["text"] for reply in replies["items"]] == [str(n) for n in range(25)]
    assert a.get(f"{COMMENTS}/open").json() == [{"node": "step:order", "property": "", "count": 7}]


@pytest.mark.parametrize(
    "body",
    [
        {"node": "step:nowhere", "text": "x"},
        {"node": "step:order", "text": "   "},
        {"node": "step:order", "text": "x" * 10_001},
        {"node": "step:order", "text": "x", "property": "a b"},
        {"node": "step:order", "text": "x", "person": 1},
        {"node": "step:order", "text": ["x"]},
        {"text": "x"},
        {},
    ],
)
def test_what_makes_no_sense_is_refused(body: dict[str, Any], ana: Person, as_person: Enter) -> None:
    answer = post(as_person(ana), **body)
    assert 400 <= answer.status_code < 500
    assert answer.json()["problems"]
    assert not Comment.objects.exists()


def test_another_maps_comments_are_out_of_reach(ana: Person, person: People, as_person: Enter) -> None:
    MapRecord.objects.create(
        id="tea", title="Tea", text="{format: desirepath/1, id: tea, title: T, stages: []}"
    )
    guest = person("Gus", Role.NONE)
    MapRole.objects.create(person=guest, map="tea", role=Role.OWNER)
    thread = said(as_person(ana))
    g = as_person(guest)
    tea = f"/api/v1/maps/tea/comments/{thread['id']}"
    assert g.get(tea).status_code == 404
    assert g.delete(tea).status_code == 404
    assert post(g, f"{tea}/replies", text="x").status_code == 404
    assert g.post(f"{tea}/resolve").status_code == 404
    assert g.get(COMMENTS).status_code == 404
    assert Comment.objects.get().resolved_at is None


def test_a_viewer_reads_and_does_not_talk(person: People, ana: Person, as_person: Enter) -> None:
    v = as_person(person("Vi", Role.VIEWER))
    thread = said(as_person(ana))
    assert v.get(COMMENTS).status_code == 200
    assert post(v, node="map", text="x").status_code == 403
    assert v.post(f"{COMMENTS}/{thread['id']}/resolve").status_code == 403
