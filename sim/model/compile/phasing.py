"""Compile phased plans into tables."""

from typing import Any

from sim.domain.phasing import AMOUNTS
from sim.model.calendars import NEVER
from sim.model.compile.compiler import Compiler, named
from sim.model.schema import plan as tables
from sim.model.schema.row import Table
from sim.model.terms import Date, Shape


def phasings(compiler: Compiler) -> dict[str, Table]:
    """Return the tables of phased plans and of the dated targets that make up their curves."""
    records: list[dict[str, Any]] = []
    points: list[dict[str, Any]] = []
    for row, (name, phasing) in enumerate(compiler.scenario.plan.items()):
        at, first = f"plan.{name}", len(points)
        for point in phasing.target:
            unit, amount = point.amount
            by = compiler.instant(point.by, 0, ends=True)
            points.append({"by": by, "amount": amount, "unit": AMOUNTS.index(unit)})
        records.append({
            "begins": compiler.date(Date.PLAN_BEGINS, row, f"{at}.begins", phasing.begins, 0),
            "until": compiler.date(Date.PLAN_UNTIL, row, f"{at}.until", phasing.until, NEVER),
            "milestone": compiler.rows["milestone"].get(phasing.before or "", -1),
            "curve": Shape.TARGETS if phasing.target else Shape[phasing.shape.upper()],
            "first": first,
            "last": len(points),
            "boards": phasing.governs == "boarding",
        })  # fmt: skip
    return {
        "phasing": compiler.table(tables.Phasing, records, of=named("plan", compiler.scenario.plan)),
        "target_point": compiler.table(tables.TargetPoint, points),
    }
