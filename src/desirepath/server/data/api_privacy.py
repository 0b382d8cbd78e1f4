"""The endpoints of privacy: one customer shown, erased, kept out; what is not kept at all. For owners."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Any

import orjson
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from ninja import Router, Schema, Status
from pydantic import Field, StringConstraints

from desirepath.log.rule_file import WrittenRules, read_rules, write_rules
from desirepath.log.subject_ids import find_ids
from desirepath.log.suppression import Suppression
from desirepath.log.tidy import preview_tidy
from desirepath.server.answers import REFUSALS, ProblemOut, answers_file
from desirepath.server.data.erasing import (
    certificate_of,
    export_everything,
    keep_out,
    let_in,
    mark_for,
    preview,
    start_erasing,
)
from desirepath.server.data.kinds import NOBODY_THERE
from desirepath.server.data.models import Erasure
from desirepath.server.data.shown import WhoOut, who_out
from desirepath.server.jobs.models import ACTIVE
from desirepath.server.jobs.queue import enqueue
from desirepath.server.jobs.shown import JobOut, job_out
from desirepath.server.kinds import NOT_FOUND
from desirepath.server.log_state import current_log, info_now
from desirepath.server.people.api import asker
from desirepath.server.people.audit import write_down
from desirepath.server.people.shapes import Body

router = Router(tags=["privacy"])

Id = Annotated[str, StringConstraints(min_length=1, max_length=500)]
Kind = Annotated[str, StringConstraints(pattern=r"^[A-Za-z][A-Za-z0-9_-]{0,59}$")]
Word = Annotated[str, StringConstraints(strip_whitespace=True, min_length=3, max_length=500)]


class SubjectIn(Body):
    """Who: in the body, so that no address and no log holds it. ``words`` are further ones by which they are
    recognised, such as their name."""

    object_type: Kind = "customer"
    object_id: Id
    words: Annotated[tuple[Word, ...], Field(max_length=50)] = ()


class EraseIn(SubjectIn):
    """Whom to erase. ``suppress``: keep them from coming back. ``reason`` is for the certificate, without
    names."""

    suppress: bool = True
    reason: Annotated[str, Field(max_length=120)] = ""


class NameOut(Schema):
    """A word that names them, and the trait it comes from."""

    word: str
    trait: str


class TraceOut(Schema):
    """How many rows or files of a place speak of them, and some of the texts."""

    place: str
    count: int
    examples: list[str]


class SubjectOut(Schema):
    """What is known of somebody: their ids, how else they are named, how much of theirs the log has, where
    else they are spoken of, and whether they are kept out."""

    ids: list[str]
    names: list[NameOut]
    interactions: int
    quotes: int
    elsewhere: list[TraceOut]
    is_suppressed: bool


class StepOut(Schema):
    """How much was taken out of one place."""

    place: str
    count: int


class ErasureOut(Schema):
    """One erasure and its certificate: what was removed where, when and by whom. Nothing names the subject;
    ``mark`` is a keyed hash, by which it is found by whoever has the id. ``not_searched`` could not be."""

    id: int
    object_type: str
    mark: str
    state: str
    share: float
    words: str
    problems: list[ProblemOut]
    at: datetime
    done_at: datetime | None
    who: WhoOut | None
    reason: str
    is_suppressed: bool
    removed: list[StepOut]


class KeptOutOut(Schema):
    """How many ids are newly on the list of those who are kept out, or were taken from it."""

    ids: int


class PrivacyRulesOut(Schema):
    """What is not kept: for how long each source is kept (``*``: every other one), such as ``24 months``; the
    fields that are never stored, and those stored as a keyed hash. ``fields`` are names that may be said."""

    retention: dict[str, str]
    drop: list[str]
    hash: list[str]
    sources: list[str]


class PrivacyRulesIn(Body):
    """The rules as they are to be."""

    retention: Annotated[dict[Id, Annotated[str, Field(max_length=40)]], Field(max_length=100)] = {}  # noqa: RUF012 - pydantic copies it
    drop: Annotated[tuple[Id, ...], Field(max_length=200)] = ()
    hash: Annotated[tuple[Id, ...], Field(max_length=200)] = ()


class TidyOut(Schema):
    """What the rules would take out of what is stored already, and change, by kind of fact."""

    expired: dict[str, int]
    changed: dict[str, int]


class _AtOnce:
    """For what is done while one waits: it never has to stop."""

    job_id = 0
    args: dict[str, Any] = {}  # noqa: RUF012 - it stays empty

    def tell(self, share: float, words: str = "") -> None:
        """Nobody looks."""

    def should_stop(self) -> bool:
        """Never."""
        return False

    def stop_if_asked(self) -> None:
        """Never."""


@router.post("/subjects/look", response={200: SubjectOut, **REFUSALS})
def look_at_subject(request: HttpRequest, body: SubjectIn) -> SubjectOut:
    """Who somebody is here, and where they are spoken of: before they are exported or erased."""
    known, elsewhere = preview(body.object_type, body.object_id, body.words)
    log = current_log()
    subject = find_ids(log.identities_resolved(), body.object_type, body.object_id, log.rules)
    suppression = Suppression(log.path / "log", log.rules.secret)
    is_suppressed = suppression.has(body.object_type, body.object_id)
    is_known = known.interactions or known.names or elsewhere or len(subject.readable_ids) > 1
    if not is_known and not is_suppressed:
        raise NOBODY_THERE.error("object_id")
    return SubjectOut(
        ids=list(known.ids),
        names=[NameOut(word=word, trait=trait) for word, trait in known.names.items()],
        interactions=known.interactions,
        quotes=len(known.quotes),
        elsewhere=[
            TraceOut(place=one.place, count=one.count, examples=list(one.examples)) for one in elsewhere
        ],
        is_suppressed=is_suppressed,
    )


@router.post("/subjects/export", response={**REFUSALS}, openapi_extra=answers_file("application/json"))
def export_customer(request: HttpRequest, body: SubjectIn) -> HttpResponse:
    """Everything about one customer as one JSON document: the log in the fields of native JSONL, the refused
    rows, and where else they are spoken of."""
    found = export_everything(body.object_type, body.object_id, body.words)
    write_down("exported a customer", request=request, target=_named(body))
    response = HttpResponse(
        orjson.dumps(found, option=orjson.OPT_INDENT_2, default=str), content_type="application/json"
    )
    response.headers["Content-Disposition"] = 'attachment; filename="customer.json"'
    return response


@router.post("/subjects/erase", response={202: ErasureOut, **REFUSALS})
def erase_customer(request: HttpRequest, body: EraseIn) -> Status[ErasureOut]:
    """Erase one customer everywhere, in the background: there is no way back."""
    erasure = start_erasing(
        asker(request),
        body.object_type,
        body.object_id,
        words=body.words,
        suppress=body.suppress,
        reason=body.reason,
    )
    write_down("erased a customer", request=request, target=_named(body), erasure=erasure.pk)
    return Status(202, erasure_out(erasure))


@router.post("/subjects/suppress", response={200: KeptOutOut, **REFUSALS})
def suppress_customer(request: HttpRequest, body: SubjectIn) -> KeptOutOut:
    """Drop every later fact of somebody at the door."""
    count = keep_out(body.object_type, body.object_id, _AtOnce())
    write_down("kept a customer out", request=request, target=_named(body))
    return KeptOutOut(ids=count)


@router.post("/subjects/unsuppress", response={200: KeptOutOut, **REFUSALS})
def unsuppress_customer(request: HttpRequest, body: SubjectIn) -> KeptOutOut:
    """Let later facts of somebody in again."""
    count = let_in(body.object_type, body.object_id, _AtOnce())
    write_down("let a customer in again", request=request, target=_named(body))
    return KeptOutOut(ids=count)


@router.get("/erasures", response={200: list[ErasureOut], **REFUSALS})
def list_erasures(request: HttpRequest) -> list[ErasureOut]:
    """All erasures, the newest first."""
    found = Erasure.objects.select_related("job", "person").order_by("-pk")[:200]
    return [erasure_out(one) for one in found]


@router.get("/erasures/{int:erasure_id}", response={200: ErasureOut, **REFUSALS})
def one_erasure(request: HttpRequest, erasure_id: int) -> ErasureOut:
    """One erasure, as it gets on."""
    return erasure_out(_find(erasure_id))


@router.get(
    "/erasures/{int:erasure_id}/certificate.json",
    response={**REFUSALS},
    openapi_extra=answers_file("application/json"),
)
def erasure_certificate(request: HttpRequest, erasure_id: int) -> HttpResponse:
    """The certificate as a file, to be kept or sent."""
    content = orjson.dumps(certificate_of(_find(erasure_id)), option=orjson.OPT_INDENT_2)
    response = HttpResponse(content, content_type="application/json")
    response.headers["Content-Disposition"] = f'attachment; filename="erasure-{erasure_id}.json"'
    return response


@router.get("/rules", response={200: PrivacyRulesOut, **REFUSALS})
def privacy_rules(request: HttpRequest) -> PrivacyRulesOut:
    """What this workspace does not keep."""
    return _rules_out()


@router.put("/rules", response={200: PrivacyRulesOut, **REFUSALS})
def change_privacy_rules(request: HttpRequest, body: PrivacyRulesIn) -> PrivacyRulesOut:
    """Change the rules. They hold for what comes in from now on; see ``rules/apply`` for what is there."""
    before = read_rules(settings.CONFIGURATION.folder)
    after = WrittenRules(dict(body.retention), body.drop, body.hash)
    write_rules(settings.CONFIGURATION.folder, after)
    write_down(
        "changed the privacy rules",
        request=request,
        before={"retention": dict(before.retention), "drop": before.drop, "hash": before.hash},
        after={"retention": dict(after.retention), "drop": after.drop, "hash": after.hash},
    )
    return _rules_out()


@router.get("/rules/preview", response={200: TidyOut, **REFUSALS})
def preview_privacy_rules(request: HttpRequest) -> TidyOut:
    """What the rules would take out of what is stored already. Nothing is touched."""
    found = preview_tidy(current_log())
    return TidyOut(expired=dict(found.expired), changed=dict(found.changed))


@router.post("/rules/apply", response={202: JobOut, **REFUSALS})
def apply_privacy_rules(request: HttpRequest) -> Status[JobOut]:
    """Apply the rules to what is stored already, now rather than tonight. There is no way back."""
    job = enqueue("lived.tidy", key="now", person=asker(request))
    write_down("applied the privacy rules", request=request)
    return Status(202, job_out(job))


def erasure_out(erasure: Erasure) -> ErasureOut:
    """How an erasure stands."""
    job = erasure.job
    state = "done" if erasure.done_at else job.state if job is not None else "failed"
    return ErasureOut(
        id=erasure.pk,
        object_type=erasure.object_type,
        mark=erasure.mark,
        state=state,
        share=1.0 if erasure.done_at else job.share if job is not None else 0.0,
        words=job.words if job is not None and job.state in ACTIVE else "",
        problems=[ProblemOut.model_validate(one) for one in job.problems] if job is not None else [],
        at=erasure.at,
        done_at=erasure.done_at,
        who=who_out(erasure.person),
        reason=erasure.reason,
        is_suppressed=erasure.is_suppressed,
        removed=[StepOut(place=one["place"], count=one["count"]) for one in erasure.steps],
    )


def _find(erasure_id: int) -> Erasure:
    found = Erasure.objects.select_related("job", "person").filter(pk=erasure_id).first()
    if found is None:
        raise NOT_FOUND.error(str(erasure_id), says="there is no such erasure")
    return found


def _named(body: SubjectIn) -> str:
    """How the security log names somebody: by their mark."""
    return f"{body.object_type} {mark_for(body.object_type, body.object_id)[:16]}"


def _rules_out() -> PrivacyRulesOut:
    rules = read_rules(settings.CONFIGURATION.folder)
    return PrivacyRulesOut(
        retention=dict(rules.retention),
        drop=list(rules.drop),
        hash=list(rules.hash),
        sources=sorted(info_now().sources),
    )
