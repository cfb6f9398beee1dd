"""Lift is sent for those who may go together only where they are there, and no date keeps them, by its arrival."""

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
"""The guard may board when the radios are gone, or with them."""


def flights(**sections: Any) -> list[tuple[float, str]]:
    """When each sortie was tasked or struck [h], and what became of it: the same on both engines, under every check."""
    made = compiled(**{"hold": RADIOS_GONE, **sections})
    found = reference_engine(made, 1, 0, check=ALL)
    assert_same_trajectory(found, compiled_engine(made, 1, 0))
    return [(row["tasked"] / HOUR, Fate(int(row["fate"])).name) for row in found.sortie]


def radios(count: int, **more: Any) -> dict[str, Any]:
    """What may ride with people, and has to be out."""
    return items(count, category="sensitive", required=True, **more)


def guard(**more: Any) -> dict[str, Any]:
    return {"guard": staged(2, board_after="gone", **more)}


def test_a_tail_is_not_sent_for_radios_that_a_date_keeps() -> None:
    """The radios are released at 13 h; it takes an hour to get there, so the truck sets out when it would find them."""
    assert flights(
        group=guard(),
        lot={"radios": radios(1, release=hours(13))},
        lift={"truck": lift(fleet())},
    ) == [(13.0, "OUT")]


@pytest.mark.parametrize("hold", [{}, RADIOS_GONE], ids=["no hold", "a hold"])
def test_a_hold_somewhere_changes_nothing_for_those_who_wait_for_a_date_alone(hold: dict[str, Any]) -> None:
    """No mover is kept by the hold: the truck comes at 13 h, with the hold in the file as without."""
    assert flights(hold=hold, lot={"radios": radios(1, release=hours(13))}, lift={"truck": lift(fleet())}) == [
        (13.0, "OUT")
    ]


def test_a_mission_is_struck_that_would_come_before_the_date() -> None:
    """Missions for 7 h and for 14 h: the first would find the guard alone, which must not go."""
    assert flights(
        group=guard(), lot={"radios": radios(1, release=hours(13))}, lift={"truck": lift(dated(7.0, 14.0))}
    ) == [(7.0, "STRUCK"), (14.0, "OUT")]


def test_a_mission_comes_for_those_who_are_released_by_its_arrival() -> None:
    """Tasked six hours ahead, for 14 h: the radios are free at 13 h, and the guard goes with them."""
    assert flights(
        group=guard(), lot={"radios": radios(1, release=hours(13))}, lift={"truck": lift(dated(14.0), lead_d=0.25)}
    ) == [(8.0, "OUT")]


def test_a_mission_is_struck_for_a_guard_whose_radios_are_still_to_come() -> None:
    """The radios arrive at 10 h: a mission for 7 h would find no mover, one for 11 h takes them and the guard."""
    them = radios(1, arrives={"begins": hours(10), "until": hours(10)})
    assert flights(group=guard(), lot={"radios": them}, lift={"truck": lift(dated(7.0, 11.0))}) == [
        (7.0, "STRUCK"), (11.0, "OUT")
    ]  # fmt: skip


def kept_by_one_another(many: int, **both: Any) -> dict[str, Any]:
    """Guards and clerks, so many of each: either stay until the others have gone."""
    return {
        "group": {"guard": staged(many, **both), "clerks": staged(many, **both)},
        "hold": {"guard gone": {"until": [{"group": ["guard"]}]}, "clerks gone": {"until": [{"group": ["clerks"]}]}},
        "floor": {
            "rear": {"group": "guard", "at_least": many, "until": "clerks gone"},
            "desk": {"group": "clerks", "at_least": many, "until": "guard gone"},
        },
    }


def test_those_who_will_have_come_may_go_together_too() -> None:
    """Two parties keep one another and arrive at 5 h: a mission for 8 h, tasked at 2 h, is for them."""
    comes = {"arrives": {"begins": hours(5), "until": hours(5)}}
    jet = lift(dated(8.0), lead_d=0.25)
    assert flights(**kept_by_one_another(2, **comes), lift={"jet": jet}) == [(2.0, "OUT")]


def test_a_floor_keeps_its_number_of_those_who_are_there() -> None:
    """Of five guards three stay until the radios are gone, which are released at 13 h: no lift comes for all at 7 h.

    The mission of 1 h takes the two who may go; the others go with the radios at 14 h.
    """
    assert flights(
        group={"guard": staged(5)},
        floor={"watch": {"group": "guard", "at_least": 3, "until": "gone"}},
        lot={"radios": radios(1, release=hours(13))},
        lift={"truck": lift(dated(1.0, 7.0, 14.0))},
    ) == [(1.0, "OUT"), (7.0, "STRUCK"), (14.0, "OUT")]


def test_who_had_begun_before_the_start_needs_no_release() -> None:
    """Half of the radios are past the desk at the start, the date keeps the rest: the guard waits for all or these.

    A truck takes those that had begun. Where two may be left when the guard goes, it goes at 7 h; where one, it stays.
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
