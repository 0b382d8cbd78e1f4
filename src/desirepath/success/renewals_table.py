"""The terms that come up for renewal, as a table for a spreadsheet."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Any, Final

from desirepath.base.spans import parse_instant
from desirepath.log.answer import Answer

COLUMNS: Final = ("account", "name", "whose", "due", "state", "settled on", "call", "MRR", "currency",
                  "why no amount", "health", "speaks against it", "likelihood %", "at least %",
                  "at most %")  # fmt: skip
MONEY: Final = ("MRR",)


def terms_table(found: Mapping[str, Any], *, month: str | None = None, call: str | None = None) -> Answer:
    """The terms of an answer (desirepath-renewals/1), of one ``month`` (2026-05) and one ``call`` or of all.

    What is overdue comes first where every month is asked for. Amounts are MRR in the workspace's currency.
    """
    months = [one for one in found["months"] if month in (None, one["month"])]
    terms = [term for one in months for term in one["renewals"]]
    if month is None:
        terms = [*found["overdue"], *terms]
    return Answer(
        COLUMNS, tuple(_row(term, found["currency"]) for term in terms if call in (None, term["call"]))
    )


def _row(term: Mapping[str, Any], currency: str) -> tuple[Any, ...]:
    likelihood = term["likelihood"] or {}
    return (
        term["subject"],
        term.get("name"),
        term.get("owner"),
        parse_instant(term["due"]),
        term["state"],
        None if term.get("settled") is None else parse_instant(term["settled"]),
        term["call"],
        None if term["cents"] is None else Decimal(term["cents"]) / 100,
        currency,
        term["gap"],
        term["level"],
        (term.get("reason") or {}).get("text"),
        *(_per_cent(likelihood.get(one)) for one in ("value", "low", "high")),
    )


def _per_cent(share: float | None) -> float | None:
    """To a tenth of a per cent: no interval of a likelihood is finer."""
    return None if share is None else round(share * 100, 1)
