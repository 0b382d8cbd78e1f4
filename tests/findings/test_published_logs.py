"""Borrowed truth: published event logs, and what others counted in them, by name."""

from __future__ import annotations

import csv
import json
import statistics
from collections import Counter
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from desirepath.findings.paths import Paths, find_paths
from desirepath.log.store import Log, open_log
from tests.sources.files import bring

pytestmark = pytest.mark.shared

MAPPINGS = {
    "receipt.csv.gz": """
        [[fact]]
        objects = {case = "case:concept:name"}
        occurred_at = "time:timestamp"
        activity = "concept:name"
        """,
    "sepsis.csv.gz": """
        delimiter = ";"
        [[fact]]
        objects = {case = "Case ID"}
        occurred_at = {column = "Complete Timestamp", format = "%Y/%m/%d %H:%M:%S.%f", zone = "UTC"}
        activity = "Activity"
        """,
    "patients.csv.gz": """
        [[fact]]
        objects = {case = "patient"}
        occurred_at = "time"
        activity = "handling"
        properties = {moment = "registration_type"}
        """,
    "patients, when each handling begins": """
        [[fact]]
        objects = {case = "patient"}
        occurred_at = "time"
        activity = "handling"
        only_if = {column = "registration_type", is = ["start"]}
        """,
}
KNOWN = {
    "running-example.xes": "01_running-example.xes.gz",
    "receipt.csv.gz": "08_receipt.xes.gz",
    "helpdesk.xes.gz": "helpdesk.xes.gz",
    "patients.csv.gz": "patients.rda",
}


def import_log(shared: Path, folder: Path, file: str, mapping: str | None = None) -> Log:
    report = bring(folder, shared / "data/process" / file, mapping=mapping or MAPPINGS.get(file))
    assert report.rejected == 0
    return open_log(folder / "log-here")


@pytest.mark.parametrize("file", KNOWN)
def test_known_statistics(shared: Path, tmp_path: Path, file: str) -> None:
    truth = json.loads((shared / "data/process/known_statistics.json").read_text())[KNOWN[file]]
    log = import_log(shared, tmp_path, file)
    paths = find_paths(log)
    assert (paths.travels, paths.subjects, paths.interactions) == ("case", truth["cases"], truth["events"])
    assert len(paths.activities) == truth["activities"]
    assert paths.variants == truth["variants"]
    for found, published in ((paths.starts, "start_activities"), (paths.ends, "end_activities")):
        # Of more than twelve the most frequent were published.
        assert found.items() >= truth[published].items()
        assert len(truth[published]) == min(len(found), 12)
    assert len(paths.transitions) == truth["dfg_edges"]
    counts = {(way.origin, way.target): way.n for way in paths.transitions}
    for origin, target, n in truth["dfg_top"]:
        assert counts[origin, target] == n
    top = paths.top_variants[0]
    assert (top.subjects, round(top.share.value or 0, 6)) == (
        truth["top_variant_cases"],
        truth["top_variant_share"],
    )
    if truth["top_variant_cases"] > 1:
        assert list(top.sequence) == truth["top_variant"]
    else:
        assert tuple(truth["top_variant"]) in {variant.sequence for variant in paths.top_variants}


def test_sepsis_has_1050_cases_15214_events_and_846_variants(shared: Path, tmp_path: Path) -> None:
    paths = find_paths(import_log(shared, tmp_path, "sepsis.csv.gz"))
    assert (paths.subjects, paths.interactions, paths.variants) == (1050, 15_214, 846)


def test_sepsis_has_the_features_that_feeed_and_gedi_published(shared: Path, tmp_path: Path) -> None:
    features = shared / "data/process/published_log_features"
    truth: dict[str, Any] = json.loads((features / "feeed_expected_output_by_name.json").read_text())
    with (features / "bpic_features.csv").open(newline="") as file:
        rows = {row["log"]: row for row in csv.DictReader(file)}
    gedi = rows["Sepsis_Cases_Event_Log"]
    paths = find_paths(import_log(shared, tmp_path, "sepsis.csv.gz"), top=846)
    subjects = [variant.subjects for variant in paths.top_variants]
    for published in (truth, {name: float(gedi[name]) for name in truth if name in gedi and name != "log"}):
        assert published["n_traces"] == paths.subjects
        assert published["n_variants"] == paths.variants == len(subjects)
        assert published["ratio_most_common_variant"] == pytest.approx(subjects[0] / paths.subjects)
        for per_cent in (1, 5, 10, 20, 50, 75):
            first = sum(subjects[: int(paths.variants * per_cent / 100)])
            assert published[f"ratio_top_{per_cent}_variants"] == pytest.approx(first / paths.subjects)
        assert published["mean_variant_occurrence"] == pytest.approx(statistics.mean(subjects))
        assert published["std_variant_occurrence"] == pytest.approx(statistics.pstdev(subjects))
        for prefix, unique, counts in (
            ("activities", "n_unique_activities", paths.activities),
            ("start_activities", "n_unique_start_activities", paths.starts),
            ("end_activities", "n_unique_end_activities", paths.ends),
        ):
            assert published[unique] == len(counts)
            assert published[f"{prefix}_max"] == max(counts.values())
            assert published[f"{prefix}_min"] == min(counts.values())
            assert published[f"{prefix}_mean"] == pytest.approx(statistics.mean(counts.values()))
            assert published[f"{prefix}_median"] == statistics.median(counts.values())
            assert published[f"{prefix}_std"] == pytest.approx(statistics.pstdev(counts.values()))


def test_patients_have_7_variants_of_activity_instances_and_13_of_raw_events(
    shared: Path, tmp_path: Path
) -> None:
    assert find_paths(import_log(shared, tmp_path, "patients.csv.gz")).variants == 13
    (tmp_path / "instances").mkdir()
    instances = import_log(
        shared,
        tmp_path / "instances",
        "patients.csv.gz",
        MAPPINGS["patients, when each handling begins"],
    )
    paths = find_paths(instances)
    assert (paths.subjects, paths.interactions, paths.variants) == (500, 2721, 7)


def greps(shared: Path, tmp_path: Path) -> tuple[Paths, list[list[str]]]:
    """The journeys have an order and no times: a minute is put between one thing and the next."""
    told = json.loads((shared / "data/process/greps_journeys/greps_io_traces.json").read_text())
    journeys = [[name for side, name in told_one[1:] if side != "env"] for told_one in told]
    begin = datetime(2020, 1, 1, tzinfo=UTC)
    lines = [
        json.dumps(
            {
                "customer": f"company {number}",
                "occurred_at": (begin + timedelta(minutes=place)).isoformat(),
                "activity": name,
            }
        )
        for number, journey in enumerate(journeys)
        for place, name in enumerate(journey)
    ]
    file = tmp_path / "greps.jsonl"
    file.write_text("\n".join(lines))
    bring(tmp_path, file)
    return find_paths(open_log(tmp_path / "log-here")), journeys


def test_greps_has_33_journeys_17_with_a_good_end_and_16_with_a_bad_one(shared: Path, tmp_path: Path) -> None:
    paths, journeys = greps(shared, tmp_path)
    assert (paths.subjects, paths.ends) == (33, {"positive": 17, "negative": 16})
    assert paths.starts == dict(Counter(journey[0] for journey in journeys))
    alike = Counter(tuple(journey) for journey in journeys)
    assert {variant.sequence: variant.subjects for variant in paths.top_variants} == alike
    assert paths.transitions[0].median_seconds == 60
