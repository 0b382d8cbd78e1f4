"""The success measures against what others have published, on their own data, through the real import.

The data sets lie beside the project (``../shared/data``); without them the tests say so and are skipped.
"""

from __future__ import annotations

import csv
import gzip
from datetime import timedelta
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from desirepath.base.spans import Period
from desirepath.log.store import Log, open_log
from desirepath.measures.book.months import MONTH_US
from desirepath.measures.measure_success import measure_success
from desirepath.measures.statistics.kaplan_meier import kaplan_meier
from desirepath.sources.importing import import_files
from tests.measures.plain_log import NEW_YEAR

SHARED = Path(__file__).parents[3] / "shared" / "data"
EVER = Period()
pytestmark = pytest.mark.shared


def data(name: str) -> Path:
    path = SHARED / name
    if not path.exists():
        pytest.skip(f"{name} is not beside the project")
    return path


def imported(folder: Path, rows: list[dict[str, Any]], mapping: str, fixed: dict[str, Any]) -> Log:
    """A table, brought into a log as a user would: a CSV file with a mapping."""
    table, toml = folder / "table.csv", folder / "mapping.toml"
    with table.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(rows[0]))
        writer.writeheader()
        writer.writerows(rows)
    toml.write_text(mapping, "utf-8")
    report = import_files([table], folder / "workspace", mapping=toml)
    assert report.rows == len(rows) == fixed["rows"]
    assert report.rejected == 0
    return open_log(folder / "workspace")


TELCO = """
source = "telco"

[[fact]]
customer = "customerID"
occurred_at = "started"
activity = {value = "subscription.started"}
amount = {column = "MonthlyCharges", currency = "EUR"}
properties = {plan = "Contract", interval = {value = "month"}}
key = "customerID"

[[fact]]
kind = "traits"
customer = "customerID"
occurred_at = "started"
traits = {contract = "Contract"}

[[fact]]
only_if = "left"
customer = "customerID"
occurred_at = "left"
activity = {value = "subscription.cancelled"}
properties = "none"
key = "customerID"
"""
"""The customers as they stood on one day; the table tells their months, and who left in the last of them."""


@pytest.fixture(scope="module")
def telco(tmp_path_factory: pytest.TempPathFactory) -> Log:
    day = NEW_YEAR
    with data("churn/telco_ibm/Telco-Customer-Churn.csv").open(encoding="utf-8") as file:
        rows: list[dict[str, Any]] = list(csv.DictReader(file))
    for row in rows:
        months = timedelta(microseconds=MONTH_US * int(row["tenure"]))
        row["started"] = (day - months).isoformat()
        row["left"] = day.isoformat() if row["Churn"] == "Yes" else ""
    return imported(tmp_path_factory.mktemp("telco"), rows, TELCO, {"rows": 7043})


def test_telco_churn(telco: Log) -> None:
    """IBM's Telco Customer Churn: 1,869 of 7,043 left, 26.54 %."""
    found = measure_success(telco, period=EVER, by="quarter")
    churn = found["new_customer_churn"]
    assert churn.value is not None
    assert (round(churn.value, 4), churn.n, churn.censored) == (0.2654, 7043, 7043 - 1869)


@pytest.mark.parametrize(
    ("contract", "share"), [("Month-to-month", 0.4271), ("One year", 0.1127), ("Two year", 0.0283)]
)
def test_telco_churn_by_contract(telco: Log, contract: str, share: float) -> None:
    found = measure_success(telco, period=EVER, by="quarter", segment=f'traits.contract == "{contract}"')
    assert found["new_customer_churn"].value == pytest.approx(share, abs=5e-5)


def test_telco_churn_of_the_last_month(telco: Log) -> None:
    """As a monthly rate: those that left on the last day, of all that were customers just before it."""
    found = measure_success(telco, period=Period(NEW_YEAR, NEW_YEAR + timedelta(days=1)))
    assert found["logo_churn"].n == 7043 - 11  # eleven came on that very day
    assert found["logo_churn"].value == 1869 / (7043 - 11)


def test_telco_survival(telco: Log) -> None:
    """Kaplan-Meier: S(12) 0.8432, S(24) 0.7887, S(72) 0.5928."""
    found = measure_success(telco, period=EVER, by="quarter")
    by_months = {point.months: point.survival.value for point in found.lifetime}
    published = {12: 0.8432, 24: 0.7887, 72: 0.5928}
    assert {months: round(by_months[months] or 0, 4) for months in published} == published
    assert found["kept_a_year"].value == pytest.approx(0.8432, abs=5e-5)
    assert "more than half" in str(found["lifetime"].reason)


def test_telco_contracts_side_by_side(telco: Log) -> None:
    found = measure_success(
        telco,
        period=EVER,
        by="quarter",
        segment='traits.contract == "Two year"',
        against='traits.contract == "Month-to-month"',
    )
    churn = next(one for one in found.differences if one.measure == "new_customer_churn")
    assert churn.difference.value == pytest.approx(0.0283 - 0.4271, abs=1e-4)
    assert churn.adjusted_p is not None
    assert churn.adjusted_p < 1e-6


def test_telco_pays_what_the_table_says(telco: Log) -> None:
    """The monthly charges of those that stayed, to the cent."""
    with data("churn/telco_ibm/Telco-Customer-Churn.csv").open(encoding="utf-8") as file:
        stays = [
            round(float(row["MonthlyCharges"]) * 100) for row in csv.DictReader(file) if row["Churn"] == "No"
        ]
    found = measure_success(telco, period=EVER, by="quarter")
    assert found["mrr_end"].value == sum(stays) / 100
    assert found["mrr_end"].n == len(stays)


SAASGUARD = """
source = "saasguard"

[[fact]]
account = "customer_id"
occurred_at = {column = "signup_date", format = "%Y-%m-%d", zone = "UTC"}
activity = {value = "subscription.started"}
amount = {column = "mrr", currency = "EUR"}
properties = {plan = "plan_tier", interval = {value = "month"}}
key = "customer_id"

[[fact]]
only_if = "churn_date"
account = "customer_id"
occurred_at = {column = "churn_date", format = "%Y-%m-%d", zone = "UTC"}
activity = {value = "subscription.cancelled"}
properties = "none"
key = "customer_id"
"""


def test_saasguard_churn(tmp_path: Path) -> None:
    """SaaSGuard's generated world: 130 of 400 accounts left, 32.5 %."""
    with gzip.open(data("saas/saasguard_generated/customers.csv.gz"), "rt", encoding="utf-8") as file:
        rows: list[dict[str, Any]] = list(csv.DictReader(file))
    log = imported(tmp_path, rows, SAASGUARD, {"rows": 400})
    found = measure_success(log, period=EVER, by="quarter")
    assert found["new_customer_churn"].value == pytest.approx(0.325)
    assert found["new_customer_churn"].n == 400
    assert found["mrr_start"].value == 0
    moved = [found[f"mrr_{kind}"].value or 0 for kind in ("new", "expansion", "reactivation")]
    gone = [found[f"mrr_{kind}"].value or 0 for kind in ("contraction", "churn")]
    assert found["mrr_end"].value == pytest.approx(sum(moved) - sum(gone))


HILLSTROM = """
source = "hillstrom"

[[fact]]
customer = "person"
occurred_at = {value = "2008-03-20T00:00:00Z"}
activity = {value = "experiment.assigned"}
properties = {arm = "segment"}
key = "person"

[[fact]]
kind = "traits"
customer = "person"
occurred_at = {value = "2008-03-20T00:00:00Z"}
traits = {arm = "segment"}

[[fact]]
only_if = "visited"
customer = "person"
occurred_at = {value = "2008-03-27T00:00:00Z"}
activity = {value = "visit"}
properties = "none"
key = "person"
"""


def test_hillstrom_visits(tmp_path: Path) -> None:
    """Hillstrom's e-mail test: 10.6, 15.1 and 18.3 % visited; the men's mail works, and surely so."""
    with gzip.open(data("email/hillstrom/hillstrom_email.csv.gz"), "rt", encoding="utf-8") as file:
        rows: list[dict[str, Any]] = [
            {
                "person": number,
                "segment": row["segment"],
                "visited": "yes" if row["visit"] == "1" else "",
            }
            for number, row in enumerate(csv.DictReader(file))
        ]
    log = imported(tmp_path, rows, HILLSTROM, {"rows": 64_000})
    none, womens, mens = (f'traits.arm == "{arm} E-Mail"' for arm in ("No", "Womens", "Mens"))
    visits = 'activity == "visit"'
    of_men = measure_success(log, segment=mens, against=none, use=visits, by="quarter")
    of_women = measure_success(log, segment=womens, use=visits, by="quarter")
    assert of_men.there is not None
    shares = [round(side["active_share"].value or 0, 3) for side in (of_men.there, of_women, of_men)]
    assert shares == [0.106, 0.151, 0.183]
    gain = next(one for one in of_men.differences if one.measure == "active_share")
    assert gain.difference.value == pytest.approx(0.0766, abs=5e-5)
    assert gain.difference.low is not None
    assert gain.difference.low > 0.069
    assert gain.adjusted_p is not None
    assert gain.adjusted_p < 1e-9


DATASETS = [
    ("load_waltons", "T", "E"),
    ("load_rossi", "week", "arrest"),
    ("load_leukemia", "t", "status"),
    ("load_gbsg2", "time", "cens"),
    ("load_larynx", "time", "death"),
]


@pytest.mark.parametrize(("load", "time", "event"), DATASETS)
def test_lifelines_on_its_own_data(load: str, time: str, event: str) -> None:
    """The curve, its band and the median, as lifelines has them (installed by ``make bench``)."""
    datasets = pytest.importorskip("lifelines.datasets", reason="lifelines is installed by make bench")
    fitter = pytest.importorskip("lifelines").KaplanMeierFitter()
    frame = getattr(datasets, load)()
    ended = frame[event].astype(int).to_numpy() == 1
    times = frame[time].to_numpy()
    fitter.fit(times, ended)
    ours = kaplan_meier(times[ended], times[~ended])
    theirs = fitter.survival_function_at_times(ours.times).to_numpy()
    assert np.allclose(ours.survival, theirs, atol=1e-12)
    band = fitter.confidence_interval_survival_function_.loc[ours.times].to_numpy()
    inside = (ours.survival > 1e-9) & (ours.survival < 1)
    assert np.allclose(ours.low[inside], band[inside, 0], atol=1e-9)
    assert np.allclose(ours.high[inside], band[inside, 1], atol=1e-9)
    median = ours.median().value
    assert (median if median is not None else float("inf")) == pytest.approx(fitter.median_survival_time_)
