"""Several events at one instant: all of them are applied before a hold is judged, and the cause of a start is what it
waited for last.

Times are in hours since the start of the clock, Monday 1 January 2024, 00:00 UTC. Both engines run each case, SimPy
under its checks and in several random orders of the events of an instant.
"""

from __future__ import annotations

from typing import Any

import pytest

from sim.engines.compiled import simulate as compiled_engine
from sim.engines.simpy import Check
from sim.engines.simpy import simulate as reference_engine
from sim.model.calendars import NEVER
from sim.model.plan import Plan
from sim.model.terms import Cause, Fate
from sim.model.trajectory import Trajectory
from tests.scenarios import HOUR, base, compiled, dated, hours, items, lift, staged
from tests.verification.trajectories import assert_same_trajectory

ORDERS = 4
"""How many random orders of the events of an instant are tried."""


def history(made: Plan) -> Trajectory:
    """Run a case on both engines, and on SimPy also in several orders of events; demand the same history each time."""
    found = reference_engine(made, 1, 0, check=Check(scan=True, enablers=True, audit=True))
    for shuffle in range(ORDERS):
        assert_same_trajectory(found, reference_engine(made, 1, 0, check=Check(shuffle=shuffle, enablers=True)))
    assert_same_trajectory(found, compiled_engine(made, 1, 0))
    return found


# ------------------------------------------------------- a crate comes back at the instant at which a hold would clear


def guarded(destroyed_h: float, **hold: Any) -> list[float]:
    """Return the hours at which the guard and the crate are out if the scrap is destroyed at hour `destroyed_h`.

    A shuttle takes off with the crate at 2 h for a hub three hours away. The hub is lost at 4 h, so the shuttle turns
    round at 5 h and lands at A at 8 h; the crate is offloaded there at 9 h. A convoy takes the crate out at 21 h. The
    guard may board when no equipment is at A. Jets land at 10 h and 30 h and take off an hour later.
    """
    made = compiled(
        site={
            "A": base(station={"yard": {"servers": 1, "service_h": destroyed_h}}, disposal={"destroy": ["yard"]}),
            "H": {"kind": "hub"},
        },
        group={"guard": staged(1, board_after="bare", lifts=["jet"])},
        lot={
            "crate": items(1, 10.0, routes=["hub", "road"]),
            "scrap": items(1, 1.0, "general", controlled=True, permitted=["destroy"], disposition="destroy"),
        },
        hold={"bare": {"until": [{"site": "A", "kind": "equipment", "wanted": True}], **hold}},
        route={"hub": {"via": ["H"]}, "road": {"lifts": ["convoy"]}},
        permission={"hub": {"sites": ["H"], "lost": 1.0, "lost_after_d": 4 / 24, "lost_for_d": 1000.0}},
        lift={
            "shuttle": lift(dated(1.0), to="H", leg={"A": {"block_h": 3.0}}, offload_h=1.0),
            "onward": lift(dated(90.0), sites=["H"]),
            "convoy": lift(dated(20.0)),
            "jet": lift(dated(10.0, 30.0)),
        },
    )
    found = history(made)
    back = found.stay[found.stay["arrived"] > 0]
    assert (back["arrived"] / HOUR).tolist() == [9.0]
    return [float(up) / HOUR for up in found.mover["up"] if up < NEVER]


def test_a_hold_is_judged_once_all_that_falls_on_an_instant_has_happened() -> None:
    """The scrap is destroyed at 9 h, the instant at which the crate comes back. So equipment is always at A until 21 h,
    and the guard waits for the jet of 30 h.
    """
    assert guarded(9.0) == [31.0, 21.0]


def test_a_hold_that_was_satisfied_an_hour_before_stays_so() -> None:
    """The scrap is destroyed at 8 h, so for an hour, until the crate comes back at 9 h, no equipment is at A. The hold
    clears in that hour, and the guard leaves with the jet of 10 h.
    """
    assert guarded(8.0) == [11.0, 21.0]


def test_the_time_that_follows_a_hold_does_not_begin_before_the_instant_is_over() -> None:
    """The scrap is destroyed at 9 h, as the crate comes back, and the hold clears only an hour after its condition is
    met (`then_d`). This hour begins when the convoy leaves with the crate, at 21 h, and not at 9 h.
    """
    assert guarded(9.0, then_d=1 / 24) == [31.0, 21.0]


def test_the_date_of_a_hold_is_an_event_of_its_instant_like_others() -> None:
    """The scrap is destroyed at 8 h, and the hold may clear from 9 h on. The crate comes back at 9 h, so the guard
    waits until the crate has gone.
    """
    assert guarded(8.0, not_before=hours(9)) == [31.0, 21.0]


# ---------------------------------------------------------------------------- the cause of a start whose cargo has gone


def without_its_cargo(**site: Any) -> dict[str, Any]:
    """Return a case in which the only loader loads the arms from 2 to 6 h. A freighter lands at 3 h for tents, which
    are left behind at 5 h.
    """
    task = {"name": "load", "takes_h": 4.0, "loads": True, "needs": "loader"}
    return {
        "site": {"A": base(resource={"loader": {"count": 1}}, **site)},
        "lot": {
            "arms": items(1, 10.0, lifts=["jet"]),
            "tents": items(1, 10.0, "general", leave_after=hours(5), lifts=["freighter"]),
        },
        "lift": {
            "jet": lift(dated(2.0), task=[task], load_h=0.0),
            "freighter": lift(dated(3.0), task=[task], load_h=0.0),
        },
    }


def started(found: Trajectory, row: int) -> tuple[float, str]:
    """Return when the loading of a sortie began [h], and the name of the cause of its start."""
    return float(found.sortie["worked"][row]) / HOUR, Cause(int(found.sortie["load_cause"][row])).name


@pytest.mark.parametrize("teams", [{}, {"teams": 2}], ids=["no teams", "teams"])
def test_who_waited_for_a_machine_until_its_cargo_was_left_goes_for_that(teams: dict[str, Any]) -> None:
    """The freighter waits for the loader from 3 h on. Its tents are left behind at 5 h. So its ground time begins then,
    it leaves empty, and the cause of the start is the cargo, not the loader.
    """
    found = history(compiled(**without_its_cargo(**teams)))
    assert (Fate(int(found.sortie["fate"][1])).name, *started(found, 1)) == ("EMPTY", 5.0, "CARGO")


def test_who_waited_for_a_machine_until_another_took_its_cargo_goes_for_that() -> None:
    """A truck lands at 3 h and a freighter at 4 h, each for one of two crates, while the loader is busy until 6 h. Then
    the truck takes both crates. So the freighter leaves empty, and the cause of its start is the cargo.
    """
    case = without_its_cargo()
    case["lot"] = {"arms": items(1, 10.0, lifts=["jet"]), "crates": items(2, 2.0, lifts=["truck", "freighter"])}
    case["lift"]["freighter"] |= {"supply": dated(4.0), "payload_t": 2.0}
    case["lift"]["truck"] = {**case["lift"]["freighter"], "supply": dated(3.0)}
    case["lift"]["truck"]["leg"] = {"A": {"block_h": 1.0, "payload_by_hour": (2.0,) * 24}}
    found = history(compiled(**case))
    assert [started(found, row) for row in (1, 2)] == [(6.0, "TOOL"), (6.0, "CARGO")]
