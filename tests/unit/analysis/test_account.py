"""The figures of each lift in the summary of a study."""

from __future__ import annotations

import sim
from sim.analysis.summary import account
from tests.scenarios import dated, items, lift, scenario

LIFTS = {
    "jet": lift(dated(10, 20), pallets=6),
    "truck": lift(dated(30), uses_ramp=False),
}


def test_the_lift_block_has_pallet_positions() -> None:
    """Five crates of two positions each fill the 6 positions of one sortie and 4 of the 6 of the next. A lift without a
    limit of positions has no such figures.
    """
    case = scenario(lot={"crates": items(5, 1.0, pallets=2, lifts=["jet"])}, lift=LIFTS)
    study = sim.run(case, replications=2, workers=1, engine="simpy")
    got = study.summary["lift"]
    assert {name: got["jet"][name]["mean"] for name in account.POSITIONS} == {"positions": 10, "positions_empty": 2}
    assert got["jet"]["positions"]["p50"] == 10
    assert not set(account.POSITIONS) & set(got["truck"])
    assert set(account.LIFT) == set(got["truck"])


def test_every_figure_of_a_lift_is_described() -> None:
    """results/README.md names each figure of a lift."""
    from pathlib import Path

    page = (Path(__file__).parents[3] / "results/README.md").read_text(encoding="utf-8")
    assert not [name for name in (*account.LIFT, *account.POSITIONS) if f"`{name}`" not in page]
