import asyncio
from collections.abc import Callable
from typing import Any, cast

import orjson
import pytest
from asgiref.sync import sync_to_async
from django.db import connections
from django.http import StreamingHttpResponse
from django.test import AsyncClient, Client
from hypothesis import given
from hypothesis import strategies as st

from desirepath.server.live.broker import BROKER, Event
from desirepath.server.maps.models import MapRecord
from desirepath.server.people.models import MapRole, Person
from desirepath.server.people.roles import Role
from desirepath.server.talk.comments import begin_thread
from desirepath.server.talk.mentions import mentioned_in, say_mentions, without_mentions_of
from desirepath.server.talk.models import Notification
from desirepath.server.talk.places import Place

pytestmark = pytest.mark.django_db
LIST = "/api/v1/notifications"
People = Callable[..., Person]
Enter = Callable[[Person], Client]


def tell(coffee: MapRecord, by: Person, *people: Person, times: int = 1) -> None:
    for _ in range(times):
        begin_thread(coffee, by, Place("step:order"), " ".join(f"@person:{one.pk}" for one in people))


def test_one_reads_what_one_was_told(coffee: MapRecord, person: People, as_person: Enter) -> None:
    ana, ben = person("Ana"), person("Ben")
    tell(coffee, ana, ben, times=3)
    b = as_person(ben)
    page = b.get(LIST).json()
    assert (page["unread"], len(page["items"])) == (3, 3)
    newest = page["items"][0]
    assert newest["says"] == "Ana mentioned you"
    assert newest["map"] == {"id": "coffee", "title": "A coffee before work"}
    assert (newest["node"], newest["excerpt"], newest["is_read"]) == ("step:order", "@Ben", False)
    answer = b.post(f"{LIST}/read", {"ids": [newest["id"]]}, content_type="application/json")
    assert answer.json() == {"unread": 2}
    assert len(b.get(f"{LIST}?only_unread=true").json()["items"]) == 2
    b.post(f"{LIST}/unread", {"ids": [newest["id"]]}, content_type="application/json")
    tell(coffee, ana, ben)
    answer = b.post(f"{LIST}/read-all", {"newest": newest["id"]}, content_type="application/json")
    assert answer.json() == {"unread": 1}


def test_nobody_reads_or_marks_anothers(coffee: MapRecord, person: People, as_person: Enter) -> None:
    ana, ben = person("Ana"), person("Ben")
    tell(coffee, ana, ben)
    told = Notification.objects.get()
    a = as_person(ana)
    assert a.get(LIST).json() == {"items": [], "next": None, "unread": 0}
    a.post(f"{LIST}/read", {"ids": [told.pk]}, content_type="application/json")
    a.post(f"{LIST}/read-all", {"newest": told.pk}, content_type="application/json")
    told.refresh_from_db()
    assert told.read_at is None


def test_of_a_map_one_may_no_longer_see_nothing_is_shown(
    coffee: MapRecord, person: People, as_person: Enter
) -> None:
    ana, ben = person("Ana"), person("Ben", Role.NONE)
    role = MapRole.objects.create(person=ben, map="coffee", role=Role.VIEWER)
    tell(coffee, ana, ben)
    assert as_person(ben).get(LIST).json()["unread"] == 1
    role.delete()
    assert as_person(ben).get(LIST).json() == {"items": [], "next": None, "unread": 0}


def test_a_deleted_comment_is_not_quoted(coffee: MapRecord, person: People, as_person: Enter) -> None:
    ana, ben = person("Ana"), person("Ben")
    thread = begin_thread(coffee, ana, Place("map"), f"@person:{ben.pk} a secret")
    as_person(ana).delete(f"/api/v1/maps/coffee/comments/{thread.pk}")
    (shown,) = as_person(ben).get(LIST).json()["items"]
    assert shown["excerpt"] == ""


def test_the_questions_do_not_grow_with_the_list(
    coffee: MapRecord, person: People, as_person: Enter, django_assert_max_num_queries: Any
) -> None:
    ana, ben = person("Ana"), person("Ben")
    b = as_person(ben)
    tell(coffee, ana, ben, times=30)
    with django_assert_max_num_queries(9):
        assert len(b.get(f"{LIST}?limit=25").json()["items"]) == 25


def test_mails_are_chosen(person: People, as_person: Enter) -> None:
    a = as_person(person("Ana"))
    assert a.get(f"{LIST}/mails").json() == {"how": "daily"}
    assert a.put(f"{LIST}/mails", {"how": "never"}, content_type="application/json").status_code == 200
    assert a.get(f"{LIST}/mails").json() == {"how": "never"}
    assert a.put(f"{LIST}/mails", {"how": "hourly"}, content_type="application/json").status_code == 422


@pytest.mark.parametrize("cursor", ["x", "-1", "1.5", "9" * 40, "١"])
def test_a_cursor_that_is_none_is_refused(cursor: str, person: People, as_person: Enter) -> None:
    assert as_person(person("Ana")).get(LIST, {"cursor": cursor}).status_code == 400


@pytest.mark.django_db(transaction=True)
def test_the_stream_says_where_one_is_and_what_comes(
    coffee: MapRecord, person: People, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(BROKER, "_start_wire", lambda: None)  # this one process is all there is
    ana, ben = person("Ana"), person("Ben")
    tell(coffee, ana, ben)

    async def listen() -> list[bytes]:
        client = AsyncClient()
        await client.aforce_login(ben)
        answer = cast(StreamingHttpResponse, await client.get("/api/v1/events"))
        events = aiter(answer)
        heard = [await anext(events), await anext(events)]
        BROKER.deliver(f"person:{ana.pk}", Event.of("notification", {"for": "ana"}))
        BROKER.deliver(f"person:{ben.pk}", Event.of("notification", {"for": "ben"}))
        heard.append(await anext(events))
        await cast(Any, events).aclose()
        await sync_to_async(connections.close_all)()
        return heard

    _, where, event = asyncio.run(listen())
    assert where.startswith(b"event: unread")
    assert orjson.loads(where.partition(b"data: ")[2])["unread"] == 1
    assert event == b'event: notification\ndata: {"for":"ben"}\n\n'


words = st.text(alphabet="ab @:.person1234567", max_size=60)


@given(words, st.dictionaries(st.integers(0, 10**6), st.text("xyz", min_size=1)))
def test_names_replace_exactly_the_mentions(text: str, names: dict[int, str]) -> None:
    said = say_mentions(text, names)
    assert mentioned_in(said) == ()
    if not mentioned_in(text):
        assert said == text
    gone = without_mentions_of(text, mentioned_in(text))
    assert mentioned_in(gone) == ()
