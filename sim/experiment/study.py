"""A study: many replications of one question, with their results."""

import math
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from importlib import import_module
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from sim.analysis.decisions.stopping import always
from sim.analysis.outcomes.column import Column
from sim.analysis.statistics.estimates import Estimate, estimate
from sim.analysis.statistics.paired import Paired, paired
from sim.analysis.statistics.records import Records
from sim.analysis.summary.answer import WIDTH, answer, page
from sim.analysis.summary.bands import Bands, bands
from sim.analysis.summary.failed import Failure
from sim.analysis.summary.flows import Flows
from sim.analysis.summary.stopped import Stopped
from sim.analysis.summary.summary import summary
from sim.analysis.summary.why import Why, why
from sim.analysis.summary.words import headline
from sim.experiment.course import course
from sim.experiment.daily import DailyCounts, columns_at, days_at
from sim.experiment.dataframe import arrays, frame
from sim.experiment.decide.explain.discovery import Rule, discover
from sim.experiment.decide.explain.information import Informed, informed
from sim.experiment.decide.explain.sensitivity import Owners, owners
from sim.experiment.doubt import doubt
from sim.experiment.drawn import drawn_values
from sim.experiment.fingerprint import fingerprint
from sim.experiment.flowing import flowing
from sim.experiment.joined import joined
from sim.experiment.keep.store import Store
from sim.experiment.pairs import in_both
from sim.experiment.workers.engine import again
from sim.model.plan import Plan
from sim.model.trajectory import Trajectory

__all__ = ["Study"]


@dataclass(frozen=True, eq=False, repr=False)
class Study:
    """Replications [first, last) of a question; returned by `sim.run`.

    Attributes
    ----------
    plan
        The question, as compiled tables.
    first, last
        Number of the first replication, and one more than the number of the last.
    store
        Store of the results.
    run
        Times, machine, engine and other facts of the last run (`sim.experiment.keep.manifest.circumstances`).
    confidence
        Confidence of every interval.
    stopped
        How the run ended: after a fixed number of replications, or by a rule, and with which verdict.
    """

    plan: Plan
    first: int
    last: int
    store: Store
    run: dict[str, Any]
    confidence: float
    stopped: Stopped

    @property
    def seed(self) -> int:
        """Seed of all random numbers."""
        return self.store.identity.seed

    @property
    def inner(self) -> int:
        """Number of replications that share a world."""
        return self.store.identity.inner

    @property
    def columns(self) -> tuple[Column, ...]:
        """The columns of `outcomes`, without `replication`."""
        return self.store.columns

    @cached_property
    def outcomes(self) -> Records:
        """One record per replication, in order; instants in seconds since the start, NEVER (2**62) if not reached.

        A record array, or for very large studies an object used in the same way (`sim.experiment.keep.spill.Spill`).
        """
        return self.store.outcomes(self.first, self.last)

    @cached_property
    def drawn(self) -> dict[str, npt.NDArray[np.float64]]:
        """The values drawn for each unknown of `[uncertainty]`, one per replication, in the units of the file."""
        return drawn_values(self.plan, self.seed, self.inner, self.outcomes["replication"])

    @cached_property
    def summary(self) -> dict[str, Any]:
        """The content of summary.json."""
        further = {"doubt": lambda: doubt(self)}
        return summary(self.store, self.outcomes, self.fingerprint, self.run, self.confidence, self.stopped, further)

    @property
    def closure(self) -> dict[str, str | None]:
        """Local days by which 5, 10, 50, 90 and 95 % of the histories are closed; None if fewer ever close."""
        days: dict[str, str | None] = self.summary["closure"]
        return days

    @cached_property
    def fingerprint(self) -> str:
        """Digest of the figures, daily counts and causes of all replications; studies with equal results share it."""
        return fingerprint(self.columns, self.outcomes, self.store, self.first, self.last)

    def probability(self, milestone: str = "deadline") -> Estimate:
        """Return the estimated probability of a milestone; `all` stands for all milestones together.

        The interval is for a number of replications that was fixed beforehand. If the run had a stopping rule, the
        interval is wider, and valid whenever the run stops.

        Raises
        ------
        KeyError
            The study has no such milestone.
        """
        met = self.outcomes[self.met(milestone)]
        if self.stopped.always:
            return always(met, self.first, self.inner, self.confidence)
        world = self.outcomes["replication"] // self.inner if self.inner > 1 else None
        return estimate(met, world, self.confidence)

    def met(self, milestone: str) -> str:
        """Return the name of the column that says whether a milestone was met.

        Raises
        ------
        KeyError
            The study has no such milestone.
        """
        column = f"met_{milestone}"
        if column in (self.outcomes.dtype.names or ()):
            return column
        if milestone != "all":
            raise KeyError(f"no milestone {milestone}; there are {', '.join(self.plan.names['milestone'])}")
        return "all_met"

    def against(self, other: "Study", milestone: str = "deadline") -> Paired:
        """Return the differences between this study and another, on the same random numbers: this minus the other.

        Parameters
        ----------
        other
            A study with the same seed and the same `inner`. The replications that both studies have are compared.
        milestone
            The milestone; `all` stands for all milestones together.

        Raises
        ------
        ResultsError
            The studies have different random numbers, or no replication in common.
        KeyError
            One of the studies has no such milestone.
        """
        one, two = self.pairs(other)
        met = one[self.met(milestone)], two[other.met(milestone)]
        world = one["replication"] // self.inner if self.inner > 1 else None
        closure = one["closure"], two["closure"]
        return paired(met, closure, world, milestone=milestone, confidence=self.confidence)

    def pairs(self, other: "Study") -> tuple[Records, Records]:
        """Return the outcomes in this study, and in the other study, of the replications that both studies have.

        Raises
        ------
        ResultsError
            The studies have different random numbers, or no replication in common.
        """
        return in_both(self, other)

    def sensitivity(self, milestone: str = "deadline") -> Owners:
        """Return each unknown's share in the variance of a milestone's date and of whether it is met. Nothing is run.

        Raises
        ------
        ResultsError
            The study has fewer than 100 worlds.
        KeyError
            The study has no such milestone.
        """
        return owners(self, milestone)

    def discover(self, milestone: str = "deadline") -> Rule:
        """Return the rule of one or two conditions that best tells which histories miss a milestone. Nothing is run.

        Raises
        ------
        ResultsError
            Fewer than 20 histories met the milestone, or fewer than 20 missed it.
        KeyError
            The study has no such milestone.
        """
        return discover(self, milestone)

    def information(
        self, other: "Study", milestone: str = "deadline", names: tuple[str, str] | None = None
    ) -> Informed:
        """Return the value of knowing each unknown before choosing between this plan and another. Nothing is run.

        Parameters
        ----------
        other
            A study on the same random numbers.
        milestone
            The milestone; `all` stands for all milestones together.
        names
            Names of the two plans; default: the names of the scenarios, if they differ.

        Raises
        ------
        ResultsError, KeyError
            As for `against`; also if the studies have fewer than 100 worlds in common.
        """
        return informed(self, other, milestone, names)

    def bands(self) -> Bands:
        """Return quantiles, by day, of people and equipment at each place in country, and of those that left it."""
        return bands(self.plan, lambda: self.store.daily(self.first, self.last), len(self.outcomes))

    def daily(self) -> DailyCounts:
        """Return the counts of people and equipment in every history, at each local midnight and place."""
        return DailyCounts(self.plan, self.store, self.first, self.last)

    def at(self, *when: str | date) -> dict[str, npt.NDArray[np.float64]]:
        """Return the people and equipment in country, and those out of it, at the end of some days in each history.

        Parameters
        ----------
        when
            Local days, such as "2024-07-26".

        Returns
        -------
        dict
            Arrays of shape (n,) by name: `people_in_country@2024-07-26`, `tonnes_in_country@...` [t], `people_out@...`,
            `tonnes_out@...` [t]; for each site `people_in_country_<site>@...` and so on.

        Raises
        ------
        SimError
            An argument is not a day, or the day does not end within the clock.
        """
        return columns_at(self.store, self.first, self.last, days_at(self.plan, when))

    @cached_property
    def course(self) -> tuple[Bands, int]:
        """Bands by day, or by hour if the horizon is at most two weeks; and the number of histories used."""
        return course(self)

    @cached_property
    def flows(self) -> Flows:
        """What each lift carried, from which site and when, and queues by date, in the first histories (at most 60)."""
        return flowing(self)

    @property
    def failures(self) -> list[Failure]:
        """The histories whose causes could not be computed because of a bug; their other results are valid."""
        return self.store.failures(self.first, self.last)

    def why(self) -> list[Why]:
        """Return the days due to each reason: for the closure, for each milestone, and for the closure of each site."""
        world = self.outcomes["replication"] // self.inner if self.inner > 1 else None
        return why(self.plan, self.outcomes, self.store.why(self.first, self.last), world, self.confidence)

    @cached_property
    def plot(self) -> Any:
        """The figures of the study by name (`sim.plots.gallery.Plots`): `study.plot.closure()` makes a new figure,
        `study.plot.closure(ax)` draws its main panel into your axes.
        """
        return import_module("sim.plots").of(self)  # by name: the layer of figures is above that of experiments

    def to_pandas(self) -> Any:
        """Return outcomes as a pandas DataFrame indexed by replication; instants as local times, NaT for never.

        Raises
        ------
        SimError
            pandas is not installed.
        """
        return frame(self.columns, self.plan.clock, self.outcomes)

    def arrays(self) -> dict[str, npt.NDArray[Any]]:
        """Return outcomes as one array per column, as `polars.DataFrame` takes them; instants in UTC, NaT for never."""
        return arrays(self.columns, self.plan.clock, self.outcomes)

    def trajectory(self, replication: int) -> Trajectory:
        """Run one replication again and return its tables, which are the same bit for bit as in the study."""
        simulate = again(self.plan, self.store.engine)
        return simulate(self.plan, self.seed, replication, inner=self.inner)

    def replication_at(self, share: float) -> int:
        """Return the replication at a quantile of closure: 0 is the earliest, 1 the latest or one that never closes."""
        order = np.argsort(self.outcomes["closure"], kind="stable")
        rank = min(max(math.ceil(share * len(order) - 1e-9), 1), len(order)) - 1
        return int(self.outcomes["replication"][order[rank]])

    def merge(self, other: "Study", out: str | Path | None = None) -> "Study":
        """Return the study that this part and an adjacent part of the same study make together.

        Parameters
        ----------
        other
            The other part: its replications come directly before those of this part, or directly after them.
        out
            Folder for the merged study; None keeps it in memory.

        Raises
        ------
        ResultsError
            The other part is of a different study or engine, or is not adjacent; or the folder cannot be used.
        """
        return joined(self, other, out)

    def __len__(self) -> int:
        """Return the number of replications."""
        return self.last - self.first

    def __repr__(self) -> str:
        """Return the headline of the question, its notices and the answer, in a planner's words."""
        noted = [f"note: {notice}" for notice in self.plan.notices]
        return "\n".join([headline(self.plan), *noted, "", *self.answer()])

    def answer(self, *, long: bool = False, width: int = WIDTH) -> list[str]:
        """Return the answer in a planner's words, in lines: yes or no, when, why, what stays, what to do next.

        Parameters
        ----------
        long
            Whether to add the details, grouped under headings.
        width
            Largest number of columns of a line.
        """
        return answer(self.summary, long=long, width=width)

    def _repr_html_(self) -> str:
        return page(self.summary, headline(self.plan))
