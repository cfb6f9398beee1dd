"""Movers that are stuck at a hub on their way: `chain`, which lists who waits for what, names them with the hub."""

from __future__ import annotations

from sim.model.compile import plan
from sim.report.chain import chain
from sim.report.replay import replay_lines
from tests.engine import simulate
from tests.scenarios import dated, items, lift, scenario, staged


def test_movers_at_a_hub_whose_lift_has_ended_are_named_with_it() -> None:
    """Two convoys take three people and two crates to a hub, the first at 9 h. The only ship came to the hub at 5 h,
    too early for them. The chain names people and crates with the hub.
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
    """The guard at the camp may board only after the people are out of the country. The people are stuck at the hub,
    and the chain names both groups.
    """
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
