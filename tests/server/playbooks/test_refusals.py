"""What a mail server or a provider answers, over real sockets: not now, never, or nobody knows."""

from __future__ import annotations

import json
import socket
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest
from django.utils import timezone
from pytest_django.fixtures import Settings

from desirepath.base.slow import load
from desirepath.server.people.models import Person
from desirepath.server.playbooks.models import OutboxRow, Outcome
from desirepath.server.playbooks.outbox import perform_now
from desirepath.server.playbooks.performing.refusals import heard_of_provider
from tests.server.playbooks.conftest import Unstopped
from tests.server.playbooks.receiving import Office, Receiver, pause, post_office, receiving
from tests.server.playbooks.test_mailing import put, say

pytestmark = pytest.mark.django_db
ERRORS: Any = load("anymail.exceptions")
LATER, NEVER, UNKNOWN = Outcome.WAITING, Outcome.FAILED, Outcome.UNKNOWN


@pytest.fixture(autouse=True)
def _company(owner: Person, settings: Settings) -> None:
    settings.CONFIGURATION = replace(settings.CONFIGURATION, url="https://journeys.tech.example")
    settings.DEFAULT_FROM_EMAIL = "Tech Corp <olga@tech.example>"
    settings.EMAIL_TIMEOUT = 5
    say("")


@pytest.fixture
def office(settings: Settings) -> Iterator[Office]:
    with post_office() as one:
        by_smtp(settings, one.port)
        yield one


def by_smtp(settings: Settings, port: int) -> None:
    settings.CONFIGURATION = replace(settings.CONFIGURATION, email=f"smtp://127.0.0.1:{port}")
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", port


def became(times: int = 1) -> OutboxRow:
    row = put()
    for _ in range(times):
        perform_now(Unstopped())
    row.refresh_from_db()
    return row


@pytest.mark.parametrize(
    ("says", "outcome", "why"),
    [
        ({"MAIL": "451 4.3.0 try again"}, LATER, "did not take it yet: 451 4.3.0 try again"),
        ({"MAIL": "550 5.7.1 not you"}, NEVER, "refused it: 550 5.7.1 not you"),
        ({"RCPT": "450 4.2.0 greylisted"}, LATER, "did not take it yet: 450 4.2.0 greylisted"),
        ({"RCPT": "550 5.1.1 no such mailbox"}, NEVER, "refused it: 550 5.1.1 no such mailbox"),
        ({"DATA": "421 4.3.2 closing"}, LATER, "did not take it yet: 421 4.3.2 closing"),
        ({".": "452 4.3.1 no room"}, LATER, "did not take it yet: 452 4.3.1 no room"),
        ({".": "554 5.6.0 spam"}, NEVER, "refused it: 554 5.6.0 spam"),
        ({".": ""}, UNKNOWN, "the connection broke while it was being sent"),
        ({"EHLO": "", "HELO": ""}, LATER, "could not be reached"),
    ],
)
def test_what_a_mail_server_answers(office: Office, says: dict[str, str], outcome: Outcome, why: str) -> None:
    office.says.update(says)
    row = became()
    assert (row.outcome, office.mails) == (outcome, [])
    assert why in row.why
    if outcome == LATER:
        office.says.clear()
        OutboxRow.objects.update(not_before=timezone.now())
        perform_now(Unstopped())
        row.refresh_from_db()
        assert (row.outcome, office.ids) == (Outcome.DONE, [row.key])


def test_a_mail_server_that_ends_badly_after_it_has_the_mail_has_it(office: Office) -> None:
    office.says["QUIT"] = "500 what?"
    assert (became().outcome, len(office.mails)) == (Outcome.DONE, 1)
    office.says["QUIT"] = ""
    row = put(key="q")
    perform_now(Unstopped())
    row.refresh_from_db()
    assert (row.outcome, len(office.mails)) == (Outcome.DONE, 2)


def test_where_nobody_listens_or_nothing_is_known_of_the_host_it_is_tried_again(settings: Settings) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
    by_smtp(settings, port)
    assert became().outcome == LATER
    settings.EMAIL_HOST = "no-such-host.invalid"
    row = put(key="h")
    perform_now(Unstopped())
    row.refresh_from_db()
    assert (row.outcome, "could not be reached" in row.why) == (LATER, True)


INACTIVE = (
    "You tried to send to a recipient that has been marked as inactive.\n"
    "Found inactive addresses: acme@example.com.\nInactive recipients are ones with a hard bounce."
)
KEYS = {
    "mailgun": ("API_KEY", "SENDER_DOMAIN"),
    "mailjet": ("API_KEY", "SECRET_KEY"),
    "postmark": ("SERVER_TOKEN",),
}


def by_provider(settings: Settings, provider: str, url: str) -> None:
    settings.CONFIGURATION = replace(settings.CONFIGURATION, email=provider)
    settings.EMAIL_BACKEND = f"anymail.backends.{provider}.EmailBackend"
    names = (*KEYS.get(provider, ("API_KEY",)), "API_URL")
    settings.ANYMAIL = {
        "REQUESTS_TIMEOUT": 1,
        **{f"{provider.upper()}_{name}": url if name == "API_URL" else "tech.example" for name in names},
    }


@pytest.mark.filterwarnings("ignore:django-anymail has dropped official support for SendGrid")
@pytest.mark.parametrize(
    ("provider", "status", "says", "outcome"),
    [
        ("postmark", 422, {"ErrorCode": 300, "Message": "Invalid 'To' address: 'acme@example.com'."}, NEVER),
        ("postmark", 422, {"ErrorCode": 300, "Message": "Invalid 'From' address."}, NEVER),
        ("postmark", 422, {"ErrorCode": 406, "Message": INACTIVE}, NEVER),
        ("postmark", 422, {"ErrorCode": 406, "Message": "said in other words one day"}, UNKNOWN),
        ("postmark", 401, {"ErrorCode": 10, "Message": "No Server API token"}, LATER),
        ("postmark", 429, {"Message": "Rate limit"}, LATER),
        ("postmark", 500, {"Message": "Internal"}, UNKNOWN),
        ("sendgrid", 400, {"errors": [{"message": "Does not contain a valid address."}]}, NEVER),
        ("sendgrid", 401, {"errors": [{"message": "authorization grant is invalid"}]}, LATER),
        ("sendgrid", 413, {"errors": [{"message": "too large"}]}, NEVER),
        ("sendgrid", 503, {}, UNKNOWN),
        ("mailgun", 400, {"message": "'to' parameter is not a valid address."}, NEVER),
        ("mailgun", 402, {"message": "Payment required"}, LATER),
        ("mailgun", 200, "no JSON at all", UNKNOWN),
        ("sparkpost", 420, {"errors": [{"message": "Exceed Sending Limit (daily)", "code": "2102"}]}, LATER),
        ("sparkpost", 422, {"errors": [{"message": "invalid data"}]}, NEVER),
        ("mandrill", 500, {"status": "error", "name": "Invalid_Key", "message": "Invalid API key"}, LATER),
        ("mandrill", 500, {"status": "error", "name": "ValidationError", "message": "bad"}, NEVER),
        ("mandrill", 500, {"status": "error", "name": "GeneralError", "message": "oops"}, UNKNOWN),
        ("mandrill", 200, [{"email": "acme@example.com", "status": "rejected", "_id": "1"}], NEVER),
        ("mailjet", 400, {"Messages": [{"Status": "error", "Errors": [{"ErrorCode": "mj-0013"}]}]}, NEVER),
        ("mailjet", 200, {"Messages": [{"Status": "error", "Errors": [{"ErrorCode": "mj-0013"}]}]}, NEVER),
        ("brevo", 400, {"code": "invalid_parameter", "message": "email is not valid"}, NEVER),
        ("brevo", 402, {"code": "not_enough_credits", "message": "no credits"}, LATER),
        ("brevo", 503, {}, LATER),
        ("resend", 422, {"name": "validation_error", "message": "Invalid `to`"}, NEVER),
        ("resend", 409, {"name": "concurrent_idempotent_requests", "message": "in progress"}, LATER),
        ("resend", 429, {"name": "daily_quota_exceeded", "message": "quota"}, LATER),
        ("resend", 500, {"name": "application_error", "message": "oops"}, LATER),
    ],
)
def test_what_a_provider_answers(
    settings: Settings, provider: str, status: int, says: Any, outcome: Outcome
) -> None:
    with receiving(answers=[(status, {}, says if isinstance(says, str) else json.dumps(says))]) as there:
        by_provider(settings, provider, f"http://{there.host}/")
        row = became()
    assert (row.outcome, len(there.came)) == (outcome, 1), row.why


@pytest.mark.parametrize(("provider", "outcome"), [("postmark", UNKNOWN), ("resend", LATER)])
def test_a_provider_that_does_not_answer_in_time_may_have_it(
    settings: Settings, provider: str, outcome: Outcome
) -> None:
    slow: Receiver
    with receiving(before_answer=lambda: pause(3.0)) as slow:
        by_provider(settings, provider, f"http://{slow.host}/")
        assert (became().outcome, len(slow.came)) == (outcome, 1)


def test_a_provider_that_was_never_reached_does_not_have_it(settings: Settings) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
    by_provider(settings, "postmark", f"http://127.0.0.1:{port}/")
    assert became().outcome == LATER


@pytest.mark.parametrize(
    ("name", "status", "meaning"),
    [
        ("MessageRejected", 400, "never"),
        ("BadRequestException", 400, "never"),
        ("NotFoundException", 404, "never"),
        ("TooManyRequestsException", 429, "later"),
        ("LimitExceededException", 400, "later"),
        ("SendingPausedException", 400, "later"),
        ("AccountSuspendedException", 400, "later"),
        ("MailFromDomainNotVerifiedException", 400, "later"),
        ("ExpiredTokenException", 403, "later"),
        ("InternalFailure", 500, "unknown"),
        ("ServiceUnavailable", 503, "unknown"),
    ],
)
def test_what_amazon_answers(name: str, status: int, meaning: str) -> None:
    """As django-anymail hands on what boto3 makes of an answer."""
    response = {
        "Error": {"Code": name, "Message": "why"},
        "ResponseMetadata": {"HTTPStatusCode": status, "RetryAttempts": 0},
    }
    assert (
        heard_of_provider(ERRORS.AnymailAPIError("why", response=response), "amazon_ses").meaning == meaning
    )


@pytest.mark.parametrize(
    ("name", "meaning"),
    [
        ("EndpointConnectionError", "later"),
        ("NoCredentialsError", "later"),
        ("ReadTimeoutError", "unknown"),
        ("ConnectionClosedError", "unknown"),
    ],
)
def test_what_becomes_of_a_call_to_amazon_that_is_not_answered(name: str, meaning: str) -> None:
    error = ERRORS.AnymailAPIError("broken", response=None)
    error.__cause__ = type(name, (Exception,), {})("broken")
    assert heard_of_provider(error, "amazon_ses").meaning == meaning


def test_amazons_library_sends_nothing_again_by_itself(settings: Settings) -> None:
    config = settings.ANYMAIL["AMAZON_SES_CLIENT_PARAMS"]["config"]
    assert config["retries"] == {"total_max_attempts": 1}
