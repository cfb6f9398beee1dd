"""How lift is supplied: missions at a rate, on dates, on a schedule, on request; or a fleet that cycles."""

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
    """Missions tasked at a rate; the rate goes on past the deadline, to the horizon."""

    kind: Literal["rate"] = "rate"
    per_week: NonNegative
    """Missions planned a week, over all sites that the lift serves."""
    pattern: Literal["even", "poisson", "jittered"] = "even"
    """Evenly spaced, independent, or one at a random instant of each even interval."""
    begins: FirstDay | None = None
    """First date on which a mission may arrive (its beginning); default: the start. Before the start: it has
    run since then, ramp-up and weeks too, and what came before the start is not there."""
    until: LastDay | None = None
    """Last date; default: the horizon."""
    ramp_up_d: NonNegative = 0.0
    """Days over which the rate grows evenly from zero."""
    week_cv: Spread = 0.0
    """Spread of a factor of mean 1 drawn per week, common to all sites: a bad week is bad for everyone."""
    days: Days = DAYS
    """Local days on which missions are planned; as many a week as else."""
    by_month: dict[Month, Factor] = {}
    """Factor on the rate by local month; a month not named counts 1."""
    on_call: bool = False
    """None of it comes before a review calls it (`[[review.call]]`)."""


class Mission(Noun):
    """One dated mission."""

    at: When
    """Planned arrival; a bare date, and a time at which the site is closed: the next hour in which it is kept open."""
    site: Name | None = None
    """Site it goes to (default: the lift's rule decides)."""
    configuration: Name | None = None
    """Configuration of the lift in which it comes (default: by what waits at its site when it is tasked)."""


class Dated(Noun):
    """Missions from a list or a CSV with columns `at` and, if it has them, `site` and `configuration`."""

    kind: Literal["dated"] = "dated"
    missions: tuple[Mission, ...] = ()
    csv: str | None = None


class Fleet(Noun):
    """Tails that cycle between the sites and the APOD as long as there is something to carry."""

    kind: Literal["fleet"] = "fleet"
    tails: Several
    """Aircraft (vehicles, ships) in the cycle."""
    begin_at: Literal["home", "site"] = "home"
    """Where the tails are at the start: at the APOD, or on the ground at the first site."""
    mission_capable: Annotated[float, Field(gt=0, le=1), Slot(scaled=False)] = 1.0
    """Part of the time in which a tail can fly; one that fails is repaired where it is before it departs again."""
    down_h: Chance = 0.0
    """Time of one such repair [h]; how often a tail fails follows from it and `mission_capable`."""
    on_call: bool = False
    """None of it comes before a review calls it (`[[review.call]]`)."""

    @model_validator(mode="after")
    def _repaired(self) -> "Fleet":
        if self.mission_capable < 1.0 and self.down_h == 0.0:
            raise ValueError("with mission_capable below 1, expected down_h above 0")
        return self


class Ready(Noun):
    """A mission is asked for when a load is ready: what is staged at a site and may ride, less what missions of this
    lift that are under way are expected to take. `share`, `people`, `load_t`, `by`: whichever comes first.
    """

    kind: Literal["ready"]
    share: Annotated[float, Field(gt=0, le=1)] | None = None
    """Part of its mean payload, seats, positions or volume that is ready, whichever is first."""
    people: Several | None = None
    """So many people are ready."""
    load_t: Positive | None = None
    """So much weight is ready [t]."""
    by: FirstDay | None = None
    """From this date (its beginning) on anything that is ready is enough."""
    at_once: Several = 1
    """Most missions under way at once, from the request to the arrival where it carries to."""
    most_per_week: Several | None = None
    """Most missions asked for in any seven days; absent means no limit."""
    begins: FirstDay | None = None
    """First date on which a mission is asked for (its beginning); default: the start."""
    until: LastDay | None = None
    """Last date; default: the horizon."""
    days: Days = DAYS
    """Local days on which a mission is planned to arrive: the first of them from `lead_d` after the request on."""
    ahead: bool = False
    """Whom only a known date keeps (release, plan, arrival, a hold's date) counts as ready `lead_d` before it."""

    @model_validator(mode="after")
    def _of_something(self) -> "Ready":
        if self.share is None and self.people is None and self.load_t is None and self.by is None:
            raise ValueError("expected share, people, load_t or by: when is a load ready?")
        return self


class Scheduled(Noun):
    """Missions at given hours of given days of the week; each goes as it is filled."""

    kind: Literal["scheduled"]
    at_h: Annotated[tuple[Annotated[float, Field(ge=0, lt=24)], ...], Field(min_length=1)]
    """Local hours for which a mission is planned (6.5 is 06:30); an hour that is named twice has two."""
    days: Days = DAYS
    """Local days of the week."""
    begins: FirstDay | None = None
    """First date on which one may arrive (its beginning); default: the start."""
    until: LastDay | None = None
    """Last date; default: the horizon."""


def _supply(value: Any) -> str | None:
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
