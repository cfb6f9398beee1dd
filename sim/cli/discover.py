"""`sim discover`: find the conditions under which a study misses a milestone."""

from __future__ import annotations

import click

from sim.cli.study import answer, opened, with_milestone

__all__ = ["discover"]


@click.command(short_help="Find the conditions under which a study misses a milestone.")
@with_milestone
def discover(study: str, milestone: str, as_json: bool) -> None:
    """Find the rule of one or two conditions under which most histories miss a milestone; nothing is run.

    The rule is found in one half of the histories and tested on the other. RESULTS is a folder that `sim run` wrote.
    With a scenario file CONFIG, the study in its default results folder is used.
    """
    answer(opened(study, milestone, as_json).discover(milestone), as_json)
