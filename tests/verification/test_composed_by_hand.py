"""Unknowns that set several numbers at once, and unknown progress, worked by hand and compared with stated numbers."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest
from scipy.stats import beta

from sim.analysis.decisions.inputs import Input
from sim.analysis.decisions.sensitivity import sensitivity
from sim.domain.check import check
from sim.domain.levers import MisfitError, changes
from sim.domain.scenario import Scenario
from sim.engines.simpy import Check
from sim.model.compile import plan
from sim.model.draws import Stream, name_key, uniform
from sim.model.plan import Plan
from sim.model.trajectory import Trajectory
from sim.model.world.drawing import draw_numbers
from sim.model.world.means import Means
from sim.model.world.plain import PLAIN
from sim.model.world.unknowns import drawn, known_anyway
from sim.page.assumptions import assumptions
from tests.engine import simulate
from tests.scenarios import DAY, base, hours, items, lift, rate, scenario, staged
from tests.verification.trajectories import assert_same_trajectory

ALL = Check(shuffle=5, scan=True, enablers=True, audit=True)
SHARES = ("lift.bus.shares.A", "lift.bus.shares.B", "lift.bus.shares.C")
COUNTS = ("group.a.count", "group.b.count", "group.c.count")


def three(**sections: Any) -> Scenario:
    """Return a scenario of three camps, with people and crates at each, that share the buses of one lift by weights."""
    stated: dict[str, Any] = {
        "site": {name: base(station={"wash": {"servers": 1, "service_h": 2}}) for name in "ABC"},
        "group": {
            name.lower(): {
                "site": name,
                "count": 10,
                "stations": ["wash"],
                "start": {"staged": 2, "passed": {"wash": 0}},
            }
            for name in "ABC"
        },
        "lot": {f"crates {name}": items(6, 2.0, "general", site=name, required=True) for name in "ABC"},
        "lift": {
            "bus": lift(
                rate(40), sites=["A", "B", "C"], rule="shares", shares={"A": 4, "B": 2, "C": 1}, payload_t=4, seats=4
            )
        },
    }
    return scenario(**(stated | sections))


def values(made: Plan, world: int) -> dict[str, float]:
    """Return the numbers of a world by their path in the file, in the units of the file."""
    numbers = draw_numbers(made, 1, world, 1, PLAIN)
    return {path: numbers.number[at] / made.unit[at] for at, path in enumerate(made.path)}


def written(case: Scenario, **changed: float) -> Scenario:
    """Return the scenario without unknowns and with these numbers, named by their paths."""
    tables = case.model_dump(exclude_unset=True)
    tables.pop("uncertainty")
    for path, value in changed.items():
        *way, key = path.split(".")
        table: Any = tables
        for part in way:
            table = table[part]
        table[key] = value
    return Scenario.model_validate(tables)


def ran(case: Scenario, replication: int) -> Trajectory:
    return simulate(plan(case), 1, replication, check=ALL)


def is_the_scenario_written_so(case: Scenario, paths: tuple[str, ...], whole: bool) -> None:
    """Check that each of three histories equals the history of a scenario that states the numbers drawn at `paths`."""
    different = set()
    for world in range(3):
        found = values(plan(case), world)
        stated = {path: round(found[path]) if whole else found[path] for path in paths}
        one, other = ran(case, world), ran(written(case, **stated), world)
        assert_same_trajectory(other, replace(one, drawn=other.drawn))
        different.add(tuple(stated.values()))
    assert len(different) > 1, "all three worlds drew the same numbers, so nothing was tried"


# ------------------------------------------------------------------------------------------------ parts of a total


def test_parts_are_broken_off_one_after_the_other() -> None:
    """For parts 4, 2, 1 of a total of 2, the first takes a share Beta(4, 3) of the total, and the second a share
    Beta(2, 1) of the rest. In world 7, the two shares are the quantiles at the uniform random numbers u1 and u2.
    """
    made = plan(three(uncertainty={"fleet": {"to": SHARES, "parts": [4, 2, 1], "total": 2}}))
    titles = ("fleet: lift.bus.shares.A", "fleet: lift.bus.shares.B (part of the rest)")
    assert made.names["uncertainty"] == titles
    u1, u2 = (uniform(1, 7, Stream.WORLD, name_key(title), 0, 0, 0) for title in titles)
    first, second = beta.ppf(u1, 4, 3), beta.ppf(u2, 2, 1)
    found = values(made, 7)
    by_hand = [2 * first, 2 * (1 - first) * second, 2 * (1 - first) * (1 - second)]
    assert [found[path] for path in SHARES] == pytest.approx(by_hand, abs=2e-4)
    assert sum(found[path] for path in SHARES) == pytest.approx(2.0, abs=1e-14)


def test_parts_have_the_moments_of_a_dirichlet_distribution() -> None:
    """Parts a, b, ... of sum A have means a/A, variances a(A - a) / (A^2 (A + 1)), covariances -ab / (A^2 (A + 1)).
    2,000 worlds agree within four standard errors (at most 0.18 / 2000^0.5 for means, 0.05 / 2000^0.5 for covariances).
    """
    made, n = plan(three(uncertainty={"fleet": {"to": SHARES, "parts": [4, 2, 1]}})), 2000
    raw = drawn(made, 1, range(n))
    parts = np.stack([raw[:, 0], (1 - raw[:, 0]) * raw[:, 1], (1 - raw[:, 0]) * (1 - raw[:, 1])])
    a = np.array([4.0, 2.0, 1.0]) / 7.0
    assert np.abs(parts.mean(axis=1) - a).max() < 4 * 0.18 / n**0.5
    assert np.abs(np.cov(parts) - (np.diag(a) - np.outer(a, a)) / 8.0).max() < 4 * 0.05 / n**0.5
    assert abs(np.corrcoef(raw.T)[0, 1]) < 4 / n**0.5


def test_a_world_with_unknown_shares_equals_a_stated_one() -> None:
    """A history with drawn weights of the camps equals that of a scenario that states these weights."""
    is_the_scenario_written_so(three(uncertainty={"fleet": {"to": SHARES, "parts": [4, 2, 1]}}), SHARES, whole=False)


def test_parts_of_people_are_whole_and_sum_to_the_total() -> None:
    """If it is unknown how 30 people are divided among three camps, the rounded counts sum to 30 in every world."""
    case = three(uncertainty={"where": {"to": COUNTS, "parts": [2, 3, 4], "total": 30}}, group={
        name.lower(): {"site": name, "count": 10, "stations": ["wash"]} for name in "ABC"})  # fmt: skip
    made = plan(case)
    for world in range(200):
        found = [values(made, world)[path] for path in COUNTS]
        assert sum(found) == 30
        assert all(count.is_integer() for count in found)
    is_the_scenario_written_so(case, COUNTS, whole=True)
    means = Means(made)
    assert [means.edge(slot) for slot in made.lot["count_s"][:3]] == [7, 10, 13]  # 30 x 2/9, 3/9 and 4/9, rounded


def test_a_known_part_is_taken_off_and_the_others_share_the_rest() -> None:
    """If A's share is known (4 of 10, as in the file), B and C divide 6 in the proportion that is drawn for them."""
    belief = {"fleet": {"to": SHARES, "parts": [4, 2, 1], "total": 10}}
    free, made = plan(three(uncertainty=belief)), plan(three(uncertainty=belief, known=(SHARES[0],)))
    assert made.names["uncertainty"] == free.names["uncertainty"]
    for world in range(5):
        before, after = values(free, world), values(made, world)
        assert after["lift.bus.shares.B"] + after["lift.bus.shares.C"] == pytest.approx(6.0)
        ratio = after["lift.bus.shares.B"] / after["lift.bus.shares.C"]
        assert ratio == pytest.approx(before["lift.bus.shares.B"] / before["lift.bus.shares.C"])
    assert known_anyway(made) == [0]  # the draw of A's part has no effect
    assert known_anyway(free) == []


# ------------------------------------------------------------------------------------------------ alternatives

TWO = {
    "road": {
        "alternatives": [
            {"weight": 3, "set": {"lift.bus.supply.per_week": 20, "lift.bus.leg.A.block_h": 3}},
            {"set": {"lift.bus.supply.per_week": 60, "group.a.release": date(2024, 1, 4)}},
        ]
    }
}


def test_one_alternative_holds_in_a_world_with_all_that_it_sets() -> None:
    """If the uniform random number is below 3/4 (weights 3 and 1), the first alternative holds, else the second."""
    group = {name.lower(): {"site": name, "count": 4, "release": date(2024, 1, 1)} for name in "ABC"}
    case = three(uncertainty=TWO, group=group)
    made, n = plan(case), 1000
    first = np.array([uniform(1, world, Stream.WORLD, name_key("road"), 0, 0, 0) < 0.75 for world in range(n)])
    assert (drawn(made, 1, range(n))[:, 0] == np.where(first, 1.0, 2.0)).all()
    assert abs(first.mean() - 0.75) < 4 * (0.75 * 0.25 / n) ** 0.5
    for holds, per_week, block_h, released in ((True, 20, 3, 0), (False, 60, 1, 3 * DAY)):
        world = int(np.flatnonzero(first == holds)[0])
        found = values(made, world)
        assert (found["lift.bus.supply.per_week"], found["lift.bus.leg.A.block_h"]) == (per_week, block_h)
        tables = written(case, **{"lift.bus.supply.per_week": per_week, "lift.bus.leg.A.block_h": block_h})
        other = tables.model_dump(exclude_unset=True)
        other["group"]["a"]["release"] = hours(released / 3600)
        one, two = ran(case, world), ran(Scenario.model_validate(other), world)
        assert_same_trajectory(two, replace(one, drawn=two.drawn))


def test_at_mean_values_each_number_is_at_its_mean_over_the_alternatives() -> None:
    """Means: 3/4 x 20 + 1/4 x 60 = 30 a week, and 3/4 x 3 h + 1/4 x 1 h (as in the file) = 2.5 h for the leg."""
    group = {name.lower(): {"site": name, "count": 4, "release": date(2024, 1, 1)} for name in "ABC"}
    made = plan(three(uncertainty=TWO, group=group))
    means = Means(made)
    at = {path: slot for slot, path in enumerate(made.path)}
    assert means.edge(at["lift.bus.supply.per_week"]) == pytest.approx(30.0)
    assert means.edge(at["lift.bus.leg.A.block_h"]) == pytest.approx(2.5)


# ------------------------------------------------------------------------------------------------ progress


def test_a_world_with_unknown_progress_equals_a_stated_one() -> None:
    """A history with unknown numbers of staged and of washed people equals that of the file with the drawn numbers."""
    paths = ("group.a.start.staged", "group.b.start.passed.wash")
    unknown = {
        "ready": {"to": paths[:1], "draw": {"low": -0.5, "high": 8.5}},
        "washed": {"to": paths[1:], "draw": {"low": 0, "high": 8}},
    }
    case = three(uncertainty=unknown)
    is_the_scenario_written_so(case, paths, whole=True)
    assert plan(case).moves
    history = ran(case, 0)
    staged_at_once = int((history.mover["staged"][:10] == 0).sum())
    assert staged_at_once == round(values(plan(case), 0)[paths[0]])


@pytest.mark.parametrize(
    ("unknown", "says"),
    [
        ({"to": ["group.a.start.staged"], "draw": {"low": 0, "high": 12}}, "with the last no smaller than"),
        ({"to": ["group.a.start.passed.wash"], "draw": {"low": 0, "high": 9}}, "with the last no smaller than"),
        ({"to": ["group.a.count"], "draw": {"low": 1, "high": 9}}, "of at least 2, the number that have begun"),
        ({"to": ["group.a.count"], "slope": -1, "draw": {"p50": 3, "p95": 9}}, "of at least 0"),
        ({"to": ["group.a.start.staged"], "draw": {"low": -3, "high": 2}}, "of at least 0"),
        ({"to": [*SHARES[:2], "group.a.count"], "parts": [1, 1, 1]}, "expected all parts to be whole numbers, or none"),
        ({"to": COUNTS, "parts": [1, 1, 1], "total": 1.5}, "expected a whole number, as group.a.count is one"),
        ({"to": COUNTS, "parts": [1, 1, 1]}, "expected the whole number to which the parts add up"),
        ({"to": COUNTS, "parts": [1, 1, 1], "total": 4}, "of at least 2, the number that have begun"),
        ({"alternatives": [{"set": {"group.a.count": -1}}, {}]}, "of at least 0"),
        ({"alternatives": [{"set": {"group.a.count": date(2024, 1, 2)}}, {}]}, "is not a date"),
        ({"alternatives": [{"set": {"group.x.count": 1}}, {}]}, "expected the dotted path of a number"),
    ],
)
def test_wrong_unknowns_are_refused_by_the_check(unknown: dict[str, Any], says: str) -> None:
    case = three(uncertainty={"it": unknown}, checked=False)
    found = [each.expectation for each in check(case)]
    assert any(says in text for text in found), found


@pytest.mark.parametrize(
    ("unknown", "says"),
    [
        ({"to": SHARES, "parts": [1, 2]}, "one for each part"),
        ({"to": ["lift.bus.shares.*", "group.a.count"], "parts": [1, 2]}, "without *"),
        ({"to": SHARES, "parts": [1, 2, 3], "apply": "times"}, "set their numbers directly"),
        ({"to": SHARES, "parts": [1, 2, 3], "draw": {"low": 0, "high": 1}}, "alone"),
        ({"alternatives": [{"set": {"group.a.count": 1}}]}, "at least two alternatives"),
        ({"alternatives": [{}, {}]}, "set at least one number"),
        ({"to": SHARES, "draw": {"low": 0, "high": 1}, "total": 3}, "only with parts"),
    ],
)
def test_wrong_unknowns_are_refused_by_the_schema(unknown: dict[str, Any], says: str) -> None:
    with pytest.raises(ValueError, match=says.replace("*", r"\*")):
        three(uncertainty={"it": unknown})


def test_no_entry_shares_the_draw_of_several_numbers() -> None:
    both = {"fleet": {"to": SHARES, "parts": [4, 2, 1]}, "also": {"to": ["group.a.count"], "same_as": "fleet"}}
    found = [each.expectation for each in check(three(uncertainty=both, checked=False))]
    assert found == ["expected an entry whose draw is one number; that entry has parts or alternatives instead"]
    with pytest.raises(MisfitError, match="name instead a number that it sets"):
        changes(three(uncertainty={"fleet": both["fleet"]}), ("uncertainty.fleet",), "set", 1)


def test_known_parts_that_leave_no_room_are_refused() -> None:
    """The known share of A is 4, more than the total of 3."""
    belief = {"fleet": {"to": SHARES, "parts": [4, 2, 1], "total": 3}}
    found = [each.expectation for each in check(three(uncertainty=belief, known=(SHARES[0],), checked=False))]
    assert any("no more than total = 3; lift.bus.shares.A = 4" in text for text in found), found


def test_staged_people_begin_with_an_unknown_number() -> None:
    """An unknown may name the number of staged people of a group even if the file does not state it."""
    case = scenario(
        group={"a": staged(6, stations=["wash"])},
        site={"A": base(station={"wash": {"servers": 1, "service_h": 1}})},
        lift={"jet": lift(rate(14))},
        uncertainty={"ready": {"to": ["group.a.start.staged"], "draw": {"dist": "empirical", "values": [3]}}},
    )
    history = ran(case, 0)
    assert (history.mover["staged"] == 0).sum() == 3


def test_the_share_of_worlds_outside_is_reported() -> None:
    """Two camps divide 4 people, but at each camp 2 have begun. The part of the first camp is uniform between 0 and 4.
    If it is below 1.5 (in 3/8 of the worlds), it is rounded to less than 2. The entry has this one finding.
    """
    two = {"it": {"to": COUNTS[:2], "parts": [1, 1], "total": 4}}
    found = [each.expectation for each in check(three(uncertainty=two, checked=False))]
    share = [float(text.split(";")[1].split("%")[0]) for text in found if "the number that have begun" in text]
    assert share == [pytest.approx(37.5, abs=0.5)]


# ------------------------------------------------------------------------------------------------ sensitivity


def owned_by(inputs: dict[str, np.ndarray], figure: np.ndarray) -> dict[str, float]:
    """Return the share of each input in the variance of `figure` [s], which has one value for each world."""
    asked = [Input(name, values) for name, values in inputs.items()]
    found = sensitivity(asked, figure, figure > np.median(figure), np.arange(len(figure)), until=10**9)
    return {owner.input.name: owner.date for owner in found.owners}


def test_shares_of_variance_of_parts_add_up() -> None:
    """The figure is B's part of the total, (1 - f1) f2. The draws f1 and f2 explain shares of its variance that sum to
    at most 1; the parts of A, B and C, which depend on each other, explain shares that sum to more.

    With Beta(4, 3) and Beta(2, 1), Var = 0.0255. The share of f1 is Var(f1) E(f2)^2 / Var = 0.0306 x 4/9 / 0.0255 =
    0.533, and that of f2 is E(1 - f1)^2 Var(f2) / Var = 0.1837 x 0.0556 / 0.0255 = 0.400.
    """
    made, n = plan(three(uncertainty={"fleet": {"to": SHARES, "parts": [4, 2, 1]}})), 1500
    raw = drawn(made, 1, range(n))
    shares = np.stack([raw[:, 0], (1 - raw[:, 0]) * raw[:, 1], (1 - raw[:, 0]) * (1 - raw[:, 1])])
    figure = np.round(shares[1] * 1e7).astype(np.int64)
    by_draws = owned_by(dict(zip(made.names["uncertainty"], raw.T, strict=True)), figure)
    assert list(by_draws.values()) == pytest.approx([0.533, 0.400], abs=0.06)
    assert sum(by_draws.values()) <= 1.0
    assert sum(owned_by(dict(zip(SHARES, shares, strict=True)), figure).values()) > 1.2


def test_the_order_of_alternatives_does_not_matter() -> None:
    """If one of three equally likely alternatives makes the date late, the unknown explains over 0.9 of the variance,
    whether this alternative is stated second or first.
    """
    three_of = [{"set": {"group.a.count": count}} for count in (5, 9, 5)]
    for order in ((0, 1, 2), (1, 0, 2)):
        made = plan(three(uncertainty={"which": {"alternatives": [three_of[at] for at in order]}}))
        number = drawn(made, 1, range(600))[:, 0]
        late = np.array([order[int(each) - 1] == 1 for each in number])
        noise = np.array([uniform(3, at, 1, 0, 0, 0, 0) for at in range(600)])
        figure = np.round(1e6 * (late + 0.2 * noise)).astype(np.int64)
        assert owned_by({"which": number}, figure)["which"] > 0.9


def test_the_page_lists_each_draw_of_a_total() -> None:
    """The page has a row for each draw of an entry of parts, and one row for an entry of alternatives."""
    case = three(uncertainty={"fleet": {"to": SHARES, "parts": [4, 2, 1]}, "either": {
        "alternatives": [{"set": {"lift.bus.payload_t": 3}}, {}]}})  # fmt: skip
    made = plan(case)
    raw = drawn(made, 1, range(100))
    study: Any = SimpleNamespace(drawn=dict(zip(made.names["uncertainty"], raw.T, strict=True)))
    rows = assumptions(study, case, None, None)
    assert [row["name"] for row in rows] == [*made.names["uncertainty"]]
    assert [row["sets"].split(" lift")[0] for row in rows] == [
        *["shares 1 among"] * 2,
        "chooses one of 2 alternatives for",
    ]
