"""Answer a scenario file and fill its results folder: all that `sim run` does, in one call."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import nullcontext, suppress
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any, TypedDict, Unpack

from sim.analysis.summary.failed import Failure
from sim.analysis.summary.next_step import Step
from sim.config import load
from sim.config.axes import axes_of, refuse_overwritten
from sim.domain.scenario import Scenario
from sim.errors import ConfigError
from sim.experiment.daily import days_at
from sim.experiment.idle import idle
from sim.experiment.keep.aside import make_room
from sim.experiment.keep.manifest import with_values
from sim.experiment.run import run
from sim.experiment.stopping import rule_of
from sim.experiment.study import Study
from sim.experiment.workers.engine import COMPILED, Compiling, compiling, fitting
from sim.model.compile import plan
from sim.policies import trusting
from sim.publish.listener import Listener
from sim.publish.page import write_page
from sim.publish.ready import own_folder
from sim.publish.words import beside_observed, contents, keep_words
from sim.report.answer import answer_lines, command_of
from sim.report.compared import Record
from sim.report.typed import repeated

__all__ = ["Answer", "answer"]

TRUST = "--trust-policies"
"""The option with which a command runs the code that a scenario names."""


class How(TypedDict, total=False):
    """Parameters that `answer` passes to `sim.run`; they are explained there."""

    replications: int | None
    within: float | None
    decide: float | None
    milestone: str | None
    workers: int | None
    dask: str | None


@dataclass(frozen=True)
class Answer:
    """The answer of a scenario file.

    Attributes
    ----------
    study
        The study.
    folder
        The results folder.
    compared, not_compared
        Rows of the comparison with observations, as in compared.csv; and a sentence on each observation that was not
        compared, with the reason.
    command
        Function that returns the command for a next step.
    undrawn
        Figures that could not be drawn because of a bug.
    """

    study: Study
    folder: Path
    compared: list[Record]
    not_compared: list[str]
    command: Callable[[Step], str]
    undrawn: list[Failure] = field(default_factory=list)

    def lines(self, width: int = 80, *, long: bool = False) -> list[str]:
        """Return the answer in words, in lines of at most `width` columns; with `long` also the details."""
        rows, summary = self.compared, self.study.summary
        return answer_lines(summary, rows, unused=self.not_compared, command=self.command, long=long, width=width)

    @property
    def files(self) -> list[str]:
        """Names of the files in the folder that are made for readers."""
        return contents(self.folder)

    @property
    def failed(self) -> bool:
        """Whether a part of the analysis or a figure failed because of a bug; the other results are valid."""
        return bool(self.undrawn) or bool(self.study.summary["failed"])


def answer(
    config: str | Path,
    *,
    overrides: Sequence[str] = (),
    outages: Sequence[str] = (),
    seed: int | None = None,
    inner: int = 1,
    engine: str = COMPILED,
    at: Sequence[str | date] = (),
    out: str | Path | None = None,
    overwrite: bool = False,
    figures: bool = True,
    page: bool = False,
    trust_policies: bool = False,
    listener: Listener | None = None,
    **how: Unpack[How],
) -> Answer:
    """Answer a scenario file and fill its results folder: study, text, comparison with observations, figures, page.

    Parameters
    ----------
    config
        The scenario file.
    overrides, outages
        Changes of the scenario, as for `--set` and `--outage`.
    seed, inner, engine, at, overwrite
        As in `sim.run`.
    out
        The results folder. None for a folder in results/ that is named after the title of the scenario. If this folder
        holds a finished study of another question, that study is moved aside first, unless `overwrite` drops it; an
        unfinished one is deleted.
    figures, page
        Whether figures are drawn, and whether report.html is written.
    trust_policies
        As in `sim.load`.
    listener
        Listener that is notified of each step; None for no listener.
    **how
        `replications`, `within`, `decide`, `milestone`, `workers` and `dask`, as in `sim.run`.

    Returns
    -------
    Answer
        The answer; its folder is not locked any more.

    Raises
    ------
    ConfigError
        The scenario has errors, and nothing was run; or its observations have errors, and the study and its text are
        kept.
    SimError, ResultsError, EngineError, WorkerError, KeyboardInterrupt
        As in `sim.run`.
    """
    listener = listener if listener is not None else Listener()
    with trusting() if trust_policies else nullcontext():
        scenario = load(config, overrides, outages)
        listener.idle(list(idle(config, overrides, outages)))
        asked = plan(scenario)
    rule, most = rule_of(
        asked,
        within=how.get("within"),
        decide=how.get("decide"),
        milestone=how.get("milestone"),
        replications=how.get("replications"),
        inner=inner,
    )
    days_at(asked, at)  # refuses invalid days before an earlier study is moved aside
    folder = Path(out) if out is not None else own_folder(scenario.name, listener)
    listener.asked(asked)
    if out is None and not overwrite:
        chosen_seed = asked.seed if seed is None else seed
        earlier = make_room(scenario, asked, folder, seed=chosen_seed, inner=inner, engine=engine)
        if earlier is not None:
            listener.earlier(earlier)
    ran, _ = fitting(asked, engine)
    with compiling(asked, ran, listener.compiles) as under_way:
        with listener.progress(most, at_most=rule is not None) as report:
            study = run(
                scenario,
                seed=seed,
                inner=inner,
                engine=engine,
                out=folder,
                overwrite=overwrite,
                progress=report,
                at=at,
                hold=True,
                under_way=under_way,
                **how,
            )
        chosen = ["--seed", str(seed)] if seed is not None else []
        trust = [TRUST] if scenario.policy.code else []
        worlds = ["--inner", str(inner)] if inner > 1 else []
        changed = repeated("--outage", outages)
        given = [*repeated("--set", overrides), *changed, *chosen, *worlds, *trust]
        search = [*repeated("--set", _not_searched(scenario, overrides)), *changed, *chosen, *trust]
        result = Answer(study, folder, [], [], command_of(str(config), folder, given, search))
        try:
            _publish(result, scenario, Path(config), listener, under_way, figures=figures, page=page)
        finally:
            study.store.release()
            listener.finished(result)
    return result


def _not_searched(scenario: Scenario, overrides: Sequence[str]) -> list[str]:
    """Return the overrides that `sim require` accepts: those of keys that the first lever of the file does not set."""
    kept = []
    for each in overrides:
        with suppress(ConfigError):
            refuse_overwritten(scenario, axes_of(scenario, with_values(scenario)[:1]), [each])
            kept.append(each)
    return kept


def _publish(
    result: Answer,
    scenario: Scenario,
    config: Path,
    listener: Listener,
    under_way: Compiling,
    *,
    figures: bool,
    page: bool,
) -> None:
    """Write the comparison with observations, the text, the figures and the page of a study, in this order."""
    observed = None if scenario.observations is None else config.parent / scenario.observations
    try:
        if observed is not None:
            rows, unused = beside_observed(result.study, result.folder, observed)
            result.compared.extend(rows)
            result.not_compared.extend(unused)
    finally:  # the answer is written even if the observations have errors
        keep_words(result.study, result.folder, result.lines(long=True))
        listener.answered(result)
    if under_way.is_under_way:
        listener.compiles("the engine is still being compiled, for the figures and for next time")
        under_way.finish()
    if figures:
        _draw(result, observed, listener)
    if page:
        write_page(result.study, scenario, result.folder, named=config)


def _draw(result: Answer, observations: Path | None, listener: Listener) -> None:
    """Draw the figures of a study into its folder, and record which figures could not be drawn."""
    from sim.plots import draw_all

    lacking: dict[str, str] = {}
    seen: Any = observations if observations is not None else ()
    draw_all(result.study, result.folder / "figures", seen, result.undrawn, lacking)
    if lacking:
        listener.unreadable(lacking)
