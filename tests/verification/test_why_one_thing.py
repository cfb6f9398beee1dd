"""If one thing binds, nearly all of the closure is due to it, and little to any other reason."""

from __future__ import annotations

from typing import Any

import pytest

from sim.analysis.causes import ReasonKind, reasons
from sim.analysis.causes.by_reason import by_reason
from sim.analysis.sums import Sums
from sim.model.plan import Plan
from tests.engine import simulate
from tests.scenarios import HOUR, base, compiled, dated, fleet, hours, items, lift, rate, shift, staged
from tests.verification.chains import closing


def shares(compiled: Plan) -> dict[str, float]:
    """Return, for each reason, the share of the closure that is due to it."""
    history = simulate(compiled, 1, 0)
    links, known = closing(compiled, history), reasons(compiled)
    parts: dict[str, float] = {}
    for link in links:
        key = known[link.reason].key
        parts[key] = parts.get(key, 0.0) + (link.until - link.since) / links[-1].until
    return parts


# --------------------------------------------------------------------------------------- one thing that binds


GATE = {"servers": 5, "service_h": 0.1}


def slow_station(**desk: Any) -> Plan:
    """Return a plan in which one server takes 6 h for each of forty items; missions come every 3.5 h, far more than
    enough.
    """
    return compiled(
        site={"A": base(station={"desk": {"servers": 1, "service_h": 6.0, **desk}, "gate": GATE})},
        lot={"crates": items(40, 1.0, stations=["gate", "desk"])},
        lift={"c17": lift(rate(48))},
    )


def one_aircraft() -> Plan:
    """Return a plan in which one tail takes 120 t, 10 t on each trip; a trip takes nearly a day."""
    return compiled(
        lot={"crates": items(120, 1.0)},
        lift={"c17": lift(fleet(1), payload_t=10.0, leg={"A": {"block_h": 10.0}}, offload_h=2.0)},
    )


def one_spot() -> Plan:
    """Return a plan with one parking spot and thirty missions, planned one hour apart, each of which is loaded for
    eight hours.
    """
    return compiled(
        site={"A": base(parking=1)},
        lot={"crates": items(30, 10.0)},
        lift={"c17": lift(dated(*range(1, 31)), payload_t=10.0, load_h=8.0, holding_h=1000)},
    )


def late_permission() -> Plan:
    """Return a plan with ten missions a week. Two of them could carry everything, but may come only from day 20 on."""
    return compiled(
        lot={"crates": items(8, 10.0)},
        lift={"c17": lift(rate(10), payload_t=40.0)},
        permission={"overflight": {"lifts": ["c17"], "opens_after_d": 20}},
    )


def one_hold() -> Plan:
    """Return a plan in which four people stay until twelve days after all others have gone; a mission comes every six
    hours.
    """
    return compiled(
        group={"main body": staged(20), "cell": staged(4, board_after="handed over")},
        hold={"handed over": {"until": [{"group": ["main body"]}], "then_d": 12}},
        lift={"c17": lift(rate(28))},
    )


def late_release() -> Plan:
    """Return a plan in which no mover is released before day 15."""
    return compiled(group={"people": staged(20, release=hours(15 * 24))}, lift={"c17": lift(rate(28))})


@pytest.mark.parametrize(
    ("made", "key"),
    [
        (slow_station, "station:A/desk"),
        (one_aircraft, "tails:c17"),
        (one_spot, "spots:A"),
        (late_permission, "permission:overflight"),
        (one_hold, "hand_over:handed over"),
        (late_release, "release:people"),
    ],
    ids=lambda value: value if isinstance(value, str) else value.__name__,
)
def test_what_binds_is_named(made: Any, key: str) -> None:
    """At least nine tenths of the closure are due to the thing that binds, and less than a twentieth to any other
    reason.
    """
    parts = shares(made())
    assert parts.pop(key) >= 0.9, parts
    assert max(parts.values(), default=0.0) < 0.05


def test_night_is_a_cause_of_its_own_beside_work() -> None:
    """A server works 8 of 24 hours: about two thirds of the closure are due to its closed hours, and one third to its
    work.
    """
    parts = shares(slow_station(hours=[shift(8, 16)]))
    assert parts["station_hours:A/desk"] == pytest.approx(2 / 3, abs=0.03)
    assert parts["station:A/desk"] == pytest.approx(1 / 3, abs=0.03)


def test_a_load_that_takes_no_time_waited_for_a_working_spot() -> None:
    """A sortie takes no time to load, but needs the only fuel truck for 2 h. There are two working spots. Sorties come
    at 1 and 2 h for a weapon each, at 2.5 h for the item "trucks", and at 4 h for the loader.

    The third sortie gets a working spot when the first takes off at 3 h, and is loaded at once. So the loader may board
    the fourth sortie at 4 h. The fuel truck serves one sortie after the other, so the sorties take off at 3, 5, 7 and 9
    h. The chain must reach from 9 h back to the start, although the third sortie waited for a spot and then spent no
    time on loading.
    """
    made = compiled(
        site={"A": base(working=2, resource={"truck": {"count": 1}})},
        group={"loaders": staged(1, board_after="packed")},
        lot={
            "weapons": items(2, 4.0),
            "trucks": items(1, 9.0, "sensitive", required=True),
        },
        hold={"packed": {"until": [{"site": "A", "kind": "equipment"}]}},
        lift={
            "c17": lift(
                dated(1.0, 2.0, 2.5, 4.0), payload_t=6.0, max_payload_t=15.0, seats=2, load_h=0.0,
                task=[
                    {"name": "load", "takes_h": 0, "loads": True},
                    {"name": "fuel", "takes_h": 2, "needs": "truck", "beside": True},
                ],
            )
        },
    )  # fmt: skip
    history = simulate(made, 1, 0)
    assert sorted((history.mover["up"] / HOUR).tolist()) == [3, 5, 7, 9]
    kept, known = by_reason(Sums(made, history)), reasons(made)
    assert not [row for row in kept if known[row["reason"]].kind is ReasonKind.UNTOLD]
    assert kept["seconds"][kept["target"] == 0].sum() == 9 * HOUR
