"""One network in five implementations (both engines, plain SimPy, Ciw, a recursion): equal results, and their times."""

import gc
from collections.abc import Callable
from time import perf_counter
from typing import Any

import numpy as np

from benchmarks import tandem
from sim.engines.compiled import simulate as compiled
from sim.engines.simpy import simulate as by_simpy
from sim.model.trajectory import Trajectory

PEOPLE = 3_000


def ends(history: Trajectory) -> Any:
    """Return the ends at each station, then departures [s], shape (4, n_people)."""
    visit = history.visit
    return np.array(
        [*(visit["ended"][visit["place"] == place] for place in range(len(tandem.NAMES))), history.mover["up"]]
    )


def test_side_by_side(benchmark: Any) -> None:
    """All five give the same times, to the second, for each person; with Ciw, only the stations are compared."""
    case = tandem.as_plan(PEOPLE)
    work, comes = tandem.work_of(case, 1), tandem.buses(PEOPLE)
    tellings: dict[str, Callable[[], Any]] = {
        "compiled engine": lambda: ends(compiled(case, 1, 0)),
        "SimPy engine": lambda: ends(by_simpy(case, 1, 0)),
        "SimPy by hand": lambda: tandem.by_simpy(work, comes),
        "Ciw (stations)": lambda: tandem.by_ciw(work),
        "recursion": lambda: tandem.by_recursion(work, comes),
    }
    tellings["compiled engine"]()  # the first call compiles the engine and enlarges its tables
    took: dict[str, list[float]] = {name: [] for name in tellings}
    first = tellings["recursion"]()
    assert (first[-1] > 0).all()  # everyone is out

    def one_by_one() -> None:
        for name, telling in tellings.items():
            gc.collect()
            gc.disable()
            began = perf_counter()
            instants = telling()
            took[name].append(perf_counter() - began)
            gc.enable()
            assert np.array_equal(instants, first[: len(instants)]), name

    benchmark.pedantic(one_by_one, rounds=3)
    fastest = np.array(took["compiled engine"])
    print(f"\n{PEOPLE:,} people, {len(tandem.NAMES)} stations, a bus every hour")
    for name, times in took.items():
        ratio = np.array(times) / fastest
        print(f"  {name:16}{1000 * np.median(times):9.1f} ms  {np.median(ratio):7.2f} times the compiled engine")
        benchmark.extra_info[name] = float(np.median(ratio))
