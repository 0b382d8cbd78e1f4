"""Every tool has one example, written in its exact shape; what it holds was counted by hand."""

from __future__ import annotations

from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import orjson
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from desirepath.base.problem import DesirepathError, Problem
from desirepath.log.rows import read_rows
from desirepath.log.store import open_log
from desirepath.sources import import_files
from desirepath.sources.json_records import glimpse, unwrap
from desirepath.sources.mapped_rows import RowMapper
from desirepath.sources.mappings import READY, ReadyMapping, ready_mapping
from desirepath.sources.tools.listed import TOOLS
from desirepath.sources.tools.record import RecordError
from desirepath.sources.tools.tool import Tool
from tests.sources.cases import EXAMPLES, Case
from tests.sources.files import bring, lines, nothing_stored, rejected, stored, write
from tests.sources.tool_cases import CASES
from tests.sources.warehouse_cases import WAREHOUSE

ALL = (*CASES, *WAREHOUSE)


@pytest.mark.parametrize("case", ALL, ids=[case.name for case in ALL])
def test_an_example_holds_what_was_counted_by_hand(tmp_path: Path, case: Case) -> None:
    report = case.bring(tmp_path)
    info = open_log(tmp_path / "log-here").info()
    assert info.activities == case.activities
    found = (report.rows, report.rejected, report.duplicates)
    assert found == (case.rows, case.refused, case.duplicates)
    assert (info.facts["traits"], info.facts["identities"]) == (case.traits, case.identities)
    assert len(report.files[0].warnings) == case.warnings
    again = case.bring(tmp_path)
    assert (again.added, again.rejected) == (0, case.refused)


def test_every_tool_has_its_example() -> None:
    names = {case.name for case in ALL}
    assert {tool.name for tool in TOOLS} | {mapping.name for mapping in READY} == names


@pytest.mark.parametrize("case", [case for case in ALL if case.mapping], ids=lambda case: case.name)
def test_a_table_without_its_mapping_is_told_which_one_fits(tmp_path: Path, case: Case) -> None:
    with pytest.raises(DesirepathError, match=f"DP-SRC-00[58]: .*--mapping .*{case.mapping}"):
        bring(tmp_path, EXAMPLES / case.file)


@pytest.mark.parametrize(
    "case", [case for case in ALL if case.zone and not case.identities], ids=lambda case: case.name
)
def test_times_whose_zone_the_tool_does_not_say_are_refused_without_one(tmp_path: Path, case: Case) -> None:
    with pytest.raises(DesirepathError, match=r"DP-SRC-007: .*has no time zone; .*declare"):
        import_files([EXAMPLES / case.file], tmp_path / "log-here", mapping=case.mapping)


@pytest.mark.parametrize("case", [case for case in CASES if case.mapping], ids=lambda case: case.name)
def test_a_long_table_is_read_as_a_short_one(
    tmp_path: Path, case: Case, monkeypatch: pytest.MonkeyPatch
) -> None:
    found = []
    for block in (1 << 20, 512):
        monkeypatch.setattr("desirepath.sources.text_blocks.BLOCK", block)
        folder = tmp_path / str(block)
        folder.mkdir()
        report = case.bring(folder)
        facts = stored(folder)
        for fact in facts:
            del fact["received_at"], fact["arrival"]
        found.append((report.rows, report.added, report.duplicates, facts, rejected(report)))
    assert found[0] == found[1]


def test_a_device_whose_clock_is_five_years_ahead_is_set_right(tmp_path: Path) -> None:
    import_files([EXAMPLES / "segment.jsonl"], tmp_path / "log-here")
    pages = {row["key"]: row for row in stored(tmp_path)}
    assert pages["m5"]["occurred_at"].isoformat() == "2026-03-02T09:00:20+00:00"
    assert (pages["m3"]["account"], pages["m4"]["objects"]) == ("acme", [("email", "e9")])
    assert open_log(tmp_path / "log-here").identities().column("alias").to_pylist() == [
        "visitor-1",
        "ann@example.org",
        "u1",
        "u1",
        "old-u1",
    ]


def rows_of(tmp_path: Path, file: str, activity: str) -> list[dict[str, Any]]:
    import_files([EXAMPLES / file], tmp_path / "log-here")
    found = [row for row in stored(tmp_path) if row["activity"] == activity]
    return [{**row, "properties": orjson.loads(row["properties"] or "{}")} for row in found]


def test_stripes_money_is_in_the_currency_itself(tmp_path: Path) -> None:
    paid = rows_of(tmp_path, "stripe.objects.json", "payment.succeeded")
    assert {(row["currency"], float(row["amount"])) for row in paid} == {("JPY", 5000.0), ("KWD", 12.345)}
    started = rows_of(tmp_path, "stripe.objects.json", "subscription.started")
    assert {(row["properties"]["plan"], float(row["amount"])) for row in started} == {
        ("Basic", 9.99),
        ("Pro", 60.0),
    }
    # the period stands on the subscription (sub_old), and on the item since 2025 (sub_gone)
    assert {row["properties"]["period_ends"] for row in started} == {"2026-02-01T00:00:00+00:00"}


def test_a_subscription_lives_from_its_trial_to_its_end(tmp_path: Path) -> None:
    rows_of(tmp_path, "stripe.events.jsonl", "")
    life = [
        (row["activity"].removeprefix("subscription."), row["occurred_at"].isoformat()[:10])
        for row in stored(tmp_path)
        if row["activity"].startswith(("subscription", "trial"))
    ]
    assert life == [
        ("trial.started", "2025-12-18"),
        ("started", "2026-01-01"),
        ("changed", "2026-01-11"),
        ("renewed", "2026-02-01"),
        ("cancel_scheduled", "2026-02-10"),
        ("cancelled", "2026-03-01"),
    ]
    amounts = {row["activity"]: row["amount"] for row in stored(tmp_path)}
    assert (float(amounts["subscription.started"]), float(amounts["subscription.changed"])) == (60.0, 100.0)
    assert rows_of(tmp_path, "stripe.events.jsonl", "subscription.cancelled")[0]["properties"]["reason"] == (
        "switched_service"
    )


def test_events_and_objects_of_stripe_are_the_same_facts(tmp_path: Path) -> None:
    event = orjson.loads((EXAMPLES / "stripe.events.jsonl").read_bytes().splitlines()[3])
    bring(tmp_path, write(tmp_path, "e.json", orjson.dumps(event)))
    report = bring(tmp_path, write(tmp_path, "o.json", orjson.dumps([event["data"]["object"]])))
    assert (report.added, report.duplicates) == (0, 1)


def test_a_machine_that_opens_a_mail_is_marked(tmp_path: Path) -> None:
    opened = rows_of(tmp_path, "sendgrid.json", "email.opened")
    assert [(row["actor"], row["direction"], row["properties"].get("machine")) for row in opened] == [
        ("machine", "by_us", True),
        (None, "by_customer", None),
    ]
    assert {row["customer"] for row in opened} == {"ann@example.org"}


def test_a_burst_of_46_copies_of_one_mail_event_is_one(tmp_path: Path) -> None:
    event = orjson.loads((EXAMPLES / "sendgrid.json").read_bytes())[4]
    report = bring(tmp_path, write(tmp_path, "burst.json", orjson.dumps([event] * 46)))
    assert (report.added, report.duplicates) == (1, 45)


def test_surveys_keep_their_scales(tmp_path: Path) -> None:
    scores = {(row["score"], row["scale"]) for row in rows_of(tmp_path, "delighted.json", "survey.answered")}
    assert scores == {(9.0, "0..10"), (2.0, "1..5"), (1.0, "thumbs")}
    answered = rows_of(tmp_path / "t", "typeform.webhook.json", "survey.answered")
    assert {(row["score"], row["scale"], row["text"]) for row in answered} == {
        (9.0, "0..10", "Fewer e-mails"),
        (4.0, "1..5", None),
    }
    assert {row["customer"] for row in answered} == {"u1"}


OWN = """
header_rows = 2
source = "surveymonkey"
zone = "Europe/Paris"
[[fact]]
customer = "Custom Data 1"
occurred_at = {column = "End Date", format = "%m/%d/%Y %I:%M:%S %p"}
activity = {value = "survey.answered"}
score = {column = "How likely is it that you would recommend us to a friend or colleague?", scale = "0..10"}
text = "Anything else?"
properties = {survey = {value = "spring"}, chat = "What did you use?: Chat"}
key = "Respondent ID"
"""


def test_a_survey_of_two_header_rows_says_its_score_in_a_mapping_of_ones_own(tmp_path: Path) -> None:
    bring(tmp_path, EXAMPLES / "surveymonkey.csv", mapping=OWN)
    first, second = stored(tmp_path)[:2]
    assert (first["customer"], first["score"], first["text"]) == ("u1", 9.0, "Keep going,\nplease")
    assert (first["occurred_at"].isoformat(), first["properties"]) == (
        "2026-03-02T08:20:11+00:00",
        '{"chat":"Chat","survey":"spring"}',
    )
    assert (second["customer"], second["score"]) == (None, 3.0)


def test_a_survey_finds_its_score_by_the_words_of_the_question(tmp_path: Path) -> None:
    for file, zone in (("surveymonkey.csv", "UTC"), ("typeform-responses.csv", None)):
        name = file.removesuffix(".csv")
        zoned = ZoneInfo(zone) if zone else None
        import_files([EXAMPLES / file], tmp_path / "log-here", mapping=name, zone=zoned)
    found = [(row["source"], row["activity"], row["score"], row["scale"]) for row in stored(tmp_path)]
    assert sorted(found, key=str) == [
        ("surveymonkey", "form.submitted", None, None),  # that question was left out
        ("surveymonkey", "survey.answered", 0.0, "0..10"),  # the cell says: Not at all likely - 0
        ("surveymonkey", "survey.answered", 3.0, "0..10"),
        ("surveymonkey", "survey.answered", 9.0, "0..10"),
        ("typeform", "survey.answered", 4.0, "0..10"),
        ("typeform", "survey.answered", 9.0, "0..10"),
    ]


def test_a_survey_without_such_a_question_is_a_form_and_with_two_of_them_is_asked_about(
    tmp_path: Path,
) -> None:
    text = (EXAMPLES / "typeform-responses.csv").read_text("utf-8")
    question = "How likely are you to recommend us?"
    plain = write(tmp_path, "plain.csv", text.replace(question, "How tall are you?"))
    assert import_files([plain], tmp_path / "log-here", mapping="typeform-responses").added == 2
    assert {row["activity"] for row in stored(tmp_path)} == {"form.submitted"}
    twice = write(tmp_path, "twice.csv", text.replace("user_id", "How likely are you to recommend Pro?"))
    with pytest.raises(DesirepathError, match=r"DP-SRC-006: both .* may be the score @ score; name one"):
        import_files([twice], tmp_path / "log-here", mapping="typeform-responses")


def test_of_several_contacts_of_a_hubspot_ticket_the_first_counts(tmp_path: Path) -> None:
    text = (EXAMPLES / "hubspot-tickets.csv").read_text("utf-8")
    header, row = text.splitlines()[:2]
    place = header.split(",").index("Associated Contact IDs")
    cells = row.split(",")
    cells[place] = "51; 52"
    path = write(tmp_path, "t.csv", f"{header}\n{','.join(cells)}\n")
    import_files([path], tmp_path / "log-here", mapping="hubspot-tickets", zone=ZoneInfo("UTC"))
    opened = stored(tmp_path)[0]
    assert opened["customer"] == "hubspot:51"
    assert orjson.loads(opened["properties"])["contacts"] == "51; 52"


def test_who_wrote_in_a_ticket(tmp_path: Path) -> None:
    replies = rows_of(tmp_path, "zendesk.tickets.json", "ticket.replied")
    assert [(row["direction"], row["text"]) for row in replies] == [
        ("by_us", "Which browser do you use?"),
        ("by_customer", "Firefox."),
    ]
    import_files([EXAMPLES / "zendesk.users.json"], tmp_path / "log-here")
    assert {row["customer"] for row in stored(tmp_path)} == {"u1", "zendesk:20978400"}


def test_a_segment_batch_says_once_when_it_was_sent(tmp_path: Path) -> None:
    call = {
        "type": "track",
        "event": "x",
        "userId": "u1",
        "messageId": "m",
        "timestamp": "2031-01-01T00:00:00Z",
    }
    batch = {"batch": [call], "sentAt": "2031-01-01T00:00:05Z", "receivedAt": "2026-01-01T00:00:05Z"}
    bring(tmp_path, write(tmp_path, "b.json", orjson.dumps(batch, option=orjson.OPT_INDENT_2)))
    assert stored(tmp_path)[0]["occurred_at"].isoformat() == "2026-01-01T00:00:00+00:00"


def test_refused_records_are_mended_and_come_again_as_the_tools_own(tmp_path: Path) -> None:
    good = {
        "type": "track",
        "event": "x",
        "userId": "u1",
        "messageId": "m1",
        "timestamp": "2026-01-01T00:00:00Z",
    }
    bad = {**good, "messageId": "m2", "timestamp": "yesterday"}
    worse = {**good, "messageId": "m3", "timestamp": "tomorrow"}
    report = bring(tmp_path, write(tmp_path, "calls.jsonl", lines(good, bad, worse)))
    assert [(row["line"], row["row"]["messageId"]) for row in rejected(report)] == [(2, "m2"), (3, "m3")]
    for wrong, left in (("yesterday", 1), ("tomorrow", 0)):
        path = report.rejects[0]
        path.write_text(path.read_text().replace(wrong, "2026-01-02T00:00:00Z"))
        report = bring(tmp_path, path)
        assert (report.added, report.rejected) == (1, left)
    assert {(row["source"], row["activity"]) for row in stored(tmp_path)} == {("segment", "x")}


GOOD = [orjson.loads(line) for line in (EXAMPLES / "segment.jsonl").read_bytes().splitlines()]


@pytest.mark.parametrize("indent", [0, orjson.OPT_INDENT_2])
@pytest.mark.parametrize("size", [1, 3, 5000])
def test_a_list_is_read_like_lines(tmp_path: Path, indent: int, size: int) -> None:
    calls = [{**GOOD[2], "messageId": f"m{n}"} for n in range(size)]
    report = bring(tmp_path, write(tmp_path, "calls.json", orjson.dumps(calls, option=indent or None)))
    assert (report.files[0].shape, report.rows, len(stored(tmp_path))) == ("segment", size, size)


def test_lines_longer_than_the_first_glimpse_are_lines(tmp_path: Path) -> None:
    calls = [{**GOOD[2], "messageId": f"m{n}", "properties": {"text": "x" * 100_000}} for n in range(3)]
    report = bring(tmp_path, write(tmp_path, "calls.jsonl", lines(*calls)))
    assert (report.files[0].shape, report.added - 1) == ("segment", 3)  # and who belongs to whom


def test_a_page_longer_than_the_first_glimpse_is_a_page(tmp_path: Path) -> None:
    page = orjson.loads((EXAMPLES / "zendesk.tickets.json").read_bytes())
    ticket = {**page["tickets"][1], "description": "x" * 1000}
    page["tickets"] = [{**ticket, "id": n} for n in range(500)]
    report = bring(tmp_path, write(tmp_path, "tickets.json", orjson.dumps(page)))
    assert (report.files[0].shape, report.rows, report.added) == ("zendesk", 500, 500)


@pytest.mark.parametrize("cut", [1, 40, 400])
def test_a_list_that_was_cut_off_stores_nothing(tmp_path: Path, cut: int) -> None:
    content = orjson.dumps(GOOD, option=orjson.OPT_INDENT_2)[:-cut]
    with pytest.raises(DesirepathError, match="DP-SRC-004: the file is not JSON"):
        bring(tmp_path, write(tmp_path, "calls.json", content))
    assert nothing_stored(tmp_path)


values = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats()
    | st.text(max_size=8)
    | st.just("2026-01-01T00:00:00Z"),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=6,
)


def records_of(tool: Tool) -> list[dict[str, Any]]:
    files = [EXAMPLES / case.file for case in ALL if case.name == tool.name and case.mapping is None]
    found = []
    for path in files:
        content = path.read_bytes()
        documents = content.splitlines() if path.suffix == ".jsonl" else [content]
        for document in documents:
            found += [r for r in unwrap(orjson.loads(document), tool.wrappers) if isinstance(r, dict)]
    return found


def places_in(value: Any, path: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    inner = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    return [path, *(place for key, item in inner for place in places_in(item, (*path, key)))]


def changed(value: Any, path: tuple[Any, ...], new: Any) -> Any:
    if not path:
        return new
    copy = dict(value) if isinstance(value, dict) else list(value)
    copy[path[0]] = changed(value[path[0]], path[1:], new)
    return copy


@pytest.mark.parametrize("tool", TOOLS, ids=[tool.name for tool in TOOLS])
def test_a_record_with_garbage_anywhere_makes_rows_or_is_refused(tool: Tool) -> None:
    known = records_of(tool)
    assert known

    @settings(max_examples=150, deadline=None)
    @given(record=st.sampled_from(known), data=st.data())
    def check(record: dict[str, Any], data: st.DataObject) -> None:
        for _ in range(data.draw(st.integers(1, 3))):
            place = data.draw(st.sampled_from(places_in(record)[1:] or [("x",)]))
            record = changed(record, place, data.draw(values)) if place in places_in(record) else record
        tool.recognises(record)
        try:
            rows = tool.rows(record)
        except RecordError as error:
            assert error.problem.code.startswith("DP-SRC")  # noqa: PT017 -- either way ends in words
        else:
            assert all(isinstance(row, dict) for row in rows)

    check()


@pytest.mark.parametrize("tool", TOOLS, ids=[tool.name for tool in TOOLS])
def test_a_file_with_garbage_ends_in_words(tmp_path: Path, tool: Tool) -> None:
    known = records_of(tool)

    @settings(max_examples=10, deadline=None)
    @given(data=st.data())
    def check(data: st.DataObject) -> None:
        bad = [known[0]]
        for record in known:
            place = data.draw(st.sampled_from(places_in(record)[1:]))
            bad.append(changed(record, place, data.draw(values.filter(lambda v: v == v))))
        try:
            content = lines(*bad)
        except TypeError:
            return  # a whole number that no JSON of ours can write
        try:
            bring(tmp_path, write(tmp_path, "x.jsonl", content))
        except DesirepathError as error:
            assert {problem.code[:6] for problem in error.problems} == {"DP-SRC"}  # noqa: PT017 -- as above

    check()


CELLS = st.one_of(
    st.text(max_size=12),
    st.sampled_from(
        ["", "-", "0", "-1", "1e9999", "NaN", "true", "TRUE", "usd", "{}", "[1", "2026-01-01", "solved"]
    ),
    st.datetimes().map(str),
    st.floats().map(str),
)


@pytest.mark.parametrize("mapping", READY, ids=[mapping.name for mapping in READY])
def test_a_table_of_garbage_makes_rows_or_is_refused(mapping: ReadyMapping) -> None:
    read = ready_mapping(mapping.name)
    header = tuple(sorted(read.needed | read.optional))
    mapper = RowMapper(read, header)

    @settings(max_examples=8, deadline=None)
    @given(st.lists(CELLS, min_size=len(header), max_size=len(header)))
    def check(cells: list[str]) -> None:
        for made in mapper.map_record(dict(zip(header, cells, strict=True))):
            if isinstance(made, Problem):
                assert made.code.startswith("DP-SRC")
            else:
                read_rows([made], source="x")

    check()


@settings(max_examples=200, deadline=None)
@given(st.binary(max_size=60), st.sampled_from([b"", b"[", b'{"a": [', b'[{"id": 1}, ']))
def test_a_glimpse_of_anything_is_something_or_nothing(content: bytes, head: bytes) -> None:
    glimpse(head + content)


@settings(max_examples=100, deadline=None)
@given(
    st.lists(st.dictionaries(st.text(max_size=5), st.integers(0, 9) | st.text(max_size=9), max_size=4)),
    st.data(),
)
def test_a_glimpse_shows_whole_records_as_they_are(
    records: list[dict[str, Any]], data: st.DataObject
) -> None:
    content = orjson.dumps(records)
    seen = glimpse(content[: data.draw(st.integers(1, len(content)))])
    for shown, record in zip((seen or [])[:-1], records, strict=False):
        assert shown == record
