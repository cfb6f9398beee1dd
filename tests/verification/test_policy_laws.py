"""Whatever a policy answers, the engine keeps its invariants: hypothesis draws scenarios, and the rules answer
anything.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from hashlib import blake2b
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from sim.domain.scenario import Scenario
from sim.engines.simpy import Check, Drawdown, simulate
from sim.errors import PolicyError
from sim.model.compile import plan
from sim.model.terms import Cause
from sim.model.trajectory import Trajectory
from sim.policies import flights, known, orders, registry
from sim.policies.views import WantedLot
from tests.scenarios import HOUR, base, compiled, dated, fleet, hours, items, lift, scenario, shift, staged
from tests.verification.case import Case
from tests.verification.invariants import CLAIMS
from tests.verification.strategies import routed_scenarios, scenarios
from tests.verification.trajectories import assert_same_trajectory

SLOW = [HealthCheck.too_slow, HealthCheck.filter_too_much, HealthCheck.data_too_large]
ALL = Check(shuffle=1, scan=True, enablers=True, audit=True)


@contextmanager
def rules(**asks: Callable[..., Any]) -> Iterator[dict[str, str]]:
    """Register rules, by kind of choice, for the time of a block; yield the `[policy]` table that names them."""
    before = dict(registry.registered())
    try:
        for kind, ask in asks.items():
            registry.policy(kind, "of a test")(ask)
        yield dict.fromkeys(asks, "of a test")
    finally:
        registry.registered().clear()
        registry.registered().update(before)


def governed(case: Scenario, table: dict[str, str]) -> Scenario:
    """Return the same scenario under other rules."""
    return Scenario.model_validate({**{name: getattr(case, name) for name in type(case).model_fields}, "policy": table})


def hashed(view: object, salt: int) -> int:
    """Return a number that depends only on a salt and on the view that a rule is shown."""
    return int.from_bytes(blake2b(repr((salt, view)).encode(), digest_size=8).digest(), "big")


def judged(case: Scenario, replication: int = 0) -> None:
    """Check that all invariants hold in a history, and that the checks of the engine do not change it."""
    question = plan(case)
    history = simulate(question, 1, replication)
    got = Case(question, history)
    for claim in CLAIMS:
        claim(got)
    assert_same_trajectory(history, simulate(question, 1, replication, check=ALL))


SHIPPED = [(kind, name) for kind in ("load", "site", "wait", "tail", "disposition") for name in known(kind)]


@pytest.mark.parametrize(("kind", "name"), SHIPPED, ids=[f"{kind}: {name}" for kind, name in SHIPPED])
def test_every_law_holds_under_each_shipped_rule(kind: str, name: str) -> None:
    """Under each shipped rule all invariants hold, and the engine gives the same bits under all its checks as without
    them.
    """

    @given(case=scenarios())
    @settings(max_examples=12, suppress_health_check=SLOW)
    def looked_at(case: Scenario) -> None:
        judged(governed(case, {kind: name}))

    looked_at()


@given(case=scenarios(), salt=st.integers(0, 10**6), replication=st.integers(0, 3))
@settings(max_examples=40, suppress_health_check=SLOW)
def test_rules_that_say_anything_break_no_law(case: Scenario, salt: int, replication: int) -> None:
    """Rules that answer at random break no invariant and no check of the engine."""

    def order(view: Any) -> list[int]:
        return sorted(range(len(view.staged)), key=lambda at: hashed((view, at), salt))

    def site(view: Any) -> int | None:
        pick = hashed(view, salt) % (len(view.sites) + 1)
        return pick if pick < len(view.sites) else None

    def wait(view: Any) -> bool:
        return hashed(view, salt) % 3 == 0

    def tail(view: Any) -> int:
        return hashed(view, salt) % len(view.tails)

    def giving_up(view: Any) -> list[int]:
        return sorted(range(len(view.lots)), key=lambda at: hashed((view, at), salt))

    with rules(load=lambda view: order(view), site=site, wait=wait, tail=tail, disposition=giving_up) as table:
        judged(governed(case, table), replication)


@given(case=scenarios(), salt=st.integers(0, 10**6))
@settings(max_examples=40, suppress_health_check=SLOW)
def test_ranks_that_say_anything_break_no_law(case: Scenario, salt: int) -> None:
    """A load rule that gives lots random ranks, which are texts and often equal, breaks no invariant."""
    with rules(load=lambda lot: f"{hashed(lot, salt) % 3}") as table:
        judged(governed(case, table))


NONSENSE: dict[str, list[Any]] = {
    "load": [None, 3, "abc", [], [0, 0], [-1], [0.5], [True], {"a": 1}, iter([9])],
    "site": [-1, 99, 0.0, "A", True, [0]],
    "wait": [None, 1, "yes", 0.0, []],
    "tail": [None, -1, 7, False, "first"],
}


@given(case=scenarios(), data=st.data())
@settings(max_examples=40, suppress_health_check=SLOW)
def test_nonsense_ends_in_an_error_or_was_never_asked(case: Scenario, data: st.DataObject) -> None:
    """A rule that answers nonsense makes the run end in a `PolicyError` that names seed and replication. If the rule is
    never asked, the invariants hold.
    """
    kind = data.draw(st.sampled_from(sorted(NONSENSE)))
    answer = data.draw(st.sampled_from(NONSENSE[kind]))
    asked = []

    def senseless(view: Any) -> Any:
        asked.append(view)
        return answer

    with rules(**{kind: (lambda view: senseless(view)) if kind == "load" else senseless}) as table:
        question = plan(governed(case, table))
        error = None
        try:
            history = simulate(question, 1, 2)
        except PolicyError as raised:
            error = raised
        if error is None:
            # the empty list is a right load order if no mover is staged
            assert not asked or all(right(kind, answer, view) for view in asked)
            for claim in CLAIMS:
                claim(Case(question, history))
            return
        assert asked
        assert f'policy "of a test" ({kind}, ' in error.message
        assert "returned" in error.message
        assert (error.seed, error.replication) == (1, 2)


def right(kind: str, answer: Any, view: Any) -> bool:
    """Return whether an answer is a load order of all movers that the view shows."""
    return kind == "load" and isinstance(answer, list) and sorted(answer) == list(range(len(view.staged)))


@given(case=st.one_of(scenarios(), routed_scenarios()), replication=st.integers(0, 2))
@settings(max_examples=50, suppress_health_check=SLOW)
def test_the_usual_rules_asked_by_contract_change_nothing(case: Scenario, replication: int) -> None:
    """The default rules, registered as a user would register them, give the same bits as the engine's own decisions."""

    def by_priority(view: Any) -> list[int]:
        return list(range(len(view.staged)))

    with rules(
        load=lambda view: by_priority(view),
        site=lambda view: flights.as_its_rule_says(view),
        wait=lambda view: flights.as_its_minimum_says(view),
        tail=lambda view: flights.longest_idle(view),
    ) as table:
        other = simulate(plan(governed(case, table)), 1, replication)
    assert_same_trajectory(simulate(plan(case), 1, replication), other)


def test_a_load_order_that_looks_is_shown_those_at_a_stop_too() -> None:
    """Two crates of 30 and 35 t wait at a hub, and an aircraft takes 40 t. The rule `fill the aircraft` is shown both
    and takes the heavier one first.
    """
    case = scenario(
        site={"H": {"kind": "hub"}},
        lot={
            "light": items(1, 30.0, routes=["hub"]),
            "heavy": items(1, 35.0, routes=["hub"]),
        },
        route={"hub": {"via": ["H"]}},
        lift={
            "feeder": lift(dated(1.0, 1.0), to="H"),
            "onward": lift(dated(6.0, 8.0), sites=["H"]),
        },
        policy={"load": "fill the aircraft"},
    )
    history = simulate(plan(case), 1, 0, check=ALL)
    assert (history.mover["up"] / HOUR).tolist() == [9.0, 7.0]


@pytest.mark.parametrize(("service_h", "at"), [(1.5, 3.0), (2.0, 3.0)], ids=["at the same instant", "patience first"])
def test_the_end_of_patience_and_a_full_load_have_one_cause(service_h: float, at: float) -> None:
    """A sortie waits for a load until 3. The second of two people is ready at 3 or an hour later. Loading begins at 3,
    with the same cause whether the engine decides or the same rule is registered as a policy.
    """
    case = scenario(
        site={"A": base(station={"desk": {"servers": 1, "service_h": service_h}})},
        group={"two": staged(2, stations=["desk"])},
        lift={"jet": lift(dated(2.0), seats=10, min_load=0.3, wait_h=1.0)},
    )
    with rules(wait=lambda view: flights.as_its_minimum_says(view)) as table:
        asked = simulate(plan(governed(case, table)), 1, 0)
    usual = simulate(plan(case), 1, 0)
    assert usual.sortie["worked"].tolist()[0] == round(3600 * at)
    assert_same_trajectory(usual, asked)


def alike(case: Scenario) -> Trajectory:
    """Return the history of a scenario; check that the default rule to go or wait, registered as a policy, gives the
    same.
    """
    usual = simulate(plan(case), 1, 0, check=ALL)
    with rules(wait=lambda view: flights.as_its_minimum_says(view)) as table:
        assert_same_trajectory(usual, simulate(plan(governed(case, table)), 1, 0, check=ALL))
    return usual


def test_a_chalk_that_changes_without_new_cargo_is_another_question() -> None:
    """A sortie lands at 1.5 for cargo that waits already, and the load team comes at 2.5. Loading begins then, and not
    when the sortie has waited its 4 h.
    """
    case = scenario(
        site={"A": base(teams_staffed_by="loaders", station={"desk": {"servers": 1, "service_h": 9.0}})},
        group={"loaders": staged(1, stations=["desk"], arrives={"begins": hours(0), "until": hours(5)})},
        lot={"arms": items(1, 20.0)},
        lift={"jet": lift(dated(1.5), min_load=0.3, wait_h=4.0)},
    )
    history = alike(case)
    assert (history.sortie["worked"] / HOUR).tolist()[0] == 2.5
    assert history.sortie["load_cause"].tolist()[0] == Cause.STAFF


@pytest.mark.parametrize("min_load", [0.0, 0.3])
def test_who_never_had_to_wait_for_more_does_not_go_for_its_cargo(min_load: float) -> None:
    """A sortie lands at 2, when one crate is ready, which is enough. A second crate is ready at 3, when the hours of
    the loader begin. The sortie takes both, and the cause of its loading is the loader, not the crate.
    """
    case = scenario(
        site={
            "A": base(
                station={"desk": {"servers": 1, "service_h": 1.5}},
                resource={"loader": {"count": 1, "hours": [shift(3, 24)]}},
            )
        },
        lot={"arms": items(2, 20.0, stations=["desk"])},
        lift={
            "jet": lift(
                dated(2.0), task=[{"name": "load", "takes_h": 1.0, "loads": True, "needs": "loader"}], load_h=0.0,
                min_load=min_load, wait_h=3.0,
            )
        },
    )  # fmt: skip
    history = alike(case)
    assert (history.sortie["worked"] / HOUR).tolist() == [3.0]
    assert history.sortie["kg"].tolist() == [40_000]
    assert history.sortie["load_cause"].tolist() == [Cause.TOOL]


@given(case=scenarios())
@settings(max_examples=30, suppress_health_check=SLOW)
def test_the_priority_rank_asked_by_contract_changes_nothing(case: Scenario) -> None:
    """`priority`, registered as a policy, gives the same bits as the engine if `ready` is the last key of the order."""
    if case.order.keys[-1] != "ready":
        return
    with rules(load=lambda lot: orders.priority(lot)) as table:
        assert_same_trajectory(simulate(plan(case), 1, 0), simulate(plan(governed(case, table)), 1, 0))


def test_the_order_of_giving_up_is_judged_too() -> None:
    """The engine asks the disposition rule which lot is given up first. An answer that names one lot twice ends in a
    `PolicyError`.
    """
    sections = {"lot": {"arms": items(1), "tents": items(1, category="general")}, "lift": {"jet": lift(fleet())}}
    lots = [
        WantedLot(view, 1, 1.0, 0.1, None, ("left",))
        for view in compiled(policy={"load": "slack"}, **sections).policy.lots
    ]
    with rules(disposition=lambda view: range(len(view.lots))) as table:
        assert Drawdown(compiled(policy=table, **sections), 1, 0).policies.given_up(lots) == [0, 1]
    with rules(disposition=lambda view: [0, 0]) as table:
        drawdown = Drawdown(compiled(policy=table, **sections), 1, 3)
        with pytest.raises(PolicyError, match=r"\(disposition, .*returned \[0, 0\].*at 1 Jan 00:00 .*replication 3"):
            drawdown.policies.given_up(lots)
    # Neither lot states a value, so the default rule first gives up the lot that would be loaded last.
    assert Drawdown(compiled(**sections), 1, 0).policies.given_up(lots) == [1, 0]
