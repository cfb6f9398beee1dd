"""People and cargo that are called together with others under a hold or floor, and must stay if the others do not turn
up, worked by hand.

Times are in hours since the start; jets and the named calls are as in `test_no_shows_by_hand.py`. A call of -1 marks a
mover that turned up but had to stay. The waiting of those who must stay is due to the mover that did not turn up, and
not to a hold or floor without a date.
"""

from sim.analysis.outcomes.record import outcomes_of
from sim.analysis.sums import Sums
from sim.model.compile import plan
from tests.scenarios import dated, hours, items, lift, scenario, staged
from tests.verification.no_shows import clerks, missed_in, run


def test_who_could_only_go_with_the_missing_one_stays() -> None:
    """A guard may go when the clerk has gone, and a guest when the guard has gone; or all three may go on one jet.

    The clerk misses the jet of 1. So the guard and the guest, who are there, have to stay, and the jet leaves empty.
    All leave with the jet of 11.
    """
    hold = {"served": {"until": [{"group": ["clerks"]}]}, "watched": {"until": [{"group": ["guard"]}]}}
    group = {
        "clerks": clerks(1),
        "guard": staged(1, board_after="served"),
        "guest": staged(1, board_after="watched"),
    }
    ups, owns, history = run({(0, 0)}, 1, group=group, hold=hold, lift={"jet": lift(dated(1.0, 11.0))})
    assert ups == [12, 12, 12]
    assert missed_in(history) == [(1, 1, -1), (1, 2, -1), (1, 0, 0)]
    assert owns == {"loading:A": 1, "no_show:clerks": 10, "missions:jet": 1}
    assert history.sortie["people"].tolist() == [0, 3]


def test_a_floor_keeps_one_when_the_others_do_not_turn_up() -> None:
    """One of three guards must stay until the clerk has gone. The clerk misses the jet of 1, so only two guards leave,
    at 2. The third guard leaves with the clerk at 12.
    """
    order = {"hold": {"served": {"until": [{"group": ["clerks"]}]}}}
    floor = {"watch": {"group": "guards", "at_least": 1, "until": "served"}}
    group = {"clerks": clerks(1), "guards": staged(3)}
    ups, _, history = run({(0, 0)}, 1, group=group, floor=floor, lift={"jet": lift(dated(1.0, 11.0))}, **order)
    assert ups == [12, 2, 2, 12]
    assert missed_in(history) == [(1, 3, -1), (1, 0, 0)]


def test_who_was_to_ride_along_under_a_hold_waited_for_it() -> None:
    """The one person of group `clerks` may go when the one person of group `clerk` has gone, or together with this
    person, who is released at 8.

    The jet of 1 is not sent, since both are kept. Both are called for the jet of 11. The person of `clerks` misses it
    and leaves with that of 21. Of the 22 h, 8 are due to the release of `clerk`, 3 to the jet that was not tasked, 10
    to not turning up and 1 to loading.
    """
    hold = {"served": {"until": [{"group": ["clerk"]}]}}
    group = {"clerk": staged(1, release=hours(8)), "clerks": clerks(1, board_after="served")}
    ups, owns, _ = run({(0, 0)}, 1, group=group, hold=hold, lift={"jet": lift(dated(1.0, 11.0, 21.0))})
    assert ups == [12, 22]
    assert owns == {"loading:A": 1, "no_show:clerks": 10, "not_tasked:jet": 3, "release:clerk": 8}


def test_two_floors_that_wait_for_each_other_own_no_time_by_a_date() -> None:
    """The last guard must stay until the clerk has gone, and the clerk until both guards have gone, so these two may go
    only together.

    The other guard goes with the jet of 1. The clerk, released at 0.5, misses this jet and that of 11, so the clerk and
    the last guard leave with the jet of 21. Of the 22 h, 0.5 are due to the release, 0.5 to the wait for the jet of 1,
    20 to not turning up and 1 to loading.
    """
    hold = {f"{who} gone": {"until": [{"group": [who]}]} for who in ("clerks", "guards")}
    pairs = (("guards", "clerks"), ("clerks", "guards"))
    floor = {f"{who} stay": {"group": who, "at_least": 1, "until": f"{other} gone"} for who, other in pairs}
    group = {"clerks": clerks(1, release=hours(0.5)), "guards": staged(2)}
    jet = lift(dated(1.0, 11.0, 21.0))
    ups, owns, history = run({(0, 0), (0, 1)}, 1, group=group, floor=floor, hold=hold, lift={"jet": jet})
    assert ups == [22, 2, 22]
    assert missed_in(history) == [(1, 2, -1), (1, 0, 0), (11, 2, -1), (11, 0, 1)]
    assert owns == {"release:clerks": 0.5, "missions:jet": 0.5, "no_show:clerks": 20, "loading:A": 1}


def test_cargo_that_could_only_go_with_him_stays() -> None:
    """A crate may go when the clerk has gone, or on the same jet. Both are planned for the jet of 1. The clerk does not
    turn up, so the crate stays too, and one seat is lost.
    """
    hold = {"served": {"until": [{"group": ["clerks"]}]}}
    lot = {"crate": items(1, 1.0, "general", required=True, board_after="served")}
    case = {"group": {"clerks": clerks(1)}, "lot": lot, "hold": hold, "lift": {"jet": lift(dated(1.0, 11.0))}}
    ups, _, history = run({(0, 0)}, 1, **case)
    assert ups == [12, 12]
    assert history.sortie["kg"].tolist() == [0, 1181]
    assert outcomes_of(Sums(plan(scenario(**case)), history))["seats_lost"] == 1


def test_a_floor_owns_no_time_of_one_who_might_have_gone() -> None:
    """One of three clerks must stay until the crate, released at 5, has gone. Each jet has one seat. Clerk 0 takes the
    jet of 1; clerk 1 misses the jet of 2.

    The floor kept only one of the two clerks who were left, so clerk 1 might have gone. The 19 h from 2 to the jet of
    21, which takes clerk 1, are due to not turning up.
    """
    hold = {"packed": {"until": [{"lot": ["crate"]}]}}
    floor = {"hands": {"group": "clerks", "at_least": 1, "until": "packed"}}
    lot = {"crate": items(1, 1.0, "general", required=True, release=hours(5))}
    jet = lift(dated(1.0, 2.0, 11.0, 21.0), seats=1)
    ups, owns, history = run(
        {(1, 0)}, 3, group={"clerks": clerks(3)}, lot=lot, hold=hold, floor=floor, lift={"jet": jet}
    )
    assert ups == [2, 22, 12, 12]
    assert missed_in(history) == [(2, 1, 0)]
    assert owns == {"missions:jet": 2, "no_show:clerks": 19, "loading:A": 1}
