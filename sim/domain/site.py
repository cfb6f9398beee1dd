"""Sites (bases, hubs and APODs) with their stations and ramps, and the legs that lifts fly or drive from them."""

from typing import Annotated, Literal

from pydantic import Field, model_validator

from sim.domain.disposition import AtStations
from sim.domain.misfit import misfit
from sim.domain.nouns import FirstDay, LastDay, Name, Noun, Positive, Probability, Real, Several, Slot, unit_of
from sim.domain.outage import Month
from sim.domain.uncertainty import Chance

Day = Literal["mon", "tue", "wed", "thu", "fri", "sat", "sun"]
Factor = Annotated[float, Field(ge=0, le=2)]
DAYS: tuple[Day, ...] = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")


class Shift(Noun):
    """A span of local wall-clock hours on some days of the week."""

    open_h: Annotated[Real, Field(ge=0, lt=24)]
    """Hour of the local day at which work begins (6.5 is 06:30)."""
    close_h: Annotated[Real, Field(gt=0, le=48)]
    """Hour at which it ends; 30 is 06:00 on the next day."""
    days: tuple[Day, ...] = DAYS
    """Days of the week on which the shift begins."""


class StationShift(Shift):
    """A shift of a station, in which all or some of its servers work."""

    servers: Several | None = None
    """Number of the station's servers that work in this shift, lowest numbers first; default: all. If two shifts
    overlap, the larger number counts; shifts that touch or overlap have no break between them."""


class ServiceTime(Noun):
    """Working time of a station for some of the movers that pass it."""

    service_h: Chance
    """Working time of one job for these movers [h]."""


class Lane(Noun):
    """Servers of a station that take only some of the movers that pass it."""

    servers: Several
    """Number of servers of the station in this lane."""
    takes: Annotated[tuple[Name, ...], Field(min_length=1)]
    """Groups, lots or categories (`people` for all groups) that these servers take, each named once."""


class Station(Noun):
    """A step of the departure process: servers that work in shifts, take time, and may find a fault."""

    servers: Several
    """Number of jobs that can be worked on at once."""
    service_h: Chance
    """Working time of one job [h]."""
    times: dict[Name, ServiceTime] = {}
    """Other working times, by the name of a group or lot, or by category (`people` for all groups); a name takes
    precedence over a category. Queue and servers are shared."""
    lanes: Annotated[tuple[Lane, ...], Field(max_length=30)] = ()
    """Servers reserved for some movers: the last of the station's servers, in the order of this list. The other servers
    take all movers."""
    changeover_h: Chance | None = None
    """Time to set up a server before it works on a category other than the last one [h]; default: none."""
    changeover_between: Literal["category", "lot"] = "category"
    """What a server is set up for: a category (people are one), or a group or lot."""
    fail: Probability = 0.0
    """Probability that a job fails inspection and is sent back."""
    back_to: Name | None = None
    """Station to which a failed job is sent back (default: this one)."""
    hours: tuple[StationShift, ...] = ()
    """Shifts; absent or an empty list means day and night."""
    begins: FirstDay | None = None
    """First day on which it works; default: it is open from the start."""
    until: LastDay | None = None
    """Last day on which it works; movers that still need it then wait without end. Default: it stays open."""
    staffed_by: Name | None = None
    """Personnel group whose members work here while they are present."""
    people_per_server: Annotated[int, Field(ge=1)] = 1
    """Members of that group that keep one server going."""


class Resource(Noun):
    """Machines of one kind on the ramp of a site, such as loaders, fuel trucks or tugs."""

    count: Several
    """Number of machines."""
    available: Annotated[float, Field(gt=0, le=1), Slot(scaled=False)] = 1.0
    """Share of the time in which a machine works; otherwise it is under repair."""
    repair_h: Chance = 0.0
    """Time of one repair [h]; the failure rate follows from it and `available`."""
    hours: tuple[Shift, ...] = ()
    """Hours in which the machines are operated; absent or an empty list means day and night."""
    source: str | None = None
    """Where these numbers come from."""

    @model_validator(mode="after")
    def _repaired(self) -> "Resource":
        if self.available < 1.0 and self.repair_h == 0.0:
            raise ValueError("with available below 1, expected repair_h above 0")
        return self


class Position(Noun):
    """A place on the globe, for great-circle distances."""

    lat: Annotated[float, Field(ge=-90, le=90)]
    lon: Annotated[float, Field(ge=-180, le=180)]


class Substitute(Noun):
    """Another site that has to be lost before this one opens, and the time from the loss to the opening."""

    site: Name
    """The site that may be lost: it is lost when a crisis or a dated outage stops its runway, or when a crisis or the
    withdrawal of a permission lets nothing come there any more."""
    after_d: Chance = 0.0
    """Days from the loss until this site opens, drawn anew in each history."""


class Site(Noun):
    """A place: a base from which movers leave, a hub that they pass, or an APOD outside, where their way ends."""

    kind: Literal["base", "hub", "apod"]
    abroad: bool = False
    """Whether a hub lies outside the country: a mover that leaves for it is out."""
    room: Several | None = None
    """Largest number of people who may be at this site at once, including those on their way here; a lift to this site
    waits with loading until there is room for its people. Absent means no limit."""
    position: Position | None = None
    parking: Several | None = None
    """Parking MOG: the largest number of aircraft that may be on the ground at once; absent means no limit."""
    working: Several | None = None
    """Working MOG: the largest number of aircraft that may be loaded or served at once; absent means no limit."""
    teams: Several | None = None
    """Load teams; absent means no limit."""
    teams_staffed_by: Name | None = None
    """Personnel group whose members form the load teams while they are present."""
    people_per_team: Annotated[int, Field(ge=1)] = 1
    """Members of that group that form one load team."""
    runway_hours: tuple[Shift, ...] = ()
    """Hours in which aircraft may land and take off; absent or an empty list means day and night."""
    ramp_hours: tuple[Shift, ...] = ()
    """Hours in which aircraft are loaded; absent or an empty list means day and night."""
    in_place_of: Substitute | None = None
    """The site is a substitute: nothing comes here, to load or to set down, before another site is lost and `after_d`
    has passed; then it is open to the end. Absent: the site is open from the start."""
    resource: dict[Name, Resource] = {}
    """Machines that tasks of the ground time need, by name."""
    station: dict[Name, Station] = {}
    """Departure stations at this site, by name."""
    disposal: dict[AtStations, tuple[Name, ...]] = {}
    """Stations that an item passes to be handed over, sold, destroyed or retained in country (a liquidation yard);
    a disposition that is not named is not possible here."""


class Leg(Noun):
    """The way between one site and the destination of a lift."""

    distance_nm: Positive | None = None
    """Distance [nautical miles]; default: the great-circle distance between the positions of the two sites."""
    distance_km: Positive | None = None
    """The same [km]; instead of `distance_nm`."""
    block_h: Chance | None = None
    """Block time of one leg [h], instead of distance over speed."""
    speed_by_month: dict[Month, Annotated[float, Field(gt=0, le=2)]] = {}
    """Factor on the speed, by the local month in which a mission is planned to arrive, or in which a tail is sent; a
    month not named counts 1."""
    payload_by_month: dict[Month, Factor] = {}
    """Factor on the payload out of this site by local month, for heat and runway; a month not named counts 1."""
    payload_by_hour: tuple[Factor, ...] = ()
    """Factor on the payload by the local hour in which the sortie lands: none, or 24 of them."""

    @property
    def best_factor(self) -> float:
        """The largest factor on the payload in any month and at any hour."""
        by_month = max([*self.payload_by_month.values(), *([1.0] if len(self.payload_by_month) < 12 else [])])
        return by_month * max(self.payload_by_hour, default=1.0)

    @property
    def best_speed(self) -> float:
        """The largest factor on the speed in any month."""
        return max([*self.speed_by_month.values(), *([1.0] if len(self.speed_by_month) < 12 else [])])

    @property
    def nm(self) -> float | None:
        """Distance [nautical miles], from whichever unit is stated; None if neither is."""
        return self.distance_nm if self.distance_km is None else self.distance_km * unit_of("distance_km")

    @model_validator(mode="after")
    def _one_distance(self) -> "Leg":
        if self.distance_nm is not None and self.distance_km is not None:
            raise ValueError("expected distance_nm or distance_km, not both")
        return self

    @model_validator(mode="after")
    def _around_the_clock(self) -> "Leg":
        if len(self.payload_by_hour) not in (0, 24):
            text = f"expected payload_by_hour to have 24 factors; there are {len(self.payload_by_hour)}"
            raise misfit(text, "payload_by_hour")
        return self
