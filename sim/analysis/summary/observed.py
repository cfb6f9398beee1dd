"""Observations of a real case, which are compared with the histories and are never an input."""

from collections.abc import Iterable
from pathlib import Path

from sim.config.observations import Observation, read_observations
from sim.domain.scenario import Scenario

__all__ = ["Observation", "observations", "of_measure"]


def observations(path: str | Path, scenario: Scenario | None = None) -> tuple[Observation, ...]:
    """Read a CSV file of observations, and return them sorted by date.

    Raises
    ------
    ConfigError
        The file cannot be read, has an unknown column, or has invalid lines; the error names each of them. If a
        scenario is given, lines with a site or lift that it does not have, or a day outside its clock, are invalid too.
    """
    return read_observations(Path(path), scenario)


def of_measure(seen: Iterable[Observation], measures: Iterable[str], site: str = "") -> tuple[Observation, ...]:
    """Return the observations of the given measures at a site; for an empty `site`, those of all sites together."""
    wanted = set(measures)
    return tuple(each for each in seen if each.measure in wanted and each.site == site)
