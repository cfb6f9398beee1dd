"""`sim check`: check a scenario file, and calculate with mean values."""

from __future__ import annotations

import click

from sim.cli.options import as_json, question, warn_of_idle
from sim.cli.terminal import show, show_json

__all__ = ["check"]


@click.command(short_help="Check CONFIG and calculate with mean values.")
@click.option(
    "--ute",
    "ute_h",
    type=click.FloatRange(0, 24, min_open=True),
    metavar="HOURS",
    help="Flying hours a day that each aircraft of a fleet can sustain (UTE rate; only `sim check` uses it).",
)
@as_json
@question
def check(
    config: str, overrides: tuple[str, ...], outages: tuple[str, ...], ute_h: float | None, as_json: bool
) -> None:
    """Check CONFIG and calculate with mean values: the daily capacity of each step, the step that binds, the date."""
    from sim.analysis.outcomes.record import columns
    from sim.arithmetic import arithmetic
    from sim.config import load
    from sim.model.compile import plan
    from sim.report.check import check_lines
    from sim.report.notices import notice_lines
    from sim.report.words import entry

    scenario = load(config, overrides, outages)
    warn_of_idle(config, overrides, outages)
    tables = plan(scenario)
    columns(tables)  # raises an error if two figures would have the same name
    if as_json:
        from sim.report.check_record import check_record

        show_json(check_record(arithmetic(tables, ute_h)))
        return
    templates = [line for each in scenario.made for line in entry("template", [each])]
    show([*templates, *check_lines(arithmetic(tables, ute_h)), *notice_lines(tables.notices)])
