"""A helper that runs one history on both engines, and returns when movers are out and the hours due to each reason."""

from __future__ import annotations

from sim.analysis.causes import Log, chain, reasons
from sim.analysis.causes.target import marks
from sim.analysis.sums import Sums
from sim.engines.compiled import simulate as compiled
from sim.engines.simpy import Check
from sim.engines.simpy import simulate as by_simpy
from sim.model.calendars import NEVER
from sim.model.plan import Plan
from sim.model.trajectory import Trajectory
from tests.scenarios import HOUR
from tests.verification.trajectories import assert_same_trajectory

__all__ = ["on_both_engines"]


def on_both_engines(made: Plan, number: int) -> tuple[list[float], dict[str, float], Trajectory]:
    """Run a history on the compiled engine, and twice on SimPy with all checks and two orders of simultaneous events.

    Check that the three histories are equal. Return a tuple: when each mover left the country [h] (NEVER if it did
    not), the hours due to each reason by its key, and the history. The hours sum to the closure, or to the horizon if
    the history does not close.
    """
    history = compiled(made, 1, number)
    for shuffle in (2, 11):
        audited = Check(shuffle=shuffle, scan=True, enablers=True, audit=True)
        assert_same_trajectory(history, by_simpy(made, 1, number, check=audited))
    instant, movers = marks(made, Sums(made, history))[0]
    known, owns = reasons(made), dict[str, float]()
    links = chain(Log(made, history), min(instant, made.horizon), movers, still=instant >= NEVER)
    assert sum(link.until - link.since for link in links) == min(instant, made.horizon)
    for link in links:
        key = known[link.reason].key
        owns[key] = owns.get(key, 0.0) + (link.until - link.since) / HOUR
    return [up / HOUR if up < NEVER else NEVER for up in history.mover["up"].tolist()], owns, history
