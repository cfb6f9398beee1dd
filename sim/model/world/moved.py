"""Tables of a plan in which unknowns change dates or numbers, with the values of one world."""

from collections.abc import Sequence

from sim.model.calendars import NEVER
from sim.model.durations import whole_seconds
from sim.model.plan import Plan
from sim.model.schema.row import Table
from sim.model.terms import COUNTED, DATES, Counted

__all__ = ["moved_tables"]


def moved_tables(plan: Plan, number: Sequence[float]) -> dict[str, Table]:
    """Return a copy, by name, of each table in which an unknown changes a date or number, with the values of a world.

    Parameters
    ----------
    number
        The numbers of that world, in inner units (s, kg, counts), shape (n_slots,).
    """
    found: dict[str, Table] = {}
    for date in plan.moved_date:
        name, column = DATES[date["place"]]
        table = found[name] if name in found else found.setdefault(name, plan.tables[name].copy())
        begins = whole_seconds(max(number[date["slot"]], -float(NEVER // 2)))
        table[column][date["row"]] = min(begins + int(date["after"]), NEVER - 1)
    for each in plan.moved_number:
        name, column = COUNTED[each["place"]]
        table = found[name] if name in found else found.setdefault(name, plan.tables[name].copy())
        value = number[each["slot"]]
        table[column][each["row"]] = value if each["place"] == Counted.SHARE else whole_seconds(value)
    return found
