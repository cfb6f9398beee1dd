"""A history that gets stuck says what its movers wait for. A history whose movers only lack time is not stuck."""

from __future__ import annotations

from typing import Any

import pytest

from sim.model.calendars import NEVER
from sim.model.compile import plan
from sim.model.terms import Fate
from sim.model.trajectory import Trajectory
from sim.report.replay import replay_lines
from tests.scenarios import HOUR, dated, fleet, hours, items, lift, rate, scenario, staged
from tests.verification.hand_worked import run_with_ups


def fates(history: Trajectory) -> set[Fate]:
    return {Fate(fate) for fate in history.mover["fate"].tolist()}


# ------------------------------------------------------------------------------------------------- stuck


def test_a_stuck_history_tells_the_chain() -> None:
    """Guards wait for the weapons, and the weapons for the guards, so neither can ever go. The history ends at the
    horizon, five days after the deadline, and names both waits. `check` would refuse this file.
    """
    history, up = run_with_ups(
        checked=False,
        group={"guard": staged(2, board_after="weapons gone"), "others": staged(1)},
        lot={"weapons": items(3, 1.0, begin_after="guard gone")},
        hold={
            "weapons gone": {"until": [{"lot": ["weapons"]}]},
            "guard gone": {"until": [{"group": ["guard"]}]},
        },
        lift={"jet": lift(rate(7.0))},
        deadline_h=48,
        horizon_d=5,
    )
    assert up == {"guard": [None] * 2, "others": [13], "weapons": [None] * 3}
    assert history.end == 48 * HOUR + 5 * 24 * HOUR
    got = {(wait.lot, wait.count, wait.reason, wait.on, wait.waits_for) for wait in history.stuck}
    assert got == {(0, 2, "hold", 0, (2,)), (2, 3, "hold", 1, (0,))}


@pytest.mark.parametrize("horizon_d", [0.5, 5])
def test_a_late_history_is_not_stuck(horizon_d: float) -> None:
    """300 people need three daily missions of 100 seats. If the clock ends at 24 h, those who remain are not stuck, as
    more missions would come. If it ends at 132 h, all are out.
    """
    history, _ = run_with_ups(
        group={"guard": staged(300)},
        lift={"jet": lift(rate(7.0))},
        deadline_h=12,
        horizon_d=horizon_d,
    )
    assert (len(history.stuck), fates(history) & {Fate.OPEN}) == (0, {Fate.OPEN} if horizon_d < 1 else set())


@pytest.mark.parametrize("kept", ["board_after", "begin_after", "floor"])
@pytest.mark.parametrize(
    "hold",
    [
        {"not_before": hours(24 * 90)},
        {"until": [{"group": ["others"]}], "then_d": 90},
        {"until": [{"lot": ["safe"]}], "at_latest": hours(24 * 90)},
    ],
)
def test_who_waits_for_a_date_behind_the_end_of_the_clock_is_not_stuck(hold: dict[str, Any], kept: str) -> None:
    """A date, a hand-over time or a latest date of a hold would free the guards after the end of the clock, so they are
    not stuck.
    """
    history, up = run_with_ups(
        checked=False,
        group={"guard": staged(2, **({} if kept == "floor" else {kept: "later"})), "others": staged(1)},
        lot={"safe": items(1, 1.0, begin_after="gone")},
        hold={"later": hold, "gone": {"until": [{"group": ["guard"]}]}},
        floor={"stay": {"group": "guard", "at_least": 2, "until": "later"}} if kept == "floor" else {},
        lift={"jet": lift(rate(7.0))},
        deadline_h=48,
        horizon_d=5,
    )
    assert (up["guard"], up["others"], up["safe"]) == ([None] * 2, [13], [None])
    assert not history.stuck


@pytest.mark.parametrize("hub", [False, True])
def test_who_is_on_the_road_at_the_end_of_the_clock_is_not_stuck(hub: bool) -> None:
    """A convoy needs 13 days to the border, or to a hub. It is on the road when the clock ends after four days, so its
    movers are not stuck.
    """
    over = {"site": {"H": {"kind": "hub"}}, "route": {"over": {"via": ["H"]}}} if hub else {}
    convoy = {"leg": {"A": {"block_h": 24 * 13}}, **({"to": "H"} if hub else {"crosses": "arrival"})}
    jet = {"jet": lift(rate(7.0), sites=["H"], leg={"H": {"block_h": 1}})} if hub else {}
    sections: dict[str, Any] = dict(
        checked=False,
        group={"staff": staged(3, **({"routes": ("over",)} if hub else {}))},
        lift={"convoy": lift(dated(1.0), **convoy), **jet},
        deadline_h=48,
        horizon_d=2,
        **over,
    )
    history, _ = run_with_ups(**sections)
    assert history.end == 96 * HOUR
    assert (history.mover["left"] == NEVER).all()
    assert not history.stuck
    text = " ".join(replay_lines(plan(scenario(**sections)), history))
    assert "convoy" in text


def test_who_waits_for_a_date_and_for_lift_that_is_over_is_stuck() -> None:
    """The guards may board only after the last mission has gone, so they are stuck, and what they wait for is lift."""
    history, _ = run_with_ups(
        checked=False,
        group={"guard": staged(2, board_after="later")},
        hold={"later": {"not_before": hours(24 * 90)}},
        lift={"jet": lift(dated(1.0))},
        deadline_h=48,
        horizon_d=5,
    )
    assert [(wait.lot, wait.count, wait.reason, wait.on) for wait in history.stuck] == [(0, 2, "lift", 0)]


def test_a_list_of_dates_that_ends_leaves_a_stuck_history() -> None:
    """The only mission takes two of three people at 2 h. The third waits for lift for ever."""
    history, up = run_with_ups(group={"guard": staged(3)}, lift={"jet": lift(dated(1.0), seats=2)})
    assert up == {"guard": [2, 2, None]}
    assert [(wait.lot, wait.count, wait.reason, wait.on) for wait in history.stuck] == [(0, 1, "lift", 0)]


def test_those_kept_by_floors_who_could_go_together_are_not_stuck() -> None:
    """Each of two floors lasts until the group of the other floor has gone. Both groups could go on one aircraft, and
    an aircraft may still come after the end of the clock, so they are not stuck.
    """
    history, _ = run_with_ups(
        group={"guard": staged(2), "loaders": staged(2)},
        hold={
            "guard gone": {"until": [{"group": ["guard"]}]},
            "loaders gone": {"until": [{"group": ["loaders"]}]},
        },
        floor={
            "watch": {"group": "guard", "at_least": 2, "until": "loaders gone"},
            "hands": {"group": "loaders", "at_least": 2, "until": "guard gone"},
        },
        lift={"jet": lift(rate(0.5))},
        deadline_h=24,
        horizon_d=1,
    )
    assert fates(history) == {Fate.OPEN}
    assert history.stuck == ()


@pytest.mark.parametrize(("then_d", "clerks"), [(1.0, "loaders"), (1.0, "guard"), (0.0, "neither")])
def test_floors_that_never_end_keep_one_another(then_d: float, clerks: str) -> None:
    """Each of two floors lasts until the group of the other floor has gone. Both end if both groups can go at once. If
    a hold adds a hand-over time (`then_d`), neither group can go, so both are stuck.

    If a hold also counts the clerk, the clerk is named among those waited for, although nothing keeps the clerk from
    leaving.
    """
    watched = ["loaders", *(["clerks"] if clerks == "loaders" else [])]
    handed = ["guard", *(["clerks"] if clerks == "guard" else [])]
    history, _ = run_with_ups(
        group={"guard": staged(2), "loaders": staged(3), "clerks": staged(1)},
        hold={
            "guard gone": {"until": [{"group": handed}], "then_d": then_d},
            "loaders gone": {"until": [{"group": watched}]},
        },
        floor={
            "watch": {"group": "guard", "at_least": 2, "until": "loaders gone"},
            "hands": {"group": "loaders", "at_least": 3, "until": "guard gone"},
        },
        lift={"jet": lift(rate(0.5))},
        deadline_h=24,
        horizon_d=1,
    )
    found = {(wait.lot, wait.count, wait.reason, wait.on, wait.waits_for) for wait in history.stuck}
    counted = {"loaders": ((1, 2), (0,)), "guard": ((1,), (0, 2)), "neither": None}[clerks]
    assert found == (set() if counted is None else {(0, 2, "floor", 1, counted[0]), (1, 3, "floor", 0, counted[1])})


def test_a_fleet_comes_for_those_who_had_begun_before_a_release_date() -> None:
    """A release date keeps no one who had begun before the start, so a tail is sent for these people at once.

    Two of three people are staged at the start and leave at 2 h. The tail is home again at 3 h. It sets out at 24 h,
    when the third is released, arrives at 25 h and takes off at 26 h.
    """
    _, up = run_with_ups(
        group={"people": staged(3, release="2024-01-02", start={"staged": 2})},
        lift={"jet": lift(fleet(1))},
    )
    assert up == {"people": [2, 2, 26]}


def test_a_fleet_comes_for_those_who_had_begun_before_a_hold() -> None:
    """Two of three people had begun before the start, so the hold on beginning keeps only the third, until the papers
    are gone. The papers fill the first sortie, which leaves at 2 h. All three people leave with the next, at 5 h.
    """
    _, up = run_with_ups(
        group={"people": staged(3, begin_after="papers gone", start={"staged": 2})},
        lot={"papers": items(1, 38.0, "classified")},
        hold={"papers gone": {"until": [{"lot": ["papers"]}]}},
        lift={"jet": lift(fleet(1), payload_t=38.1)},
    )
    assert up == {"people": [5, 5, 5], "papers": [2]}


def test_those_who_wait_for_what_is_being_loaded_are_not_stuck() -> None:
    """When the clock ends, the weapons are being loaded, which takes two days. The guard waits only for the weapons,
    so it is not stuck.
    """
    history, _ = run_with_ups(
        group={"guard": staged(2, board_after="weapons gone")},
        lot={"weapons": items(1, 1.0)},
        hold={"weapons gone": {"until": [{"lot": ["weapons"]}]}},
        lift={"jet": lift(fleet(2), load_h=48.0)},
        deadline_h=12,
        horizon_d=0.5,
    )
    assert fates(history) == {Fate.OPEN}
    assert history.stuck == ()
