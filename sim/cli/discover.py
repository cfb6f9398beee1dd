"""`sim discover`: under which conditions a promise is missed; no new runs."""

from __future__ import annotations

import click

from sim.cli.study import answer, opened, with_milestone

__all__ = ["discover"]


@click.command(short_help="Tell under which conditions a study misses a promise.")
@with_milestone
def discover(study: str, milestone: str, as_json: bool) -> None:
    """Find the rule of one or two conditions under which most histories miss a promise; nothing is run.

    The rule is looked for in one half of the histories and checked in the other. RESULTS is a folder that `sim run`
    wrote. With a scenario file CONFIG, the study in its default results folder is asked.
    """
    answer(opened(study, milestone, as_json).discover(milestone), as_json)
