"""`sim compare`: the same question asked in several ways, on the same luck."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import click

from sim.cli.options import engine, inner, question, seed, warn_of_idle, workers
from sim.cli.progress import showing
from sim.cli.run import make_ready, own_folder
from sim.cli.terminal import show

if TYPE_CHECKING:
    from collections.abc import Callable

    from sim.experiment.progress import Progress

__all__ = ["compare"]

REPLICATIONS = 400


@click.command(short_help="Compare CONFIG with changed ones, on the same luck.")
@click.option(
    "--with",
    "variants",
    multiple=True,
    required=True,
    metavar="KEY=VALUE",
    help="A variant: what to change, as for --set; ';' between several changes of one variant, in double quotes. "
    "May be repeated.",
)
@click.option(
    "-n",
    "--replications",
    type=click.IntRange(1),
    default=REPLICATIONS,
    show_default=True,
    metavar="N",
    help="Histories to sample of each.",
)
@click.option("--milestone", default="deadline", show_default=True, metavar="NAME", help="Promise to compare; or all.")
@inner
@seed
@workers
@engine
@click.option(
    "--out",
    type=click.Path(path_type=Path),
    metavar="DIR",
    help="Folder with a results folder for each (default: results/, the scenario's name and -compare).",
)
@click.option("--overwrite", is_flag=True, help="Drop what these results folders hold, also finished studies.")
@click.option("-q", "--quiet", is_flag=True, help="Show no progress, only the table.")
@question
def compare(
    config: str,
    overrides: tuple[str, ...],
    outages: tuple[str, ...],
    variants: tuple[str, ...],
    replications: int,
    milestone: str,
    inner: int,
    seed: int | None,
    workers: int | None,
    dask: str | None,
    engine: str,
    out: Path | None,
    overwrite: bool,
    quiet: bool,
) -> None:
    """Run CONFIG as it is and with each change, on the same luck, and tell what the change alone makes.

    As in: sim compare CONFIG --with 'policy.load="heaviest first"' --with 'lift.c17.payload_t=40'
    """
    from sim.config.load import load_variants
    from sim.config.overrides import split_changes
    from sim.experiment.folder import write_text
    from sim.experiment.lock import Lock
    from sim.experiment.trouble import explained
    from sim.experiment.variants import AS_WRITTEN, compare, rooms, tidy
    from sim.model.compile import plan
    from sim.report.again import earlier_lines, unasked_lines
    from sim.report.notices import each_noticed
    from sim.report.variants import as_csv, table_lines

    changes = {AS_WRITTEN: [], **{text: split_changes(text) for text in variants}}
    questions = load_variants(config, overrides, outages, changes)
    for text in variants:
        warn_of_idle(config, overrides, outages, changes[text])
    first = questions[AS_WRITTEN]
    if milestone != "all" and milestone not in first.milestone:
        names = ", ".join([*first.milestone, "all"])
        raise click.BadParameter(f"expected one of {names}", param_hint="--milestone")
    show(each_noticed({name: plan(question).notices for name, question in questions.items()}))
    folder = out if out is not None else own_folder(first.name, "-compare")
    with explained(folder):
        folder.mkdir(parents=True, exist_ok=True)
    lock = Lock(folder)
    try:
        luck = first.seed if seed is None else seed
        for variant, kept in tidy(folder, questions, overwrite=overwrite):
            show(unasked_lines(variant, kept))
        if out is None and not overwrite:
            for earlier in rooms(folder, questions, seed=luck, inner=inner, engine=engine):
                show(earlier_lines(earlier))
        make_ready(plan(first), engine, quiet)
        with _told(replications, quiet) as progress:
            found = compare(
                questions,
                replications=replications,
                seed=seed,
                inner=inner,
                workers=workers,
                dask=dask,
                engine=engine,
                out=folder,
                overwrite=overwrite,
                milestone=milestone,
                progress=progress,
            )
        write_text(folder / "compare.csv", [as_csv(found, milestone)])
    finally:
        lock.release()
    show(table_lines(found, milestone, folder))


@contextmanager
def _told(total: int, quiet: bool) -> Iterator[Callable[[str], Callable[[Progress], None]]]:
    """Show the progress of one run after the other; yields what is given the name of each."""
    with ExitStack() as current:

        def of(name: str) -> Callable[[Progress], None]:
            current.close()
            if not quiet:
                show([f"  {name}"], error=True)
            return current.enter_context(showing(total, quiet))

        yield of
