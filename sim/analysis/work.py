"""Where the hours went: waiting and working at stations, staged, on the ramp, and where lift comes down."""

import numpy as np

from sim.analysis.among import among
from sim.analysis.column import Column, number
from sim.analysis.roll import Floats, Ints, Roll, bases
from sim.domain.once import once
from sim.model.calendars import NEVER
from sim.model.plan import Plan
from sim.model.terms import Fate
from sim.model.trajectory import Trajectory

__all__ = ["columns", "gates", "values"]


def columns(plan: Plan) -> list[Column]:
    """Return the columns of this room, in order."""
    sites, stations = [name for _, name in bases(plan)], plan.names["station"]
    rooms = [
        (stations, "waiting", "hours that movers waited for"),
        (stations, "working", "hours from start to end of jobs, pauses between shifts included, of"),
        (sites, "staged", "hours that movers waited for lift at"),
        (sites, "ramp_wait", "hours that aircraft waited (overhead, for a spot or team, for the runway) at"),
        (sites, "parked", "hours that parking spots were taken at"),
        (sites, "loading", "hours that working spots and load teams were taken at"),
    ]
    rooms += [
        ([name for _, name in gates(plan)], "gate_wait", "hours that lift waited to come in with its load at"),
        ([name for _, name in gates(plan)], "offloading", "hours that lift was offloaded at"),
    ]
    return [number(f"{what}_{name}_h", f"{about} {name}") for names, what, about in rooms for name in names]


@once
def gates(plan: Plan) -> tuple[tuple[int, str], ...]:
    """Row and name of each site with spots or hours of its own where lift sets down what it carries."""
    limited = (plan.site["parking_s"] >= 0) | (plan.site["runway"] >= 0)
    found = sorted({to for to in plan.lift["to"].tolist() if limited[to]})
    return tuple((row, plan.name_of("site", row)) for row in found)


def values(plan: Plan, roll: Roll, trajectory: Trajectory) -> list[float]:
    """Return the figures of this room, in the order of `columns`."""
    sites = np.array([row for row, _ in bases(plan)], np.int64)
    return [
        *_stations(plan, trajectory),
        *_staged(plan, roll, trajectory)[sites].tolist(),
        *(hours for each in _ramp(plan, trajectory) for hours in each[sites].tolist()),
        *(hours for each in _gates(plan, trajectory) for hours in each),
    ]


def _stations(plan: Plan, trajectory: Trajectory) -> list[float]:
    """Hours of waiting, then of work, by station.

    Notes
    -----
    What was still waiting or under way when the history ended counts up to there: who was never served must
    not vanish from an average. Who left the queue for another way waited until then.
    """
    visit, n = trajectory.visit, len(plan.station)
    place = np.where(visit["place"] < 0, n, visit["place"])  # rides last, for nobody to look at
    arrived, started = visit["arrived"].copy(), visit["started"].copy()
    given = np.full(len(trajectory.mover), NEVER, np.int64)
    given[trajectory.given["mover"]] = trajectory.given["at"]
    never = np.flatnonzero(started == NEVER)
    waited = started.copy()
    waited[never] = np.maximum(given[visit["mover"][never]], arrived[never])
    waits = _between(arrived, waited, trajectory.end)
    works = _between(started, visit["ended"], trajectory.end)
    return [hours for seconds in (waits, works) for hours in _sums(place, seconds, n + 1)[:n].tolist()]


def _staged(plan: Plan, roll: Roll, trajectory: Trajectory) -> Floats:
    """Hours that movers waited for lift, by site; those left behind or disposed of waited for nothing."""
    waits = np.where(roll.left | (roll.disposed < NEVER), 0, _between(roll.staged, roll.up, trajectory.end))
    return _sums(roll.site, waits, len(plan.site))


def _ramp(plan: Plan, trajectory: Trajectory) -> list[Floats]:
    """Hours of vehicles by site: waiting (overhead, for a working spot or team, for the runway), parked,
    loading.
    """
    sortie = trajectory.sortie
    sortie = sortie[(sortie["overhead"] < NEVER) & (sortie["site"] >= 0)]
    came = ~among(sortie["fate"], (Fate.DIVERTED, Fate.TURNED_BACK))
    sortie, end, n = sortie[came], trajectory.end, len(plan.site)
    waits = sum(
        (
            _between(sortie[since], sortie[until], end)
            for since, until in (("overhead", "landed"), ("landed", "worked"), ("ready", "up"))
        ),
        np.zeros(len(sortie), np.int64),
    )
    parked = _between(sortie["landed"], sortie["up"], end)
    loading = _between(sortie["worked"], sortie["loaded"], end)
    return [_sums(sortie["site"], seconds, n) for seconds in (waits, parked, loading)]


def _gates(plan: Plan, trajectory: Trajectory) -> list[list[float]]:
    """Hours of lift at each of the `gates`: waiting to come in, being offloaded."""
    down, end, rows = trajectory.offloaded, trajectory.end, [row for row, _ in gates(plan)]
    spans = (("overhead", "landed"), ("landed", "ended"))
    hours = (_sums(down["site"], _between(down[since], down[until], end), len(plan.site)) for since, until in spans)
    return [each[rows].tolist() for each in hours]


def _between(since: Ints, until: Ints, end: int) -> Ints:
    """Seconds from one instant to another within the history; 0 where the first did not come."""
    seconds: Ints = np.maximum(np.minimum(until, end) - np.minimum(since, end), 0)
    return seconds


def _sums(row: Ints, seconds: Ints, n: int) -> Floats:
    """Hours summed by row; the sum is of whole seconds, so it is exact in any order."""
    return np.bincount(row, weights=seconds, minlength=n) / 3600.0
