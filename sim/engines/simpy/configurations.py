"""The configuration of a sortie: stated by its mission, or chosen at tasking to suit what waits at its site."""

from typing import TYPE_CHECKING, Any

from sim.model.limits import NO_LIMIT
from sim.model.world.configurations import as_configured, cargo_beside, weight_of
from sim.model.world.flying import limits, volume

if TYPE_CHECKING:
    from sim.engines.simpy.lift import Lift
    from sim.engines.simpy.sortie import Sortie
    from sim.engines.simpy.tasking import Tasking
    from sim.model.world import World

__all__ = ["Fit", "choose", "fits_of", "fitted_otherwise"]


class Fit:
    """What a sortie of a lift takes in one of its configurations, or without a configuration.

    Attributes
    ----------
    number
        Number of the configuration in the list of its lift, from 1; 0 for none.
    row
        Row of the configuration in the plan's table; -1 for none.
    takes
        What a sortie is expected to carry [kg]: in all, of people, of equipment; without a configuration, only the
        first number is set.
    claims
        What a sortie on its way to a site is expected to take of the need there [kg]: of people, of equipment.
    structural
        Structural limit of the payload [kg]; 0 for none.
    mpos_limit, mpos
        Limit of pallet positions [1/1000]; -1 and NO_LIMIT if there is none.
    full_litres, litres
        Limit of volume [l]; 0 and NO_LIMIT if there is none.
    carries
        For each lot or stop, whether the configuration carries its members; empty without a configuration.
    """

    def __init__(self, world: "World", spec: Any, number: int, row: int, takes: tuple[int, int, int]) -> None:
        self.spec, self.number, self.row, self.takes = spec, number, row, takes
        self.structural, self.mpos_limit = limits(world, spec)
        self.mpos = self.mpos_limit if self.mpos_limit >= 0 else NO_LIMIT
        self.full_litres = volume(world, spec)
        self.litres = self.full_litres or NO_LIMIT
        self.carries = [bool(x) for x in world.configured[:, row]] if row >= 0 else []
        self.claims = takes[1], cargo_beside(takes[1], takes[2], takes[0])


def fits_of(world: "World", spec: Any, expected: list[tuple[int, int, int]]) -> list[Fit]:
    """Return the configurations of a lift; `expected` has `Fit.takes` for each configuration of the plan."""
    rows = range(spec.configurations, spec.configurations_last)
    stated = world.rows("configuration")
    return [
        Fit(world, as_configured(spec, stated[row]), number, row, expected[row]) for number, row in enumerate(rows, 1)
    ]


def choose(tasking: "Tasking", sortie: "Sortie") -> None:
    """Fit a sortie at tasking: with the configuration stated for it, or else with the one that best suits what waits.

    A tail that begins at its site gets the first configuration, and so does a sortie for which nothing waits. Wanted
    movers count only if no required ones wait.
    """
    lift = sortie.lift
    if not lift.fits:
        return
    number = lift.stated[sortie.number] if sortie.number < len(lift.stated) else 0
    if number or sortie.begins_there:
        lift.fit(sortie, lift.fits[max(0, number - 1)])
        return
    arrives = max(sortie.planned, tasking.env.now)
    fit = _best(tasking, lift, sortie.site, arrives, True) or _best(tasking, lift, sortie.site, arrives, False)
    lift.fit(sortie, fit or lift.fits[0])


def _best(tasking: "Tasking", lift: "Lift", site: int, arrives: int, required_only: bool) -> Fit | None:
    """Return the configuration that `weight_of` rates highest; None if none of them is needed at the site."""
    best, most = None, 0.0
    full = max(fit.takes[1] for fit in lift.fits), max(fit.takes[2] for fit in lift.fits)
    for fit in lift.fits:
        people, cargo = tasking.parts(lift, site, arrives, required_only, False, fit)
        if people + cargo > 0:
            weight = weight_of(people, cargo, *fit.takes, *full)
            if best is None or weight > most:
                best, most = fit, weight
    return best


def fitted_otherwise(lift: "Lift", sortie: "Sortie", number: int) -> int:
    """Return the time to change a tail from configuration `number` to that of its trip [s]; 0 if they agree."""
    return lift.change if sortie.fit.number != number else 0
