"""The SimPy engine against itself: under its checks (shuffle, scan, enablers, audit) it gives the same history as
without them.

Three planted errors show that the checks find what they are for: a tie broken by the order in which events were
created, a queue that is not looked at again when a server is free, and staff who leave late.
"""

from __future__ import annotations

import warnings
from functools import partial
from itertools import count

import pytest
from hypothesis import HealthCheck, Phase, given, seed, settings
from hypothesis import strategies as st
from hypothesis.errors import HypothesisWarning

from sim.domain.scenario import Scenario
from sim.engines.simpy import Check, simulate
from sim.engines.simpy.changes import Changes
from sim.engines.simpy.lot import Lot
from sim.engines.simpy.sortie import Sortie
from sim.engines.simpy.station import Station, Turn
from sim.engines.simpy.transit import Net, Transit
from sim.errors import InvariantError
from sim.model.compile import plan
from tests.verification.strategies import SCARCE, scenarios
from tests.verification.trajectories import assert_same_trajectory

ALL = Check(shuffle=1, scan=True, enablers=True, audit=True)
SLOW = [HealthCheck.too_slow, HealthCheck.filter_too_much, HealthCheck.data_too_large]


@given(case=scenarios(), shuffle=st.integers(0, 5), replication=st.integers(0, 3))
@settings(max_examples=120, suppress_health_check=SLOW)
def test_the_checks_change_nothing(case: Scenario, shuffle: int, replication: int) -> None:
    """The engine gives the same history with all checks as without any, and the checks find nothing."""
    compiled = plan(case)
    checked = Check(shuffle=shuffle, scan=True, enablers=True, audit=True)
    plain = simulate(compiled, 1, replication)
    assert_same_trajectory(plain, simulate(compiled, 1, replication, check=checked))


@given(case=scenarios(ties=True), shuffle=st.integers(0, 10**6))
@settings(max_examples=60, suppress_health_check=SLOW)
def test_ties_do_not_depend_on_the_order_of_events(case: Scenario, shuffle: int) -> None:
    """In scenarios with many events at the same instants, a random order of these events gives the same history."""
    compiled = plan(case)
    assert_same_trajectory(
        simulate(compiled, 1, 0), simulate(compiled, 1, 0, check=Check(shuffle=shuffle, enablers=True))
    )


@pytest.mark.parametrize("scarce", SCARCE)
def test_each_resource_in_turn_is_scarce(scarce: str) -> None:
    """If one resource is scarce and many events fall on the same instant, all checks pass and the history is the
    same.
    """

    @given(case=scenarios(ties=True, scarce=scarce))
    @settings(max_examples=12, suppress_health_check=SLOW)
    def looked_at(case: Scenario) -> None:
        compiled = plan(case)
        assert_same_trajectory(simulate(compiled, 1, 0), simulate(compiled, 1, 0, check=ALL))

    looked_at()


# ------------------------------------------------------------------------------------------ planted errors

TRIES = 40


def tries_until_caught(check: Check, *, scarce: str) -> int:
    """Compare the engine without checks and under a check, on scenarios in which many events share an instant. Return
    the number of the first try (counted from 1) in which the histories differ or the check fails; 0 if there is none.

    The scenarios are the same on every run (seed 3). Hypothesis only generates them: it keeps none and simplifies none.
    """
    tries = caught = 0

    @seed(3)
    @given(case=scenarios(ties=True, scarce=scarce))
    @settings(max_examples=TRIES, phases=[Phase.generate], database=None, suppress_health_check=SLOW)
    def compare(case: Scenario) -> None:
        nonlocal tries, caught
        if caught:
            return
        tries += 1
        compiled = plan(case)
        try:
            assert_same_trajectory(simulate(compiled, 1, 0), simulate(compiled, 1, 0, check=check))
        except (AssertionError, InvariantError):
            caught = tries

    with warnings.catch_warnings():
        warnings.simplefilter("ignore", HypothesisWarning)
        compare()
    return caught


def test_nothing_is_caught_where_nothing_is_planted() -> None:
    """Without a planted error the same scenarios pass, so what the next tests catch is the planted error."""
    assert tries_until_caught(ALL, scarce="server") == 0
    assert tries_until_caught(ALL, scarce="staff") == 0


def test_a_tie_broken_by_creation_order_is_caught(monkeypatch: pytest.MonkeyPatch) -> None:
    """In the planted error, a queue breaks ties of rank and arrival by a running counter. The check `shuffle` finds
    it.
    """
    running = count()

    def by_creation(station: Station, turn: Turn) -> tuple[int, int, int]:
        return station.force.lot_of(turn.mover).spec.rank, turn.arrived, next(running)

    monkeypatch.setattr(Station, "place_in_queue", by_creation)
    assert tries_until_caught(Check(shuffle=1), scarce="server") > 0


@pytest.mark.parametrize("check", [Check(scan=True), Check(enablers=True)], ids=["scan", "enablers"])
def test_a_missing_mark_is_caught(monkeypatch: pytest.MonkeyPatch, check: Check) -> None:
    """In the planted error, a server is freed but the queue is not looked at again. The check `scan` finds another
    history, and `enablers` a late start.
    """

    def in_silence(station: Station, turn: Turn) -> None:
        if turn.server >= 0:
            station.servers.give_back(turn.server, station.env.now, turn.row)

    monkeypatch.setattr(Station, "leave", in_silence)
    assert tries_until_caught(check, scarce="server") > 0


def test_staff_leaving_a_round_late_is_caught(monkeypatch: pytest.MonkeyPatch) -> None:
    """In the planted error, people who have taken off count as present until the next round of the instant. The check
    `audit` finds it in the first scenario.
    """
    take_off = Transit.take_off
    went = Changes.went

    def late(changes: Changes, flown: Sortie) -> None:
        def but_present(transit: Transit, sortie: Sortie, now: int) -> Net:
            gone = take_off(transit, sortie, now)
            for row, many in gone.items():
                lot = transit.force.lots[row]
                lot.present += many
                changes.drawdown.env.call(now, partial(leave, lot, many))
            return gone

        def leave(lot: Lot, many: int) -> None:
            lot.present -= many

        with monkeypatch.context() as planted:
            planted.setattr(Transit, "take_off", but_present)
            went(changes, flown)

    monkeypatch.setattr(Changes, "went", late)
    assert tries_until_caught(Check(audit=True), scarce="staff") == 1
