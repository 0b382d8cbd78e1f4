"""``desirepath import``: what happened, from the files other tools export, into a log."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated
from zoneinfo import ZoneInfo

import orjson
import typer
from rich.progress import TaskID

from desirepath.base.words import count_of
from desirepath.cli.propose import show_proposal
from desirepath.cli.words import AsJson, byte_progress, console, must_exist
from desirepath.sources.importing import (
    FileReport,
    ImportReport,
    Progress,
    SomeUnusableError,
    import_files,
)
from desirepath.sources.mapping import read_zone
from desirepath.sources.mappings import READY, ready_text
from desirepath.sources.shapes import SHAPES

app = typer.Typer(rich_markup_mode="markdown", add_completion=False)


def _list(wanted: bool) -> None:
    if not wanted:
        return
    known = [(shape.name, shape.meaning) for shape in SHAPES]
    ready = [(mapping.name, mapping.meaning) for mapping in READY]
    width = max(len(name) for name, _ in known + ready) + 2
    for title, entries in (("Files that are read as they are:", known), ("Tables with --mapping:", ready)):
        typer.echo(title)
        for name, meaning in entries:
            typer.echo(f"  {name:{width}}{meaning}")
    raise typer.Exit


def _show(name: str | None) -> None:
    if name is not None:
        typer.echo(ready_text(name), nl=False)
        raise typer.Exit


@app.command(name="import")
def import_(
    files: Annotated[
        list[Path],
        typer.Argument(
            metavar="FILE",
            help="JSONL, CSV, TSV, XLSX, Parquet or XES files; text also gzipped.",
            show_default=False,
        ),
    ],
    log: Annotated[
        Path | None,
        typer.Option(
            "--log", help="The log's folder; made where there is none. Needed to import.", show_default=False
        ),
    ] = None,
    mapping: Annotated[
        str | None,
        typer.Option(
            help="A TOML file that says which column is what, or the name of a ready one.", show_default=False
        ),
    ] = None,
    source: Annotated[
        str | None, typer.Option("--as", help="The name to remember this source by.", show_default=False)
    ] = None,
    zone: Annotated[
        str | None,
        typer.Option(
            help="The time zone of times that name none, such as Europe/Paris; else they are refused.",
            show_default=False,
        ),
    ] = None,
    wants_proposal: Annotated[
        bool, typer.Option("--propose", help="Propose a mapping for the table FILE; nothing is imported.")
    ] = False,
    output: Annotated[
        Path | None,
        typer.Option(
            "-o", "--output", help="Where to write the proposed mapping; else shown.", show_default=False
        ),
    ] = None,
    force: Annotated[bool, typer.Option("--force", help="Replace a mapping that is there.")] = False,
    as_json: AsJson = False,
    list_: Annotated[
        bool,
        typer.Option(
            "--list", help="List what can be read, and the ready mappings.", callback=_list, is_eager=True
        ),
    ] = False,
    show: Annotated[
        str | None,
        typer.Option(
            metavar="NAME",
            help="Print a ready mapping, to make it your own.",
            callback=_show,
            is_eager=True,
            show_default=False,
        ),
    ] = None,
) -> None:
    """Bring what happened into a log. Importing the same file twice changes nothing.

    Rows that cannot be read are kept in a reject file, with the reason: mend them there and import that file.

    Examples:

    - `desirepath import events.jsonl --log workspace`

    - `desirepath import tickets.csv --log workspace --mapping zendesk-tickets --zone Europe/Paris`

    - `desirepath import --propose tickets.csv -o mine.toml`

    - `desirepath import tickets.csv --log workspace --mapping mine.toml --as zendesk`
    """
    for path in files:
        must_exist(path)
    if wants_proposal:
        _only_with_a_proposal(files, log, mapping, source, zone, as_json=as_json)
        show_proposal(files[0], output, force=force)
        return
    if log is None:
        raise typer.BadParameter("say the folder of the log", param_hint="--log")
    if output is not None or force:
        raise typer.BadParameter("-o and --force are for a mapping that is proposed", param_hint="--propose")
    again = f"desirepath import {{}} --log {log}" + (f" --mapping {mapping}" if mapping else "")
    try:
        report = run_import(
            files, log, mapping=mapping, source=source, zone=read_zone(zone) if zone else None
        )
    except SomeUnusableError as error:
        if error.report.files:
            _show_report(error.report, again, as_json=as_json)
        raise
    _show_report(report, again, as_json=as_json)


def _only_with_a_proposal(files: list[Path], *others: object, as_json: bool) -> None:
    if len(files) > 1:
        raise typer.BadParameter("propose a mapping for one file at a time", param_hint="--propose")
    if as_json or any(other is not None for other in others):
        says = "nothing is imported: only -o and --force go with it"
        raise typer.BadParameter(says, param_hint="--propose")


def _show_report(report: ImportReport, again: str, *, as_json: bool) -> None:
    if as_json:
        typer.echo(orjson.dumps(_to_json(report), option=orjson.OPT_INDENT_2))
    else:
        say_report(report, again=again)


def run_import(
    files: list[Path],
    log: Path,
    *,
    mapping: str | Path | None = None,
    source: str | None = None,
    zone: ZoneInfo | None = None,
) -> ImportReport:
    """Import behind a progress bar."""
    with byte_progress() as bars:
        tasks: dict[str, TaskID] = {}

        def show(progress: Progress) -> None:
            if progress.file not in tasks:
                tasks[progress.file] = bars.add_task(
                    Path(progress.file).name, total=progress.bytes_total, rows=""
                )
            bars.update(tasks[progress.file], completed=progress.bytes_done, rows=f"{progress.rows:,} rows")

        return import_files(files, log, mapping=mapping, source=source, zone=zone, progress=show)


def say_report(report: ImportReport, *, again: str = "") -> None:
    """One line a file, then the sum. ``again`` is how to import a mended file of rejects."""
    out = console()
    for file in report.files:
        name = Path(file.file).name
        said = f"{name}: {count_of(file.rows, 'row', 'rows')}, {file.added:,} new"
        said += f", {file.duplicates:,} known already" if file.duplicates else ""
        said += f", {file.suppressed:,} of suppressed subjects" if file.suppressed else ""
        said += f", {file.expired:,} too old to keep" if file.expired else ""
        said += f', source "{file.source}"' if not name.startswith(f"{file.source}.") else ""
        out.print(said, markup=False, soft_wrap=True)
        if file.rejects is not None:
            rows = count_of(file.rejected, "row", "rows")
            refused = f"{name}: {rows} refused, each with its reason, in {file.rejects}"
            out.print(refused, style="yellow", markup=False, soft_wrap=True)
            if again:
                out.print(
                    f"mend them there, then: {again.format(file.rejects)}", markup=False, soft_wrap=True
                )
        for warning in file.warnings if file.added else ():
            out.print(f"{name}: {warning.severity}: {warning}", style="yellow", markup=False, soft_wrap=True)
    total = f"{count_of(report.added, 'new fact', 'new facts')} in {report.seconds:.1f} s"
    if report.seconds > 1:
        total += f" ({report.rows / report.seconds:,.0f} rows a second)"
    out.print(total, markup=False, soft_wrap=True)


def _to_json(report: ImportReport) -> dict[str, object]:
    names = ("rows", "added", "duplicates", "suppressed", "expired", "rejected", "seconds")
    return {
        **{name: getattr(report, name) for name in names},
        "files": [_file_to_json(file) for file in report.files],
    }


def _file_to_json(file: FileReport) -> dict[str, object]:
    names = ("file", "shape", "source", "rows", "added", "duplicates", "suppressed", "expired", "rejected")
    return {
        **{name: getattr(file, name) for name in (*names, "seconds")},
        "rejects": None if file.rejects is None else str(file.rejects),
        "warnings": [warning.to_json() for warning in file.warnings],
    }
