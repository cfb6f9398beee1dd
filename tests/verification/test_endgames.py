"""Ends of a drawdown at which a naive model would wait for ever: each one closes, at instants worked by hand."""

from __future__ import annotations

from sim.model.terms import Fate
from tests.scenarios import HOUR, base, dated, fleet, hours, items, lift, rate, staged
from tests.verification.hand_worked import run_with_ups


def test_the_last_clerk_passes_the_desk_without_a_server() -> None:
    """Clerks who staff a desk are served there too, and the last clerk still runs a server for guests.

    Three clerks and two guests pass a desk of an hour each that needs two clerks for a server: it has one server while
    two or three clerks are present (3 // 2 = 1). Clerks 0, 1, 2 are served at 0-1, 1-2, 2-3 and the guests at 3-4, 4-5.
    With three clerks present, none may pass without a server.
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
    # The first mission, landed at 2, takes clerks 0 and 1 (up at 3). Clerk 2 is done at 3. The one clerk left still
    # runs one server, for guests at 3 and 4. The second mission, landed at 6, takes clerk 2 and guest 3.
    assert up == {"clerks": [3, 3, 7], "guests": [7, None]}
    assert not history.stuck or history.stuck[0].reason == "lift"


def test_the_last_of_the_staff_need_no_server() -> None:
    """Staff who are no more than one crew pass their own station at once, also while it serves someone else.

    Two clerks run one server, which serves a guest, due earlier, in hours 0-5. Both clerks pass at 0, and a jet landed
    at 1 takes them (up at 2). No one staffs the desk any more, but the work in progress goes on until 5.
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
    """A guard that may board only when the classified lot has gone rides on the same aircraft.

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
    """The guard waits if part of the cargo stays behind: the hold is judged as if the chalk had gone.

    With a payload of 2 t, three items of 1 t need two aircraft. The guard (4 x 0.181 t) rides on the second, at 4.
    """
    _, up = run_with_ups(
        group={"guard": staged(4, board_after="papers gone")},
        lot={"papers": items(3, 1.0, "classified")},
        hold={"papers gone": {"until": [{"category": ["classified"]}]}},
        lift={"jet": lift(dated(1.0, 3.0), payload_t=2.0)},
    )
    assert up == {"guard": [4] * 4, "papers": [2, 2, 4]}


def test_load_team_and_guard_with_floors_leave_together() -> None:
    """Two groups with floors that each end when the other group has gone ride on one chalk.

    Two of six guards must stay until the loaders have gone, and three of four loaders until the guards have gone. The
    first mission (landed at 1) can take all ten, judged as if it had gone; they are up at 2.
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
    """If floors keep all remaining movers, a mission is still tasked for those who can leave together.

    With five seats, the first mission takes guards 0-3 and loader 0. The 2 guards and 3 loaders who remain keep one
    another, and the second mission takes all five.
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
    """Before its date a hold is not judged as if the chalk had gone; when the date comes, a tail is sent.

    Guards and loaders keep one another until 10 h at least; the idle tail is sent at 10, comes at 11 and is up at 12.
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
    """If no further mover can join a load, it leaves below its minimum, so the last three do not wait ten hours."""
    _, up = run_with_ups(
        group={"people": staged(3)},
        lift={"jet": lift(dated(1.0), seats=100, min_load=0.9, wait_h=10.0)},
    )
    assert up == {"people": [2] * 3}


def test_a_minimum_load_waits_for_those_still_in_process() -> None:
    """A sortie waits for movers still at their station, until its minimum is reached or its wait ends.

    A desk of two hours stages people at 2 and 4. A jet of two seats, whose minimum load is two people, lands at 1,
    waits until 4 and takes both (up at 5). If it waits for at most half an hour, it leaves without them. If it waits
    for at most an hour, it is loaded at 2 with the person who is staged then.
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
    """People need no load team, so the team that loaded the cargo leaves on the next aircraft.

    Cargo of 40 t fills the first aircraft, which the team loads in 1-2. The second, landed at 3, takes the team.
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
    """If there is room, the last team boards the aircraft that it loads."""
    _, up = run_with_ups(
        site={"A": base(teams=1, teams_staffed_by="loaders", people_per_team=4)},
        group={"loaders": staged(4, board_after="cargo gone")},
        lot={"cargo": items(1, 30.0, "sensitive", required=True)},
        hold={"cargo gone": {"until": [{"kind": "equipment"}]}},
        lift={"jet": lift(dated(1.0))},
    )
    assert up == {"loaders": [2] * 4, "cargo": [2]}


def test_wanted_cargo_that_only_holds_the_last_people_is_left() -> None:
    """A guard that waits for all cargo is not kept by wanted cargo that could only leave later.

    There are a required item of 38 t, two wanted items of 30 t, and a payload of 40 t. Mission 1 (landed at 1) takes
    the required item, which counts as gone from 1 on. From then on only wanted items keep the guard, so they are left
    behind at 1. Mission 2, landed at 3, takes the guard.
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
    """Wanted cargo rides until the last required mover has left; after that no one is left to load it.

    There are three wanted items of 30 t. Mission 1 (landed at 1) takes the group "early" and one item. The group "late"
    is ready at 4 (a desk of 4 h), and mission 2, landed at 4, takes it and another item. The third item is left.
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
    """People do not ride with weapons, so the guards leave on the aircraft after the last weapon.

    Four of ten guards must stay until the lethal lot (2 x 30 t) has gone; the payload is 40 t. Missions landing at 1
    and 3 take a weapon each, and the one at 5 takes all guards. If the third mission lands at 3.5 instead, while the
    second weapon is being loaded, it may take all guards, since weapons count as gone once their loading has begun.
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
    """While weapons remain, only guards beyond the floor may leave: six of ten."""
    _, up = run_with_ups(
        group={"guard": staged(10)},
        lot={"weapons": items(1, 30.0, lifts=["freighter"])},
        hold={"weapons gone": {"until": [{"category": ["lethal"]}]}},
        floor={"watch": {"group": "guard", "at_least": 4, "until": "weapons gone"}},
        lift={"jet": lift(dated(1.0, 5.0)), "freighter": lift(dated(3.0), seats=0)},
    )
    assert up == {"guard": [2] * 6 + [6] * 4, "weapons": [4]}


def test_a_fleet_comes_when_the_release_date_comes() -> None:
    """Tails that idle because no mover may begin are sent when the release date comes.

    People released at 24 h are up at 26, after an hour of flight and an hour of loading.
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
