"""The scenario: all sections of a file, and what the readers of the file add (notices, grades, texts on templates)."""

from collections.abc import Iterable, Mapping
from functools import cache
from typing import Annotated, Any
from zoneinfo import available_timezones

from pydantic import Field, PrivateAttr, field_validator, model_validator

from sim.domain.crisis import Crisis
from sim.domain.days import with_days
from sim.domain.disposition import Disposition
from sim.domain.force import Group, Lot
from sim.domain.lever import Lever
from sim.domain.lift import Lift
from sim.domain.milestone import Milestone
from sim.domain.notice import Notice
from sim.domain.nouns import Name, Noun, When
from sim.domain.order import Floor, Hold, Order
from sim.domain.outage import Outage, Permission
from sim.domain.phasing import Phasing
from sim.domain.policy import Policy
from sim.domain.price import Price
from sim.domain.review import Review
from sim.domain.route import Route
from sim.domain.site import Site
from sim.domain.template import Template
from sim.domain.uncertainty import Uncertainty

MACHINE_ZONES = frozenset({"localtime", "posixrules", "Factory"})
"""Names in the tz database whose meaning depends on the machine."""


@cache
def _zones() -> frozenset[str]:
    """Return the names in the tz database of this machine; cached, because reading opens some 600 files."""
    return frozenset(available_timezones())


class Clock(Noun):
    """When histories begin, the time zone of local hours, and how far past the deadline histories are followed."""

    start: When
    """Start of the clock; a bare date means the beginning of that day."""
    zone: str = "UTC"
    """Time zone of all local dates and hours, as in the tz database."""
    horizon_d: Annotated[float, Field(gt=0, le=1000)] = 90.0
    """Days after the deadline until which histories are followed."""

    @field_validator("zone")
    @classmethod
    def _known(cls, zone: str) -> str:
        if zone in MACHINE_ZONES:
            raise ValueError(f"expected a place, such as Africa/Niamey; {zone} differs from machine to machine")
        if zone not in _zones():
            raise ValueError("expected a time zone of the tz database, such as Africa/Niamey")
        return zone


class Scenario(Noun):
    """A force, the places it must leave, the lift that carries it, the rules, and the milestones."""

    name: Name
    """Name of the case, and of the results folder."""
    about: str = ""
    """What the case is, and where its numbers come from."""
    seed: Annotated[int, Field(ge=0, lt=2**63)]
    """Seed of all random numbers."""
    clock: Clock
    site: Annotated[dict[Name, Site], Field(min_length=1)]
    group: dict[Name, Group] = {}
    lot: dict[Name, Lot] = {}
    manifest: tuple[str, ...] = ()
    """CSV files beside the scenario with more lots, one a line."""
    roster: tuple[str, ...] = ()
    """CSV files beside the scenario with more groups of people, one a line."""
    template: dict[Name, Template] = {}
    """Patterns of entries, each filled in once for each row of a CSV file: many sites from one pattern."""
    route: dict[Name, Route] = {}
    lift: Annotated[dict[Name, Lift], Field(min_length=1)]
    outage: dict[Name, Outage] = {}
    permission: dict[Name, Permission] = {}
    crisis: dict[Name, Crisis] = {}
    """What forces sites to close at once, on a date or by chance."""
    plan: dict[Name, Phasing] = {}
    """Phased plans: curves by which groups and lots are released."""
    order: Order = Order()
    hold: dict[Name, Hold] = {}
    floor: dict[Name, Floor] = {}
    disposition: Disposition = Disposition()
    """Comparison of what items are worth with what their return costs; off unless `compare = true`."""
    review: Review | None = None
    """Dated looks at progress that may change the plan; absent means no reviews."""
    price: Price = Price()
    policy: Policy = Policy()
    milestone: dict[Name, Milestone]
    """What must have left by which date. The milestone named `deadline` is what the planner asks about."""
    uncertainty: dict[str, Uncertainty] = {}
    """Numbers that are not known exactly, drawn once per world."""
    known: tuple[str, ...] = ()
    """Dotted paths of numbers that are known after all: an entry of `[uncertainty]` that would set one leaves it
    unchanged (its draw and its other numbers stay as before). Paths changed by `--set` or `--with` are added here."""
    lever: dict[Name, Lever] = {}
    """Decisions of the planner: values to try, by name, for `sim sweep` and similar commands; a run uses none."""
    observations: str | None = None
    """CSV file beside the scenario with observed figures for comparison; never an input."""
    _notices: tuple[Notice, ...] = PrivateAttr(())
    _made: tuple[str, ...] = PrivateAttr(())
    _grades: Mapping[str, int] = PrivateAttr(default_factory=dict)

    @property
    def notices(self) -> tuple[Notice, ...]:
        """Notices of the readers of the file and of the checks; none is an error."""
        return self._notices

    def noticed(self, notices: Iterable[Notice]) -> "Scenario":
        """Return the same scenario with these notices instead of its own."""
        copy = self.model_copy()
        copy._notices = tuple(notices)
        return copy

    @property
    def grades(self) -> Mapping[str, int]:
        """Grade -> number of lines of the file that have it. A grade says where a number comes from (A: assumption)."""
        return self._grades

    def graded(self, grades: Mapping[str, int]) -> "Scenario":
        """Return the same scenario with these grades instead of its own."""
        copy = self.model_copy()
        copy._grades = dict(grades)
        return copy

    @property
    def made(self) -> tuple[str, ...]:
        """One text for each template of the file: the number of its rows, and of the entries made in each section."""
        return self._made

    def made_by(self, templates: Iterable[str]) -> "Scenario":
        """Return the same scenario with these texts about its templates (`made`)."""
        copy = self.model_copy()
        copy._made = tuple(templates)
        return copy

    def __eq__(self, other: object) -> bool:
        """Whether both scenarios have equal fields; notices, grades and texts on templates are not compared."""
        return isinstance(other, Scenario) and self.__dict__ == other.__dict__

    @model_validator(mode="before")
    @classmethod
    def _dates_drawn(cls, value: Any) -> Any:
        """Convert dates in draws of `[uncertainty]` to days after the start of the clock."""
        return with_days(value)

    @field_validator("template")
    @classmethod
    def _filled_in(cls, template: dict[str, Template]) -> dict[str, Template]:
        if template:
            raise ValueError("expected no template: only sim.load fills in templates; a program states the entries")
        return template

    @field_validator("milestone")
    @classmethod
    def _deadline(cls, milestone: dict[str, Milestone]) -> dict[str, Milestone]:
        if "deadline" not in milestone:
            raise ValueError("expected a milestone named deadline")
        return milestone
