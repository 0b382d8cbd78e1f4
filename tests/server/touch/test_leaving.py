"""No more letters: by one click, by whoever has the letter, and by nobody else; kept before it is said."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.conf import settings
from django.core.signing import dumps
from django.test import Client
from hypothesis import given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from desirepath.log.store import create_log
from desirepath.log.subject import erase_subject, suppress_subject
from desirepath.server.playbooks.erasing import forget_in_playbooks
from desirepath.server.playbooks.links import make_link, make_token, read_token
from desirepath.server.playbooks.models import OutboxRow, Outcome
from tests.server.touch.conftest import put, stranger, told

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("company")]
LEFT, BACK = "email.unsubscribed", "email.subscribed"


def path_of(key: str) -> str:
    return "/t/leave/" + make_token("leave", key)


def said(answer: Any) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", answer.content.decode()))


def test_opening_the_link_does_nothing_and_the_button_does_it_once() -> None:
    row = put("a")
    for _ in range(3):
        opened = stranger().get(path_of(row.key))
        assert "No more letters?" in said(opened)
        assert stranger().head(path_of(row.key)).status_code == 200
    assert told(LEFT) == []
    for _ in range(3):
        assert "You get no more letters" in said(stranger().post(path_of(row.key), {"do": "leave"}))
    (fact,) = told(LEFT)
    assert (fact["customer"], fact["account"], fact["key"]) == (
        "acme@example.com",
        "acme",
        f"{LEFT}:{row.key}",
    )
    assert (fact["source"], fact["direction"]) == ("playbooks", "by_customer")
    assert "You get no more letters" in said(stranger().get(path_of(row.key)))


@pytest.mark.parametrize("kind", ["application/x-www-form-urlencoded", "multipart/form-data; boundary=x"])
def test_a_mail_program_does_it_with_one_click(kind: str) -> None:
    """RFC 8058: a POST without cookies, not answered with another address."""
    row = put("a")
    body = "List-Unsubscribe=One-Click"
    if "multipart" in kind:
        body = '--x\r\nContent-Disposition: form-data; name="List-Unsubscribe"\r\n\r\nOne-Click\r\n--x--\r\n'
    answer = stranger().generic("POST", path_of(row.key), body, content_type=kind)
    assert answer.status_code == 200
    assert len(told(LEFT)) == 1


def test_it_can_be_taken_back_and_said_again() -> None:
    row = put("a")
    for _ in range(2):
        stranger().post(path_of(row.key), {"do": "leave"})
        assert "I want them after all" in said(stranger().get(path_of(row.key)))
        assert "You get letters again" in said(stranger().post(path_of(row.key), {"do": "back"}))
        assert "No more letters?" in said(stranger().get(path_of(row.key)))
    assert [fact["activity"] for fact in told(LEFT, BACK)] == [LEFT, BACK, LEFT, BACK]
    stranger().post(path_of(row.key), {"do": "back"})
    assert len(told(LEFT, BACK)) == 4, "who gets letters already is not written down again"


def test_what_waits_for_them_stays_here_and_nothing_of_others() -> None:
    mine, other, asked = put("a"), put("b", person="birch@example.com"), put("c", "ask")
    sent = put("d", outcome=Outcome.DONE)
    stranger().post(path_of(sent.key))
    found = dict(OutboxRow.objects.values_list("pk", "outcome"))
    assert found == {
        mine.pk: Outcome.LEFT_OUT,
        other.pk: Outcome.WAITING,
        asked.pk: Outcome.LEFT_OUT,
        sent.pk: Outcome.DONE,
    }
    assert OutboxRow.objects.get(pk=mine.pk).why == "has unsubscribed"


def test_the_address_says_nothing_and_the_page_no_more_than_it_must() -> None:
    row = put("a")
    link = make_link("leave", row.key)
    assert link.startswith("https://journeys.tech.example/t/leave/")
    for word in ("acme", "example.com", "quiet", str(row.pk) + "/"):
        assert word not in link.removeprefix("https://journeys.tech.example")
    answer = stranger().get(path_of(row.key))
    assert "a…@example.com" in said(answer)
    assert b"acme" not in answer.content
    assert "Tech Corp" in said(answer)
    assert answer.headers["Referrer-Policy"] == "no-referrer"
    assert "noindex" in answer.headers["X-Robots-Tag"]
    assert "script-src 'none'" in answer.headers["Content-Security-Policy"]
    assert answer.headers["Cache-Control"] == "no-store"
    assert answer.cookies == {}
    assert b"<script" not in answer.content


def test_made_up_links_are_all_refused_alike() -> None:
    row, other = put("a"), put("b", person="birch@example.com")
    good = make_token("leave", row.key)
    key, _, signature = good.rpartition(".")
    forged = [
        f"{other.key}.{signature}",
        f"{key}.{signature[:-1]}",
        f"{key}.{signature[::-1]}",
        f"{key}.",
        key,
        make_token("ask", row.key),
        dumps(row.key, salt="desirepath.touch.leave"),
        dumps(1, salt="desirepath.unsubscribe"),
        "1",
        "é" * 50,
        "x" * 5000,
    ]
    pages = set()
    for token in forged:
        for answer in (
            Client().get(f"/t/leave/{token}"),
            Client().post(f"/t/leave/{token}", {"do": "leave"}),
        ):
            assert answer.status_code in (404, 429), token[:60]
            if answer.status_code == 404:
                pages.add(said(answer))
    assert len(pages) == 1
    assert told(LEFT) == []


def test_who_guesses_is_slowed_down_and_who_has_a_link_is_not() -> None:
    row = put("a")
    guesses = [Client(REMOTE_ADDR="198.51.100.7").get("/t/leave/none").status_code for _ in range(30)]
    assert guesses[:20] == [404] * 20
    assert set(guesses[20:]) == {429}
    here = Client(REMOTE_ADDR="198.51.100.7")
    assert here.get(path_of(row.key)).status_code == 200
    written = [here.post(path_of(row.key), {"do": "back"}) for _ in range(20)]
    assert written[-1].status_code == 429
    assert int(written[-1].headers["Retry-After"]) > 0
    other = put("b", person="birch@example.com")
    assert here.post(path_of(other.key)).status_code == 200


def test_who_was_suppressed_or_erased_is_told_so_and_nothing_is_written() -> None:
    row, other = put("a"), put("b", person="birch@example.com")
    before = len(told(LEFT))
    with create_log(settings.CONFIGURATION.folder) as log:
        suppress_subject(log, "customer", "acme@example.com")
        erase_subject(log, "customer", "birch@example.com", suppress=False)
    forget_in_playbooks("customer", ["birch@example.com"])
    for key in (row.key, other.key):
        for answer in (stranger().get(path_of(key)), stranger().post(path_of(key), {"do": "leave"})):
            assert answer.status_code == 200
            assert "You will get nothing from us" in said(answer)
    assert len(told(LEFT)) == before


@hypothesis_settings(deadline=None)
@given(st.text(), st.text())
def test_a_token_is_for_its_purpose_and_its_key_alone(key: str, other: str) -> None:
    key = key[:60]
    token = make_token("leave", key)
    assert read_token("leave", token) == key
    assert read_token("ask", token) is None
    if other != token:
        assert read_token("leave", other[:60]) is None
