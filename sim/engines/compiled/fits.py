"""The configurations in the tables: what each takes in this replication, and which lots it carries."""

import numpy as np

from sim.engines.compiled.memory import NO_LIMIT
from sim.engines.compiled.tables import Tables
from sim.model.world import World
from sim.model.world.configurations import as_configured, cargo_beside, stated
from sim.model.world.flying import limits, volume
from sim.model.world.riding import expected_in

__all__ = ["put_fits", "stated_of"]


def put_fits(tables: Tables, world: World) -> None:
    """Put the configurations of all lifts into the tables, with no sorties inbound yet."""
    plan, lifts = world.plan, world.rows("lift")
    made, n = tables.copy("configurations", plan.configuration), len(plan.configuration)
    tables.put("configured", world.configured.ravel())
    expected = expected_in(world, world.items, world.way, world.configured) if n else []
    for row, spec in enumerate(world.rows("configuration")):
        one, lift = made[row], as_configured(lifts[spec.lift], spec)
        one["mpos_limit"] = limits(world, lift)[1]
        one["mpos"] = one["mpos_limit"] if spec.pallets_s >= 0 else NO_LIMIT
        one["full_litres"] = volume(world, lift)
        one["litres"] = one["full_litres"] or NO_LIMIT
        full, people, cargo = expected[row]
        one["full_kg"], one["people_kg"], one["cargo_kg"] = full, people, cargo
        one["beside_kg"] = cargo_beside(people, cargo, full)
    for row in np.flatnonzero(plan.lift["configurations"] < plan.lift["configurations_last"]).tolist():
        these = slice(int(plan.lift["configurations"][row]), int(plan.lift["configurations_last"][row]))
        tables.table["lifts"]["expected_kg"][row] = made["full_kg"][these].max()


def stated_of(world: World, row: int, many: int) -> list[int]:
    """Return the stated configuration of each planned mission of a lift, from 1; 0: chosen by what waits."""
    return stated(world, row) or [0] * many
