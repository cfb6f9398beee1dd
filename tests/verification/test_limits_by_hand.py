"""Limits of a lift by volume and by the size of items, worked by hand."""

from __future__ import annotations

from typing import Any

import pytest

from sim.analysis.causes.by_reason import by_reason
from sim.analysis.causes.reason import reasons
from sim.analysis.sums import Sums
from sim.arithmetic import arithmetic
from sim.domain.check import check
from sim.domain.scenario import Scenario
from sim.engines.simpy import Check
from sim.model.compile import plan
from sim.model.digest import plan_digest
from sim.model.trajectory import Trajectory
from sim.model.world import make_world
from sim.model.world.riding import expected_loads
from sim.report.check import check_lines
from sim.report.replay import replay_lines
from tests.engine import simulate
from tests.scenarios import HOUR, dated, items, lift, rate, scenario, staged

ALL = Check(shuffle=5, scan=True, enablers=True, audit=True)


def run(case: Scenario) -> Trajectory:
    """Run a scenario under all checks, and check that causes sum to its closure; return the history."""
    compiled = plan(case)
    history = simulate(compiled, 1, 0, check=ALL)
    sums = Sums(compiled, history)
    chain = by_reason(sums)
    reached = min(sums.movers.total["closure"], compiled.horizon)
    assert chain["seconds"][chain["target"] == 0].sum() == reached
    return history


def left(history: Trajectory) -> list[float]:
    """Return the hours at which movers left, in order of movers."""
    return [instant / HOUR for instant in history.mover["up"].tolist()]


def why(case: Scenario) -> dict[str, float]:
    """Return how many hours until the closure are due to each reason, by the key of the reason."""
    compiled = plan(case)
    chain = by_reason(Sums(compiled, simulate(compiled, 1, 0, check=ALL)))
    of = reasons(compiled)
    return {of[row].key: seconds / HOUR for target, row, seconds in chain.tolist() if target == 0}


def words(case: Scenario) -> str:
    """Run a scenario; return its replay, as it is printed, in one line."""
    return " ".join(" ".join(replay_lines(plan(case), run(case))).split())


def crates(count: int = 5, **more: Any) -> dict[str, Any]:
    """Return a lot of `count` staged crates of 1 t and 3 m3."""
    return items(count, volume_m3=3, start={"staged": count}, **more)


JET = lift(dated(10, 20, 30), volume_m3=7)
"""Three missions with 7 m3 each, room for two crates; they leave at 11, 21 and 31."""


def test_volume_fills_a_sortie() -> None:
    """A sortie of 7 m3 takes two of five crates of 3 m3, so the crates leave at 11, 21 and 31."""
    assert left(run(scenario(lot={"crates": crates()}, lift={"jet": JET}))) == [11, 11, 21, 21, 31]


def test_without_a_volume_of_the_lift_nothing_changes() -> None:
    """If the lift states no volume, only weight counts, and all five crates leave at 11."""
    free = {key: value for key, value in JET.items() if key != "volume_m3"}
    assert left(run(scenario(lot={"crates": crates()}, lift={"jet": free}))) == [11] * 5


def test_smaller_items_ride_past_one_that_does_not_fit() -> None:
    """Two crates fill 6 of 7 m3. The third crate is skipped, and two boxes of 0.5 m3, which come next in the order,
    ride.
    """
    boxes = items(3, category="general", volume_m3=0.5, start={"staged": 3}, required=True)
    history = run(scenario(lot={"crates": crates(3), "boxes": boxes}, lift={"jet": JET}))
    assert left(history) == [11, 11, 21, 11, 11, 21]


def test_people_take_no_volume() -> None:
    """Only equipment takes volume: a hundred people ride beside two crates."""
    free = JET | {"segregate": ()}
    history = run(scenario(group={"main": staged(100)}, lot={"crates": crates(2)}, lift={"jet": free}))
    assert set(left(history)) == {11}


@pytest.mark.parametrize(("min_load", "leaves"), [(0.8, 11), (0.9, 13)])
def test_a_sortie_waits_until_its_volume_is_filled(min_load: float, leaves: int) -> None:
    """Two crates fill 6 of 7 m3, which is enough for a minimum load of 0.8, so the sortie leaves at 11. For 0.9 it
    waits its 2 h in vain for an item that is at a desk, and leaves at 13.
    """
    late = items(1, volume_m3=1, release=None)
    station = {"A": {"kind": "base", "station": {"desk": {"service_h": 40, "servers": 1}}}}
    case = scenario(
        site=station,
        lot={"crates": crates(2), "late": late | {"stations": ("desk",)}},
        lift={"jet": JET | {"min_load": min_load, "wait_h": 2, "supply": dated(10, 50)}},
    )
    assert left(run(case))[:2] == [leaves, leaves]


def test_a_mission_is_requested_when_the_volume_is_filled() -> None:
    """A mission is requested when half a load of 6 m3 is ready, which is one crate of 3 m3, and takes two crates. So
    two missions are requested at 0 for four crates. They come at 12 and leave at 13.
    """
    ready = {"kind": "ready", "share": 0.5, "at_once": 3}
    case = scenario(lot={"crates": crates(4)}, lift={"jet": JET | {"volume_m3": 6, "supply": ready, "lead_d": 0.5}})
    assert left(run(case)) == [13, 13, 13, 13]


def test_expected_loads_and_need_count_volume() -> None:
    """A sortie of 7 m3 is expected to carry 7/3 crates of 3 m3 and 1 t, which are 2,333 kg."""
    case = plan(scenario(lot={"crates": crates()}, lift={"jet": JET}))
    world = make_world(case, 1, 0)
    assert world.items.litres.tolist() == [3000]
    found = expected_loads(world, world.items, world.way, world.carries)
    assert found == [2333]


def test_the_arithmetic_counts_volume() -> None:
    """Twenty crates of 3 m3 need ten sorties of 6 m3, although their 20 t are only half the payload of one; `sim check`
    says that volume fills first.
    """
    case = scenario(lot={"crates": crates(20)}, lift={"jet": lift(rate(7), volume_m3=6)})
    found = arithmetic(plan(case))
    assert found.required.heavy_sorties == 10
    said = " ".join(" ".join(check_lines(found)).split())
    assert "volume fills first, 6 m3 with 2 t" in said


def test_replay_says_that_a_crate_did_not_fit_by_volume() -> None:
    """Replay says that the third crate did not fit by volume. Of the 21 h until it leaves, 20 are due to too few
    missions and one to loading.
    """
    case = scenario(lot={"crates": crates(3)}, lift={"jet": JET})
    assert "no room for its volume" in words(case)
    assert why(case) == {"missions:jet": 20.0, "loading:A": 1.0}


def test_an_item_that_no_lift_takes_is_refused() -> None:
    """A crate of 8 m3 that no lift takes is an error at its volume, with the limit of the lift."""
    made = scenario(lot={"crates": crates()}, lift={"jet": JET}).model_copy(deep=True)
    lot = made.lot["crates"].model_copy(update={"volume_m3": 8.0})
    found = check(made.model_copy(update={"lot": {"crates": lot}}))
    assert [(".".join(each.path), each.value) for each in found] == [("lot.crates.volume_m3", "8")]
    assert "this one is 8 m3, and jet takes 7 m3" in found[0].expectation


LONG: dict[str, Any] = {"sites": ["A"], "max_length_m": 12, "max_width_m": 3, "max_height_m": 2.5}


@pytest.mark.parametrize(
    ("size", "leaves"),
    [
        ({"length_m": 12}, 11),
        ({"length_m": 12.001}, 21),
        ({"width_m": 3.1}, 21),
        ({"height_m": 2.6}, 21),
        ({"length_m": 4, "width_m": 2, "height_m": 2.5}, 11),
        ({}, 11),
    ],
)
def test_an_item_too_large_for_a_lift_waits_for_another(size: dict[str, float], leaves: int) -> None:
    """An item within the limits of the small lift leaves with it at 11; an item just beyond one limit leaves with the
    large lift at 21.
    """
    two = {"small": lift(dated(10), **LONG), "large": lift(dated(20), max_length_m=20, max_width_m=9, max_height_m=9)}
    case = scenario(lot={"mast": items(1, start={"staged": 1}, **size)}, lift=two)
    assert left(run(case)) == [leaves]


def test_a_lift_is_not_requested_for_an_item_it_cannot_take() -> None:
    """A lift on request is not requested for an item that is too long for it."""
    ready = {"kind": "ready", "share": 0.1}
    two = {"small": lift(ready, **LONG), "large": lift(dated(20))}
    history = run(scenario(lot={"mast": items(1, length_m=14, start={"staged": 1})}, lift=two))
    assert left(history) == [21]
    assert history.sortie["lift"].tolist() == [1]


def test_sizes_are_compared_in_each_world() -> None:
    """The length limit of the small lift is drawn between 10 and 14 m for each world. An item of 12 m rides on the
    small lift, at 11, if the drawn limit is at least 12 m, and else on the large lift, at 21.

    The wait until 10 or 20 is due to too few missions of the lift on which the item rides.
    """
    unsure = {"hold": {"draw": {"low": 10, "high": 14}, "to": ["lift.small.max_length_m"]}}
    two = {"small": lift(dated(10), max_length_m=12), "large": lift(dated(20))}
    case = scenario(lot={"mast": items(1, length_m=12, start={"staged": 1})}, lift=two, uncertainty=unsure)
    compiled = plan(case)
    worlds = [make_world(compiled, 1, number) for number in range(20)]
    rides = [bool(world.carries[0, 0]) for world in worlds]
    assert rides == [world.number[compiled.path.index("lift.small.max_length_m")] > 11_999.5 for world in worlds]
    assert 0 < sum(rides) < 20
    for number, rode in enumerate(rides[:6]):
        history = simulate(compiled, 1, number, check=ALL)
        assert history.mover["up"].tolist() == [(11 if rode else 21) * HOUR]
        chain = by_reason(Sums(compiled, history))
        waits = max(chain[chain["target"] == 0].tolist(), key=lambda row: row[2])
        mine = "missions:small" if rode else "missions:large"
        assert (reasons(compiled)[waits[1]].key, waits[2]) == (mine, (10 if rode else 20) * HOUR)


def test_an_item_that_is_too_long_for_every_lift_is_refused() -> None:
    """An item that is too long for both lifts is an error at its length, with the limit of each lift.

    An item that is too high for one lift and too heavy for the other is an error at its weight, which says for each
    lift why it does not take the item.
    """
    made = scenario(lot={"mast": items(1, weight_t=30)}, lift={"small": lift(dated(10), **LONG), "slow": lift(rate(1))})

    def found(**changed: Any) -> list[tuple[str, str | None, str]]:
        lot = made.lot["mast"].model_copy(update=changed)
        lifts = {"small": made.lift["small"], "slow": made.lift["slow"].model_copy(update={"max_payload_t": 20.0})}
        lifts["slow"] = lifts["slow"].model_copy(update={"max_length_m": 13.0} if "height_m" not in changed else {})
        judged = check(made.model_copy(update={"lot": {"mast": lot}, "lift": lifts}))
        return [(".".join(each.path), each.value, each.expectation) for each in judged]

    path, value, text = found(length_m=14.0)[0]
    assert (path, value) == ("lot.mast.length_m", "14")
    assert "this one is 14 m long, and small takes 12 m long, slow takes 13 m long" in text
    path, value, text = found(height_m=3.0)[0]
    assert (path, value) == ("lot.mast.weight_t", "30")
    assert text.endswith("this one is 30 t, and slow takes 20 t, small nothing so large")


def test_the_digest_depends_on_every_size() -> None:
    """Another size, limit or class changes the digest of a plan."""
    crate = crates(1, length_m=2, width_m=1, height_m=1, load_class="1.1D")
    jet = JET | {"max_length_m": 9, "max_width_m": 9, "max_height_m": 9}
    changes: list[tuple[str, dict[str, Any]]] = [
        *(("lot", {key: 2.5}) for key in ("volume_m3", "length_m", "width_m", "height_m")),
        *(("lift", {key: 8}) for key in ("volume_m3", "max_length_m", "max_width_m", "max_height_m")),
        ("lot", {"load_class": "1.4S"}),
        ("lot", {"load_class": None}),
    ]
    seen = {plan_digest(plan(scenario(lot={"crate": crate}, lift={"jet": jet}, order={"segregate": ()})))}
    for section, changed in changes:
        made = scenario(
            lot={"crate": crate | changed if section == "lot" else crate},
            lift={"jet": jet | changed if section == "lift" else jet},
            order={"segregate": ()},
        )
        seen.add(plan_digest(plan(made)))
    assert len(seen) == 1 + len(changes)
