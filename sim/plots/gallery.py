"""The figures of one study, by name: fetches what each needs and hands it over."""

from collections.abc import Callable, Sequence
from functools import cached_property
from pathlib import Path

from matplotlib.axes import Axes

from sim.analysis.summary.observed import Observation, observations
from sim.experiment.study import Study
from sim.plots import closure, hours, ledger, network, remaining, sensitivity, why
from sim.plots import lift as _lift
from sim.plots.setting import Setting, setting
from sim.plots.style import Sheet, ours

__all__ = ["Plots"]


class Plots:
    """Figures of a study. Each method gives a figure of its own; with `ax` it draws its main panel into axes of yours.

    Parameters
    ----------
    study
        In memory, or loaded from a results folder.
    observed
        What was observed of the real case, or the CSV file that has it.
    """

    def __init__(self, study: Study, observed: str | Path | Sequence[Observation] = ()) -> None:
        self._study = study
        self._observed = observations(observed) if isinstance(observed, str | Path) else tuple(observed)

    def __repr__(self) -> str:
        """Name the figures."""
        from sim.plots import available

        return f"figures of {self._about.scenario}: {', '.join(f'{name}()' for name in available(self._study))}"

    @cached_property
    def _about(self) -> Setting:
        return setting(self._study)

    def closure(self, ax: Axes | None = None) -> Sheet | Axes:
        """When will we be out? Into `ax`: the dots against the deadline."""
        found = self._study.outcomes["closure"]
        if ax is not None:
            closure.onto(ax, found, self._about)
            return ax
        return _sheet(6.6, lambda sheet: closure.draw(sheet, found, self._about))

    def why(self, ax: Axes | None = None) -> Sheet | Axes:
        """What sets the date? Into `ax`: the days that each cause cost."""
        found = self._study.why()[0]
        if ax is not None:
            why.onto(ax, found)
            return ax
        return _sheet(why.height(found), lambda sheet: why.draw(sheet, found, self._about))

    def remaining(self, ax: Axes | None = None, *, measure: str = "people", site: str = "") -> Sheet | Axes:
        """Who and what is still in country, by date and site?

        Parameters
        ----------
        ax
            Axes of yours for one panel.
        measure, site
            Of that panel: `people` or `tonnes`; a site in country, empty for all together.

        Raises
        ------
        KeyError
            No such measure or site.
        """
        (bands, histories), plan = self._study.course, self._study.plan
        if ax is not None:
            remaining.onto(ax, bands, self._about, self._observed, measure, site)
            return ax
        outcomes, about = self._study.outcomes, self._about
        tall = remaining.height(bands, self._observed)
        return _sheet(
            tall,
            lambda sheet: remaining.draw(sheet, bands, outcomes, about, self._observed, histories=histories, plan=plan),
        )

    def network(self, ax: Axes | None = None) -> Sheet | Axes:
        """Where does what flow, and when?"""
        found, plan = self._study.flows, self._study.plan
        if ax is not None:
            network.onto(ax, found, plan, self._about)
            return ax
        return _sheet(network.height(found, plan), lambda sheet: network.draw(sheet, found, plan, self._about))

    def hours(self, ax: Axes | None = None) -> Sheet | Axes:
        """Where do the hours go? Into `ax`: the longest queues by date."""
        found, plan = self._study.flows, self._study.plan
        if ax is not None:
            hours.onto(ax, found, plan, self._about)
            return ax
        outcomes = self._study.outcomes
        return _sheet(hours.height(plan), lambda sheet: hours.draw(sheet, outcomes, found, plan, self._about))

    def lift(self, ax: Axes | None = None, *, lift: str = "") -> Sheet | Axes:
        """What did the lift do? Into `ax`: how full one lift was.

        Parameters
        ----------
        ax
            Axes of yours.
        lift
            Which lift; empty for the one that carried most.

        Raises
        ------
        KeyError
            No such lift.
        """
        plan, outcomes = self._study.plan, self._study.outcomes
        if ax is not None:
            _lift.onto(ax, outcomes, plan, lift)
            return ax
        return _sheet(_lift.height(plan), lambda sheet: _lift.draw(sheet, outcomes, plan, self._about))

    def ledger(self, ax: Axes | None = None) -> Sheet | Axes:
        """What stays behind, and what does it cost? Into `ax`: what became of the equipment."""
        plan, outcomes = self._study.plan, self._study.outcomes
        if ax is not None:
            ledger.onto(ax, outcomes, plan)
            return ax
        return _sheet(ledger.height(plan), lambda sheet: ledger.draw(sheet, outcomes, plan, self._about))

    def sensitivity(self, milestone: str = "deadline") -> Sheet:
        """Which unknown matters?"""
        owners = self._study.sensitivity(milestone)
        return _sheet(sensitivity.height(owners), lambda sheet: sensitivity.draw(sheet, owners, self._about))


def _sheet(height: float, draw: Callable[[Sheet], None]) -> Sheet:
    """Return a sheet of so many inches, drawn on."""
    with ours():
        sheet = Sheet(height)
        draw(sheet)
    return sheet
