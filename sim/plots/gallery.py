"""The figures of one study, as methods of one object."""

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
    """Figures of a study.

    Each method returns a new figure. With `ax`, it draws only the main panel, on your axes, and returns these axes;
    `sensitivity` has no parameter `ax`.

    Parameters
    ----------
    study
        A study in memory, or loaded from a results folder.
    observed
        Observations of the real case, or their CSV file.
    """

    def __init__(self, study: Study, observed: str | Path | Sequence[Observation] = ()) -> None:
        self._study = study
        self._observed = observations(observed) if isinstance(observed, str | Path) else tuple(observed)

    def __repr__(self) -> str:
        """Return the name of the scenario and the names of the figures that the study has."""
        from sim.plots import available

        return f"figures of {self._setting.scenario}: {', '.join(f'{name}()' for name in available(self._study))}"

    @cached_property
    def _setting(self) -> Setting:
        return setting(self._study)

    def closure(self, ax: Axes | None = None) -> Sheet | Axes:
        """Draw when the force will be out. On `ax`: the dots of closure, and the deadline."""
        closures = self._study.outcomes["closure"]
        if ax is not None:
            closure.onto(ax, closures, self._setting)
            return ax
        return _sheet(6.6, lambda sheet: closure.draw(sheet, closures, self._setting))

    def why(self, ax: Axes | None = None) -> Sheet | Axes:
        """Draw what sets the date. On `ax`: the days that each cause costs."""
        causes = self._study.why()[0]
        if ax is not None:
            why.onto(ax, causes)
            return ax
        return _sheet(why.height(causes), lambda sheet: why.draw(sheet, causes, self._setting))

    def remaining(self, ax: Axes | None = None, *, measure: str = "people", site: str = "") -> Sheet | Axes:
        """Draw who and what is still in country, by date and site.

        Parameters
        ----------
        ax
            Your axes, for one panel.
        measure, site
            Content of that panel: `people` or `tonnes`, and a site in country (empty: the whole country).

        Raises
        ------
        KeyError
            There is no such measure or site.
        """
        (bands, histories), plan = self._study.course, self._study.plan
        if ax is not None:
            remaining.onto(ax, bands, self._setting, self._observed, measure, site)
            return ax
        outcomes, facts = self._study.outcomes, self._setting
        tall = remaining.height(bands, self._observed)
        return _sheet(
            tall,
            lambda sheet: remaining.draw(sheet, bands, outcomes, facts, self._observed, histories=histories, plan=plan),
        )

    def network(self, ax: Axes | None = None) -> Sheet | Axes:
        """Draw the flows of people and equipment between places, with dates."""
        flows, plan = self._study.flows, self._study.plan
        if ax is not None:
            network.onto(ax, flows, plan, self._setting)
            return ax
        return _sheet(network.height(flows, plan), lambda sheet: network.draw(sheet, flows, plan, self._setting))

    def hours(self, ax: Axes | None = None) -> Sheet | Axes:
        """Draw where the hours go. On `ax`: the longest queue by date."""
        flows, plan = self._study.flows, self._study.plan
        if ax is not None:
            hours.onto(ax, flows, plan, self._setting)
            return ax
        outcomes = self._study.outcomes
        return _sheet(hours.height(plan), lambda sheet: hours.draw(sheet, outcomes, flows, plan, self._setting))

    def lift(self, ax: Axes | None = None, *, lift: str = "") -> Sheet | Axes:
        """Draw the sorties of each lift, what became of its missions, and its loads. On `ax`: how full one lift was.

        Parameters
        ----------
        ax
            Your axes.
        lift
            Name of the lift on `ax`; empty for the lift that carried most.

        Raises
        ------
        KeyError
            There is no such lift.
        """
        plan, outcomes = self._study.plan, self._study.outcomes
        if ax is not None:
            _lift.onto(ax, outcomes, plan, lift)
            return ax
        return _sheet(_lift.height(plan), lambda sheet: _lift.draw(sheet, outcomes, plan, self._setting))

    def ledger(self, ax: Axes | None = None) -> Sheet | Axes:
        """Draw what stays behind, and what it costs. On `ax`: the dispositions of the equipment."""
        plan, outcomes = self._study.plan, self._study.outcomes
        if ax is not None:
            ledger.onto(ax, outcomes, plan)
            return ax
        return _sheet(ledger.height(plan), lambda sheet: ledger.draw(sheet, outcomes, plan, self._setting))

    def sensitivity(self, milestone: str = "deadline") -> Sheet:
        """Draw which unknowns matter for a milestone.

        Raises
        ------
        KeyError
            The study has no such milestone.
        ResultsError
            The study has fewer than 100 worlds.
        """
        owners = self._study.sensitivity(milestone)
        return _sheet(sensitivity.height(owners), lambda sheet: sensitivity.draw(sheet, owners, self._setting))


def _sheet(height: float, draw: Callable[[Sheet], None]) -> Sheet:
    """Return a sheet of a given height in inches on which `draw` has drawn a figure."""
    with ours():
        sheet = Sheet(height)
        draw(sheet)
    return sheet
