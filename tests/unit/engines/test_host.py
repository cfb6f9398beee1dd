"""A drawdown inside a larger SimPy model (the host) gives the same history as alone. It uses the host's clock."""

from __future__ import annotations

from collections.abc import Generator
from typing import Any

import simpy

from sim.domain.scenario import Scenario
from sim.engines.simpy import Check, Drawdown, simulate
from sim.model.compile import plan
from tests.scenarios import HOUR, base, dated, items, lift, rate, scenario, shift, staged
from tests.verification.trajectories import assert_same_trajectory


def case(**more: Any) -> Scenario:
    """Return a scenario in which people and trucks pass a desk that works from 8 to 17, and missions of a jet come at
    random.
    """
    return scenario(
        site={
            "A": base(
                station={"desk": {"servers": 2, "service_h": {"mean": 1.0, "cv": 0.4}, "hours": [shift(8, 17)]}},
                working=1,
            )
        },
        group={"people": {"site": "A", "count": 30, "stations": ["desk"]}},
        lot={"trucks": items(8, 9.0, stations=["desk"])},
        lift={"jet": lift(rate(20, pattern="poisson"), seats=9)},
        **more,
    )


def test_inside_a_larger_model_that_counts_hours() -> None:
    """In a host whose unit of time is the hour, the history is the same as alone. The event `done` occurs when
    the history ends, and its value is the history.
    """
    compiled = plan(case())
    host = simpy.Environment(initial_time=100.0)
    drawdown = Drawdown(compiled, 1, 3, env=host, unit_s=3600.0)
    got = []

    def headquarters() -> Generator[Any, Any, None]:
        history = yield drawdown.done
        got.append((host.now, history))

    host.process(headquarters())
    host.run()
    alone = simulate(compiled, 1, 3)
    (when, history), *more = got
    assert not more
    assert abs(when - (100.0 + alone.end / 3600.0)) < 1e-6
    assert_same_trajectory(alone, history)


def test_an_unfinished_drawdown_is_done_at_its_horizon() -> None:
    """If the only lift takes two of three people, `done` occurs at the horizon."""
    compiled = plan(
        scenario(group={"people": staged(3)}, lift={"jet": lift(dated(1.0), seats=2)}, deadline_h=10, horizon_d=1)
    )
    host = simpy.Environment()
    drawdown = Drawdown(compiled, 1, 0, env=host)
    history = host.run(until=drawdown.done)
    assert host.now == history.end == compiled.horizon
    assert history.stuck


def test_two_drawdowns_in_one_environment() -> None:
    """Two drawdowns run in one environment, the second from a later time on; each gives the history that it
    gives alone.
    """
    compiled = plan(case())
    host = simpy.Environment()
    first = Drawdown(compiled, 1, 0, env=host)
    later: list[Drawdown] = []

    def begin_later() -> Generator[Any, Any, Any]:
        yield host.timeout(12_345)
        later.append(Drawdown(compiled, 1, 1, env=host))
        return (yield later[0].done)

    second = host.process(begin_later())
    host.run()
    assert_same_trajectory(simulate(compiled, 1, 0), first.done.value)
    assert_same_trajectory(simulate(compiled, 1, 1), second.value)
    assert host.now == max(first.done.value.end, 12_345 + second.value.end)


def test_the_host_sees_each_instant_when_it_is_due() -> None:
    """A drawdown does not run ahead of the host's clock. When the host stops halfway, the movers that leave at
    that instant or later are still counted as remaining.
    """
    compiled = plan(case())
    alone = simulate(compiled, 1, 0)
    host = simpy.Environment()
    drawdown = Drawdown(compiled, 1, 0, env=host, check=Check(shuffle=4))
    half = alone.end // 2 + 1
    host.run(until=half)
    assert drawdown.force.remaining == int((alone.mover["up"] >= half).sum())
    assert half - 24 * HOUR < drawdown.env.now <= half
    host.run()
    assert_same_trajectory(alone, drawdown.done.value)
