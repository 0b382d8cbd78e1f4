"""What other rooms do is told to those whom it concerns; by mail too, once, and only to who wants it."""

import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.conf import settings
from django.core import mail
from django.core.mail import EmailMessage
from django.test import Client
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from desirepath.log.store import create_log
from desirepath.log.subject import erase_subject
from desirepath.model.edits import Edit, Set
from desirepath.server.configuration import Configuration
from desirepath.server.jobs.models import Job, State
from desirepath.server.jobs.queue import fail, finish
from desirepath.server.maps.accepting import accept_one
from desirepath.server.maps.models import MapRecord
from desirepath.server.maps.offers import offer_edit
from desirepath.server.people.models import AuditEntry, MapRole, Person
from desirepath.server.people.roles import Role
from desirepath.server.talk import mails
from desirepath.server.talk.comments import begin_thread, reply
from desirepath.server.talk.erasing import erase_words_of, forget_erased_interactions
from desirepath.server.talk.mails import read_unsubscribe, send_digests, send_instantly, unsubscribe_path
from desirepath.server.talk.models import Comment, Evidence, HowMailed, MailChoice, Notification, Reason
from desirepath.server.talk.notifications import MapRef, NotificationOut
from desirepath.server.talk.places import Place

pytestmark = pytest.mark.django_db
People = Callable[..., Person]
Enter = Callable[[Person], Client]


@pytest.fixture
def ana(person: People) -> Person:
    return person("Ana", Role.EDITOR)


@pytest.fixture
def ben(person: People) -> Person:
    return person("Ben", Role.EDITOR)


def reasons(person: Person) -> list[str]:
    return list(Notification.objects.filter(person=person).order_by("pk").values_list("reason", flat=True))


def write(person: Person, value: str, *, was: str, based_on: int) -> None:
    edit = Edit(
        f"{person.pk}-{value}", (Set("step:order", "name", value, based_on, was=was),), str(person.pk)
    )
    accept_one("coffee", offer_edit(edit, person))


@pytest.mark.django_db(transaction=True)
def test_whose_words_were_overwritten_is_told_which(coffee: MapRecord, ana: Person, ben: Person) -> None:
    write(ana, "Asks", was="Orders", based_on=0)
    write(ben, "Demands", was="Orders", based_on=0)
    (told,) = Notification.objects.all()
    assert (told.person, told.by, told.reason) == (ana, ben, "overwritten")
    assert (told.node, told.property, told.details) == ("step:order", "name", {"revision": 2})
    write(ben, "Begs", was="Demands", based_on=2)  # his own words
    assert Notification.objects.count() == 1


def test_a_role_on_a_map_is_told_to_who_was_here_before(coffee: MapRecord, person: People) -> None:
    guest, new = person("Gus", Role.NONE), person("New", Role.NONE)
    guest.last_login = timezone.now()
    guest.save()
    for one in (guest, new):
        MapRole.objects.create(person=one, map="coffee", role=Role.VIEWER)
    MapRole.objects.filter(person=guest).update(role=Role.EDITOR)
    assert (reasons(guest), reasons(new)) == (["invited"], [])


@pytest.mark.parametrize(("seconds", "told"), [(5, []), (60, ["job"])])
def test_a_job_that_took_long_is_told_to_who_asked(
    seconds: int, told: list[str], coffee: MapRecord, ana: Person
) -> None:
    ends: list[Callable[[Job], bool]] = [lambda job: finish(job, None), lambda job: fail(job, ())]
    for end in ends:
        Notification.objects.all().delete()
        job = Job.objects.create(
            kind="lived.answer",
            person=ana,
            map="coffee",
            state=State.RUNNING,
            queued_at=timezone.now() - timedelta(seconds=seconds),
        )
        assert end(job)
        assert reasons(ana) == told


# Mails


@pytest.fixture
def posting(monkeypatch: pytest.MonkeyPatch, workspace: Any) -> list[EmailMessage]:
    configuration = Configuration(
        workspace, url="https://maps.example.com", email="smtp://localhost", email_from="d@example.com"
    )
    monkeypatch.setattr(settings, "CONFIGURATION", configuration)
    return mail.outbox


def test_a_day_is_one_mail_and_nothing_goes_twice(
    coffee: MapRecord, ana: Person, ben: Person, posting: list[EmailMessage]
) -> None:
    for number in range(3):
        begin_thread(coffee, ana, Place("step:order"), f"@person:{ben.pk} look {number}")
    assert send_digests() == 1
    assert send_digests() == 0
    (sent,) = posting
    assert sent.to == ["ben@example.com"]
    assert sent.subject == "3 things on your maps"
    assert "Ana mentioned you: A coffee before work" in sent.body
    assert "> @Ben look 2" in sent.body
    assert "https://maps.example.com/maps/coffee#comment-" in sent.body
    begin_thread(coffee, ana, Place("step:order"), f"@person:{ben.pk} later")
    assert send_digests() == 0, "the next one is due tomorrow"
    MailChoice.objects.update(digest_at=timezone.now() - timedelta(days=1))
    assert send_digests() == 1
    assert posting[1].subject == "Ana mentioned you: A coffee before work"


def test_how_one_wants_them_counts(
    coffee: MapRecord, ana: Person, ben: Person, person: People, posting: list[EmailMessage]
) -> None:
    never = person("Nel")
    MailChoice.objects.create(person=ben, how=HowMailed.INSTANTLY)
    MailChoice.objects.create(person=never, how=HowMailed.NEVER)
    begin_thread(coffee, ana, Place("map"), f"@person:{ben.pk} @person:{never.pk}")
    assert Job.objects.filter(kind="talk.mails").count() == 1
    assert (send_digests(), send_instantly(), send_instantly()) == (0, 1, 0)
    assert [sent.to for sent in posting] == [["ben@example.com"]]


def test_neither_what_was_read_nor_what_one_may_not_see_nor_what_is_old_is_mailed(
    coffee: MapRecord, ana: Person, ben: Person, person: People, posting: list[EmailMessage]
) -> None:
    out, late = person("Out"), person("Late")
    text = " ".join(f"@person:{one.pk}" for one in (ben, out, late))
    begin_thread(coffee, ana, Place("map"), text)
    Notification.objects.filter(person=ben).update(read_at=timezone.now())
    MapRole.objects.create(person=out, map="coffee", role=Role.NONE)
    Notification.objects.filter(person=late).update(at=timezone.now() - timedelta(days=9))
    assert (send_digests(), posting) == (0, [])


def test_without_a_mail_server_nothing_is_written_anywhere(
    coffee: MapRecord, ana: Person, ben: Person, workspace: Any
) -> None:
    begin_thread(coffee, ana, Place("map"), f"@person:{ben.pk}")
    assert send_digests() == 0
    assert Notification.objects.get().mailed_at is None


def test_a_mail_server_that_refuses_is_asked_again(
    coffee: MapRecord,
    ana: Person,
    ben: Person,
    posting: list[EmailMessage],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    begin_thread(coffee, ana, Place("map"), f"@person:{ben.pk}")
    with monkeypatch.context() as patched:

        def refuse(self: EmailMessage) -> int:
            raise OSError("the mail server is not there")

        patched.setattr(EmailMessage, "send", refuse)
        with pytest.raises(OSError, match="not there"):
            send_digests()
    assert send_digests() == 1
    assert len(posting) == 1


@given(name=st.text(min_size=1, max_size=80), title=st.text(min_size=1, max_size=80))
def test_nobodys_name_writes_a_header(name: str, title: str) -> None:
    told = NotificationOut(
        id=1, reason=Reason.MENTION, says=f"{name} mentioned you", by=None, map=MapRef(id="m", title=title),
        comment=None, thread=None, node="", property="", excerpt="", details={}, at=timezone.now(),
        is_read=False,
    )  # fmt: skip
    subject = mails._subject([told])
    assert not set(subject) & set("\r\n\x85\u2028\u2029\x0b\x0c\x1c\x1d\x1e")
    message = EmailMessage(subject, "x", "a@example.com", ["b@example.com"]).message()
    assert message["Subject"]
    assert message.keys().count("Subject") == 1


def test_one_click_ends_the_mails(
    coffee: MapRecord, ana: Person, ben: Person, posting: list[EmailMessage], client: Client
) -> None:
    begin_thread(coffee, ana, Place("map"), f"@person:{ben.pk}")
    send_digests()
    link = re.search(r"Never again: https://maps.example.com(\S+)", str(posting[0].body))
    assert link is not None
    assert posting[0].extra_headers["List-Unsubscribe"] == f"<https://maps.example.com{link[1]}>"
    assert posting[0].extra_headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert client.get(link[1]).status_code == 200
    assert MailChoice.objects.get(person=ben).how == HowMailed.DAILY, "a scanner that looks does nothing"
    strict = Client(enforce_csrf_checks=True)
    assert strict.post(link[1], {"List-Unsubscribe": "One-Click"}).status_code == 200
    assert MailChoice.objects.get(person=ben).how == HowMailed.NEVER
    assert client.get("/").status_code == 302, "the link signs nobody in"


def test_a_link_that_we_did_not_make_does_nothing(ana: Person, ben: Person, client: Client) -> None:
    whole = unsubscribe_path(ana)
    for wrong in (whole[:-1], whole + "x", "/unsubscribe/x", f"/unsubscribe/{ben.pk}"):
        assert client.post(wrong).status_code == 404
    assert read_unsubscribe(whole.removeprefix("/unsubscribe/")) == ana
    assert not MailChoice.objects.exists()


# Erasing


def test_an_erased_person_leaves_no_word_and_no_name(coffee: MapRecord, ana: Person, ben: Person) -> None:
    thread = begin_thread(coffee, ana, Place("map"), f"My phone is 123, @person:{ben.pk}")
    reply(thread, ben, f"Thanks, @person:{ana.pk} and @person:{ben.pk}")
    assert erase_words_of(ana) == {"comments": 1, "mentions": 1, "notes": 0}
    first, second = Comment.objects.order_by("pk")
    assert (first.text, bool(first.deleted_at)) == ("", True)
    assert second.text == f"Thanks, @somebody and @person:{ben.pk}"
    ana.delete()
    assert Comment.objects.count() == 2


def test_an_owner_erases_somebodys_words_and_it_is_written_down(
    coffee: MapRecord, ana: Person, person: People, as_person: Enter
) -> None:
    begin_thread(coffee, ana, Place("map"), "My phone is 123")
    path = f"/api/v1/people/{ana.pk}/words"
    assert as_person(ana).delete(path).status_code == 403
    owner = as_person(person("Olga", Role.OWNER))
    assert owner.delete(path).json() == {"comments": 1, "mentions": 0, "notes": 0}
    assert owner.delete("/api/v1/people/999999/words").status_code == 404
    assert not Comment.objects.exclude(text="").exists()
    assert AuditEntry.objects.get(action="erased somebody's words").target == ana.email


def test_evidence_forgets_a_customer_whom_the_log_forgot(
    coffee: MapRecord, ana: Person, answered: Any, workspace: Any
) -> None:
    kept = Evidence.objects.create(
        map=coffee,
        node="step:order",
        property="goal",
        what="interaction",
        source={"kind": "survey", "id": "evidence-1"},
        thing={
            "source": answered.source,
            "key": answered.key,
            "activity": answered.activity,
            "on": "2026-05-03",
        },
        confirmed_on="2026-05-03",
        note="Seema said so",
        person=ana,
    )
    assert forget_erased_interactions() == 0
    with create_log(workspace) as log:
        erase_subject(log, "customer", "seema")
    assert forget_erased_interactions() == 1
    assert forget_erased_interactions() == 0
    kept.refresh_from_db()
    assert (kept.thing, kept.note) == ({"activity": "survey.answered", "on": "2026-05-03"}, "")
