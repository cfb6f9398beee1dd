"""Attacks on the road, worked by hand: their number on a leg, by its distance, and the time lost to them."""

from __future__ import annotations

import math
from collections import Counter
from typing import Any

import pytest
from scipy.stats import poisson

from sim.analysis.causes import chain
from sim.analysis.causes.log import Log
from sim.analysis.causes.reason import reasons
from sim.analysis.causes.target import marks
from sim.analysis.outcomes.record import outcomes_of
from sim.analysis.sums import Sums
from sim.arithmetic import arithmetic
from sim.domain.check import check
from sim.engines.compiled import simulate as compiled
from sim.engines.simpy import Check
from sim.engines.simpy import simulate as by_simpy
from sim.model.calendars import NEVER
from sim.model.compile import plan
from sim.model.draws import Stream, name_key, uniform
from sim.model.plan import Plan
from sim.model.trajectory import Trajectory
from sim.model.world import make_world
from sim.model.world.attacks import attacks_met
from sim.report.replay import replay_lines
from tests.scenarios import HOUR, dated, fleet, items, lift, rate, scenario
from tests.verification.trajectories import assert_same_trajectory

KEY = name_key("convoy")
RATE, KM = 5.0, 300.0
"""One and a half attacks on a leg, on average."""


def road(supply: dict[str, Any] | None = None, **more: Any) -> dict[str, Any]:
    """Return convoys that take six hours for 300 km to the border, and lose half an hour to each attack."""
    leg = {"A": {"block_h": 6.0, "distance_km": KM}}
    plain = {"crosses": "arrival", "attacks_per_1000_km": RATE, "attack_h": 0.5, "leg": leg, "load_h": 0.0}
    return {"convoy": lift(supply or dated(8.0), **{**plain, **more})}


def met(replication: int, which: int, number: int = 0, attempt: int = 0, mean: float = RATE * KM / 1000) -> int:
    """Return the number of attacks on a leg: scipy's inverse Poisson distribution function at the uniform number."""
    u = uniform(1, replication, Stream.ATTACKS, KEY, number, which, attempt)
    return int(poisson.ppf(u, mean))


def both(made: Plan, replication: int) -> Trajectory:
    """Run one history on both engines, with two orders of simultaneous events and all checks; return it."""
    history = compiled(made, 1, replication)
    for shuffle in (2, 11):
        audited = Check(shuffle=shuffle, scan=True, enablers=True, audit=True)
        assert_same_trajectory(history, by_simpy(made, 1, replication, check=audited))
    return history


def owners(made: Plan, history: Trajectory) -> dict[str, float]:
    """Return the hours of the closure due to each reason; check that they sum to the closure."""
    instant, movers = marks(made, Sums(made, history))[0]
    known, owns = reasons(made), Counter[str]()
    links = chain(Log(made, history), min(instant, made.horizon), movers, still=instant >= NEVER)
    assert sum(link.until - link.since for link in links) == min(instant, made.horizon)
    for link in links:
        owns[known[link.reason].key] += link.until - link.since
    return {key: seconds / HOUR for key, seconds in owns.items()}


def test_a_number_of_attacks_is_that_of_poisson() -> None:
    """The number of attacks is the smallest at which the distribution function is not below u, also for the largest
    mean and in the tails.
    """
    for mean in (0.0, 1e-9, 0.3, 1.5, 20.0, 100.0):
        for u in (2.0**-53, 0.001, 0.2, 0.5, 0.9, 0.999999):
            assert attacks_met(mean, u) == max(0, int(poisson.ppf(u, mean)))
    assert attacks_met(100.0, 1 - 2.0**-53) < 250


@pytest.mark.parametrize("replication", range(4))
def test_each_attack_on_the_way_out_makes_the_leg_longer(replication: int) -> None:
    """A convoy that comes at 8 is out at 14 plus half an hour for each attack; the half hours are due to attacks."""
    made = plan(scenario(lot={"arms": items(1, 40.0)}, lift=road()))
    history = both(made, replication)
    many = met(replication, 1)
    assert history.mover["up"].tolist() == [(14 + many / 2) * HOUR]
    owns = owners(made, history)
    assert owns.get("attacked:convoy", 0.0) == many / 2
    assert owns["under_way:convoy"] == 6
    found = outcomes_of(Sums(made, history))
    assert found["attacks_convoy"] == many + met(replication, 0)
    assert found["attacked_convoy_h"] == (many + met(replication, 0)) / 2


@pytest.mark.parametrize("replication", range(2))
def test_a_tail_is_attacked_on_its_way_to_load(replication: int) -> None:
    """A tail needs six hours to come and six to go out, plus half an hour for each attack on the leg.

    The half hours on both legs are due to attacks.
    """
    made = plan(scenario(lot={"arms": items(1, 40.0)}, lift=road(fleet(1))))
    history = both(made, replication)
    there, out = met(replication, 0), met(replication, 1)
    assert history.sortie["overhead"][0] == (6 + there / 2) * HOUR
    assert history.mover["up"].tolist() == [(12 + there / 2 + out / 2) * HOUR]
    owns = owners(made, history)
    assert owns.get("attacked:convoy", 0.0) == (there + out) / 2
    assert owns["flying:convoy"] == owns["under_way:convoy"] == 6


def test_the_time_of_each_attack_is_drawn() -> None:
    """The leg is longer by the sum of the times drawn for its three attacks; replay prints their number."""
    drawn = {"attack_h": {"dist": "uniform", "low": 0.2, "high": 1.0}}
    made = plan(scenario(lot={"arms": items(1, 40.0)}, lift=road(**drawn)))
    number = next(n for n in range(99) if met(n, 1) == 3)
    history, world = both(made, number), make_world(made, 1, number)
    spec = world.rows("lift")[0]
    each = [world.sample(spec.attack, Stream.ATTACK, KEY, 0, 2 * one + 1, 0) for one in range(3)]
    assert len(set(each)) == 3
    assert int(history.mover["up"][0]) == 14 * HOUR + sum(each)
    assert "3 attacks cost" in " ".join(replay_lines(made, history))


def test_attacks_have_their_mean_and_variance() -> None:
    """Over 400 convoys, mean and variance of the number are 1.5 within four standard errors."""
    many = [met(n, 1) for n in range(400)]
    mean = sum(many) / 400
    variance = sum((x - mean) ** 2 for x in many) / 399
    assert abs(mean - 1.5) < 4 * math.sqrt(1.5 / 400)
    assert abs(variance - 1.5) < 4 * math.sqrt((1.5 + 2 * 1.5**2) / 400)


def test_the_distance_may_be_stated_in_each_unit_or_by_positions() -> None:
    """The number follows from a distance in nautical miles, or from positions if a speed and no distance is stated."""
    miles = road(leg={"A": {"block_h": 6.0, "distance_nm": KM / 1.852}})
    km = plan(scenario(lot={"arms": items(1, 40.0)}, lift=road()))
    nm = plan(scenario(lot={"arms": items(1, 40.0)}, lift=miles))
    assert [by_simpy(km, 1, n).mover["up"][0] for n in range(8)] == [
        by_simpy(nm, 1, n).mover["up"][0] for n in range(8)
    ]
    placed = {
        "A": {"kind": "base", "position": {"lat": 0.0, "lon": 0.0}},
        "Z": {"kind": "apod", "position": {"lat": 0.0, "lon": 5.0}},
    }
    far = plan(scenario(site=placed, lot={"arms": items(1, 40.0)}, lift=road(leg={}, speed_kt=50.0)))
    mean = RATE * 1.852 * far.leg["great_circle_nm"][0] / 1000
    up = by_simpy(far, 1, 3).mover["up"][0] - by_simpy(far, 1, 3).sortie["up"][0]
    assert up == round(far.leg["great_circle_nm"][0] / 50 * HOUR) + met(3, 1, mean=mean) * HOUR // 2


def test_means_count_attacks_on_each_leg() -> None:
    """In the arithmetic, 1.5 attacks of half an hour make the leg of the last (second) daily convoy 45 min longer."""
    lots = {"arms": items(2, 40.0)}
    made = [plan(scenario(lot=lots, lift=road(rate(7.0), attacks_per_1000_km=each))) for each in (0.0, RATE)]
    assert arithmetic(made[1]).closure - arithmetic(made[0]).closure == pytest.approx(0.75 * HOUR)


def test_without_a_rate_there_are_no_attacks() -> None:
    """Without the key and with a rate of 0, the history is the same bit for bit."""
    none = {key: value for key, value in road()["convoy"].items() if not key.startswith("attack")}
    off = by_simpy(plan(scenario(lot={"arms": items(3, 40.0)}, lift={"convoy": none})), 1, 0)
    zero = by_simpy(plan(scenario(lot={"arms": items(3, 40.0)}, lift=road(attacks_per_1000_km=0.0))), 1, 0)
    assert_same_trajectory(off, zero)


@pytest.mark.parametrize(
    ("leg", "rate", "cure"),
    [
        ({"A": {"block_h": 6.0}}, 5.0, "distance_km beside block_h in leg.A"),
        ({"A": {"block_h": 6.0, "distance_km": 300.0}}, 400.0, "a mean of at most 100 attacks on the leg of A"),
    ],
)
def test_attacks_that_cannot_be_counted_are_refused(leg: dict[str, Any], rate: float, cure: str) -> None:
    """Attacks are refused on a leg with only a block time, which has no distance, and above a mean of 100 on a leg."""
    made = scenario(checked=False, lot={"arms": items(1, 40.0)}, lift=road(leg=leg, attacks_per_1000_km=rate))
    (found,) = check(made)
    assert ".".join(found.path) == "lift.convoy.attacks_per_1000_km"
    assert cure in found.expectation


def test_rate_and_time_of_attacks_need_each_other() -> None:
    """A rate without the time lost to an attack, or that time without a rate, is refused."""
    with pytest.raises(ValueError, match="both or neither"):
        scenario(lot={"arms": items(1, 40.0)}, lift=road(attack_h=None))
