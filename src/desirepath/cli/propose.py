"""What ``desirepath import --propose`` says: a mapping for a table, and what is to be decided in it."""

from __future__ import annotations

import shlex
from pathlib import Path

import typer

from desirepath.base.words import count_of
from desirepath.cli.words import aside, console, write_new
from desirepath.sources.mappings import fitting
from desirepath.sources.proposing import propose
from desirepath.sources.sampling import take_sample


def show_proposal(file: Path, output: Path | None, *, force: bool) -> None:
    """Write the mapping proposed for a table to ``output``, or show it; then say what comes next."""
    sample = take_sample(file)
    proposal = propose(sample)
    if output is None:
        typer.echo(proposal.text, nl=False)
        out = aside()
    else:
        write_new(output, proposal.text, force=force)
        out = console()
        out.print(f"wrote {output}", markup=False, soft_wrap=True)
    if ready := fitting(sample.header):
        known = " or ".join(f"--mapping {name}" for name in ready)
        out.print(
            f"it looks like a table that is known: {known} may be all it needs", markup=False, soft_wrap=True
        )
    if proposal.doubts:
        said = (
            f"{count_of(len(proposal.doubts), 'thing', 'things')} to decide, marked TO DECIDE in the mapping:"
        )
        out.print(said, style="yellow", markup=False, soft_wrap=True)
    for doubt in proposal.doubts:
        out.print(f"- {doubt.says}", markup=False, soft_wrap=True)
    mapping = shlex.quote(str(output or "mapping.toml"))
    command = f"desirepath import {shlex.quote(str(file))} --log workspace --mapping {mapping}"
    out.print(f"{'then' if proposal.doubts else 'next'}: {command}", markup=False, soft_wrap=True)
