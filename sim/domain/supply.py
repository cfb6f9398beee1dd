"""How lift is supplied: by missions at a rate, on dates, on a schedule or on request, or by a fleet."""

from typing import Annotated, Any, Literal

from pydantic import Discriminator, Field, Tag, model_validator

from sim.domain.nouns import (
    FirstDay,
    LastDay,
    Name,
    NonNegative,
    Noun,
    Positive,
    Several,
    Slot,
    Spread,
    When,
)
from sim.domain.outage import Month
from sim.domain.site import DAYS, Day, Factor
from sim.domain.uncertainty import Chance

Days = Annotated[tuple[Day, ...], Field(min_length=1)]
"""Local days of the week."""


class Rate(Noun):
    """Missions tasked at a rate; the rate continues past the deadline, to the horizon."""

    kind: Literal["rate"] = "rate"
    per_week: NonNegative
    """Missions planned per week, over all sites that the lift serves."""
    pattern: Literal["even", "poisson", "jittered"] = "even"
    """Evenly spaced, at independent random instants, or one at a random instant of each even interval."""
    begins: FirstDay | None = None
    """First date on which a mission may arrive (from its beginning on); default: the start. A date before the start
    means that the supply has run since then: ramp-up and weeks count from it, and missions before the start are left
    out."""
    until: LastDay | None = None
    """Last date on which a mission may arrive; default: the horizon."""
    ramp_up_d: NonNegative = 0.0
    """Days over which the rate grows evenly from zero."""
    week_cv: Spread = 0.0
    """Coefficient of variation of a factor of mean 1 drawn per week, the same for all sites: a bad week affects all."""
    days: Days = DAYS
    """Local days on which missions are planned; the number per week stays the same."""
    by_month: dict[Month, Factor] = {}
    """Factor on the rate by local month; a month not named counts 1."""
    on_call: bool = False
    """Whether it is on call: no mission comes before a review calls it (`[[review.call]]`)."""


class Mission(Noun):
    """One dated mission."""

    at: When
    """Planned arrival; for a bare date, or a time at which the site is closed, the next hour in which it is open."""
    site: Name | None = None
    """Site that it goes to (default: the lift's rule decides)."""
    configuration: Name | None = None
    """Configuration of the lift in which it comes (default: chosen by what waits at its site when it is tasked)."""


class Dated(Noun):
    """Missions from a list, or from a CSV file with a column `at` and optionally `site` and `configuration`."""

    kind: Literal["dated"] = "dated"
    missions: tuple[Mission, ...] = ()
    csv: str | None = None


class Fleet(Noun):
    """Tails that cycle between the sites and the APOD as long as there is something to carry."""

    kind: Literal["fleet"] = "fleet"
    tails: Several
    """Number of aircraft (vehicles, ships) in the cycle."""
    begin_at: Literal["home", "site"] = "home"
    """Where the tails are at the start: at the APOD, or on the ground at the first site."""
    mission_capable: Annotated[float, Field(gt=0, le=1), Slot(scaled=False)] = 1.0
    """Share of the time in which a tail can fly; a tail that fails is repaired where it is before it departs again."""
    down_h: Chance = 0.0
    """Time of one such repair [h]; how often a tail fails follows from it and `mission_capable`."""
    on_call: bool = False
    """Whether it is on call: no tail comes before a review calls it (`[[review.call]]`)."""

    @model_validator(mode="after")
    def _repaired(self) -> "Fleet":
        if self.mission_capable < 1.0 and self.down_h == 0.0:
            raise ValueError("with mission_capable below 1, expected down_h above 0")
        return self


class Ready(Noun):
    """Missions requested when a load is ready. A load is what is staged at a site and may ride, less what missions of
    this lift already under way are expected to take. It is ready when one of `share`, `people`, `load_t` and `by` is
    met.
    """

    kind: Literal["ready"]
    share: Annotated[float, Field(gt=0, le=1)] | None = None
    """Share of the lift's mean payload, seats, positions or volume that must be ready; one of them is enough."""
    people: Several | None = None
    """Number of people that must be ready."""
    load_t: Positive | None = None
    """Weight that must be ready [t]."""
    by: FirstDay | None = None
    """Date (its beginning) from which any load is enough."""
    at_once: Several = 1
    """Largest number of missions under way at once, from the request to the arrival at the destination."""
    most_per_week: Several | None = None
    """Largest number of missions requested in any seven days; absent means no limit."""
    begins: FirstDay | None = None
    """First date on which a mission may be requested (from its beginning on); default: the start."""
    until: LastDay | None = None
    """Last date on which a mission may be requested; default: the horizon."""
    days: Days = DAYS
    """Local days of planned arrivals: a mission gets the first one at least `lead_d` after the request."""
    ahead: bool = False
    """Whether movers that wait only for a known date (release, plan, arrival, date of a hold) count as ready `lead_d`
    before that date."""

    @model_validator(mode="after")
    def _of_something(self) -> "Ready":
        if self.share is None and self.people is None and self.load_t is None and self.by is None:
            raise ValueError("expected share, people, load_t or by, to say when a load is ready")
        return self


class Scheduled(Noun):
    """Missions at given hours on given days of the week; each departs even with a small load or none."""

    kind: Literal["scheduled"]
    at_h: Annotated[tuple[Annotated[float, Field(ge=0, lt=24)], ...], Field(min_length=1)]
    """Local hours for which a mission is planned (6.5 is 06:30); an hour named twice has two missions."""
    days: Days = DAYS
    """Local days of the week."""
    begins: FirstDay | None = None
    """First date on which a mission may arrive (from its beginning on); default: the start."""
    until: LastDay | None = None
    """Last date on which a mission may arrive; default: the horizon."""


def _supply(value: Any) -> str | None:
    """Return the kind of a supply by its `kind`, or else by its keys; None for a value that is not a table."""
    if isinstance(value, Noun):
        return str(getattr(value, "kind", None))
    if not isinstance(value, dict):
        return None
    if "kind" in value:
        return str(value["kind"])
    return "rate" if "per_week" in value else "fleet" if "tails" in value else "dated"


Supply = Annotated[
    Annotated[Rate, Tag("rate")]
    | Annotated[Dated, Tag("dated")]
    | Annotated[Fleet, Tag("fleet")]
    | Annotated[Ready, Tag("ready")]
    | Annotated[Scheduled, Tag("scheduled")],
    Discriminator(_supply),
]
