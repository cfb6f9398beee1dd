"""Ramps as tables: the machines of each ramp, and the tasks in each lift's ground time."""

from typing import TYPE_CHECKING

from sim.model.draws import name_key
from sim.model.schema import plan as tables
from sim.model.schema.row import Table

if TYPE_CHECKING:
    from sim.model.compile.compiler import Compiler

RATES = ("per_pallet", "per_vehicle", "per_busload", "per_t", "per_person")


def ramp(work: "Compiler") -> dict[str, Table]:
    """Return the tables of resources and of tasks."""
    slot, dist = work.slots.slot, work.slots.dist
    resources, tasks = [], []
    for site, row in work.rows["site"].items():
        for name, resource in work.scenario.site[site].resource.items():
            at = f"site.{site}.resource.{name}"
            resources.append({
                "key": name_key(f"{site}/{name}"),
                "site": row,
                "kind": work.rows["resource"][name],
                "count_s": slot(f"{at}.count"),
                "available_s": slot(f"{at}.available"),
                "repair": dist(f"{at}.repair_h", resource.repair_h),
                "calendar": work.calendar(f"{at}.hours", resource.hours),
            })  # fmt: skip
    for name, lift in work.scenario.lift.items():
        stage = -1
        for position, task in enumerate(lift.task):
            at, stage = f"lift.{name}.task.{position}", stage + (not task.beside)
            tasks.append({
                "lift": work.rows["lift"][name],
                "stage": stage,
                "kind": work.rows["resource"].get(task.needs or "", -1),
                "loads": task.loads,
                "parked": task.parked,
                "takes": dist(f"{at}.takes_h", task.takes_h),
                **{f"{rate}_s": slot(f"{at}.{rate}_h") for rate in RATES},
                "busload": task.busload,
            })  # fmt: skip
    return {"resource": work.table(tables.Resource, resources), "task": work.table(tables.Task, tasks)}
