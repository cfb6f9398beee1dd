"""Phased plans as tables."""

from typing import TYPE_CHECKING, Any

from sim.domain.phasing import AMOUNTS
from sim.model.calendars import NEVER
from sim.model.schema import plan as tables
from sim.model.schema.row import Table
from sim.model.terms import Date, Shape

if TYPE_CHECKING:
    from sim.model.compile.compiler import Compiler


def phasings(work: "Compiler") -> dict[str, Table]:
    """Return the tables of phased plans and of the dated points of their curves."""
    records: list[dict[str, Any]] = []
    points: list[dict[str, Any]] = []
    slot = work.slots.slot
    for row, (name, phasing) in enumerate(work.scenario.plan.items()):
        at, first = f"plan.{name}", len(points)
        for point in phasing.target:
            unit, amount = point.amount
            by = work.instant(point.by, 0, ends=True)
            points.append({"by": by, "amount": amount, "unit": AMOUNTS.index(unit)})
        records.append({
            "begins": work.date(Date.PLAN_BEGINS, row, f"{at}.begins", phasing.begins, 0),
            "until": work.date(Date.PLAN_UNTIL, row, f"{at}.until", phasing.until, NEVER),
            "milestone": work.rows["milestone"].get(phasing.before or "", -1),
            "curve": Shape.TARGETS if phasing.target else Shape[phasing.shape.upper()],
            "first": first,
            "last": len(points),
            "margin_s": slot(f"{at}.margin_d"),
            "per_week_s": slot(f"{at}.per_week"),
            "t_per_week_s": slot(f"{at}.t_per_week"),
            "lead_s": slot(f"{at}.lead_d"),
            "shift_s": slot(f"{at}.shift_d"),
            "boards": phasing.governs == "boarding",
        })  # fmt: skip
    return {"phasing": work.table(tables.Phasing, records), "target_point": work.table(tables.TargetPoint, points)}
