"""The figures of one study, by name: fetches what each needs and hands it over."""

from collections.abc import Sequence
from functools import cached_property
from pathlib import Path

from sim.analysis.summary.observed import Observation, observations
from sim.experiment.study import Study
from sim.plots import closure, hours, ledger, lift, outlook, remaining, sensitivity, why
from sim.plots.setting import Setting, setting
from sim.plots.style import Sheet, ours

__all__ = ["Plots"]


class Plots:
    """Figures of a study.

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

    @cached_property
    def _about(self) -> Setting:
        return setting(self._study)

    def closure(self) -> Sheet:
        """When will we be out?"""
        with ours():
            sheet = Sheet(6.6)
            closure.draw(sheet, self._study.outcomes["closure"], self._about)
        return sheet

    def why(self) -> Sheet:
        """What sets the date?"""
        found = self._study.why()[0]
        with ours():
            sheet = Sheet(why.height(found))
            why.draw(sheet, found, self._about)
        return sheet

    def remaining(self) -> Sheet:
        """Who and what is still in country, by date and site?"""
        bands, histories = self._study.course
        with ours():
            sheet = Sheet(remaining.height(bands, self._observed))
            outcomes, about, plan = self._study.outcomes, self._about, self._study.plan
            remaining.draw(sheet, bands, outcomes, about, self._observed, histories=histories, plan=plan)
        return sheet

    def hours(self) -> Sheet:
        """Where do the hours go?"""
        with ours():
            sheet = Sheet(hours.height(self._study.plan))
            hours.draw(sheet, self._study.outcomes, self._study.plan, self._about)
        return sheet

    def lift(self) -> Sheet:
        """What did the lift do?"""
        with ours():
            sheet = Sheet(lift.height(self._study.plan))
            lift.draw(sheet, self._study.outcomes, self._study.plan, self._about)
        return sheet

    def ledger(self) -> Sheet:
        """What stays behind, and what does it cost?"""
        with ours():
            sheet = Sheet(ledger.height(self._study.plan))
            ledger.draw(sheet, self._study.outcomes, self._study.plan, self._about)
        return sheet

    def outlook(self) -> Sheet:
        """What decides the date, and what stays behind?"""
        found, study = self._study.why()[0], self._study
        with ours():
            sheet = Sheet(outlook.height(found, study.plan))
            outlook.draw(sheet, found, study.outcomes, study.plan, self._about)
        return sheet

    def sensitivity(self, milestone: str = "deadline") -> Sheet:
        """Which unknown matters?"""
        owners = self._study.sensitivity(milestone)
        with ours():
            sheet = Sheet(sensitivity.height(owners))
            sensitivity.draw(sheet, owners, self._about)
        return sheet
