"""`sim sensitivity`: which unknown owns the doubt; no new runs."""

from __future__ import annotations

import click

from sim.cli.options import no_figures
from sim.cli.study import answer, opened, with_milestone
from sim.cli.terminal import show

__all__ = ["sensitivity"]


@click.command(short_help="Tell which unknown owns the doubt about the date of a study.")
@no_figures
@with_milestone
def sensitivity(study: str, milestone: str, as_json: bool, no_figures: bool) -> None:
    """Tell how much of the doubt about a promise is chance, and how much each unknown owns; nothing is run.

    RESULTS is a folder that `sim run` wrote. With a scenario file CONFIG, the study in its default results folder is
    asked. Draws figures/sensitivity.png there, except with --json.
    """
    found = opened(study, milestone, as_json)
    told = found.sensitivity(milestone)
    answer(told, as_json)
    if not (as_json or no_figures):
        from sim.plots import draw_asked

        show(["", f"  {draw_asked(found, milestone)}"])
