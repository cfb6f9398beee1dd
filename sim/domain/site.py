"""Places: bases that things leave from, hubs on the way, the APOD outside, and what they have."""

from typing import Annotated, Literal

from pydantic import Field

from sim.domain.disposition import AtStations
from sim.domain.nouns import Name, Noun, Positive, Probability, Real, Several
from sim.domain.uncertainty import Chance

Day = Literal["mon", "tue", "wed", "thu", "fri", "sat", "sun"]
DAYS: tuple[Day, ...] = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")


class Shift(Noun):
    """One span of local wall-clock hours, on some days of the week."""

    open_h: Annotated[Real, Field(ge=0, lt=24)]
    """Hour of the local day at which work begins (6.5 is 06:30)."""
    close_h: Annotated[Real, Field(gt=0, le=48)]
    """Hour at which it ends; 30 is 06:00 on the next day."""
    days: tuple[Day, ...] = DAYS
    """Days of the week on which the shift begins."""


class Station(Noun):
    """A departure process step: servers that work in shifts, take time, and may find a fault."""

    servers: Several
    """Jobs that can be worked on at once."""
    service_h: Chance
    """Working time of one job [h]."""
    fail: Probability = 0.0
    """Chance that the job fails inspection and is sent back."""
    back_to: Name | None = None
    """Station that a failed job is sent back to (default: this one again)."""
    hours: tuple[Shift, ...] = ()
    """Shifts; none means day and night."""
    staffed_by: Name | None = None
    """Personnel group whose members still present work here."""
    people_per_server: Annotated[int, Field(ge=1)] = 1
    """Members of that group that keep one server going."""


class Position(Noun):
    """A place on the globe, for great-circle distances."""

    lat: Annotated[float, Field(ge=-90, le=90)]
    lon: Annotated[float, Field(ge=-180, le=180)]


class Site(Noun):
    """A place: a base that things leave from, a hub that they pass, or an APOD outside, where the way ends."""

    kind: Literal["base", "hub", "apod"]
    abroad: bool = False
    """Whether a hub lies outside the country: who leaves for it is out."""
    room: Several | None = None
    """Most people at once, those on their way here included; a lift waits to load for it. Absent: no limit."""
    position: Position | None = None
    parking: Several | None = None
    """Parking MOG: most aircraft on the ground at once; absent means no limit."""
    working: Several | None = None
    """Working MOG: most aircraft being loaded at once; absent means no limit."""
    teams: Several | None = None
    """Load teams; absent means no limit."""
    teams_staffed_by: Name | None = None
    """Personnel group whose members still present form the load teams."""
    people_per_team: Annotated[int, Field(ge=1)] = 1
    """Members of that group that form one load team."""
    runway_hours: tuple[Shift, ...] = ()
    """Hours in which aircraft may land and take off; none means day and night."""
    ramp_hours: tuple[Shift, ...] = ()
    """Hours in which aircraft are loaded; none means day and night."""
    station: dict[Name, Station] = {}
    """Departure stations at this site, by name."""
    disposal: dict[AtStations, tuple[Name, ...]] = {}
    """Stations that an item passes to be handed over, sold or destroyed; what is not named is not possible here."""


class Leg(Noun):
    """The way between one site and where the lift goes, for one lift."""

    distance_nm: Positive | None = None
    """Distance [nautical miles]; default: the great circle between the two positions."""
    block_h: Chance | None = None
    """Block time of one leg [h], instead of distance over speed."""
