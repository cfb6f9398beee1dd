"""Ground times task by task, machines that fail, and heat, worked by hand.

Times are in hours since the start of the clock, Monday 1 January 2024, 00:00 UTC. Unless a test says otherwise, a leg
takes an hour. All movers are staged from the start.
"""

from __future__ import annotations

from typing import Any

import pytest

from sim.engines.simpy import Check
from sim.model.compile import plan
from sim.model.plan import Plan
from sim.model.terms import Cause
from sim.model.trajectory import Trajectory
from tests.engine import simulate
from tests.scenarios import HOUR, base, dated, fleet, items, lift, scenario, shift, staged

ALL = Check(shuffle=5, scan=True, enablers=True, audit=True)


def run(seed: int = 1, **sections: Any) -> tuple[Plan, Trajectory]:
    """Run a scenario under all checks; return its plan and history."""
    compiled = plan(scenario(**sections))
    return compiled, simulate(compiled, seed, 0, check=ALL)


def done(compiled: Plan, history: Trajectory) -> list[tuple[Any, ...]]:
    """Return the tasks that were done: (sortie, task, machine or spot, cause of the beginning, begin [h], end [h]).

    Machines and spots are numbered from 0; a task without a machine has -1. A row with the task "spot" says when a
    sortie took a working spot for the tasks that follow.
    """
    return [
        (
            int(row["sortie"]),
            compiled.name_of("task", int(row["task"])).split("/")[1] if row["task"] >= 0 else "spot",
            int(row["unit"]),
            Cause(row["cause"]).name,
            row["began"] / HOUR,
            row["ended"] / HOUR,
        )
        for row in history.ground
    ]


def worked(supply: dict[str, Any], *tasks: dict[str, Any], **more: Any) -> dict[str, Any]:
    """Return a lift whose ground time consists of tasks."""
    return lift(supply, task=list(tasks), load_h=0.0, **more)


def task(name: str, takes_h: float = 0.0, **more: Any) -> dict[str, Any]:
    return {"name": name, "takes_h": takes_h, **more}


def test_tasks_in_turn_and_beside() -> None:
    """An aircraft lands at 1 and is marshalled on its parking spot until 1.5. On a working spot it is loaded until 3.5,
    fuelled at the same time until 2.5, and after the loading checked until 4.
    """
    compiled, history = run(
        site={"A": base(parking=2, working=1)},
        lot={"arms": items(3)},
        lift={
            "c17": worked(
                dated(1.0),
                task("marshal", 0.5, parked=True),
                task("load", 2.0, loads=True),
                task("fuel", 1.0, beside=True),
                task("check", 0.5),
            )
        },
    )
    assert done(compiled, history) == [
        (0, "marshal", -1, "ARRIVAL", 1.0, 1.5),
        (0, "spot", 0, "TASK", 1.5, 1.5),
        (0, "fuel", -1, "TASK", 1.5, 2.5),
        (0, "load", -1, "TASK", 1.5, 3.5),
        (0, "check", -1, "TASK", 3.5, 4.0),
    ]
    assert [history.sortie[name][0] / HOUR for name in ("landed", "worked", "loaded", "ready", "up")] == [
        1.0, 1.5, 3.5, 4.0, 4.0
    ]  # fmt: skip


def test_loading_takes_time_for_what_is_loaded() -> None:
    """Loading takes 1 h, plus 0.25 h for each of two pallets, 0.5 h for a truck, 0.1 h for each of 5 t, 0.2 h for each
    of two busloads (50 people each, the last partly filled), and 0.01 h for each of 60 people.
    """
    compiled, history = run(
        lot={
            "pallets": items(2, 1.0, category="general", required=True, pallets=1.0),
            "truck": items(1, 3.0, category="general", vehicles=True, required=True),
        },
        group={"people": staged(60)},
        lift={
            "c17": worked(
                dated(1.0),
                task(
                    "load",
                    1.0,
                    loads=True,
                    per_pallet_h=0.25,
                    per_vehicle_h=0.5,
                    per_t_h=0.1,
                    per_busload_h=0.2,
                    per_person_h=0.01,
                ),
                pallets=18,
            )
        },
    )
    assert history.sortie["people"][0] == 60
    assert done(compiled, history) == [(0, "load", -1, "ARRIVAL", 1.0, 1.0 + 1.0 + 0.5 + 0.5 + 0.5 + 0.4 + 0.6)]


def test_one_loader_for_two() -> None:
    """Aircraft land at 1 and 1.5, and there is one loader. The second aircraft waits on its own spot until the loader
    has loaded the first, at 3.
    """
    compiled, history = run(
        site={"A": base(parking=2, working=2, resource={"loader": {"count": 1}})},
        lot={"arms": items(2, 40.0)},
        lift={"c17": worked(dated(1.0, 1.5), task("load", 2.0, loads=True, needs="loader"), task("check", 0.5))},
    )
    assert done(compiled, history) == [
        (0, "load", 0, "ARRIVAL", 1.0, 3.0),
        (0, "check", -1, "TASK", 3.0, 3.5),
        (1, "load", 0, "TOOL", 3.0, 5.0),
        (1, "check", -1, "TASK", 5.0, 5.5),
    ]
    assert history.ground["ref"].tolist() == [-1, -1, 0, -1]
    assert history.sortie["load_cause"].tolist() == [Cause.ARRIVAL, Cause.TOOL]


def test_a_working_spot_is_free_when_loaded_though_fuel_on_the_parking_spot_goes_on() -> None:
    """The first aircraft is loaded from 1 to 2 on the only working spot. It then waits on its parking spot for the fuel
    truck, which works from 8 on. Meanwhile the second aircraft is loaded from 2 to 3.
    """
    compiled, history = run(
        site={"A": base(working=1, resource={"truck": {"count": 1, "hours": [shift(8, 16)]}})},
        lot={"arms": items(2, 40.0)},
        lift={
            "c17": worked(
                dated(1.0, 1.0),
                task("load", 1.0, loads=True),
                task("fuel", 1.0, needs="truck", beside=True, parked=True),
            )
        },
    )
    assert done(compiled, history) == [
        (0, "load", -1, "ARRIVAL", 1.0, 2.0),
        (1, "load", -1, "WORKING", 2.0, 3.0),
        (0, "fuel", 0, "TOOL", 8.0, 9.0),
        (1, "fuel", 0, "TOOL", 9.0, 10.0),
    ]
    assert (history.sortie["up"] / HOUR).tolist() == [9.0, 10.0]


def test_what_needs_no_working_spot_does_not_wait_for_one() -> None:
    """The second aircraft is watered at once on its parking spot, from 1 to 1.5. It is opened on the only working spot,
    which the first aircraft leaves at 3.
    """
    compiled, history = run(
        site={"A": base(working=1)},
        lot={"arms": items(2, 40.0)},
        lift={
            "c17": worked(
                dated(1.0, 1.0),
                task("open", 1.0),
                task("water", 0.5, beside=True, parked=True),
                task("load", 1.0, loads=True),
            )
        },
    )
    assert [row for row in done(compiled, history) if row[0] == 1] == [
        (1, "water", -1, "ARRIVAL", 1.0, 1.5),
        (1, "spot", 0, "WORKING", 3.0, 3.0),
        (1, "open", -1, "TASK", 3.0, 4.0),
        (1, "load", -1, "TASK", 4.0, 5.0),
    ]


def test_a_working_spot_is_kept_from_the_first_to_the_last_task_that_needs_one() -> None:
    """The first aircraft keeps the only working spot from the beginning of its unloading, at 1, to the end of its
    check, at 3.5. Then the second takes the spot, while the first is fuelled on its parking spot.
    """
    compiled, history = run(
        site={"A": base(parking=2, working=1)},
        lot={"arms": items(2, 40.0)},
        lift={
            "c17": worked(
                dated(1.0, 1.0),
                task("unload", 1.0),
                task("load", 1.0, loads=True),
                task("check", 0.5),
                task("fuel", 0.5, parked=True),
            )
        },
    )
    assert done(compiled, history) == [
        (0, "spot", 0, "ARRIVAL", 1.0, 1.0),
        (0, "unload", -1, "ARRIVAL", 1.0, 2.0),
        (0, "load", -1, "TASK", 2.0, 3.0),
        (0, "check", -1, "TASK", 3.0, 3.5),
        (1, "spot", 0, "WORKING", 3.5, 3.5),
        (0, "fuel", -1, "TASK", 3.5, 4.0),
        (1, "unload", -1, "TASK", 3.5, 4.5),
        (1, "load", -1, "TASK", 4.5, 5.5),
        (1, "check", -1, "TASK", 5.5, 6.0),
        (1, "fuel", -1, "TASK", 6.0, 6.5),
    ]
    assert (history.sortie["up"] / HOUR).tolist() == [4.0, 6.5]


def test_tasks_rest_outside_hours() -> None:
    """The ramp works from 0 to 2 and from 4 on, so two hours of loading last from 1 to 2 and from 4 to 5. The fuel
    truck works from 5 on, and fuels until 6.
    """
    compiled, history = run(
        site={
            "A": base(
                ramp_hours=[shift(0, 2), shift(4, 24)],
                resource={"truck": {"count": 1, "hours": [shift(5, 20)]}},
            )
        },
        lot={"arms": items(1)},
        lift={"c17": worked(dated(1.0), task("load", 2.0, loads=True), task("fuel", 1.0, needs="truck"))},
    )
    assert done(compiled, history) == [
        (0, "load", -1, "ARRIVAL", 1.0, 5.0),
        (0, "fuel", 0, "TOOL", 5.0, 6.0),
    ]


def test_a_loader_that_breaks_stops_the_loading() -> None:
    """Loading begins while the loader is intact. It ends when the loader has worked for 4 h, not counting repairs."""
    from sim.model.world import make_world
    from sim.model.world.updown import up_windows

    sections: dict[str, Any] = {
        "site": {"A": base(resource={"loader": {"count": 1, "available": 0.5, "repair_h": 3.0}})},
        "lot": {"arms": items(6, 40.0)},
        "lift": {"c17": worked(dated(1.0, 1.0, 1.0), task("load", 4.0, loads=True, needs="loader"))},
    }
    compiled, history = run(**sections)
    spec = compiled.resource[0]
    opens, closes = up_windows(make_world(compiled, 1, 0), int(spec["key"]), 0, 0.5, int(spec["repair"]))
    for row in history.ground:
        up = sum(max(0, min(c, row["ended"]) - max(o, row["began"])) for o, c in zip(opens, closes, strict=True))
        assert up == 4 * HOUR
        assert any(o <= row["began"] < c for o, c in zip(opens, closes, strict=True))
    assert (history.ground["ended"] - history.ground["began"]).max() > 4 * HOUR  # at least one task was interrupted


def test_hot_days_take_payload_away() -> None:
    """From 8 to 18 a sortie takes half of its 40 t, at other hours all of it. Of 60 t, the mission of 12 h takes 20 t
    and that of 24 h takes 40 t.
    """
    by_hour = [1.0] * 8 + [0.5] * 10 + [1.0] * 6
    _, history = run(
        lot={"arms": items(12, 5.0)},
        lift={"c17": lift(dated(12.0, 24.0), leg={"A": {"block_h": 1.0, "payload_by_hour": by_hour}})},
    )
    assert history.sortie["payload"].tolist() == [20000, 40000]
    assert history.sortie["kg"].tolist() == [20000, 40000]


def test_payload_by_month() -> None:
    """In January a sortie takes 0.75 of its 40 t. The factor of a month that is not named is 1, so the mission of 1
    February takes 40 t.
    """
    _, history = run(
        lot={"arms": items(14, 5.0)},
        lift={"c17": lift(dated(0.0, 31 * 24.0), leg={"A": {"block_h": 1.0, "payload_by_month": {"jan": 0.75}}})},
    )
    assert history.sortie["payload"].tolist() == [30000, 40000]


@pytest.mark.parametrize("spots", [6, 1])
def test_w3_through_tasks(spots: int) -> None:
    """Six tails fly 40 sorties of 45 t, with legs of 4.875 h and 3.25 h of tasks. The last takes off at 100.75 h with
    six working spots, and at 130 h with one.
    """
    _, history = run(
        site={"A": base(working=spots, parking=6)},
        lot={"arms": items(40, 45.0)},
        lift={
            "c17": worked(
                fleet(6, begin_at="site"),
                task("marshal", 0.25),
                task("load", 2.5, loads=True),
                task("fuel", 2.0, beside=True),
                task("check", 0.5),
                payload_t=45.0,
                leg={"A": {"block_h": 4.875}},
                offload_h=3.25,
            )
        },
    )
    assert history.mover["up"].max() / HOUR == {6: 100.75, 1: 130.0}[spots]
