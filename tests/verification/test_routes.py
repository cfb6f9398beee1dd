"""Invariants of movers that go out over several places, checked on scenarios that hypothesis draws."""

from __future__ import annotations

from collections import defaultdict
from itertools import pairwise

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from sim.analysis.outcomes.record import outcomes
from sim.domain.scenario import Scenario
from sim.engines.simpy import Check
from sim.model import calendars
from sim.model.calendars import NEVER
from sim.model.compile import plan
from sim.model.plan import Plan
from sim.model.terms import Fate
from sim.model.trajectory import Trajectory
from sim.model.world import make_world
from tests.engine import simulate
from tests.verification import invariants_of_time
from tests.verification.case import Case
from tests.verification.chains import assert_exact_sums
from tests.verification.invariants_of_time import rows
from tests.verification.strategies import SCARCE, routed_scenarios
from tests.verification.trajectories import assert_same_trajectory

SLOW = [HealthCheck.too_slow, HealthCheck.filter_too_much, HealthCheck.data_too_large]
ALL = Check(shuffle=3, scan=True, enablers=True, audit=True)


def no_mover_is_lost_on_the_way(compiled: Plan, history: Trajectory) -> None:
    """Check that the stays of a mover follow one another: each but the first begins no earlier than the arrival of the
    sortie that ended the previous stay.

    A stay is at the destination of that sortie or, if the sortie turned back, at the site of the previous stay. A mover
    that is out is at no place in the country. A mover whose fate is open and that has not left its last place is at a
    place in the country.
    """
    sortie, inside = rows(history.sortie), compiled.site["base"].astype(bool)
    stays: dict[int, list[dict[str, int]]] = defaultdict(list)
    for stay in rows(history.stay):
        stays[stay["mover"]].append(stay)
    for number, mover in enumerate(rows(history.mover)):
        mine = stays.get(number, [])
        if not mine:
            continue
        assert mine[0]["site"] == compiled.lot["site"][mover["lot"]]
        assert all(one["up"] < NEVER for one in mine[:-1])
        for one, other in pairwise(mine):
            ride = sortie[one["sortie"]]
            assert one["arrived"] <= one["staged"] <= ride["worked"] <= one["up"] == ride["up"]
            assert ride["arrived"] <= other["arrived"]
            if ride["fate"] == Fate.TURNED_BACK:
                assert other["site"] == one["site"]
            else:
                assert other["site"] == compiled.lift["to"][ride["lift"]]
        ups = [stay["up"] for stay in mine if stay["up"] < NEVER]
        if mover["fate"] == Fate.OUT:
            assert ups
            assert mover["up"] >= ups[0]
            assert not inside[mine[-1]["site"]] or mine[-1]["up"] < NEVER
        elif mover["fate"] == Fate.OPEN and mine[-1]["up"] == NEVER:
            assert inside[mine[-1]["site"]]


def no_place_holds_more_than_it_has_room_for(compiled: Plan, history: Trajectory) -> None:
    """Check for each place with `room` that the people who came by lift, counted from take-off until they go on, are
    never more than its room, or than 1 if the room is less.
    """
    world, person = make_world(compiled, history.seed, history.replication), compiled.lot["person"].astype(bool)
    for site, spec in enumerate(world.rows("site")):
        if spec.room_s < 0:
            continue
        events: list[tuple[int, int]] = []
        by_mover: dict[int, list[dict[str, int]]] = defaultdict(list)
        for stay in rows(history.stay):
            by_mover[stay["mover"]].append(stay)
        for number, stays in by_mover.items():
            if not person[history.mover["lot"][number]]:
                continue
            for place, stay in enumerate(stays):
                if stay["sortie"] < 0 or compiled.lift["to"][history.sortie["lift"][stay["sortie"]]] != site:
                    continue
                after = stays[place + 1] if place + 1 < len(stays) else None
                gone = after["up"] if after is not None and after["site"] == site else NEVER
                if after is not None and after["site"] != site:
                    gone = after["arrived"]
                left = int(history.mover["left"][number])
                events += [(stay["up"], 1), (min(gone, left), -1)]
        inside = most = 0
        for _, change in sorted(events):
            inside += change
            most = max(most, inside)
        assert most <= max(1, world.whole(spec.room_s))


def nothing_sets_down_where_it_may_not(compiled: Plan, history: Trajectory) -> None:
    """Check that a sortie comes down with its load only while the place is open and permits it, and that no more
    aircraft are on a ramp than it has parking spots.
    """
    world = make_world(compiled, history.seed, history.replication)
    lifts, sortie = world.rows("lift"), rows(history.sortie)
    for down in rows(history.offloaded):
        ride, site = sortie[down["sortie"]], down["site"]
        assert calendars.is_open(*world.runway[site], down["landed"])
        if ride["fate"] != Fate.TURNED_BACK:
            assert site == lifts[ride["lift"]].to
            assert calendars.is_open(*world.set_down[ride["lift"]], down["landed"])
        assert down["overhead"] <= down["landed"] <= down["ended"]
    for site, spec in enumerate(world.rows("site")):
        if spec.parking_s < 0:
            continue
        flies = [bool(lifts[ride["lift"]].uses_ramp) for ride in sortie]  # other lift needs no parking spot
        there = [s for s, f in zip(sortie, flies, strict=True) if f and s["site"] == site and s["landed"] < NEVER]
        # The tables do not say when a sortie that was unloaded again left: it counts until `ready`.
        spans = [(s["landed"], s["ready"] if s["fate"] == Fate.TURNED_BACK else s["up"]) for s in there]
        offloads = [d for d in rows(history.offloaded) if d["site"] == site and flies[d["sortie"]]]
        spans += [(d["landed"], d["ended"]) for d in offloads]
        on_ramp = [(begin, 1) for begin, _ in spans] + [(end, -1) for _, end in spans]
        many = 0
        for _, change in sorted(on_ramp):
            many += change
            assert many <= max(1, world.whole(spec.parking_s))


CLAIMS = (no_mover_is_lost_on_the_way, no_place_holds_more_than_it_has_room_for, nothing_sets_down_where_it_may_not)


@given(case=routed_scenarios(), replication=st.integers(0, 2))
@settings(max_examples=60, suppress_health_check=SLOW)
def test_every_claim_holds_of_routes(case: Scenario, replication: int) -> None:
    """The invariants of this file and of `invariants_of_time` hold. The engine gives the same history under all checks,
    and the causes of each date sum to it.
    """
    compiled = plan(case)
    history = simulate(compiled, 1, replication)
    for claim in CLAIMS:
        claim(compiled, history)
    for time_claim in invariants_of_time.CLAIMS:
        time_claim(Case(compiled, history))
    assert_same_trajectory(history, simulate(compiled, 1, replication, check=ALL))
    assert outcomes(compiled, history)
    assert_exact_sums(compiled, history)


@pytest.mark.parametrize("scarce", SCARCE)
def test_every_claim_holds_of_routes_where_one_thing_is_scarce(scarce: str) -> None:
    """The same holds if one resource is scarce and many events fall on the same instant."""

    @given(case=routed_scenarios(ties=True, scarce=scarce))
    @settings(max_examples=8, suppress_health_check=SLOW)
    def looked_at(case: Scenario) -> None:
        compiled = plan(case)
        history = simulate(compiled, 2, 0)
        for claim in CLAIMS:
            claim(compiled, history)
        for time_claim in invariants_of_time.CLAIMS:
            time_claim(Case(compiled, history))
        assert_same_trajectory(history, simulate(compiled, 2, 0, check=ALL))
        assert_exact_sums(compiled, history)

    looked_at()
