"""What it means when a mail did not go out: not now, never, or nobody knows.

A mail server answers with a number (RFC 5321: 4xx is not now, 5xx is never), a provider over HTTP with
another, Amazon with the name of what is wrong. Where an answer came the mail was not taken, and that is
certain; where none came in the middle of it, it may have been.
"""

from __future__ import annotations

import smtplib
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final, Literal

from desirepath.base.slow import load

Meaning = Literal["later", "never", "unknown"]
"""It was not taken, and may be taken later; it never will be; it may have been taken, or not."""
_BEFORE_THE_MAIL: Final = (
    ConnectionRefusedError,
    smtplib.SMTPConnectError,
    smtplib.SMTPHeloError,
    smtplib.SMTPAuthenticationError,
)
"""What comes before anything is said of a mail."""
_KNOW_A_KEY: Final = ("brevo", "resend")
"""Providers that take a mail with the same key once: these may be asked again after a broken connection."""
_LATER: Final = (401, 402, 403, 420, 429)
"""A provider's answers that say: not now, not with this key, not before somebody pays; 420 is SparkPost's for
a limit that is reached."""
_IN_THE_MIDDLE: Final = 409
"""Who knows a key says so while the mail with the same key is still under way there."""
_AMAZON_NEVER: Final = ("MessageRejected", "BadRequestException", "NotFoundException")
"""What Amazon will not take however often it is asked. Everything else that it answers is of the account, its
keys, its limits or the hour."""
_MANDRILL_LATER: Final = ("Invalid_Key", "PaymentRequired", "Unknown_Subaccount")
"""Mandrill answers 500 to these and to what it cannot read, and names which it is."""
_MANDRILL_NEVER: Final = ("ValidationError",)
_NEVER_REACHED: Final = ("EndpointConnectionError", "ConnectTimeoutError", "NoCredentialsError")
"""What Amazon's library says where nothing was sent."""


@dataclass(frozen=True, slots=True)
class Heard:
    """What came of a mail that did not go out, and ``says`` it in words."""

    meaning: Meaning
    says: str


def heard_of_server(error: OSError) -> Heard:
    """What it means that a mail server broke off or refused, once it was reached.

    >>> heard_of_server(smtplib.SMTPDataError(451, b"greylisted, come back")).meaning
    'later'
    >>> heard_of_server(smtplib.SMTPRecipientsRefused({"ada@acme.example": (550, b"no such mailbox")}))
    Heard(meaning='never', says='the mail server refused it: 550 no such mailbox')
    >>> heard_of_server(ConnectionResetError()).meaning
    'unknown'
    """
    if isinstance(error, _BEFORE_THE_MAIL):
        return Heard("later", f"the mail server could not be reached: {error}")
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        answers: list[tuple[int, bytes | str]] = [*error.recipients.values()]
    elif isinstance(error, smtplib.SMTPResponseException):
        answers = [(error.smtp_code, error.smtp_error)]
    else:
        broke = f"the connection broke while it was being sent: {type(error).__name__}"
        return Heard("unknown", broke)
    said = "; ".join(f"{code} {_text(words)}" for code, words in answers)
    if answers and all(400 <= code < 500 for code, _ in answers):
        return Heard("later", f"the mail server did not take it yet: {said}")
    return Heard("never", f"the mail server refused it: {said}")


def heard_of_provider(error: Any, provider: str) -> Heard:
    """What it means that a provider of django-anymail did not say that it has a mail."""
    amazon = _error_of_amazon(error.response)
    says = " ".join((str(error) if amazon is None else amazon.says).split())[:200]
    meaning = _meaning(error, provider)
    if meaning == "later":
        return Heard("later", f"the mail provider did not take it: {says}")
    if meaning == "never":
        return Heard("never", f"the mail provider refused it: {says}")
    if provider in _KNOW_A_KEY:
        return Heard("later", f"the mail provider broke off: {says}")
    return Heard("unknown", f"the mail provider broke off while it was being sent: {says}")


def _meaning(error: Any, provider: str) -> Meaning:
    if not isinstance(error, load("anymail.exceptions").AnymailAPIError):
        return "never"  # whom it is to, or what is in it, is refused before or after it was asked
    status = error.status_code
    if status is None:
        amazon = _error_of_amazon(error.response)
        if amazon is not None:
            return _meaning_of_amazon(amazon)
        return "later" if _was_never_reached(error) else "unknown"
    if provider == "mandrill" and status == 500:
        name = _name_in(error.response)
        return "later" if name in _MANDRILL_LATER else "never" if name in _MANDRILL_NEVER else "unknown"
    if status in _LATER or (status == _IN_THE_MIDDLE and provider in _KNOW_A_KEY):
        return "later"
    return "never" if 400 <= status < 500 else "unknown"


@dataclass(frozen=True, slots=True)
class _OfAmazon:
    """An error that Amazon has answered."""

    name: str
    says: str
    status: int


def _error_of_amazon(response: Any) -> _OfAmazon | None:
    """What Amazon has answered; None of no answer, and of other providers'."""
    if not isinstance(response, Mapping) or "Error" not in response:
        return None
    name, said = (str(response["Error"].get(key, "")) for key in ("Code", "Message"))
    status = int(response.get("ResponseMetadata", {}).get("HTTPStatusCode", 0))
    return _OfAmazon(name, f"{name}: {said}", status)


def _meaning_of_amazon(error: _OfAmazon) -> Meaning:
    if error.name in _AMAZON_NEVER:
        return "never"
    return "later" if 400 <= error.status < 500 else "unknown"


def _was_never_reached(error: BaseException) -> bool:
    """Whether no connection came about: nobody listens, no such host, no answer to the first word."""
    requests = load("requests")
    if isinstance(error, requests.ConnectTimeout):
        return True
    cause = error.__cause__
    if type(cause).__name__ in _NEVER_REACHED and not isinstance(cause, requests.RequestException):
        return True
    reason = getattr(cause.args[0], "reason", None) if cause is not None and cause.args else None
    return isinstance(cause, requests.ConnectionError) and isinstance(
        reason, load("urllib3.exceptions").NewConnectionError
    )


def _name_in(response: Any) -> str:
    try:
        found = response.json()
    except ValueError:
        return ""
    return str(found.get("name", "")) if isinstance(found, dict) else ""


def _text(words: bytes | str) -> str:
    text = words.decode("utf-8", "replace") if isinstance(words, bytes) else words
    return " ".join("".join(one if one.isprintable() else " " for one in text).split())[:160]
