"""Stripe's subscriptions, in and measured: MRR and what became of it, counted by hand.

Three customers. Ann pays 100 a month from 1 January, and 150 from 1 June. Ben pays 1,200 a year from 10
January: 100 a month. Cy pays 300 a quarter from 15 January: 100 a month; she left on 20 May. So on 1 February
it was 300 a month, and at the year's end 250: of the 300 are left 200 (GRR 2/3), and with the 50 more
250 (NRR 5/6).
"""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from desirepath.base.spans import Period
from desirepath.log.store import open_log
from desirepath.measures.measure_success import measure_success
from desirepath.sources import import_files
from tests.sources.files import lines, write

TO_YEARS_END = Period(datetime(2026, 2, 1, tzinfo=UTC), datetime(2026, 12, 31, tzinfo=UTC))
EXPECTED = {
    "mrr_start": 300.0,
    "mrr_expansion": 50.0,
    "mrr_contraction": 0.0,
    "mrr_churn": 100.0,
    "mrr_end": 250.0,
    "nrr": 250 / 300,
    "grr": 200 / 300,
}


def unix(month: int, day: int, *, year: int = 2026) -> int:
    return int(datetime(year, month, day, tzinfo=UTC).timestamp())


def subscription(
    name: str, began: int, amount: int, interval: str, count: int, **more: Any
) -> dict[str, Any]:
    recurring = {"interval": interval, "interval_count": count}
    price = {"id": f"price_{name}", "nickname": interval, "unit_amount": amount, "recurring": recurring}
    return {
        "id": f"sub_{name}",
        "object": "subscription",
        "customer": f"cus_{name}",
        "currency": "eur",
        "start_date": began,
        "created": began,
        "status": "active",
        "items": {"object": "list", "data": [{"id": f"si_{name}", "price": price, "quantity": 1}]},
        **more,
    }


def as_json(folder: Path) -> list[Path]:
    """Subscriptions as the API lists them, and the events in which one changed."""
    ann = subscription("ann", unix(1, 1), 100_00, "month", 1)
    ben = subscription("ben", unix(1, 10), 1_200_00, "year", 1)
    left = {"status": "canceled", "ended_at": unix(5, 20), "canceled_at": unix(5, 20)}
    cy = subscription("cy", unix(1, 15), 300_00, "month", 3, **left)
    now = subscription("ann", unix(1, 1), 150_00, "month", 1)
    event = {
        "id": "evt_1",
        "object": "event",
        "type": "customer.subscription.updated",
        "created": unix(6, 1),
        "data": {"object": {**now, "items": {"data": [{**now["items"]["data"][0], "quantity": 1}]}}},
    }
    event["data"]["object"]["items"]["data"][0]["price"]["id"] = "price_more"  # type: ignore[index]
    event["data"]["previous_attributes"] = {"items": ann["items"]}  # type: ignore[index]
    last = {"id": "evt_2", "object": "event", "type": "charge.pending", "created": unix(12, 31)}
    last["data"] = {"object": {"id": "ch_1", "object": "charge", "customer": "cus_ann"}}
    return [
        write(folder, "subscriptions.json", lines({"object": "list", "data": [ann, ben, cy]})),
        write(folder, "events.jsonl", lines(event, last)),
    ]


def as_tables(folder: Path) -> list[Path]:
    """The same in a warehouse: what changed is a subscription that ended and another one that began."""
    head = "id,customer_id,status,start_date,ended_at,canceled_at,trial_start,trial_end,current_period_end\n"
    rows = "s1,cus_ann,active,2026-01-01 00:00:00,,,,,2026-02-01 00:00:00\n"
    rows += "s2,cus_ben,active,2026-01-10 00:00:00,,,,,2027-01-10 00:00:00\n"
    rows += "s3,cus_cy,canceled,2026-01-15 00:00:00,2026-05-20 00:00:00,2026-05-20 00:00:00,,,\n"
    rows += "s4,cus_ann,active,2026-06-01 00:00:00,,,,,2026-07-01 00:00:00\n"
    write(
        folder,
        "subscription_item.csv",
        "id,subscription_id,plan_id,quantity\ni1,s1,monthly,2\ni2,s2,yearly,1\ni3,s3,quarterly,\n"
        "i4,s4,seats,1\ni5,s4,base,1\n",
    )
    write(
        folder,
        "plan.csv",
        "id,nickname,amount,currency,interval,interval_count\nmonthly,Team,5000,eur,month,1\n"
        "yearly,Team a year,120000,eur,year,1\nseats,Seats,2000,eur,month,1\n",
    )
    write(
        folder,
        "price.csv",
        "id,nickname,unit_amount,currency,recurring_interval,recurring_interval_count\n"
        "quarterly,Team a quarter,30000,eur,month,3\nbase,Base,3000,eur,month,1\n",
    )
    charge = (
        "id,customer_id,amount,currency,status,created\nch1,cus_ann,100,eur,succeeded,2026-12-31 00:00:00\n"
    )
    return [write(folder, "subscription.csv", head + rows), write(folder, "charge.csv", charge)]


@pytest.mark.parametrize("shape", ["json", "tables"])
def test_what_stripe_exports_gives_mrr_and_nrr(tmp_path: Path, shape: str) -> None:
    if shape == "json":
        report = import_files(as_json(tmp_path), tmp_path / "log-here")
    else:
        first, second = as_tables(tmp_path)
        report = import_files([first], tmp_path / "log-here", mapping="fivetran-stripe-subscription")
        import_files([second], tmp_path / "log-here", mapping="fivetran-stripe-charge")
    assert report.rejected == 0
    assert not [warning for file in report.files for warning in file.warnings]
    found = measure_success(open_log(tmp_path / "log-here"), of="customer", period=TO_YEARS_END)
    values = {name: found[name].value for name in EXPECTED}
    assert values == pytest.approx(EXPECTED)
