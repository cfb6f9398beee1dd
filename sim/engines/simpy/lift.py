"""A lift in a replication: its limits, its legs, and what its sorties draw."""

from typing import TYPE_CHECKING

from sim.engines.simpy.configurations import Fit, fits_of
from sim.engines.simpy.tasks import stages
from sim.model import planning
from sim.model.draws import Stream
from sim.model.limits import WIDEST
from sim.model.terms import Supply
from sim.model.world.attacks import attacks
from sim.model.world.configurations import stated
from sim.model.world.flying import (
    TRIPS,
    leg_seconds,
    loading_seconds,
    payload_of,
    recovery_seconds,
    season_of,
    sets_down,
)
from sim.model.world.hours import open_hours
from sim.model.world.missions import seasons
from sim.model.world.updown import up_windows

if TYPE_CHECKING:
    from sim.engines.simpy.sortie import Sortie
    from sim.model.world import Windows, World


class Lift:
    """A lift in one replication.

    Each number of the lift in this replication is also an attribute. For example, `spec.wait_s` is the place of a
    number in `World.number`, and `wait` is this number, rounded to a whole one.

    Attributes
    ----------
    driven, uses_ramp, sets_down
        Whether it is a convoy of the force's own vehicles; whether it uses the ramp; whether its destination may be
        full or closed, so that sorties may have to wait to set down there.
    to, expected_kg
        Site of its destination; the weight that a sortie is expected to carry, in the configuration that carries most
        [kg].
    legs, stages
        Its legs, and the tasks of its ground time, stage by stage.
    plain, fits
        What a sortie takes without a configuration, and in each configuration.
    stated
        For each dated mission, the number of the configuration stated for it, from 1; 0 for none.
    permit
        For each site, the windows in which permission is given.
    carries
        For each lot or stop, whether the lift may carry its members.
    factors
        For each site that it serves, the factor on its payload in each hour since the start.
    rests, moves
        Whether there are hours in which it rests on its way, and the windows in which it moves.
    """

    def __init__(self, world: "World", row: int, expected_kg: int, expected: list[tuple[int, int, int]]) -> None:
        self.world, self.row = world, row
        spec = self.spec = world.rows("lift")[row]
        self.driven = bool(spec.driven)
        self.uses_ramp, self.min_load = bool(spec.uses_ramp), spec.min_load
        self.plain, self.fits = Fit(world, spec, 0, -1, (expected_kg, 0, 0)), fits_of(world, spec, expected)
        self.stated = stated(world, row)
        self.permit = world.permit[row]
        self.to: int = spec.to
        to = world.rows("site")[self.to]
        self.sets_down = sets_down(to.base, to.abroad, spec.crosses_on_arrival, to.runway, to.parking_s)
        self.carries = [bool(x) for x in world.carries[:, row]]
        self.legs = [leg for leg in world.rows("leg") if leg.lift == row]
        factors = [
            world.plan.payload_factor[world.plan.payload_row[at]]
            for at, leg in enumerate(world.rows("leg"))
            if leg.lift == row
        ]
        self.factors = {leg.site: by_hour for leg, by_hour in zip(self.legs, factors, strict=True)}
        self.stages = stages([(at, task) for at, task in enumerate(world.rows("task")) if task.lift == row])
        self.seasons = seasons(world, row)
        self.rests, self.moves = spec.moves >= 0, open_hours(world, spec.moves)
        self._works: dict[int, Windows] = {}
        self.expected_kg = max([fit.takes[0] for fit in self.fits], default=expected_kg)

    def __getattr__(self, name: str) -> int:
        """Return the number of the lift whose place in `World.number` is the column of `spec` called `name` + `_s`."""
        slot = getattr(vars(self).get("spec"), f"{name}_s", None)
        if slot is None:
            raise AttributeError(name)
        number = self.world.whole(slot)
        setattr(self, name, number)  # so that it is looked up only once
        return number

    def leg_time(self, sortie: "Sortie", which: int) -> int:
        """Return the time of one leg of a sortie [s] (0 inbound, 1 outbound), including breakdowns and attacks."""
        at = sortie.site, which, sortie.mpos if self.driven else 0
        if at not in sortie.moving:
            leg = next(leg for leg in self.legs if leg.site == sortie.site)
            when = season_of(self.spec.supply == Supply.FLEET, sortie.tasked, sortie.planned)
            moving = leg_seconds(self.world, leg, self.spec.key, sortie.number, sortie.attempt, which, when)
            moving += recovery_seconds(self.world, self.spec, sortie.number, sortie.attempt, which, sortie.mpos)
            moving += sum(attacks(self.world, self.spec, leg, sortie.number, sortie.attempt, which))
            sortie.moving[at] = moving
        return sortie.moving[at]

    def on_the_way(self, sortie: "Sortie", which: int, departs: int) -> int:
        """Return the time from the departure of a sortie to its arrival [s], including rest."""
        return planning.on_the_way(self.rests, *self.moves, self.leg_time(sortie, which), departs)

    def works(self, sortie: "Sortie") -> "Windows":
        """Return the windows in which the tail of a sortie can fly."""
        tail = sortie.number // TRIPS
        if tail not in self._works:
            capable = self.world.value(self.spec.capable_s, 1.0)
            self._works[tail] = up_windows(self.world, self.spec.key, tail, capable, self.spec.down)
        return self._works[tail]

    def loading_time(self, sortie: "Sortie") -> int:
        """Return the time to load a sortie [s]; 0 if it carries nothing."""
        if not sortie.movers:
            return 0
        world, spec = self.world, self.spec
        base = world.sample(sortie.fit.spec.load, Stream.LOAD, spec.key, sortie.number, 0, sortie.attempt)
        per_t, per_person = world.value(spec.load_per_t_s), world.value(spec.load_per_person_s)
        return base + loading_seconds(per_t, sortie.kg - sortie.people_kg, per_person, sortie.people)

    def fit(self, sortie: "Sortie", fit: Fit) -> None:
        """Fit a sortie with a configuration, and draw its payload [kg] and seats."""
        world, spec, where = self.world, fit.spec, (self.spec.key, sortie.number, 0, sortie.attempt)
        sortie.fit, sortie.structural = fit, fit.structural
        sortie.payload = payload_of(world.sample(spec.payload, Stream.PAYLOAD, *where), fit.structural)
        if spec.seats >= 0:
            sortie.seats = sortie.seat_limit = min(world.sample(spec.seats, Stream.SEATS, *where), WIDEST)
