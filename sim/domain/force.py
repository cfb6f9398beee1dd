"""What must move: personnel groups and equipment lots, each made of identical movers."""

from typing import Annotated, Literal

from pydantic import Field, ValidationError, ValidatorFunctionWrapHandler, WrapValidator, model_validator

from sim.domain.disposition import CONTROLLED, Disposal, OfPeople, Way
from sim.domain.inflow import Inflow
from sim.domain.misfit import misfit
from sim.domain.nouns import (
    Count,
    Drawn,
    FirstDay,
    LastDay,
    Name,
    NonNegative,
    Noun,
    Positive,
    Probability,
    Unlikely,
    Usd,
    When,
)
from sim.domain.uncertainty import Distribution

CargoCategory = Literal["lethal", "hazardous", "classified", "sensitive", "general"]
REQUIRED_CATEGORIES = frozenset({"lethal", "hazardous", "classified"})
MOST = 1_000_000
"""Largest number of members of all groups and lots together."""


class Progress(Noun):
    """Progress of a group or lot at the start of the clock (for a forecast that is updated every week)."""

    left: Annotated[int, Field(ge=0)] = 0
    """Members that have already left the country."""
    staged: Count = 0
    """Members that have passed every station and wait for lift."""
    passed: dict[Name, Count] = {}
    """Members by the last station that they have finished."""


class _Movers(Noun):
    """The keys that groups and lots share."""

    site: Name
    """Site at which they begin."""
    stations: tuple[Name, ...] = ()
    """Stations of that site that each of them passes, in order."""
    due: When | None = None
    """Date by which they should be out; within a category, movers with an earlier date go first."""
    release: FirstDay | None = None
    """Date before which they may not begin their departure (the beginning of that day)."""
    begin_after: Name | None = None
    """Hold that must be satisfied before any of them may begin their departure."""
    board_after: Name | None = None
    """Hold that must be satisfied before any of them may board."""
    lifts: tuple[Name, ...] | None = None
    """Lifts that may carry them; default: every lift that serves the site."""
    routes: tuple[Name, ...] = ()
    """Routes that they may take, preferred first; default: directly, by any lift that leaves the country."""
    route_rule: Literal["first_open", "any", "least_waiting", "earliest_arrival"] = "first_open"
    """How a route is chosen: `first_open`, the first that is open; `any`, whichever a lift comes for; `least_waiting`,
    the open one with the least weight waiting ahead; `earliest_arrival`, the one expected to bring them out first:
    they decline a sortie if they are expected to be out earlier by another lift that has capacity for them (under this
    rule each lift counts as a way of its own, also for movers without routes)."""
    arrives: Inflow | None = None
    """How they arrive later: over a span, one after another or by timetable; default: present at the start."""
    start: Progress = Progress()
    """Their progress at the start."""
    leave_after: LastDay | None = None
    """Wanted movers only: those that have not left by then stay behind (default: once the required movers at their site
    wait only because of wanted ones, or are all gone)."""
    leave_when: Name | None = None
    """Wanted movers only: a hold; those that have not left when it is satisfied, or at an earlier `leave_after`, stay
    behind."""
    load_class: Name | None = None
    """A load class with a name of your choice, such as `1.1D`, in addition to the category; pairs of `segregate` may
    name it."""
    source: str | None = None
    """Where these numbers come from."""


def _size(value: object, read: ValidatorFunctionWrapHandler) -> object:
    """Read the size of a party; an error names both permitted forms, a number and "all"."""
    try:
        return read(value)
    except ValidationError:
        raise ValueError('expected a whole number of at least 2, or "all"') from None


class Group(_Movers):
    """A personnel group: people of one function at one site."""

    count: Count
    """Number of people."""
    weight_t: Positive = 0.181
    """Weight of one person with baggage [t]; 400 lb is the planning factor."""
    required: bool = True
    """Whether they must be out for the deadline to be met."""
    disposition: OfPeople = "ship"
    """What is planned for them: `ship`, to leave the country, or `retain`, to stay in it as a residual force (wanted
    groups only). Retained people leave the site for good once they have passed their `stations`, and need no lift."""
    together: Annotated[Annotated[int, Field(ge=2)] | Literal["all"] | None, WrapValidator(_size)] = None
    """How many of them travel as one party, such as a family or a team, in the order of their numbers (the last party
    may be smaller); "all": the whole unit. A party boards one sortie whole, once its last member has passed the
    stations."""
    no_show: Unlikely | None = None
    """Probability that a person called for a sortie does not turn up (a party stays away whole). The seat is lost on
    that sortie, and the person waits for lift again, behind those already waiting. Default: everyone turns up."""
    per_diem_usd: Usd | None = None
    """Cost of one person for a day in country [USD], parts of a day pro rata; default: `per_diem_usd` of `[price]`."""

    @property
    def options(self) -> tuple[Disposal, ...]:
        """The dispositions open to them instead of leaving the country."""
        return ("retain",) if self.disposition == "retain" else ()

    @model_validator(mode="after")
    def _may_remain(self) -> "Group":
        if self.disposition == "retain" and self.required:
            raise ValueError("expected required = false: retained people do not leave the country")
        if self.disposition == "retain" and (self.start.staged or any(self.start.passed.values())):
            raise ValueError("expected no start.staged and no start.passed: retained people wait for no lift")
        if self.disposition == "retain" and self.together is not None:
            raise ValueError("expected no together: retained people board no lift")
        if self.disposition == "retain" and self.no_show is not None:
            raise ValueError("expected no no_show: retained people board no sortie")
        return self


class Drives(Noun):
    """Items that drive themselves, on a lift with `driven = true`, each on its own wheels."""

    seats: Annotated[int, Field(ge=1)]
    """People that one item takes, drivers included."""
    drivers: Annotated[int, Field(ge=1)] = 1
    """People needed to drive one item: any people who may ride on that lift."""

    @model_validator(mode="after")
    def _seated(self) -> "Drives":
        if self.drivers > self.seats:
            raise ValueError(f"expected a seat for each driver: drivers at most {self.seats}, not {self.drivers}")
        return self


class Lot(_Movers):
    """An equipment lot: identical items, stated as a count with a weight each, or as a total with item weights."""

    category: CargoCategory
    """Category; it determines loading order, segregation and the default of `required`."""
    count: Count | None = None
    """Number of items, each of `weight_t`."""
    weight_t: Positive | None = None
    """Weight of one item [t]."""
    total_t: NonNegative | None = None
    """Total weight [t], instead of a count; the number of items follows from it."""
    item_t: Annotated[Distribution | None, Drawn(gt=0)] = None
    """Weight of the items [t] if a total is stated: a distribution, drawn per world, or a list used in turn."""
    vehicles: bool | None = None
    """Whether its items are vehicles, loaded one by one (a task may take time for each); default: true if it states
    `drives`."""
    drives: Drives | None = None
    """Its items are vehicles that may drive out by themselves on a driven lift; any other lift carries them."""
    pallets: NonNegative = 0.0
    """Pallet positions that one item takes."""
    pallets_per_t: NonNegative = 0.0
    """Pallet positions per tonne, added to `pallets` of each item."""
    volume_m3: Positive | None = None
    """Volume of one item [m3]; absent means that it takes none of a lift's volume."""
    length_m: Positive | None = None
    """Length of one item [m]; an item longer than `max_length_m` of a lift cannot ride it. Items are not turned."""
    width_m: Positive | None = None
    """Width of one item [m], limited by `max_width_m` of a lift."""
    height_m: Positive | None = None
    """Height of one item [m], limited by `max_height_m` of a lift."""
    required: bool | None = None
    """Whether it must be out (default: lethal, hazardous and classified must, the rest is wanted)."""
    value_usd: Usd | None = None
    """What one item would cost to replace [USD]; absent means not known, never zero."""
    condition: Probability = 1.0
    """Share of `value_usd` that an item still has."""
    needed: Probability = 1.0
    """Probability that it will be needed again."""
    prepare_usd: Usd = 0.0
    """Cost of preparing one item for its return, without its stations [USD]."""
    repair_usd: Usd = 0.0
    """Cost of repairing one item after its return [USD]."""
    controlled: bool = False
    """Whether it must be shipped or destroyed under supervision, as lethal and classified items always must."""
    disposition: Way = "ship"
    """What is planned for it from the start."""
    permitted: tuple[Disposal, ...] | None = None
    """Dispositions allowed instead of shipping, preferred first (default: all five; for controlled and required items:
    destroy)."""
    sale_usd: Usd | None = None
    """Proceeds of selling one item [USD]; absent means not known, never zero."""
    transfer_usd: Usd | None = None
    """Cost of handing one item over [USD]; absent means no price, never zero."""
    destroy_usd: Usd | None = None
    """Cost of destroying one item [USD]; absent means no price, never zero."""

    @property
    def is_required(self) -> bool:
        """Whether it must be out for the deadline to be met: as stated, or by its category."""
        return self.category in REQUIRED_CATEGORIES if self.required is None else self.required

    @property
    def are_vehicles(self) -> bool:
        """Whether its items are vehicles: as stated, or because they drive."""
        return self.drives is not None if self.vehicles is None else self.vehicles

    @property
    def is_controlled(self) -> bool:
        """Whether its items must be shipped or destroyed: as stated, or by its category."""
        return self.controlled or self.category in CONTROLLED

    @property
    def options(self) -> tuple[Disposal, ...]:
        """The dispositions that it may get instead of shipping, preferred first."""
        if self.permitted is not None:
            return self.permitted
        narrow = self.is_controlled or self.is_required
        return ("destroy",) if narrow else ("transfer", "sell", "destroy", "retain", "abandon")

    @model_validator(mode="after")
    def _allowed(self) -> "Lot":
        forbidden = sorted(set(self.options) - {"destroy"}) if self.is_controlled or self.is_required else []
        if forbidden:
            why = "a controlled item is shipped or destroyed" if self.is_controlled else "a required item must be out"
            first = next(at for at, way in enumerate(self.options) if way in forbidden)
            raise misfit(f'expected permitted = [] or ["destroy"]: {why}', "permitted", first)
        if self.disposition != "ship" and self.disposition not in self.options:
            text = f"expected a disposition that is permitted: {', '.join(('ship', *self.options))}"
            raise misfit(text, "disposition")
        return self

    @model_validator(mode="after")
    def _one_size(self) -> "Lot":
        counted = (self.count is not None, self.weight_t is not None)
        totalled = (self.total_t is not None, self.item_t is not None)
        if (counted, totalled) not in (((True, True), (False, False)), ((False, False), (True, True))):
            raise ValueError("expected either count and weight_t, or total_t and item_t")
        if self.drives is not None and self.vehicles is False:
            raise ValueError("with drives, expected no vehicles = false: items that drive are vehicles")
        return self
