"""`sim replay`: one history of a study, event by event."""

from __future__ import annotations

import click

from sim.cli.options import as_json, inner, question, seed, warn_of_idle
from sim.cli.terminal import show, show_json
from sim.domain.studies import MOST_HISTORIES

__all__ = ["replay"]


@click.command(short_help="Tell one history of a study, event by event.")
@click.option(
    "--replication",
    "-k",
    type=click.IntRange(0, MOST_HISTORIES),
    required=True,
    metavar="K",
    help="Which history, from 0.",
)
@seed
@inner
@click.option("--all", "everything", is_flag=True, help="Tell every visit to a station and every tasking.")
@click.option("--mover", metavar="LOT/N", help='Tell one person or item only, as in "guards/3" (counted from 1).')
@as_json
@question
def replay(
    config: str,
    overrides: tuple[str, ...],
    outages: tuple[str, ...],
    replication: int,
    seed: int | None,
    inner: int,
    everything: bool,
    mover: str | None,
    as_json: bool,
) -> None:
    """Tell history K of a study of CONFIG, from exactly the numbers that the study used.

    Give --seed, --inner, --set and --outage as they were given to `sim run`.
    """
    from sim.config import load
    from sim.experiment.workers.engine import again
    from sim.model.compile import plan
    from sim.report.notices import notice_lines
    from sim.report.replay import replay_lines, replay_record

    compiled = plan(load(config, overrides, outages))
    warn_of_idle(config, overrides, outages)
    simulate = again(compiled)
    history = simulate(compiled, compiled.seed if seed is None else seed, replication, inner=inner)
    show(notice_lines(compiled.notices), error=True)
    if as_json:
        show_json(replay_record(compiled, history, inner=inner, everything=everything, mover=mover))
        return
    show(replay_lines(compiled, history, inner=inner, everything=everything, mover=mover))
