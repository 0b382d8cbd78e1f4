"""A file from the browser into the log: looked at, decided, tried, imported, mended, taken back."""

from __future__ import annotations

import io
import json
import os
import time
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from desirepath.log.store import open_log
from desirepath.server.data.models import Import, SavedMapping, Upload
from desirepath.server.data.uploads import remove_stray_folders
from desirepath.server.jobs.models import Job, State
from desirepath.server.people.roles import Role
from tests.server.data.conftest import CONTACTS, Desk
from tests.sources.test_workbook import workbook


def plan_of(look: Any, **decided: Any) -> dict[str, Any]:
    roles = {**look["plan"]["roles"], **decided.pop("roles", {})}
    return {**look["plan"], **decided, "roles": roles}


def test_a_table_is_looked_at_tried_and_imported(desk: Desk, folder: Path) -> None:
    (upload,) = desk.upload("tickets.csv", CONTACTS, part=50)
    look = desk.look(upload)
    assert (look["shape"], look["source"], look["is_table"]) == ("table", "tickets", True)
    assert look["plan"]["roles"]["Requester"] == "customer"
    assert look["plan"]["roles"]["Opened"] == "property"  # a third of it is no time: nothing is guessed
    assert "occurred_at" in {one["about"] for one in look["questions"]}
    plan = plan_of(look, roles={"Opened": "occurred_at", "Status": "activity"})
    tried = desk.post(f"/uploads/{upload}/try", {"plan": plan}).json()
    assert (tried["read"], tried["kept"], tried["refused"]) == (3, 2, 1)
    assert tried["reasons"][0]["line"] == 4
    assert tried["rows"][1]["facts"][0]["fields"]["customer"] == "ada@example.test"

    done = desk.bring_in(upload, plan=plan, remember="Our tickets")
    assert (done["state"], done["counts"]["added"], done["counts"]["rejected"]) == ("done", 2, 1)
    assert open_log(folder).info().sources == {"tickets": 2}
    assert not any(path.is_file() for path in (folder / "uploads").rglob("*"))
    assert not Upload.objects.exists()


def test_nothing_is_imported_while_something_is_open(desk: Desk) -> None:
    (upload,) = desk.upload("tickets.csv", CONTACTS)
    look = desk.look(upload)
    refused = desk.post(f"/uploads/{upload}/import", {"plan": look["plan"]})
    assert refused.status_code == 422
    assert refused.json()["problems"][0]["code"] == "DP-DAT-004"
    assert not Import.objects.exists()


def test_the_next_file_with_these_columns_needs_no_question(desk: Desk) -> None:
    (first,) = desk.upload("tickets.csv", CONTACTS)
    plan = plan_of(desk.look(first), roles={"Opened": "occurred_at", "Status": "activity"})
    desk.bring_in(first, plan=plan, remember="Our tickets")
    lines = CONTACTS.splitlines()
    (second,) = desk.upload(
        "tickets-2026-04.csv", "\n".join([lines[0], "10,cy@x.org,ticket.opened,2026-04-01T00:00Z"])
    )
    saved = desk.look(second)["saved"]
    assert saved["name"] == "Our tickets"
    assert saved["plan"]["roles"]["Requester"] == "customer"
    done = desk.bring_in(second, saved=saved["id"])
    assert done["counts"]["added"] == 1
    assert done["counts"]["source"] == "tickets"
    assert SavedMapping.objects.count() == 1


def test_the_table_of_refused_rows_comes_back_as_what_it_was(desk: Desk, folder: Path) -> None:
    written = "Exported by Ann;;;\n" + CONTACTS.replace(",", ";")
    (upload,) = desk.upload("tickets.csv", written.encode("utf-16"))
    plan = plan_of(desk.look(upload), roles={"Opened": "occurred_at", "Status": "activity"})
    done = desk.bring_in(upload, plan=plan, remember="Our tickets")
    assert (done["counts"]["added"], done["counts"]["rejected"]) == (2, 1)
    table = desk.get(f"/imports/{done['id']}/rejects.csv").content.decode("utf-8-sig")
    (mended,) = desk.upload("mended.csv", table.replace("31.02.2026", "2026-03-31T09:00:00Z"))
    saved = desk.look(mended)["saved"]
    assert saved["name"] == "Our tickets"
    tried = desk.post(f"/uploads/{mended}/try", {"saved": saved["id"]}).json()
    assert (tried["kept"], tried["refused"]) == (1, 0)
    done = desk.bring_in(mended, saved=saved["id"])
    assert (done["counts"]["added"], done["counts"]["source"]) == (1, "tickets")
    assert open_log(folder).info().sources == {"tickets": 3}
    (again,) = desk.upload("tickets.csv", written.replace("31.02.2026", "2026-03-31T09:00:00Z"))
    assert desk.bring_in(again, saved=saved["id"])["counts"]["added"] == 0, "none counts twice"


def test_refused_rows_are_mended_in_the_browser(desk: Desk, folder: Path) -> None:
    (upload,) = desk.upload("tickets.csv", CONTACTS)
    plan = plan_of(desk.look(upload), roles={"Opened": "occurred_at", "Status": "activity"})
    done = desk.bring_in(upload, plan=plan)
    refused = desk.get(f"/imports/{done['id']}/rejects").json()
    assert (refused["total"], refused["can_mend"]) == (1, True)
    assert refused["items"][0]["line"] == 4
    csv = desk.get(f"/imports/{done['id']}/rejects.csv").content.decode("utf-8-sig")
    assert csv.splitlines()[0].startswith("line in the file,why it was refused,Ticket")

    wrong = desk.post(f"/imports/{done['id']}/rejects", {"rows": [{"line": 4, "cells": {"Opened": "never"}}]})
    desk.work()
    assert desk.get(f"/imports/{wrong.json()['id']}").json()["state"] == "failed"
    assert desk.get(f"/imports/{done['id']}/rejects").json()["items"][0]["row"]["Opened"] == "never"

    mended = {"rows": [{"line": 4, "cells": {"Opened": "2026-03-28T09:00:00Z", "No such": "x"}}]}
    again = desk.post(f"/imports/{done['id']}/rejects", mended)
    desk.work()
    assert desk.get(f"/imports/{again.json()['id']}").json()["counts"]["added"] == 1
    assert desk.get(f"/imports/{done['id']}").json()["has_rejects"] is False
    assert desk.get(f"/imports/{done['id']}/rejects").status_code == 404
    assert open_log(folder).interactions_count == 3


def test_formulas_in_refused_rows_are_only_texts_in_a_spreadsheet(desk: Desk) -> None:
    table = "customer,occurred_at,activity\n=HYPERLINK(1),never,+x\nu,2026-01-01T00:00Z,@y\n"
    (upload,) = desk.upload("a.csv", table)
    assert desk.look(upload)["has_own_names"] is True
    done = desk.bring_in(upload)
    csv = desk.get(f"/imports/{done['id']}/rejects.csv").content.decode()
    assert "'=HYPERLINK(1)" in csv
    assert "'+x" in csv


def test_an_import_is_taken_back_and_may_come_in_again(desk: Desk, folder: Path) -> None:
    table = "customer,occurred_at,activity,key\nu1,2026-01-01T00:00Z,a,1\nu2,2026-01-01T00:00Z,b,2\n"
    (first,) = desk.upload("a.csv", table)
    kept = desk.bring_in(first, source="kept")
    (second,) = desk.upload("a.csv", table)
    done = desk.bring_in(second, source="wrong")
    assert open_log(folder).info().sources == {"kept": 2, "wrong": 2}
    assert desk.post(f"/imports/{done['id']}/take-back").status_code == 202
    desk.work()
    after = desk.get(f"/imports/{done['id']}").json()
    assert (after["counts"]["removed"], after["can_take_back"]) == (2, False)
    assert open_log(folder).info().sources == {"kept": 2}
    assert desk.post(f"/imports/{done['id']}/take-back").json()["problems"][0]["code"] == "DP-DAT-007"
    (third,) = desk.upload("a.csv", table)
    assert desk.bring_in(third, source="wrong")["counts"]["added"] == 2
    (fourth,) = desk.upload("a.csv", table)
    assert desk.bring_in(fourth, source="kept")["counts"]["duplicates"] == 2
    assert kept["can_take_back"]


def test_a_cancelled_import_leaves_nothing_and_begins_again(desk: Desk, folder: Path) -> None:
    rows = "".join(
        f'{{"customer": "u{n}", "occurred_at": "2026-01-01T00:00:00Z", "activity": "a"}}\n' for n in range(50)
    )
    (upload,) = desk.upload("many.jsonl", rows)
    begun = desk.post(f"/uploads/{upload}/import", {}).json()
    assert desk.client.post(f"/api/v1/jobs/{begun['job']}/cancel").status_code == 200
    desk.work()
    stopped = desk.get(f"/imports/{begun['id']}").json()
    assert (stopped["state"], stopped["can_start_again"]) == ("cancelled", True)
    assert open_log(folder).interactions_count == 0
    assert desk.post(f"/imports/{begun['id']}/again").status_code == 202
    desk.work()
    assert desk.get(f"/imports/{begun['id']}").json()["counts"]["added"] == 50


def test_a_job_begun_twice_brings_nothing_twice(desk: Desk, folder: Path) -> None:
    (upload,) = desk.upload("a.csv", "customer,occurred_at,activity\nu1,2026-01-01T00:00Z,a\n")
    done = desk.bring_in(upload)
    Job.objects.filter(pk=done["job"]).update(state=State.WAITING)
    desk.work()
    assert open_log(folder).interactions_count == 1
    assert desk.get(f"/imports/{done['id']}").json()["counts"]["added"] == 1


def test_files_of_an_archive_wait_side_by_side(desk: Desk) -> None:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("export/tickets.csv", CONTACTS)
        archive.writestr("export/deep/tickets.csv", CONTACTS)
        archive.writestr("__MACOSX/export/._tickets.csv", "x")
    made = desk.upload("export.zip", packed.getvalue())
    assert len(made) == 2
    listed = desk.get("/uploads").json()
    assert {one["name"] for one in listed} == {"tickets.csv"}
    assert {one["packed_in"] for one in listed} == {"export.zip"}
    assert desk.look(made[1])["plan"]["roles"]["Requester"] == "customer"


def test_nobody_sees_the_files_of_others(as_role: Callable[[Role], Desk]) -> None:
    ana, ben, owner = as_role(Role.EDITOR), as_role(Role.EDITOR), as_role(Role.OWNER)
    (upload,) = ana.upload("tickets.csv", CONTACTS)
    assert ben.get(f"/uploads/{upload}/look").status_code == 404
    assert ben.get("/uploads").json() == []
    assert ben.client.delete(f"/api/v1/data/uploads/{upload}").status_code == 404
    assert owner.get(f"/uploads/{upload}/look").status_code == 200
    viewer = as_role(Role.VIEWER)
    assert viewer.post("/uploads", {"name": "a.csv", "size": 1}).status_code == 403
    assert viewer.get("/imports").status_code == 403


@pytest.mark.parametrize("ready", ["zendesk-tickets", "hubspot-contacts"])
def test_a_known_export_needs_no_decision_but_its_zone(desk: Desk, ready: str) -> None:
    path = Path(__file__).parents[2] / "sources" / "examples" / f"{ready}.csv"
    (upload,) = desk.upload(path.name, path.read_bytes())
    look = desk.look(upload)
    assert look["ready"][0]["name"] == ready
    done = desk.bring_in(upload, ready=ready, zone="UTC", remember="Known")
    assert done["state"] == "done"
    assert done["counts"]["added"] > 0
    (again,) = desk.upload(path.name, path.read_bytes())
    assert desk.bring_in(again, saved=desk.look(again)["saved"]["id"])["counts"]["added"] == 0


def test_a_workbook_asks_which_sheet(desk: Desk, tmp_path: Path) -> None:
    sheets = {
        "Notes": [["nothing"]],
        "Calls": [["User ID", "When", "Event"], ["u1", "2026-03-25T09:00Z", "call.held"]],
    }
    book = workbook(tmp_path / "made.xlsx", **sheets)
    (upload,) = desk.upload("book.xlsx", book.read_bytes())
    assert desk.look(upload)["sheets"] == ["Notes", "Calls"]
    look = desk.look(upload, "?sheet=Calls")
    assert look["plan"]["sheet"] == "Calls"
    assert desk.bring_in(upload, plan=look["plan"])["counts"]["added"] == 1


def test_what_cannot_be_read_says_so_in_words(desk: Desk) -> None:
    (upload,) = desk.upload("photo.csv", b"\x89PNG\r\n\x1a\n" + bytes(100))
    answer = desk.get(f"/uploads/{upload}/look")
    assert answer.status_code == 422
    problem = answer.json()["problems"][0]
    assert problem["message"] == "the file is a picture"
    assert str(desk.folder) not in json.dumps(problem)


CRM = (
    "user,account,plan,as of\n"
    "u1,acme,pro,2026-01-04T00:00:00Z\n"
    "u2,acme,basic,2026-01-04T00:00:00Z\n"
    "u3,,pro,2026-01-04T00:00:00Z\n"
)


def test_what_a_crm_knows_is_of_the_customer_who_belongs_to_the_account(desk: Desk) -> None:
    (upload,) = desk.upload("crm.csv", CRM)
    look = desk.look(upload)
    assert look["plan"]["is_traits"]  # a row for each, and no column is called what happened
    plan = plan_of(look, roles={"as of": "occurred_at"})
    tried = desk.post(f"/uploads/{upload}/try", {"plan": plan}).json()
    assert (tried["kept"], tried["refused"]) == (3, 0)
    assert tried["facts"] == {"traits": 3, "identity": 2}
    assert tried["rows"][0]["facts"][0]["fields"]["traits"] == {"plan": "pro"}
    done = desk.bring_in(upload, plan=plan)
    assert (done["counts"]["added"], done["counts"]["rejected"]) == (5, 0)
    link = tried["rows"][0]["facts"][1]["fields"]
    assert link["belongs_to"] == ["account", "acme"]


def test_rows_of_the_same_customer_are_not_taken_for_traits(desk: Desk) -> None:
    (upload,) = desk.upload("crm.csv", CRM + "u1,acme,pro,2026-02-04T00:00:00Z\n")
    assert not desk.look(upload)["plan"]["is_traits"]


def test_a_row_with_several_faults_names_each_and_each_counts_under_its_own_reason(desk: Desk) -> None:
    rows = "at,user,account,event,score\n,,,poll,good\n2026-03-01T09:00:00Z,u1,a1,poll,bad\n"
    rows += "".join(f"2026-03-01T09:00:00Z,u{n},a1,poll,{1 + n % 5}\n" for n in range(40))
    (upload,) = desk.upload("poll.csv", rows)
    plan = desk.look(upload)["plan"]
    assert (plan["roles"]["score"], plan["scale"]) == (
        "score",
        "1..5",
    )  # a typo or two is no proof against it
    tried = desk.post(f"/uploads/{upload}/try", {"plan": plan}).json()
    assert (tried["refused"], tried["is_whole"]) == (2, True)
    assert [(one["rows"], one["example"]["address"]) for one in tried["reasons"]] == [
        (2, "score"),
        (1, "at"),
        (1, "user"),
    ]
    assert {one["address"] for one in tried["rows"][0]["problems"]} == {"at", "score", "user"}
    answer = desk.post(f"/uploads/{upload}/import", {"plan": plan})
    assert answer.status_code == 202
    assert desk.get("/uploads").json() == []  # it waits no more


def test_a_kind_that_is_lost_whole_and_rows_of_nobody_are_said(desk: Desk) -> None:
    rows = "at,user,event,amount\n2026-03-01T09:00:00Z,,login,\n"
    rows += "".join(f"2026-03-0{n}T09:00:00Z,u{n},login,\n" for n in range(1, 8))
    rows += "".join(f"2026-03-0{n}T10:00:00Z,u{n},paid,x{n}\n" for n in range(1, 4))
    (upload,) = desk.upload("shop.csv", rows)
    plan = plan_of(desk.look(upload), roles={"amount": "amount"}, currency="EUR")
    tried = desk.post(f"/uploads/{upload}/try", {"plan": plan}).json()
    assert (tried["kept"], tried["refused"], tried["of_nobody"]) == (8, 3, 1)
    assert (tried["activities"], tried["more"], tried["lost"]) == ({"login": 8}, 0, {"paid": 3})
    known = {**plan, "means": {"login": "session.began", "paid": "payment.succeeded"}}
    (upload,) = desk.upload("more.csv", rows + "2026-03-05T10:00:00Z,u4,paid,5\n")
    assert desk.post(f"/uploads/{upload}/try", {"plan": known}).json()["lost"] == {}


def test_folders_that_a_crash_left_go_and_that_of_an_upload_which_begins_stays(
    desk: Desk, folder: Path
) -> None:
    (upload,) = desk.upload("shop.csv", "at,user,event\n2026-03-01T09:00:00Z,u1,login\n")
    begins, left = (folder / "uploads" / name for name in ("begins", "left"))
    for one in (begins, left):
        one.mkdir()
        (one / "file.part").touch()
    long_ago = time.time() - 2 * 3600
    for one in (folder / "uploads").iterdir():
        if one != begins:
            os.utime(one, (long_ago, long_ago))
    assert remove_stray_folders() == 1
    assert (begins.is_dir(), left.exists()) == (True, False)
    assert desk.look(upload)["shape"] == "table"
