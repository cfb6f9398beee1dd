"""Compile ramps into tables: the machines of each ramp, and the tasks that make up the ground time of each lift."""

from typing import Any

from sim.model.compile.compiler import Compiler, Nouns
from sim.model.draws import name_key
from sim.model.schema import plan as tables
from sim.model.schema.row import Table


def ramp(compiler: Compiler) -> dict[str, Table]:
    """Return the tables of resources (machines) and of tasks."""
    resources: list[dict[str, Any]] = []
    tasks: list[dict[str, Any]] = []
    of_resources: Nouns = []
    of_tasks: Nouns = []
    for site, row in compiler.rows["site"].items():
        for name, resource in compiler.scenario.site[site].resource.items():
            of_resources.append((f"site.{site}.resource.{name}", resource))
            resources.append({
                "key": name_key(f"{site}/{name}"),
                "site": row,
                "kind": compiler.rows["resource"][name],
            })  # fmt: skip
    for name, lift in compiler.scenario.lift.items():
        stage = -1
        for position, task in enumerate(lift.task):
            stage += not task.beside
            of_tasks.append((f"lift.{name}.task.{position}", task))
            tasks.append({
                "lift": compiler.rows["lift"][name],
                "stage": stage,
                "kind": compiler.rows["resource"].get(task.needs or "", -1),
            })  # fmt: skip
    return {
        "resource": compiler.table(tables.Resource, resources, of=of_resources),
        "task": compiler.table(tables.Task, tasks, of=of_tasks),
    }
