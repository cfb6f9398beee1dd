"""Policies (rules for a choice) worked by hand: load orders, whether a sortie goes or waits, and the choice of tail and
site.

Times are in hours since the start. A leg takes an hour and so does loading, so a tail that sets out at 0 takes off from
the site at 2, 5 and 8.
"""

from __future__ import annotations

from typing import Any

import pytest

from sim.model.compile import plan
from sim.model.terms import Cause
from tests.engine import simulate
from tests.scenarios import START, base, dated, fleet, hours, items, lift, scenario, staged
from tests.verification.hand_worked import ALL, at, sorties, ups
from tests.verification.test_policy_laws import rules

NEXT_DAY = START.date().replace(day=2)


def got(policy: dict[str, str], **sections: Any) -> tuple[Any, Any]:
    compiled = plan(scenario(policy=policy, **sections))
    return compiled, simulate(compiled, 1, 0, check=ALL)


def three(policy: dict[str, str], payload_t: float, **lots: dict[str, Any]) -> list[list[str]]:
    """Return the lots aboard each sortie, in order of departure: alpha (4 t), bravo (3 t) and charlie (2 t) wait from
    the start, and one tail comes for them.
    """
    items_of = {
        "alpha": items(1, 4.0, "lethal", **lots.get("alpha", {})),
        "bravo": items(1, 3.0, "hazardous", due=hours(48), start={"staged": 1}, **lots.get("bravo", {})),
        "charlie": items(1, 2.0, "classified", due=hours(24), **lots.get("charlie", {})),
    }
    items_of["bravo"]["stations"] = ["wash"]
    compiled, history = got(
        policy,
        site={"A": base(station={"wash": {"servers": 1, "service_h": 20, "fail": 0.5}})},
        lot=items_of,
        order={"keys": ("due", "ready")},
        lift={"jet": lift(fleet(), payload_t=payload_t, pallets=4)},
    )
    gone = ups(compiled, history)
    loads: dict[float, list[str]] = {}
    for name, instants in gone.items():
        assert instants[0] is not None
        loads.setdefault(instants[0], []).append(name)
    assert sorted(loads) == [2, 5, 8][: len(loads)]
    return [sorted(loads[when]) for when in sorted(loads)]


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("priority", ["charlie", "bravo", "alpha"]),  # by [order] keys: due at 24 h, 48 h, never
        ("earliest due date", ["alpha", "bravo", "charlie"]),  # ignores these keys: by category
        ("slack", ["bravo", "charlie", "alpha"]),  # bravo 48 - 20 / (1 - 0.5) = 8 h (wash), charlie 24 h, alpha last
        ("lightest first", ["charlie", "bravo", "alpha"]),
        ("heaviest first", ["alpha", "bravo", "charlie"]),
    ],
)
def test_load_orders_one_item_a_sortie(name: str, expected: list[str]) -> None:
    """The payload of 4.5 t holds one item at a time (4, 3 or 2 t), so the items leave one by one in the order of the
    rule.
    """
    assert three({"load": name}, 4.5) == [[lot] for lot in expected]


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("lightest first", [["bravo", "charlie"], ["alpha"]]),  # 2 t and 3 t; 4 t more do not fit
        ("heaviest first", [["alpha", "charlie"], ["bravo"]]),  # 4 t and 2 t; 4 t and 3 t would be too heavy
        ("fill the aircraft", [["alpha", "charlie"], ["bravo"]]),  # by weight, because no item takes positions
    ],
)
def test_load_orders_at_six_tonnes(name: str, expected: list[list[str]]) -> None:
    """With a payload of 6 t, `heaviest first` fills the first sortie, and `lightest first` leaves a tonne of its
    payload unused.
    """
    assert three({"load": name}, 6.0) == expected


def test_fill_the_aircraft_sees_which_limit_is_scarcer() -> None:
    """The three items weigh 9 t, less than the payload of 10 t, but need six pallet positions, and there are four. So
    positions are scarcer and decide.

    By positions, charlie (3) and alpha (1) go together, and then bravo (2). By weight, alpha and bravo go together, and
    then charlie.
    """
    lots = {"alpha": {"pallets": 1}, "bravo": {"pallets": 2}, "charlie": {"pallets": 3}}
    assert three({"load": "fill the aircraft"}, 10.0, **lots) == [["alpha", "charlie"], ["bravo"]]
    assert three({"load": "heaviest first"}, 10.0, **lots) == [["alpha", "bravo"], ["charlie"]]


def test_required_goes_first_whatever_the_order_says() -> None:
    """A required item goes before a wanted one that the rule puts first, whether the rule ranks lots or looks at the
    situation.
    """

    def tents_first(view: Any) -> list[int]:
        return sorted(range(len(view.staged)), key=lambda at: view.staged[at].lot.required)

    for rule in (lambda lot: lot.required, lambda view: tents_first(view)):
        with rules(load=rule) as policy:
            compiled, history = got(
                policy,
                lot={"tents": items(1, 3.0, "general", leave_after=hours(24)), "ammunition": items(1, 3.0)},
                lift={"jet": lift(fleet(), payload_t=4.0)},
            )
        assert ups(compiled, history) == {"tents": [5], "ammunition": [2]}


@pytest.mark.parametrize(
    ("name", "up", "cause", "kg"),
    [
        ("never wait", 2, Cause.ARRIVAL, 1000),
        ("as the lift says", 4, Cause.CARGO, 2000),  # goes with half of 4 t: the second item comes at 3
        ("until full", 6, Cause.CARGO, 3000),  # never full, but the last item has come at 5
        ("stubborn", 10, Cause.PATIENCE, 3000),  # loading begins at 9, after the longest wait `wait_h`
    ],
)
def test_go_or_wait(name: str, up: float, cause: Cause, kg: int) -> None:
    """A mission with a payload of 4 t lands at 1 and may wait 8 h at most; items of 1 t come at 0, 3 and 5. The rule
    decides when loading begins, an hour before the sortie is up.
    """
    asked: list[float] = []

    def stubborn(view: Any) -> bool:
        asked.append(view.now_s / 3600)
        return False

    with rules(wait=stubborn) as own:
        _, history = got(
            own if name == "stubborn" else {"wait": name},
            lot={f"lot {n}": items(1, release=hours(n)) for n in (0, 3, 5)},
            lift={"jet": lift(dated(1.0), payload_t=4.0, min_load=0.5, wait_h=8)},
        )
    assert sorties(history, "up", "kg")[0] == (up, kg)
    assert history.sortie["load_cause"][0] == cause
    if name == "stubborn":
        assert sorted(set(asked)) == [1, 3, 5]  # the rule is asked again only when the cargo has changed


@pytest.mark.parametrize(
    ("name", "numbers"),
    [("longest idle", [1, 2, 1, 2]), ("lowest number", [1, 2, 1, 1]), ("last back", [1, 2, 2, 2])],
)
def test_which_tail(name: str, numbers: list[int]) -> None:
    """Two tails set out at 0. They are worked one after the other, and are back at 3 and 4. The rule chooses the tails
    that are tasked at 6 and at 12.
    """
    _, history = got(
        {"tail": name},
        site={"A": base(working=1)},
        lot={f"lot {n}": items(2 if n == 0 else 1, release=hours(n)) for n in (0, 6, 12)},
        lift={"jet": lift(fleet(2), payload_t=1.0)},
    )
    assert at(history.sortie["tasked"]) == [0, 0, 6, 12]
    assert [number // (1 << 20) + 1 for number in history.sortie["number"].tolist()] == numbers


@pytest.mark.parametrize(
    ("name", "sites"),
    [("greatest need", "BABAB"), ("first in order", "AABBB"), ("as the lift says", "BABAB")],
)
def test_which_site(name: str, sites: str) -> None:
    """At A wait 3 t and at B 5 t, and a sortie takes 2 t. The greatest need is first at B (5 t), then at A (3 t each;
    in a tie the first site), B (3 t), A (1 t each) and B (1 t). The first in order is A until it is empty.
    """
    _, history = got(
        {"site": name},
        site={"B": base()},
        lot={"one": items(3), "two": {**items(5), "site": "B"}},
        lift={"jet": lift(fleet(), sites=["A", "B"], payload_t=2.0)},
    )
    assert "".join("AZB"[site] for site in history.sortie["site"]) == sites


def test_a_rule_may_leave_a_mission_unsent() -> None:
    """A site rule that returns None strikes the mission. The rule is shown only A: nothing waits at C, and the item at
    B is only wanted, while a required item waits at A.
    """
    seen: list[tuple[str, ...]] = []

    def later(view: Any) -> int | None:
        seen.append(tuple(site.name for site in view.sites))
        return 0 if view.now_s >= 6 * 3600 else None

    with rules(site=later) as policy:
        _, history = got(
            policy,
            site={"B": base(), "C": base()},
            lot={"one": items(1), "two": {**items(1, category="general"), "site": "B"}},
            lift={"jet": lift(dated(2.0, 7.0), sites=["A", "B", "C"])},
        )
    assert sorties(history, "fate", "tasked") == [("STRUCK", 2), ("OUT", 7)]
    assert set(seen) == {("A",)}


def test_an_order_by_the_situation_leaves_the_queues_alone() -> None:
    """Under a load rule that looks at the situation, queues of stations go by `priority`; only chalks go by the rule.

    The person of `early`, due on the next day, is served from 0 to 1, and the person of `late` from 1 to 2. Both wait
    for the mission that lands at 3 with one seat. The rule puts first who was staged last, so `late` leaves at 4 and
    `early` at 7.
    """
    with rules(load=lambda view: sorted(range(len(view.staged)), key=lambda at: -view.staged[at].staged_s)) as policy:
        compiled, history = got(
            policy,
            site={"A": base(station={"desk": {"servers": 1, "service_h": 1}})},
            group={
                "late": staged(1, stations=["desk"]),
                "early": staged(1, stations=["desk"], due=NEXT_DAY),
            },
            lift={"jet": lift(dated(3.0, 6.0), seats=1)},
        )
    assert ups(compiled, history) == {"late": [4], "early": [7]}
    assert at(history.mover["staged"]) == [2, 1]


def test_an_order_is_asked_when_the_cargo_changes_and_then_only() -> None:
    """A sortie lands at 1 and waits up to 8 h for 4 t. Items of 1 t come at 0, 3 and 5; a clerk changes stations at 2.5
    and 3.5.

    The rule is asked at 1, 3 and 5, not at other instants. At 9 the wait ends and the rule is not asked. For the next
    sortie, which lands at 30, it is asked once more.
    """
    asked: list[float] = []

    def order(view: Any) -> list[int]:
        asked.append(view.now_s / 3600)
        return list(range(len(view.staged)))

    desks = {name: {"servers": 1, "service_h": work} for name, work in (("one", 2.5), ("two", 1), ("three", 20))}
    with rules(load=lambda view: order(view)) as policy:
        _, history = got(
            policy,
            site={"A": base(station=desks)},
            group={"clerk": staged(1, stations=["one", "two", "three"])},
            lot={f"lot {n}": items(1, release=hours(n)) for n in (0, 3, 5)},
            lift={"jet": lift(dated(1.0, 30.0), payload_t=4.0, min_load=1.0, wait_h=8)},
        )
    assert sorted(set(asked)) == [1, 3, 5, 30]
    assert sorties(history, "up", "kg")[0] == (10, 3000)
