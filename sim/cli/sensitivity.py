"""`sim sensitivity`: which unknown causes most of the uncertainty, without new runs."""

from __future__ import annotations

import click

from sim.cli.options import no_figures
from sim.cli.study import answer, opened, with_milestone
from sim.cli.terminal import show

__all__ = ["sensitivity"]


@click.command(short_help="Show which unknowns matter most for the date of a study.")
@no_figures
@with_milestone
def sensitivity(study: str, milestone: str, as_json: bool, no_figures: bool) -> None:
    """Show how much of the uncertainty about a milestone is chance, and how much is due to each unknown.

    Nothing is run. RESULTS is a folder that `sim run` wrote. With a scenario file CONFIG, the study in its default
    results folder is used. Draws figures/sensitivity.png there, except with --json.
    """
    found = opened(study, milestone, as_json)
    found_out = found.sensitivity(milestone)
    answer(found_out, as_json)
    if not (as_json or no_figures):
        from sim.plots import draw_asked

        show(["", f"  {draw_asked(found, milestone)}"])
