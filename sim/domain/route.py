"""Routes: ways out that pass other places, such as a camp that moves into a hub, or a road to a border gate."""

from typing import Literal

from pydantic import model_validator

from sim.domain.nouns import Name, Noun


class Route(Noun):
    """A way out of the country over other sites; groups and lots name the routes that they may take."""

    via: tuple[Name, ...] = ()
    """Sites that it passes, in order; none means straight out."""
    to: Name | None = None
    """APOD where it ends (default: wherever a lift from the last site goes)."""
    stations: dict[Name, tuple[Name, ...]] = {}
    """Stations to be passed at each of these sites, in order."""
    onward: tuple[Name, ...] = ()
    """Routes of which one is taken from its last site on, preferred first; each may name onward routes of its own."""
    onward_rule: Literal["first_open", "any", "least_waiting"] | None = None
    """How one of them is chosen there, as `route_rule` of a group says it; default: as the group or lot chooses."""
    lifts: tuple[Name, ...] | None = None
    """Lifts that may carry on it (default: every lift that goes from one of its places to the next)."""
    source: str | None = None
    """Where these facts come from."""

    @model_validator(mode="after")
    def _goes_on(self) -> "Route":
        if self.onward and not self.via:
            raise ValueError("with onward routes, expected a site in via: they begin at the last one")
        if self.onward and self.to is not None:
            raise ValueError("with onward routes, expected no `to`: each of them says where it ends")
        return self
