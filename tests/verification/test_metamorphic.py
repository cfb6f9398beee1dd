"""Changes of a scenario whose effect is known beforehand: repetition, scaling, features switched off, names."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from sim.domain.scenario import Scenario
from sim.model.calendars import NEVER
from sim.model.compile import plan
from sim.model.plan import Plan
from sim.model.trajectory import Trajectory, fingerprint
from sim.model.world import make_world
from tests.engine import simulate
from tests.scenarios import base, dated, fleet, hours, items, lift, rate, scenario
from tests.verification.strategies import DEADLINE_H, scenarios
from tests.verification.trajectories import assert_same_trajectory

SLOW = [HealthCheck.too_slow, HealthCheck.filter_too_much, HealthCheck.data_too_large]


def two_desks(**more: Any) -> dict[str, Any]:
    """Return sections with two stations (a desk and a wash), people, papers, trucks and a shared jet, with random times
    and missions.
    """
    return {
        "site": {
            "A": base(
                station={
                    "desk": {"servers": 2, "service_h": {"mean": 1.0, "cv": 0.6}, "fail": 0.2},
                    "wash": {"servers": 1, "service_h": {"dist": "exponential", "mean": 0.5}},
                }
            )
        },
        "group": {"people": {"site": "A", "count": 12, "stations": ["desk"]}},
        "lot": {
            "papers": items(6, 1.0, "classified", stations=["wash", "desk"]),
            "trucks": items(4, 9.0, "sensitive", stations=["wash"], required=True),
        },
        "lift": {"jet": lift(rate(20, pattern="jittered"), payload_t={"low": 10, "high": 30}, cancel=0.1)},
        **more,
    }


# -------------------------------------------------------------------------------------------- the same again


@given(case=scenarios(), replication=st.integers(0, 5))
@settings(max_examples=25, suppress_health_check=SLOW)
def test_a_repeated_run_gives_the_same_history(case: Scenario, replication: int) -> None:
    """Compiling and running a scenario twice gives exactly the same history."""
    assert_same_trajectory(
        simulate(plan(case), 1, replication),
        simulate(plan(Scenario.model_validate(case.model_dump())), 1, replication),
    )


def test_replications_differ() -> None:
    """Another replication, or another seed, gives another history."""
    compiled = plan(scenario(**two_desks()))
    assert len({fingerprint(simulate(compiled, seed, r)) for seed in (1, 2) for r in range(3)}) == 6


@given(case=scenarios(), later=st.sampled_from([1, 24, 60]))
@settings(max_examples=25, suppress_health_check=SLOW)
def test_a_later_deadline_never_hurts(case: Scenario, later: int) -> None:
    """In scenarios without reviews, a later deadline with the same horizon changes no history. So the later deadline is
    met if the earlier one is.
    """
    case = case.model_copy(update={"review": None})
    moved = case.model_copy(
        update={
            "milestone": {"deadline": case.milestone["deadline"].model_copy(update={"by": hours(DEADLINE_H + later)})},
            "clock": case.clock.model_copy(update={"horizon_d": case.clock.horizon_d - later / 24}),
        }
    )
    one, other = plan(case), plan(moved)
    assert one.horizon == other.horizon
    for replication in range(2):
        early, late = simulate(one, 1, replication), simulate(other, 1, replication)
        assert_same_trajectory(early, late)
        assert met(one, early) <= met(other, late)


def met(compiled: Plan, history: Trajectory) -> bool:
    """Return whether every required mover had left by the deadline."""
    required = np.array([lot["required"] for lot in compiled.lot])[history.mover["lot"]] > 0
    return bool((history.mover["up"][required] <= compiled.deadline).all())


# ------------------------------------------------------------------------------------------------- scaling


def durations(k: int) -> Scenario:
    """Return a scenario in which nothing has opening hours and all durations and dates are multiplied by k."""
    return scenario(
        site={
            "A": base(
                station={
                    "desk": {"servers": 2, "service_h": 0.75 * k, "fail": 0.3},
                    "wash": {"servers": 1, "service_h": 0.5 * k, "staffed_by": "clerks", "people_per_server": 2},
                },
                parking=2,
                working=1,
                teams=1,
                teams_staffed_by="clerks",
            )
        },
        group={
            "clerks": {"site": "A", "count": 4, "stations": ["desk"], "board_after": "empty"},
            "people": {"site": "A", "count": 20, "stations": ["desk"], "release": hours(4 * k)},
        },
        lot={"trucks": items(9, 9.0, "sensitive", stations=["wash", "desk"], required=True)},
        hold={"empty": {"until": [{"lot": ["trucks"]}, {"group": ["people"]}], "then_d": 0.25 * k}},
        lift={
            "jet": lift(
                fleet(2),
                payload_t={"low": 10, "high": 20},
                seats=7,
                load_h=0.5 * k,
                load_per_t_h=0.1 * k,
                leg={"A": {"block_h": 1.5 * k}},
                offload_h=0.25 * k,
                turn_h=1.0 * k,
                holding_h=2.0 * k,
                breaks=0.3,
                repair_h=2.0 * k,
                min_load=0.5,
                wait_h=3.0 * k,
            ),
            "van": lift(dated(*(5.0 * n * k for n in range(1, 30))), seats=2, payload_t=1.0, load_h=0.25 * k,
                        leg={"A": {"block_h": 1.0 * k}}, holding_h=1.0 * k, on_cancel="lost"),
        },
        deadline_h=24 * 20 * k,
        horizon_d=10 * k,
    )  # fmt: skip


@pytest.mark.parametrize("k", [2, 3, 7])
def test_durations_times_k_scale_every_instant(k: int) -> None:
    """If all durations and dates are multiplied by a whole number k, and nothing has opening hours, every instant is
    multiplied by k.
    """
    for replication in range(5):
        one, other = (simulate(plan(durations(n)), 1, replication) for n in (1, k))
        for table in ("mover", "visit", "sortie"):
            left, right = getattr(one, table), getattr(other, table)
            assert len(left) == len(right)
            for column in left.dtype.names:
                a, b = left[column], right[column]
                instant = left.dtype[column] == np.int64
                expected = np.where((a > NEVER // 1000) | ~np.array(instant), a, a * (k if instant else 1))
                assert (b == expected).all(), f"{table}.{column}"
        assert other.end == k * one.end


# ---------------------------------------------------------------------------------------- features switched off


@pytest.mark.parametrize(
    "nothing",
    [
        {"breaks": 0.0, "repair_h": 5.0},
        {"cancel": 0.0, "on_cancel": "lost"},
        {"delay": 0.0, "delay_h": {"mean": 3.0, "cv": 1.0}},
        {"late": 0.0, "late_h": 8.0},
        {"refuse": 0.0},
    ],
    ids=lambda nothing: next(iter(nothing)),
)
def test_a_probability_of_zero_is_the_feature_switched_off(nothing: dict[str, Any]) -> None:
    """A feature with probability 0 gives exactly the history without it."""
    plain = lift(rate(20, pattern="poisson"), seats=5)
    sections = {key: value for key, value in two_desks().items() if key != "lift"}
    one = plan(scenario(**sections, lift={"jet": plain}))
    other = plan(scenario(**sections, lift={"jet": plain | nothing}))
    for replication in range(5):
        assert_same_trajectory(simulate(one, 1, replication), simulate(other, 1, replication))


def test_features_that_never_happen_have_no_effect() -> None:
    """An outage that begins 0 times a day and a permission that is never lost have no effect."""
    one = plan(scenario(**two_desks()))
    other = plan(
        scenario(
            **two_desks(),
            outage={"storm": {"sites": ["A"], "per_day": 0.0, "lasts_h": 5.0}},
            permission={"ministry": {"lifts": ["jet"], "lost": 0.0, "lost_after_d": 1.0, "lost_for_d": 5.0}},
        )
    )
    for replication in range(5):
        assert_same_trajectory(simulate(one, 1, replication), simulate(other, 1, replication))


# ---------------------------------------------------------------------------------- who has which random numbers


def services(compiled: Plan, lot: str, station: str, replication: int = 0) -> list[int]:
    """Return the service times [s] that are drawn for the first visit of each member of a lot to a station."""
    world = make_world(compiled, 1, replication)
    row = compiled.names["lot"].index(lot)
    place = compiled.names["station"].index(station)
    spec = world.rows("lot")[row]
    step = next(s for s in range(spec.first, spec.last) if world.rows("step")[s].station == place)
    return [world.service(row, index, step, 0) for index in range(world.items.many[row])]


def test_additions_do_not_change_other_draws() -> None:
    """One more item, a new lot, another order of lots, or a new station and site change no random numbers of other
    movers and missions.
    """
    sections = two_desks()
    before = plan(scenario(**sections))
    people, papers = services(before, "people", "A/desk"), services(before, "papers", "A/wash")
    changes: dict[str, dict[str, Any]] = {
        "one more": {"lot": sections["lot"] | {"papers": sections["lot"]["papers"] | {"count": 7}}},
        "a new lot": {"lot": {"new": items(3, 2.0, stations=["wash"]), **sections["lot"]}},
        "another order": {"lot": dict(reversed(sections["lot"].items()))},
        "a new station": {
            "site": {
                "A": base(station={"new": {"servers": 1, "service_h": 3.0}, **sections["site"]["A"]["station"]}),
                "B": base(station={"desk": {"servers": 1, "service_h": {"mean": 1.0, "cv": 0.6}}}),
            }
        },
    }
    for what, change in changes.items():
        after = plan(scenario(**{**sections, **change}))
        assert services(after, "people", "A/desk") == people, what
        assert services(after, "papers", "A/wash")[:6] == papers, what
        assert make_world(after, 1, 0).planned == make_world(before, 1, 0).planned, what


def test_renaming_changes_only_the_draws_of_that_name() -> None:
    """A lot or a lift with another name has other random numbers. A lot that keeps its name keeps its
    random numbers.
    """
    sections = two_desks()
    before = plan(scenario(**sections))
    lots = sections["lot"]
    renamed = plan(scenario(**{**sections, "lot": {"files": lots["papers"], "trucks": lots["trucks"]}}))
    assert services(renamed, "files", "A/wash") != services(before, "papers", "A/wash")
    assert services(renamed, "trucks", "A/wash") == services(before, "trucks", "A/wash")
    other = plan(scenario(**{**sections, "lift": {"plane": sections["lift"]["jet"]}}))
    assert make_world(other, 1, 0).planned != make_world(before, 1, 0).planned
