"""`sim sensitivity`: show how much each unknown contributes to the uncertainty of a study."""

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
    results folder is used. The command draws figures/sensitivity.png in that folder, except with --json or
    --no-figures.
    """
    reopened = opened(study, milestone, as_json)
    owners = reopened.sensitivity(milestone)
    answer(owners, as_json)
    if not (as_json or no_figures):
        from sim.plots import draw_asked

        show(["", f"  {draw_asked(reopened, milestone)}"])
