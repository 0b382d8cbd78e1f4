"""``desirepath log``: what a log holds, its latest interactions, questions in SQL, and keeping it tidy."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import orjson
import typer

from desirepath.cli.answers import AsCsv, print_rows, write_answer
from desirepath.cli.words import AsJson, console, must_exist
from desirepath.log.answer import Answer
from desirepath.log.inbox import waiting_rows
from desirepath.log.lock import A_MOMENT
from desirepath.log.sql import ask, latest_interactions
from desirepath.log.store import create_log, open_log
from desirepath.log.tidy import Tidied, preview_tidy, tidy

app = typer.Typer(rich_markup_mode="markdown", add_completion=False, no_args_is_help=True)

LogPath = Annotated[Path, typer.Option("--log", help="The log's folder.", show_default=False)]


@app.callback()
def _log() -> None:
    """What a log holds, its latest interactions, questions in SQL, and keeping it tidy.

    Examples:

    - `desirepath log info --log workspace`

    - `desirepath log tail --log workspace -n 50`

    - `desirepath log sql 'select activity, count(*) from interactions group by all' --log workspace`

    - `desirepath log tidy --log workspace --dry-run`
    """


@app.command()
def info(log: LogPath, as_json: AsJson = False) -> None:
    """Say what the log holds, in numbers.

    Example: `desirepath log info --log workspace`
    """
    opened = open_log(must_exist(log))
    found = {
        **opened.info().to_json(),
        "segments": len(opened.segments),
        "waiting": sum(1 for _ in waiting_rows(log)),
    }
    if as_json:
        typer.echo(orjson.dumps(found, option=orjson.OPT_INDENT_2))
        return
    rows = [
        (section, name, number)
        for section in ("facts", "objects", "activities", "sources")
        for name, number in found[section].items()  # type: ignore[attr-defined]  # these four are counts by name
    ]
    print_rows(Answer(("of", "name", "count"), tuple(rows)))
    say = f"from {found['first'] or 'never'} to {found['last'] or 'never'}, in {found['segments']} segments"
    console().print(say, markup=False, soft_wrap=True)
    if found["waiting"]:
        console().print(f"{found['waiting']} facts wait in the inbox", markup=False, soft_wrap=True)


@app.command()
def tail(
    log: LogPath,
    number: Annotated[int, typer.Option("-n", "--number", min=1, help="How many.")] = 20,
    as_json: AsJson = False,
    as_csv: AsCsv = False,
) -> None:
    """Show the latest interactions, the last one at the end.

    Example: `desirepath log tail --log workspace -n 50`
    """
    answer = latest_interactions(open_log(must_exist(log)), number)
    if as_json or as_csv:
        write_answer(answer, as_json=as_json, as_csv=as_csv)
        return
    for texts in answer.to_texts():
        row = dict(zip(answer.columns, texts, strict=True))
        who = " of ".join(filter(None, (row["customer"], row["account"]))) or "nobody named"
        words = [row["occurred_at"], who, row["activity"], row["channel"]]
        words += [f"{row['score']} on {row['scale']}"] if row["score"] else []
        words += [f"{row['amount']} {row['currency']}"] if row["amount"] else []
        words += [f'"{row["text"]}"'] if row["text"] else []
        console().print("  ".join(filter(None, words)), markup=False, soft_wrap=True)


@app.command()
def sql(
    question: Annotated[str, typer.Argument(metavar="SELECT", help="One SELECT.", show_default=False)],
    log: LogPath,
    as_json: AsJson = False,
    as_csv: AsCsv = False,
) -> None:
    """Answer one SELECT over the views interactions, traits, identities and contexts.

    It is DuckDB's SQL. Nothing can be changed, and no file and no network is in reach.

    Example: `desirepath log sql 'select count(*) from interactions' --log workspace`
    """
    write_answer(ask(open_log(must_exist(log)), question), as_json=as_json, as_csv=as_csv)


@app.command(name="tidy")
def tidy_command(
    log: LogPath,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Say what would go, and touch nothing.")] = False,
    as_json: AsJson = False,
) -> None:
    """Take out what desirepath.toml says is not kept, and put small files together.

    Facts older than their source's retention go; dropped fields go and hashed ones are hashed. There is no
    way back.

    Example: `desirepath log tidy --log workspace --dry-run`
    """
    must_exist(log)
    if dry_run:
        done = preview_tidy(open_log(log))
    else:
        open_log(log)
        with create_log(log, patience_seconds=A_MOMENT) as opened:
            done = tidy(opened)
    if as_json:
        typer.echo(orjson.dumps(done.to_json(), option=orjson.OPT_INDENT_2))
    else:
        _say(done, would="would be " if dry_run else "")


def _say(done: Tidied, *, would: str) -> None:
    out = console()
    for what, counts in (("taken out: too old", done.expired), ("changed: fields", done.changed)):
        for kind, count in counts.items():
            if count:
                out.print(f"{count:,} {kind} {would}{what}", markup=False, soft_wrap=True)
    if done.drained:
        out.print(f"{done.drained:,} facts from the inbox stored", markup=False, soft_wrap=True)
    if not (any(done.expired.values()) or any(done.changed.values())):
        out.print("nothing that is not to be kept", markup=False, soft_wrap=True)
