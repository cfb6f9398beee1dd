"""Numbers that are stored with a fixed width: at the limit both engines give the same history. Beyond the limit
the number is refused or capped, or SimPy runs the study, as the table `LIMITS` says.
"""

from __future__ import annotations

from typing import Any

import pytest

from sim.engines import compiled as compiled_engine
from sim.engines.compiled import replication, tables
from sim.engines.simpy import simulate, sortie
from sim.errors import EngineError, SimError
from sim.experiment.workers.engine import fitting
from sim.model.limits import LIMITS, MANY, TAILS, WIDEST
from sim.model.plan import Plan
from tests.scenarios import base, compiled, dated, fleet, items, lift, staged
from tests.verification.trajectories import assert_same_trajectory

CENTURIES = 2.5e6
"""Hours from the start to a deadline that makes the clock so long that its length in seconds takes 34 bits."""


def alike(plan: Plan) -> Any:
    """Run a plan on both engines, check that their histories are the same, and return the history."""
    history = simulate(plan, 1, 0)
    assert_same_trajectory(history, compiled_engine.simulate(plan, 1, 0))
    return history


def ranked(many: int, **more: Any) -> Plan:
    """Return a plan of `many` lots that queue for one server and leave with one mission; each lot has a rank of its own
    in the order of loading.
    """
    station = {"sort": {"servers": 1, "service_h": 0.01}}
    lots = {f"lot {at:05}": items(1, 0.01, "general", stations=["sort"], required=True) for at in range(many)}
    plane = lift(dated(240), payload_t=1000.0)
    more["order"] = {"keys": ["lot"]}
    return compiled(site={"A": base(station=station)}, lot=lots, lift={"plane": plane}, checked=False, **more)


@pytest.mark.slow
def test_two_thousand_ranks_give_one_history() -> None:
    """With 2,060 ranks of loading, which need more than 11 bits, both engines give the same history."""
    plan = ranked(2060)
    assert len(set(plan.lot["rank"].tolist())) == 2060
    assert fitting(plan, "compiled") == ("compiled", ())
    assert (alike(plan).mover["fate"] == 1).all()


def test_ranks_at_and_beyond_the_limit_of_a_long_clock() -> None:
    """With a clock of 34 bits, 32 ranks of loading give the same history on both engines. With 33 ranks SimPy is
    chosen, and the reason is given.
    """
    most = ranked(32, deadline_h=CENTURIES)
    assert most.horizon.bit_length() == 34
    assert fitting(most, "compiled") == ("compiled", ())
    alike(most)
    name, why = fitting(ranked(33, deadline_h=CENTURIES), "compiled")
    assert name == "simpy"
    assert why == (f"33 ranks of loading (at most 32 on a clock of {most.horizon // 86400:,} days)",)


def test_a_clock_too_long_for_the_compiled_engine_runs_on_simpy() -> None:
    """For a clock of more than 544 years SimPy is chosen, and the reason names the largest number of days."""
    name, why = fitting(ranked(1, deadline_h=2 * CENTURIES), "compiled")
    assert name == "simpy"
    assert "days (at most 198,841)" in why[0]


@pytest.mark.slow
def test_more_attempts_than_sixteen_bits_hold() -> None:
    """If a guard's attempts at a check are numbered beyond 32,768, which 16 bits with a sign cannot hold, both
    engines give the same history.
    """
    station = {"check": {"servers": 1, "service_h": 1 / 60, "fail": 1.0}}
    plan = compiled(
        site={"A": base(station=station)},
        group={"guard": staged(1, stations=["check"])},
        lift={"plane": lift(dated(1))},
        checked=False,
    )
    assert alike(plan).visit["attempt"].max() > 2**15


def test_a_service_without_end_does_not_overflow() -> None:
    """On both engines a service of 1e300 hours ends after the horizon; its end does not overflow."""
    station = {"check": {"servers": 1, "service_h": 1e300}}
    plan = compiled(
        site={"A": base(station=station)},
        group={"guard": staged(1, stations=["check"])},
        lift={"plane": lift(dated(1))},
        checked=False,
    )
    assert alike(plan).visit["ended"][0] > plan.horizon


WEIGHT = WIDEST // 1000


@pytest.mark.parametrize(
    ("more", "fits", "beyond", "expected"),
    [
        ("lot", {"x": items(2, WEIGHT / 2)}, {"x": items(2, WEIGHT / 2 + 1)}, "tonnes of people and items together"),
        ("lot", {"x": items(1, WEIGHT)}, {"x": items(1, WEIGHT), "y": items(1, 1.0)}, "at most 2,147,483"),
        ("lot", {"x": items(1, pallets=WEIGHT)}, {"x": items(1, pallets=WEIGHT + 1)}, "pallet positions of all items"),
        (
            "lift",
            {"supply": fleet(TAILS)},
            {"supply": fleet(TAILS + 1)},
            "tails of plane.*: 2,048; expected at most 2,047",
        ),
        ("lift", {"vehicles": MANY}, {"vehicles": MANY + 1}, "vehicles in a sortie of plane: 10,001"),
        ("site", {"parking": MANY}, {"parking": MANY + 1}, "parking spots at A: 10,001"),
        ("site", {"teams": MANY}, {"teams": MANY + 1}, "load teams at A: 10,001"),
    ],
)
def test_a_number_too_large_is_refused_by_name(more: str, fits: Any, beyond: Any, expected: str) -> None:
    """At the limit both engines give the same history; beyond it both refuse the plan, and the error says what is
    too large.
    """

    def plan(part: Any) -> Plan:
        sections: dict[str, Any] = {"lot": part if more == "lot" else {"x": items(1)}}
        plane = lift({**dated(1), **(part.get("supply", {}) if more == "lift" else {})})
        if more == "lift":
            plane = lift(**{"supply": dated(1), **part})
        site = {"A": base(**part)} if more == "site" else {}
        return compiled(site=site, lift={"plane": plane}, checked=False, deadline_h=48, horizon_d=1, **sections)

    alike(plan(fits))
    for engine in (simulate, compiled_engine.simulate):
        with pytest.raises(EngineError, match=expected):
            engine(plan(beyond), 1, 0)


def test_a_payload_too_large_for_its_column_takes_all_cargo() -> None:
    """A ship of 5,000,000 t and 5,000,000,000 seats takes all cargo. Its payload and seats are recorded as the
    largest number that their columns hold.
    """
    history = alike(
        compiled(
            lot={"x": items(3, 1000.0)},
            lift={"ship": lift(dated(1), payload_t=5e6, seats=5_000_000_000)},
            checked=False,
        )
    )
    assert history.sortie["kg"].tolist() == [3_000_000]
    assert history.sortie["payload"].tolist() == history.sortie["seats"].tolist() == [WIDEST]


def test_a_whole_number_beyond_its_column_is_refused() -> None:
    """A count too large for its column is refused when the plan is compiled."""
    station = {"check": {"servers": 1, "service_h": 1, "staffed_by": "guard", "people_per_server": 2**31}}
    with pytest.raises(SimError, match=r"people per server = 2,147,483,648: expected .* at most 2,147,483,647"):
        compiled(
            site={"A": base(station=station)},
            group={"guard": staged(1, stations=["check"])},
            lift={"plane": lift(dated(1))},
            checked=False,
        )


def restless() -> Plan:
    """Return a plan in which one tail makes sixty trips with one item each; each way takes an hour."""
    return compiled(lot={"x": items(60)}, lift={"plane": lift(fleet(), payload_t=1.0)}, horizon_d=60)


def test_too_many_trips_of_a_tail_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    """SimPy refuses more trips of a tail than can be numbered, here 20; the next number would belong to the next
    tail.
    """
    monkeypatch.setattr(sortie, "TRIPS", 20)
    with pytest.raises(EngineError, match="a tail of plane would fly more than 20 trips"):
        simulate(restless(), 1, 0)


def test_too_many_sorties_for_events_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    """The compiled engine refuses more sorties than can be numbered in events, here 800."""
    monkeypatch.setattr(tables, "MOST_NUMBERED", 800)
    monkeypatch.setattr(replication, "_mine", type(replication._mine)())
    many = compiled(lot={"x": items(1200)}, lift={"plane": lift(fleet(3), payload_t=1.0, load_h=0.0)}, horizon_d=60)
    with pytest.raises(EngineError, match="more than 800 sorties: expected fewer"):
        compiled_engine.simulate(many, 1, 0)


def test_every_limit_says_what_keeps_it() -> None:
    """Each entry of the table of limits says what enforces the limit, or why it is not reached. No two entries
    are about the same number.
    """
    assert all(limit.kept.startswith(("refused", "runs on SimPy: ", "capped", "not reached: ")) for limit in LIMITS)
    assert len({limit.what for limit in LIMITS}) == len(LIMITS)
