"""The last movers of a drawdown, worked by hand: staff, guards, cargo and tails that a naive model would let wait for
one another for ever.

Times are in hours since the start. Unless a test says otherwise, a mission is loaded for an hour: if it lands at 1, it
is up at 2.
"""

from __future__ import annotations

from sim.model.terms import Fate
from tests.scenarios import HOUR, base, dated, fleet, hours, items, lift, rate, staged
from tests.verification.hand_worked import run_with_ups


def test_the_last_clerk_still_runs_a_server() -> None:
    """The last clerk still runs a server, although a server needs two clerks.

    Three clerks and two guests pass a desk that takes an hour for each. Three clerks run one server (3 // 2 = 1), which
    serves the clerks at 0-1, 1-2 and 2-3. The first mission, which lands at 2 and has two seats, takes two clerks (up
    at 3). The last clerk runs the server for the guests, at 3-4 and 4-5. The second mission, which lands at 6, takes
    this clerk and the first guest; no mission is left for the second guest.
    """
    history, up = run_with_ups(
        site={
            "A": base(station={"desk": {"servers": 2, "service_h": 1, "staffed_by": "clerks", "people_per_server": 2}})
        },
        group={
            "clerks": {"site": "A", "count": 3, "stations": ["desk"]},
            "guests": {"site": "A", "count": 2, "stations": ["desk"]},
        },
        lift={"jet": lift(dated(2.0, 6.0), seats=2, min_load=0.0)},
    )
    desk = history.visit[history.visit["place"] == 0]
    assert [t // HOUR for t in desk["started"]] == [0, 1, 2, 3, 4]
    assert up == {"clerks": [3, 3, 7], "guests": [7, None]}
    assert not history.stuck or history.stuck[0].reason == "lift"


def test_the_last_of_the_staff_need_no_server() -> None:
    """If the staff present are no more than one server needs, they pass their own station at once, even while it serves
    someone else.

    Two clerks run one server, which serves a guest in 0-5 (the guest has a due date and so goes first). Both clerks
    pass at 0 without a server, and a mission that lands at 1 takes them. Then no one staffs the desk, but the guest's
    service goes on until 5.
    """
    history, up = run_with_ups(
        site={
            "A": base(station={"desk": {"servers": 1, "service_h": 5, "staffed_by": "clerks", "people_per_server": 2}})
        },
        group={
            "clerks": {"site": "A", "count": 2, "stations": ["desk"]},
            "guest": {"site": "A", "count": 1, "stations": ["desk"], "due": "2024-01-02"},
        },
        lift={"jet": lift(dated(1.0, 6.0))},
    )
    desk = history.visit[history.visit["place"] == 0]
    assert [(int(t["server"]), t["started"] / HOUR, t["ended"] / HOUR) for t in desk] == [
        (-1, 0, 0),
        (-1, 0, 0),
        (0, 0, 5),
    ]
    assert up == {"clerks": [2, 2], "guest": [7]}


def test_guard_rides_with_the_cargo_it_waits_for() -> None:
    """A guard that may board only when the classified lot has gone rides on the aircraft that takes this lot.

    The lot is classified and not lethal, so that people may ride with it. One mission lands at 1; all are up at 2.
    """
    history, up = run_with_ups(
        group={"guard": staged(4, board_after="papers gone")},
        lot={"papers": items(2, 1.0, "classified")},
        hold={"papers gone": {"until": [{"category": ["classified"]}]}},
        lift={"jet": lift(dated(1.0))},
    )
    assert up == {"guard": [2] * 4, "papers": [2] * 2}
    assert history.end == 2 * HOUR


def test_guard_waits_if_its_cargo_does_not_fit() -> None:
    """A hold is judged as if the planned chalk had gone, so the guard has to wait if part of its cargo stays behind.

    With a payload of 2 t, three items of 1 t need two missions. The guard (4 x 0.181 t) rides with the second, which is
    up at 4.
    """
    _, up = run_with_ups(
        group={"guard": staged(4, board_after="papers gone")},
        lot={"papers": items(3, 1.0, "classified")},
        hold={"papers gone": {"until": [{"category": ["classified"]}]}},
        lift={"jet": lift(dated(1.0, 3.0), payload_t=2.0)},
    )
    assert up == {"guard": [4] * 4, "papers": [2, 2, 4]}


def test_load_team_and_guard_with_floors_leave_together() -> None:
    """Two groups, each with a floor that ends when the other group has gone, leave together.

    Two of six guards must stay until the loaders have gone, and three of four loaders until the guards have gone. The
    mission that lands at 1 can take all ten. The floors are judged as if its chalk had gone, so all ten are up at 2.
    """
    history, up = run_with_ups(
        group={"guard": staged(6), "loaders": staged(4)},
        hold={
            "guard gone": {"until": [{"group": ["guard"]}]},
            "loaders gone": {"until": [{"group": ["loaders"]}]},
        },
        floor={
            "watch": {"group": "guard", "at_least": 2, "until": "loaders gone"},
            "hands": {"group": "loaders", "at_least": 3, "until": "guard gone"},
        },
        lift={"jet": lift(dated(1.0))},
    )
    assert up == {"guard": [2] * 6, "loaders": [2] * 4}
    assert history.end == 2 * HOUR


def test_missions_come_for_movers_that_keep_each_other() -> None:
    """If floors keep all remaining movers, a mission is still tasked for movers who can leave together.

    With five seats, the first mission takes guards 0-3 and loader 0. The two guards and three loaders who remain keep
    one another, and the second mission takes all five.
    """
    history, up = run_with_ups(
        group={"guard": staged(6), "loaders": staged(4)},
        hold={
            "guard gone": {"until": [{"group": ["guard"]}]},
            "loaders gone": {"until": [{"group": ["loaders"]}]},
        },
        floor={
            "watch": {"group": "guard", "at_least": 2, "until": "loaders gone"},
            "hands": {"group": "loaders", "at_least": 3, "until": "guard gone"},
        },
        lift={"jet": lift(dated(1.0, 3.0), seats=5)},
    )
    assert up == {"guard": [2, 2, 2, 2, 4, 4], "loaders": [2, 4, 4, 4]}
    assert (history.sortie["fate"] == Fate.OUT).all()


def test_a_tail_is_sent_when_the_date_of_a_hold_has_come() -> None:
    """Until the date of a hold has come, the hold is not judged as if the chalk had gone.

    Floors make guards and loaders keep one another, and both holds have the date 10 h. At 10 the idle tail is sent; it
    comes at 11 and is up at 12 with all.
    """
    _, up = run_with_ups(
        group={"guard": staged(2), "loaders": staged(2)},
        hold={
            "guard gone": {"until": [{"group": ["guard"]}], "not_before": hours(10)},
            "loaders gone": {"until": [{"group": ["loaders"]}], "not_before": hours(10)},
        },
        floor={
            "watch": {"group": "guard", "at_least": 2, "until": "loaders gone"},
            "hands": {"group": "loaders", "at_least": 2, "until": "guard gone"},
        },
        lift={"jet": lift(fleet(1))},
    )
    assert up == {"guard": [12] * 2, "loaders": [12] * 2}


def test_a_minimum_load_that_is_never_reached() -> None:
    """If no further mover can join a load, the sortie leaves below its minimum load, so the last three people do not
    wait for ten hours.
    """
    _, up = run_with_ups(
        group={"people": staged(3)},
        lift={"jet": lift(dated(1.0), seats=100, min_load=0.9, wait_h=10.0)},
    )
    assert up == {"people": [2] * 3}


def test_a_minimum_load_waits_for_those_still_in_process() -> None:
    """A sortie waits for movers that are still at their station, until its minimum load is reached or its wait ends.

    A desk of two hours stages people at 2 and 4. A jet of two seats, whose minimum load is two people, lands at 1. If
    it may wait for ten hours, it waits until 4 and takes both (up at 5). If it may wait for half an hour, it leaves
    without them. If it may wait for an hour, it is loaded at 2 with the person who is staged then (up at 3).
    """
    site = {"A": base(station={"desk": {"servers": 1, "service_h": 2}})}
    group = {"people": {"site": "A", "count": 2, "stations": ["desk"]}}
    jet = {"seats": 2, "min_load": 1.0, "payload_t": 40}
    _, up = run_with_ups(site=site, group=group, lift={"jet": lift(dated(1.0), wait_h=10.0, **jet)})
    assert up == {"people": [5, 5]}
    _, up = run_with_ups(site=site, group=group, lift={"jet": lift(dated(1.0), wait_h=0.5, **jet)})
    assert up == {"people": [None, None]}
    _, up = run_with_ups(site=site, group=group, lift={"jet": lift(dated(1.0), wait_h=1.0, **jet)})
    assert up == {"people": [3, None]}


def test_the_last_load_team_boards_without_a_team() -> None:
    """People need no load team, so the team that loaded the cargo leaves with the next mission.

    Cargo of 40 t fills the first mission, which the team loads in 1-2. The second, which lands at 3, takes the team.
    """
    _, up = run_with_ups(
        site={"A": base(teams=1, teams_staffed_by="loaders", people_per_team=4)},
        group={"loaders": staged(4, board_after="cargo gone")},
        lot={"cargo": items(1, 40.0, "sensitive", required=True)},
        hold={"cargo gone": {"until": [{"kind": "equipment"}]}},
        lift={"jet": lift(dated(1.0, 3.0))},
    )
    assert up == {"loaders": [4] * 4, "cargo": [2]}


def test_the_last_load_team_rides_with_its_last_cargo() -> None:
    """If there is room, the last load team boards the aircraft that it loads."""
    _, up = run_with_ups(
        site={"A": base(teams=1, teams_staffed_by="loaders", people_per_team=4)},
        group={"loaders": staged(4, board_after="cargo gone")},
        lot={"cargo": items(1, 30.0, "sensitive", required=True)},
        hold={"cargo gone": {"until": [{"kind": "equipment"}]}},
        lift={"jet": lift(dated(1.0))},
    )
    assert up == {"loaders": [2] * 4, "cargo": [2]}


def test_wanted_cargo_that_only_holds_the_last_people_is_left() -> None:
    """If only wanted cargo still keeps the last people, this cargo is left behind.

    A guard waits for all cargo: a required item of 38 t and two wanted items of 30 t. The payload is 40 t. The mission
    that lands at 1 takes the required item, which counts as gone from 1 on. From then on only the wanted items keep the
    guard, so they are left behind at 1. The mission that lands at 3 takes the guard.
    """
    history, up = run_with_ups(
        group={"guard": staged(4, board_after="all gone")},
        lot={
            "needed": items(1, 38.0, "classified"),
            "nice": items(2, 30.0, "general"),
        },
        hold={"all gone": {"until": [{"kind": "equipment", "wanted": True}]}},
        lift={"jet": lift(dated(1.0, 3.0, 5.0))},
    )
    assert up == {"guard": [4] * 4, "needed": [2], "nice": [None, None]}
    assert history.mover["fate"].tolist() == [Fate.OUT] * 5 + [Fate.LEFT] * 2
    assert history.end == 4 * HOUR


def test_wanted_cargo_rides_until_the_last_required_mover_has_left() -> None:
    """Wanted cargo rides until the last required mover has left.

    There are three wanted items of 30 t. The mission that lands at 1 takes the group "early" and one item. A desk of 4
    h has staged the group "late" at 4, and the mission that lands then takes this group and another item. The third
    item is left behind.
    """
    history, up = run_with_ups(
        site={"A": base(station={"desk": {"servers": 9, "service_h": 4}})},
        group={"early": staged(5), "late": {"site": "A", "count": 2, "stations": ["desk"]}},
        lot={"nice": items(3, 30.0, "general")},
        lift={"jet": lift(dated(1.0, 4.0, 6.0))},
    )
    assert up == {"early": [2] * 5, "late": [5, 5], "nice": [2, 5, None]}
    assert history.mover["fate"].tolist()[-1] == Fate.LEFT
    assert history.end == 5 * HOUR


def test_guard_floor_until_the_weapons_are_gone_with_segregation() -> None:
    """People do not ride with weapons, so the guards leave with the mission after the last weapon.

    Four of ten guards must stay until two weapons of 30 t have gone; the payload is 40 t. The missions that land at 1
    and 3 take a weapon each, and the mission that lands at 5 takes all guards. If the third mission lands at 3.5
    instead, while the second weapon is being loaded, it may take all guards too (up at 4.5), since weapons count as
    gone once their loading has begun.
    """
    sections = {
        "group": {"guard": staged(10)},
        "lot": {"weapons": items(2, 30.0)},
        "hold": {"weapons gone": {"until": [{"category": ["lethal"]}]}},
        "floor": {"watch": {"group": "guard", "at_least": 4, "until": "weapons gone"}},
    }
    _, up = run_with_ups(**sections, lift={"jet": lift(dated(1.0, 3.0, 5.0))})
    assert up == {"guard": [6] * 10, "weapons": [2, 4]}
    _, up = run_with_ups(**sections, lift={"jet": lift(dated(1.0, 3.0, 3.5))})
    assert up == {"guard": [4.5] * 10, "weapons": [2, 4]}


def test_guard_floor_holds_while_weapons_remain() -> None:
    """A floor keeps four of ten guards while a weapon remains. Six guards leave at 2, the weapon at 4, and the other
    four guards at 6.
    """
    _, up = run_with_ups(
        group={"guard": staged(10)},
        lot={"weapons": items(1, 30.0, lifts=["freighter"])},
        hold={"weapons gone": {"until": [{"category": ["lethal"]}]}},
        floor={"watch": {"group": "guard", "at_least": 4, "until": "weapons gone"}},
        lift={"jet": lift(dated(1.0, 5.0)), "freighter": lift(dated(3.0), seats=0)},
    )
    assert up == {"guard": [2] * 6 + [6] * 4, "weapons": [4]}


def test_a_fleet_comes_when_the_release_date_comes() -> None:
    """A tail that idles because no mover may begin is sent when the release date comes.

    People released at 24 are up at 26, after an hour of flight and an hour of loading.
    """
    _, up = run_with_ups(
        group={"people": staged(3, release="2024-01-02")},
        lift={"jet": lift(fleet(1))},
    )
    assert up == {"people": [26] * 3}


def test_a_rate_ends_when_no_mover_is_left() -> None:
    """A history ends at the last wheels-up, although the rate would give later missions."""
    history, up = run_with_ups(group={"people": staged(3)}, lift={"jet": lift(rate(7.0))})
    assert up == {"people": [13] * 3}
    assert history.end == 13 * HOUR
