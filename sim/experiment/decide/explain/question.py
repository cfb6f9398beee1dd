"""The study and milestone that a question is about, and functions that format the answer."""

import math
from dataclasses import dataclass
from textwrap import wrap
from typing import TYPE_CHECKING, Any, Final

import numpy as np
import numpy.typing as npt

from sim.analysis.statistics.estimates import Estimate, in_words
from sim.analysis.summary.rounded import due_as_iso, local_date, plain
from sim.analysis.summary.totals import plural
from sim.analysis.summary.words import day
from sim.domain.scenario import Clock

if TYPE_CHECKING:
    from sim.experiment.study import Study

__all__ = ["WIDTH", "Asked", "about", "chance", "estimated", "finite", "lines", "outcome"]

WIDTH: Final = 80
DAY: Final = 86_400


@dataclass(frozen=True, slots=True)
class Asked:
    """A study and the milestone in question.

    Attributes
    ----------
    scenario, n, seed, inner
        Of the study: name of the scenario, number of histories, seed, and histories per world.
    milestone, by
        The milestone (`all` for all milestones together), and its date (ISO); for `all`, the latest date.
    clock, horizon
        The clock of the scenario, and the end of the histories [s since the start].
    """

    scenario: str
    n: int
    seed: int
    inner: int
    milestone: str
    by: str
    clock: Clock
    horizon: int

    @property
    def in_words(self) -> str:
        """The milestone in words."""
        named = {"all": "all milestones together", "deadline": "the deadline"}
        return named.get(self.milestone, f'"{self.milestone}"')

    @property
    def date_by(self) -> str:
        """The date on which the milestone is due, in words."""
        return day(self.by)

    @property
    def of_what(self) -> str:
        """The number of histories and the seed, in words."""
        shared = f", {self.inner} of each world" if self.inner > 1 else ""
        return f"{plural(self.n, 'history', 'histories')}{shared}, seed {self.seed}"

    def date(self, second: float) -> str:
        """Return the local day of an instant [s since the start], such as "23 Jul"."""
        return day(local_date(round(second), self.clock), self.by[:4])

    def days(self, days: float) -> str:
        """Return the local day of the instant that is a number of days after the start, such as "23 Jul"."""
        return self.date(days * DAY)

    def as_dict(self) -> dict[str, Any]:
        """Return the attributes by name, without `clock` and `horizon`; `n` is named `replications`."""
        fields = ("scenario", "n", "seed", "inner", "milestone", "by")
        names = {"n": "replications"}
        return {names.get(name, name): getattr(self, name) for name in fields}


def about(study: "Study", milestone: str) -> Asked:
    """Return an `Asked` for a study and a milestone."""
    plan, names = study.plan, study.plan.names["milestone"]
    by = plan.milestone["by"]
    instant = by.max() if milestone == "all" and "all" not in names else by[names.index(milestone)]
    identity = study.store.identity
    due = due_as_iso(int(instant), plan.clock)
    return Asked(plan.name, len(study), identity.seed, study.inner, milestone, due, plan.clock, plan.horizon)


def outcome(study: "Study", milestone: str) -> tuple[npt.NDArray[Any], npt.NDArray[Any], npt.NDArray[Any]]:
    """Return when each history reached a milestone, whether it met the milestone, and the number of its world.

    Each array has shape (n,). The first has seconds since the start, NEVER if the milestone was not reached. All
    milestones together (`all`) are reached when the last of them is reached.

    Raises
    ------
    KeyError
        The study has no such milestone.
    """
    met = study.outcomes[study.met(milestone)]
    names = study.plan.names["milestone"]
    times = [study.outcomes[f"time_{name}"] for name in (names if milestone not in names else [milestone])]
    return np.max(times, axis=0), met, study.outcomes["replication"] // study.inner


def lines(text: str, indent: int = 0, width: int = WIDTH) -> list[str]:
    """Wrap a text to lines of at most `width` columns; the first is indented by `indent`, the others by 2 more."""
    left = " " * indent
    return wrap(text, width, initial_indent=left, subsequent_indent=left + "  ", break_on_hyphens=False)


def chance(seen: Estimate, *, interval: bool = True) -> str:
    """Return a probability as text, with its interval if `interval` is true; the text never says 0 or 1."""
    return in_words(seen.value, seen.low, seen.high, seen.met, seen.n, interval=interval)


def estimated(seen: Estimate | None) -> dict[str, float] | None:
    """Return an estimate as a dict for JSON; None if there is no estimate."""
    return (
        None
        if seen is None
        else {"met": seen.met, "n": seen.n, "value": seen.value, "low": seen.low, "high": seen.high}
    )


def finite(record: dict[str, Any]) -> dict[str, Any]:
    """Return a record with every float rounded, and with None for NaN and infinity, which JSON does not have."""

    def clean(value: Any) -> Any:
        if isinstance(value, dict):
            return {key: clean(inner) for key, inner in value.items()}
        if isinstance(value, list):
            return [clean(inner) for inner in value]
        return None if isinstance(value, float) and not math.isfinite(value) else value

    cleaned: dict[str, Any] = clean(plain(record))
    return cleaned
