"""The tables of a plan as records of plain Python numbers, and values derived only from them, made once per plan."""

from typing import Any

from sim.domain.memo import memoised
from sim.model.composed import chances, sticks
from sim.model.plan import Plan
from sim.model.schema.row import rows

__all__ = ["structure"]


@memoised
def structure(plan: Plan) -> dict[str, Any]:
    """Return the tables of a plan by name, and values that every replication would otherwise compute again.

    Notes
    -----
    `doubtful` holds the slots of numbers that are drawn; `certain` and `hours` (filled on demand) hold the
    distributions and calendars that no draw changes. `key` has an entry for each lot or stop, `station_of` for each
    step. Targets are in the order in which they are applied.
    """
    made: dict[str, Any] = {name: rows(table) for name, table in plan.tables.items()}
    made["unit"] = plan.unit
    made["certain"], made["hours"] = {}, {}
    made["target"].sort(key=lambda target: target.operation)
    made["sticks"], made["chances"] = sticks(made["part"]), chances(made["alternative"])
    made["doubtful"] = {each.slot for table in ("target", "part", "choice") for each in made[table]}
    made["key"] = [lot.key for lot in made["lot"]] + [made["lot"][stop.lot].key for stop in made["stop"]]
    made["station_of"] = [made["station"][step.station] for step in made["step"]]
    return made
