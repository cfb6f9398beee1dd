"""A mission or tail is waved off, which means that it does not set out, if nothing is left for it to carry when it
would set out, and only then.
"""

from __future__ import annotations

from typing import Any

from sim.engines.compiled import simulate as compiled_engine
from sim.engines.simpy import Check
from sim.engines.simpy import simulate as reference_engine
from sim.model.calendars import NEVER
from sim.model.terms import Fate
from sim.model.trajectory import Trajectory
from tests.scenarios import HOUR, base, compiled, dated, fleet, hours, items, lift, shift, staged
from tests.verification.trajectories import assert_same_trajectory

ALL = Check(shuffle=3, scan=True, enablers=True, audit=True)


def history(**sections: Any) -> Trajectory:
    """Return the history of a case, run on SimPy under every check, after asserting that the compiled engine gives the
    same.
    """
    made = compiled(**sections)
    found = reference_engine(made, 1, 0, check=ALL)
    assert_same_trajectory(found, compiled_engine(made, 1, 0))
    return found


# ------------------------------------------------------------------------------------------------- waved off


def tents(**lift_of: Any) -> dict[str, Any]:
    """Return a case of two tents, each a full load, that are given up at 24 h, and of two missions of a freighter.

    The missions are tasked a day ahead and arrive at 20 and 30 h; a flight takes 5 h each way. The guard may board when
    the tents are gone or given up; a jet comes for it at 40 h.
    """
    freighter = lift(dated(20, 30), seats=0, lead_d=1.0, payload_t=10.0, leg={"A": {"block_h": 5.0}}, **lift_of)
    return {
        "group": {"guard": staged(1, board_after="cleared", lifts=["jet"])},
        "lot": {"tents": items(2, 10.0, "general", leave_after=hours(24), lifts=["freighter"])},
        "hold": {"cleared": {"until": [{"kind": "equipment", "wanted": True}]}},
        "lift": {"freighter": freighter, "jet": lift(dated(40))},
    }


def fates(found: Trajectory) -> list[str]:
    return [Fate(fate).name for fate in found.sortie["fate"].tolist()]


def test_a_mission_for_which_nothing_is_left_when_it_would_set_out_is_waved_off() -> None:
    """The first mission takes one tent. The second, tasked at 6 h, would set out at 25 h, but the other tent is given
    up at 24 h.
    """
    found = history(**tents())
    second = found.sortie[(found.sortie["lift"] == 0) & (found.sortie["number"] == 1)][0]
    assert fates(found) == ["OUT", "WAVED_OFF", "OUT"]
    assert (second["tasked"] / HOUR, second["free"] / HOUR) == (6, 25)
    assert second["overhead"] == second["up"] == NEVER


def test_a_mission_that_has_set_out_comes() -> None:
    """With a flight of twelve hours, the second mission sets out at 18 h, before the other tent is given up, so it
    comes and finds nothing to load.
    """
    case = tents()
    case["lift"]["freighter"]["leg"] = {"A": {"block_h": 12.0}}
    assert fates(history(**case)) == ["OUT", "EMPTY", "OUT"]


def test_of_two_missions_for_one_load_the_later_is_waved_off() -> None:
    """One of two loads is given up at 2 h, before either mission sets out. The first mission takes the other load at 20
    h, so nothing is left for the second when it would set out at 25 h.
    """
    case = tents()
    case["lot"] = {
        "tents": items(1, 10.0, "general", leave_after=hours(60), lifts=["freighter"]),
        "scrap": items(1, 10.0, "general", leave_after=hours(2), lifts=["freighter"]),
    }
    case["lift"]["freighter"]["lead_d"] = 2.0
    found = history(**case)
    assert fates(found) == ["OUT", "WAVED_OFF", "OUT"]
    assert found.sortie["up"][0] / HOUR == 21


def test_a_mission_that_is_cancelled_is_not_called_waved_off() -> None:
    """Both missions are cancelled day after day. They are never called waved off, not even after the tents are given
    up.
    """
    names = set(fates(history(**tents(cancel=1.0))))
    assert names == {"CANCELLED", "OPEN", "OUT"}


# ---------------------------------------------------------------------------------- waved off after a wait at home


def night(given_up_h: float, *, count: int = 1, tails: int = 1, **truck: Any) -> dict[str, Any]:
    """Return a case of `count` loads of tents, given up at `given_up_h`, and of `tails` trucks, five hours away from A.

    The trucks are tasked at 0 h. The runway of A is open from 12 to 18 h of each day, so they would set out at 7 h. The
    guard may board when the tents are gone or given up; a jet comes for it at 36 h.
    """
    return {
        "site": {"A": base(runway_hours=[shift(12, 18)])},
        "group": {"guard": staged(1, board_after="cleared", lifts=["jet"])},
        "lot": {"tents": items(count, 10.0, "general", leave_after=hours(given_up_h), lifts=["truck"])},
        "hold": {"cleared": {"until": [{"kind": "equipment", "wanted": True}]}},
        "lift": {
            "truck": lift(fleet(tails), seats=0, payload_t=10.0, leg={"A": {"block_h": 5.0}}, **truck),
            "jet": lift(dated(36)),
        },
    }


def trips(found: Trajectory, *names: str) -> list[tuple[Any, ...]]:
    """Return for each sortie of the first lift its fate, and its instants in the columns `names` [h]."""
    mine = found.sortie[found.sortie["lift"] == 0]
    return [(Fate(row["fate"]).name, *(row[name] / HOUR for name in names)) for row in mine]


def test_a_tail_for_which_nothing_is_left_when_the_hours_let_it_leave_is_waved_off() -> None:
    """If the tents are given up at 6 h, the truck, which would set out at 7 h, is waved off. If they are given up at 8
    h, the truck has set out, and finds nothing at 12 h.
    """
    found = history(**night(6))
    assert trips(found, "tasked", "free") == [("WAVED_OFF", 0, 7)]
    assert found.sortie["overhead"][0] == found.sortie["up"][0] == NEVER
    assert trips(history(**night(8)), "tasked", "overhead")[0] == ("EMPTY", 0, 12)


def test_a_tail_for_which_something_is_left_is_not_waved_off() -> None:
    """Tents that would be given up only at 20 h are loaded at 12 h and out at 13 h."""
    assert trips(history(**night(20)), "tasked", "overhead", "up") == [("OUT", 0, 12, 13)]


def test_of_two_tails_for_one_load_the_later_is_waved_off() -> None:
    """One of two loads is given up at 6 h, before either truck sets out at 7 h. The first truck is to take the other
    load, so nothing is left for the second.
    """
    case = night(20, tails=2)
    case["lot"]["scrap"] = items(1, 10.0, "general", leave_after=hours(6), lifts=["truck"])
    found = history(**case)
    assert trips(found, "tasked") == [("OUT", 0), ("WAVED_OFF", 0)]


def test_a_tail_that_is_waved_off_goes_for_what_comes_later() -> None:
    """The tents are given up at 6 h, so the truck is waved off. It is tasked again when arms are released at 13 h.
    After five hours it would arrive at 18 h, when the runway closes. So it arrives when the runway opens on the next
    day, at 36 h.
    """
    case = night(6)
    del case["hold"], case["group"]["guard"]["board_after"]
    case["lot"]["arms"] = items(1, 10.0, release=hours(13), lifts=["truck"])
    assert trips(history(**case), "tasked", "overhead") == [("WAVED_OFF", 0, NEVER / HOUR), ("OUT", 13, 36)]


def crewed(given_up_h: float, **truck: Any) -> dict[str, Any]:
    """Return a case of two loads and of two trucks, an hour away from A, that share one crew. The crew sets out at 0 h,
    is home at 3 h and rested at 13 h.
    """
    case = night(given_up_h, count=2, tails=2, crew={"crews": 1, "duty_h": 3.5, "rest_h": 10.0}, **truck)
    del case["site"]
    case["lift"]["truck"]["leg"] = {"A": {"block_h": 1.0}}
    return case


def test_a_tail_for_which_nothing_is_left_when_it_gets_a_crew_is_waved_off() -> None:
    """The first truck takes one load at 2 h, and the second gets a crew only at 13 h. If the other load is given up at
    12 h, the second truck is waved off; if at 20 h, it is loaded at 14 h and out at 15 h.
    """
    assert trips(history(**crewed(12)), "tasked", "free")[1] == ("WAVED_OFF", 0, 13)
    assert trips(history(**crewed(20)), "tasked", "overhead", "up")[1] == ("OUT", 0, 14, 15)


def test_a_mission_for_which_nothing_is_left_when_it_gets_a_crew_is_waved_off() -> None:
    """Two missions are due at 1 and at 2 h, but there is one crew, so the second can set out only at 13 h. If the
    second load is given up at 12 h, the second mission is waved off; if at 20 h, this mission arrives at 14 h.
    """
    case = crewed(12)
    case["lift"]["truck"]["supply"] = dated(1, 2)
    found = history(**case)
    assert trips(found)[1] == ("WAVED_OFF",)
    assert found.sortie["free"][1] / HOUR == 13
    case = crewed(20)
    case["lift"]["truck"]["supply"] = dated(1, 2)
    assert trips(history(**case), "overhead")[1] == ("OUT", 14)


def test_who_is_waved_off_leaves_the_crew_to_the_next() -> None:
    """Of three trucks, the third, bound for B, is the last to ask for the crew. When the crew is rested at 13 h, the
    second truck is waved off, so the third gets the crew and is at B at 14 h.
    """
    case = crewed(12)
    case["site"] = {"B": base()}
    case["lot"]["stores"] = {**items(1, 10.0, "general", leave_after=hours(30), lifts=["truck"]), "site": "B"}
    case["lift"]["truck"] |= {"supply": fleet(3), "sites": ["A", "B"], "rule": "sequence"}
    case["lift"]["truck"]["leg"] = {"A": {"block_h": 1.0}, "B": {"block_h": 1.0}}
    found = history(**case)
    assert [fate for fate, _ in trips(found, "tasked")] == ["OUT", "WAVED_OFF", "OUT"]
    assert found.sortie["overhead"][2] / HOUR == 14
