"""Attacks on the road, worked by hand: how many a convoy meets on a leg of given length, and the time lost to them.

Times are in hours since the start.
"""

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
"""Attacks per 1,000 km and length of a leg [km]; on average, a convoy meets 1.5 attacks on a leg."""


def road(supply: dict[str, Any] | None = None, **more: Any) -> dict[str, Any]:
    """Return a lift of convoys that drive six hours (300 km) to the border and lose half an hour to each attack.

    With the default supply, one convoy comes at 8. Loading takes no time.
    """
    leg = {"A": {"block_h": 6.0, "distance_km": KM}}
    plain = {"crosses": "arrival", "attacks_per_1000_km": RATE, "attack_h": 0.5, "leg": leg, "load_h": 0.0}
    return {"convoy": lift(supply or dated(8.0), **{**plain, **more})}


def met(replication: int, which: int, number: int = 0, attempt: int = 0, mean: float = RATE * KM / 1000) -> int:
    """Return the number of attacks on an inbound (`which` 0) or outbound (1) leg, from scipy's Poisson distribution.

    This number is the quantile at the uniform random number of the leg; `number` and `attempt` are of the sortie.
    """
    u = uniform(1, replication, Stream.ATTACKS, KEY, number, which, attempt)
    return int(poisson.ppf(u, mean))


def both(made: Plan, replication: int) -> Trajectory:
    """Run one history on the compiled engine, and twice on SimPy with all checks and two orders of simultaneous events.

    Check that the three are equal, and return the history.
    """
    history = compiled(made, 1, replication)
    for shuffle in (2, 11):
        audited = Check(shuffle=shuffle, scan=True, enablers=True, audit=True)
        assert_same_trajectory(history, by_simpy(made, 1, replication, check=audited))
    return history


def owners(made: Plan, history: Trajectory) -> dict[str, float]:
    """Return the hours until the closure (or the horizon) due to each reason, by its key; check their sum."""
    instant, movers = marks(made, Sums(made, history))[0]
    known, owns = reasons(made), Counter[str]()
    links = chain(Log(made, history), min(instant, made.horizon), movers, still=instant >= NEVER)
    assert sum(link.until - link.since for link in links) == min(instant, made.horizon)
    for link in links:
        owns[known[link.reason].key] += link.until - link.since
    return {key: seconds / HOUR for key, seconds in owns.items()}


def test_a_number_of_attacks_is_that_of_poisson() -> None:
    """The number of attacks is the Poisson quantile at u, the same as scipy's, also in the tails and for the mean 0.

    It stays below 250 for the largest mean (100) and the largest u.
    """
    for mean in (0.0, 1e-9, 0.3, 1.5, 20.0, 100.0):
        for u in (2.0**-53, 0.001, 0.2, 0.5, 0.9, 0.999999):
            assert attacks_met(mean, u) == max(0, int(poisson.ppf(u, mean)))
    assert attacks_met(100.0, 1 - 2.0**-53) < 250


@pytest.mark.parametrize("replication", range(4))
def test_each_attack_on_the_way_out_makes_the_leg_longer(replication: int) -> None:
    """A convoy that comes at 8 is out at 14 plus half an hour for each attack; these half hours are due to attacks.

    The outcomes also count the attacks on its way in, although they do not delay it.
    """
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
    """A tail drives six hours to the base and six hours out, plus half an hour for each attack on either leg.

    The half hours of both legs are due to attacks.
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
    """In the first history with three attacks on the way out, the leg takes six hours and the three drawn times.

    `sim replay` prints the number of attacks.
    """
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
    """Over 400 convoys, mean and variance of the number of attacks are both 1.5 within four standard errors.

    The variance of the sample variance of n Poisson numbers of mean m is about (m + 2 m^2) / n.
    """
    many = [met(n, 1) for n in range(400)]
    mean = sum(many) / 400
    variance = sum((x - mean) ** 2 for x in many) / 399
    assert abs(mean - 1.5) < 4 * math.sqrt(1.5 / 400)
    assert abs(variance - 1.5) < 4 * math.sqrt((1.5 + 2 * 1.5**2) / 400)


def test_the_distance_may_be_stated_in_each_unit_or_by_positions() -> None:
    """In 8 histories, arms are out at the same instants whether the distance is stated in nautical miles or in
    kilometres.

    If positions and a speed are stated but no distance, the number of attacks follows from the great-circle distance.
    """
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
    """At mean values, 1.5 attacks of half an hour delay the last arrival, and so the closure, by 45 min."""
    lots = {"arms": items(2, 40.0)}
    made = [plan(scenario(lot=lots, lift=road(rate(7.0), attacks_per_1000_km=each))) for each in (0.0, RATE)]
    assert arithmetic(made[1]).closure - arithmetic(made[0]).closure == pytest.approx(0.75 * HOUR)


def test_without_a_rate_there_are_no_attacks() -> None:
    """Without the keys of attacks and with a rate of 0, the history is the same bit for bit."""
    none = {key: value for key, value in road()["convoy"].items() if not key.startswith("attack")}
    off = by_simpy(plan(scenario(lot={"arms": items(3, 40.0)}, lift={"convoy": none})), 1, 0)
    zero = by_simpy(plan(scenario(lot={"arms": items(3, 40.0)}, lift=road(attacks_per_1000_km=0.0))), 1, 0)
    assert_same_trajectory(off, zero)


@pytest.mark.parametrize(
    ("leg", "rate", "cure"),
    [
        ({"A": {"block_h": 6.0}}, 5.0, "distance_km beside block_h in leg.A"),
        ({"A": {"block_h": 6.0, "distance_km": 300.0}}, 400.0, "a mean of at most 100 attacks on the leg from A"),
    ],
)
def test_attacks_that_cannot_be_counted_are_refused(leg: dict[str, Any], rate: float, cure: str) -> None:
    """Attacks are refused on a leg of unknown distance, and if there are more than 100 on a leg on average."""
    made = scenario(checked=False, lot={"arms": items(1, 40.0)}, lift=road(leg=leg, attacks_per_1000_km=rate))
    (found,) = check(made)
    assert ".".join(found.path) == "lift.convoy.attacks_per_1000_km"
    assert cure in found.expectation


def test_a_rate_of_attacks_needs_the_time_lost_to_each() -> None:
    """A rate of attacks without the time lost to each attack is refused."""
    with pytest.raises(ValueError, match="both or neither"):
        scenario(lot={"arms": items(1, 40.0)}, lift=road(attack_h=None))
