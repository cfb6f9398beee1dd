"""Movers that can only leave together: lift is sent for them only if, when it arrives, all are there and no date keeps
any of them.
"""

from __future__ import annotations

from typing import Any

import pytest

from sim.engines.compiled import simulate as compiled_engine
from sim.engines.simpy import Check
from sim.engines.simpy import simulate as reference_engine
from sim.model.terms import Fate
from tests.scenarios import HOUR, base, compiled, dated, fleet, hours, items, lift, staged
from tests.verification.trajectories import assert_same_trajectory

ALL = Check(shuffle=3, scan=True, enablers=True, audit=True)
RADIOS_GONE = {"gone": {"until": [{"kind": "equipment"}]}}
"""A hold until the equipment has gone. A guard under it may also board together with the last radios."""


def flights(**sections: Any) -> list[tuple[float, str]]:
    """Run a scenario on both engines under all checks; return when each sortie was tasked or struck [h],
    and its fate.
    """
    made = compiled(**{"hold": RADIOS_GONE, **sections})
    found = reference_engine(made, 1, 0, check=ALL)
    assert_same_trajectory(found, compiled_engine(made, 1, 0))
    return [(row["tasked"] / HOUR, Fate(int(row["fate"])).name) for row in found.sortie]


def radios(count: int, **more: Any) -> dict[str, Any]:
    """Return required equipment that may ride with people."""
    return items(count, category="sensitive", required=True, **more)


def guard(**more: Any) -> dict[str, Any]:
    return {"guard": staged(2, board_after="gone", **more)}


def test_a_tail_is_not_sent_for_radios_that_a_date_keeps() -> None:
    """Radios are released at 13 h, and a guard may leave only with or after them. So the truck is sent only at 13 h."""
    assert flights(
        group=guard(),
        lot={"radios": radios(1, release=hours(13))},
        lift={"truck": lift(fleet())},
    ) == [(13.0, "OUT")]


@pytest.mark.parametrize("hold", [{}, RADIOS_GONE], ids=["no hold", "a hold"])
def test_a_hold_that_keeps_no_mover_changes_nothing(hold: dict[str, Any]) -> None:
    """The truck is sent at 13 h for radios released then, with or without a hold that keeps no mover."""
    assert flights(hold=hold, lot={"radios": radios(1, release=hours(13))}, lift={"truck": lift(fleet())}) == [
        (13.0, "OUT")
    ]


def test_a_mission_is_struck_that_would_come_before_the_date() -> None:
    """Missions are planned for 7 h and 14 h. The first is struck, since it would find only the guard, which may not
    leave before the radios are released at 13 h.
    """
    assert flights(
        group=guard(), lot={"radios": radios(1, release=hours(13))}, lift={"truck": lift(dated(7.0, 14.0))}
    ) == [(7.0, "STRUCK"), (14.0, "OUT")]


def test_a_mission_comes_for_movers_released_by_its_arrival() -> None:
    """A mission for 14 h is tasked six hours ahead, since the radios are released at 13 h and may then leave with the
    guard.
    """
    assert flights(
        group=guard(), lot={"radios": radios(1, release=hours(13))}, lift={"truck": lift(dated(14.0), lead_d=0.25)}
    ) == [(8.0, "OUT")]


def test_a_mission_is_struck_for_a_guard_whose_radios_are_still_to_come() -> None:
    """The radios arrive at 10 h. The mission for 7 h is struck, since it would find only the guard; the one for 11 h
    takes the radios and the guard.
    """
    them = radios(1, arrives={"begins": hours(10), "until": hours(10)})
    assert flights(group=guard(), lot={"radios": them}, lift={"truck": lift(dated(7.0, 11.0))}) == [
        (7.0, "STRUCK"), (11.0, "OUT")
    ]  # fmt: skip


def kept_by_one_another(many: int, **both: Any) -> dict[str, Any]:
    """Return sections with guards and clerks, `many` of each; a floor keeps all of each group until the other group has
    gone.
    """
    return {
        "group": {"guard": staged(many, **both), "clerks": staged(many, **both)},
        "hold": {"guard gone": {"until": [{"group": ["guard"]}]}, "clerks gone": {"until": [{"group": ["clerks"]}]}},
        "floor": {
            "rear": {"group": "guard", "at_least": many, "until": "clerks gone"},
            "desk": {"group": "clerks", "at_least": many, "until": "guard gone"},
        },
    }


def test_a_mission_comes_for_movers_that_arrive_before_it() -> None:
    """Two groups that keep each other arrive at 5 h. A mission for 8 h is tasked six hours ahead, at 2 h."""
    comes = {"arrives": {"begins": hours(5), "until": hours(5)}}
    jet = lift(dated(8.0), lead_d=0.25)
    assert flights(**kept_by_one_another(2, **comes), lift={"jet": jet}) == [(2.0, "OUT")]


def test_a_floor_keeps_its_number_of_people_present() -> None:
    """A floor keeps three of five guards until the radios, released at 13 h, have gone.

    The mission for 1 h takes the other two guards. The mission for 7 h is struck, since no one may leave then. The
    mission for 14 h takes the three guards and the radios.
    """
    assert flights(
        group={"guard": staged(5)},
        floor={"watch": {"group": "guard", "at_least": 3, "until": "gone"}},
        lot={"radios": radios(1, release=hours(13))},
        lift={"truck": lift(dated(1.0, 7.0, 14.0))},
    ) == [(1.0, "OUT"), (7.0, "STRUCK"), (14.0, "OUT")]


def test_movers_that_have_begun_need_no_release() -> None:
    """Two of four radios have passed the desk before the start, so no date keeps them, and the truck takes them at 2 h.
    The others are released at 13 h.

    A bus is planned for 7 h for the guard. If two radios may remain, it comes; if only one may remain, it is struck.
    """
    desk = {"desk": {"servers": 2, "service_h": 1.0}}
    them = radios(4, release=hours(13), stations=["desk"], start={"passed": {"desk": 2}})
    for at_most, outcome in ((2, "OUT"), (1, "STRUCK")):
        found = flights(
            site={"A": base(station=desk)},
            group=guard(lifts=["bus"]),
            lot={"radios": {**them, "lifts": ["truck"]}},
            hold={"gone": {"until": [{"kind": "equipment", "at_most": at_most}]}},
            lift={"truck": lift(dated(2.0)), "bus": lift(dated(7.0))},
        )
        assert found[1] == (7.0, outcome)
