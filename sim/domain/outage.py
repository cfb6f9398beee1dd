"""Intervals in which a runway, a ramp, stations or a lift may not operate: weather, curfew, permission."""

from typing import Annotated, Literal

from pydantic import Field, model_validator

from sim.domain.nouns import FirstDay, LastDay, Name, NonNegative, Noun, Probability
from sim.domain.uncertainty import Chance

MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
Month = Literal["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"]


class Interval(Noun):
    """From one instant to another (a bare date begins with its day, and ends with it)."""

    begins: FirstDay
    until: LastDay


class Outage(Noun):
    """Something stops for a while: at given dates, or by chance with season and hour of day."""

    sites: tuple[Name, ...] = ()
    """Sites that it hits."""
    lifts: tuple[Name, ...] = ()
    """Lifts that it grounds."""
    stops: tuple[Literal["runway", "ramp", "stations"], ...] = ("runway",)
    """What stops at those sites."""
    dates: tuple[Interval, ...] = ()
    """Given intervals."""
    per_day: NonNegative = 0.0
    """Starts a day while open, before month and hour are applied."""
    by_month: dict[Month, Annotated[float, Field(ge=0)]] = {}
    """Factor by month; a month not named counts 0 once any is named."""
    by_hour: tuple[Annotated[float, Field(ge=0)], ...] = ()
    """Relative weight of each of the 24 local hours."""
    lasts_h: Chance | None = None
    """Duration [h]."""
    together: bool = False
    """Whether all its sites are hit at once, or each has its own luck."""
    source: str | None = None
    """Where these numbers come from."""

    @model_validator(mode="after")
    def _complete(self) -> "Outage":
        if not self.stops:
            raise ValueError("expected stops to name runway, ramp or stations; with none of them, nothing stops")
        if not self.sites and not self.lifts:
            raise ValueError("expected sites or lifts that it hits")
        if self.by_hour and (len(self.by_hour) != 24 or not sum(self.by_hour) > 0):
            raise ValueError("expected by_hour to have 24 weights, not all 0")
        if bool(self.dates) == (self.lasts_h is not None):
            raise ValueError("expected either dates, or per_day and lasts_h")
        return self


class Permission(Noun):
    """A regime: lifts may come only while it holds; it may open late, and be withdrawn.

    With lifts and sites, it is those lifts that need it at those sites; with sites alone, every lift there.
    """

    lifts: tuple[Name, ...] = ()
    """Lifts that need it."""
    sites: tuple[Name, ...] = ()
    """Sites to which nothing may come without it, to load or to set down: a hub that may be lost."""
    routes: tuple[Name, ...] = ()
    """Routes that nobody may set out on, or go on along, without it."""
    arrivals: tuple[Name, ...] = ()
    """Groups and lots of which nobody arrives without it (`arrives`): who is due meanwhile comes when it is given."""
    opens_after_d: Chance = 0.0
    """Days from the start until it is given."""
    lost: Probability = 0.0
    """Chance, each time it has been given, that it is withdrawn again."""
    lost_after_d: Chance = 0.0
    """Time from when it was given to when it is lost [d]."""
    lost_for_d: Chance = 0.0
    """How long it then is lost [d]."""
    times: Annotated[int, Field(ge=1, le=50)] = 1
    """How often it can be withdrawn at most."""
    source: str | None = None
    """Where these numbers come from."""

    @model_validator(mode="after")
    def _of_something(self) -> "Permission":
        come = bool(self.lifts or self.sites)
        if (come and self.routes) or not (come or self.routes or self.arrivals):
            raise ValueError("expected lifts or sites that need it, or else routes; or arrivals")
        return self
