"""Writes the page of all that can be imported: each shape with an example, and what becomes of it."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from pathlib import Path

from desirepath.log.store import open_log
from desirepath.sources.mappings import READY, ready_text
from desirepath.sources.tools.listed import TOOLS
from tests.sources.cases import EXAMPLES, Case
from tests.sources.tool_cases import CASES
from tests.sources.warehouse_cases import WAREHOUSE

_MOST_FACTS = 6
_HEAD = """\
# Sources

What other tools export, and what becomes of it. Every example on this page is imported by the tests, and the
facts shown are those that came of it. The page is written from the sources' own files (`make reference`).

A **customer** is known by an id of your own or an e-mail address where the export has one; else by the tool's
id with the tool's name before it (`zendesk:20978392`). Import the tool's contacts too: they say which ids are
one person, also for what was imported before.

A **key** names a fact for ever, within its source: what was imported once is not imported again.

## JSON: read as it is

One record a line, one JSON list, or a page of the tool's API (`{"tickets": [...]}`). A list or a page may be
up to 256 MB; lines have no limit. A record that has no meaning yet lies among the rejects.
"""
_TABLES = """
## Tables: with a ready mapping

`desirepath import FILE --log LOG --mapping NAME`. `desirepath import --show NAME` prints the mapping, to be
changed. Where a tool writes times without saying their zone, `--zone` says it; without it they are refused.
"""


def sources_page() -> str:
    """Every tool whose JSON is read, and every ready mapping, with its example."""
    lines = _HEAD.splitlines()
    for tool in TOOLS:
        lines += ["", f"### {tool.name}", "", f"{tool.meaning}.", ""]
        lines += [f"- **Customer:** {tool.customer}", f"- **Key:** {tool.key}", f"- **Times:** {tool.times}"]
        for case in CASES:
            if case.mapping is None and case.name == tool.name:
                lines += ["", *_example(case)]
    lines += _TABLES.splitlines()
    by_name = {case.mapping: case for case in CASES if case.mapping}
    for mapping in READY:
        if mapping.name in by_name:
            case = by_name[mapping.name]
            lines += [
                "",
                f"### {mapping.name}",
                "",
                f"{mapping.meaning}. {_comment(mapping.name)}".strip(),
                "",
            ]
            lines += _example(case)
    lines += [
        "",
        "## Tables of a warehouse",
        "",
        "As Fivetran loads them, with their times in UTC. The mapping's name is the tool's and the table's.",
        "",
        "| mapping | becomes | note |",
        "|---|---|---|",
    ]
    for case in WAREHOUSE:
        lines.append(f"| `{case.name}` | {_becomes(case)} | {_comment(case.name)} |")
    return "\n".join(lines) + "\n"


def _comment(name: str) -> str:
    """What a mapping's comment says before its first fact, without the name of what it maps."""
    comments = []
    for line in ready_text(name).split("[[fact]]", 1)[0].splitlines():
        if line.startswith("#"):
            text = line.removeprefix("#").strip()
            comments.append(f"`{text}`" if line.startswith("#   ") else text)
    text = " ".join(comments).partition(". ")[2]
    text = text.removesuffix("Fivetran writes times in UTC.").strip().replace("|", "/")
    return text[:1].upper() + text[1:]


def _example(case: Case) -> Iterator[str]:
    with tempfile.TemporaryDirectory() as folder:
        case.bring(Path(folder))
        log = open_log(Path(folder) / "log-here")
        facts = log.interactions().to_pylist()
    first = (EXAMPLES / case.file).read_text("utf-8")[:1].strip()
    kind = "JSON" if first in ("{", "[") else "table"
    zone = f" (with `--zone {case.zone}`)" if case.zone else ""
    yield f"The {kind} `tests/sources/examples/{case.file}`{zone} becomes {_becomes(case)}."
    if not facts:
        return
    yield ""
    yield "| occurred at | activity | customer, account | what else |"
    yield "|---|---|---|---|"
    for fact in facts[:_MOST_FACTS]:
        who = ", ".join(f"`{fact[name]}`" for name in ("customer", "account") if fact[name])
        said = [f"{kind} `{name}`" for kind, name in fact["objects"] or ()]
        if fact["direction"]:
            said.append(fact["direction"].replace("_", " "))
        if fact["score"] is not None:
            said.append(f"score {fact['score']:g} on {fact['scale']}")
        if fact["amount"] is not None:
            said.append(f"{fact['amount'].normalize():f} {fact['currency'] or ''}".strip())
        yield f"| {fact['occurred_at']:%Y-%m-%d %H:%M:%S} | {fact['activity']} | {who} | {', '.join(said)} |"
    if len(facts) > _MOST_FACTS:
        yield f"| ... and {len(facts) - _MOST_FACTS} more | | | |"


def _becomes(case: Case) -> str:
    parts = [f"{count} `{activity}`" for activity, count in case.activities.items()]
    for count, one, many in (
        (case.traits, "fact about a customer or an account", "facts about customers or accounts"),
        (case.identities, "identity", "identities"),
    ):
        if count:
            parts.append(f"{count} {one if count == 1 else many}")
    if case.duplicates:
        parts.append(f"{case.duplicates} known already")
    if case.refused:
        parts.append(f"{case.refused} among the rejects")
    return ", ".join(parts)
