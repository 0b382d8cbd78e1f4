"""Whoever is erased is in no byte under the workspace, whatever the server has of them; all others stay."""

from __future__ import annotations

import csv
import io
import json
import sqlite3
import time
import zipfile
import zlib
from pathlib import Path
from typing import Any

import psycopg
import pytest
from PIL import Image

from tests.log.traces import traces
from tests.server.running import Server, serving

ADA, BEN = "ada.löwe@example.test", "ben@example.test"
NAME = "Ada Löwe-Byron"
QUOTE = 'The "export" button of yours hides from me, ö!'
MAP = f"""\
format: desirepath/1
id: shop
title: The shop
# what {NAME} told us
stages:
  - id: come
    name: Come
    steps:
      - {{id: look, name: Looks around, when: [{{activity: looked}}], doing: ["Asks, as {ADA} did"]}}
"""


def row(**more: Any) -> str:
    return json.dumps({"occurred_at": "2026-03-01T09:00:00Z", **more}) + "\n"


FACTS = (
    row(customer=ADA, activity="looked", account="acme", key="1")
    + row(customer=ADA, activity="ticket.opened", text=QUOTE, key="2")
    + row(customer=BEN, activity="looked", actor=ADA, key="3")
    + row(customer=BEN, activity="ticket.opened", text="Where is the export?", key="4")
    + row(type="identity", customer=ADA, alias="visitor-0815", key="5")
    + row(type="traits", customer=ADA, traits={"name": NAME, "plan": "pro"}, key="6")
)


class Desk:
    """An owner who talks to a real server."""

    def __init__(self, server: Server) -> None:
        self.server = server
        self.token = server.person("owner@example.com", role="owner")

    def call(self, method: str, path: str, body: Any = None, *, wanted: int = 200) -> Any:
        answer = self.server.call(method, f"/api/v1{path}", body, token=self.token)
        assert answer.status == wanted, (path, answer.status, answer.text)
        return answer.json() if answer.body else None

    def bring(self, name: str, content: bytes, *, is_imported: bool = True, **how: Any) -> Any:
        begun = self.call("POST", "/data/uploads", {"name": name, "size": len(content)}, wanted=201)
        upload = begun["upload"]["id"]
        kind = {"Content-Type": "application/octet-stream"}
        for at in range(0, len(content), 1 << 20):
            path = f"/api/v1/data/uploads/{upload}/content?offset={at}"
            part = content[at : at + (1 << 20)]
            sent = self.server.call("PUT", path, part, token=self.token, headers=kind)
            assert sent.status == 200, sent.text
        if not is_imported:
            return sent.json()
        record = self.call("POST", f"/data/uploads/{upload}/import", how, wanted=202)
        return self.wait(f"/data/imports/{record['id']}")

    def wait(self, path: str) -> Any:
        until = time.monotonic() + 120  # on PostgreSQL the lease of a killed worker has to end
        while True:
            found = self.call("GET", path)
            if found["state"] not in ("waiting", "running"):
                return found
            assert time.monotonic() < until, found

    def attach(self, name: str, content: bytes) -> None:
        body = (
            b'--xx\r\nContent-Disposition: form-data; name="upload"; filename="' + name.encode() + b'"\r\n'
            b"Content-Type: text/plain\r\n\r\n" + content + b"\r\n--xx--\r\n"
        )
        kind = {"Content-Type": "multipart/form-data; boundary=xx"}
        path = "/api/v1/maps/shop/attachments"
        answer = self.server.call("POST", path, body, token=self.token, headers=kind)
        if answer.status == 422:  # the field has another name
            path_body = body.replace(b'name="upload"', b'name="file"')
            answer = self.server.call("POST", path, path_body, token=self.token, headers=kind)
        assert answer.status in (200, 201), answer.text


@pytest.fixture
def filled(tmp_path: Path) -> Any:
    with serving(tmp_path / "ws") as server:
        desk = Desk(server)
        assert desk.bring("facts.jsonl", FACTS.encode(), source="app")["counts"]["added"] == 6
        refused = row(customer=ADA, activity="x", occurred_at="soon") + row(
            customer=BEN, activity="y", occurred_at="soon"
        )
        desk.bring(
            "later.jsonl", (row(customer=BEN, activity="looked", key="7") + refused).encode(), source="late"
        )
        desk.call("POST", "/maps", {"text": MAP}, wanted=201)
        change = {
            "do": "set",
            "node": "step:look",
            "property": "goal",
            "value": f"Said {NAME}: {QUOTE}",
            "based_on": 0,
        }
        desk.call("POST", "/maps/shop/edits", {"edits": [{"id": "one", "changes": [change]}]})
        back = {**change, "value": "Finds it", "based_on": 1}
        desk.call("POST", "/maps/shop/edits", {"edits": [{"id": "two", "changes": [back]}]})
        for text in (
            f"Ask {ADA.upper()} again",
            f"She said: {QUOTE}",
            f"I met {NAME} today",
            "Ask ben@example.test",
        ):
            desk.call("POST", "/maps/shop/comments", {"node": "step:look", "text": text}, wanted=201)
        said = {"kind": "promise", "text": f"Promised {NAME} ({ADA}) a button", "due_on": "2026-12-01"}
        desk.call("POST", "/accounts/customer/ben%40example.test/notes", {"id": "promise-1", **said})
        desk.attach("notes.txt", f"Interview with {NAME}".encode())
        desk.attach("other.txt", b"Interview with somebody else")
        desk.attach(f"{NAME.replace(' ', '_')}.png", picture(1))
        desk.attach("somebody.png", picture(2))
        drawn = zlib.compress(f"BT (Interview with {ADA}) Tj ET".encode())
        desk.attach(
            "paper.pdf", b"%PDF-1.7\n1 0 obj <</Filter /FlateDecode>>\nstream\n" + drawn + b"\nendstream"
        )
        desk.attach("other.pdf", b"%PDF-1.7\nstream\n" + zlib.compress(b"BT (nobody) Tj ET") + b"\nendstream")
        packed = io.BytesIO()
        with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
            archive.writestr("[Content_Types].xml", "<x/>")
            archive.writestr("xl/sharedStrings.xml", f"<t>{ADA}</t>")
        desk.bring("waits.xlsx", packed.getvalue(), is_imported=False)
        table = io.StringIO()
        csv.writer(table).writerows([["who"], [NAME]])
        desk.bring(f"{NAME}.csv", table.getvalue().encode(), is_imported=False)
        desk.bring("bens.csv", b"who\nben\n", is_imported=False)
        while server.get("/api/v1/maps/shop/lived", token=desk.token).status == 202:
            pass
        yield desk


def picture(shade: int) -> bytes:
    """A small PNG."""
    made = io.BytesIO()
    Image.new("L", (4, 4), shade).save(made, "png")
    return made.getvalue()


ESCAPED = [json.dumps(word)[1:-1] for word in (ADA, NAME, QUOTE)]
WORDS = {ADA, NAME, QUOTE, "visitor-0815", *ESCAPED, ADA.upper(), *(one.upper() for one in ESCAPED)}


def words_in(folder: Path) -> list[tuple[str, str]]:
    return traces(folder, WORDS)


def words_in_tables(server: Server) -> list[tuple[str, str]]:
    """The same for a PostgreSQL, whose tables lie elsewhere; an SQLite lies in the folder."""
    if not server.database:
        return []
    with psycopg.connect(server.database) as connection:
        names = [str(name) for (name,) in connection.execute(ALL_TABLES)]
        rows = {name: str(connection.execute(f'SELECT t::text FROM "{name}" t'.encode()).fetchall())
                for name in names}  # fmt: skip
    assert len(rows) > 20
    return [(word, name) for name, content in rows.items() for word in WORDS if word in content]


ALL_TABLES = "SELECT tablename FROM pg_tables WHERE schemaname = 'public'"


def test_no_byte_of_somebody_who_is_erased_stays(filled: Desk) -> None:
    server, folder = filled.server, filled.server.folder
    assert len(words_in(folder)) > 5
    who = {"object_type": "customer", "object_id": "visitor-0815"}
    seen = filled.call("POST", "/data/subjects/look", who)
    assert {one["word"] for one in seen["names"]} == {NAME}
    assert {"comments", "maps and their history"} <= {one["place"] for one in seen["elsewhere"]}
    begun = filled.call(
        "POST", "/data/subjects/erase", {**who, "words": [NAME], "reason": "asked for it"}, wanted=202
    )
    done = filled.wait(f"/data/erasures/{begun['id']}")
    assert done["state"] == "done", done

    assert words_in(folder) == []  # while the server runs, in its database and the log of its changes as well
    removed = {one["place"]: one["count"] for one in done["removed"]}
    assert removed["interactions"] == 2
    assert removed["facts of others that named them as who acted"] == 1
    assert removed["comments"] == 3
    assert removed["what colleagues wrote"] == 1
    assert removed["attached files"] == 3
    left = {one["name"] for one in filled.call("GET", "/maps/shop/attachments")["items"]}
    assert left == {"other.txt", "somebody.png", "other.pdf"}
    not_searched = " ".join(
        filled.call("GET", f"/data/erasures/{begun['id']}/certificate.json")["not_searched"]
    )
    for said in ("1 attached pictures", "1 attached PDFs", "backups and exports that were made by hand"):
        assert said in not_searched
    assert removed["files that wait to be imported"] == 2
    assert removed["refused rows"] == 1
    assert "visitor" not in json.dumps(done)

    texts = [one["text"] for one in filled.call("GET", "/maps/shop/comments")["items"]]
    assert "Ask ben@example.test" in texts
    assert sorted(text.count("(erased)") for text in texts) == [0, 1, 1, 1]
    log = filled.call("GET", "/log")
    assert log["activities"] == {"looked": 2, "ticket.opened": 1, "note.written": 1}
    assert {one["name"] for one in filled.call("GET", "/data/uploads")} == {"bens.csv"}

    again = filled.bring("facts.jsonl", FACTS.encode(), source="app")
    assert (again["counts"]["added"], again["counts"]["suppressed"]) == (0, 4)
    server.stop()
    assert words_in(folder) == []
    with sqlite3.connect(folder / "workspace.sqlite3") as database:
        assert database.execute("pragma integrity_check").fetchone() == ("ok",)


def test_an_erasure_that_was_killed_is_finished(filled: Desk) -> None:
    server, folder = filled.server, filled.server.folder
    who = {"object_type": "customer", "object_id": ADA, "words": [NAME]}
    begun = filled.call("POST", "/data/subjects/erase", who, wanted=202)
    server.kill()
    server.start()
    done = filled.wait(f"/data/erasures/{begun['id']}")
    assert done["state"] == "done", done
    assert words_in(folder) == words_in_tables(server) == []


def test_an_erasure_is_not_done_while_somebody_reads_what_it_wipes(filled: Desk) -> None:
    folder = filled.server.folder
    reader = sqlite3.connect(folder / "workspace.sqlite3", isolation_level=None)
    reader.execute("BEGIN")
    reader.execute("SELECT count(*) FROM maps_maprecord").fetchall()
    who = {"object_type": "customer", "object_id": ADA, "words": [NAME]}
    begun = filled.call("POST", "/data/subjects/erase", who, wanted=202)
    place = f"/data/erasures/{begun['id']}"
    until = time.monotonic() + 90
    while "nobody reads" not in (now := filled.call("GET", place))["words"]:
        assert now["state"] in ("waiting", "running"), now
        assert time.monotonic() < until, now
        time.sleep(0.2)
    assert now["done_at"] is None
    reader.close()
    assert filled.wait(place)["state"] == "done"
    assert words_in(folder) == []


def test_everything_about_one_customer_is_one_document(filled: Desk) -> None:
    who = {"object_type": "customer", "object_id": ADA, "words": [NAME]}
    found = filled.call("POST", "/data/subjects/export", who)
    assert [one["activity"] for one in found["interactions"]] == ["looked", "ticket.opened", "looked"]
    assert found["traits"][0]["traits"]["name"] == NAME
    assert len(found["rejects"]) == 1
    places = {one["place"]: one for one in found["elsewhere"]}
    assert places["comments"]["count"] == 3
    assert places["files that wait to be imported"]["count"] == 2
    entries = filled.call("GET", "/security-log")["items"]
    exported = next(one for one in entries if one["action"] == "exported a customer")
    assert ADA not in json.dumps(exported)
