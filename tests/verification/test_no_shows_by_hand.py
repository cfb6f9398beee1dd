"""People who are called for a sortie and do not turn up, worked by hand: who leaves when, and to what the time lost is
due.

Times are in hours since the start, a Monday at 00:00 UTC. A jet takes off an hour after it came, when it is loaded; if
no one turns up, it takes off at once. `run` takes the first history in which exactly the named calls are missed.
Both numbers of a call count from 0: `(0, 1)` is the second call of the first clerk.
"""

from __future__ import annotations

import dataclasses

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st
from pydantic import ValidationError

from sim.analysis.causes import Log, chain, reasons
from sim.analysis.causes.target import marks
from sim.analysis.outcomes.record import outcomes_of
from sim.analysis.sums import Sums
from sim.arithmetic import arithmetic
from sim.domain.check import check
from sim.domain.scenario import Scenario
from sim.engines.compiled import simulate as compiled
from sim.engines.simpy import simulate as by_simpy
from sim.model.calendars import NEVER
from sim.model.compile import plan
from sim.model.digest import plan_digest
from sim.model.draws import Stream, name_key, uniform
from sim.report.replay import replay_lines
from tests.scenarios import HOUR, dated, fleet, hours, items, lift, scenario, staged
from tests.verification.case import Case
from tests.verification.explained import explained
from tests.verification.invariants_of_boarding import parties_go_whole, who_does_not_turn_up_loses_his_seat
from tests.verification.no_shows import P, clerks, missed_in, run, where
from tests.verification.odd_holds import with_odd_holds
from tests.verification.strategies import routed_scenarios, scenarios
from tests.verification.trajectories import assert_same_trajectory


def test_who_does_not_turn_up_goes_behind_those_who_waited() -> None:
    """Each jet has one seat. The first clerk misses the jet of 1, which leaves empty at once. The two others take the
    jets of 11 and 21, and the first clerk that of 31; the 30 h from 1 to 31 are due to not turning up.
    """
    jets = {"jet": lift(dated(1.0, 11.0, 21.0, 31.0), seats=1)}
    ups, owns, history = run({(0, 0)}, 3, group={"clerks": clerks(3)}, lift=jets)
    assert ups == [32, 12, 22]
    assert missed_in(history) == [(1, 0, 0)]
    assert owns == {"loading:A": 1, "no_show:clerks": 30, "missions:jet": 1}
    assert history.sortie["up"][0] == HOUR  # nothing was loaded
    assert outcomes_of(Sums(plan(scenario(group={"clerks": clerks(3)}, lift=jets)), history))["seats_lost"] == 1


def test_the_seat_is_lost_and_no_one_takes_it() -> None:
    """Two of three people are called for the two seats of the jet of 1. One does not turn up, and the jet leaves with
    the other. The two people left behind take the jet of 11.
    """
    jets = {"jet": lift(dated(1.0, 11.0), seats=2)}
    ups, owns, history = run({(0, 0)}, 3, group={"clerks": clerks(3)}, lift=jets)
    assert ups == [12, 2, 12]
    assert owns == {"loading:A": 1, "no_show:clerks": 10, "missions:jet": 1}
    assert history.sortie["people"].tolist() == [1, 2]


def test_who_misses_two_calls_owns_the_time_of_both() -> None:
    """The clerk misses the jets of 1 and 11 and takes that of 21. The 20 h from 1 to 21 are due to not turning up."""
    jets = {"jet": lift(dated(1.0, 11.0, 21.0))}
    ups, owns, history = run({(0, 0), (0, 1)}, 1, group={"clerks": clerks(1)}, lift=jets)
    assert ups == [22]
    assert missed_in(history) == [(1, 0, 0), (11, 0, 1)]
    assert owns == {"loading:A": 1, "no_show:clerks": 20, "missions:jet": 1}


def test_who_is_never_out_waits_since_the_last_call() -> None:
    """The clerk misses the only jet, at 1. All time from then to the end of the clock is due to not turning up."""
    jets = {"jet": lift(dated(1.0))}
    case = {"group": {"clerks": clerks(1)}, "lift": jets, "deadline_h": 24, "horizon_d": 1.0, "checked": False}
    ups, owns, _ = run({(0, 0)}, 1, **case)
    assert ups == [NEVER]
    assert owns == {"no_show:clerks": 47, "missions:jet": 1}  # the clock ends a day after the deadline


def test_a_party_stays_away_whole() -> None:
    """Of two families of two, the first misses the jet of 1. The second takes the jet of 11, and the first
    that of 21.
    """
    jets = {"jet": lift(dated(1.0, 11.0, 21.0), seats=2)}
    ups, _, history = run({(0, 0)}, 4, group={"clerks": clerks(4, together=2)}, lift=jets)
    assert ups == [22, 22, 12, 12]
    assert missed_in(history) == [(1, 0, 0), (1, 1, 0)]


def test_a_bus_that_waits_for_a_load_does_not_know_who_will_be_missing() -> None:
    """A bus waits from 1 for its two seats to be filled. At 3 a guest is released, and the guest and the clerk are
    called. The clerk does not turn up, and the bus leaves with the guest at 4. The clerk leaves with the next bus,
    which comes at 21.
    """
    bus = lift(dated(1.0, 21.0), seats=2, min_load=1.0, wait_h=10.0)
    group = {"clerks": clerks(1), "guest": staged(1, release=hours(3))}
    ups, _, history = run({(0, 0)}, 1, group=group, lift={"bus": bus})
    assert history.sortie["worked"].tolist()[0] == 3 * HOUR
    assert ups[1] == 4
    assert ups[0] > 21


def test_who_did_not_turn_up_is_asked_for_again_at_once() -> None:
    """Two people wait at 0, and a bus is requested, which comes at 2. One person misses this bus. So another bus is
    requested at once, which comes at 4 and leaves at 5.
    """
    bus = lift({"kind": "ready", "share": 1.0, "at_once": 2}, seats=2, lead_d=2 / 24)
    ups, owns, _ = run({(0, 0)}, 2, group={"clerks": clerks(2)}, lift={"bus": bus})
    assert ups == [5, 3]
    assert owns["no_show:clerks"] == 2


def test_where_it_goes_room_is_asked_for_all_who_are_called() -> None:
    """A sortie needs room at its destination for all people who are called, even if some do not turn up.

    A hub has room for two. Two people are called for the bus of 1, but only one turns up and goes to the hub. For the
    bus of 1.5 two are called, so it waits until the jet has taken the first person from the hub at 7.
    """
    site = {"H": {"kind": "hub", "room": 2}}
    lifts = {
        "bus": lift(dated(1.0, 1.5), to="H", seats=2, uses_ramp=False),
        "jet": lift(dated(6.0, 26.0), sites=["H"], uses_ramp=False),
    }
    group = {"clerks": clerks(3, routes=["out"])}
    ups, _, history = run({(0, 0)}, 3, site=site, group=group, lift=lifts, route={"out": {"via": ["H"]}})
    assert history.sortie["people"].tolist()[:2] == [1, 2]
    assert history.sortie["worked"].tolist()[1] == 7 * HOUR  # the jet has left then, and the hub is empty
    assert ups == [27, 7, 27]


def test_a_tail_flies_empty_and_comes_again() -> None:
    """The only tail flies an hour each way. No one turns up when it comes at 1, so it is home at 2, comes again at 3,
    and leaves with the clerk at 4.
    """
    ups, owns, _ = run({(0, 0)}, 1, group={"clerks": clerks(1)}, lift={"jet": lift(fleet())})
    assert ups == [4]
    assert owns == {"loading:A": 1, "no_show:clerks": 2, "flying:jet": 1}


def test_a_replay_says_who_did_not_turn_up() -> None:
    """A replay names the clerk who missed the jet and the guard who had to stay, each with the reason."""
    hold = {"served": {"until": [{"group": ["clerks"]}]}}
    group = {"clerks": clerks(1), "guard": staged(1, board_after="served")}
    made = plan(scenario(group=group, hold=hold, lift={"jet": lift(dated(1.0, 11.0))}))
    history = by_simpy(made, 1, where({(0, 0)}, 1))
    text = " ".join(line.strip() for line in replay_lines(made, history))
    assert "1 clerks (did not turn up)" in text
    assert "1 guard (had to stay because others did not turn up)" in text
    text = " ".join(line.strip() for line in replay_lines(made, history, mover="clerks/1"))
    assert "clerks/1 does not turn up for jet" in text


def test_only_a_chance_below_one_is_a_chance_to_stay_away() -> None:
    """A chance below 0, or of 1 or more, is refused, and so is an unknown that may raise the chance to 1 or more.
    Equipment may not state a chance, nor may people who are retained.
    """
    jets = {"jet": lift(dated(1.0))}
    for wrong in (1.0, -0.1, 1.5):
        with pytest.raises(ValidationError, match="no_show"):
            scenario(group={"clerks": staged(1, no_show=wrong)}, lift=jets)
    with pytest.raises(ValidationError, match="no_show"):
        scenario(lot={"crate": items(1, no_show=0.1)}, lift=jets)
    with pytest.raises(ValidationError, match="expected no no_show: retained people board no sortie"):
        scenario(group={"clerks": staged(1, no_show=0.1, required=False, disposition="retain")}, lift=jets)
    unknown = {"group.clerks.no_show": {"draw": {"low": 0.5, "high": 1.5}}}
    case = scenario(group={"clerks": clerks(1)}, lift=jets, uncertainty=unknown, checked=False)
    assert any(found.path[0] == "uncertainty" for found in check(case))


def test_the_chance_may_be_uncertain() -> None:
    """The chance is drawn once for each world. Every history with a chance of 0.6 has more missed calls than any
    history with 0.05.
    """
    case = scenario(
        group={"clerks": clerks(40)},
        lift={"jet": lift(fleet(), seats=10)},
        uncertainty={"group.clerks.no_show": {"draw": {"values": [0.05, 0.6]}}},
    )
    made = plan(case)
    lost: dict[float, list[int]] = {}
    for number in range(12):
        history = compiled(made, 1, number)
        assert_same_trajectory(history, by_simpy(made, 1, number))
        lost.setdefault(float(history.drawn[0]), []).append(len(history.missed))
    assert sorted(lost) == [0.05, 0.6]
    assert max(lost[0.05]) < min(lost[0.6])


def test_at_mean_values_more_seats_are_asked_for() -> None:
    """If a quarter of the people who are called stay away, 30 people need 40 seats: four daily jets of ten seats
    instead of three, and so a day more.
    """
    jets = {"jet": lift(dated(*(24.0 * day + 1 for day in range(9))), seats=10)}
    groups = [{"clerks": staged(30, no_show=p)} for p in (0.0, 0.25)]
    dates = [arithmetic(plan(scenario(group=group, lift=jets))).limits[0].closes for group in groups]
    assert dates[1] - dates[0] == pytest.approx(24 * HOUR)


def test_no_shows_of_a_plan_change_its_digest_and_their_absence_does_not() -> None:
    """Plans that differ only in no-shows have different digests. If a plan has no no-shows, its column of no-shows is
    not part of the digest.
    """
    jets = {"jet": lift(dated(1.0))}
    plain, absent = (plan(scenario(group={"clerks": staged(2, **more)}, lift=jets)) for more in ({}, {"no_show": P}))
    assert plan_digest(plain) != plan_digest(absent)
    known = plain.tables["lot"]
    kept = known[[name for name in known.dtype.names if name != "no_show_s"]]
    assert plan_digest(dataclasses.replace(plain, tables={**plain.tables, "lot": kept})) == plan_digest(plain)


def absent(case: Scenario, chance: float) -> Scenario:
    """Return the case with this chance of not turning up for all groups that are not retained."""
    groups = {
        title: group.model_copy(update={"no_show": None if group.disposition == "retain" else chance})
        for title, group in case.group.items()
    }
    return case.model_copy(update={"group": groups})


@given(
    case=st.one_of(scenarios(), scenarios(scarce="hold"), routed_scenarios(), with_odd_holds(routed_scenarios())),
    chance=st.sampled_from([0.2, 0.5, 0.8]),
    replication=st.integers(0, 2),
)
@settings(max_examples=20, deadline=None, suppress_health_check=list(HealthCheck))
def test_drawn_cases_in_which_each_group_may_stay_away(case: Scenario, chance: float, replication: int) -> None:
    """In random cases both engines agree bit for bit, people who do not turn up lose their seats, parties go whole, and
    causes sum to the closure, or to the horizon if the history does not close.
    """
    assume(not any(lift.driven for lift in case.lift.values()))  # such a plan is refused
    made, history = explained(absent(case, chance), replication)
    who_does_not_turn_up_loses_his_seat(Case(made, history))
    parties_go_whole(Case(made, history))


def test_two_who_were_to_ride_together_and_do_not_turn_up() -> None:
    """A guard may go when the clerk has gone, or together with the clerk, who is released at 0.5. Both miss the jet of
    1 and take that of 11.

    The guard's time until 0.5 is due to the release of the clerk, and the time from 1 to 11 to not turning up.
    """
    group = {"guard": clerks(1, board_after="served"), "clerks": clerks(1, release=hours(0.5))}
    hold = {"served": {"until": [{"group": ["clerks"]}]}}
    misses = {number for number in range(200) if all(_misses(number, name, 0) for name in group)}
    number = min(number for number in misses if not any(_misses(number, name, 1) for name in group))
    made = plan(scenario(group=group, hold=hold, lift={"jet": lift(dated(1.0, 11.0))}))
    history = compiled(made, 1, number)
    assert_same_trajectory(history, by_simpy(made, 1, number))
    assert missed_in(history) == [(1, 0, 0), (1, 1, 0)]
    instant, movers = marks(made, Sums(made, history))[0]
    found, known = chain(Log(made, history), instant, movers), reasons(made)
    assert [(one.since / HOUR, one.until / HOUR, known[one.reason].key) for one in found] == [
        (0, 0.5, "release:clerks"), (0.5, 1, "missions:jet"), (1, 11, "no_show:guard"), (11, 12, "loading:A"),
    ]  # fmt: skip


def _misses(number: int, name: str, call: int) -> bool:
    return uniform(1, number, Stream.NO_SHOW, name_key(name), 0, 0, call) < P
