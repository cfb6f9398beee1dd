"""A distribution that may draw outside the bounds of its key is refused; one with a single value is a constant."""

from __future__ import annotations

from statistics import fmean

import pytest

import sim
from sim.config import load
from sim.domain.support import quantile, support
from sim.domain.uncertainty import Empirical, Exponential, Gamma, Lognormal, Pert, Triangular, Uniform, Weibull
from sim.model.world import make_world

OUTSIDE = {
    "site.camp.station.inspect.service_h": ("{ low = -3, high = 3 }", "values of at least 0 for service_h"),
    "lift.c17.payload_t": ("{ low = -20, mode = 30, high = 40 }", "pert reaches from -20 to 40"),
    "lift.c17.seats": ("{ values = [-1, 3] }", "values of at least 0 for seats"),
    "outage.dust.lasts_h": ("{ dist = 'triangular', low = -1, mode = 2, high = 3 }", "values of at least 0"),
    "lift.c17.leg.camp.block_h": ("{ low = -1, high = 1 }", "values of at least 0 for block_h"),
    "outage.dust.per_day": ("-0.1", "of at least 0"),
    "lift.c17.supply.per_week": ("-1", "of at least 0"),
    "site.camp.station.wash.service_h.cv": ("-0.3", "from 0 to 5"),
}


@pytest.mark.parametrize("key", OUTSIDE)
def test_a_distribution_that_leaves_the_bounds_of_its_key_is_refused(problems, camp, key: str) -> None:
    """A number that is out of the bounds of its key, or a distribution that can draw such a number, is refused.
    In this test, all are stated by `--set`.
    """
    value, words = OUTSIDE[key]
    (problem,) = problems(camp, (f"{key}={value}",))
    assert words in problem.expectation
    assert problem.key.startswith(f"--set {key}")


def test_an_observed_value_outside_is_refused_at_its_line(problems, camp) -> None:
    """A negative time in a CSV column is reported with file and line."""
    text = camp.replace("service_h = 0.5", 'service_h = { csv = "times.csv", column = "hours" }')
    (problem,) = problems(text, times="hours\n1\n-0.5\n2\n")
    assert (problem.file, problem.line, problem.value) == ("times.csv", 3, "-0.5")
    assert "of at least 0" in problem.expectation


def test_item_weights_are_above_zero(problems, camp) -> None:
    """Item weights must be above 0. A range that reaches below 0 and a list with the value 0 are refused; a
    range that begins at 0 is accepted.
    """
    lot = '\n[lot.spares]\nsite = "camp"\ncategory = "general"\ntotal_t = 5\nitem_t = {}\n'
    assert problems(camp + lot.format("{ low = -1, high = 2 }"))
    assert problems(camp + lot.format("{ values = [0, 2] }"))
    assert not problems(camp + lot.format("{ low = 0, high = 2 }"))


PER_DAY = "outage.dust.per_day"
MAPPED = {
    "a chance above 1": ("lift.c17.cancel", "set", "draw = { p50 = 0.4, p95 = 0.9 }", "3.1 % of its draws"),
    "spots below 1": ("site.camp.working", "set", "draw = { low = -1, high = 3 }", "of at least 1; 38 %"),
    "a count below 0": ("lot.trucks.count", "plus", "draw = { low = -100, high = 0 }", "90 % of its draws"),
    "a cv below 0": ("site.camp.station.wash.service_h.cv", "plus", "draw = { low = -0.6, high = 0 }", "50 %"),
    "a long tail": ("lift.c17.cancel", "plus", "draw = { mean = 0.1, cv = 0.1 }\nslope = 0.1", "fewer than 1 in 4,096"),
    "gamma": (PER_DAY, "plus", "draw = { dist = 'gamma', mean = 1, cv = 1 }\nslope = -0.1", "37 %"),
    "weibull": (PER_DAY, "plus", "draw = { dist = 'weibull', mean = 1, cv = 1 }\nslope = -0.1", "37 %"),
}


@pytest.mark.parametrize("case", MAPPED)
def test_an_unknown_that_leaves_the_bounds_is_refused_with_its_share(problems, camp, case: str) -> None:
    """The error has the share of draws that lead out of bounds, whether a draw sets the number or adds to it.

    Two shares by hand: 10 trucks plus a draw from -100 to 0 are fewer than 0 in 90 % of the draws. Spots are rounded
    to whole numbers, so a draw from -1 to 3 gives fewer than 1 if it is below 0.5, which is 1.5 / 4 = 38 %.
    """
    to, apply, draw, words = MAPPED[case]
    text = camp[: camp.index("[uncertainty.missions]")]
    entry = f'[uncertainty.x]\nto = ["{to}"]\napply = "{apply}"\n{draw}\n'
    (problem,) = problems(text + entry)
    assert words in problem.expectation, problem.expectation
    assert problem.key == "uncertainty.x"


def test_least_and_most_keep_an_unknown_within_bounds(problems, camp) -> None:
    """`least` and `most` keep draws within the bounds; `least` above `most` is refused."""
    entry = '\n[uncertainty.x]\nto = ["lift.c17.cancel"]\ndraw = { p50 = 0.4, p95 = 0.9 }\n'
    assert not problems(f"{camp}{entry}most = 1\n")
    assert "expected least <= most" in problems(f"{camp}{entry}least = 1\nmost = 0.5\n")[0].expectation


def test_unknowns_on_one_number_are_judged_together(problems, camp) -> None:
    """Two unknowns on one number, each valid alone, are refused if together they can lead out of its bounds.
    They are accepted if the second one falls as the first one rises, so that the product stays within the bounds.
    """
    one = '\n[uncertainty.one]\nto = ["lift.c17.cancel"]\ndraw = { low = 0.4, high = 0.8 }\n'
    other = '\n[uncertainty.other]\nto = ["lift.c17.cancel"]\napply = "times"\n'
    (problem,) = problems(f"{camp}{one}{other}draw = {{ low = 1, high = 2 }}\n")
    assert "(with one)" in problem.expectation
    assert not problems(f'{camp}{one}{other}same_as = "one"\nslope = -1\noffset = 1.2\n')


def test_crossed_points_are_refused(problems, camp) -> None:
    """An unknown that can move the 50 % quantile past the 95 % quantile is refused; one that multiplies both
    quantiles is accepted.
    """
    text = camp.replace("service_h = 0.5", "service_h = { p50 = 1, p95 = 3 }")
    at = "site.camp.station.inspect.service_h"
    (problem,) = problems(f'{text}\n[uncertainty."{at}.p50"]\ndraw = {{ low = 1, high = 5 }}\n')
    assert "in rising order; 50 % of its draws" in problem.expectation
    both = f'\n[uncertainty.x]\nto = ["{at}.p50", "{at}.p95"]\napply = "times"\ndraw = {{ p50 = 1, p95 = 9 }}\n'
    assert not problems(text + both)


def test_a_count_below_the_movers_that_have_left_is_refused(problems, camp) -> None:
    """An unknown is refused if it can draw a count below the number of movers that left before the start."""
    text = camp.replace("[group.guards]", "[group.guards]\nstart = { left = 10 }")
    entry = '\n[uncertainty."group.guards.count"]\ndraw = { low = 0, high = 40 }\n'
    assert "the number that have begun" in problems(text + entry)[0].expectation


CONSTANTS = {
    "{ low = 2, mode = 2, high = 2 }": 2.0,
    "{ dist = 'triangular', low = 2, mode = 2, high = 2 }": 2.0,
    "{ low = 2, high = 2 }": 2.0,
    "{ p50 = 3, p95 = 3 }": 3.0,
    "{ dist = 'weibull', p50 = 3, p95 = 3 }": 3.0,
    "{ mean = 3, cv = 0 }": 3.0,
    "{ dist = 'gamma', mean = 3, cv = 0 }": 3.0,
    "{ dist = 'weibull', mean = 3, cv = 0 }": 3.0,
    "{ values = [3] }": 3.0,
}


@pytest.mark.parametrize("stated", CONSTANTS)
def test_one_value_is_a_constant_everywhere(write, camp, stated: str) -> None:
    """A distribution with one value, stated as a time, a payload, an item weight and an unknown, gives the same
    histories on both engines. The plain number gives the same ones; for the item weight and the unknown, another
    distribution with one value stands in for it.
    """
    value = CONSTANTS[stated]
    lot = 'lot.spares={{ site = "camp", category = "general", total_t = 7, item_t = {} }}'
    keys = ["site.camp.station.inspect.service_h", "lift.c17.payload_t"]
    path = write(camp.replace("weight_t = 9", "weight_t = 1.5"))
    odd = load(path, [*(f"{key}={stated}" for key in keys), f"uncertainty.missions.draw={stated}", lot.format(stated)])
    plain = [*(f"{key}={value}" for key in keys), f"uncertainty.missions.draw={{ low = {value}, high = {value} }}"]
    even = load(path, [*plain, lot.format(f"{{ values = [{value}] }}")])
    one, other = (sim.run(scenario, replications=2, engine="simpy", workers=1) for scenario in (odd, even))
    assert one.fingerprint == other.fingerprint
    assert one.fingerprint == sim.run(odd, replications=2, engine="compiled", workers=1).fingerprint
    assert make_world(sim.plan(odd), 1, 0).drawn == [value]


SHAPES = (
    Uniform(low=1, high=4),
    Triangular(low=1, mode=2, high=4),
    Pert(low=1, mode=2, high=4),
    Exponential(mean=3),
    Lognormal(mean=3, cv=0.5),
    Lognormal(p50=2, p95=6),
    Weibull(mean=3, cv=0.5),
    Weibull(p50=2, p95=6),
    Gamma(mean=3, cv=0.7),
    Empirical(values=(1, 2, 2, 5)),
)


@pytest.mark.parametrize("shape", SHAPES, ids=lambda shape: f"{shape.dist}")
def test_distributions_are_judged_by_the_quantiles_that_the_engine_draws(write, shape) -> None:
    """The quantiles by which a distribution is judged differ by at most 1 % from those that the engines draw, and
    lie between the smallest and the largest value of the distribution. The means differ by at most 0.5 %.
    """
    plan = sim.plan(load(write(), [f"lift.c17.load_h={{ dist = '{shape.dist}', {_toml(shape)} }}"]))
    engine = make_world(plan, 1, 0).dist[int(plan.lift["load"][0])]
    own, reach = quantile(shape), support(shape)
    for u in (0.01, 0.1, 0.3, 0.5, 0.7, 0.9, 0.99):
        assert own(u) == pytest.approx(engine.at(u) / 3600, rel=1e-2)
        assert reach.least <= own(u) <= reach.most
    assert fmean(own((k + 0.5) / 4000) for k in range(4000)) == pytest.approx(engine.mean() / 3600, rel=5e-3)


def _toml(shape) -> str:
    stated = shape.model_dump(exclude_none=True, exclude={"dist", "csv", "column"})
    return ", ".join(f"{key} = {list(value) if isinstance(value, tuple) else value}" for key, value in stated.items())
