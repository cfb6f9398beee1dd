"""The unknowns of each world: functions that draw only these, or only permissions, give the values of histories."""

from __future__ import annotations

from typing import Any

import numpy as np

from sim.engines.compiled.routines import ROUTINES
from sim.model.plan import Plan
from sim.model.world import make_world
from sim.model.world.plain import PLAIN
from sim.model.world.unknowns import drawn, known_anyway, regimes, sources
from sim.model.world.weather import permissions
from tests.scenarios import compiled, items, lift, rate

SEED = 11


def doubtful(**more: Any) -> Plan:
    """Return a plan with a permission that may be lost, and with three unknowns: the rate of missions, a weight that
    follows the rate, and the chance that the permission is lost.
    """
    return compiled(
        lot={"crates": items(9, 1.5)},
        lift={"jet": lift(rate(7), payload_t={"mean": 20, "cv": 0.3})},
        permission={
            "overflight": {
                "lifts": ["jet"],
                "opens_after_d": {"low": 1, "high": 6},
                "lost": 0.5,
                "lost_after_d": {"low": 0, "high": 9},
                "lost_for_d": {"low": 1, "high": 30},
            }
        },
        uncertainty={
            "less": {
                "to": ["lot.crates.weight_t"],
                "apply": "times",
                "same_as": "rate",
                "slope": -0.1,
                "offset": 2,
                "least": 0.1,
            },
            "rate": {"to": ["lift.jet.supply.per_week"], "draw": {"p05": 4, "p95": 11}, "least": 5},
            "odds": {"to": ["permission.overflight.lost"], "draw": {"low": 0.1, "mode": 0.2, "high": 0.9}},
        },
        **more,
    )


def test_drawn_unknowns_equal_those_of_histories() -> None:
    """Unknowns that are drawn alone equal, bit for bit, those of worlds made in Python and by compiled code.

    Three replications share a world.
    """
    plan = doubtful()
    found = drawn(plan, SEED, range(20))
    for replication in range(0, 60, 7):
        for routines in (PLAIN, ROUTINES):
            assert make_world(plan, SEED, replication, 3, routines).drawn == found[replication // 3].tolist()
    assert found[:, 1].min() == 5.0  # the `least` of "rate", where draws are cut off


def test_the_source_of_an_unknown() -> None:
    """The source of an unknown with `same_as` is the row of the unknown that it follows. An unknown is known anyway if
    the number that it sets is listed as known.
    """
    assert sources(doubtful()) == [1, 1, 2]
    assert known_anyway(doubtful()) == []
    assert known_anyway(doubtful(known=("lift.jet.supply.per_week",))) == [1]


def test_tables_without_unknowns_are_empty() -> None:
    """Without unknowns and permissions, the arrays for four worlds have the shapes (4, 0) and (4, 0, 2)."""
    plan = compiled(lot={"crates": items(9)}, lift={"jet": lift(rate(7))})
    assert drawn(plan, SEED, range(4)).shape == (4, 0)
    assert regimes(plan, SEED, range(4)).shape == (4, 0, 2)


def test_permissions_equal_those_of_histories() -> None:
    """`regimes` gives when the permission opens, and how long it is withdrawn before the deadline, as in the history;
    in more than three of 30 histories it is withdrawn.
    """
    plan = doubtful()
    found = regimes(plan, SEED, range(30), 2)
    for replication, (opens, lost) in enumerate(found[:, 0].tolist()):
        shut = permissions(make_world(plan, SEED, replication, 2))
        assert shut[0][3:] == (0, opens)
        assert lost == sum(max(0, min(span[4], plan.deadline) - span[3]) for span in shut[1:])
    assert np.count_nonzero(found[:, 0, 1]) > 3
