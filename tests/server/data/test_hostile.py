"""Uploads that lie: about their size, their name, what is packed in them, in which order they come."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from desirepath.server.data.models import Upload
from desirepath.server.data.uploads import safe_name
from tests.server.data.conftest import CONTACTS, Desk

_SHARED = settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])


def packed(**files: str) -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return target.getvalue()


def refusal(desk: Desk, name: str, content: bytes) -> str:
    begun = desk.post("/uploads", {"name": name, "size": len(content)}).json()["upload"]["id"]
    answer = desk.put_part(begun, 0, content)
    assert answer.status_code == 422, answer.content
    code: str = answer.json()["problems"][0]["code"]
    return code


def test_an_archive_writes_nowhere_but_in_its_folder(desk: Desk, folder: Path) -> None:
    names = {"../../evil.csv": CONTACTS, "/etc/passwd": CONTACTS, "C:\\temp\\x.csv": CONTACTS, "..": "x"}
    before = {path for path in folder.parent.rglob("*") if "uploads" not in path.parts}
    made = desk.upload("export.zip", packed(**names))
    files = [path for path in (folder / "uploads").rglob("*") if path.is_file()]
    assert len(made) == len(files) == 4
    assert {path.parent for path in files} == {files[0].parent}
    after = {path for path in folder.parent.rglob("*") if "uploads" not in path.parts}
    assert {path.name for path in after - before} <= {"uploads"}


def test_an_archive_that_would_fill_the_disk_is_refused_and_gone(desk: Desk, folder: Path) -> None:
    assert refusal(desk, "bomb.zip", packed(**{"zeros.csv": "0" * (120 << 20)})) == "DP-DAT-005"
    lying = bytearray(packed(**{"a.csv": "a,b\n" * 1000}))
    at = lying.rindex(b"PK\x01\x02")
    lying[at + 24 : at + 28] = (8).to_bytes(4, "little")  # it claims to hold eight bytes
    assert refusal(desk, "lying.zip", bytes(lying)) == "DP-DAT-005"
    assert refusal(desk, "empty.zip", packed()) == "DP-DAT-005"
    assert refusal(desk, "many.zip", packed(**{f"{n}.csv": "a" for n in range(300)})) == "DP-DAT-005"
    assert not Upload.objects.exists()
    assert not [path for path in (folder / "uploads").rglob("*") if path.is_file()]


@given(st.text(min_size=1, max_size=400))
@settings(max_examples=200)
def test_every_name_is_a_plain_one_on_the_disk(name: str) -> None:
    safe = safe_name(name)
    assert safe not in (".", "..", "")
    assert not set(safe) & set('/\\\0\n"<>|:*?')
    assert len(safe.encode()) <= 200
    assert not safe.endswith((".tmp", ".part"))


@_SHARED
@given(st.data())
def test_parts_in_any_order_make_the_file_or_nothing(desk: Desk, data: st.DataObject) -> None:
    content = CONTACTS.encode()
    upload = desk.post("/uploads", {"name": "t.csv", "size": len(content)}).json()["upload"]["id"]
    arrived = 0
    for _ in range(data.draw(st.integers(0, 8))):
        offset = data.draw(st.integers(0, len(content)))
        part = content[offset : offset + data.draw(st.integers(0, len(content)))]
        answer = desk.put_part(upload, offset, part)
        if offset <= arrived and offset + len(part) <= arrived:
            assert answer.status_code == 200
        elif offset == arrived:
            assert answer.status_code == 200
            arrived += len(part)
        else:
            assert answer.json()["problems"][0]["code"] == "DP-DAT-003"
        assert desk.get(f"/uploads/{upload}").json()["upload"]["received"] == arrived
    if arrived < len(content):
        assert desk.get(f"/uploads/{upload}/look").json()["problems"][0]["code"] == "DP-DAT-002"
        assert desk.put_part(upload, arrived, content[arrived:]).status_code == 200
    assert desk.look(upload)["header"][0] == "Ticket"
    assert desk.client.delete(f"/api/v1/data/uploads/{upload}").status_code == 204


@_SHARED
@given(
    st.binary(max_size=3000),
    st.sampled_from(["a.csv", "a.xlsx", "a.jsonl", "a.parquet", "a.xes", "a.zip", "a"]),
)
def test_any_bytes_are_looked_at_without_breaking(desk: Desk, content: bytes, name: str) -> None:
    if not content:
        return
    begun = desk.post("/uploads", {"name": name, "size": len(content)}).json()["upload"]["id"]
    answer = desk.put_part(begun, 0, content)
    if answer.status_code == 200:
        look = desk.get(f"/uploads/{begun}/look")
        assert look.status_code in (200, 404, 422), look.content
        tried = desk.post(f"/uploads/{begun}/try", {})
        assert tried.status_code in (200, 404, 422), tried.content
    else:
        assert answer.status_code == 422


def test_a_size_that_lies_is_found_out(desk: Desk) -> None:
    assert desk.post("/uploads", {"name": "a.csv", "size": 0}).status_code == 422
    assert desk.post("/uploads", {"name": "a.csv", "size": 1 << 50}).status_code == 422
    upload = desk.post("/uploads", {"name": "a.csv", "size": 3}).json()["upload"]["id"]
    assert desk.put_part(upload, 0, b"four").json()["problems"][0]["code"] == "DP-DAT-003"
