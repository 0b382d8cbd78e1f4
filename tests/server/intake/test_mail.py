"""E-mail events of the thirteen providers: each proved in its own way, each with the same meaning."""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import pytest
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, padding, rsa

from desirepath.server.intake.door import Door
from desirepath.server.intake.mail import MAIL
from tests.server.intake.asgi import Header, call
from tests.server.intake.test_hooks import bearer, code, connect, now, stored

AT = 1767225600
TO = "Ann@Example.org"
SECRET = "whsec_" + base64.b64encode(b"twenty-four bytes of it!").decode()
_JSON: Header = (b"content-type", b"application/json")
_EC = ec.generate_private_key(ec.SECP256R1())
_RSA = rsa.generate_private_key(65537, 2048)


def public_of(key: Any) -> str:
    """What a provider shows of its public key: PEM without its first and last line."""
    pem = key.public_key().public_bytes(
        serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo
    )
    return "".join(pem.decode().strip().splitlines()[1:-1])


def clicked(kind: str, link: str) -> Any:
    """What a provider posts when somebody clicks a link."""
    name = hashlib.sha256(link.encode()).hexdigest()[:12]
    said: dict[str, Any]
    event: dict[str, Any]
    data: dict[str, Any]
    message: dict[str, Any]
    payload: dict[str, Any]
    match kind:
        case "amazon_ses":
            said = {
                "eventType": "Click",
                "mail": {"messageId": "m1", "destination": [TO], "timestamp": "2026-01-01T00:00:00Z"},
                "click": {"link": link, "timestamp": "2026-01-01T00:00:00Z", "userAgent": "Firefox"},
            }
            return {
                "Type": "Notification",
                "MessageId": name,
                "Timestamp": "2026-01-01T00:00:00Z",
                "Message": json.dumps(said),
            }
        case "brevo":
            return {
                "event": "click",
                "email": TO,
                "id": 1,
                "ts_event": AT,
                "message-id": "<m1>",
                "link": link,
            }
        case "mailersend":
            email = {"message": {"id": "m1"}, "recipient": {"email": TO}, "tags": ["welcome"]}
            data = {"id": name, "type": "clicked", "created_at": "2026-01-01T00:00:00Z", "email": email}
            return {"type": "activity.clicked", "data": {**data, "morph": {"object": "click", "url": link}}}
        case "mailgun":
            data = {"event": "clicked", "id": name, "timestamp": AT, "recipient": TO, "url": link}
            message = {"headers": {"message-id": "m1"}}
            return {"signature": {}, "event-data": {**data, "message": message, "tags": ["welcome"]}}
        case "mailjet":
            return {"event": "click", "time": AT, "MessageID": 1, "email": TO, "url": link}
        case "mailtrap":
            event = {"event": "click", "timestamp": AT, "message_id": "m1", "email": TO, "url": link}
            return {"events": [{**event, "event_id": name, "category": "welcome", "custom_variables": {}}]}
        case "mandrill":
            message = {"_id": "m1", "email": TO, "tags": ["welcome"], "metadata": []}
            return [{"event": "click", "ts": AT, "msg": message, "url": link, "_id": "m1"}]
        case "postal":
            message = {"id": 1, "to": TO, "tag": "welcome", "direction": "outgoing"}
            payload = {"message": message, "url": link}
            return {"event": "MessageLinkClicked", "timestamp": AT, "uuid": name, "payload": payload}
        case "postmark":
            event = {"RecordType": "Click", "MessageID": "m1", "Recipient": TO, "OriginalLink": link}
            return {**event, "ReceivedAt": "2026-01-01T00:00:00Z", "Tag": "welcome", "Metadata": {}}
        case "resend":
            data = {
                "email_id": "m1",
                "to": [TO],
                "click": {"link": link, "timestamp": "2026-01-01T00:00:00Z"},
            }
            return {"type": "email.clicked", "created_at": "2026-01-01T00:00:00Z", "data": data}
        case "sendgrid":
            event = {"event": "click", "email": TO, "timestamp": AT, "sg_event_id": name, "url": link}
            return [{**event, "sg_message_id": "m1.x", "smtp-id": "<m1>"}]
        case "sparkpost":
            event = {"type": "click", "raw_rcpt_to": TO, "event_id": name, "timestamp": str(AT)}
            return [{"msys": {"track_event": {**event, "target_link_url": link, "message_id": "m1"}}}]
        case "unisender_go":
            event = {"job_id": "m1", "email": TO, "status": "clicked", "event_time": "2026-01-01 00:00:00"}
            data = {"event_name": "transactional_email_status", "event_data": {**event, "url": link}}
            return {"auth": "-", "events_by_user": [{"user_id": 1, "events": [data]}]}
    raise AssertionError(kind)


def hexadecimal(digest: Any, *parts: bytes) -> str:
    return hmac.new(SECRET.encode(), b"".join(parts), digest).hexdigest()


def post(door: Door, kind: str, said: Any, *, sign: bool = True) -> Any:
    """Post it as the provider does; unsigned, with a signature that is not its own."""
    body, headers = signed(kind, json.dumps(said, separators=(",", ":")).encode(), sign=sign)
    return call(door, "/hooks/h", body, headers=headers)


def signed(kind: str, said: bytes, *, sign: bool = True) -> tuple[bytes, list[Header]]:
    """The body and the headers with which the provider posts what it says: JSON, or what is none."""
    body, headers = said, [_JSON]
    right = b"" if sign else b"0"
    match kind:
        case "mailersend":
            headers.append((b"signature", hexadecimal(hashlib.sha256, body, right).encode()))
        case "mailgun":
            at, token = str(now()), hashlib.sha256(body).hexdigest()
            own = hexadecimal(hashlib.sha256, at.encode(), token.encode(), right)
            proof = json.dumps({"timestamp": at, "token": token, "signature": own}).encode()
            body = body.replace(b'"signature":{}', b'"signature":' + proof, 1)
        case "mandrill":
            events = body.decode("utf-8", "replace")
            text = b"http://localhost/hooks/h" + b"mandrill_events" + events.encode() + right
            signature = base64.b64encode(hmac.new(SECRET.encode(), text, hashlib.sha1).digest())
            headers = [(b"content-type", b"application/x-www-form-urlencoded"),
                       (b"x-mandrill-signature", signature)]  # fmt: skip
            body = urlencode({"mandrill_events": events}).encode()
        case "postal":
            signature = _RSA.sign(body + right, padding.PKCS1v15(), hashes.SHA1())
            headers.append((b"x-postal-signature", base64.b64encode(signature)))
        case "sendgrid":
            headers += signed_by_sendgrid(body, body + right)
        case "unisender_go":
            auth = hashlib.md5(body.replace(b'"auth":"-"', f'"auth":"{SECRET}"'.encode()) + right).hexdigest()
            body = body.replace(b'"auth":"-"', f'"auth":"{auth}"'.encode())
        case "resend":
            headers += svix(body, hashlib.sha256(body).hexdigest()[:9].encode(), sign)
        case "amazon_ses":
            headers = [*bearer(body, now(), SECRET if sign else "else"),
                       (b"x-amz-sns-message-type", b"Notification")]  # fmt: skip
        case _:
            headers += bearer(body, now(), SECRET if sign else "else")
    return body, headers


def signed_by_sendgrid(body: bytes, signed: bytes | None = None) -> list[Header]:
    """The headers of a body that SendGrid posts; ``signed`` is what it signed instead."""
    stamp = str(now()).encode()
    signature = _EC.sign(stamp + (body if signed is None else signed), ec.ECDSA(hashes.SHA256()))
    return [
        (b"x-twilio-email-event-webhook-signature", base64.b64encode(signature)),
        (b"x-twilio-email-event-webhook-timestamp", stamp),
    ]


def svix(body: bytes, name: bytes, sign: bool) -> list[Header]:
    """The headers with which Resend signs, as Standard Webhooks do."""
    stamp = str(now()).encode()
    key = base64.b64decode(SECRET.removeprefix("whsec_")) if sign else b"else"
    signed = base64.b64encode(hmac.new(key, name + b"." + stamp + b"." + body, hashlib.sha256).digest())
    return [(b"svix-id", name), (b"svix-timestamp", stamp), (b"svix-signature", b"v1," + signed)]


def secret_of(kind: str) -> str:
    """What somebody enters as the provider's secret."""
    return {"postal": public_of(_RSA), "sendgrid": public_of(_EC)}.get(kind, SECRET)


@pytest.mark.parametrize("kind", MAIL)
def test_two_clicks_on_two_links_are_two_and_one_sent_again_is_one(
    door: Door, folder: Path, kind: str
) -> None:
    connect(kind, secret_of(kind))
    links = ["https://a.example/prices", "https://a.example/docs"]
    for link in links:
        for status in ("accepted", "duplicate"):
            answer = post(door, kind, clicked(kind, link))
            assert answer.status == 200, answer.text
            assert [event["status"] for event in answer.json()["events"]] == [status], answer.text
    rows = stored(door, folder)
    assert [row["activity"] for row in rows] == ["email.clicked"] * 2
    assert {json.loads(row["properties"])["url"] for row in rows} == set(links)
    assert {(row["customer"], row["channel"], row["direction"]) for row in rows} == {
        ("ann@example.org", "email", "by_customer")
    }


@pytest.mark.parametrize("kind", MAIL)
def test_what_is_forged_or_unsigned_does_not_come_in(door: Door, folder: Path, kind: str) -> None:
    connect(kind, secret_of(kind))
    said = clicked(kind, "https://a.example")
    assert code(post(door, kind, said, sign=False)) == "DP-INT-010"
    assert code(call(door, "/hooks/h", json.dumps(said).encode(), headers=[_JSON])) == "DP-INT-010"
    assert not stored(door, folder)


@pytest.mark.parametrize("kind", MAIL)
@pytest.mark.parametrize("said", [{}, [], [{}], "text", 7, None, {"events": [{}]}, [{"msys": {"a": {}}}]])
def test_what_the_provider_would_never_send_is_refused_in_words(door: Door, kind: str, said: Any) -> None:
    connect(kind, secret_of(kind))
    answer = post(door, kind, said if kind != "mailgun" else {"event-data": said})
    assert answer.status < 500, answer.text
    assert answer.json().get("code", "DP-").startswith("DP-")


@pytest.mark.parametrize(
    "odd", [10**30, "\ud800@example.org", {"deep": 10**30}], ids=["number", "half", "deep"]
)
@pytest.mark.parametrize("kind", ["mailtrap", "sendgrid"])
def test_what_cannot_be_written_down_is_refused_in_words(door: Door, kind: str, odd: Any) -> None:
    """Found by the fuzzer: a receiver of thirty digits broke the request, and what waited beside it."""
    connect(kind, secret_of(kind))
    said = clicked(kind, "https://a.example")
    (said[0] if kind == "sendgrid" else said["events"][0])["email"] = odd
    answer = post(door, kind, said)
    assert answer.status in (200, 400), answer.text
    assert not answer.json().get("accepted")


def test_a_form_that_comes_in_chunks_is_read(door: Door) -> None:
    """Found by the fuzzer: without a length in its head a form was taken for an empty one."""
    connect("sendgrid", secret_of("sendgrid"))
    raw = "From: ann@example.org\r\nDate: Thu, 01 Jan 2026 10:00:00 +0100\r\n\r\nThanks"
    fields = {"from": "ann@example.org", "email": raw}
    body = "".join(
        f'--b\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{value}\r\n'
        for name, value in fields.items()
    )
    sent = f"{body}--b--\r\n".encode()
    headers = [(b"content-type", b"multipart/form-data; boundary=b"), *signed_by_sendgrid(sent)]
    assert call(door, "/hooks/h", [sent[:50], sent[50:]], headers=headers).json()["accepted"] == 1


def test_mailersend_saves_a_webhook_whose_address_answers_before_it_shows_its_secret(
    door: Door, folder: Path
) -> None:
    connect("mailersend")
    ping = {"type": "webhook.test", "message": "This is a ping test message"}
    answer = call(door, "/hooks/h", ping, headers=[_JSON, (b"signature", b"0" * 64)])
    assert (answer.status, answer.json()["events"]) == (200, [])
    forged = {"type": "activity.clicked", "data": {"webhook.test": 1}}
    assert code(call(door, "/hooks/h", forged, headers=[_JSON])) == "DP-INT-010"
    assert not stored(door, folder)


@pytest.mark.parametrize("said", [[{"msys": {}}], []])
def test_sparkpost_saves_a_webhook_whose_address_answers_an_empty_batch(door: Door, said: Any) -> None:
    connect("sparkpost", SECRET)
    assert post(door, "sparkpost", said).status == 200


MEANT: list[tuple[dict[str, Any], str, str | None]] = [
    ({"event": "processed"}, "email.sent", None),
    ({"event": "delivered"}, "email.delivered", None),
    ({"event": "open", "sg_machine_open": True}, "email.opened", "machine"),
    ({"event": "open"}, "email.opened", None),
    ({"event": "bounce", "reason": "no such box"}, "email.bounced", None),
    ({"event": "unsubscribe"}, "email.unsubscribed", None),
    ({"event": "spamreport"}, "email.marked_as_spam", None),
    ({"event": "dropped", "reason": "Bounced Address"}, "email.dropped", None),
]


def test_a_program_that_opens_is_told_from_a_person(door: Door, folder: Path) -> None:
    connect("sendgrid", secret_of("sendgrid"))
    events = [
        {"email": TO, "timestamp": AT + n, "sg_event_id": f"e{n}", "sg_message_id": "m1.x", **said}
        for n, (said, _, _) in enumerate(MEANT)
    ]
    assert post(door, "sendgrid", events).json()["accepted"] == len(events)
    rows = stored(door, folder)
    assert [(row["activity"], row["actor"]) for row in rows] == [
        (activity, actor) for _, activity, actor in MEANT
    ]
    assert [row["direction"] for row in rows][2:4] == ["by_us", "by_customer"]


def test_that_a_letter_of_our_own_was_sent_is_known_already(door: Door, folder: Path) -> None:
    """What playbooks send stands in the log when it goes; a provider's word for it would count it twice."""
    connect("sendgrid", secret_of("sendgrid"))
    ours = {"row": "k" * 40, "playbook": "quiet", "move": "mail", "version": "1", "customer": "acme-lead"}
    events = [
        {"email": TO, "timestamp": AT, "sg_event_id": what, "sg_message_id": "m1.x", "event": what, **ours}
        for what in ("processed", "delivered")
    ]
    assert post(door, "sendgrid", events).status == 200
    (row,) = stored(door, folder)
    assert (row["activity"], row["customer"]) == ("email.delivered", "acme-lead")
    assert '"metadata_move":"mail"' in row["properties"]


def test_amazons_question_is_shown_and_not_answered(door: Door) -> None:
    connect("amazon_ses", SECRET)
    said = {"Type": "SubscriptionConfirmation", "MessageId": "m", "SubscribeURL": "https://sns.example/?a=b"}
    answer = post(door, "amazon_ses", said)
    assert code(answer) == "DP-INT-016"
    assert "https://sns.example/?a=b" in answer.json()["message"]
