"""The tables of a plan as records of plain Python numbers, with values derived from these; made once per plan."""

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
    The rows of the table `target` are in the order in which they are applied. The values beside the tables are:

    - `unit`: as in the plan;
    - `certain`, `hours`: the distributions and calendars that no draw changes; each is added at its first use;
    - `sticks`: for each total, its rows in `part`; `chances`: the cumulative probabilities of alternatives;
    - `doubtful`: the slots of the numbers that unknowns change;
    - `key`: the random-number key of each lot, then of the lot of each stop;
    - `station_of`: the station of each step.
    """
    values: dict[str, Any] = {name: rows(table) for name, table in plan.tables.items()}
    values["unit"] = plan.unit
    values["certain"], values["hours"] = {}, {}
    values["target"].sort(key=lambda target: target.operation)
    values["sticks"], values["chances"] = sticks(values["part"]), chances(values["alternative"])
    values["doubtful"] = {each.slot for table in ("target", "part", "choice") for each in values[table]}
    values["key"] = [lot.key for lot in values["lot"]] + [values["lot"][stop.lot].key for stop in values["stop"]]
    values["station_of"] = [values["station"][step.station] for step in values["step"]]
    return values
