"""Webhooks and chats: signed as the reference library checks it, tried again, and once for who looks."""

from __future__ import annotations

import base64
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.core import mail
from django.test import Client
from django.utils import timezone
from pytest_django.fixtures import Settings
from standardwebhooks.webhooks import Webhook

from desirepath.log.store import open_log
from desirepath.server.books.models import Seat
from desirepath.server.desk.models import Task
from desirepath.server.intake.sealing import seal
from desirepath.server.intake.way_in import close_way_in
from desirepath.server.jobs.worker import Worker
from desirepath.server.people.models import AuditEntry, Person
from desirepath.server.playbooks.delivering import signed_headers
from desirepath.server.playbooks.erasing import forget_in_playbooks
from desirepath.server.playbooks.models import OutboxRow, Outcome, Target, TargetCall
from desirepath.server.playbooks.outbox import LONGEST, is_anything_due, perform_now
from desirepath.server.playbooks.performing.chat import LONGEST as LONGEST_TEXT
from desirepath.server.playbooks.performing.chat import chat_text
from desirepath.server.playbooks.performing.webhook import PAUSES, pause_after
from tests.server.playbooks.conftest import BOOK, Unstopped
from tests.server.playbooks.receiving import Receiver, receiving
from tests.server.playbooks.test_playbooks import create, post, turn_on

MOVES = """\
moves:
  - id: crm
    webhook: {to: crm, event: account.quiet, data: {name: "{{first}}", said: "{{account}} is quiet"}}
  - {id: tell, chat: {channel: cs, text: "{{account}} <!channel> is quiet: {{first}}"}}
  - {id: mark, set_trait: {name: risk, value: "quiet since {{account}}"}}
"""
TEXT = (
    BOOK[: BOOK.index("variables:")]
    + "variables: {first: {of: traits.called, otherwise: '@here you'}}\n"
    + MOVES
)


@pytest.fixture
def hook(owner: Person, settings: Settings) -> Iterator[Receiver]:
    with receiving() as one:
        settings.CONFIGURATION = replace(settings.CONFIGURATION, may_call=(one.host,))
        yield one
    close_way_in()


@pytest.fixture
def olga(owner: Person) -> Client:
    client = Client()
    client.force_login(owner)
    return client


def target(olga: Client, kind: str, name: str, url: str) -> dict[str, Any]:
    made = post(olga, "/api/v1/targets", {"kind": kind, "name": name, "url": url})
    assert made.status_code == 201, made.content
    found: dict[str, Any] = made.json()
    return found


@pytest.fixture
def both(olga: Client, hook: Receiver) -> Receiver:
    """The webhook and the chat that the playbook names; the receiver believes the webhook's secret."""
    hook.secrets.append(target(olga, "webhook", "crm", hook.url)["secret"])
    with_chat = target(olga, "chat", "cs", hook.url.replace("hook", "services/T0/B0/secretword"))
    assert with_chat["secret"] is None
    return hook


def rows(kind: str) -> dict[str, str]:
    return dict(OutboxRow.objects.filter(kind=kind).values_list("subject", "outcome"))


def let_time_pass() -> None:
    OutboxRow.objects.update(not_before=timezone.now() - timedelta(seconds=1))
    Target.objects.update(rests_until=None)


def only(kind: str) -> str:
    """The playbook with moves of one kind."""
    head = TEXT[: TEXT.index("moves:")]
    lines = {"webhook": MOVES.splitlines()[1:3], "chat": MOVES.splitlines()[3:4]}[kind]
    return head + "\n".join(["moves:", *lines]) + "\n"


def test_the_published_vector_is_signed_as_published() -> None:
    secret = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"
    at = datetime.fromtimestamp(1614265330, UTC)
    said = signed_headers("msg_p5jXN8AQM9LWM0D4loKWxJek", b'{"test": 2432232314}', at, [secret])
    assert said == {
        "webhook-id": "msg_p5jXN8AQM9LWM0D4loKWxJek",
        "webhook-timestamp": "1614265330",
        "webhook-signature": "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=",
    }


def test_the_reference_library_believes_each_of_two_secrets_and_no_third() -> None:
    old, new, other = (f"whsec_{base64.b64encode(bytes([n]) * 32).decode()}" for n in (1, 2, 3))
    body = b'{"type": "a.b"}'
    headers = signed_headers("id", body, datetime.now(UTC), [new, old])
    for secret in (old, new):
        assert Webhook(secret).verify(body, headers) == {"type": "a.b"}
    for secret, changed in ((other, body), (old, body + b" ")):
        with pytest.raises(Exception, match="No matching signature"):
            Webhook(secret).verify(changed, headers)


def test_everything_is_done_once(ana: Client, worker: Worker, both: Receiver, folder: Any) -> None:
    create(ana, TEXT)
    turn_on(ana, worker)
    assert rows("webhook") == rows("chat") == rows("set_trait") == dict.fromkeys(("acme", "birch"), "done")
    keys = set(OutboxRow.objects.filter(kind="webhook").values_list("key", flat=True))
    hooks = [one for one in both.came if one.path == "/hook"]
    assert {one.id for one in hooks} == keys
    row = OutboxRow.objects.get(kind="webhook", subject="acme")
    said = both.taken[row.key].json()
    assert (said["type"], said["data"]) == (
        "account.quiet",
        {"account": "acme", "name": "@here you", "said": "acme is quiet"},
    )
    assert datetime.fromisoformat(said["timestamp"]).timestamp() * 1e6 == pytest.approx(row.at_us, abs=2)
    assert hooks[0].headers["content-type"] == "application/json"
    chats = {one.json()["text"] for one in both.came if one.path != "/hook"}
    link = "<http://127.0.0.1:8700/accounts/account/{0}|{0}>"
    words = "{} &lt;!channel&gt; is quiet: @\u200bhere you\n"
    assert chats == {words.format(one) + link.format(one) for one in ("acme", "birch")}
    traits = open_log(folder).traits().to_pylist()
    ours = [one for one in traits if one["source"] == "desirepath/playbooks"]
    assert {one["object_id"]: one["traits"] for one in ours} == {
        one: f'{{"risk":"quiet since {one}"}}' for one in ("acme", "birch")
    }
    OutboxRow.objects.update(outcome=Outcome.WAITING)  # as if nobody knew that it was done
    perform_now(Unstopped())
    assert (len(both.taken), len(both.came)) == (2, 8)
    assert open_log(folder).traits().num_rows == len(traits)


def test_what_may_pass_is_tried_again_with_growing_pauses_and_the_same_id(
    ana: Client, worker: Worker, both: Receiver
) -> None:
    create(ana, only("webhook"))
    both.answers += [(503, {}, "busy")] * 2
    turn_on(ana, worker)
    first = {one.id: one for one in both.came}
    assert set(rows("webhook").values()) == {"waiting"}
    row = OutboxRow.objects.get(subject="acme")
    assert (row.tries, row.why) == (1, "crm answered 503: busy")
    assert 20 < (row.not_before - timezone.now()).total_seconds() < 37
    assert not is_anything_due()
    let_time_pass()
    assert is_anything_due()
    perform_now(Unstopped())
    assert set(rows("webhook").values()) == {"done"}
    assert len(both.came) == 4
    assert set(both.taken) == set(first)
    assert all(both.taken[key].body == one.body for key, one in first.items())


def test_after_eight_tries_over_a_day_it_has_failed(ana: Client, worker: Worker, both: Receiver) -> None:
    create(ana, only("webhook"))
    both.answers += [(500, {}, "broken")] * 100
    turn_on(ana, worker)
    for _ in range(12):
        let_time_pass()
        perform_now(Unstopped())
    assert set(rows("webhook").values()) == {"failed"}
    assert len(both.came) == 2 * 8
    why = set(OutboxRow.objects.values_list("why", flat=True))
    assert why == {"tried 8 times: crm answered 500: broken"}


def test_pauses_grow_to_about_a_day_and_are_not_the_same_for_all() -> None:
    for key in ("a", "b", "c"):
        pauses = [pause_after(OutboxRow(key=key, tries=n)) for n in range(7)]
        assert pauses == sorted(pauses)
        assert timedelta(hours=18) < sum(pauses, timedelta()) < timedelta(hours=29)
    assert len({pause_after(OutboxRow(key=key)) for key in "abcdefgh"}) == 8
    assert sum(PAUSES, timedelta()) < timedelta(days=1)


@pytest.mark.parametrize("said", ["7200", "in two hours"])
def test_who_asks_for_a_rest_gets_it(ana: Client, worker: Worker, both: Receiver, said: str) -> None:
    create(ana, only("webhook"))
    if said != "7200":
        said = (datetime.now(UTC) + timedelta(hours=2)).strftime("%a, %d %b %Y %H:%M:%S GMT")
    both.answers.append((429, {"Retry-After": said}, "slow down"))
    turn_on(ana, worker)
    assert len(both.came) == 1, "the other row waits, too"
    later = [(row.not_before - timezone.now()).total_seconds() for row in OutboxRow.objects.all()]
    assert all(7000 < one <= 7200 for one in later)
    assert sorted(OutboxRow.objects.values_list("tries", flat=True)) == [0, 1]


def test_who_is_gone_is_switched_off_and_that_is_said(
    ana: Client, olga: Client, worker: Worker, both: Receiver
) -> None:
    create(ana, only("webhook"))
    both.answers.append((410, {}, "no more, thank you"))
    turn_on(ana, worker)
    assert sorted(OutboxRow.objects.values_list("outcome", "why")) == [
        ("cannot", 'the webhook "crm" is switched off'),
        ("failed", "crm answered 410: no more, thank you"),
    ]
    shown = next(one for one in olga.get("/api/v1/targets").json() if one["kind"] == "webhook")
    assert (shown["is_on"], shown["off_because"]) == (False, "crm answered 410: no more, thank you")
    assert AuditEntry.objects.filter(action="switched a target off", target="crm").count() == 1
    assert len(both.came) == 1
    whole = ana.get("/api/v1/playbooks/quiet").json()
    assert whole["cannot"] == ['webhook "crm"']


@pytest.mark.parametrize("status", [302, 400, 404, 422])
def test_what_is_refused_is_not_tried_again(ana: Client, worker: Worker, both: Receiver, status: int) -> None:
    create(ana, only("webhook"))
    both.answers += [(status, {"Location": both.url}, "first words\n second")] * 2
    turn_on(ana, worker)
    assert set(OutboxRow.objects.values_list("outcome", "why")) == {
        ("failed", f"crm answered {status}: first words second")
    }
    assert len(both.came) == 2


def test_of_one_who_does_not_answer_the_others_do_not_wait(
    ana: Client, worker: Worker, both: Receiver, settings: Settings
) -> None:
    create(ana, only("webhook"))
    with receiving() as gone:
        pass  # it has listened, and does no more
    settings.CONFIGURATION = replace(settings.CONFIGURATION, may_call=("127.0.0.1",))
    Target.objects.update(sealed_url=seal(gone.url))
    turn_on(ana, worker)
    assert sorted(OutboxRow.objects.values_list("tries", "why")) == [
        (1, "crm: it has just not answered another call"),
        (1, "crm: nobody listens there"),
    ]
    assert TargetCall.objects.count() == 1


def test_what_was_interrupted_is_sent_again_to_who_knows_it_by_its_id_only(
    ana: Client, worker: Worker, both: Receiver
) -> None:
    create(ana, TEXT)
    turn_on(ana, worker)
    before = len(both.came)
    OutboxRow.objects.update(outcome=Outcome.SENDING, not_before=timezone.now() - LONGEST * 2)
    perform_now(Unstopped())
    assert set(rows("webhook").values()) == set(rows("set_trait").values()) == {"done"}
    assert set(rows("chat").values()) == {"unknown"}
    assert len(both.came) == before + 2


@pytest.mark.parametrize(
    ("status", "outcome"),
    [(500, "unknown"), (429, "waiting"), (404, "failed"), (410, "failed")],
)
def test_a_chat_is_never_asked_twice_about_the_same(
    ana: Client, worker: Worker, both: Receiver, status: int, outcome: str
) -> None:
    create(ana, only("chat"))
    both.answers.append((status, {"Retry-After": "3"}, "said"))
    turn_on(ana, worker)
    row = OutboxRow.objects.order_by("at_us", "pk").first()
    assert row is not None
    assert (row.outcome, row.why) == (outcome, f"cs answered {status}: said")
    let_time_pass()
    perform_now(Unstopped())
    assert len(both.came) == (1 if status == 410 else 3 if status == 429 else 2)


def test_a_chat_and_the_outbox_lead_to_the_task_of_the_run(
    ana: Client, olga: Client, worker: Worker, both: Receiver
) -> None:
    task = "  - {id: call, task: {title: 'Call <{{account}}>'}}"
    create(ana, only("chat").replace("moves:", f"moves:\n{task}"))
    turn_on(ana, worker)
    made = Task.objects.get(account="acme")
    (said,) = [one.json()["text"] for one in both.came if "acme|acme" in one.json()["text"]]
    assert said.endswith(f"acme|acme> · <http://127.0.0.1:8700/today?task={made.pk}|Call &lt;acme&gt;>")
    shown = ana.get("/api/v1/outbox?kind=task").json()["items"]
    assert {one["subject"]: one["task"] for one in shown}["acme"] == made.pk
    assert ana.get(f"/api/v1/tasks/{made.pk}").status_code == 200
    Seat.objects.create(person=Person.objects.get(pk=ana.session["_auth_user_id"]), own_book_only=True)
    assert ana.get(f"/api/v1/tasks/{made.pk}").status_code == 404
    assert olga.get(f"/api/v1/tasks/{made.pk}").status_code == 200


def test_words_of_a_chat_are_only_words() -> None:
    said = chat_text(
        "*{{a}}* & {{b}}", {"a": "<https://evil.example|click>", "b": "@channel @ada x@y.example"}
    )
    assert said == "*&lt;https://evil.example|click&gt;* &amp; @\u200bchannel @\u200bada x@y.example"
    long = chat_text("&" * 5000, {})
    assert long.endswith("&amp;…")
    assert LONGEST_TEXT - 5 < len(long) <= LONGEST_TEXT


def test_what_the_settings_do_not_know_is_asked_about_and_said(
    ana: Client, worker: Worker, owner: Person
) -> None:
    create(ana, only("chat"))
    refused = post(ana, "/api/v1/playbooks/quiet/on", {"version": 1})
    assert refused.json()["problems"][0]["message"] == 'these moves cannot be done yet: chat "cs"'
    turn_on(ana, worker, anyway=True)
    assert set(OutboxRow.objects.values_list("outcome", "why")) == {
        ("cannot", 'the settings know no chat "cs"')
    }
    assert mail.outbox == []


def test_who_is_erased_is_erased_from_what_was_called(ana: Client, worker: Worker, both: Receiver) -> None:
    create(ana, only("webhook"))
    turn_on(ana, worker)
    assert TargetCall.objects.count() == 2
    forget_in_playbooks("account", ["acme"])
    (left,) = TargetCall.objects.values_list("key", flat=True)
    assert left == OutboxRow.objects.get(kind="webhook").key
