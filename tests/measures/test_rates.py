"""Rates in desirepath.toml: what other currencies are worth in the one reports are in."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest

from desirepath.base.problem import DesirepathError
from desirepath.log.store import create_log, open_log


def workspace(folder: Path, rates: str) -> Path:
    create_log(folder).close()
    settings = folder / "desirepath.toml"
    settings.write_text(settings.read_text("utf-8") + f"\n[rates]\n{rates}\n", "utf-8")
    return folder


def test_a_rate_is_the_number_that_is_written(tmp_path: Path) -> None:
    settings = open_log(workspace(tmp_path, "USD = 0.91\nJPY = 1")).settings
    assert settings.rates == {"USD": Decimal("0.91"), "JPY": Decimal(1)}
    assert open_log(tmp_path).settings.currency == "EUR"


def test_without_rates_no_other_currency_has_a_worth(tmp_path: Path) -> None:
    create_log(tmp_path).close()
    assert open_log(tmp_path).settings.rates == {}


@pytest.mark.parametrize(
    "rates", ["usd = 0.9", "EURO = 1", "USD = 0", "USD = -1.5", 'USD = "0.9"', "USD = true", "USD = nan"]
)
def test_what_is_no_rate_is_refused_with_its_address(tmp_path: Path, rates: str) -> None:
    with pytest.raises(DesirepathError, match=r"DP-LOG-008.*rates\.") as refused:
        _ = open_log(workspace(tmp_path, rates)).settings
    assert refused.value.problems[0].address == f"rates.{rates.split()[0]}"
