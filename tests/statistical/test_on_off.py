"""Each feature of ramps, crews, roads, routes, requests and people changes the mean closure in the right direction.

Each case runs in two forms on common random numbers (30 replications of seed 11): the feature limits the flow in the
first form and not in the second. In a single history, the closure may change in either direction. The mean of the
paired differences must exceed four of its standard errors. If there were no difference, 1 case in 5,000 would pass
(Student's t, 29 degrees of freedom).
"""

from __future__ import annotations

import math
from typing import Any

import numpy as np
import pytest

from tests.engine import simulate
from tests.scenarios import HOUR, base, compiled, dated, fleet, items, lift, rate, shift, staged

RUNS, SEED = 30, 11
LOADING = {"mean": 2.0, "cv": 0.5}
"""Hours to load a sortie. All numbers of this file are invented, such that the feature limits the flow."""
Sections = dict[str, Any]


def closures(sections: Sections) -> np.ndarray:
    """Return for each replication the hours until the last mover leaves or the history ends, whichever is earlier."""
    plan = compiled(**sections)
    histories = [simulate(plan, SEED, replication) for replication in range(RUNS)]
    return np.array([min(int(got.mover["up"].max()), got.end) / HOUR for got in histories])


def ramp(site: dict[str, Any], arms: int = 16, **more: Any) -> Sections:
    """Return a case in which an aircraft comes every hour, and a task of two hours on average loads it."""
    tasks = [{"name": "load", "takes_h": LOADING, "loads": True, "needs": "loader"}]
    resource = site.pop("resource", {"loader": {"count": 9}})
    return {
        "site": {"A": base(resource=resource, **site)},
        "lot": {"arms": items(arms, 40.0)},
        "lift": {"c17": lift(rate(168.0), task=tasks, load_h=0.0, holding_h=500.0) | more},
    }


def cycle(supply: dict[str, Any] | None = None, **more: Any) -> Sections:
    """Return a case in which two tails make round trips."""
    tails = {**fleet(2), **(supply or {})}
    return {"lot": {"arms": items(16, 40.0)}, "lift": {"c17": lift(tails, load_h=LOADING, **more)}}


def road(**more: Any) -> Sections:
    """Return a case with convoys whose loads count as out on arrival."""
    convoy = lift(rate(84.0), crosses="arrival", load_h=LOADING, leg={"A": {"block_h": 6.0}})
    return {"lot": {"arms": items(10, 40.0)}, "lift": {"convoy": convoy | more}}


def hub(*, way_around: bool = True, lost: bool = True, **site: Any) -> Sections:
    """Return a case of people who fly via a hub; with `way_around`, also a slow road; with `lost`, the hub closes."""
    sections: Sections = {
        "site": {"H": {"kind": "hub", **site}},
        "route": {"hub": {"via": ["H"]}},
        "group": {"people": staged(60, routes=["hub", "road"] if way_around else ["hub"])},
        "lift": {
            "heli": lift(rate(56.0), seats=5, to="H", load_h=LOADING),
            "jet": lift(rate(28.0), seats=10, sites=["H"], leg={"H": {"block_h": 1.0}}),
        },
    }
    if way_around:
        sections["route"]["road"] = {"lifts": ["convoy"]}
        sections["lift"]["convoy"] = lift(dated(*range(48, 480, 24)), seats=4)
    if lost:
        sections["permission"] = {"hub": {"sites": ["H"], "lost": 1.0, "lost_after_d": 0.02, "lost_for_d": 20.0}}
    return sections


def asks(**supply: Any) -> Sections:
    """Return a case in which a bus is requested when a load is ready; a desk makes about four people an hour ready."""
    asked = {"kind": "ready", **({"share": 0.5} | supply)}
    desk = {"servers": 1, "service_h": {"dist": "exponential", "mean": 0.25}}
    return {
        "site": {"A": base(station={"desk": desk})},
        "group": {"people": staged(100, stations=["desk"])},
        "lift": {"bus": lift(asked, seats=20, lead_d=0.5, load_h=LOADING)},
    }


def first(rule: str) -> Sections:
    """Return a case of ten people who by `rule` take a daily jet of five seats or a convoy that takes five days."""
    convoy = lift(rate(14.0), crosses="arrival", load_h=LOADING, leg={"A": {"block_h": 120.0}})
    jet = lift(rate(7.0, pattern="jittered"), seats=5, load_h=LOADING)
    return {"group": {"people": staged(10, route_rule=rule)}, "lift": {"convoy": convoy, "jet": jet}}


def parties(together: int | None) -> Sections:
    """Return a case of 48 people who travel in parties of `together`, or singly, in two jets of six seats each."""
    people = staged(48, **({"together": together} if together else {}))
    return {"group": {"people": people}, "lift": {"jet": lift(fleet(2), seats=6, load_h=LOADING)}}


def absent(no_show: float | None) -> Sections:
    """Return a case of 48 people and two jets of six seats; a person who is called is absent with chance `no_show`."""
    people = staged(48, **({"no_show": no_show} if no_show else {}))
    return {"group": {"people": people}, "lift": {"jet": lift(fleet(2), seats=6, load_h=LOADING)}}


NOON = [1.0] * 6 + [0.5] * 12 + [1.0] * 6
ONE_SPOT = {"working": 1}
CASES: dict[str, tuple[Sections, Sections]] = {
    "working spots": (ramp({"parking": 8, "working": 1}), ramp({"parking": 8})),
    "parking spots": (ramp({"parking": 1}), ramp({})),
    "loaders": (ramp({"resource": {"loader": {"count": 1}}}), ramp({})),
    "breakdowns of loaders": (
        ramp({"resource": {"loader": {"count": 2, "available": 0.5, "repair_h": 6.0}}}),
        ramp({"resource": {"loader": {"count": 2}}}),
    ),
    "hours of loaders": (
        ramp({"resource": {"loader": {"count": 2, "hours": [shift(6, 14)]}}}),
        ramp({"resource": {"loader": {"count": 2}}}),
    ),
    "loading time per tonne": (
        ramp(
            dict(ONE_SPOT),
            task=[{"name": "load", "takes_h": LOADING, "loads": True, "needs": "loader", "per_t_h": 0.05}],
        ),
        ramp(dict(ONE_SPOT), task=[{"name": "load", "takes_h": LOADING, "loads": True, "needs": "loader"}]),
    ),
    "crews' duty": (cycle(crew={"crews": 2, "duty_h": 8.0, "rest_h": 12.0}), cycle()),
    "number of crews": (
        cycle(crew={"crews": 1, "duty_h": 12.0, "rest_h": 12.0}),
        cycle(crew={"crews": 4, "duty_h": 12.0, "rest_h": 12.0}),
    ),
    "mission-capable rate": (cycle({"mission_capable": 0.6, "down_h": 12.0}), cycle()),
    "payload by month": (
        cycle(leg={"A": {"block_h": 1.0, "payload_by_month": {"jan": 0.5}}}) | {"lot": {"arms": items(64, 10.0)}},
        cycle() | {"lot": {"arms": items(64, 10.0)}},
    ),
    "payload by hour": (
        cycle(leg={"A": {"block_h": 1.0, "payload_by_hour": NOON}}) | {"lot": {"arms": items(64, 10.0)}},
        cycle() | {"lot": {"arms": items(64, 10.0)}},
    ),
    "attacks on the road": (
        road(attacks_per_1000_km=5.0, attack_h=3.0, leg={"A": {"block_h": 6.0, "distance_km": 400.0}}),
        road(),
    ),
    "breakdowns on the road": (road(vehicles=10, breakdown=0.2, recover_h=2.0), road(vehicles=10)),
    "headway": (road(headway_h=8.0), road()),
    "hours of the road": (road(moves=[shift(6, 18)]), road()),
    "missions at once": (asks(), asks(at_once=4)),
    "requests per week": (asks(most_per_week=3), asks()),
    "share of a load that prompts a request": (asks(share=1.0, at_once=2), asks(share=0.2, at_once=2)),
    "lift that comes first or arrives first": (first("any"), first("earliest_arrival")),
    "parties that stay together": (parties(4), parties(None)),
    "people who do not turn up": (absent(0.2), absent(None)),
    "hub that is lost": (hub(), hub(lost=False)),
    "way around a lost hub": (hub(way_around=False), hub()),
    "room at a hub": (hub(lost=False, room=5), hub(lost=False)),
}
"""By feature: a case in which the feature limits the flow, and the same case in which it does not."""


@pytest.mark.parametrize("name", CASES)
def test_a_feature_that_limits_the_flow_makes_the_mean_closure_later(name: str) -> None:
    """If the feature limits the flow, the mean closure is later, by more than four standard errors."""
    tight, loose = (closures(sections) for sections in CASES[name])
    later = tight - loose
    error = float(later.std(ddof=1)) / math.sqrt(RUNS)
    assert later.mean() > max(4 * error, 0.0), f"{later.mean():.2f} h +- {error:.2f}"
