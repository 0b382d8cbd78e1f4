"""Somebody has answered a mail: the same fact, whichever provider says so; and Amazon's own signature."""

from __future__ import annotations

import base64
import hashlib
import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import padding, rsa
from cryptography.x509.oid import NameOID
from hypothesis import given
from hypothesis import strategies as st
from pytest_django.fixtures import Settings

from desirepath.server.intake.amazon import signed_text
from desirepath.server.intake.door import Door
from desirepath.server.intake.mail import MAIL
from desirepath.server.intake.replies import INBOUND
from tests.server.intake.asgi import Header, call
from tests.server.intake.test_any_bytes import FEW, VALUES, must_be_calm
from tests.server.intake.test_hooks import bearer, code, connect, now, stored
from tests.server.intake.test_mail import (
    AT,
    SECRET,
    clicked,
    hexadecimal,
    post,
    secret_of,
    signed_by_sendgrid,
)

HEAD = "From: Ann <Ann@Example.org>\r\nTo: us@example.com\r\nSubject: Re: Welcome\r\n"
HEAD += "Message-ID: <r1@example.org>\r\nDate: Thu, 01 Jan 2026 10:00:00 +0100\r\n"
HEAD += "In-Reply-To: <m1@example.com>\r\n"
RAW = f"{HEAD}\r\nThanks, it works"
HEADERS = dict(line.split(": ", 1) for line in HEAD.strip().split("\r\n"))
FORM: Header = (b"content-type", b"application/x-www-form-urlencoded")


def answered(kind: str) -> Any:
    """What a provider posts when somebody has answered a mail: a dict of a form's fields, or JSON."""
    message: Any
    match kind:
        case "amazon_ses":
            mail = {"messageId": "r1", "source": "ann@example.org", "timestamp": "2026-01-01T09:00:00Z"}
            receipt = {"action": {"type": "SNS", "encoding": "UTF-8"}, "recipients": ["us@example.com"]}
            said = {"notificationType": "Received", "mail": mail, "receipt": receipt, "content": RAW}
            return {"Type": "Notification", "MessageId": "s1", "Message": json.dumps(said)}
        case "brevo":
            attached = {"Name": "a.pdf", "ContentType": "application/pdf", "DownloadToken": "t"}
            item = {"Uuid": ["r1"], "Headers": HEADERS, "RawTextBody": "Thanks, it works"}
            return {"items": [{**item, "Attachments": [attached]}]}
        case "mailersend":
            return {"type": "inbound.message", "data": {"id": "r1", "raw": RAW}}
        case "mailgun":
            at, token = str(now()), "t" * 50
            signature = hexadecimal(hashlib.sha256, at.encode(), token.encode())
            signed = {"timestamp": at, "token": token, "signature": signature}
            return {"recipient": "us@example.com", "body-mime": RAW, **signed}
        case "mailjet":
            return {
                "Sender": "ann@example.org",
                "Headers": HEADERS,
                "Parts": [],
                "Text-part": "Thanks, it works",
            }
        case "mandrill":
            message = {"from_email": "ann@example.org", "headers": {}, "raw_msg": RAW}
            return [{"event": "inbound", "ts": AT, "msg": message}]
        case "postal":
            message = base64.b64encode(RAW.encode()).decode()
            return {
                "id": 1,
                "rcpt_to": "us@example.com",
                "mail_from": "a@b.c",
                "message": message,
                "base64": True,
            }
        case "postmark":
            headers = [{"Name": name, "Value": HEADERS[name]} for name in ("Message-ID", "In-Reply-To")]
            said = {"FromFull": {"Email": "Ann@Example.org", "Name": "Ann"}, "Subject": "Re: Welcome"}
            date = {"Date": HEADERS["Date"], "MessageID": "r1"}
            texts = {"TextBody": "Thanks, it works\n> Hi", "StrippedTextReply": "Thanks, it works"}
            return {**said, **date, **texts, "Headers": headers}
        case "sendgrid":
            return {"from": "Ann <ann@example.org>", "email": RAW}
        case "sparkpost":
            content = {"email_rfc822": RAW, "email_rfc822_is_base64": False}
            return [{"msys": {"relay_message": {"protocol": "smtp", "content": content}}}]
        case "resend" | "mailtrap":
            return announced(kind)
    raise AssertionError(kind)


def post_mail(door: Door, kind: str, said: Any) -> Any:
    """Post it as the provider does, signed."""
    match kind:
        case "mailgun":
            return call(door, "/hooks/h", urlencode(said).encode(), headers=[FORM])
        case "sendgrid":
            body = urlencode(said).encode()
            return call(door, "/hooks/h", body, headers=[FORM, *signed_by_sendgrid(body)])
    return post(door, kind, said)


@pytest.mark.parametrize("kind", [*INBOUND, "mandrill"])
def test_a_reply_is_a_reply_and_comes_in_once(door: Door, folder: Path, kind: str) -> None:
    connect(kind, secret_of(kind))
    for status in ("accepted", "duplicate"):
        answer = post_mail(door, kind, answered(kind))
        assert answer.status == 200, answer.text
        assert [event["status"] for event in answer.json()["events"]] == [status], answer.text
    if kind != "sendgrid":
        assert post(door, kind, clicked(kind, "https://a.example")).json()["accepted"] == 1
    row = next(row for row in stored(door, folder) if row["activity"] != "email.clicked")
    assert (row["activity"], row["customer"], row["text"].strip(), row["direction"]) == (
        "email.replied",
        "ann@example.org",
        "Thanks, it works",
        "by_customer",
    )
    assert row["occurred_at"] == datetime(2026, 1, 1, 9, tzinfo=UTC)
    properties = json.loads(row["properties"])
    assert (properties["subject"], properties["in_reply_to"]) == ("Re: Welcome", "<m1@example.com>")


def test_somebody_who_is_away_has_not_answered(door: Door, folder: Path) -> None:
    connect("postal", secret_of("postal"))
    raw = RAW.replace("Subject:", "Auto-Submitted: auto-replied\r\nSubject:")
    assert post(door, "postal", {"id": 1, "rcpt_to": "u@e.c", "message": raw}).json()["accepted"] == 1
    (row,) = stored(door, folder)
    assert (row["activity"], row["actor"]) == ("email.autoreplied", "machine")


RECEIVED = {
    "email_id": "56761188",
    "created_at": "2026-01-01T09:00:00.894719+00:00",
    "from": "Ann <Ann@Example.org>",
    "to": ["us@example.com"],
    "bcc": [],
    "cc": [],
    "message_id": "<r1@example.org>",
    "subject": "Re: Welcome",
    "attachments": [{"id": "2a0c9ce0", "filename": "a.png", "content_type": "image/png"}],
}
"""As Resend's documentation shows it."""
CAME = {
    "event": "inbound.message_received",
    "event_id": "e1",
    "timestamp": 1767258000,
    "inbox_id": 7,
    "message_id": "1700000000000123",
    "from": "Ann <Ann@Example.org>",
}
"""As Mailtrap's documentation lists it, and django-anymail has seen it."""


def announced(kind: str, **other: Any) -> Any:
    """What a provider posts that says only that somebody has answered."""
    if kind == "resend":
        return {"type": "email.received", "created_at": "2026-01-01T09:00:02Z", "data": {**RECEIVED, **other}}
    return {"events": [{**CAME, **other}]}


@pytest.mark.parametrize("kind", ["resend", "mailtrap"])
def test_a_reply_that_is_only_announced_is_one_without_its_words(door: Door, folder: Path, kind: str) -> None:
    connect(kind, SECRET)
    again = {} if kind == "resend" else {"event_id": "e2"}  # Mailtrap's is not the same when it tries again
    for said, status in ((announced(kind), "accepted"), (announced(kind, **again), "duplicate")):
        answer = post(door, kind, said)
        assert [event["status"] for event in answer.json()["events"]] == [status], answer.text
    assert post(door, kind, clicked(kind, "https://a.example")).json()["accepted"] == 1
    row = next(row for row in stored(door, folder) if row["activity"] != "email.clicked")
    assert (row["activity"], row["customer"], row["text"], row["direction"], row["actor"]) == (
        "email.replied",
        "ann@example.org",
        None,
        "by_customer",
        None,
    )
    assert row["occurred_at"].replace(microsecond=0) == datetime(2026, 1, 1, 9, tzinfo=UTC)
    subject = json.loads(row["properties"] or "{}").get("subject")
    assert subject == ("Re: Welcome" if kind == "resend" else None)


def test_mailtrap_counts_in_milliseconds_too(door: Door, folder: Path) -> None:
    connect("mailtrap", SECRET)
    assert post(door, "mailtrap", announced("mailtrap", timestamp=1767258000123)).json()["accepted"] == 1
    (row,) = stored(door, folder)
    assert row["occurred_at"] == datetime(2026, 1, 1, 9, 0, 0, 123000, tzinfo=UTC)


@pytest.mark.parametrize("subject", ["Automatic reply: Welcome", "Out of Office", "auto: away"])
def test_an_announced_answer_of_a_program_is_known_by_its_subject(
    door: Door, folder: Path, subject: str
) -> None:
    connect("resend", SECRET)
    assert post(door, "resend", announced("resend", subject=subject)).json()["accepted"] == 1
    (row,) = stored(door, folder)
    assert (row["activity"], row["actor"]) == ("email.autoreplied", "machine")


@pytest.mark.parametrize("kind", ["resend", "mailtrap"])
@pytest.mark.parametrize("sender", ["Ann", "", None])
def test_an_announced_mail_without_a_sender_is_refused_in_words(door: Door, kind: str, sender: Any) -> None:
    connect(kind, SECRET)
    answer = post(door, kind, announced(kind, **{"from": sender}))
    assert answer.json()["rejected"] == 1, answer.text
    assert "who wrote it" in answer.text


@pytest.mark.parametrize(
    "raw",
    [
        "",
        "no headers at all",
        "From: \r\n\r\nhi",
        "From: nobody\r\n\r\nhi",
        "From: a@b.c\r\nDate: yesterday\r\nContent-Type: text/plain; charset=martian\r\n\r\nhi",
        "From: a@b.c\r\nDate: Mon, 99 Foo 99999 99:99:99 +9999\r\n\r\nhi",
        "From: a@b.c\r\nContent-Transfer-Encoding: base64\r\n\r\n!!!",
        "From: =?utf-8?q?=FF?= <a@b.c>\r\nSubject: =?martian?b?AAAA?=\r\n\r\nhi",
        "From: a@b.c\r\nContent-Type: multipart/mixed; boundary=x\r\n\r\n--x\r\n" * 300,
        "From: a@b.c\r\nContent-Type: message/rfc822\r\n\r\n" * 2000,
        "From: a@b.c\r\n" + "X: y\r\n" * 20_000 + "\r\nhi",
    ],
    ids=lambda raw: raw[:24].encode("unicode_escape").decode(),
)
@pytest.mark.parametrize("kind", ["postal", "sparkpost"])
def test_a_mail_that_is_none_is_answered_in_words(door: Door, kind: str, raw: str) -> None:
    connect(kind, secret_of(kind))
    said = answered(kind)
    if kind == "postal":
        said |= {"message": raw, "base64": False}
    else:
        said[0]["msys"]["relay_message"]["content"]["email_rfc822"] = raw
    answer = post(door, kind, said)
    assert answer.status in (200, 400), answer.text
    if answer.status == 400:
        assert code(answer).startswith("DP-INT-")


@pytest.mark.parametrize("kind", [*MAIL, *(f"{kind}, answered" for kind in (*INBOUND, "resend", "mailtrap"))])
def test_one_value_that_no_provider_sends_is_answered_in_words(door: Door, kind: str) -> None:
    kind, _, is_answer = kind.partition(", ")
    connect(kind, secret_of(kind))

    @FEW
    @given(data=st.data())
    def posted(data: st.DataObject) -> None:
        said = answered(kind) if is_answer else clicked(kind, "https://a.example")
        place = data.draw(st.sampled_from(list(places_in(said))))
        changed = put(said, place, data.draw(VALUES))
        if is_answer and kind in ("mailgun", "sendgrid") and isinstance(changed, dict):
            changed = {name: str(value).encode("utf-8", "replace") for name, value in changed.items()}
        elif kind == "mailgun" and not isinstance(changed, dict):
            return  # it is signed inside
        must_be_calm(post_mail(door, kind, changed) if is_answer else post(door, kind, changed))

    posted()


def places_in(value: Any, place: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    """The address of everything in a JSON value, except the whole."""
    inside = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for name, one in inside:
        yield (*place, name)
        yield from places_in(one, (*place, name))


def put(value: Any, place: tuple[Any, ...], new: Any) -> Any:
    """The JSON value with another one at this address."""
    if not place:
        return new
    changed = value.copy()
    changed[place[0]] = put(value[place[0]], place[1:], new)
    return changed


class Amazon:
    """A key and a certificate like the ones with which SNS signs."""

    def __init__(self, *, ends_in: timedelta = timedelta(days=30)) -> None:
        self.key = rsa.generate_private_key(65537, 2048)
        now = datetime.now(UTC)
        name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "sns.amazonaws.com")])
        made = (
            x509.CertificateBuilder().subject_name(name).issuer_name(name).public_key(self.key.public_key())
        )
        made = made.serial_number(1).not_valid_before(now - timedelta(days=60)).not_valid_after(now + ends_in)
        self.pem = made.sign(self.key, hashes.SHA256()).public_bytes(serialization.Encoding.PEM)

    def signed(self, said: dict[str, Any], version: str = "2") -> dict[str, Any]:
        digest: hashes.HashAlgorithm = hashes.SHA256() if version == "2" else hashes.SHA1()
        signature = self.key.sign(signed_text(said), padding.PKCS1v15(), digest)
        return {**said, "SignatureVersion": version, "Signature": base64.b64encode(signature).decode()}


def test_where_amazons_certificate_is_known_its_signature_is_checked(
    door: Door, folder: Path, settings: Settings
) -> None:
    amazon, expired, other = Amazon(), Amazon(ends_in=timedelta(days=-1)), Amazon()
    place = folder / "sns.pem"
    settings.CONFIGURATION = replace(settings.CONFIGURATION, amazon_certificate=str(place))
    connect("amazon_ses", SECRET)

    def click(link: str) -> dict[str, Any]:
        said: dict[str, Any] = {**clicked("amazon_ses", link), "TopicArn": "arn:aws:sns:eu-west-1:1:mails"}
        return said

    said = amazon.signed(click("https://a.example"))
    assert code(post(door, "amazon_ses", said)) == "DP-INT-010", "there is no certificate yet"
    place.write_bytes(expired.pem + amazon.pem)
    for version in ("1", "2"):
        answer = post(door, "amazon_ses", amazon.signed(click(f"https://a.example/{version}"), version))
        assert answer.json()["accepted"] == 1, answer.text
    wrong = [
        click("https://a.example"),
        {**said, "MessageId": "another"},
        {**said, "Message": said["Message"].replace("a.example", "b.example")},
        {**said, "Signature": "%"},
        {**said, "SignatureVersion": "3"},
        expired.signed(click("https://a.example")),
        other.signed(click("https://a.example")),
    ]
    for one in wrong:
        assert code(post(door, "amazon_ses", one)) == "DP-INT-010", one
    body = json.dumps(said).encode()
    forged = call(door, "/hooks/h", body, headers=bearer(body, now(), "another password"))
    assert code(forged) == "DP-INT-010", "the signature alone is anybody's who has an account at Amazon"


def test_signed_text_is_what_amazon_documents() -> None:
    said = {
        "Type": "Notification",
        "MessageId": "m",
        "TopicArn": "t",
        "Subject": "s",
        "Message": "hi",
        "Timestamp": "at",
    }
    assert signed_text({**said, "Signature": "x", "UnsubscribeURL": "u"}) == (
        b"Message\nhi\nMessageId\nm\nSubject\ns\nTimestamp\nat\nTopicArn\nt\nType\nNotification\n"
    )
