"""Guessing, flooding and choking: what comes too often, too large, too deep or broken is refused in time."""

from __future__ import annotations

import asyncio
import dataclasses
import time
from typing import Any

import pytest
from django.test import Client
from hypothesis import given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from desirepath.server.api import DEEPEST, _is_deeper
from desirepath.server.guard import LimitedBodies
from desirepath.server.people.models import AuditEntry, Person
from desirepath.server.people.roles import Role
from tests.server.security.world import person, signed_in

pytestmark = pytest.mark.django_db
JSON = "application/json"


def guess(client: Client, email: str, **more: Any) -> Any:
    return client.post("/sign-in/", {"login": email, "password": "not this one"}, **more)


def test_one_account_cannot_be_guessed_at_from_many_addresses() -> None:
    ana = Person.objects.create_user("ana@example.com", "a long pass phrase")
    answers = [guess(Client(REMOTE_ADDR=f"198.51.100.{n}"), ana.email) for n in range(6)]
    assert [answer.status_code for answer in answers] == [200] * 5 + [429]
    assert 200 < int(answers[-1].headers["Retry-After"]) <= 301
    right = {"login": ana.email, "password": "a long pass phrase"}
    assert Client(REMOTE_ADDR="198.51.100.99").post("/sign-in/", right).status_code == 429
    assert AuditEntry.objects.filter(action="failed to sign in", target=ana.email).count() == 5
    assert AuditEntry.objects.filter(action="refused to try passwords so often").count() == 2


def test_one_address_cannot_guess_at_many_accounts() -> None:
    answers = [guess(Client(REMOTE_ADDR="198.51.100.1"), f"p{n}@example.com") for n in range(11)]
    assert [answer.status_code for answer in answers] == [200] * 10 + [429]
    assert 0 < int(answers[-1].headers["Retry-After"]) <= 61
    assert guess(Client(REMOTE_ADDR="198.51.100.2"), "p@example.com").status_code == 200


def test_a_forwarded_address_is_not_believed_without_a_proxy() -> None:
    answers = [
        guess(Client(headers={"x-forwarded-for": f"203.0.113.{n}"}), f"q{n}@example.com") for n in range(11)
    ]
    assert answers[-1].status_code == 429
    assert set(AuditEntry.objects.values_list("address", flat=True)) == {"127.0.0.1"}


def test_behind_a_proxy_only_its_own_word_counts(settings: Any) -> None:
    settings.CONFIGURATION = dataclasses.replace(settings.CONFIGURATION, proxy=True)
    for n in range(11):
        said = f"10.0.0.{n}, 203.0.113.7"  # the first is the client's own invention
        answer = guess(Client(headers={"x-forwarded-for": said}), f"r{n}@example.com")
    assert answer.status_code == 429
    assert set(AuditEntry.objects.values_list("address", flat=True)) == {"203.0.113.7"}


def test_deep_json_is_refused_and_shallow_is_not() -> None:
    client = signed_in(person(Role.OWNER))
    for deep in (DEEPEST + 1, 1_000, 100_000):
        body = b'{"name": ' + b"[" * deep + b"]" * deep + b"}"
        answer = client.generic("PATCH", "/api/v1/me", body, content_type=JSON)
        assert answer.status_code == 400
    wide = b'{"name": [' + b",".join([b"[[]]"] * 5_000) + b"]}"
    assert client.generic("PATCH", "/api/v1/me", wide, content_type=JSON).status_code == 422


@hypothesis_settings(deadline=None)
@given(
    st.recursive(st.integers(), lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner))
)
def test_the_depth_is_counted_right(data: Any) -> None:
    def depth(one: Any) -> int:
        inner = one.values() if isinstance(one, dict) else one if isinstance(one, list) else None
        return 0 if inner is None else 1 + max(map(depth, inner), default=0)

    for limit in range(4):
        assert _is_deeper(data, limit) == (depth(data) > limit)


@pytest.mark.parametrize(
    "body",
    [
        b"{",
        b'{"name": NaN}',
        b'{"name": "\\u0000"}',
        b'{"name": "\\ud800"}',
        b'{"name": "\xff"}',
        b'{"name": 1e999}',
        b'{"name": 123456789012345678901234567890}',
        b'{"name": {"$ne": 1}}',
        b"[]",
        b"null",
        b"\x00",
        b"\xef\xbb\xbf{}",
    ],
)
def test_a_broken_body_is_refused_never_broken_over(body: bytes) -> None:
    client = signed_in(person(Role.OWNER))
    answer = client.generic("PATCH", "/api/v1/me", body, content_type=JSON)
    assert answer.status_code in {400, 422}
    assert answer.json()["problems"][0]["code"] == "DP-SRV-004"


def test_a_large_body_is_refused_before_it_is_read_whole() -> None:
    client = signed_in(person(Role.OWNER))
    answer = client.generic(
        "PATCH", "/api/v1/me", b'{"name": "' + b"x" * 5_000_000 + b'"}', content_type=JSON
    )
    assert answer.status_code == 413


@pytest.mark.parametrize("told", [True, False])
def test_no_request_is_larger_than_the_limit_whatever_it_says_of_itself(told: bool) -> None:
    taken: list[int] = []

    async def application(scope: Any, receive: Any, send: Any) -> None:
        while True:
            message = await receive()
            taken.append(len(message["body"]))
            if not message["more_body"]:
                return

    async def receive() -> Any:
        return {"type": "http.request", "body": b"x" * 100, "more_body": True}

    sent: list[Any] = []

    async def send(message: Any) -> None:
        sent.append(message)

    scope = {"type": "http", "headers": [(b"content-length", b"100000")] if told else []}
    asyncio.run(LimitedBodies(application, most_bytes=1000)(scope, receive, send))
    assert sent[0]["status"] == 413
    assert sum(taken) <= 1000
    assert not (told and taken)


@pytest.mark.parametrize(
    "path", ["/api/v1/people?cursor=%00", "/api/v1/maps/a%00b", "/sign-in/?next=%00", "/%00"]
)
def test_the_character_nought_goes_nowhere(path: str) -> None:
    assert signed_in(person(Role.OWNER)).get(path).status_code in {400, 404}


@pytest.mark.parametrize(
    ("path", "body"),
    [
        ("/api/v1/invitations", {"role": "viewer", "email": "a" * 60_000 + "@" + "b." * 20_000}),
        ("/api/v1/invitations", {"role": "viewer", "email": "!" * 100_000}),
        ("/api/v1/me/tokens", {"name": " " * 500_000 + "x" * 500_000}),
    ],
)
def test_no_text_keeps_us_busy(path: str, body: dict[str, str]) -> None:
    client = signed_in(person(Role.OWNER))
    begun = time.process_time()
    assert client.post(path, body, content_type=JSON).status_code == 422
    assert time.process_time() - begun < 1


def test_no_cookie_or_header_keeps_us_busy() -> None:
    begun = time.process_time()
    for text in ("a" * 60_000, "=;" * 20_000, "Bearer " * 5_000, '"\\' * 20_000):
        Client(headers={"cookie": text, "authorization": text, "x-request-id": text}).get("/api/v1/me")
    assert time.process_time() - begun < 2
