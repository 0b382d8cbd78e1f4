from __future__ import annotations

import gzip
import json
import sqlite3
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from desirepath.base.problem import DesirepathError
from desirepath.log.store import open_log
from desirepath.sources import import_files
from desirepath.sources.mapping import read_mapping_text
from tests.sources.files import bring, rejected, stored, write

ALWAYS = "1970-01-01T00:00:00Z"
SHOP: dict[str, Any] = {
    "objectTypes": [
        {"name": "customer", "attributes": [{"name": "plan", "type": "string"}]},
        {"name": "account", "attributes": []},
        {"name": "order", "attributes": []},
        {"name": "item", "attributes": []},
    ],
    "eventTypes": [
        {
            "name": "place order",
            "attributes": [{"name": "amount", "type": "float"}, {"name": "weight", "type": "integer"}],
        }
    ],
    "objects": [
        {
            "id": "c1",
            "type": "customer",
            "attributes": [
                {"name": "plan", "time": ALWAYS, "value": "free"},
                {"name": "plan", "time": "2026-02-01T00:00:00Z", "value": "pro"},
            ],
            "relationships": [{"objectId": "acme", "qualifier": "works for"}],
        },
        {"id": "acme", "type": "account"},
        {"id": "o1", "type": "order", "relationships": [{"objectId": "i1", "qualifier": "holds"}]},
        {"id": "i1", "type": "item"},
        {"id": "i2", "type": "item"},
    ],
    "events": [
        {
            "id": "e1",
            "type": "place order",
            "time": "2026-01-05T12:00:00+01:00",
            "attributes": [{"name": "amount", "value": 9.5}, {"name": "weight", "value": 3}],
            "relationships": [{"objectId": one, "qualifier": ""} for one in ("c1", "o1", "i1", "i2", "i1")],
        }
    ],
}


def as_json(folder: Path, shop: dict[str, Any]) -> Path:
    return write(folder, "shop.json", json.dumps(shop, indent=2))


def as_xml(folder: Path, shop: dict[str, Any]) -> Path:
    text = "<?xml version='1.0'?><log><object-types/><event-types><event-type name='place order'><attributes>"
    text += "<attribute name='amount' type='float'/><attribute name='weight' type='integer'/>"
    text += "</attributes></event-type></event-types><events>"
    for event in shop["events"]:
        text += f"<event id='{event['id']}' type='{event['type']}' time='{event['time']}'><objects>"
        text += "".join(f"<relationship object-id='{r['objectId']}'/>" for r in event["relationships"])
        inner = "".join(
            f"<attribute name='{a['name']}'>{a['value']}</attribute>" for a in event["attributes"]
        )
        text += f"</objects><attributes>{inner}</attributes></event>"
    text += "</events><objects>"
    for one in shop["objects"]:
        text += f"<object id='{one['id']}' type='{one['type']}'><attributes>"
        for a in one.get("attributes", ()):
            text += f"<attribute name='{a['name']}' time='{a['time']}'>{a['value']}</attribute>"
        text += "</attributes><objects>"
        for r in one.get("relationships", ()):
            text += f"<relationship object-id='{r['objectId']}' qualifier='{r['qualifier']}'/>"
        text += "</objects></object>"
    return write(folder, "shop.xml.gz", text + "</objects></log>")


TABLES = """
CREATE TABLE event (ocel_id TEXT, ocel_type TEXT);
CREATE TABLE object (ocel_id TEXT, ocel_type TEXT);
CREATE TABLE event_map_type (ocel_type TEXT, ocel_type_map TEXT);
CREATE TABLE object_map_type (ocel_type TEXT, ocel_type_map TEXT);
CREATE TABLE event_object (ocel_event_id TEXT, ocel_object_id TEXT, ocel_qualifier TEXT);
CREATE TABLE object_object (ocel_source_id TEXT, ocel_target_id TEXT, ocel_qualifier TEXT);
CREATE TABLE event_PlaceOrder (ocel_id TEXT, ocel_time TIMESTAMP, amount REAL, weight INTEGER);
CREATE TABLE object_Customer (ocel_id TEXT, ocel_time TIMESTAMP, ocel_changed_field TEXT, plan TEXT);
INSERT INTO event_map_type VALUES ('place order', 'PlaceOrder');
INSERT INTO object_map_type VALUES ('customer', 'Customer');
"""


def as_sqlite(folder: Path, shop: dict[str, Any], more: str = "") -> Path:
    path = folder / "shop.sqlite"
    with sqlite3.connect(path) as database:
        database.executescript(TABLES)
        for event in shop["events"]:
            database.execute("INSERT INTO event VALUES (?, ?)", (event["id"], event["type"]))
            values = (event["id"], event["time"], *(a["value"] for a in event["attributes"]))
            database.execute("INSERT INTO event_PlaceOrder VALUES (?, ?, ?, ?)", values)
            links = [(event["id"], r["objectId"], "") for r in event["relationships"]]
            database.executemany("INSERT INTO event_object VALUES (?, ?, ?)", links)
        for one in shop["objects"]:
            database.execute("INSERT INTO object VALUES (?, ?)", (one["id"], one["type"]))
            for a in one.get("attributes", ()):
                changed = None if a["time"] == ALWAYS else a["name"]
                row = (one["id"], a["time"], changed, a["value"])
                database.execute("INSERT INTO object_Customer VALUES (?, ?, ?, ?)", row)
            for r in one.get("relationships", ()):
                link = (one["id"], r["objectId"], r["qualifier"])
                database.execute("INSERT INTO object_object VALUES (?, ?, ?)", link)
        database.executescript(more)
    database.close()
    return path


DOORS = [as_json, as_xml, as_sqlite]


@pytest.mark.parametrize("door", DOORS)
def test_events_objects_and_relations_become_facts(
    tmp_path: Path, door: Callable[[Path, dict[str, Any]], Path]
) -> None:
    path = door(tmp_path, SHOP)
    report = bring(tmp_path, path)
    assert report.files[0].shape == door.__name__.replace("as_", "ocel-")
    assert (report.rows, report.added, report.rejected) == (6, 5, 0)
    (row,) = stored(tmp_path)
    assert (row["activity"], row["customer"], row["account"]) == ("place order", "c1", "acme")
    assert dict(row["objects"]) == {"order": "o1", "item": "i1"}
    assert (float(row["amount"]), row["key"], row["source"]) == (9.5, "e1", "shop")
    assert json.loads(row["properties"]) == {"weight": 3, "more_item": ["i2"]}
    assert row["occurred_at"].hour == 11
    (warning,) = report.files[0].warnings
    assert warning.code == "DP-SRC-022"
    assert "1 event relates to several" in warning.says
    log = open_log(tmp_path / "log-here")
    of_c1 = [t for t in log.traits().to_pylist() if t["object_id"] == "c1"]
    assert [(t["occurred_at"].year, t["traits"]) for t in of_c1] == [
        (1970, '{"plan":"free"}'),
        (2026, '{"plan":"pro"}'),
    ]
    assert [t["traits"] for t in log.traits().to_pylist() if t["object_id"] == "o1"] == ['{"holds":"i1"}']
    assert bring(tmp_path, path).duplicates == 5


@pytest.mark.parametrize("door", DOORS)
def test_what_is_broken_is_refused_alone(
    tmp_path: Path, door: Callable[[Path, dict[str, Any]], Path]
) -> None:
    event = SHOP["events"][0]
    lost = {**event, "id": "e2", "relationships": [{"objectId": "nobody"}]}
    never = {**event, "id": "e3", "time": "yesterday"}
    report = bring(tmp_path, door(tmp_path, {**SHOP, "events": [event, lost, never]}))
    assert (report.added, report.rejected) == (5, 2)
    assert {row["code"] for row in rejected(report)} == {"DP-SRC-019"}
    assert {row["row"]["key"] for row in rejected(report)} == {"e2", "e3"}


def test_times_without_a_zone_need_one(tmp_path: Path) -> None:
    event = {**SHOP["events"][0], "time": "2026-07-01 12:00:00"}
    path = as_json(tmp_path, {**SHOP, "events": [event]})
    assert bring(tmp_path, path).rejected == 1
    mapping = read_mapping_text("[ocel]\nzone = 'Europe/Paris'")
    assert import_files([path], tmp_path / "zoned", mapping=mapping).rejected == 0
    assert open_log(tmp_path / "zoned").interactions().to_pylist()[0]["occurred_at"].hour == 10


@pytest.mark.parametrize(
    "more",
    [
        "CREATE VIEW event_X AS SELECT 1",
        "CREATE TRIGGER t AFTER INSERT ON event BEGIN DELETE FROM event; END",
        "CREATE VIRTUAL TABLE words USING fts5(a)",
        "ALTER TABLE event_PlaceOrder ADD COLUMN bad TEXT GENERATED ALWAYS AS (hex(zeroblob(9))) VIRTUAL",
        "DROP TABLE event_object",
    ],
)
def test_a_database_that_brings_a_program_or_is_no_log_is_one_error(tmp_path: Path, more: str) -> None:
    path = as_sqlite(tmp_path, SHOP, more)
    before = path.read_bytes()
    with pytest.raises(DesirepathError, match="DP-SRC-003"):
        bring(tmp_path, path)
    assert path.read_bytes() == before
    assert {one.name for one in tmp_path.iterdir()} <= {"shop.sqlite", "log-here"}


@pytest.mark.parametrize("at", [20, 100, 4096, 9000, 20_000])
def test_a_damaged_database_is_one_error_or_refuses_rows(tmp_path: Path, at: int) -> None:
    path = as_sqlite(tmp_path, SHOP)
    data = bytearray(path.read_bytes())
    data[at : at + 200] = b"\xff" * len(data[at : at + 200])
    path.write_bytes(data)
    try:
        bring(tmp_path, path)
    except DesirepathError as error:
        assert "DP-SRC-" in str(error)  # noqa: PT017 -- damage where nothing is read is none


LAUGHS = '<!DOCTYPE log [<!ENTITY a "ha"><!ENTITY b "&a;&a;">]><log><objects/><events>&b;</events></log>'


@pytest.mark.parametrize(
    ("name", "content", "code"),
    [
        ("a.json", '{"objectTypes": [], "eventTypes": [], "objects": [], "ev', "DP-SRC-004"),
        ("a.json", '{"events": [' + "[" * 100_000, "DP-SRC-004"),
        ("a.json", '{"events": [1, null, {"id": {}}], "objects": 7, "eventTypes": [3]}', "DP-SRC-007"),
        ("a.json", '{"events": [], "objects": []}', "DP-SRC-002"),
        ("a.xml", LAUGHS, "DP-SRC-003"),
        ("a.xml", "<log><objects></log>", "DP-SRC-004"),
        ("a.xml", "<log><objects/><events/></log>", "DP-SRC-002"),
        ("a.xml", "<log><events><event/></events></log>", "DP-SRC-007"),
        ("a.sqlite", b"SQLite format 3\0" + b"x" * 500, "DP-SRC-004"),
        ("a.sqlite", b"SQLite format 3\0", "DP-SRC-004"),
    ],
)
def test_garbage_is_one_error(tmp_path: Path, name: str, content: str | bytes, code: str) -> None:
    with pytest.raises(DesirepathError, match=code):
        bring(tmp_path, write(tmp_path, name, content))


@pytest.mark.parametrize("door", DOORS)
@settings(
    max_examples=25,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(st.lists(st.tuples(st.floats(0, 1, exclude_max=True), st.binary(min_size=1, max_size=4)), min_size=1))
@example(changes=[(0.1098824657633304, b"\x80")])
def test_bytes_changed_anywhere_end_in_a_report_or_one_coded_error(
    tmp_path: Path, door: Callable[[Path, dict[str, Any]], Path], changes: list[tuple[float, bytes]]
) -> None:
    path = door(tmp_path, SHOP)
    data = bytearray(gzip.decompress(path.read_bytes()) if path.suffix == ".gz" else path.read_bytes())
    for place, change in changes:
        at = int(place * len(data))
        data[at : at + len(change)] = change
    path.unlink()
    changed = write(tmp_path, "changed" + path.suffixes[0], bytes(data))
    with tempfile.TemporaryDirectory() as log:
        try:
            report = import_files([changed], log)
        except DesirepathError as error:
            assert len(error.problems) == 1  # noqa: PT017 -- most changes are found, and some change nothing
        else:
            assert report.rows >= 1


ORDERS = """
missing = ["", " "]
[[fact]]
objects = {order = "ocel:type:orders", item = "ocel:type:items", package = "ocel:type:packages"}
occurred_at = "ocel:timestamp"
activity = "ocel:activity"
key = "ocel:eid"
"""


@pytest.mark.shared
def test_a_table_of_a_simulated_shop_has_its_counts(tmp_path: Path, shared: Path) -> None:
    report = bring(tmp_path, shared / "data/process/ocel_order_simulated.csv", mapping=ORDERS)
    assert (report.rows, report.added, report.rejected) == (22_367, 22_367, 0)
    info = open_log(tmp_path / "log-here").info()
    counts = {"pick item": 8159, "place order": 2000, "pay order": 2000, "package delivered": 1325}
    assert {name: info.activities[name] for name in counts} == counts
    assert len(info.activities) == 11
    assert info.objects["package"] == 1325


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("old.jsonocel", b'{"ocel:global-log": {"ocel:version": "1.0"}, "ocel:events": {}}'),
        ("old.xmlocel", b"<log><global scope='event'/><events><event/></events><objects/></log>"),
    ],
)
def test_the_first_version_is_named(tmp_path: Path, name: str, content: bytes) -> None:
    with pytest.raises(
        DesirepathError, match=r"DP-SRC-003: the file is a log in OCEL 1.0, .* as OCEL 2.0; process"
    ):
        bring(tmp_path, write(tmp_path, name, content))


def test_the_first_version_in_a_database_is_named(tmp_path: Path) -> None:
    database = sqlite3.connect(tmp_path / "old.sqlite")
    database.executescript("CREATE TABLE EVENTS (a); CREATE TABLE OBJECTS (a); CREATE TABLE RELATIONS (a);")
    database.close()
    with pytest.raises(DesirepathError, match=r"DP-SRC-003: the file is a log in OCEL 1\.0"):
        bring(tmp_path, tmp_path / "old.sqlite")
