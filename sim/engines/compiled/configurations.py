"""The configuration of a sortie: its mission states it, or tasking chooses it for the movers that wait at the site."""

from typing import Final

from sim.compiler.kernel import kernel
from sim.engines.compiled import rules
from sim.engines.compiled.need import PLAIN as _PLAIN
from sim.engines.compiled.need import parts
from sim.engines.compiled.sortie_draws import draw
from sim.model.schema.state import State

__all__ = ["choose", "expected_of", "room_of", "row_of"]

PLAIN: Final = _PLAIN


@kernel
def row_of(h: State, flight: int) -> int:
    """Return the row of the configuration of a sortie; -1 if its lift has no configurations, or none is chosen yet."""
    sortie = h.flights[flight]
    return h.lifts[sortie.lift].configurations + sortie.configuration - 1 if sortie.configuration else PLAIN


@kernel
def expected_of(h: State, flight: int) -> int:
    """Return the weight that a sortie is expected to take in its configuration [kg]."""
    row = row_of(h, flight)
    return h.lifts[h.flights[flight].lift].expected_kg if row == PLAIN else h.configurations[row].full_kg


@kernel
def room_of(h: State, flight: int) -> tuple[int, int]:
    """Return the pallet positions [1/1000] and the volume [l] of a sortie in its configuration."""
    row, lift = row_of(h, flight), h.lifts[h.flights[flight].lift]
    if row == PLAIN:
        return lift.mpos, lift.litres
    return h.configurations[row].mpos, h.configurations[row].litres


@kernel
def choose(h: State, flight: int) -> None:
    """Set the configuration of a sortie at tasking: the stated one, or else the one that suits the waiting movers best.

    A tail that begins at its site, and a sortie for which no mover waits, get the first configuration. Wanted movers
    count only if no required ones wait.
    """
    sortie = h.flights[flight]
    lift = h.lifts[sortie.lift]
    if lift.configurations == lift.configurations_last:
        return
    if sortie.stated or sortie.forced:
        sortie.configuration = max(1, sortie.stated)
    else:
        best = _best(h, flight, True)
        if best == PLAIN:
            best = _best(h, flight, False)
        sortie.configuration = 1 if best == PLAIN else best - lift.configurations + 1
    draw(h, flight)


@kernel
def _best(h: State, flight: int, required_only: bool) -> int:
    """Return the row of the configuration with the largest `weight_of`, the first of equals; -1 if no mover waits."""
    sortie = h.flights[flight]
    lift, arrives = h.lifts[sortie.lift], max(sortie.planned, h.now)
    best, most, most_people, most_cargo = PLAIN, 0.0, 0, 0
    for row in range(lift.configurations, lift.configurations_last):
        most_people = max(most_people, h.configurations[row].people_kg)
        most_cargo = max(most_cargo, h.configurations[row].cargo_kg)
    for row in range(lift.configurations, lift.configurations_last):
        people, cargo = parts(h, sortie.lift, sortie.site, arrives, required_only, False, row)
        if people + cargo > 0:
            fit = h.configurations[row]
            full = fit.full_kg, fit.people_kg, fit.cargo_kg
            weight = rules.weight_of(people, cargo, *full, most_people, most_cargo)
            if best == PLAIN or weight > most:
                best, most = row, weight
    return best
