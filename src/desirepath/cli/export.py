"""``desirepath export``: what happened, as an event log that other tools read."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from desirepath.base.nearest import nearest
from desirepath.cli.kinds import DOES_NOT_GO_TOGETHER, WILL_NOT_OVERWRITE
from desirepath.cli.words import aside, must_exist
from desirepath.exports.kinds import NOTHING_TO_EXPORT
from desirepath.exports.ocel_files import ocel_json, ocel_sqlite, ocel_xml
from desirepath.exports.xes import write_xes
from desirepath.log.all_facts import StoredFacts, Traces
from desirepath.log.durable import write_durably
from desirepath.log.row_checks import Row
from desirepath.log.store import Log, open_log

app = typer.Typer(rich_markup_mode="markdown", add_completion=False)


class Format(StrEnum):
    """What can be written."""

    XES = "xes"
    OCEL_JSON = "ocel-json"
    OCEL_XML = "ocel-xml"
    OCEL_SQLITE = "ocel-sqlite"


_OCEL: dict[Format, Callable[[Iterable[Row]], Iterator[bytes]]] = {
    Format.OCEL_JSON: ocel_json,
    Format.OCEL_XML: ocel_xml,
    Format.OCEL_SQLITE: ocel_sqlite,
}


@app.command()
def export(
    log: Annotated[Path, typer.Option("--log", help="The log's folder.", show_default=False)],
    output: Annotated[Path, typer.Option("-o", "--output", help="The file to write.", show_default=False)],
    shape: Annotated[
        Format,
        typer.Option("--format", help="XES, or OCEL 2.0 in one of its three ways.", show_default=False),
    ],
    subject: Annotated[
        str | None,
        typer.Option(
            help="Whose traces XES has: customer (unless said), account, ticket, or any type in the log.",
            show_default=False,
        ),
    ] = None,
    force: Annotated[bool, typer.Option("--force", help="Replace a file that is there.")] = False,
) -> None:
    """Write what happened as an event log that process mining tools read.

    XES has one trace for every subject of one type, with ids that are known to be one read as one. OCEL has
    all objects and all facts as they were stored. Both come in again with `desirepath import`.

    Examples:

    - `desirepath export --log workspace --format xes --subject account -o accounts.xes`

    - `desirepath export --log workspace --format ocel-sqlite -o workspace.sqlite`
    """
    opened = open_log(must_exist(log))
    if subject is not None and shape is not Format.XES:
        raise DOES_NOT_GO_TOGETHER.error("--subject", says="an OCEL log has the subjects of every type")
    if output.exists() and not force:
        raise WILL_NOT_OVERWRITE.error(says=f"{output} is there already")
    write = _OCEL.get(shape)
    pieces = write(StoredFacts(opened)) if write else _xes(opened, subject or "customer")
    output.parent.mkdir(parents=True, exist_ok=True)
    write_durably(output, lambda file: file.writelines(pieces))
    aside().print(f"wrote {output}: {output.stat().st_size:,} bytes", markup=False, soft_wrap=True)


def _xes(opened: Log, subject: str) -> Iterator[bytes]:
    traces = Traces(opened, subject)
    if traces.first is None:
        types = list(opened.info().objects)
        near = nearest(subject, types)
        fix = f'did you mean "{near}"?' if near else "its types are: " + (", ".join(types) or "none")
        raise NOTHING_TO_EXPORT.error(says=f"no interaction has a {subject}", fix=fix)
    rows = ((one.subject, one.interactions, one.traits) for one in traces)
    return write_xes(rows, subject=subject, first=traces.first)
