"""`sim replay`: one history of a study, event by event."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from sim.cli.options import as_json, inner, question, seed, warn_of_idle
from sim.cli.terminal import show, show_json
from sim.domain.studies import MOST_HISTORIES

if TYPE_CHECKING:
    from sim.experiment.study import Study

__all__ = ["replay"]

PICKED = {
    "early": (0.05, "the history that closes earlier than 19 of 20"),
    "median": (0.50, "the history in the middle by closing date"),
    "late": (0.95, "the history that closes later than 19 of 20"),
}
"""Name of an option -> (share of histories that close no later than the picked history, help of the option)."""


def _picks(name: str) -> click.Option:
    """Return the option `--name` for a name of `PICKED`."""
    _, text = PICKED[name]
    return click.Option([f"--{name}"], is_flag=True, help=f"Of the study that was run, {text}.")


@click.command(short_help="Show one history of a study, event by event.")
@click.option(
    "--replication",
    "-k",
    type=click.IntRange(0, MOST_HISTORIES),
    metavar="K",
    help="Number of the history, counted from 0.",
)
@seed
@inner
@click.option("--all", "everything", is_flag=True, help="Show every visit to a station and every tasking.")
@click.option("--mover", metavar="LOT/N", help='Show one person or item only, such as "guards/3" (counted from 1).')
@as_json
@question
def replay(
    config: str,
    overrides: tuple[str, ...],
    outages: tuple[str, ...],
    replication: int | None,
    seed: int | None,
    inner: int,
    everything: bool,
    mover: str | None,
    as_json: bool,
    **picks: bool,
) -> None:
    """Show history K of a study of CONFIG, with exactly the random numbers that the study used.

    Give --seed, --inner, --set and --outage as for `sim run`. Instead of a number, --early, --median and --late pick a
    history of the study that was run; CONFIG may then be the results folder, and --seed and --inner are taken from the
    study.
    """
    from sim.config import load
    from sim.experiment.workers.engine import again
    from sim.model.compile import plan
    from sim.report.notices import notice_lines
    from sim.report.replay import replay_lines, replay_record

    picked = [name for name in PICKED if picks[name]]
    if (replication is not None) + len(picked) != 1:
        raise click.UsageError("expected one of --replication K, --early, --median and --late, to say which history")
    if replication is None:
        (name,) = picked
        if seed is not None or inner > 1:
            raise click.UsageError(f"--{name} takes --seed and --inner from the study; leave them out")
        study = _study(config, overrides, outages)
        replication, compiled = study.replication_at(PICKED[name][0]), study.plan
        history, inner = study.trajectory(replication), study.inner
    else:
        compiled = plan(load(config, overrides, outages))
        warn_of_idle(config, overrides, outages)
        simulate = again(compiled)
        history = simulate(compiled, compiled.seed if seed is None else seed, replication, inner=inner)
    show(notice_lines(compiled.notices), error=True)
    if as_json:
        show_json(replay_record(compiled, history, inner=inner, everything=everything, mover=mover))
        return
    show(replay_lines(compiled, history, inner=inner, everything=everything, mover=mover))


replay.params[1:1] = [_picks(name) for name in PICKED]


def _study(config: str, overrides: tuple[str, ...], outages: tuple[str, ...]) -> Study:
    """Return the study in a results folder, or of a changed scenario file, in the default folder of this file."""
    from sim.cli.listener import Printing
    from sim.config import load
    from sim.experiment.reopen import reopen, study_of
    from sim.publish.ready import own_folder

    if Path(config).is_dir():
        if overrides or outages:
            raise click.UsageError("--set and --outage go with a scenario file, not with a results folder")
        return reopen(config)
    question = load(config, overrides, outages)
    return study_of(question, own_folder(question.name, Printing()), config)
