"""Crises worked by hand: how they release movers, lift holds and dispose of equipment."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import numpy as np
import pytest

from sim.analysis.outcomes.record import outcomes
from sim.domain.check import remarks
from sim.model.calendars import NEVER
from sim.model.compile import plan
from sim.model.terms import Fate
from sim.model.world import make_world
from sim.model.world.unknowns import drawn
from sim.report.replay import replay_lines
from tests.scenarios import DAY, HOUR, START, base, dated, hours, items, lift, rate, scenario, staged
from tests.verification.case import Case
from tests.verification.crises import FIFTH, FIRST, OFTEN, asked, day, left, run, why
from tests.verification.explained import explained
from tests.verification.invariants_of_steps import the_clock_never_runs_back
from tests.verification.phased import released
from tests.verification.trajectories import assert_same_trajectory

BURNS = base(station={"burn": {"servers": 1, "service_h": 2}}, disposal={"destroy": ["burn"]})


def test_movers_that_a_plan_or_date_keeps_are_released_at_once() -> None:
    """The plan releases one person at noon of each day, so four have left when the crisis begins at 96 h. The crisis
    releases the other sixteen people and two tents at once. They leave at 97.5 h with the mission that lands at 96.5 h
    and is loaded for an hour.
    """
    case = asked(
        {"on": FIFTH, "release": True},
        lot={"tents": items(2, 3.0, "general", required=True, release=day(30))},
    )
    history = run(case)
    assert released(history) == pytest.approx([12, 36, 60, 84, *[96] * 18], abs=0.01)
    assert left(history)[4:] == [97.5] * 18
    assert why(case, history)["release:main"] == 96 * HOUR


def test_a_crisis_releases_a_group_from_its_own_date_and_from_a_plan_of_boarding() -> None:
    """Four people may begin on day 10, and a plan says on which of the following days each may board. The crisis at
    96 h releases them from both. They leave at 97.5 h; until 96 h they have waited for their release.
    """
    main = staged(4, release=day(10))
    boarding = {"out": {"begins": FIRST, "until": day(20), "governs": "boarding"}}
    case = asked({"on": FIFTH, "release": True}, group={"main": main}, plan=boarding)
    history = run(case)
    assert left(history) == [97.5] * 4
    assert why(case, history)["release:main"] == 96 * HOUR


def test_people_who_arrive_later_are_released_on_arrival() -> None:
    """Four people, to be released on day 30, arrive at 12, 36, 60 and 84 h. The crisis at 48 h releases the two who are
    there; the others are released when they arrive.
    """
    arriving = staged(4, release=day(30), arrives={"begins": FIRST, "until": day(3)})
    case = asked({"on": day(2), "release": True}, group={"main": arriving}, plan={})
    assert released(run(case)) == [48, 48, 60, 84]


def test_lift_is_requested_ahead_of_arrivals_after_a_crisis() -> None:
    """Four people, to be released on day 30, arrive at 12, 36, 60 and 84 h. After a crisis at 48 h they no longer wait
    for day 30.

    A bus that is requested comes 6 h later and is loaded for an hour. For the two people present at 48 h a bus is
    requested at once; it leaves at 55 h. The arrivals at 60 and 84 h are known dates, so for each of them a bus is
    requested 6 h earlier; it leaves an hour after the arrival.
    """
    arriving = staged(4, release=day(30), arrives={"begins": FIRST, "until": day(3)})
    bus = lift({"kind": "ready", "ahead": True, "people": 1, "at_once": 4}, seats=10, lead_d=0.25)
    case = asked({"on": day(2), "release": True}, group={"main": arriving}, plan={}, lift={"bus": bus})
    history = run(case)
    assert (history.sortie["tasked"] / HOUR).tolist() == [48, 54, 78]
    assert left(history) == [55, 55, 61, 85]


def test_a_crisis_acts_only_on_its_sites() -> None:
    """Ten people at A and ten at B are to be released on day 30 (720 h). A crisis at B at 96 h releases only those at
    B.
    """
    both = {"main": staged(10, release=day(30)), "camp": {**staged(10, release=day(30)), "site": "B"}}
    jet = lift(OFTEN, sites=["A", "B"])
    case = asked({"on": FIFTH, "release": True, "sites": ("B",)}, site={"A": base(), "B": base()}, group=both,
                 lift={"jet": jet}, plan={})  # fmt: skip
    assert released(run(case)) == [720] * 10 + [96] * 10


def test_a_lifted_hold_ends_its_floor() -> None:
    """A hold until day 25 keeps two people and, by a floor, four of six guards. Two guards leave at 1.5 h. The crisis
    lifts the hold at 96 h, so all others leave at 97.5 h. The time until 96 h is due to the date of the hold.
    """
    case = asked(
        {"on": FIFTH, "holds": ("late",)},
        group={"main": staged(2, board_after="late"), "guard": staged(6)},
        hold={"late": {"not_before": day(25)}},
        floor={"guard": {"group": "guard", "at_least": 4, "until": "late"}},
        plan={},
    )
    history = run(case)
    assert left(history) == [97.5, 97.5, 1.5, 1.5, *[97.5] * 4]
    assert why(case, history)["date:late"] == 96 * HOUR


def test_a_lifted_hold_still_takes_its_hand_over_time() -> None:
    """Arms are released only on day 40, and a guard may board a day (the hand-over) after they have gone. The crisis
    lifts the hold at 96 h; the hand-over ends at 120 h, and the guard leaves at 121.5 h with the next mission.
    """
    case = asked(
        {"on": FIFTH, "holds": ("arms gone",)},
        group={"guard": staged(3, board_after="arms gone")},
        lot={"arms": items(1, release=day(40))},
        hold={"arms gone": {"until": [{"lot": ["arms"]}], "then_d": 1}},
        plan={},
    )
    history = run(case)
    assert left(history)[:3] == [121.5] * 3


def test_a_hold_met_before_the_crisis_does_not_change() -> None:
    """A hold clears on day 2 by its date. A crisis that lifts it on day 4 changes nothing, bit for bit."""
    held = {"group": {"main": staged(5, board_after="late")}, "hold": {"late": {"not_before": day(2)}}, "plan": {}}
    case = asked({"on": FIFTH, "holds": ("late",)}, **held)
    assert_same_trajectory(run(asked({}, **held)), run(case))


def test_begin_after_is_lifted_too() -> None:
    """A hold keeps people from beginning; they begin at 96 h, when the crisis lifts the hold."""
    case = asked(
        {"on": FIFTH, "holds": ("late",)},
        group={"main": staged(2, begin_after="late")},
        hold={"late": {"not_before": day(25)}},
        plan={},
    )
    assert released(run(case)) == [96, 96]


def test_wanted_equipment_is_destroyed_if_permitted() -> None:
    """At 96 h three wanted tents are given up; one server burns them one after the other, in 2 h each. A radio that may
    not be destroyed, and a required weapon, are shipped.
    """
    wanted = {"release": day(30)}
    case = asked(
        {"on": FIFTH, "release": True, "dispose": "destroy"},
        site={"A": BURNS},
        lot={
            "tents": items(3, 3.0, "general", permitted=("destroy",), **wanted),
            "radios": items(1, 1.0, "general", permitted=("abandon",), leave_after=day(60), **wanted),
            "arms": items(1, 1.0, "lethal", **wanted),
        },
    )
    history = run(case)
    fates = history.mover["fate"].tolist()[20:]
    assert fates == [Fate.DESTROYED] * 3 + [Fate.OUT] * 2
    assert (history.mover["left"][20:23] / HOUR).tolist() == [98, 100, 102]
    assert history.given["at"].tolist() == [96 * HOUR] * 3
    text = " ".join(" ".join(replay_lines(plan(case), history)).split())
    assert '05 Jan 00:00 crisis "fall" at A: 21 movers released, 3 items (9 t) to be destroyed' in text, text


def test_loaded_equipment_leaves() -> None:
    """A jet with a payload of 4 t, which came at 95.5 h, is being loaded with one of two tents of 3 t when the crisis
    begins at 96 h. This tent leaves, and the other is burnt.
    """
    case = asked(
        {"on": FIFTH, "dispose": "destroy"},
        site={"A": BURNS},
        group={"main": staged(1)},
        lot={"tents": items(2, 3.0, "general", permitted=("destroy",))},
        lift={"jet": lift(dated(95.5, 200), payload_t=4.0)},
        plan={},
    )
    history = run(case)
    assert sorted(history.mover["fate"].tolist()[1:]) == sorted([Fate.OUT, Fate.DESTROYED])


def test_wanted_equipment_may_be_left_behind() -> None:
    """Wanted tents are left behind at 96 h. The plan still releases the people, the last of them at 468 h."""
    case = asked(
        {"on": FIFTH, "dispose": "abandon"},
        lot={"tents": items(3, 3.0, "general", release=day(30), leave_after=day(60))},
    )
    history = run(case)
    assert (history.mover["left"][20:] / HOUR).tolist() == [96] * 3
    assert not len(history.given)
    assert released(history)[19] == pytest.approx(468, abs=0.01)
    text = " ".join(" ".join(replay_lines(plan(case), history)).split())
    assert 'crisis "fall" at A: 3 items (9 t) left behind' in text


def test_no_decision_foresees_a_crisis() -> None:
    """Before 96 h, a history with a crisis at 96 h has the same missions, tasked three days ahead, and the same
    departures as a history without a crisis.
    """
    sections = {"lift": {"jet": lift(rate(7), lead_d=3)}}
    calm, stormy = run(asked({}, **sections)), run(asked({"on": FIFTH, "release": True}, **sections))
    before = [history.sortie[history.sortie["tasked"] < 96 * HOUR] for history in (calm, stormy)]
    for column in ("planned", "tasked", "site"):
        assert before[0][column].tolist() == before[1][column].tolist()
    early = [history.mover["up"][history.mover["up"] < 96 * HOUR].tolist() for history in (calm, stormy)]
    assert early[0] == early[1]


def test_a_crisis_at_random_after_some_days() -> None:
    """A crisis with probability 0.3 comes in about 0.3 of 600 histories, two to eight days after the start.

    A history in which it comes equals that of a scenario which states the instant of the crisis. A history in which it
    does not come equals that of a scenario without a crisis.
    """
    case = asked({"after_d": {"low": 2, "high": 8}, "chance": 0.3, "release": True})
    made = plan(case)
    begins = np.array([make_world(made, 1, number).crises[0] for number in range(600)])
    came = begins < NEVER
    assert abs(came.mean() - 0.3) < 4 * (0.3 * 0.7 / 600) ** 0.5
    assert 2 * DAY <= begins[came].min() < 2.3 * DAY
    assert 7.7 * DAY < begins[came].max() <= 8 * DAY
    yes, no = int(came.argmax()), int((~came).argmax())
    written = asked({"on": START + timedelta(seconds=int(begins[yes])), "release": True})
    assert_same_trajectory(run(case, yes), run(written, yes))
    assert_same_trajectory(run(case, no), run(asked({}), no))
    assert outcomes(made, run(case, yes))["crisis_fall"] == 1
    assert outcomes(made, run(case, no))["crisis_fall"] == 0


def test_date_and_chance_may_be_unknown() -> None:
    """A history with a drawn date of the crisis equals that of the scenario that states this date. If the probability
    is drawn as 0, the history equals that without a crisis.
    """
    later = {"later": {"to": ("crisis.fall.on",), "apply": "plus", "draw": {"low": 0, "high": 9}}}
    unknown = asked({"on": FIFTH, "release": True}, uncertainty=later)
    for number in range(2):
        by = drawn(plan(unknown), 1, [number])[0][0]
        at = hours(96) + timedelta(seconds=round((4 + by) * DAY) - 4 * DAY)
        other, one = run(asked({"on": at, "release": True}), number), run(unknown, number)
        assert_same_trajectory(other, replace(one, drawn=other.drawn))
    never = {"chance": {"to": ("crisis.fall.chance",), "draw": {"low": 0, "high": 0}}}
    one, other = run(asked({"on": FIFTH, "release": True}, uncertainty=never)), run(asked({}))
    assert_same_trajectory(other, replace(one, drawn=other.drawn))


def test_two_crises_at_one_instant() -> None:
    """Two crises at 96 h, of which one releases people and the other has tents destroyed, give the history of one
    crisis that does both.
    """
    sections = {
        "site": {"A": BURNS},
        "lot": {"tents": items(3, 3.0, "general", permitted=("destroy",), release=day(30))},
    }
    two = {"a": {"on": FIFTH, "release": True}, "b": {"on": FIFTH, "dispose": "destroy"}}
    one = asked({"on": FIFTH, "release": True, "dispose": "destroy"}, **sections)
    assert_same_trajectory(run(one), run(asked({}, **sections, crisis=two)))


def test_a_crisis_before_the_start_acts_at_the_start() -> None:
    """A crisis dated before the start releases all people at the start, and a notice says that it begins then."""
    case = asked({"on": day(-3), "release": True})
    assert released(run(case)) == [0] * 20
    (found,) = [each for each in remarks(case) if each.path[0] == "crisis"]
    assert "this crisis begins at the start" in found.expectation


def test_a_queue_is_left_and_joined_again_in_one_instant() -> None:
    """At the start, three tents join the queue of a desk for shipping. A crisis, which acts at the start too, moves
    them to the queue of the same desk for handing over.

    The desk takes an hour for each, so they are handed over at 1, 2 and 3 h.
    """
    desk = base(station={"desk": {"servers": 1, "service_h": 1}}, disposal={"transfer": ["desk"]})
    lot = {"tents": items(3, 1.0, "general", stations=["desk"])}
    fall = {"on": START - timedelta(hours=6), "dispose": "transfer"}
    jet, group = lift(dated(10.0)), {"guard": staged(1)}
    made, history = explained(
        scenario(site={"A": desk}, group=group, lot=lot, lift={"jet": jet}, crisis={"fall": fall})
    )
    the_clock_never_runs_back(Case(made, history))
    assert history.mover["left"][1:].tolist() == [HOUR, 2 * HOUR, 3 * HOUR]
