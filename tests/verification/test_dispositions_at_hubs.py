"""Equipment that has reached a hub is handed over or destroyed by the stations of the hub, or left behind there, worked
by hand.

Times are in hours since the start. A lift takes an hour each way and is loaded for an hour.
"""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from sim.analysis.outcomes.record import outcomes
from sim.domain.check import check
from sim.domain.scenario import Scenario
from sim.engines.compiled import simulate as batch
from sim.engines.simpy import simulate as reference
from sim.model.compile import plan
from sim.model.divergence import apart
from sim.model.terms import Fate
from sim.report.replay import replay_lines
from sim.report.reviews import ENDED
from tests.engine import simulate
from tests.scenarios import HOUR, base, compiled, dated, hours, items, lift, scenario
from tests.verification.strategies import routed_scenarios


def at_the_hub(**lot: Any) -> dict[str, Any]:
    """Return sections in which two containers reach hub H by truck at 3 h, and one of them leaves with the only jet at
    5 h.

    The other container is given up at 24 h. When both are gone, two guards at A may board a bus.
    """
    return {
        "site": {
            "A": base(disposal={"destroy": [], "transfer": []}),
            "H": {
                "kind": "hub",
                "station": {"yard": {"servers": 1, "service_h": 5.0}},
                "disposal": {"destroy": ["yard"], "transfer": ["yard"]},
            },
        },
        "group": {"guard": {"site": "A", "count": 2, "board_after": "gone", "lifts": ["bus"]}},
        "lot": {"containers": items(2, 10.0, "general", routes=["hub"], leave_after=hours(24), **lot)},
        "hold": {"gone": {"until": [{"lot": ["containers"], "wanted": True}]}},
        "route": {"hub": {"via": ["H"]}},
        "lift": {
            "truck": lift(dated(1), to="H"),
            "jet": lift(dated(4), sites=["H"], payload_t=10.0),
            "bus": lift(dated(30, 60)),
        },
    }


@pytest.mark.parametrize(
    ("lot", "fate", "ends"),
    [
        ({"controlled": True}, Fate.DESTROYED, 29),
        ({"permitted": ["transfer"]}, Fate.TRANSFERRED, 29),
        ({}, Fate.LEFT, 24),
    ],
    ids=["controlled", "handed over only", "may be left"],
)
def test_equipment_at_a_hub_is_disposed_of_there(lot: dict[str, Any], fate: Fate, ends: int) -> None:
    """At 24 h the container still at H goes to the yard of H, where it is destroyed or handed over in 5 h. If it may be
    left behind, it is left at H at 24 h instead.

    The guards take the bus of 30 h. The ledger counts the container under its fate only.
    """
    made = compiled(**at_the_hub(**lot))
    one = simulate(made, 1, 0)
    assert one.mover["fate"].tolist() == [Fate.OUT, Fate.OUT, Fate.OUT, fate]
    assert one.mover["left"][3] == ends * HOUR
    assert one.mover["up"][:2].tolist() == [31 * HOUR] * 2
    assert one.stuck == ()
    figures = outcomes(made, one)
    kept = {"transferred": Fate.TRANSFERRED, "destroyed": Fate.DESTROYED, "abandoned": Fate.LEFT, "sold": Fate.SOLD}
    for name, other in kept.items():
        assert figures[f"ledger_general_{name}_items"] == int(fate == other)
    assert figures["ledger_general_remaining_items"] == 0
    text = " ".join(line.strip() for line in replay_lines(made, one))
    if fate == Fate.LEFT:
        assert "left behind: 1 item" in text
    else:
        assert "left behind" not in text
        assert f"H today: {ENDED[fate]}: 1 item" in text


def test_a_controlled_lot_over_a_hub_without_disposal_is_refused() -> None:
    """If H has no way of disposal for a controlled lot that passes H, the guard could wait for this lot for ever. So
    the file is refused.
    """
    case = at_the_hub(controlled=True)
    case["site"]["H"]["disposal"] = {"transfer": ["yard"]}
    found = [finding for finding in check(scenario(checked=False, **case)) if finding.path == ("lot", "containers")]
    assert len(found) == 1
    assert "expected a disposition that is open at H, which this wanted lot passes" in found[0].expectation
    assert 'hold "gone" waits for it' in found[0].expectation


def test_a_review_gives_up_equipment_at_a_hub() -> None:
    """One of two containers leaves at 5 h. At the review at 48 h nothing has left for a day, so the pace is 0, and the
    review gives up the container at H. The yard of H hands it over in 5 h, by 53 h.
    """
    case = at_the_hub(permitted=["transfer"])
    del case["lot"]["containers"]["leave_after"]
    case |= {
        "milestone": {"gear": {"by": hours(72), "of": "equipment", "settled": True}},
        "review": {"dates": [hours(48)], "of": "gear", "window_d": 1, "respond": ["dispose"]},
    }
    made = compiled(**case)
    one = simulate(made, 1, 0)
    assert one.given["mover"].tolist() == [3]
    assert (one.mover["fate"][3], one.mover["left"][3]) == (Fate.TRANSFERRED, 53 * HOUR)
    assert not apart(one, batch(made, 1, 0))


@given(case=routed_scenarios(), replication=st.integers(0, 2))
@settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
def test_both_engines_dispose_at_hubs_alike(case: Scenario, replication: int) -> None:
    """Both engines give the same histories, bit for bit, of random scenarios in which items may be disposed of at a
    hub.
    """
    made = plan(case)
    assert not apart(reference(made, 1, replication), batch(made, 1, replication))
