"""Movers that are stuck at a hub on their way: the chain names the group or lot and the hub."""

from __future__ import annotations

from sim.model.compile import plan
from sim.report.chain import chain
from sim.report.replay import replay_lines
from tests.engine import simulate
from tests.scenarios import dated, items, lift, scenario, staged


def test_movers_at_a_hub_whose_lift_has_ended_are_named_with_it() -> None:
    """Claim: convoys take three people and two crates to a hub from 9 h on. The only ship came there at 5 h, too early
    for them. The chain names them with the hub.
    """
    made = plan(
        scenario(
            site={"port": {"kind": "hub"}},
            route={"sea": {"via": ["port"]}},
            group={"people": staged(3, routes=["sea"])},
            lot={"crates": items(2, routes=["sea"])},
            lift={"convoy": lift(dated(9, 19), to="port", seats=3), "ship": lift(dated(5), sites=["port"])},
            order={"segregate": []},
            checked=False,
        )
    )
    history = simulate(made, 1, 0)
    assert chain(made, history.stuck) == [
        '3 people of "people" at port: "ship" no longer comes',
        '2 items of "crates" at port: "ship" no longer comes',
    ]
    assert 'at port: "ship" no longer comes' in " ".join(" ".join(replay_lines(made, history)).split())


def test_the_chain_names_the_movers_at_a_hub_that_others_wait_for() -> None:
    """Claim: the chain of a guard at the camp names the people at the hub, for whom it waits."""
    made = plan(
        scenario(
            site={"port": {"kind": "hub"}},
            route={"sea": {"via": ["port"]}},
            group={"people": staged(3, routes=["sea"]), "guard": staged(2, routes=["sea"], board_after="out")},
            hold={"out": {"until": [{"group": ["people"], "left": "country"}]}},
            lift={"convoy": lift({"tails": 1}, to="port"), "ship": lift(dated(1), sites=["port"])},
            checked=False,
        )
    )
    words = chain(made, simulate(made, 1, 0).stuck)
    assert '2 people of "guard" at A: held by "out", which waits for "people"' in words
    assert '3 people of "people" at port: "ship" no longer comes' in words
