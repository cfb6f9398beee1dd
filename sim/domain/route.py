"""Ways out that pass other places: a camp that folds into a hub, a road to a border gate."""

from sim.domain.nouns import Name, Noun


class Route(Noun):
    """A way out of the country over other sites; groups and lots name the routes that they may take."""

    via: tuple[Name, ...] = ()
    """Sites that it passes, in order; none: straight out."""
    to: Name | None = None
    """APOD where it ends (default: wherever a lift from the last site goes)."""
    stations: dict[Name, tuple[Name, ...]] = {}
    """Stations that are passed at each of those sites, in order."""
    lifts: tuple[Name, ...] | None = None
    """Lifts that may carry on it (default: every lift that goes from one of its places to the next)."""
    source: str | None = None
    """Where these facts come from."""
