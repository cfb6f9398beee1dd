"""Lift: aircraft, convoys or ships that carry movers out, supplied as missions or as a cycling fleet."""

from typing import Annotated, Literal

from pydantic import Field, model_validator

from sim.domain.configuration import Configuration
from sim.domain.driven import ANY_WEIGHT, refused
from sim.domain.misfit import misfit
from sim.domain.nouns import (
    Name,
    NonNegative,
    Noun,
    Pair,
    Positive,
    Probability,
    Several,
    Usd,
    unit_of,
)
from sim.domain.site import Leg, Shift
from sim.domain.supply import Fleet, Rate, Ready, Supply
from sim.domain.task import Task
from sim.domain.uncertainty import Chance


class Crew(Noun):
    """The pool of crews of a lift: a crew that reaches the end of its duty day rests, and another takes over."""

    crews: Several
    """Crews in the pool, rested at the start."""
    duty_h: Positive
    """Longest duty day [h]: a crew begins no leg that would end after its duty day, unless the crew is fresh."""
    rest_h: NonNegative = 0.0
    """Rest after each duty day, long or short [h]."""
    report_h: NonNegative = 0.0
    """A duty day begins this long before the first departure [h]."""
    source: str | None = None
    """Where these numbers come from."""


class Lift(Noun):
    """A kind of transport and how it is supplied."""

    sites: Annotated[tuple[Name, ...], Field(min_length=1)]
    """Sites that it serves."""
    to: Name
    """Destination: an APOD, a hub, or another base."""
    crosses: Literal["departure", "arrival"] = "departure"
    """When what it carries out of the country counts as out: at wheels-up, or on arrival (a convoy at the border)."""
    rule: Literal["fixed", "sequence", "shares", "need"] = "need"
    """Which site a mission goes to: `fixed`, the first; `sequence`, the first with something to carry; `shares`, in
    proportion; `need`, the one with the greatest need."""
    shares: dict[Name, NonNegative] = {}
    """With rule = "shares": weight of each site."""
    supply: Supply
    """Missions at a rate, on dates, on a schedule or requested when a load is ready; or a fleet."""
    driven: bool = False
    """Whether it is a convoy of the force's own vehicles: items of lots with `drives`, and people in their seats. It
    states `most_vehicles`, and no payload, seats or other limits of a load."""
    most_vehicles: Several | None = None
    """Largest number of vehicles in one convoy of a driven lift."""
    payload_t: Chance | None = None
    """Payload available on one sortie [t], people included; drawn per sortie. Every lift but a driven one states it."""
    max_payload_t: Positive | None = None
    """Structural limit [t]: a single item heavier than the sortie's drawn payload but within this limit flies alone."""
    pallets: Annotated[NonNegative | None, Field()] = None
    """Pallet positions; absent means no limit, 0 means none: only items that take no position may ride."""
    volume_m3: Positive | None = None
    """Volume of equipment that one sortie takes [m3]; absent means no limit."""
    max_length_m: Positive | None = None
    """Longest item that fits its cargo door and hold [m]; absent means no limit."""
    max_width_m: Positive | None = None
    """Width of the widest item that fits [m]; absent means no limit."""
    max_height_m: Positive | None = None
    """Height of the tallest item that fits [m]; absent means no limit."""
    seats: Chance | None = None
    """Seats on one sortie; absent means no limit, 0 means none."""
    configuration: tuple[Configuration, ...] = ()
    """Ways in which it may be fitted, each with limits of its own; at the start, each tail has the first one."""
    change_h: Annotated[NonNegative | None, Field()] = None
    """Time that a tail needs at the APOD to be fitted with another configuration [h]; absent means none."""
    segregate: tuple[Pair, ...] | None = None
    """Pairs of categories or classes that never ride together on it, instead of those of `[order]`; `[]`: no pairs."""
    uses_ramp: bool = True
    """Whether it takes a parking spot, a working spot and a load team (ordinary commercial flights do not)."""
    load_h: Chance = 0.0
    """Time to load one sortie [h], whatever it carries."""
    load_per_t_h: NonNegative = 0.0
    """Loading time added for each tonne of cargo [h]."""
    load_per_person_h: NonNegative = 0.0
    """Loading time added for each person [h]."""
    task: tuple[Task, ...] = ()
    """Tasks of the ground time at the site, in order; instead of `load_h`, `load_per_t_h` and `load_per_person_h`."""
    min_load: Annotated[float, Field(ge=0, le=1)] = 0.0
    """Share of its payload, seats, positions or volume that must be filled before it leaves, unless `wait_h` has
    passed."""
    wait_h: NonNegative = 0.0
    """Longest wait for a fuller load (`min_load`) [h]."""
    speed_kt: Positive | None = None
    """Block speed [knots]."""
    speed_kmh: Positive | None = None
    """The same [km/h]; instead of `speed_kt`."""
    leg: dict[Name, Leg] = {}
    """Distance or block time, by site."""
    offload_h: Chance = 0.0
    """Ground time at the APOD [h]."""
    turn_h: Chance = 0.0
    """Turnaround at the APOD before the next trip of a tail [h]."""
    lead_d: NonNegative = 0.0
    """Time from tasking to planned arrival of a mission [d]."""
    refuse: Probability = 0.0
    """Probability that a mission is refused clearance."""
    late: Probability = 0.0
    """Probability that clearance comes late."""
    late_h: Chance = 0.0
    """Delay of a late clearance [h]."""
    cancel: Probability = 0.0
    """Probability that a cleared mission is cancelled."""
    on_cancel: Literal["slip", "lost"] = "slip"
    """Whether a cancelled or diverted mission comes on the next open day (`slip`) or not at all (`lost`)."""
    delay: Probability = 0.0
    """Probability that a mission sets out late."""
    delay_h: Chance = 0.0
    """Length of such a delay [h]; if it leads into closed hours, the mission waits until the site is open."""
    holding_h: NonNegative = 2.0
    """Longest time that a sortie can hold overhead before it diverts [h]."""
    breaks: Probability = 0.0
    """Probability that a sortie is found unserviceable at a departure."""
    repair_h: Chance = 0.0
    """Time to repair it on the spot [h]."""
    crew: Crew | None = None
    """Crews that fly or drive it; absent means that there are always enough."""
    vehicles: Several = 1
    """Vehicles in one sortie (a convoy); each may break down on the road."""
    breakdown: Probability = 0.0
    """Probability, for each leg, that a vehicle breaks down on it."""
    recover_h: Chance = 0.0
    """Time that the whole convoy loses for each recovery; recoveries follow one another [h]."""
    attacks_per_1000_km: NonNegative | None = None
    """Attacks on a sortie (mines, ambushes) in 1,000 km of its legs, there and back; Poisson. The rate is that of the
    whole convoy: multiply a rate for a single vehicle by the number of vehicles."""
    attack_h: Chance | None = None
    """Time that the whole sortie loses to each attack [h]; the times of several attacks add up."""
    headway_h: NonNegative = 0.0
    """Least time between two departures of this lift from the same site [h]."""
    moves: tuple[Shift, ...] = ()
    """Local hours in which it travels; it rests outside them. Absent or an empty list means day and night."""
    positioning_h: NonNegative | None = None
    """Flying hours outside its legs, there and back: per mission that came, or once per tail of a fleet [h]."""
    flying_usd_per_h: Usd | None = None
    """Price of a flying hour, positioning included [USD]; absent means no price, never zero."""
    charter_usd: Usd | None = None
    """Price of each mission that came to the site, whatever it carried [USD]."""
    seat_usd: Usd | None = None
    """Price of each person carried [USD]."""
    handling_usd_per_t: Usd | None = None
    """Price of each tonne loaded, people with their baggage included [USD]; default: `handling_usd_per_t` of
    `[price]`."""
    source: str | None = None
    """Where these numbers come from."""

    @property
    def payload(self) -> Chance:
        """Payload available on one sortie [t]; for a driven lift, a weight that limits no convoy."""
        return ANY_WEIGHT if self.payload_t is None else self.payload_t

    @property
    def pairs(self) -> tuple[Pair, ...] | None:
        """Pairs that never ride together on it; None if the pairs of `[order]` apply; empty for a driven lift."""
        return () if self.driven else self.segregate

    @property
    def kt(self) -> float | None:
        """Block speed [knots], from whichever unit is stated; None if neither is."""
        return self.speed_kt if self.speed_kmh is None else self.speed_kmh * unit_of("speed_kmh")

    @model_validator(mode="after")
    def _consistent(self) -> "Lift":
        if self.speed_kt is not None and self.speed_kmh is not None:
            raise ValueError("expected speed_kt or speed_kmh, not both")
        if self.rule == "shares" and set(self.shares) != set(self.sites):
            raise ValueError('with rule = "shares", expected shares for exactly the sites of the lift')
        if (self.attacks_per_1000_km is None) != (self.attack_h is None):
            raise ValueError(
                "expected attacks_per_1000_km and attack_h, both or neither: the rate, and the time lost to each"
            )
        if self.rule == "shares" and not any(self.shares.values()):
            raise ValueError("expected a share above 0; with none, no mission has a site to go to")
        return self

    @model_validator(mode="after")
    def _driven(self) -> "Lift":
        wrong = refused(self)
        if wrong is not None:
            raise ValueError(wrong)
        return self

    @model_validator(mode="after")
    def _configured(self) -> "Lift":
        if len(self.configuration) == 1:
            raise ValueError("expected no configuration or several; state the limits of a single one on the lift")
        again = _again([each.name for each in self.configuration])
        if again is not None:
            raise misfit("expected configurations of different names", "configuration", again, "name")
        if self.task and any(each.load_h is not None for each in self.configuration):
            raise ValueError("with tasks, expected no load_h of a configuration: state the time in the task that loads")
        if self.configuration and isinstance(self.supply, Ready):
            raise ValueError('with configurations, expected a supply of another kind than "ready"')
        return self

    @model_validator(mode="after")
    def _ground_time(self) -> "Lift":
        if not self.task:
            return self
        if not self.uses_ramp:
            raise ValueError("with tasks, expected uses_ramp = true")
        if (self.load_h, self.load_per_t_h, self.load_per_person_h) != (0.0, 0.0, 0.0):
            raise ValueError(
                "with tasks, expected no load_h, load_per_t_h or load_per_person_h: state it in the task that loads"
            )
        loads = [task.name for task in self.task if task.loads]
        if len(loads) != 1:
            raise ValueError(f"expected one task with loads = true, not {len(loads)}")
        if self.task[0].beside:
            raise ValueError(f"expected no beside = true in the first task, {self.task[0].name}")
        again = _again([task.name for task in self.task])
        if again is not None:
            raise misfit("expected tasks of different names", "task", again, "name")
        early = self.task[: [task.loads for task in self.task].index(True)]
        if any(task.counts_load for task in early):
            named = next(task.name for task in early if task.counts_load)
            raise ValueError(f"expected only the loading and later tasks to depend on the load; {named} is earlier")
        return self


def _again(names: list[str]) -> int | None:
    """Return the position of the first name that an earlier entry has too; None if all differ."""
    return next((position for position, name in enumerate(names) if name in names[:position]), None)


def is_on_call(lift: Lift) -> bool:
    """Whether a lift is on call: no mission or tail of it comes before a review calls it."""
    return isinstance(lift.supply, Rate | Fleet) and lift.supply.on_call
