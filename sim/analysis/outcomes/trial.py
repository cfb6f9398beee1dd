"""The figures of one history that a decision needs: closure, milestones, equipment not shipped, and cost."""

from sim.analysis.outcomes.column import Column, flag, instant, number
from sim.analysis.outcomes.costs import columns as cost_columns
from sim.analysis.outcomes.costs import values as cost_values
from sim.analysis.sums import Sums
from sim.analysis.sums.value import valued
from sim.model.plan import Plan
from sim.model.trajectory import Trajectory

__all__ = ["columns", "figures"]


def columns(plan: Plan) -> tuple[Column, ...]:
    """Return the columns that are kept of each history.

    Two plans have the same columns if they have the same milestones, if both or neither state values of items, and if
    both or neither state prices.
    """
    milestones = plan.names["milestone"]
    return (
        instant("closure", "the last required mover left the country (or was destroyed under supervision)"),
        *(instant(f"time_{name}", f"milestone {name} was reached") for name in milestones),
        *(flag(f"met_{name}", f"milestone {name} was met") for name in milestones),
        flag("all_met", "every milestone was met"),
        number(
            "not_shipped_t", "equipment not out by the horizon: disposed of, retained, left behind or still there [t]"
        ),
        *(
            [number("not_shipped_usd", "value of equipment not out by the horizon, where it is known [USD]")]
            if valued(plan)
            else []
        ),
        *(number("cost_usd", "total of all cost headings [USD]") for _ in _cost(plan)),
    )


def figures(plan: Plan, history: Trajectory) -> list[float]:
    """Return the figures that are kept of one history, in the order of `columns`."""
    sums = Sums(plan, history)
    movers = sums.movers
    met = [int(time <= by) for time, by in zip(movers.times, sums.due, strict=True)]
    total = movers.total
    found = [total["closure"], *movers.times, *met, int(all(met)), (total["kg"] - total["out_kg"]) / 1000]
    if valued(plan):
        found.append(total["staying_cents"] / 100)
    return [*found, *_spent(plan, sums)]


def _cost(plan: Plan) -> list[int]:
    """Return a list with the position of the total among the cost columns; it is empty if nothing has a price."""
    return [at for at, column in enumerate(cost_columns(plan)) if column.name == "cost_total_usd"]


def _spent(plan: Plan, sums: Sums) -> list[float]:
    """Return a list with the total cost; it is empty if nothing has a price."""
    at = _cost(plan)
    if not at:
        return []
    spent = cost_values(plan, sums)
    return [spent[each] for each in at]
