"""The reference page of all measures, written from the measures themselves."""

from __future__ import annotations

import sys

from desirepath.measures.catalogue import MEASURES

_INTRODUCTION = """\
# Measures

Every number on a measured map has one definition, given here. A **share** runs from 0 to 1. Intervals hold
the truth in about 95 of 100 cases. *Censored* are those still under way when the data end: their answer is
not known yet, and they are never counted as lost. Where a number cannot be said, the value is empty and the
reason stands beside it.

This page is written from the measures' own files (`make reference`).
"""


_BESIDE = """
## Beside the measures

- **`channel_share`**: the share of a step's visits that began in a channel; "not known" stands for those
  whose channel the log does not say. Interval: Wilson (1927), each subject's visits one cluster.
- **`detour`**: the share of passages that travelled a way the map does not draw at least once. A *skip*
  passes a step that has a rule, is not optional and was not visited before; a *return* goes back to an
  earlier step that is not repeatable. Censored: those still under way that have not. Interval: Wilson
  (1927).
- **Differences**: here less there, with the hybrid interval of R. G. Newcombe (Statistics in Medicine 17,
  1998, 873-890, method 10) in the general form of Zou and Donner (2008). `adjusted_p` is corrected over all
  of them after Holm (1979). What has no interval is not compared.

## As JSON

`desirepath measure --json` and `MeasuredMap.to_json()` write the same document. Keys are only ever added.

| key | holds |
|---|---|
| `format` | `desirepath-measure/1` |
| `map` | `id`, `version`, `title` |
| `as_of`, `period`, `segment` | until when the log was seen; `since`, `until`; the expression, or null |
| `interactions`, `log_interactions` | how many lie inside passages; how many the log holds in all |
| `same_age` | of two periods: whether they are seen when equally old; null: there are no two |
| `notes` | sentences to read first: words that match nothing in this log, why nobody set out |
| `passages` | counts: `subjects`, `started`, `succeeded`, `failed`, `expired`, `open` |
| `overall` | an Estimate by measure id |
| `steps` | in the map's order: `id`, `name`, `stage`, Estimates by measure id, `channels`, `assumed` |
| `detours` | most travelled first: `kind`, `from` (null: the start), `to`, `n`, `share` |
| `against` | the other side, like this one, or null |
| `differences` | `step` (null: the whole journey), `measure`, `here`, `there`, `difference`, `adjusted_p` |

An Estimate is `measure`, `value`, `low`, `high`, `n`, `censored`, `unit`, `method`, `reason`. Where `value`
is null, `reason` says why. Times are in seconds.
"""


def measures_page() -> str:
    """The page as Markdown."""
    sections = [
        f"""
## `{measure.id}`: {measure.name}

{measure.question}

- **Formula:** {measure.formula}
- **Unit:** {measure.unit}
- **Asked of:** {" and ".join({"step": "each step", "journey": "the whole journey"}[at] for at in measure.at)}
- **Source:** {measure.source}
- **No value where:** {measure.missing}
"""
        for measure in MEASURES
    ]
    return _INTRODUCTION + "".join(sections) + _BESIDE


if __name__ == "__main__":
    sys.stdout.write(measures_page())
