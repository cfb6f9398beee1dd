"""Movers that `sim replay` lists as left out of a chalk are those that waited when the engine planned the chalk."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from sim.domain.scenario import Scenario
from sim.engines.simpy.drawdown import Drawdown
from sim.engines.simpy.ramp import Ramp
from sim.model.compile import plan
from sim.model.plan import Plan
from sim.report.chalk import why_left_out
from sim.report.gates import cleared
from sim.report.history import History
from sim.report.replay import replay_lines
from tests.scenarios import base, compiled, dated, hours, items, lift, staged
from tests.verification.strategies import routed_scenarios, scenarios

Facts = dict[int, tuple[set[int], set[int]]]
"""By row of the sortie: the movers that waited and might ride on its lift but were not loaded; and the cargo among
them, if no load team was free.
"""


def watched(made: Plan, replication: int) -> tuple[History, Facts]:
    """Run a history; return it, with the movers left out of each loading and the cargo that had no load team."""
    seen: Facts = {}
    begin = Ramp._begin

    def note(ramp: Any, sortie: Any, planned: Any, entries: Any, *more: Any) -> None:
        drawdown = ramp.drawdown
        lots, taken = drawdown.force.lots, {entry[3] for entry in entries}
        waiting = [e for e in drawdown.force.staged[ramp.row] if drawdown.routes.may(lots[e[4]], sortie.lift)]
        no_team = sortie.lift.uses_ramp and ramp.teams.limited and ramp.team_capacity() == 0
        left = {e[3]: lots[e[4]].person for e in waiting if e[3] not in taken}
        begin(ramp, sortie, planned, entries, *more)
        seen[sortie.row] = set(left), {m for m, person in left.items() if no_team and not person}

    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(Ramp, "_begin", note)
        history = Drawdown(made, 1, replication).run()
    return History(made, history), seen


def test_equipment_handed_over_is_not_listed_as_left_out() -> None:
    """Tents handed over at 2 h and scrap given up at 6 h are not listed as left out of missions from 10 h on."""
    made = compiled(
        site={"A": base(station={"yard": {"servers": 9, "service_h": 2.0}}, disposal={"transfer": ["yard"]})},
        group={"guard": staged(3, board_after="day 3")},
        lot={
            "tents": items(4, 1.0, "general", disposition="transfer"),
            "scrap": items(4, 1.0, "general", permitted=["transfer"], leave_after=hours(6), lifts=["barge"]),
            "papers": items(3, 30.0, "classified"),
        },
        hold={"day 3": {"not_before": hours(48)}},
        lift={"jet": lift(dated(10, 20, 50)), "barge": lift(dated(100))},
    )
    story, _ = watched(made, 0)
    text = " ".join(line.strip() for line in replay_lines(made, story.trajectory))
    assert "left out" in text
    assert "no load team" not in text
    assert not [words for words in text.split("left out:")[1:] if "tents" in words.split(";")[0]]
    for row, _ in enumerate(story.sorties):
        lots = {story.lot(story.movers[number].lot) for number in why_left_out(story, row, cleared(story))}
        assert not lots & {"tents", "scrap"}


@pytest.mark.parametrize(
    ("positions", "weight_t", "reason"),
    [
        (2, 10.0, "no pallet position left"),
        (3, 10.0, "too few pallet positions left"),
        (9, 30.0, "over the payload"),
        (2, 30.0, "over the payload and no pallet position left"),
        (3, 30.0, "over the payload and too few pallet positions left"),
    ],
)
def test_every_limit_that_an_item_exceeds_is_named(positions: int, weight_t: float, reason: str) -> None:
    """Each of two crates takes two positions, and one crate rides. For the other, replay names the payload, the
    positions or both as the reason.
    """
    crates = items(2, weight_t, pallets=2)
    made = compiled(lot={"crates": crates}, lift={"jet": lift(dated(10, 20), pallets=positions)})
    story, _ = watched(made, 0)
    assert list(why_left_out(story, 0, cleared(story)).values()) == [reason]


def test_segregation_and_limits_are_both_named() -> None:
    """For an item that may not ride with the load and is also too heavy beside it, replay names both reasons."""
    made = compiled(
        lot={"ammunition": items(1, 30.0, "lethal"), "fuel": items(1, 20.0, "hazardous")},
        order={"segregate": [["lethal", "hazardous"]]},
        lift={"jet": lift(dated(10, 20))},
    )
    story, _ = watched(made, 0)
    assert list(why_left_out(story, 0, cleared(story)).values()) == [
        "may not ride with what is aboard and over the payload"
    ]


def crowded(story: History, row: int, holds: Any) -> bool:
    """Return whether something else happened at the instant at which a loading began. If so, the tables do not tell
    what came first.
    """
    instant, riders = story.sorties[row].worked, set(story.chalk.get(row, ()))
    if instant in holds.values() or any(s.worked == instant for at, s in enumerate(story.sorties) if at != row):
        return True
    return any(
        instant
        in (mover.arrived, mover.left, mover.up, *(s.staged for s in story.stays[m]), *(s.up for s in story.stays[m]))
        for m, mover in enumerate(story.movers)
        if m not in riders
    )


@given(case=st.one_of(scenarios(), scenarios(scarce="cargo"), routed_scenarios()), replication=st.integers(0, 2))
@settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
def test_movers_left_out_had_waited(case: Scenario, replication: int) -> None:
    """In random scenarios, replay lists as left out exactly the movers that waited, each with a known reason.

    Cargo for which no load team was free has this reason, unless it had to stay or was held. A loading at an instant at
    which something else happened is skipped. Movers with the rule least_waiting may have taken another way; if a
    scenario has any, the lists are not compared.
    """
    made = plan(case)
    story, seen = watched(made, replication)
    balances = any(lot.route_rule == 2 for lot in story.lots)  # 2: least_waiting
    holds = cleared(story)
    for row, (stood, unloadable) in seen.items():
        sortie = story.sorties[row]
        if sortie.up >= 2**62 or not story.chalk.get(row) or crowded(story, row, holds):
            continue  # it never took off, had no load, or something else happened at the same instant
        named = why_left_out(story, row, holds)
        assert stood <= set(named) | (stood if balances else set())
        assert set(named) <= stood or balances
        assert not [m for m in named if named[m] == "reason not known"], (row, named)
        for mover in unloadable & set(named):
            assert named[mover] in ("no load team", "must stay") or named[mover].startswith("held")
        assert {m for m in stood if named.get(m) == "no load team"} <= unloadable
