"""A drawdown inside a larger SimPy model: the events that it reports to the model, and an airfield that both use."""

from __future__ import annotations

from collections.abc import Generator
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import simpy

import sim
from sim.analysis.causes.by_reason import by_reason
from sim.analysis.sums import Sums
from sim.engines.compiled import simulate as by_compiled
from sim.engines.simpy import Check, simulate
from sim.model.calendars import NEVER
from sim.model.plan import Plan
from sim.model.terms import Cause, Fate
from tests.scenarios import HOUR, base, compiled, dated, fleet, items, lift, rate, shift, staged
from tests.verification.trajectories import assert_same_trajectory

TINY = Path(__file__).parents[3] / "configs" / "tiny.toml"
CHECKED = Check(shuffle=3, scan=True, enablers=True, audit=True)
Life = Generator[Any, Any, None]


def busy(**more: Any) -> Plan:
    """Return a plan in which people and trucks pass a desk that works from 8 to 17, and missions of a jet come at
    random.
    """
    return compiled(
        site={"A": base(station={"desk": {"servers": 2, "service_h": 1.0, "hours": [shift(8, 17)]}}, **more)},
        group={"people": {"site": "A", "count": 60, "stations": ["desk"]}},
        lot={"trucks": items(12, 9.0, stations=["desk"], required=True)},
        lift={"jet": lift(rate(90, pattern="poisson"), payload_t=10.0, seats=5, load_h=4.0, holding_h=9.0)},
    )


def tiny(check: Check | None = None) -> tuple[simpy.Environment, simpy.Resource, sim.Drawdown, list[float]]:
    """Return the tiny case inside a larger model, where another aircraft also uses the camp's only parking spot.

    The other aircraft has the spot from 09:00 to 11:30, and requests it again at 17:45 for an hour. Return the
    environment, the spot, the drawdown, and a list of the hours at which the other aircraft gets the spot.
    """
    env = simpy.Environment()  # counts hours from 08:00, the start of the tiny case
    spot = simpy.Resource(env, capacity=1)
    plan = sim.plan(sim.load(TINY))
    drawdown = sim.Drawdown(plan, 1, 0, env=env, unit_s=HOUR, share={"camp": spot}, check=check)
    granted: list[float] = []

    def other(comes: float, stays: float) -> Life:
        yield env.timeout(comes)
        with spot.request() as asked:
            yield asked
            granted.append(env.now)
            yield env.timeout(stays)

    env.process(other(1.0, 2.5))
    env.process(other(9.75, 1.0))
    return env, spot, drawdown, granted


@pytest.mark.parametrize("check", [None, CHECKED], ids=["plain", "checked"])
def test_a_shared_airfield_by_hand(check: Check | None) -> None:
    """The aircraft of the tiny case is overhead at 10:00, but lands only at 11:30, when the other aircraft
    leaves the shared spot. It therefore makes all later moves an hour and a half later than without the other aircraft.

    It takes off at 12:30, is home at 14:30, and is offloaded and sent again at 15:30. From 17:30 to 18:30 it loads
    crate 3 at the camp. The other aircraft requests the spot at 17:45 and has it from 18:30 to 19:30. The aircraft of
    the tiny case is home at 20:30, is sent again at 21:30, and is at the camp at 23:30. It leaves with the last load at
    00:30, instead of 23:00.
    """
    env, spot, drawdown, had = tiny(check)
    env.run(until=drawdown.done)
    history = drawdown.done.value
    assert had == [1.0, 10.5]
    sorties = history.sortie[history.sortie["fate"] == Fate.OUT]
    assert (sorties["overhead"] / HOUR).tolist() == [2.0, 9.5, 15.5]
    assert (sorties["landed"] / HOUR).tolist() == [3.5, 9.5, 15.5]
    assert (sorties["up"] / HOUR).tolist() == [4.5, 10.5, 16.5]
    assert sorties["land_cause"].tolist() == [Cause.SPOT, Cause.ARRIVAL, Cause.ARRIVAL]
    assert env.now == history.end / HOUR == 16.5
    assert spot.count == 0
    chain = by_reason(Sums(drawdown.plan, history))
    assert chain["seconds"][chain["target"] == 0].sum() == 16.5 * HOUR


def test_reported_events_of_the_tiny_case_by_hand() -> None:
    """Each event of the tiny case in the larger model is reported once, at its time and with its movers. The
    function given to `on` may be the `put` of a SimPy store.
    """
    env, _, drawdown, _ = tiny()
    seen: list[sim.Happening] = []
    store = simpy.Store(env)
    for kind in ("closed", "staged", "out"):
        drawdown.on(kind, seen.append)
    drawdown.on("departed", store.put)
    departures: list[tuple[float, sim.Happening]] = []

    def log() -> Life:
        while True:
            departure = yield store.get()
            departures.append((env.now, departure))

    env.process(log())
    env.run()
    assert [(each.kind, each.at / HOUR, each.who) for each in seen] == [
        ("staged", 0.5, {"guards": 2}),
        ("staged", 1.0, {"guards": 2, "ammunition": 1}),
        ("staged", 2.0, {"ammunition": 1}),
        ("out", 4.5, {"ammunition": 2}),
        ("staged", 5.5, {"ammunition": 1}),
        ("staged", 6.5, {"tents": 1}),
        ("out", 10.5, {"ammunition": 1}),
        ("out", 16.5, {"guards": 4, "tents": 1}),
        ("closed", 16.5, {}),
    ]
    assert [(now, each.people, each.kg, each.site, each.lift) for now, each in departures] == [
        (4.5, 0, 4000, "camp", "aircraft"),
        (10.5, 0, 2000, "camp", "aircraft"),
        (16.5, 4, 3400, "camp", "aircraft"),
    ]
    assert all(now == each.at / HOUR for now, each in departures)


def test_a_shared_airfield_with_enough_spots_changes_nothing() -> None:
    """If the file limits the site to two spots and the shared airfield has 50, the drawdown gives, bit for bit,
    the history that each engine gives without the larger model.
    """
    plan = busy(parking=2)
    alone = simulate(plan, 1, 3)
    assert (alone.sortie["land_cause"] == Cause.SPOT).any()
    env = simpy.Environment(initial_time=7)
    spots = simpy.PriorityResource(env, capacity=50)
    drawdown = sim.Drawdown(plan, 1, 3, env=env, share={"A": spots}, check=CHECKED)
    drawdown.on("staged", lambda _: None)
    env.run()
    assert_same_trajectory(alone, drawdown.done.value)
    assert_same_trajectory(by_compiled(plan, 1, 3), drawdown.done.value)
    assert spots.count == 0


def test_spots_of_the_larger_model_act_like_spots_of_the_file() -> None:
    """Two spots of the larger model, without a limit in the file, give the same dates and sorties as two spots
    in the file.
    """
    alone = simulate(busy(parking=2), 1, 3)
    assert (alone.sortie["land_cause"] == Cause.SPOT).any()
    env = simpy.Environment()
    drawdown = sim.Drawdown(
        busy(), 1, 3, env=env, unit_s=60.0, share={"A": simpy.Resource(env, capacity=2)}, check=CHECKED
    )
    env.run()
    history = drawdown.done.value
    for name in ("arrived", "released", "staged", "up", "sortie", "fate"):
        assert (history.mover[name] == alone.mover[name]).all(), name
    for name in ("overhead", "landed", "worked", "up", "fate", "land_cause"):
        assert (history.sortie[name] == alone.sortie[name]).all(), name


def test_two_drawdowns_use_one_airfield() -> None:
    """Aircraft of two drawdowns share one spot. At most one aircraft is on it at a time. In each drawdown some
    aircraft waits for the spot, and lands at the instant at which an aircraft leaves it.
    """
    env = simpy.Environment()
    spot = simpy.Resource(env, capacity=1)
    both = [sim.Drawdown(busy(), 1, number, env=env, share={"A": spot}, check=CHECKED) for number in (0, 1)]
    env.run()
    tables = [drawdown.done.value.sortie for drawdown in both]
    there = sorted((row["landed"], row["up"]) for table in tables for row in table if row["landed"] < NEVER)
    assert len(there) > 8
    assert all(up <= landed for (_, up), (landed, _) in pairwise(there))
    ups = {up for _, up in there}
    for table in tables:
        waited = table["land_cause"] == Cause.SPOT
        assert waited.any()
        assert set(table["landed"][waited].tolist()) <= ups
    assert all(drawdown.done.value.mover["up"].max() < NEVER for drawdown in both)
    assert spot.count == 0


def test_an_aircraft_that_diverts_withdraws_its_request() -> None:
    """An aircraft that diverts no longer requests the shared spot.

    Another process has the only spot until hour 4. The first aircraft is overhead at hour 2 and diverts at hour 3. The
    second lands at hour 8, is loaded in an hour, and leaves at hour 9.
    """
    env = simpy.Environment()
    spot = simpy.Resource(env, capacity=1)
    plan = compiled(group={"people": staged(3)}, lift={"jet": lift(dated(2.0, 8.0), holding_h=1.0, on_cancel="lost")})
    drawdown = sim.Drawdown(plan, 1, 0, env=env, unit_s=HOUR, share={"A": spot})

    def other() -> Life:
        with spot.request() as asked:
            yield asked
            yield env.timeout(4.0)

    env.process(other())
    env.run(until=5.0)
    assert (spot.count, len(spot.queue)) == (0, 0)
    env.run()
    sortie = drawdown.done.value.sortie
    assert sortie["fate"].tolist()[:2] == [Fate.DIVERTED, Fate.OUT]
    assert (sortie["up"][1] / HOUR, spot.count) == (9.0, 0)


def test_spots_are_given_back_at_the_end() -> None:
    """Three aircraft that load for 99 h come to two spots, so one of them waits. When the drawdown ends, it
    gives back both spots and withdraws the request.
    """
    env = simpy.Environment()
    spot = simpy.Resource(env, capacity=2)
    slow = lift(dated(1.0, 1.5, 2.0), payload_t=1.5, load_h=99.0, holding_h=99.0)
    plan = compiled(lot={"crates": items(4, required=True)}, lift={"jet": slow}, horizon_d=1, deadline_h=20)
    drawdown = sim.Drawdown(plan, 1, 0, env=env, unit_s=HOUR, share={"A": spot})
    env.run(until=3.75)
    assert (spot.count, len(spot.queue)) == (2, 1)
    env.run(until=drawdown.done)
    assert (spot.count, len(spot.queue)) == (0, 0)


@pytest.mark.parametrize("shuffle", [None, 1, 2])
def test_reported_events_agree_with_the_history(shuffle: int | None) -> None:
    """In any order of simultaneous events, the reported events agree with the history, and no mover is reported
    staged or out twice. Movers of a convoy are reported out when it arrives, five hours after it departs. At one
    instant the reports come in the order staged, departed, out, closed.
    """
    plan = compiled(
        site={"A": base(station={"desk": {"servers": 3, "service_h": 0.5}})},
        group={"people": {"site": "A", "count": 9, "stations": ["desk"]}},
        lot={"scrap": items(2, 1.0, category="general"), "arms": items(4, 2.0, stations=["desk"])},
        lift={"convoy": lift(fleet(2), crosses="arrival", payload_t=5.0, seats=4, leg={"A": {"block_h": 5.0}})},
    )
    drawdown = sim.Drawdown(plan, 1, 0, check=Check(shuffle=shuffle))
    seen: list[sim.Happening] = []
    for kind in ("departed", "out", "staged", "closed"):
        drawdown.on(kind, seen.append)
    history = drawdown.run()
    assert_same_trajectory(simulate(plan, 1, 0), history)
    by = {kind: [each for each in seen if each.kind == kind] for kind in ("staged", "departed", "out", "closed")}
    for kind, column in (("staged", "staged"), ("out", "up")):
        at = {mover: each.at for each in by[kind] for mover in each.movers}
        assert len(at) == sum(len(each.movers) for each in by[kind])
        assert at == {row: when for row, when in enumerate(history.mover[column].tolist()) if when < NEVER}
    flown = history.sortie[np.isin(history.sortie["fate"], (Fate.OUT, Fate.EMPTY))]
    assert [each.at for each in by["departed"]] == sorted(flown["up"].tolist())
    assert {each.at for each in by["out"]} == {each.at + 5 * HOUR for each in by["departed"] if each.movers}
    required = [row for row in history.mover if plan.lot[row["lot"]]["required"]]
    assert [each.at for each in by["closed"]] == [max(row["up"] for row in required)]
    order = ("staged", "departed", "out", "closed")
    keys = [(each.at, order.index(each.kind)) for each in seen]
    assert keys == sorted(keys)


def test_wrong_arguments_are_refused() -> None:
    """Wrong arguments are errors that say what was expected."""
    env, plan = simpy.Environment(), sim.plan(sim.load(TINY))
    spot = simpy.Resource(env)
    with pytest.raises(ValueError, match="no kind of event 'left': expected one of staged, departed, out, closed"):
        sim.Drawdown(plan, 1, 0).on("left", print)
    for unit in (0.0, -1.0, float("nan")):
        with pytest.raises(ValueError, match="more than 0"):
            sim.Drawdown(plan, 1, 0, env=env, unit_s=unit)
    for share, message in (
        ({"kamp": spot}, "no site 'kamp' to share: expected one of camp, home"),
        ({"camp": simpy.Resource(simpy.Environment())}, "an environment other than env"),
        ({"home": spot}, "has no effect: no lift that uses its ramp comes there"),
    ):
        with pytest.raises(ValueError, match=message):
            sim.Drawdown(plan, 1, 0, env=env, share=share)
    with pytest.raises(ValueError, match="expected env"):
        sim.Drawdown(plan, 1, 0, share={"camp": spot})
    for wrong in (simpy.PreemptiveResource(env), simpy.Container(env)):
        with pytest.raises(TypeError, match=r"expected a simpy\.Resource or simpy\.PriorityResource"):
            sim.Drawdown(plan, 1, 0, env=env, share={"camp": wrong})  # type: ignore[dict-item]
    with pytest.raises(ValueError, match="inside an environment"):
        sim.Drawdown(plan, 1, 0, env=env).run()
