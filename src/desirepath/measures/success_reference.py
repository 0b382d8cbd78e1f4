"""The reference page of the success measures, written from the measures themselves."""

from __future__ import annotations

from desirepath.measures.success_catalogue import SUCCESS_MEASURES
from desirepath.measures.success_measure import GROUPS, SuccessMeasure

_INTRODUCTION = """\
# Success measures

What `desirepath success` and `dp.success_measures` show: numbers about customers over the whole log, tied to
no step of a map. Whom they count (accounts, or customers where the log names no accounts) is called
*customers* here. A **share** runs from 0 to 1. Money is in the currency that `desirepath.toml` names, other
currencies at the `[rates]` given there. A month is a twelfth of 365 days. Intervals hold the truth in about
95 of 100 cases. *Censored* are those whose answer is not known yet; they are never counted as lost. Where a
number cannot be said, the value is empty and the reason stands beside it.

This page is written from the measures' own files (`make reference`).
[The guide](../guide/success-measures.md) explains them on an example.
"""

_BESIDE = """
## What the log must say

- **`subscription.started`, `.renewed`, `.changed`**: `amount`, `currency`, and for how long that is:
  `properties.ends_on` (a date), `.term_days`, `.term_months`, or `.interval` (day, week, month, quarter,
  year) with `.interval_count`; else the customer's traits of those names (but `ends_on`). Where a customer
  has several, which one it is: `objects.subscription`, else `properties.product`. Of a change that says no
  amounts: `properties.change` (`upgrade`, `downgrade`).
- **`subscription.cancelled`**: when it ends, where that is later: `properties.ends_on`.
- **`payment.succeeded`, `.failed`**: `amount`, `currency`.
- **`ticket.opened`**: whose it is.
- **`survey.sent`, `.answered`**: `properties.survey` (its name); an answer's `score` and `scale`.
- **`review.posted`**: `score` and `scale`; whose it is, where that is known.

## Beside the measures

- **`trend`**: every measure for each whole calendar month (or quarter) of the period, in the time zone of
  `desirepath.toml`.
- **`cohorts`**: of those who became customers in each month or quarter, the share that used the product in
  month 0, 1, 2, ... after; only of those seen for that whole month. Interval: Wilson (1927).
- **`lifetime`**: the Kaplan-Meier curve of the first time as a customer, by months: `survival` and how many
  were still `at_risk`.
- **`differences`**: here less there, with the hybrid interval (Newcombe 1998; Zou and Donner 2008);
  `adjusted_p` after Holm (1979) over all of them.

## As JSON

`desirepath success --json` and `SuccessMeasures.to_json()` write the same document. Keys are only ever added.

| key | holds |
|---|---|
| `format` | `desirepath-success/1` |
| `of`, `as_of` | whom it counts; the last instant of the data |
| `period`, `segment` | `since`, `until`; the expression, or null |
| `currency`, `margin` | of the reports; of the lifetime value |
| `customers` | counts: `at_start`, `at_end` |
| `measures` | an Estimate by measure id |
| `by`, `trend` | `month` or `quarter`; for each `label`, `since`, `until`, `measures` |
| `cohorts` | `label`, `size`, `months`: Estimates |
| `lifetime` | `months`, `at_risk`, `survival`: an Estimate |
| `notes` | what is in no number, in words |
| `against` | the other side, like this one, or null |
| `differences` | `step` (null), `measure`, `here`, `there`, `difference`, `adjusted_p` |
"""


def success_measures_page() -> str:
    """The page as Markdown."""
    sections = []
    for group, title in GROUPS.items():
        sections.append(f"\n## {title}\n")
        sections += [_section(measure) for measure in SUCCESS_MEASURES if measure.group == group]
    return _INTRODUCTION + "".join(sections) + _BESIDE


def _section(measure: SuccessMeasure) -> str:
    unit = "money, in the currency of the reports" if measure.unit == "money" else measure.unit
    return f"""
### `{measure.id}`: {measure.name.format(subjects="customers")}

{measure.question}

- **Formula:** {measure.formula}
- **Unit:** {unit}
- **Source:** {measure.source}
- **No value where:** {measure.missing}
"""
