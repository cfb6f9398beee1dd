"""One queueing network, as a plan for both engines of `sim` and in three other implementations.

People pass three single-server stations in a row. Then they wait for a bus, which takes at most as many people as it
has seats. All implementations get the same working times, so they must give the same instants.
"""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

import ciw
import numpy as np
import numpy.typing as npt
import simpy

from sim.domain.scenario import Scenario
from sim.model.compile import plan
from sim.model.plan import Plan
from sim.model.world import make_world

__all__ = ["LOAD_S", "NAMES", "as_plan", "buses", "by_ciw", "by_recursion", "by_simpy", "work_of"]

Ints = npt.NDArray[np.int64]
NAMES = ("desk", "bags", "bus stop")
HOUR = 3600
LOAD_S = 360
SEATS = 40
START = datetime(2024, 1, 1, tzinfo=UTC)
MEANS_H = (0.018, 0.020, 0.016)


def buses(people: int) -> list[int]:
    """Return the instants at which a bus comes [s]: every hour, until long after the last person has been served."""
    return [HOUR * hour for hour in range(1, people // 25 + 20)]


def as_plan(people: int, *, hourly_bus: bool = True) -> Plan:
    """Return the plan of the network.

    Without `hourly_bus`, the only bus comes at the start, when no one is ready, so that only the stations matter.
    """
    stations = {
        name: {"servers": 1, "service_h": {"mean": mean, "cv": 0.7}} for name, mean in zip(NAMES, MEANS_H, strict=True)
    }
    runs = [{"at": START + timedelta(seconds=at)} for at in buses(people)] if hourly_bus else [{"at": START}]
    bus = {
        "sites": ["camp"],
        "to": "home",
        "supply": {"missions": runs},
        "payload_t": 0.1 * SEATS,
        "seats": SEATS,
        "load_h": LOAD_S / HOUR,
        "leg": {"camp": {"block_h": 0.5}},
    }
    case = {
        "name": "tandem",
        "seed": 1,
        "clock": {"start": START, "zone": "UTC", "horizon_d": people // 25 / 24 + 3},
        "site": {"camp": {"kind": "base", "station": stations}, "home": {"kind": "apod"}},
        "group": {"people": {"site": "camp", "count": people, "weight_t": 0.1, "stations": list(NAMES)}},
        "lift": {"bus": bus},
        "milestone": {"deadline": {"by": START + timedelta(days=people // 25 / 24 + 2)}},
    }
    return plan(Scenario.model_validate(case))


def work_of(case: Plan, seed: int) -> Ints:
    """Return the working times [s], shape (n_stations, n_people)."""
    world = make_world(case, seed, 0)
    people = int(world.items.many[0])
    return np.array([[world.service(0, number, step, 0) for number in range(people)] for step in range(len(NAMES))])


def by_simpy(work: Ints, comes: Sequence[int]) -> Ints:
    """Run the network in plain SimPy; return the ends at each station, then departures [s], shape (4, n_people)."""
    env = simpy.Environment()
    servers = [simpy.Resource(env) for _ in work]
    times: list[list[int]] = work.tolist()
    got: Ints = np.zeros((len(work) + 1, work.shape[1]), np.int64)
    stop: list[int] = []

    def person(number: int) -> Any:
        for place, server in enumerate(servers):
            with server.request() as turn:
                yield turn
                yield env.timeout(times[place][number])
            got[place, number] = env.now
        stop.append(number)

    def bus() -> Any:
        for at in comes:
            yield env.timeout(at - env.now)
            yield env.timeout(0)  # a person who leaves the last station at this instant still gets on
            aboard, stop[:] = stop[:SEATS], stop[SEATS:]
            env.process(drive(aboard))

    def drive(aboard: list[int]) -> Any:
        yield env.timeout(LOAD_S)
        got[-1, aboard] = env.now

    for number in range(work.shape[1]):
        env.process(person(number))
    env.process(bus())
    env.run()
    return got


def by_recursion(work: Ints, comes: Sequence[int]) -> Ints:
    """Compute the network by Lindley's recursion (1952): end = max(arrival, end of the person before) + work.

    Return the same array as `by_simpy`.
    """
    got = np.zeros((len(work) + 1, work.shape[1]), np.int64)
    arrived = np.zeros(work.shape[1], np.int64)
    for place, times in enumerate(work):
        done = np.cumsum(times)
        got[place] = done + np.maximum.accumulate(arrived - (done - times))
        arrived = got[place]
    first = 0
    for at in comes:
        last = min(first + SEATS, int(np.searchsorted(arrived, at, side="right")))
        got[-1, first:last] = at + LOAD_S
        first = last
    return got


def by_ciw(work: Ints) -> Ints:
    """Run the stations without the bus in Ciw; return the ends at each station [s], shape (3, n_people)."""
    places, people = work.shape
    no_arrivals = [None] * (places - 1)
    network = ciw.create_network(
        arrival_distributions=[ciw.dists.Sequential([0.0, float("inf")]), *no_arrivals],
        batching_distributions=[ciw.dists.Deterministic(people), *([ciw.dists.Deterministic(1)] * (places - 1))],
        service_distributions=[ciw.dists.Sequential(times) for times in work.astype(float).tolist()],
        routing=[[float(to == at + 1) for to in range(places)] for at in range(places)],
        number_of_servers=[1] * places,
    )
    model = ciw.Simulation(network, exact=False)
    model.simulate_until_max_customers(people, method="Finish")
    got = np.zeros((places, people), np.int64)
    for record in model.get_all_records():
        got[record.node - 1, record.id_number - 1] = round(record.service_end_date)
    return got
