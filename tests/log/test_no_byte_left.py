"""Whoever is erased is in no byte under the workspace: facts, inbox, rejects, what killed writers left."""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory

import orjson
import pyarrow as pa
import pyarrow.parquet as pq
from hypothesis import given, settings
from hypothesis import strategies as st

from desirepath.log.durable import TEMPORARY
from desirepath.log.inbox import waiting_rows
from desirepath.log.mended import Mended
from desirepath.log.store import create_log
from desirepath.log.subject import erase_subject
from tests.log.test_store import visit
from tests.log.traces import traces

PEOPLE = ("ann@example.test", "bén-0815", "cleo of Zürich")
PLACES = (
    "stored",
    "accepted",
    "rejected",
    "reason",
    "left by a killed import",
    "left by a killed append",
    "mended",
)


def put(folder: Path, place: str, person: str, number: int) -> None:
    """Something about the person into a place."""
    key = f"{number}"
    rejects = folder / "rejects"
    rejects.mkdir(exist_ok=True)
    row = {"customer": person, "text": f"said {person}", "occurred_at": "soon"}
    line = (
        orjson.dumps({"line": 1, "code": "DP-LOG-014", "message": "no", "source": "app", "row": row}) + b"\n"
    )
    with create_log(folder) as log:
        match place:
            case "stored":
                log.append([visit(key, customer=person)])
            case "accepted":
                log.inbox.accept([visit(key, customer=person)])
            case "rejected":
                with (rejects / "a.rejects.jsonl").open("ab") as file:
                    file.write(line)
            case "reason":
                other = {"line": 2, "code": "X", "message": f"{person} twice", "source": "app", "row": {}}
                with (rejects / "b.rejects.jsonl").open("ab") as file:
                    file.write(orjson.dumps(other) + b"\n")
            case "left by a killed import":
                (rejects / f"{number}.rejects.jsonl{TEMPORARY}").write_bytes(line)
            case "mended":
                Mended(folder / "log", log.rules.secret).add([f"mark of {person}"])
    if place == "left by a killed append":
        name = f"interactions-{number:012d}-0.parquet"
        pq.write_table(pa.table({"customer": [person]}), folder / "log" / "segments" / name)
        pq.write_table(pa.table({"customer": [person]}), folder / "log" / "segments" / f"{name}{TEMPORARY}")


@settings(max_examples=40)
@given(st.lists(st.tuples(st.sampled_from(PLACES), st.sampled_from(PEOPLE)), min_size=1, max_size=10))
def test_erased_people_are_in_no_byte_and_the_others_are_where_they_were(what: list[tuple[str, str]]) -> None:
    with TemporaryDirectory() as name:
        folder = Path(name)
        for number, (place, person) in enumerate(what):
            put(folder, place, person, number)
        gone, *others = PEOPLE
        with create_log(folder) as log:
            erase_subject(log, "customer", gone)
            assert not traces(folder, [gone])
            stored = log.interactions(["customer"]).column("customer").to_pylist()
        for person in others:
            kept = [place for place, whom in what if whom == person]
            assert stored.count(person) == kept.count("stored") + kept.count("accepted")
            for place, file in (("rejected", "a.rejects.jsonl"), ("reason", "b.rejects.jsonl")):
                path = folder / "rejects" / file
                lines = path.read_bytes().splitlines() if path.exists() else []
                assert sum(person.encode() in line for line in lines) == kept.count(place)
        assert not list(waiting_rows(folder))
