"""Observations of a real case, to be compared with the histories; never an input."""

from collections.abc import Iterable
from pathlib import Path

from sim.config.observations import Observation, read_observations
from sim.domain.scenario import Scenario

__all__ = ["Observation", "observations", "of_measure"]


def observations(path: str | Path, scenario: Scenario | None = None) -> tuple[Observation, ...]:
    """Read the CSV of observations that a scenario names, by date.

    Raises
    ------
    ConfigError
        The file cannot be read, or has invalid lines; each is named. With a scenario, so are unknown sites and days
        outside its clock.
    """
    return read_observations(Path(path), scenario)


def of_measure(seen: Iterable[Observation], measures: Iterable[str], site: str = "") -> tuple[Observation, ...]:
    """Return the observations of some measures at a site (empty: of all sites together)."""
    wanted = set(measures)
    return tuple(each for each in seen if each.measure in wanted and each.site == site)
