"""Routes: ways out that pass other sites, such as the way of a camp over a hub, or a road to a border gate."""

from typing import Literal

from pydantic import model_validator

from sim.domain.nouns import Name, Noun


class Route(Noun):
    """A way out of the country through other sites; groups and lots name the routes that they may take."""

    via: tuple[Name, ...] = ()
    """Sites that it passes, in order; none means straight out."""
    to: Name | None = None
    """APOD where it ends (default: wherever a lift from the last site goes)."""
    stations: dict[Name, tuple[Name, ...]] = {}
    """Stations to be passed at each of these sites, in order."""
    onward: tuple[Name, ...] = ()
    """Routes that may continue this one from its last site, preferred first: a mover takes one of them. Each may name
    onward routes of its own."""
    onward_rule: Literal["first_open", "any", "least_waiting"] | None = None
    """How one of the onward routes is chosen, in the words of `route_rule`; default: by the `route_rule` of the group
    or lot."""
    lifts: tuple[Name, ...] | None = None
    """Lifts that may carry movers on this route (default: every lift that goes from one of its places to the next)."""
    source: str | None = None
    """Where these facts come from."""

    @model_validator(mode="after")
    def _goes_on(self) -> "Route":
        if self.onward and not self.via:
            raise ValueError("with onward routes, expected a site in via: onward routes begin at the last site of via")
        if self.onward and self.to is not None:
            raise ValueError("with onward routes, expected no `to`: each onward route states where it ends")
        return self
