"""The part of summary.json that says how much of the spread of the closing date comes from which unknowns."""

from typing import TYPE_CHECKING, Any

from sim.analysis.summary.rounded import plain
from sim.errors import ResultsError
from sim.experiment.decide.explain.sensitivity import owners

if TYPE_CHECKING:
    from sim.experiment.study import Study

__all__ = ["doubt"]


def doubt(study: "Study") -> dict[str, Any] | None:
    """Return the shares of unknowns in the variance of the closing date.

    Returns
    -------
    dict or None
        `unknown`: the share of all unknowns together. `unknowns`: the unknowns with a share above the noise, the
        largest share first, each with `name` and `share`. None if the scenario states no unknown, if the study has too
        few worlds, or if the date is the same in all histories.
    """
    if not study.plan.names["uncertainty"]:
        return None
    try:
        sensitivity = owners(study, "deadline").found
    except ResultsError:
        return None
    above = [
        {"name": each.input.name, "share": each.date}
        for each in sensitivity.unknowns
        if each.date > sensitivity.date_noise
    ]
    if not 0.0 <= sensitivity.date_owned <= 1.0:  # the share is NaN if the date does not vary
        return None
    shares: dict[str, Any] = plain({"unknown": sensitivity.date_owned, "unknowns": above})
    return shares
