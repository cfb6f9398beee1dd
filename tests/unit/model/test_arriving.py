"""When people and items arrive and may begin: the Python functions agree with NumPy and with a case worked by hand.

The compiled functions agree with the Python functions.
"""

from __future__ import annotations

from itertools import pairwise

import numpy as np
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from sim.domain.scenario import Scenario
from sim.engines.compiled.routines import ROUTINES
from sim.model.compile import plan
from sim.model.schema.plan import Lot
from sim.model.world import make_world
from sim.model.world.arriving import put_releases
from sim.model.world.plain import PLAIN
from tests.verification.composed_cases import with_arrivals, with_several_numbers
from tests.verification.odd_holds import with_odd_holds
from tests.verification.strategies import routed_scenarios, scenarios

DAY = 86_400


def released(steps: list[tuple[float, int]], many: int, date: int) -> list[int]:
    """Return when each of the `many` members of a group is released [s]: by a curve, but not before `date`.

    The curve rises in steps of (share, seconds): the share is released evenly over these seconds. Shares are scaled to
    sum to 1; if all are 0, they count as equal. The function asserts that each instant is within a second of NumPy's
    interpolation of the curve.
    """
    shares = np.append(0.0, np.cumsum([share for share, _ in steps]))
    shares = shares / shares[-1] if shares[-1] else np.linspace(0.0, 1.0, len(shares))
    instants = np.cumsum([0.0, *(float(later) for _, later in steps)])
    lots = np.zeros(1, Lot.dtype)
    lots["release"] = date
    release = np.zeros(many, np.int64)
    ends, arrives = np.array([len(shares)]), np.zeros(many, np.int64)
    put_releases(lots.view(np.recarray), np.array([many]), ends, shares, instants, arrives, release)
    expected = np.interp((np.arange(many) + 0.5) / many, shares, instants)
    assert (np.abs(release - np.maximum(date, np.floor(expected + 0.5))) <= 1).all()  # NumPy rounds differently
    found: list[int] = release.tolist()
    return found


@given(
    steps=st.lists(st.tuples(st.sampled_from([0.0, 0.1, 0.5, 1.0]), st.integers(0, 30 * DAY)), min_size=1, max_size=9),
    many=st.integers(1, 60),
    date=st.integers(-DAY, 20 * DAY),
)
def test_a_curve_is_read_as_numpy_reads_it(steps: list[tuple[float, int]], many: int, date: int) -> None:
    """Members are released within a second of NumPy's interpolation of the curve, in order, and none before the date of
    the group.
    """
    found = released(steps, many, date)
    assert all(one <= other for one, other in pairwise(found))
    assert min(found) >= date


def test_a_jump_of_a_curve_by_hand() -> None:
    """Of four members, two are released after ten days, when the curve jumps to one half. The other two are released a
    quarter and three quarters through the next ten days, in which the curve rises evenly to 1.
    """
    assert released([(0.0, 10 * DAY), (0.5, 0), (0.5, 10 * DAY)], 4, 0) == [10 * DAY, 10 * DAY, 12.5 * DAY, 17.5 * DAY]


@given(case=st.one_of(scenarios(), with_odd_holds(routed_scenarios())), replication=st.integers(0, 3))
@settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
def test_python_and_compiled_code_agree_in_drawn_scenarios(case: Scenario, replication: int) -> None:
    """Python and compiled code give each person and item the same arrival and release."""
    made = plan(case)
    plain, fast = (make_world(made, 5, replication, 1, routines) for routines in (PLAIN, ROUTINES))
    assert plain.arrives.tolist() == fast.arrives.tolist()
    assert plain.release.tolist() == fast.release.tolist()


@given(case=with_several_numbers(with_arrivals(scenarios())), seed=st.integers(0, 9))
@settings(max_examples=20, deadline=None, suppress_health_check=list(HealthCheck))
def test_who_had_begun_in_this_world_is_there(case: Scenario, seed: int) -> None:
    """Members that had left, were staged or had passed a station before the start arrive at 0.

    Their number may be an unknown, so it is read from the world.
    """
    world = make_world(plan(case), seed, 0, 1, PLAIN)
    steps = world.rows("step")
    for row, lot in enumerate(world.rows("lot")):
        begun = lot.left + lot.staged + sum(step.passed for step in steps[lot.first : lot.last])
        first = world.items.first[row]
        assert not world.arrives[first : first + begun].any()
