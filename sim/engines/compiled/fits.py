"""Fills in the configurations of lifts: what each takes in a replication, and which lots it carries."""

import numpy as np

from sim.engines.compiled.memory import NO_LIMIT
from sim.engines.compiled.tables import Tables
from sim.model.world import World
from sim.model.world.configurations import as_configured, cargo_beside, stated
from sim.model.world.flying import limits, volume
from sim.model.world.riding import expected_in

__all__ = ["put_fits", "stated_of"]


def put_fits(tables: Tables, world: World) -> None:
    """Put the configurations of all lifts into the tables."""
    plan, lifts = world.plan, world.rows("lift")
    table, n = tables.copy("configurations", plan.configuration), len(plan.configuration)
    tables.put("configured", world.configured.ravel())
    expected = expected_in(world, world.items, world.way, world.configured) if n else []
    for row, spec in enumerate(world.rows("configuration")):
        fit, lift = table[row], as_configured(lifts[spec.lift], spec)
        fit["mpos_limit"] = limits(world, lift)[1]
        fit["mpos"] = fit["mpos_limit"] if spec.pallets_s >= 0 else NO_LIMIT
        fit["full_litres"] = volume(world, lift)
        fit["litres"] = fit["full_litres"] or NO_LIMIT
        full, people, cargo = expected[row]
        fit["full_kg"], fit["people_kg"], fit["cargo_kg"] = full, people, cargo
        fit["beside_kg"] = cargo_beside(people, cargo, full)
    for row in np.flatnonzero(plan.lift["configurations"] < plan.lift["configurations_last"]).tolist():
        of_lift = slice(int(plan.lift["configurations"][row]), int(plan.lift["configurations_last"][row]))
        tables.table["lifts"]["expected_kg"][row] = table["full_kg"][of_lift].max()


def stated_of(world: World, row: int, many: int) -> list[int]:
    """Return the number of the configuration (from 1; 0: none) that each of a lift's `many` planned missions states."""
    return stated(world, row) or [0] * many
