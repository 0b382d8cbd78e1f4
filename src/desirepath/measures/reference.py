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
    return _INTRODUCTION + "".join(sections)


if __name__ == "__main__":
    sys.stdout.write(measures_page())
