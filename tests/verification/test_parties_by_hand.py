"""Families and units that travel together (parties), worked by hand: who boards which sortie, and to what the waits are
due.

Times are in hours since the start of the clock, Monday 1 January 2024, 00:00 UTC. A jet is loaded for an hour after it
lands, and then takes off.
"""

from __future__ import annotations

import dataclasses
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pydantic import ValidationError

from sim.analysis.causes.by_reason import by_reason
from sim.analysis.sums import Sums
from sim.domain.check import check
from sim.domain.scenario import Scenario
from sim.engines.compiled import simulate as compiled
from sim.engines.simpy import Check
from sim.engines.simpy import simulate as by_simpy
from sim.model.calendars import NEVER
from sim.model.compile import plan
from sim.model.digest import plan_digest
from sim.report.replay import replay_lines
from tests.scenarios import HOUR, base, dated, fleet, hours, items, lift, scenario, staged
from tests.verification.case import Case
from tests.verification.invariants_of_boarding import parties_go_whole
from tests.verification.odd_holds import with_odd_holds
from tests.verification.on_both_engines import on_both_engines
from tests.verification.strategies import routed_scenarios, scenarios
from tests.verification.trajectories import assert_same_trajectory

DESK = {"desk": {"servers": 1, "service_h": 1.0}}


def run(**sections: Any) -> tuple[list[float], dict[str, float]]:
    """Return when each mover is out [h], and the hours until the closure that are due to each reason."""
    ups, owns, _ = on_both_engines(plan(scenario(**sections)), 0)
    return ups, owns


def families(count: int = 5, together: Any = 2, **more: Any) -> dict[str, Any]:
    """Return a group `families` that travels in parties of `together` people. Without stations, all wait for lift from
    the start.
    """
    return {"families": staged(count, **({"together": together} if together else {}), **more)}


def test_a_party_that_does_not_fit_waits_and_a_smaller_one_behind_it_goes() -> None:
    """A jet has three seats. The first pair boards, and so does the fifth person, who is a party alone. The second pair
    leaves ten hours later. Without parties, the first three people board.
    """
    jets = {"jet": lift(dated(1.0, 11.0), seats=3)}
    ups, owns = run(group=families(), lift=jets)
    assert ups == [2, 2, 12, 12, 2]
    assert owns == {"loading:A": 1, "whole:jet": 10, "missions:jet": 1}
    assert run(group=families(together=None), lift=jets)[0] == [2, 2, 2, 12, 12]


def test_seats_that_are_free_for_one_but_not_for_two_own_the_time() -> None:
    """Guards board before families, and each jet has three seats. Of four guards, three fill the first jet, and the
    fourth leaves with the pair on the second. The pair waited because too few missions came.

    Two guards leave one seat free on the first jet. The time that the pair waits is then due to its need for two seats.
    """
    group = {"guards": staged(4, due=hours(24)), **families(2)}
    ups, owns = run(group=group, lift={"jet": lift(dated(1.0, 11.0, 21.0), seats=3)}, order={"keys": ["due", "ready"]})
    assert ups == [2, 2, 2, 12, 12, 12]
    assert owns == {"loading:A": 1, "missions:jet": 11}
    group["guards"] = staged(2, due=hours(24))
    ups, owns = run(group=group, lift={"jet": lift(dated(1.0, 11.0, 21.0), seats=3)}, order={"keys": ["due", "ready"]})
    assert ups == [2, 2, 12, 12]
    assert owns == {"loading:A": 1, "whole:jet": 10, "missions:jet": 1}


def test_who_is_through_waits_for_the_rest_of_his_party() -> None:
    """Each of four people takes an hour at one desk, so the two pairs are staged at 2 and 4. Jets come at half past
    each hour: the pairs leave at 3.5 and 5.5.

    In the second pair, the first person is through the desk at 3 and waits until 4 for the other. Without parties, each
    person leaves with the next jet.
    """
    at = {"jet": lift(dated(*(hour + 0.5 for hour in range(8))))}
    site = {"A": base(station=DESK)}
    ups, owns = run(site=site, group=families(4, stations=["desk"]), lift=at)
    assert ups == [3.5, 3.5, 5.5, 5.5]
    assert owns == {"loading:A": 1, "missions:jet": 0.5, "party:families": 1, "station:A/desk": 3}
    assert run(site=site, group=families(4, None, stations=["desk"]), lift=at)[0] == [2.5, 3.5, 4.5, 5.5]


def test_a_unit_flies_whole() -> None:
    """The first flight has three seats, too few for the unit of four, and leaves with the guest. The second flight
    takes the unit.
    """
    lifts = {"small": lift(dated(1.0), seats=3), "large": lift(dated(3.0), seats=4)}
    ups, _ = run(group={**families(4, "all"), "guest": staged(1)}, lift=lifts)
    assert ups == [4, 4, 4, 4, 2]


def test_a_party_is_taken_by_weight_as_a_whole() -> None:
    """The payload is 0.3 t, and each person weighs 0.1 t. The first pair boards, and so does the fifth person. The
    second pair would be too heavy and leaves later.
    """
    light = {"jet": lift(dated(1.0, 11.0), payload_t=0.3)}
    assert run(group=families(weight_t=0.1), lift=light)[0] == [2, 2, 12, 12, 2]


def test_a_party_may_fly_alone_up_to_the_structural_limit() -> None:
    """A pair of 0.2 t exceeds the payload of 0.15 t, but not the structural limit `max_payload_t` of 0.2 t: it flies
    alone, as a single item would. The third person leaves with the next jet.
    """
    alone = {"jet": lift(dated(1.0, 11.0), payload_t=0.15, max_payload_t=0.2)}
    assert run(group=families(3, weight_t=0.1), lift=alone)[0] == [2, 2, 12]


def test_a_floor_lets_whole_parties_go() -> None:
    """At least two of five must stay until the crate has gone. Until then the others leave only in whole parties of
    two, so the first pair leaves at 2, and no one else. The three other people leave with the crate at 12.
    """
    jets = {"jet": lift(dated(1.0, 11.0), uses_ramp=False)}
    order = {"hold": {"gone": {"until": [{"kind": "equipment"}]}}}
    floor = {"watch": {"group": "families", "at_least": 2, "until": "gone"}}
    lot = {"crate": items(1, 1.0, "general", required=True, release=hours(5))}
    ups, _ = run(group=families(), lot=lot, floor=floor, lift=jets, **order)
    assert ups == [2, 2, 12, 12, 12, 12]


def test_those_who_had_left_before_the_start_are_not_waited_for() -> None:
    """Three of five had left before the start: the first pair and one person of the second. The other person of the
    second pair is staged at the start and leaves alone at 1.5. The fifth, a party alone, passes the desk and leaves at
    2.5.
    """
    group = families(5, start={"left": 3, "staged": 1}, stations=["desk"])
    ups, _ = run(site={"A": base(station=DESK)}, group=group, lift={"jet": lift(dated(0.5, 1.5), seats=2)})
    assert ups == [0, 0, 0, 1.5, 2.5]


def test_a_party_begins_with_the_last_who_arrives() -> None:
    """Four people arrive at 0.75, 2.25, 3.75 and 5.25. No whole pair is there for the jets of 1 and 5, which are
    struck. The pairs take the jets of 3 and 7 and leave an hour later.
    """
    group = families(4, arrives={"begins": hours(0), "until": hours(6)})
    ups, owns = run(group=group, lift={"jet": lift(dated(1.0, 3.0, 5.0, 7.0))})
    assert ups == [4, 4, 8, 8]
    assert owns == {"loading:A": 1, "not_tasked:jet": 1.75, "party:families": 1.5, "inflow:families": 3.75}


def test_a_fleet_is_not_sent_for_a_part_of_a_unit() -> None:
    """At least one of a unit of four must stay until the crate, released at 12, has gone. So the whole unit stays, the
    only tail is first sent for the crate, and all leave with it at 14.
    """
    lot = {"crate": items(1, 1.0, "general", required=True, release=hours(12))}
    order = {"hold": {"gone": {"until": [{"kind": "equipment"}]}}}
    floor = {"watch": {"group": "families", "at_least": 1, "until": "gone"}}
    made = plan(scenario(group=families(4, "all"), lot=lot, floor=floor, lift={"jet": lift(fleet())}, **order))
    history = compiled(made, 1, 0)
    assert_same_trajectory(history, by_simpy(made, 1, 0, check=Check(shuffle=3, scan=True, enablers=True)))
    assert history.mover["up"].tolist() == [14 * HOUR] * 5
    assert int((history.sortie["up"] < NEVER).sum()) == 1


def test_a_party_stays_together_over_a_hub() -> None:
    """A feeder with two seats brings one pair to the hub at 3 and the other at 13. The gate of the hub takes an hour
    for each person, so the pairs are staged there at 5 and 15. They leave with the next jet, at 6.25 and 16.25.
    """
    site = {"A": base(), "H": {"kind": "hub", "station": {"gate": {"servers": 1, "service_h": 1.0}}}}
    lifts = {
        "feeder": lift(dated(1.0, 11.0), to="H", seats=2),
        "jet": lift(dated(*(hour + 0.25 for hour in range(24))), sites=["H"]),
    }
    route = {"out": {"via": ["H"], "to": "Z", "stations": {"H": ["gate"]}}}
    ups, owns = run(site=site, group=families(4, routes=["out"]), lift=lifts, route=route)
    assert ups == [6.25, 6.25, 16.25, 16.25]
    assert owns["party:families"] == 1


def test_whole_parties_wait_for_an_earlier_way() -> None:
    """A jet with three seats comes at 192 h. A convoy leaves at 11 h, but drives for 312 h, so its people are out at
    323 h. Of two pairs, one waits for the jet and the other drives.

    A unit of four drives, because it does not fit on the jet. A unit of three waits for the jet, which has a seat for
    each of them.
    """
    convoy = lift(dated(10.0, 20.0), crosses="arrival", leg={"A": {"block_h": 312.0}})
    lifts = {"convoy": convoy, "jet": lift(dated(192.0), seats=3)}
    first = {"route_rule": "earliest_arrival"}
    assert sorted(run(group=families(4, 2, **first), lift=lifts)[0]) == [193, 193, 323, 323]
    assert run(group=families(4, "all", **first), lift=lifts)[0] == [323] * 4
    assert run(group=families(3, "all", **first), lift=lifts)[0] == [193] * 3


@pytest.mark.parametrize(("together", "stated", "many"), [(6, "6", 6), ("all", '"all"', 7)])
def test_a_party_that_no_sortie_takes_is_refused(together: Any, stated: str, many: int) -> None:
    """A jet with five seats, or with payload for five people, takes no party of six or seven. A party of five is
    accepted.
    """
    for jet in (lift(dated(1.0), seats=5), lift(dated(1.0), payload_t=0.95)):
        case = scenario(group=families(7, together), lift={"jet": jet}, checked=False)
        (found,) = check(case)
        assert (found.path, found.value) == (("group", "families", "together"), stated)
        assert found.expectation == f"expected a lift that takes {many} people at once from A; jet takes 5"
    assert not check(scenario(group=families(5, together), lift={"jet": lift(dated(1.0), seats=5)}))


@pytest.mark.parametrize("size", [1, 2.5, "some", -3])
def test_only_a_size_or_all_is_a_party(size: Any) -> None:
    """A size that is neither a whole number of at least 2 nor "all" gives exactly one error, which says what is
    expected.
    """
    with pytest.raises(ValidationError, match='expected a whole number of at least 2, or "all"') as found:
        scenario(group=families(4, size), lift={"jet": lift(dated(1.0))})
    assert found.value.error_count() == 1


def test_who_is_retained_travels_in_no_party() -> None:
    """Retained people board no lift, so `together` is refused for them."""
    with pytest.raises(ValidationError, match="expected no together: retained people board no lift"):
        scenario(group=families(4, 2, required=False, disposition="retain"), lift={"jet": lift(dated(1.0))})


def test_parties_of_a_plan_change_its_digest_and_their_absence_does_not() -> None:
    """Plans that differ only in parties have different digests. The digest of a plan without parties is the same with
    and without the column `party`.
    """
    jets = {"jet": lift(dated(1.0))}
    alone, pairs = (plan(scenario(group=families(together=size), lift=jets)) for size in (None, 2))
    assert plan_digest(alone) != plan_digest(pairs)
    known = alone.tables["lot"]
    older = dataclasses.replace(
        alone, tables={**alone.tables, "lot": known[[n for n in known.dtype.names if n != "party"]]}
    )
    assert plan_digest(older) == plan_digest(alone)


def test_a_replay_says_whose_party_had_no_room() -> None:
    """A jet with three seats takes one pair. The replay says that two people were left out, because there was no room
    for their whole party.
    """
    made = plan(scenario(group=families(4), lift={"jet": lift(dated(1.0, 11.0), seats=3)}))
    text = " ".join(line.strip() for line in replay_lines(made, by_simpy(made, 1, 0)))
    assert "left out: 2 families (no room for its whole party)" in text


def in_parties(case: Scenario, size: Any) -> Scenario:
    """Return the same case, in which all groups that are not to be retained travel in parties of this size."""
    groups = {
        title: group.model_copy(update={"together": None if group.disposition == "retain" else size})
        for title, group in case.group.items()
    }
    return case.model_copy(update={"group": groups})


@given(
    case=st.one_of(scenarios(), scenarios(scarce="hold"), routed_scenarios(), with_odd_holds(routed_scenarios())),
    size=st.sampled_from([2, 3, "all"]),
    replication=st.integers(0, 2),
    shuffle=st.integers(0, 9),
)
@settings(max_examples=20, deadline=None, suppress_health_check=list(HealthCheck))
def test_drawn_cases_in_which_all_travel_in_parties(case: Scenario, size: Any, replication: int, shuffle: int) -> None:
    """Both engines agree bit for bit, each party boards one sortie as a whole, and the causes of the closure sum to its
    date, or to the end of the clock if that comes first.
    """
    made = plan(in_parties(case, size))
    audited = Check(shuffle=shuffle, scan=True, enablers=True, audit=True)
    history = by_simpy(made, 1, replication, check=audited)
    assert_same_trajectory(history, compiled(made, 1, replication))
    parties_go_whole(Case(made, history))
    sums = Sums(made, history)
    chain = by_reason(sums)
    reached = min(sums.movers.total["closure"], made.horizon)
    assert chain["seconds"][chain["target"] == 0].sum() == reached
