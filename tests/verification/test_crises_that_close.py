"""Crises that close sites, lifts or routes, worked by hand; crises that put people first or lift all holds."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from sim.arithmetic import arithmetic
from sim.domain.check import check, remarks
from sim.domain.scenario import Scenario
from sim.model.compile import plan
from sim.model.world import make_world
from sim.report.check import check_lines
from sim.report.replay import replay_lines
from tests.scenarios import DAY, HOUR, base, dated, hours, items, lift, rate, staged
from tests.verification.crises import FIFTH, OFTEN, asked, day, left, run, why
from tests.verification.trajectories import assert_same_trajectory

TWO: dict[str, Any] = {"site": {"A": base(), "B": base()}, "lift": {"jet": lift(OFTEN, sites=["A", "B"])}, "plan": {}}
"""Two bases, and a jet that comes each hour to one of them."""


def later(site: str, days: int, many: int = 2, **more: Any) -> dict[str, Any]:
    """Return a group of `many` people at a site who are released `days` days after the start."""
    return {**staged(many, release=day(days)), "site": site, **more}


def words(case: Scenario) -> str:
    """Run a scenario; return its replay, as it is printed, in one line."""
    return " ".join(" ".join(replay_lines(plan(case), run(case))).split())


@pytest.mark.parametrize("stops", ["runway", "permission"])
def test_nothing_comes_to_a_site_that_is_closed(stops: str) -> None:
    """The runway of A, or the permission to come to A, is closed from 96 to 216 h. Two people, released at 144 h, leave
    between 217 and 218 h; about 72 h of their waiting are due to the crisis.
    """
    case = asked({"on": FIFTH, "stops": (stops,), "lasts_d": 5}, group={"main": later("A", 6)}, plan={})
    history = run(case)
    assert 217 <= left(history)[0] == left(history)[1] <= 218
    assert why(case, history)["crisis:fall"] == pytest.approx(72 * HOUR, abs=1.5 * HOUR)


def test_other_sites_stay_open() -> None:
    """No lift may come to A from 96 to 216 h. Of people released at 144 h, those at B leave with the next mission and
    those at A at 217.5 h.
    """
    case = asked(
        {"on": FIFTH, "sites": ("A",), "stops": ("permission",), "lasts_d": 5},
        **TWO,
        group={"main": later("A", 6), "camp": later("B", 6)},
    )
    assert left(run(case)) == [217.5, 217.5, 145.5, 145.5]


def test_a_closure_without_a_duration_lasts_to_the_end() -> None:
    """The runway closes at 96 h and stays closed, since no duration is stated. The four people who left before are the
    only ones to leave.
    """
    case = asked({"on": FIFTH, "stops": ("runway",)})
    history = run(case)
    assert len(left(history)) == 4
    assert history.mover["staged"].max() > 4 * DAY


def test_a_closed_lift_does_not_come_to_the_sites_of_the_crisis() -> None:
    """From 96 h on the jet does not come to A, the site of the crisis. Of people released at 120 h, those at B leave by
    jet at 121.5 h, and those at A by a truck that comes at 168 h.
    """
    case = asked(
        {"on": FIFTH, "sites": ("A",), "lifts": ("jet",)},
        **{**TWO, "lift": {**TWO["lift"], "truck": lift(dated(7 * 24), sites=["A"])}},
        group={"main": later("A", 5), "camp": later("B", 5)},
    )
    assert left(run(case)) == [169, 169, 121.5, 121.5]


def test_a_closed_lift_comes_nowhere_if_no_site_is_named() -> None:
    """If the crisis names no site, the jet comes to no site for three days. Movers and sorties are equal, bit for bit,
    to those with an outage that grounds the jet for the same days.
    """
    groups = {"main": later("A", 5), "camp": later("B", 3)}
    case = asked({"on": FIFTH, "lifts": ("jet",), "lasts_d": 3}, **TWO, group=groups)
    outage = {"strike": {"lifts": ["jet"], "dates": [{"begins": FIFTH, "until": day(6)}]}}
    history, same = run(case), run(asked({}, **TWO, group=groups, outage=outage))
    for table in ("mover", "sortie"):
        assert np.array_equal(getattr(history, table), getattr(same, table))
    assert left(history)[0] > 7 * 24


def test_stations_stop() -> None:
    """Ten people, released at 72 h, pass a desk that takes two hours for each.

    A crisis that stops the desk from 96 to 120 h delays no one, since all are done by 92 h. If the crisis stops the
    desk from 72 to 96 h, the first person is done only at 98 h, and 24 h of waiting are due to the crisis.
    """
    desk = base(station={"desk": {"servers": 1, "service_h": 2}})
    people = {"count": 10, "site": "A", "stations": ["desk"], "release": day(3)}
    case = asked({"on": FIFTH, "stops": ("stations",), "lasts_d": 1}, site={"A": desk}, group={"main": people}, plan={})
    history = run(case)
    assert (history.mover["staged"] / HOUR).tolist() == [74, 76, 78, 80, 82, 84, 86, 88, 90, 92]
    late = asked(
        {"on": day(3), "stops": ("stations",), "lasts_d": 1}, site={"A": desk}, group={"main": people}, plan={}
    )
    history = run(late)
    assert history.mover["staged"][0] == 98 * HOUR
    assert why(late, history)["crisis:fall"] == 24 * HOUR


def test_the_duration_of_a_closure_is_drawn() -> None:
    """In each of 200 histories a duration between two and six days is drawn. It counts from the drawn beginning of the
    crisis, and does not depend on this beginning.
    """
    case = asked({"after_d": {"low": 2, "high": 8}, "stops": ("runway",), "lasts_d": {"low": 2, "high": 6}})
    made = plan(case)
    worlds = [make_world(made, 1, number) for number in range(200)]
    lasts = np.array([world.shut[0][4] - world.shut[0][3] for world in worlds]) / DAY
    assert [world.shut[0][3] for world in worlds] == [world.crises[0] for world in worlds]
    assert 2 <= lasts.min() < 2.3
    assert 5.7 < lasts.max() <= 6
    assert abs(lasts.mean() - 4) < 4 * (4 / 12**0.5) / 200**0.5
    assert abs(np.corrcoef(lasts, [world.crises[0] for world in worlds])[0, 1]) < 4 / 200**0.5
    run(case)


def test_a_route_is_closed_during_the_crisis() -> None:
    """A helicopter with one seat takes a person to the hub, from where a jet leaves at 6 h. At 12 h the route over the
    hub closes, so the other two people take the convoy at 21 h. A permission for the route that is lost at 12 h gives
    the same movers, sorties and stays.
    """
    sections = {
        "site": {"A": base(), "H": {"kind": "hub"}},
        "route": {"hub": {"via": ["H"]}, "road": {"lifts": ["convoy"]}},
        "group": {"main": staged(3, routes=["hub", "road"])},
        "lift": {
            "heli": lift(dated(1.0, 15.0), to="H", seats=1),
            "jet": lift(dated(5.0), sites=["H"]),
            "convoy": lift(dated(20.0)),
        },
        "plan": {},
    }
    case = asked({"on": hours(12), "routes": ("hub",)}, **sections)
    history = run(case)
    assert left(history) == [6, 21, 21]
    lost = {"routes": ["hub"], "lost": 1.0, "lost_after_d": 0.5, "lost_for_d": 1000.0}
    same = run(asked({}, **sections, permission={"gone": lost}))
    for table in ("mover", "sortie", "stay"):
        assert np.array_equal(getattr(history, table), getattr(same, table))


def test_people_go_before_equipment() -> None:
    """The order ranks arms before people, and each jet takes one of sixty items, so without a crisis two people leave
    only after day 29. From 96 h on the crisis puts people first, and the next jet takes the two people alone.
    """
    crowd = {
        "group": {"main": staged(2, release=day(3))},
        "lot": {"arms": items(60, 4.0, "general", required=True)},
        "lift": {"jet": lift(rate(14), payload_t=4.0, pallets=1, seats=2)},
        "order": {"keys": ["category", "ready"], "categories": ["general", "people", "lethal", "sensitive"]},
        "plan": {},
    }
    calm, hurried = asked({}, **crowd), asked({"on": FIFTH, "people_first": True}, **crowd)
    assert left(run(calm))[0] > 29 * 24
    first = left(run(hurried))
    assert 96 < first[0] == first[1] <= 96 + 13
    assert sum(instant == first[0] for instant in first) == 2
    assert "people go before equipment" in words(hurried)


def test_people_go_first_only_at_the_sites_of_the_crisis() -> None:
    """A crisis at A that puts people first changes nothing at B, where all movers are."""
    crowd = {
        "site": {"A": base(), "B": base()},
        "group": {"main": later("B", 3)},
        "lot": {"arms": {**items(30, 4.0, "general", required=True), "site": "B"}},
        "lift": {"jet": lift(rate(14), sites=["A", "B"], payload_t=4.0, pallets=1, seats=2)},
        "order": {"keys": ["category", "ready"], "categories": ["general", "people", "lethal", "sensitive"]},
        "plan": {},
    }
    calm, hurried = asked({}, **crowd), asked({"on": FIFTH, "people_first": True, "sites": ("A",)}, **crowd)
    assert_same_trajectory(run(calm), run(hurried))


def test_wanted_people_go_before_required_equipment() -> None:
    """The crisis at 96 h puts people first, so the next jet takes two wanted people and leaves required equipment for
    later.
    """
    crowd = {
        "group": {"main": staged(2, release=day(3), required=False, leave_after=day(60))},
        "lot": {"arms": items(30, 4.0, "general", required=True)},
        "lift": {"jet": lift(rate(14), payload_t=4.0, pallets=1, seats=2)},
        "plan": {},
    }
    first = left(run(asked({"on": FIFTH, "people_first": True}, **crowd)))
    assert 96 < first[0] <= 96 + 13


HELD: dict[str, Any] = {
    "site": {"A": base(), "B": base()},
    "lift": {"jet": lift(OFTEN, sites=["A", "B"])},
    "group": {
        "held": staged(2, board_after="one"),
        "guard": staged(3),
        "camp": {**staged(2, board_after="three"), "site": "B"},
    },
    "hold": {"one": {"not_before": day(25)}, "two": {"not_before": day(26)}, "three": {"not_before": day(10)}},
    "floor": {"guard": {"group": "guard", "at_least": 2, "until": "two"}},
    "plan": {},
}
"""At A one hold keeps two people, and another, by a floor, two of three guards. At B a third hold keeps two people."""


def test_all_holds_of_the_sites_of_a_crisis_are_lifted() -> None:
    """A crisis at A at 96 h with `holds = "all"` lifts both holds that keep movers at A, but not the hold at B, which
    clears at 240 h. The history equals that of a crisis that names the two holds.
    """
    case = asked({"on": FIFTH, "sites": ("A",), "holds": "all"}, **HELD)
    history = run(case)
    assert left(history) == [97.5, 97.5, 1.5, 97.5, 97.5, 241.5, 241.5]
    named = asked({"on": FIFTH, "sites": ("A",), "holds": ("one", "two")}, **HELD)
    assert_same_trajectory(history, run(named))


def test_all_holds_are_lifted_if_no_site_is_named() -> None:
    """A crisis at 96 h with `holds = "all"` that names no site lifts all three holds. The next mission goes to A, the
    one after it to B.
    """
    history = run(asked({"on": FIFTH, "holds": "all"}, **HELD))
    assert left(history) == [97.5, 97.5, 1.5, 97.5, 97.5, 98.5, 98.5]


ARMS: dict[str, Any] = {
    "group": {"guard": staged(3, board_after="arms gone")},
    "lot": {"arms": items(1, 1.0, "general", required=False, leave_after=day(40), release=day(50))},
    "hold": {"arms gone": {"until": [{"lot": ["arms"], "wanted": True}]}},
    "plan": {},
}
"""A guard that may board when arms have gone; the arms are left behind only on day 40. The hold has no date."""


def test_a_hold_without_a_date_names_its_crisis() -> None:
    """The crisis lifts the hold at 96 h. The guard's wait until then is due to the hold that the crisis lifts, and not
    to a date, since the hold has none.
    """
    case = asked({"on": FIFTH, "holds": ("arms gone",)}, **ARMS)
    history = run(case)
    owned = why(case, history)
    assert left(history) == [97.5] * 3
    assert owned["lifted:arms gone:fall"] == 96 * HOUR
    assert "date:arms gone" not in owned


def test_the_first_of_two_crises_is_named() -> None:
    """Crisis `b` lifts a hold two days before crisis `a` would. The wait is due to `b`."""
    two = {"a": {"on": day(6), "holds": ("arms gone",)}, "b": {"on": FIFTH, "holds": ("arms gone",)}}
    case = asked({}, **ARMS, crisis=two)
    owned = why(case, run(case))
    assert owned["lifted:arms gone:b"] == 96 * HOUR


def test_remarks_take_crises_into_account() -> None:
    """A hold dated after the end gets the notice that it is never satisfied, unless a crisis may lift it. People
    released after the last mission get the notice that no history can close, unless a crisis may release them earlier.
    """
    late = {"group": {"main": staged(2, board_after="late")}, "hold": {"late": {"not_before": day(900)}}, "plan": {}}

    def said(**fall: Any) -> str:
        return " ".join(found.expectation for found in remarks(asked(fall, **late)))

    assert "never satisfied" in said()
    assert 'this hold is satisfied only by crisis "fall"' in said(on=FIFTH, holds=("late",))
    assert "never satisfied" in said(on=FIFTH, holds=("late",), chance=0.0)
    ends = {"group": {"main": staged(2, release=day(20))}, "lift": {"jet": lift(dated(240))}, "plan": {}}
    assert any("no history can close" in found.expectation for found in remarks(asked({}, **ends)))
    assert not any(
        "no history can close" in found.expectation
        for found in remarks(asked({"on": FIFTH, "release": True, "chance": 0.3}, **ends))
    )


def test_a_circle_that_a_crisis_surely_breaks_is_no_error() -> None:
    """Two groups that wait for each other are refused, unless a crisis is certain to lift the holds."""
    circle = {
        "group": {"main": staged(2, board_after="b gone"), "camp": staged(2, board_after="a gone")},
        "hold": {
            "b gone": {"until": [{"group": ["camp"]}], "then_d": 1},
            "a gone": {"until": [{"group": ["main"]}], "then_d": 1},
        },
        "plan": {},
        "checked": False,
    }
    assert list(check(asked({}, **circle)))
    assert list(check(asked({"on": FIFTH, "holds": "all", "chance": 0.5}, **circle)))
    case = asked({"on": FIFTH, "holds": "all"}, **circle)
    assert not list(check(case))
    assert left(run(case)) == [121.5] * 4


def test_check_says_what_closes() -> None:
    """`sim check` prints what a crisis closes, lifts included, and for how long, or "from then on"."""
    closes = {"stops": ("runway", "permission"), "lifts": ("jet",), "lasts_d": 5, "people_first": True}
    text = " ".join(" ".join(check_lines(arithmetic(plan(asked({"on": FIFTH, **closes}))))).split())
    assert "people are loaded before equipment; runway, the way there, jet closed for 5 days" in text
    text = " ".join(" ".join(check_lines(arithmetic(plan(asked({"on": FIFTH, "stops": ("ramp",)}))))).split())
    assert "ramp closed from then on" in text


def test_replay_says_what_closed_and_when_it_ended() -> None:
    """Replay prints when the crisis closes a lift, and when the lift may be used again."""
    text = words(asked({"on": FIFTH, "lifts": ("jet",), "lasts_d": 5}))
    assert '05 Jan 00:00 crisis "fall" at A: jet closed' in text
    assert '10 Jan 00:00 jet may be used again after crisis "fall"' in text


@pytest.mark.parametrize(
    ("fall", "path", "expected"),
    [
        ({"lifts": ("none",)}, "crisis.fall.lifts.0", "a lift of this scenario"),
        ({"routes": ("none",)}, "crisis.fall.routes.0", "a route of this scenario"),
    ],
)
def test_unknown_names_are_refused(fall: dict[str, Any], path: str, expected: str) -> None:
    """An unknown lift or route is an error at its key."""
    found = [each for each in check(asked({"on": FIFTH, **fall}, checked=False)) if ".".join(each.path) == path]
    assert found
    assert expected in found[0].expectation


@pytest.mark.parametrize(
    ("fall", "sections", "path"),
    [
        ({"stops": ("stations",)}, {}, "crisis.fall.stops.0"),
        ({"holds": "all"}, {}, "crisis.fall.holds"),
        (
            {"sites": ("B",), "lifts": ("jet",)},
            {"site": {"A": base(), "B": base()}, "lift": {"jet": lift(OFTEN), "van": lift(OFTEN, sites=["B"])}},
            "crisis.fall.lifts.0",
        ),
    ],
)
def test_closures_without_effect_are_named(fall: dict[str, Any], sections: dict[str, Any], path: str) -> None:
    """A crisis gets a notice if it stops stations or lifts holds and its sites have none, or if it closes a lift that
    does not serve its sites.
    """
    found = [each for each in remarks(asked({"on": FIFTH, **fall}, **sections)) if ".".join(each.path) == path]
    assert found
    assert "changes nothing" in found[0].expectation
