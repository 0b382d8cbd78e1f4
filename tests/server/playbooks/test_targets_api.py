"""Targets: made, rotated, tried and switched off by owners only; what is secret is shown once."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone
from pytest_django.fixtures import Settings
from standardwebhooks.webhooks import Webhook

from desirepath.server.people.models import AuditEntry
from desirepath.server.playbooks.delivering import KEPT_CALLS
from desirepath.server.playbooks.models import Target, TargetCall, TargetSecret
from tests.server.playbooks.receiving import Receiver, receiving
from tests.server.playbooks.test_playbooks import post
from tests.server.playbooks.test_webhooks import hook, olga, target

__all__ = ["hook", "olga"]
PLACE = "/api/v1/targets"


def patch(client: Client, path: str, body: Any) -> Any:
    return client.patch(path, body, content_type="application/json")


def test_a_secret_is_shown_once_and_kept_encrypted(olga: Client, hook: Receiver) -> None:
    made = target(olga, "webhook", "crm", f"{hook.url}?token=hidden-word")
    secret = made["secret"]
    assert secret.startswith("whsec_")
    chat = target(olga, "chat", "cs", f"http://{hook.host}/services/T0/B0/hidden-wordXYZ9")
    assert chat["address"] == f"http://{hook.host}/…XYZ9"
    shown = olga.get(PLACE)
    assert secret not in shown.content.decode()
    assert "hidden-word" not in shown.content.decode()
    assert [(one["kind"], one["name"], len(one["secrets"])) for one in shown.json()] == [
        ("chat", "cs", 0),
        ("webhook", "crm", 1),
    ]
    assert shown.json()[1]["secrets"][0]["ends_with"] == secret[-4:]
    kept = repr([*Target.objects.values_list("sealed_url"), *TargetSecret.objects.values_list("sealed")])
    assert secret not in kept
    assert "hidden-word" not in kept
    assert secret not in repr(list(AuditEntry.objects.values_list("target", "details")))
    assert "hidden-word" not in repr(list(AuditEntry.objects.values_list("target", "details")))


def test_two_secrets_sign_until_the_old_one_ends(olga: Client, hook: Receiver) -> None:
    made = target(olga, "webhook", "crm", hook.url)
    place = f"{PLACE}/{made['id']}"
    fresh = post(olga, f"{place}/rotate", {"overlap_hours": 1}).json()
    assert fresh["secret"] != made["secret"]
    assert [one["expires_at"] is None for one in fresh["secrets"]] == [True, False]
    assert post(olga, f"{place}/test").json()["is_taken"]
    (came,) = hook.came
    assert came.json()["type"] == "desirepath.test"
    for secret in (made["secret"], fresh["secret"]):
        Webhook(secret).verify(came.body, came.headers)
    TargetSecret.objects.exclude(expires_at=None).update(expires_at=timezone.now() - timedelta(seconds=1))
    post(olga, f"{place}/test")
    with pytest.raises(Exception, match="No matching signature"):
        Webhook(made["secret"]).verify(hook.came[1].body, hook.came[1].headers)
    Webhook(fresh["secret"]).verify(hook.came[1].body, hook.came[1].headers)
    assert len(olga.get(PLACE).json()[0]["secrets"]) == 1


def test_a_test_says_what_was_answered_and_the_latest_calls_are_kept(olga: Client, hook: Receiver) -> None:
    place = f"{PLACE}/{target(olga, 'webhook', 'crm', hook.url)['id']}"
    hook.answers.append((418, {}, "a <b>teapot</b>\n"))
    said = post(olga, f"{place}/test").json()
    assert (said["is_taken"], said["status"], said["says"]) == (False, 418, "a <b>teapot</b>")
    for _ in range(3):
        post(olga, f"{place}/test")
    calls = olga.get(f"{place}/calls").json()
    assert [one["status"] for one in calls] == [200, 200, 200, 418]
    assert len({one["key"] for one in calls}) == 4
    (one,) = Target.objects.all()
    old = {"target": one, "key": "k", "event": "e", "milliseconds": 1}
    TargetCall.objects.bulk_create(TargetCall(**old) for _ in range(80))
    post(olga, f"{place}/test")
    assert TargetCall.objects.count() == KEPT_CALLS


def test_a_chat_is_tested_with_words(olga: Client, hook: Receiver) -> None:
    made = target(olga, "chat", "cs", f"http://{hook.host}/services/x")
    assert post(olga, f"{PLACE}/{made['id']}/test").json()["is_taken"]
    assert "Desirepath" in hook.came[0].json()["text"]
    assert not any(name.startswith("webhook-") for name in hook.came[0].headers)
    refused = post(olga, f"{PLACE}/{made['id']}/rotate", {})
    assert (refused.status_code, refused.json()["problems"][0]["code"]) == (400, "DP-SRV-004")


@pytest.mark.parametrize(
    "url",
    [
        "http://127.0.0.1:1/x",
        "http://localhost/",
        "https://169.254.169.254/",
        "ftp://x.example/",
        "http://a:b@x/",
    ],
)
def test_what_may_not_be_called_is_not_kept(olga: Client, hook: Receiver, url: str) -> None:
    refused = post(olga, PLACE, {"kind": "webhook", "name": "crm", "url": url})
    assert (refused.status_code, refused.json()["problems"][0]["code"]) == (400, "DP-SRV-004")
    assert not Target.objects.exists()
    made = target(olga, "webhook", "crm", hook.url)
    assert patch(olga, f"{PLACE}/{made['id']}", {"url": url}).status_code == 400
    assert hook.came == []


def test_what_was_allowed_once_is_looked_at_again(olga: Client, hook: Receiver, settings: Settings) -> None:
    place = f"{PLACE}/{target(olga, 'webhook', 'crm', hook.url)['id']}"
    settings.CONFIGURATION = replace(settings.CONFIGURATION, may_call=())
    said = post(olga, f"{place}/test").json()
    assert (said["status"], "private network" in said["says"]) == (None, True)
    assert hook.came == []


def test_a_name_stands_for_one_and_it_can_be_changed_switched_off_and_removed(
    olga: Client, hook: Receiver
) -> None:
    place = f"{PLACE}/{target(olga, 'webhook', 'crm', hook.url)['id']}"
    assert post(olga, PLACE, {"kind": "webhook", "name": "crm", "url": hook.url}).status_code == 409
    target(olga, "chat", "crm", hook.url)
    with receiving() as other:
        pass
    assert patch(olga, place, {"is_on": False}).json()["is_on"] is False
    assert (
        patch(olga, place, {"is_on": True, "url": f"http://{hook.host}/new"})
        .json()["address"]
        .endswith("/new")
    )
    assert other.came == []
    assert olga.delete(place).status_code == 204
    assert olga.delete(place).status_code == 404
    said = AuditEntry.objects.filter(target="crm").order_by("pk").values_list("action", flat=True)
    assert list(said) == [
        *("made a target", "made a target", "changed a target", "changed a target", "removed a target"),
    ]


def test_only_owners_see_and_change_them(ana: Client, hook: Receiver, olga: Client) -> None:
    place = f"{PLACE}/{target(olga, 'webhook', 'crm', hook.url)['id']}"
    answers = [
        ana.get(PLACE), ana.get(f"{place}/calls"), ana.delete(place), patch(ana, place, {"is_on": False}),
        post(ana, f"{place}/rotate", {}), post(ana, f"{place}/test"),
        post(ana, PLACE, {"kind": "chat", "name": "x", "url": hook.url}),
    ]  # fmt: skip
    assert [one.status_code for one in answers] == [403] * len(answers)
    assert hook.came == []
