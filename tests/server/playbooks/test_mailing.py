"""A mail is looked at once more before it goes, goes over SMTP or by a provider, and is then in the log."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.core import mail
from django.utils import timezone
from pytest_django.fixtures import Settings
from requests import ConnectTimeout, Response

from desirepath.base.slow import load
from desirepath.log.interaction import Interaction, Traits
from desirepath.log.store import create_log
from desirepath.log.subject import suppress_subject
from desirepath.server.log_state import current_log
from desirepath.server.people.models import Person
from desirepath.server.playbooks.models import OutboxRow, Outcome, PlaybookVersion
from desirepath.server.playbooks.outbox import perform_now
from desirepath.server.playbooks.performing import mailing
from tests.server.playbooks.conftest import Unstopped

pytestmark = pytest.mark.django_db
ERRORS: Any = load("anymail.exceptions")
BOOK = """\
format: desirepath-playbook/1
id: quiet
name: It has become quiet
map: small
{more}
when: [{{stalls_at: signed, longer_than: 6d}}]
moves:
  - {{id: mail, email: {{to: traits.role == "lead", subject: A word, text: Hello}}}}
  - id: how
    ask:
      measure: CES
      survey: ease
      to: traits.role == "lead"
      subject: Easy?
      text: Hello
      question: How easy was it?
"""


@pytest.fixture(autouse=True)
def _company(owner: Person, settings: Settings) -> None:
    settings.CONFIGURATION = replace(
        settings.CONFIGURATION, email="smtp://post.example", url="https://journeys.tech.example"
    )
    settings.DEFAULT_FROM_EMAIL = "Tech Corp <olga@tech.example>"
    say("")


def say(more: str) -> None:
    text = BOOK.format(more=more)
    PlaybookVersion.objects.update_or_create(playbook="quiet", number=1, defaults={"text": text})


def put(kind: str = "email", *, hours_ago: float = 0.0, key: str = "k") -> OutboxRow:
    at = timezone.now() - timedelta(hours=hours_ago)
    return OutboxRow.objects.create(
        key=key * 40, kind=kind, playbook="quiet", version=1, of="account", subject="acme",
        occurrence="stalls:signed:1.1",
        move={"email": "mail", "ask": "how"}[kind], person="acme@example.com",
        at_us=int(at.timestamp() * 1e6),
    )  # fmt: skip


def happens(activity: str) -> Interaction:
    objects = {"customer": "acme@example.com"}
    return Interaction(objects, timezone.now(), activity, source="esp", key=f"{activity} {timezone.now()}")


def add(*facts: Any) -> None:
    with create_log(current_log().path) as log:
        log.append(list(facts))


def became(row: OutboxRow) -> tuple[str, str]:
    perform_now(Unstopped())
    row.refresh_from_db()
    return row.outcome, row.why


def told(*activities: str) -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = current_log().interactions().to_pylist()
    return [row for row in rows if row["activity"] in activities]


@pytest.mark.parametrize(
    ("purpose", "happened", "outcome", "why"),
    [
        ("marketing", ["email.unsubscribed"], Outcome.LEFT_OUT, "has unsubscribed"),
        ("marketing", ["email.marked_as_spam"], Outcome.LEFT_OUT, "has called an e-mail spam"),
        ("marketing", ["email.unsubscribed", "email.resubscribed"], Outcome.DONE, ""),
        ("marketing", ["email.bounced"], Outcome.LEFT_OUT, "the last e-mail to them came back"),
        ("service", ["email.unsubscribed"], Outcome.DONE, ""),
        (
            "service",
            ["email.unsubscribed", "email.bounced"],
            Outcome.LEFT_OUT,
            "the last e-mail to them came back",
        ),
    ],
)
def test_what_happened_since_it_was_decided_counts(
    purpose: str, happened: list[str], outcome: Outcome, why: str
) -> None:
    say(f"purpose: {purpose}")
    row = put()
    for one in happened:
        add(happens(one))
    assert became(row) == (outcome, why)
    assert len(mail.outbox) == (outcome == Outcome.DONE)


def test_who_was_suppressed_or_no_longer_agrees_gets_nothing_that_waits() -> None:
    say("consent: traits.role == 'lead'")
    row, asked = put(), put("ask", key="q")
    began = timezone.now()
    add(Traits("customer", "acme@example.com", began, {"role": "left the company"}, "test", "later"))
    assert became(row) == (Outcome.LEFT_OUT, "has not agreed to messages")
    assert OutboxRow.objects.get(pk=asked.pk).outcome == Outcome.LEFT_OUT
    say("")
    later = put(key="s")
    with create_log(current_log().path) as log:
        suppress_subject(log, "customer", "acme@example.com")
    assert became(later) == (Outcome.LEFT_OUT, "asked not to be kept any more")
    assert mail.outbox == []
    assert told("email.sent", "survey.sent") == []


def test_what_waited_into_the_quiet_hours_waits_until_they_are_over() -> None:
    begins, ends = (datetime.now(UTC) + timedelta(hours=hours) for hours in (-1, 1))
    say(f"quiet: {{from: '{begins:%H:%M}', until: '{ends:%H:%M}', zone: UTC}}")
    fresh, old = put(), put(hours_ago=5, key="o")
    assert became(fresh)[0] == Outcome.DONE, "it was decided just now, and not for these hours"
    old.refresh_from_db()
    assert old.outcome == Outcome.WAITING
    assert old.not_before > timezone.now()


def test_what_was_sent_is_in_the_log_once() -> None:
    row, asked = put(), put("ask", key="q")
    for _ in range(2):
        perform_now(Unstopped())
    OutboxRow.objects.update(is_told=False)  # as after a crash between telling and noting it
    perform_now(Unstopped())
    (fact,) = [one for one in told("email.sent") if one["key"].endswith(row.key)]
    message_id = f"<{row.key}@tech.example>"
    assert (fact["customer"], fact["account"]) == ("acme@example.com", "acme")
    assert dict(fact["objects"])["email"] == message_id
    for word in (
        '"playbook":"quiet"',
        '"move":"mail"',
        '"version":1',
        '"template":"quiet/mail/1"',
        message_id,
    ):
        assert word in fact["properties"], word
    (survey,) = told("survey.sent")
    assert '"survey":"ease"' in survey["properties"]
    assert '"step":"signed"' in survey["properties"]
    assert survey["key"] == f"survey.sent:{asked.key}"
    assert len(told("email.sent")) == 2


def test_what_is_only_kept_here_was_not_sent(settings: Settings) -> None:
    settings.CONFIGURATION = replace(settings.CONFIGURATION, email="")
    assert became(put())[0] == Outcome.KEPT
    assert told("email.sent") == []


def test_a_question_has_a_link_for_each_answer_in_text_and_in_html() -> None:
    put("ask")
    perform_now(Unstopped())
    sent: Any = mail.outbox[0]
    html = str(sent.alternatives[0])
    for score in range(1, 8):
        assert f"?score={score}" in sent.body
        assert f'?score={score}"' in html
    assert "7 (very easy): https://journeys.tech.example/t/ask/" in sent.body
    assert sent.extra_headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"


def refused(status: int) -> Exception:
    response = Response()
    response.status_code = status
    found: Exception = ERRORS.AnymailRequestsAPIError("no", response=response)
    return found


SlowError = type("SlowError", (ERRORS.AnymailRequestsAPIError, ConnectTimeout), {})
"""As django-anymail makes it of what requests raises."""


def test_by_a_provider_of_anymail(settings: Settings) -> None:
    settings.CONFIGURATION = replace(settings.CONFIGURATION, email="postmark")
    settings.EMAIL_BACKEND = "anymail.backends.test.EmailBackend"
    row = put()
    assert became(row) == (Outcome.DONE, "")
    sent: Any = mail.outbox[0]
    params = sent.anymail_test_params
    assert params["metadata"]["row"] == row.key
    assert params["tags"] == ["quiet/mail/1"]
    assert params["extra_headers"]["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert (row.message_id, row.provider_says) == ("0", "sent"), "the provider's own name for it"
    (fact,) = told("email.sent")
    assert dict(fact["objects"])["email"] == "0"


@pytest.mark.parametrize(
    ("provider", "error", "outcome"),
    [
        ("postmark", refused(422), Outcome.FAILED),
        ("postmark", ERRORS.AnymailRecipientsRefused(), Outcome.FAILED),
        ("postmark", refused(429), Outcome.WAITING),
        ("postmark", refused(401), Outcome.WAITING),
        ("postmark", SlowError("slow"), Outcome.WAITING),
        ("postmark", refused(503), Outcome.UNKNOWN),
        ("postmark", ERRORS.AnymailRequestsAPIError("broken"), Outcome.UNKNOWN),
        ("resend", refused(503), Outcome.WAITING),
    ],
)
def test_what_a_provider_answers_is_told(
    settings: Settings, monkeypatch: pytest.MonkeyPatch, provider: str, error: Exception, outcome: Outcome
) -> None:
    def send(*_: Any) -> None:
        raise error

    settings.CONFIGURATION = replace(settings.CONFIGURATION, email=provider)
    monkeypatch.setattr(mailing, "_send", send)
    assert became(put())[0] == outcome
    assert told("email.sent") == []
