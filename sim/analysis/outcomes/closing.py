"""How the withdrawal ended: the closure, the dates of sites and milestones, and the last 24 hours before the closure.

The first take-off of a lift that uses the ramp (a heavy flight) is also here.
"""

import math
from typing import Final

from sim.analysis.outcomes.column import Column, flag, instant, number
from sim.analysis.sums import Sums
from sim.analysis.sums.movers import bases
from sim.model.calendars import NEVER
from sim.model.plan import Plan

__all__ = ["columns", "values"]

DAY: Final = 86_400


def columns(plan: Plan) -> list[Column]:
    """Return the columns of this module, in order."""
    milestones = plan.names["milestone"]
    return [
        flag("stuck", "required movers remained that would not have moved however long the history went on"),
        instant("end", "the history ended: no mover was left, or the horizon was reached"),
        instant("closure", "the last required mover left the country (or was destroyed under supervision)"),
        *(
            instant(f"closure_{name}", f"the last required mover left {name}, wherever this mover began")
            for _, name in bases(plan)
        ),
        *(
            instant(f"out_{name}", f"the last required mover that began at {name} left the country")
            for _, name in _origins(plan)
        ),
        *(instant(f"time_{name}", f"milestone {name} was reached") for name in milestones),
        *(flag(f"met_{name}", f"milestone {name} was met") for name in milestones),
        flag("all_met", "every milestone was met"),
        number("days_late_d", "days by which milestone deadline was reached too late [d]; blank if met or not reached"),
        instant("first_heavy_flight", "first wheels-up of a lift that uses the ramp"),
        number("last_wave_people", "people who left in the last 24 hours before closure; blank without closure"),
        number(
            "last_wave_sorties",
            "sorties that left in the last 24 hours before closure; blank without closure",
        ),
    ]


def _origins(plan: Plan) -> tuple[tuple[int, str], ...]:
    """Return the row and name of each site in country, for the columns `out_`; nothing if no route has stops."""
    return bases(plan) if len(plan.stop) else ()


def values(plan: Plan, sums: Sums) -> list[float]:
    """Return the figures of this module, in the order of `columns`."""
    movers, sorties = sums.movers, sums.sorties.total
    closure, times, due = movers.total["closure"], movers.times, sums.due
    met = [int(time <= by) for time, by in zip(times, due, strict=True)]
    deadline = plan.names["milestone"].index("deadline")
    late = times[deadline] - due[deadline]
    closed = closure < NEVER
    return [
        int(bool(sums.trajectory.stuck)),
        sums.trajectory.end,
        closure,
        *movers.closures,
        *(movers.out if _origins(plan) else ()),
        *times,
        *met,
        int(all(met)),
        late / DAY if late > 0 and times[deadline] < NEVER else math.nan,
        sorties["first_heavy"],
        float(movers.total["last_wave"]) if closed else math.nan,
        float(sorties["last_wave"]) if closed else math.nan,
    ]
