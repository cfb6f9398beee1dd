"""Observations of a real case, which are compared with the histories and are never an input."""

from collections.abc import Iterable
from pathlib import Path

from sim.config.observations import Observation, read_observations
from sim.domain.scenario import Scenario

__all__ = ["Observation", "observations", "of_measure"]


def observations(path: str | Path, scenario: Scenario | None = None) -> tuple[Observation, ...]:
    """Return the observations of a CSV file, sorted by date, site, measure and lift.

    Raises
    ------
    ConfigError
        The file cannot be read, lacks a column, has an unknown column, or has invalid lines; the error lists all
        mistakes. If a scenario is given, a line is also invalid if the scenario does not have its site or lift, or if
        its day lies outside the clock.
    """
    return read_observations(Path(path), scenario)


def of_measure(seen: Iterable[Observation], measures: Iterable[str], site: str = "") -> tuple[Observation, ...]:
    """Return the observations of the given measures at a site; an empty `site` means all sites together."""
    wanted = set(measures)
    return tuple(each for each in seen if each.measure in wanted and each.site == site)
