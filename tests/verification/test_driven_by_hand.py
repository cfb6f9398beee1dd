"""The force's own vehicles (driven lifts), worked by hand: who drives, who rides, and who stays to drive later.

Times are in hours since the start. A convoy leaves when it comes, since it needs no loading time.
"""

from __future__ import annotations

from typing import Any

import pytest

from sim.analysis.causes.by_reason import by_reason
from sim.analysis.causes.reason import reasons
from sim.analysis.sums import Sums
from sim.arithmetic import arithmetic
from sim.domain.check import check, remarks
from sim.domain.force import Lot
from sim.domain.scenario import Scenario
from sim.engines.compiled import simulate as batch
from sim.engines.simpy import Check
from sim.engines.simpy import simulate as by_simpy
from sim.model.compile import plan
from sim.model.terms import Fate
from sim.model.trajectory import Trajectory
from sim.report.chain import chain
from tests.engine import simulate
from tests.scenarios import HOUR, dated, hours, items, lift, scenario, staged
from tests.verification.trajectories import assert_same_trajectory

ALL = Check(shuffle=5, scan=True, enablers=True, audit=True)


def convoy(*at_h: float, most: int = 2, **more: Any) -> dict[str, Any]:
    """Return a driven lift from A to Z, two hours away; a convoy of at most `most` vehicles comes at each hour of
    `at_h`.
    """
    plain = {"sites": ["A"], "to": "Z", "driven": True, "most_vehicles": most, "uses_ramp": False}
    return {**plain, "leg": {"A": {"block_h": 2.0}}, "supply": dated(*at_h), **more}


def trucks(count: int, seats: int = 3, drivers: int = 1, **more: Any) -> dict[str, Any]:
    """Return a lot of required, staged vehicles of 10 t that drive."""
    drives = {"seats": seats, "drivers": drivers}
    return items(count, 10.0, "general", **{"required": True, "start": {"staged": count}, "drives": drives, **more})


def run(case: Scenario) -> Trajectory:
    """Run a scenario under all checks; return the history."""
    return simulate(plan(case), 1, 0, check=ALL)


def why(case: Scenario) -> dict[str, float]:
    """Return how many hours until the closure are due to each reason, by the key of the reason."""
    compiled = plan(case)
    chain = by_reason(Sums(compiled, run(case)))
    of = reasons(compiled)
    return {of[row].key: seconds / HOUR for target, row, seconds in chain.tolist() if target == 0}


def left(history: Trajectory) -> list[float]:
    """Return the hours at which movers left, in order of movers: people first, then vehicles."""
    return [instant / HOUR for instant in history.mover["up"].tolist()]


def test_people_sit_in_the_vehicles_that_they_drive() -> None:
    """At 10 six people leave in two vehicles, which have 3 seats each and no limit of payload."""
    history = run(scenario(group={"main": staged(6)}, lot={"trucks": trucks(2)}, lift={"convoy": convoy(10, 20)}))
    assert left(history) == [10.0] * 8
    assert history.sortie["mpos"].tolist()[0] == 2000
    assert (history.sortie["seats"][0], history.sortie["payload"][0]) == (6, -1)


def test_people_stay_to_drive_later_vehicles() -> None:
    """Six people have four vehicles of 3 seats, of which a convoy takes two. Four people ride at 10, and two stay to
    drive the other vehicles at 20.
    """
    history = run(scenario(group={"main": staged(6)}, lot={"trucks": trucks(4)}, lift={"convoy": convoy(10, 20)}))
    assert left(history) == [10] * 4 + [20] * 2 + [10, 10, 20, 20]


def test_no_one_is_kept_back_for_wanted_vehicles() -> None:
    """All six people leave with two of four wanted vehicles at 10; the other two vehicles are left behind."""
    lots = {"trucks": trucks(4, required=False)}
    history = run(scenario(group={"main": staged(6)}, lot=lots, lift={"convoy": convoy(10, 20)}))
    assert left(history)[:8] == [10] * 8
    assert history.mover["fate"].tolist()[8:] == [Fate.LEFT] * 2


def test_required_vehicles_go_before_wanted_ones() -> None:
    """Of one wanted and two required trucks, the two required ones leave at 10 with all three people."""
    lots = {"old": trucks(1, required=False), "trucks": trucks(2)}
    history = run(scenario(group={"main": staged(3)}, lot=lots, lift={"convoy": convoy(10, 20)}))
    assert left(history)[:3] == [10] * 3
    assert left(history)[4:] == [10] * 2


def test_a_vehicle_waits_for_all_its_drivers() -> None:
    """Each of two vehicles needs two drivers. Of four people, three are there at 10, so one vehicle leaves with two of
    them. The fourth arrives at 15, so the other vehicle leaves at 20. The closure is due to this arrival (15 h) and to
    the next convoy (5 h).
    """
    late = staged(1, arrives={"begins": hours(15), "until": hours(15)})
    groups = {"main": staged(3), "late": late}
    case = scenario(group=groups, lot={"trucks": trucks(2, 2, 2)}, lift={"convoy": convoy(10, 20)})
    assert left(run(case)) == [10, 10, 20, 20, 10, 20]
    assert why(case) == {"missions:convoy": 5.0, "inflow:late": 15.0}


def test_people_without_a_seat_go_with_the_next_convoy() -> None:
    """Of two vehicles of 3 seats, the second arrives at 15. So three of six people ride at 10 and three at 20."""
    lots = {"trucks": trucks(1), "last": trucks(1, start={}, arrives={"begins": hours(15), "until": hours(15)})}
    history = run(scenario(group={"main": staged(6)}, lot=lots, lift={"convoy": convoy(10, 20)}))
    assert left(history) == [10] * 3 + [20] * 3 + [10, 20]


def test_breakdowns_count_the_vehicles_of_the_convoy() -> None:
    """Each vehicle breaks down once on the leg of 2 h and costs its convoy an hour. The convoy of two vehicles that
    leaves at 10 arrives at 14; the third vehicle leaves alone at 20 and arrives at 23.
    """
    road = convoy(10, 20, breakdown=1.0, recover_h=1.0, crosses="arrival")
    history = run(scenario(group={"main": staged(3)}, lot={"trucks": trucks(3, 1)}, lift={"convoy": road}))
    assert left(history) == [14, 14, 23, 14, 14, 23]
    assert history.sortie["overhead"].tolist() == [10 * HOUR, 20 * HOUR]


def test_a_floor_keeps_drivers_until_the_last_vehicle() -> None:
    """A convoy takes one vehicle. A floor keeps one of two people until the vehicles have gone; this person drives the
    second vehicle at 20.
    """
    order: dict[str, Any] = {
        "hold": {"driven out": {"until": [{"lot": ["trucks"]}]}},
        "floor": {"guard": {"group": "main", "at_least": 1, "until": "driven out"}},
    }
    road = convoy(10, 20, most=1)
    history = run(scenario(group={"main": staged(2)}, lot={"trucks": trucks(2)}, lift={"convoy": road}, **order))
    assert left(history) == [10, 20, 10, 20]


def test_a_convoy_waits_until_it_has_enough_vehicles() -> None:
    """With `min_load = 1`, a convoy of at most two vehicles that comes at 10 waits for the second vehicle, which
    arrives at 12.
    """
    lots = {"trucks": trucks(1), "late": trucks(1, start={}, arrives={"begins": hours(12), "until": hours(12)})}
    road = convoy(10, min_load=1.0, wait_h=5.0)
    assert left(run(scenario(group={"main": staged(2)}, lot=lots, lift={"convoy": road}))) == [12] * 4


def test_a_convoy_is_requested_when_vehicles_and_drivers_are_ready() -> None:
    """With `share = 1`, a convoy is requested when the second driver of two vehicles arrives, at 12; it comes 6 h
    later.
    """
    groups = {"main": staged(1), "late": staged(1, arrives={"begins": hours(12), "until": hours(12)})}
    ready = convoy(supply={"kind": "ready", "share": 1.0}, lead_d=0.25)
    case = scenario(group=groups, lot={"trucks": trucks(2)}, lift={"convoy": ready})
    assert left(run(case))[1:] == [18, 18, 18]


def test_no_convoy_comes_for_people_without_vehicles() -> None:
    """Six of seven people leave with both vehicles at 10. The convoy of 20 is struck, since no vehicle is left, and the
    seventh person flies at 30.
    """
    groups = {"main": staged(7)}
    lifts = {"convoy": convoy(10, 20), "jet": lift(dated(29), load_h=1.0)}
    history = run(scenario(group=groups, lot={"trucks": trucks(2, lifts=["convoy"])}, lift=lifts))
    assert left(history) == [10] * 6 + [30] + [10] * 2
    assert history.sortie["fate"].tolist().count(Fate.STRUCK) == 1


def test_a_party_takes_seats_of_several_vehicles_and_stays_together() -> None:
    """The first convoy has 5 seats, two of them for its drivers, so a family of four does not fit. The family leaves at
    20 in the next two vehicles.
    """
    groups = {"crew": staged(2), "family": staged(4, together="all")}
    lots = {"cars": trucks(1, 2), "vans": trucks(1), "late": trucks(2, start={}, release=hours(12))}
    history = run(scenario(group=groups, lot=lots, lift={"convoy": convoy(10, 20)}))
    assert left(history)[2:6] == [20] * 4


def test_vehicles_drive_on_from_a_hub() -> None:
    """Two people drive two vehicles from A to hub H (10-12), and on to the border by another driven lift (15-18)."""
    site = {"H": {"kind": "hub"}}
    first = convoy(10, to="H")
    second = convoy(15, 25, sites=["H"], leg={"H": {"block_h": 3.0}}, crosses="arrival")
    route = {"over H": {"via": ["H"]}}
    history = run(
        scenario(
            site=site,
            route=route,
            group={"main": staged(2, routes=["over H"])},
            lot={"trucks": trucks(2, routes=["over H"])},
            lift={"first": first, "second": second},
        )
    )
    assert left(history) == [18] * 4


def test_a_history_without_drivers_is_stuck_and_says_so() -> None:
    """Each of two vehicles needs two drivers. One vehicle leaves with the only two people; the other waits for drivers
    for ever.
    """
    road = convoy(supply={"per_week": 14})
    case = scenario(
        group={"main": staged(2)}, lot={"trucks": trucks(2, 2, 2)}, lift={"convoy": road}, horizon_d=90, checked=False
    )
    compiled = plan(case)
    history = simulate(compiled, 1, 0)
    (wait,) = history.stuck
    assert (wait.reason, wait.count) == ("drivers", 1)
    (words,) = chain(compiled, history.stuck)
    assert words == '1 item of "trucks" at A: too few people are left to drive in convoy'


@pytest.mark.parametrize(
    ("changes", "path", "words"),
    [
        (
            {"lot": {"trucks": trucks(4, 2, 2)}},
            ("lot", "trucks", "drives"),
            "expected at least 8 people who may leave A by convoy, to drive the required vehicles there; 6 may",
        ),
        (
            {"group": {"main": staged(7)}},
            ("group", "main"),
            "expected at least 7 seats in vehicles",
        ),
        ({"lot": {"trucks": items(2, 10.0, "general")}}, ("group", "main"), "expected a lot with drives"),
        ({"group": {"main": staged(6, no_show=0.1)}}, ("group", "main", "no_show"), "whose drivers must turn up"),
    ],
)
def test_vehicles_and_people_that_can_never_drive_are_refused(
    changes: dict[str, Any], path: tuple[str, ...], words: str
) -> None:
    """A scenario is refused if people are too few to drive the required vehicles, if people who may only drive have too
    few seats or no vehicles, or if a group of drivers has a chance of no-shows.
    """
    whole = {"group": {"main": staged(6)}, "lot": {"trucks": trucks(2)}, "lift": {"convoy": convoy(10, 20)}}
    found = [finding for finding in check(scenario(**whole | changes, checked=False)) if finding.path == path]
    assert any(words in finding.expectation for finding in found), found


def test_a_lot_that_drives_must_be_vehicles() -> None:
    """A lot that drives and states `vehicles = false` is refused."""
    lot = {"site": "A", "category": "general", "count": 2, "weight_t": 10.0, "drives": {"seats": 2}}
    assert Lot.model_validate(lot | {"vehicles": True}).vehicles
    with pytest.raises(ValueError, match="items that drive are vehicles"):
        Lot.model_validate(lot | {"vehicles": False})


def test_a_driven_lift_without_vehicles_is_named() -> None:
    """A driven lift gets a notice at its key `driven` if there are no vehicles that may take it."""
    lifts = {"convoy": convoy(10, 20), "jet": lift(dated(9), load_h=1.0)}
    case = scenario(group={"main": staged(2)}, lot={"stores": items(2)}, lift=lifts)
    assert ("lift", "convoy", "driven") in [finding.path for finding in remarks(case)]


def test_at_mean_values_a_convoy_takes_its_heaviest_vehicles_full_of_people() -> None:
    """The arithmetic counts 21.086 t for two vehicles of 10 t with 6 people of 0.181 t, and adds the caveat that it
    does not count who drives.
    """
    case = scenario(group={"main": staged(6)}, lot={"trucks": trucks(4)}, lift={"convoy": convoy(10, 20)})
    found = arithmetic(plan(case))
    assert found.lifts[0].payload_t == pytest.approx(21.086)
    assert found.lifts[0].seats == 6.0
    assert "driven" in [caveat.kind for caveat in found.caveats]


def test_without_driven_lifts_a_lot_that_drives_is_cargo() -> None:
    """Without a driven lift, `drives` changes nothing in the history."""
    flies = {"jet": lift(dated(10, 20))}
    one, other = (
        run(scenario(group={"main": staged(2)}, lot={"trucks": lot}, lift=flies))
        for lot in (trucks(5), {key: value for key, value in trucks(5).items() if key != "drives"})
    )
    assert_same_trajectory(one, other)


def test_both_engines_give_the_same_histories() -> None:
    """A case with a hold, parties, breakdowns and three lots of vehicles has the same histories on both engines."""
    groups = {"main": staged(9, together=2), "guard": staged(3)}
    lots = {"trucks": trucks(3, 4, 2), "cars": trucks(3, 2), "old": trucks(2, required=False)}
    order: dict[str, Any] = {
        "hold": {"driven out": {"until": [{"lot": ["trucks"]}]}},
        "floor": {"guard": {"group": "guard", "at_least": 1, "until": "driven out"}},
    }
    road = convoy(10, 20, 30, 40, 50, most=3, breakdown=0.5, recover_h=1.0, crosses="arrival")
    compiled = plan(scenario(group=groups, lot=lots, lift={"convoy": road}, **order))
    for replication in range(5):
        assert_same_trajectory(by_simpy(compiled, 1, replication, check=ALL), batch(compiled, 1, replication))


@pytest.mark.parametrize(
    ("people", "lot", "cause"),
    [(2, trucks(2, 2, 2), "drivers:convoy"), (4, trucks(1), "vehicles:convoy")],
)
def test_causes_name_missing_drivers_and_missing_vehicles(people: int, lot: dict[str, Any], cause: str) -> None:
    """Convoys of two vehicles come every 12 h, the first at 6. The first takes one vehicle only, since the second lacks
    drivers or the fourth person lacks a vehicle. The 12 h until the next convoy are due to the missing drivers or
    vehicles. Later convoys are not tasked.
    """
    road = convoy(supply={"per_week": 14})
    case = scenario(group={"main": staged(people)}, lot={"trucks": lot}, lift={"convoy": road}, checked=False)
    found = why(case)
    assert (found["missions:convoy"], found[cause]) == (6.0, 12.0)
    assert set(found) == {"missions:convoy", cause, "not_tasked:convoy"}
