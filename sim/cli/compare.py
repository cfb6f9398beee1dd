"""`sim compare`: a few plans on the same luck, which is best, and which are worth choosing from."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from sim.cli.options import (
    Share,
    as_json,
    engine,
    inner,
    milestone,
    no_figures,
    out,
    overwrite,
    question,
    quiet,
    seed,
    warn_of_idle,
    workers,
)
from sim.cli.progress import showing
from sim.cli.ready import make_ready, own_folder
from sim.cli.terminal import show, show_json, width

if TYPE_CHECKING:
    from sim.config.choices import Choice
    from sim.domain.scenario import Scenario
    from sim.experiment.workers.progress import Progress

__all__ = ["compare"]

AS_WRITTEN = "as written"
ERROR = 0.05
INDIFFERENCE = 0.01


@click.command(short_help="Compare CONFIG with other plans, on the same luck.")
@click.option(
    "--with",
    "variants",
    multiple=True,
    metavar="KEY=VALUE",
    help="A plan: what to change, as for --set; ';' between several changes of one plan, in double quotes. "
    "KEY=8:16:2 makes one plan a value, also for a lever of the file; KEY=+10%, -10%, *1.2 and +2 change what is "
    "there; * in a key stands for any name. May be repeated.",
)
@click.option("--plan", "others", multiple=True, metavar="FILE", help="A plan: another scenario. May be repeated.")
@click.option(
    "-n",
    "--replications",
    type=click.IntRange(1),
    metavar="N",
    help="Histories of each plan (default: 400); with --eliminate, the most of each (default: 2000).",
)
@milestone
@click.option("--eliminate", is_flag=True, help="Go on only with plans that may be the best, until one is left.")
@click.option(
    "--error",
    type=Share(),
    metavar="P",
    help=f"With --eliminate: most chance that the best plan is out (default: {ERROR}).",
)
@click.option(
    "--indifference",
    type=Share(),
    metavar="D",
    help=f"With --eliminate: difference of probabilities that does not matter (default: {INDIFFERENCE}).",
)
@inner
@seed
@workers
@engine
@out("Folder with a results folder for each (default: results/, the scenario's name and -compare or -eliminate).")
@overwrite("what these results folders hold, also finished studies")
@no_figures
@as_json
@quiet
@question
def compare(
    config: str,
    overrides: tuple[str, ...],
    outages: tuple[str, ...],
    variants: tuple[str, ...],
    others: tuple[str, ...],
    replications: int | None,
    milestone: str,
    eliminate: bool,
    error: float | None,
    indifference: float | None,
    inner: int,
    seed: int | None,
    workers: int | None,
    dask: str | None,
    engine: str,
    out: Path | None,
    overwrite: bool,
    no_figures: bool,
    as_json: bool,
    quiet: bool,
) -> None:
    """Run CONFIG and other plans on the same luck, and say which is best and how sure that is.

    As in: sim compare CONFIG --with 'lift.c17.supply.per_week=8:16:2' --with 'site.*.working=+1' --plan other.toml
    """
    from sim.experiment.decide.compare.compare import MOST, REPLICATIONS, checked
    from sim.experiment.decide.compare.compare import compare as run_all
    from sim.experiment.decide.compare.words import as_json as table
    from sim.experiment.keep.kinds import COMPARISON, refuse_other_kinds
    from sim.experiment.keep.lock import Lock
    from sim.experiment.keep.trouble import explained
    from sim.experiment.variants import refuse_others, rooms, tidy
    from sim.model.compile import plan
    from sim.publish.comparison import write
    from sim.report.again import earlier_lines, unasked_lines
    from sim.report.notices import each_noticed
    from sim.report.typed import typed
    from sim.report.variants import lines
    from sim.report.words import block, packed

    if not (variants or others):
        raise click.UsageError("expected at least one --with or --plan, such as --with lift.c17.supply.per_week=8:16:2")
    if not eliminate and (error, indifference) != (None, None):
        alone = "--error" if error is not None else "--indifference"
        raise click.UsageError(f"{alone} belongs to --eliminate; expected both or neither")
    error = ERROR if error is None else error
    indifference = INDIFFERENCE if indifference is None else indifference
    many = replications if replications is not None else MOST if eliminate else REPLICATIONS
    questions, reached, levers = _asked(config, overrides, outages, variants, others)
    checked(questions, milestone, many, eliminate=eliminate, error=error, indifference=indifference, inner=inner)
    name, first = next(iter(questions.items()))
    quiet = quiet or as_json
    noticed = each_noticed({each: plan(question).notices for each, question in questions.items()})
    show(noticed, error=as_json)
    folder = out
    if folder is None:
        folder = own_folder(first.name, "-eliminate" if eliminate else "-compare", error=as_json)
    lock = None
    luck = first.seed if seed is None else seed
    if not eliminate:
        refuse_other_kinds(folder, COMPARISON)
        if out is not None and not overwrite:
            refuse_others(folder, questions, seed=luck, inner=inner, engine=engine)
        with explained(folder):
            folder.mkdir(parents=True, exist_ok=True)
        lock = Lock(folder)
    try:
        for variant, kept in tidy(folder, questions, overwrite=overwrite) if lock is not None else ():
            show(unasked_lines(variant, kept), error=as_json)
        if out is None and not overwrite and lock is not None:
            for earlier in rooms(folder, questions, seed=luck, inner=inner, engine=engine):
                show(earlier_lines(earlier), error=as_json)
        make_ready(plan(first), engine, quiet)
        with _shown(many, quiet) as progress:
            found = run_all(
                first,
                {each: question for each, question in questions.items() if each != name},
                baseline=name,
                levers=levers,
                replications=many,
                milestone=milestone,
                eliminate=eliminate,
                error=error,
                indifference=indifference,
                seed=seed,
                inner=inner,
                workers=workers,
                dask=dask,
                engine=engine,
                out=folder,
                overwrite=overwrite,
                beside=out is None,
                progress=progress,
            )
        folder = found.folder or folder
        made = write(found, folder, figures=not no_figures)
    finally:
        if lock is not None:
            lock.release()
    if as_json:
        show_json(table(found))
        return
    show(lines(found, reached, width()), bold=0)
    last = "compare.sqlite" if eliminate else "and a results folder for each"
    show(["", *packed([f"{folder}/", *made, last], width=width())])
    if not eliminate and found.question.uncertainty:
        show(block(f"What to find out before you choose: {typed(['sim', 'information', str(folder)])}", 2, 4, width()))


def _asked(
    config: str, overrides: Sequence[str], outages: Sequence[str], variants: Sequence[str], others: Sequence[str]
) -> tuple[dict[str, Scenario], dict[str, dict[str, tuple[str, ...]]], dict[str, dict[str, Any]]]:
    """Return the plans by name, the baseline first, for what the keys of each stand, and at which values levers."""
    from sim.config import load
    from sim.config.choices import choices
    from sim.config.load import load_variants
    from sim.errors import ConfigError, Problem
    from sim.experiment.decide.compare.compare import too_many

    first = load(config, overrides, outages)
    changed = [*overrides, *(f"outage {each}" for each in outages)]
    more = f" with {'; '.join(changed)}" if changed else ""
    questions = {f"{first.name}{more}" if others or changed else AS_WRITTEN: first}
    plans: list[Choice] = []
    problems: list[Problem] = []
    for text in variants:
        try:
            plans += choices(first, text)
        except ConfigError as error:
            problems += error.problems
    if problems:
        raise ConfigError(problems)
    too_many(1 + len(plans) + len(others))
    reached: dict[str, dict[str, tuple[str, ...]]] = {}
    for choice in plans:
        if [each.name for each in plans].count(choice.name) > 1:
            raise click.UsageError(f"--with {choice.name} makes the same plan twice; expected each once")
    questions |= load_variants(config, overrides, outages, {choice.name: choice.stated for choice in plans})
    for choice in plans:
        reached[choice.name] = dict(choice.reached)
        warn_of_idle(config, overrides, outages, choice.stated)
    found = [(path, load(path, overrides, outages)) for path in others]
    names = [first.name, *(scenario.name for _, scenario in found)]
    for path, scenario in found:
        called = f"{scenario.name if names.count(scenario.name) == 1 else path}{more}"
        if called in questions:
            raise click.UsageError(f"--plan {path} makes the same plan twice; expected each file once")
        questions[called] = scenario
    return questions, reached, {choice.name: dict(choice.levers) for choice in plans}


@contextmanager
def _shown(total: int, quiet: bool) -> Iterator[Callable[[str], Callable[[Progress], None]]]:
    """Show the progress of one run after the other; yields what is given the name of each."""
    with ExitStack() as current:

        def of(name: str) -> Callable[[Progress], None]:
            current.close()
            if not quiet:
                show([f"  {name}"], error=True)
            return current.enter_context(showing(total, quiet))

        yield of
