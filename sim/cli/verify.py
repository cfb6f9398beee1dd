"""`sim verify`: check that the engines give known results on this machine."""

from __future__ import annotations

from dataclasses import asdict

import click

from sim.cli.options import as_json, trust
from sim.cli.terminal import show, show_json

__all__ = ["verify"]


@click.command(short_help="Check the simulator against theory on this machine.")
@click.option("--full", is_flag=True, help="Use more oracles, and samples ten times as large; takes a minute or two.")
@click.option("--markdown", is_flag=True, help="Print a document (docs/verification.md) in place of the table.")
@trust
@as_json
@click.argument("configs", nargs=-1, type=click.Path())
def verify(configs: tuple[str, ...], full: bool, markdown: bool, as_json: bool) -> None:
    """Check the simulator against closed forms, planners' arithmetic and tests of random numbers; compare both engines.

    Both engines must give the same histories for the scenario that `sim init` writes, and for each CONFIG. The exit
    code is 1 if any result differs from the expected one.
    """
    from sim.config import load
    from sim.experiment.keep.manifest import versions
    from sim.experiment.workers.engine import COMPILED, ready
    from sim.model.compile import plan
    from sim.oracles import verify as ask
    from sim.oracles.agreement import starter
    from sim.report.verification import HEAD, as_markdown, as_table, tally

    if as_json and markdown:
        raise click.UsageError("--json and --markdown do not go together: expected one of them")
    cases = [plan(load(path)) for path in configs]
    ready(starter(), COMPILED, lambda message: show([f"  {message}"], error=True))
    rows = []
    if not (markdown or as_json):
        show([HEAD])
    for row in ask(cases, full=full):
        rows.append(row)
        if not (markdown or as_json):
            show(as_table(row))
    if as_json:
        records = [{**asdict(row), "agrees": row.agrees} for row in rows]
        show_json({"oracles": records, "agree": sum(row.agrees for row in rows), "words": tally(rows)})
    elif markdown:
        note = ", ".join(f"{name} {version}" for name, version in versions().items())
        show(as_markdown(rows, note, [*(["--full"] if full else []), "--markdown", *configs]))
    else:
        show(["", f"  {tally(rows)}"])
    if not all(row.agrees for row in rows):
        raise click.exceptions.Exit(1)
