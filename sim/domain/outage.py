"""Intervals in which a runway, a ramp, stations or a lift may not operate: weather, curfews, permissions."""

from typing import Annotated, Final, Literal, get_args

from pydantic import Field, model_validator

from sim.domain.misfit import misfit
from sim.domain.nouns import FirstDay, LastDay, Name, NonNegative, Noun, Probability
from sim.domain.uncertainty import Chance

MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
Month = Literal["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"]

Part = Literal["runway", "ramp", "stations"]
"""A part of a site that an outage or a crisis may stop; `sim.model.terms.Stops` lists the parts in the same order."""
PARTS: Final[tuple[str, ...]] = get_args(Part)


class Interval(Noun):
    """An interval between two instants; a bare date means the beginning of its day in `begins`, the end in `until`."""

    begins: FirstDay
    until: LastDay


class Outage(Noun):
    """A temporary stop: on given dates, or by chance, with rates by season and hour of day."""

    sites: tuple[Name, ...] = ()
    """Sites that it hits."""
    lifts: tuple[Name, ...] = ()
    """Lifts that it grounds."""
    stops: tuple[Part, ...] = ("runway",)
    """What stops at these sites."""
    dates: tuple[Interval, ...] = ()
    """Given intervals."""
    per_day: NonNegative = 0.0
    """Outages that start per day without an outage, before multiplication by the factors for month and hour."""
    by_month: dict[Month, Annotated[float, Field(ge=0)]] = {}
    """Factor by month; if any month is named, the others count 0."""
    by_hour: tuple[Annotated[float, Field(ge=0)], ...] = ()
    """Relative weight of each of the 24 local hours."""
    lasts_h: Chance | None = None
    """Duration [h]."""
    together: bool = False
    """Whether one outage hits all its sites at once; otherwise outages are drawn for each site independently."""
    source: str | None = None
    """Where these numbers come from."""

    @model_validator(mode="after")
    def _complete(self) -> "Outage":
        if not self.stops:
            named = f"{', '.join(PARTS[:-1])} or {PARTS[-1]}"
            raise misfit(f"expected stops to name {named}; without any of them nothing stops", "stops")
        if not self.sites and not self.lifts:
            raise ValueError("expected sites or lifts that the outage hits")
        if self.by_hour and (len(self.by_hour) != 24 or not sum(self.by_hour) > 0):
            stated = f"there are {len(self.by_hour)}" if len(self.by_hour) != 24 else "all are 0"
            raise misfit(f"expected by_hour to have 24 weights, not all 0; {stated}", "by_hour")
        if bool(self.dates) == (self.lasts_h is not None):
            raise ValueError("expected either dates, or per_day and lasts_h")
        return self


class Permission(Noun):
    """A permission that lifts, routes or arrivals need; it may be given late, and be withdrawn.

    If it names lifts and sites, those lifts need it at those sites; if it names only sites, every lift there needs it.
    """

    lifts: tuple[Name, ...] = ()
    """Lifts that need it."""
    sites: tuple[Name, ...] = ()
    """Sites to which no lift may come without it, to load or to offload: a hub that may be lost, for example."""
    routes: tuple[Name, ...] = ()
    """Routes on which no mover may set out or continue without it."""
    arrivals: tuple[Name, ...] = ()
    """Groups and lots that do not arrive without it (`arrives`): members due in the meantime come when it is given."""
    opens_after_d: Chance = 0.0
    """Days from the start until it is given."""
    lost: Probability = 0.0
    """Probability, each time it has been given, that it is withdrawn again."""
    lost_after_d: Chance = 0.0
    """Time from being given to being withdrawn [d]."""
    lost_for_d: Chance = 0.0
    """How long it then stays withdrawn [d]."""
    times: Annotated[int, Field(ge=1, le=50)] = 1
    """How many times it can be withdrawn at most."""
    source: str | None = None
    """Where these numbers come from."""

    @model_validator(mode="after")
    def _of_something(self) -> "Permission":
        come = bool(self.lifts or self.sites)
        if come and self.routes:
            raise ValueError("expected routes, or lifts and sites, not both: state two permissions")
        if not (come or self.routes or self.arrivals):
            raise ValueError("expected lifts, sites, routes or arrivals that need the permission")
        return self
