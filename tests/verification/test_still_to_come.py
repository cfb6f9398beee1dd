"""A sortie with nothing to load spends no time on loading, and a lift waits only for movers that come by the end of its
wait.
"""

from __future__ import annotations

from typing import Any

import pytest

from sim.engines.compiled import simulate as compiled_engine
from sim.engines.simpy import Check
from sim.engines.simpy import simulate as reference_engine
from sim.model.calendars import NEVER
from sim.model.trajectory import Trajectory
from tests.scenarios import HOUR, base, compiled, dated, fleet, hours, items, lift, staged
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


def departures(found: Trajectory) -> list[tuple[float, int]]:
    """Return, for each sortie that took off, its take-off [h] and the number of movers aboard."""
    return [
        (row["up"] / HOUR, int((found.mover["sortie"] == at).sum()))
        for at, row in enumerate(found.sortie)
        if row["up"] < NEVER
    ]


# ------------------------------------------------------------------------------------------- nothing to load


def abandoned(*, working: int = 1, resource: dict[str, Any] | None = None, **freighter: Any) -> dict[str, Any]:
    """Return a case of tents that are left behind at 47.5 h and of a freighter that comes for them at 48 h.

    40 people may board when the tents are gone or left behind; a jet comes for these people at 49 h.
    """
    return {
        "site": {"A": base(working=working, parking=4, resource=resource or {})},
        "group": {"crew": staged(40, board_after="cleared", lifts=["jet"])},
        "lot": {"tents": items(1, 2.0, "general", leave_after=hours(47.5), lifts=["freighter"])},
        "hold": {"cleared": {"until": [{"kind": "equipment", "wanted": True}]}},
        "lift": {
            "freighter": lift(dated(48), seats=0, lead_d=2.0, **freighter),
            "jet": lift(dated(49), payload_t=20.0),
        },
    }


def test_nothing_to_load_takes_no_loading() -> None:
    """The freighter would load for 20 h on the only working spot. It has nothing to load and leaves at once, so the jet
    is loaded with the people from 49 to 50 h.
    """
    assert departures(history(**abandoned(load_h=20.0))) == [(48.0, 0), (50.0, 40)]


def test_nothing_to_load_takes_no_loading_among_other_tasks() -> None:
    """Without a load the freighter is still fuelled, for 1.5 h. Its loading, which would take 20 h, is left out."""
    tasks = [
        {"name": "fuel", "takes_h": 1.5, "parked": True},
        {"name": "load", "takes_h": 20.0, "loads": True, "needs": "loader"},
    ]
    found = history(**abandoned(task=tasks, load_h=0.0, working=2, resource={"loader": {"count": 1}}))
    assert departures(found) == [(49.5, 0), (50.0, 40)]


# ----------------------------------------------------------------------------------------- who is still to come


def convoy(hold: dict[str, Any], *, wait_h: float = 100.0, **sections: Any) -> list[tuple[float, int]]:
    """Return the departures of a case in which a convoy of ten seats stands at A and may wait `wait_h` for a full load.

    Six people may go at once; the hold "order" keeps four others. The convoy needs 240 h each way. `sections` may add
    groups, lots and lifts.
    """
    lifts = {"convoy": lift(fleet(begin_at="site"), seats=10, uses_ramp=False, min_load=1.0, wait_h=wait_h)}
    lifts["convoy"]["leg"] = {"A": {"block_h": 240.0}}
    lifts.update(sections.pop("lift", {}))
    return departures(
        history(
            group={
                "free": staged(6, lifts=["convoy"]),
                "kept": staged(4, board_after="order", lifts=["convoy"]),
                **sections.pop("group", {}),
            },
            hold={"order": hold},
            lift=lifts,
            deadline_h=20 * 24,
            **sections,
        )
    )


def test_a_convoy_waits_for_an_order_that_will_come() -> None:
    """The hold ends at 48 h. The convoy waits for it and leaves with all ten at 49 h, after an hour of loading."""
    assert convoy({"not_before": hours(48)})[0] == (49.0, 10)


def test_a_convoy_does_not_wait_longer_than_it_may_for_an_order() -> None:
    """The hold ends at 48 h, but the convoy may wait for 24 h only. So it does not wait at all and leaves with the six
    at 1 h. It is back at 481 h and leaves with the four at 482 h.
    """
    assert convoy({"not_before": hours(48)}, wait_h=24.0)[:2] == [(1.0, 6), (482.0, 4)]


def test_a_convoy_waits_for_what_another_lift_takes_away() -> None:
    """The four may board once a plane begins to load the weapon, at 30 h. The convoy waits for them, and both lifts are
    loaded from 30 to 31 h.
    """
    found = convoy(
        {"until": [{"lot": ["weapon"]}]},
        lot={"weapon": items(1, 5.0, lifts=["plane"])},
        lift={"plane": lift(dated(30))},
    )
    assert found == [(31.0, 10), (31.0, 1)]


@pytest.mark.parametrize("then_d", [0.5, 1.0])
def test_a_convoy_does_not_wait_for_those_who_wait_for_it(then_d: float) -> None:
    """The four may board half a day, or a day, after the six have gone. A wait would bring no one, so the six go at
    once.
    """
    assert convoy({"until": [{"group": ["free"]}], "then_d": then_d})[:2] == [(1.0, 6), (482.0, 4)]


def test_a_convoy_does_not_wait_for_those_who_wait_for_what_only_it_can_take() -> None:
    """Only the convoy can take the truck. The truck weighs 39.8 t and the convoy carries 40 t, so the six do not fit
    beside it. The four wait for the truck, so the six go at once. The next trip takes the truck and one of the four.
    """
    found = convoy(
        {"until": [{"lot": ["truck"]}]},
        lot={"truck": items(1, 39.8, "general", required=True, lifts=["convoy"])},
    )
    assert found[:2] == [(1.0, 6), (482.0, 2)]


def test_a_convoy_does_not_wait_for_those_who_wait_for_one_another() -> None:
    """Each of two parties may board only half a day after the other party has gone. So neither can ever go, and the six
    go at once.
    """
    lifts = {"convoy": lift(fleet(begin_at="site"), seats=10, uses_ramp=False, min_load=1.0, wait_h=100.0)}
    found = history(
        group={
            "free": staged(6),
            "first": staged(2, board_after="second gone"),
            "second": staged(2, board_after="first gone"),
        },
        hold={
            "first gone": {"until": [{"group": ["first"]}], "then_d": 0.5},
            "second gone": {"until": [{"group": ["second"]}], "then_d": 0.5},
        },
        lift=lifts,
        checked=False,
    )
    assert departures(found)[0] == (1.0, 6)


def late(group: dict[str, Any], *, wait_h: float, **sections: Any) -> list[tuple[float, int]]:
    """Return the departures of a case in which a convoy of ten seats stands at A and may wait `wait_h` for a full load.

    Six people may go at once; `group` says when four others are released or come. The convoy needs 240 h each way.
    `sections` may add groups, lots, lifts and holds.
    """
    lifts = {"convoy": lift(fleet(begin_at="site"), seats=10, uses_ramp=False, min_load=1.0, wait_h=wait_h)}
    lifts["convoy"]["leg"] = {"A": {"block_h": 240.0}}
    lifts |= sections.pop("lift", {})
    groups = {"free": staged(6, lifts=["convoy"]), "late": {**group, "lifts": ["convoy"]}, **sections.pop("group", {})}
    return departures(history(group=groups, lift=lifts, deadline_h=20 * 24, **sections))


@pytest.mark.parametrize(
    ("wait_h", "first"), [(24.0, (1.0, 6)), (47.9, (1.0, 6)), (48.0, (49.0, 10)), (60.0, (49.0, 10))]
)
def test_a_convoy_waits_only_for_those_who_are_released_by_the_end_of_its_wait(
    wait_h: float, first: tuple[float, int]
) -> None:
    """The four are released at 48 h. A convoy that may wait for 48 h or longer leaves with all ten; any other leaves
    with the six at once, without a wait.
    """
    assert late(staged(4, release=hours(48)), wait_h=wait_h)[0] == first


@pytest.mark.parametrize(
    ("wait_h", "first"), [(11.0, (1.0, 6)), (24.0, (21.0, 8)), (35.9, (29.0, 9)), (36.0, (37.0, 10))]
)
def test_a_convoy_waits_only_for_those_who_come_by_the_end_of_its_wait(wait_h: float, first: tuple[float, int]) -> None:
    """The four come at 12, 20, 28 and 36 h. The convoy waits for the last of them who comes by the end of its wait,
    and not at all if no one does. It is then loaded for an hour.
    """
    found = late(staged(4, arrives={"begins": hours(8), "until": hours(40)}), wait_h=wait_h)[0]
    assert found == pytest.approx(first)


def test_a_convoy_does_not_wait_for_a_hold_whose_last_comes_too_late() -> None:
    """The four may board when a plane begins to load the weapon. The weapon is released at 48 h, and the plane comes at
    60 h. A convoy that may wait for 24 h leaves with the six at once. A convoy that may wait for 70 h is loaded with
    all ten from 60 to 61 h.
    """
    sections = {
        "lot": {"weapon": items(1, 5.0, lifts=["plane"], release=hours(48))},
        "lift": {"plane": lift(dated(60))},
        "hold": {"order": {"until": [{"lot": ["weapon"]}]}},
    }
    assert late(staged(4, board_after="order"), wait_h=24.0, **sections)[0] == (1.0, 6)
    assert late(staged(4, board_after="order"), wait_h=70.0, **sections)[0] == (61.0, 10)


def test_a_flight_from_a_hub_waits_only_for_those_who_can_leave_their_camp_in_time() -> None:
    """A flight comes at 2 h to six people at A. Four at a camp, an hour away, are released at 48 h, and a bus leaves
    with them at 50 h. A flight that may wait for 24 h leaves with the six at 3 h; a flight that may wait for 72 h
    leaves after 50 h.
    """

    def first(wait_h: float) -> tuple[float, int]:
        found = history(
            site={"A": base(), "C": base()},
            route={"over": {"via": ["A"]}},
            group={
                "free": staged(6, lifts=["jet"]),
                "late": {**staged(4, release=hours(48), routes=["over"]), "site": "C", "lifts": ["jet", "bus"]},
            },
            lift={
                "jet": lift(dated(2), seats=10, uses_ramp=False, min_load=1.0, wait_h=wait_h),
                "bus": {**lift(dated(49), to="A", uses_ramp=False), "sites": ["C"], "leg": {"C": {"block_h": 1.0}}},
            },
            deadline_h=20 * 24,
        )
        jet = found.sortie[found.sortie["lift"] == 0][0]
        return jet["up"] / HOUR, int((found.mover["sortie"] == 0).sum())

    assert first(24.0) == (3.0, 6)
    assert first(72.0)[0] > 50.0
