from __future__ import annotations

from pathlib import Path

import pytest

from desirepath.base.problem import DesirepathError
from desirepath.log.store import open_log
from tests.sources.files import bring, rejected, stored, write

EVENT = (
    '<event><string key="concept:name" value="{name}"/>'
    '<date key="time:timestamp" value="{at}"/>{more}</event>'
)
TRACE = '<trace><string key="concept:name" value="{case}"/>{events}</trace>'


def event(name: str, at: str = "2026-01-01T12:00:00+01:00", more: str = "") -> str:
    return EVENT.format(name=name, at=at, more=more)


def log_of(*traces: str, namespace: str = "") -> str:
    return f'<?xml version="1.0"?><log{namespace}>{"".join(traces)}</log>'


@pytest.mark.parametrize("namespace", ["", ' xmlns="http://www.xes-standard.org/"'])
def test_a_trace_is_an_object_and_its_events_are_interactions_in_their_order(
    tmp_path: Path, namespace: str
) -> None:
    more = '<string key="org:resource" value="Pete"/>'
    more += '<int key="cost" value="5"/><boolean key="late" value="true"/>'
    about = '<string key="concept:name" value="T1"/><float key="value" value="2.5"/>'
    trace = f"<trace>{about}{event('open')}{event('close', more=more)}</trace>"
    report = bring(
        tmp_path,
        write(tmp_path, "desk.xes.gz", log_of(trace, namespace=namespace)),
        mapping="[xes]\ncase = 'ticket'",
    )
    assert (report.rows, report.added) == (2, 3)
    rows = stored(tmp_path, "objects", "activity", "actor", "properties", "sequence")
    assert [(row["activity"], row["sequence"], row["actor"]) for row in rows] == [
        ("open", 0, None),
        ("close", 1, "Pete"),
    ]
    assert rows[0]["objects"] == [("ticket", "T1")]
    assert rows[1]["properties"] == '{"cost":5,"late":true}'
    assert open_log(tmp_path / "log-here").traits().select(
        ["object_type", "object_id", "traits"]
    ).to_pylist() == [{"object_type": "ticket", "object_id": "T1", "traits": '{"value":2.5}'}]


def test_attributes_may_be_other_objects_and_activities_may_be_translated(tmp_path: Path) -> None:
    trace = TRACE.format(
        case="T1",
        events=event("Insert", more='<string key="who" value="c1"/><string key="order" value="O1"/>'),
    )
    mapping = (
        "[xes]\ncase='ticket'\nobjects={customer='who', order='order'}\nactivities={Insert='ticket.opened'}"
    )
    bring(tmp_path, write(tmp_path, "desk.xes", log_of(trace)), mapping=mapping)
    assert stored(tmp_path, "customer", "objects", "activity", "properties") == [
        {
            "customer": "c1",
            "objects": [("order", "O1"), ("ticket", "T1")],
            "activity": "ticket.opened",
            "properties": None,
        }
    ]


def test_the_same_log_twice_adds_nothing_and_equal_events_of_a_trace_are_two(tmp_path: Path) -> None:
    path = write(tmp_path, "desk.xes", log_of(TRACE.format(case="T1", events=event("open") * 2)))
    assert bring(tmp_path, path).added == 2
    assert bring(tmp_path, path).duplicates == 2


def test_events_that_lack_something_are_refused_alone_and_can_be_mended(tmp_path: Path) -> None:
    nameless = "<trace>" + event("whose?") + "</trace>"
    events = (
        event("good")
        + event("", at="2026-01-02T00:00:00Z")
        + event("when?", at="yesterday")
        + event("zone?", at="2026-01-01T12:00:00")
    )
    report = bring(
        tmp_path, write(tmp_path, "desk.xes", log_of(nameless, TRACE.format(case="T1", events=events)))
    )
    assert (report.rows, report.added, report.rejected) == (5, 1, 4)
    assert {row["code"] for row in rejected(report)} == {"DP-SRC-017"}
    mended = report.rejects[0].read_text().replace("yesterday", "2026-01-03T00:00:00Z")
    assert bring(tmp_path, write(tmp_path, "mended.jsonl", mended)).added == 1


def test_local_times_take_the_declared_zone(tmp_path: Path) -> None:
    path = write(
        tmp_path,
        "desk.xes",
        log_of(TRACE.format(case="T1", events=event("open", at="2026-07-01T12:00:00.000"))),
    )
    bring(tmp_path, path, mapping="[xes]\nzone = 'Europe/Paris'")
    assert stored(tmp_path, "occurred_at")[0]["occurred_at"].hour == 10


LAUGHS = '<?xml version="1.0"?><!DOCTYPE log [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;">]>'
LAUGHS += "<log><trace>&b;</trace></log>"
LATE = '<?xml version="1.0"?><!--' + " " * 70_000 + "-->" + LAUGHS.removeprefix('<?xml version="1.0"?>')


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (LAUGHS, "DP-SRC-003"),
        (LATE, "DP-SRC-002"),
        (log_of(TRACE.format(case="T1", events=event("open")))[:-20], "DP-SRC-004"),
        ("<log><trace></log>", "DP-SRC-004"),
        ("<log></log>", "DP-SRC-002"),
        ("<html><body></body></html>", "DP-SRC-002"),
        ("<log>" + "<trace>" * 5000, "DP-SRC-004"),
    ],
)
def test_xml_that_cannot_be_used_is_one_error(tmp_path: Path, content: str, code: str) -> None:
    with pytest.raises(DesirepathError, match=code):
        bring(tmp_path, write(tmp_path, "desk.xes", content))


def test_entities_declared_late_read_no_file(tmp_path: Path) -> None:
    secret = write(tmp_path, "secret.txt", "secret")
    sneaky = f'<!DOCTYPE log [<!ENTITY x SYSTEM "file://{secret}">]>'
    sneaky += '<log><trace><string key="concept:name" value="T"/>'
    sneaky += event("open", more="<string key='a' value='b'>&x;</string>") + "</trace></log>"
    content = '<?xml version="1.0"?><!--' + " " * 70_000 + "-->" + sneaky
    bring(tmp_path, write(tmp_path, "desk.xes", content))
    assert "secret" not in str(stored(tmp_path)).replace("secret.txt", "")
