"""Who may not ride together, lift by lift, and the waits that are due to this rule, worked by hand.

Times are in hours since the start of the clock, Monday 1 January 2024, 00:00 UTC. A jet or a convoy is loaded for an
hour after it comes, and takes 40 t: one crate of arms of 30 t, and people beside it if they may ride together. Unless a
test says otherwise, people and arms (category `lethal`) may not.
"""

from __future__ import annotations

from typing import Any

import pytest

from sim.analysis.causes import Log, chain, reasons
from sim.analysis.causes.target import marks
from sim.analysis.sums import Sums
from sim.domain.check import check
from sim.domain.unread import unread
from sim.model.calendars import NEVER
from sim.model.compile import plan
from sim.model.digest import plan_digest
from sim.model.plan import Plan
from sim.model.trajectory import Trajectory
from sim.report.history import History
from sim.report.reasons import reason_lines
from tests.scenarios import HOUR, base, dated, fleet, hours, items, lift, scenario, staged
from tests.verification.hand_worked import run

BOTH: dict[str, Any] = {"group": {"people": staged(4)}, "lot": {"arms": items(2, 30.0)}}
EVERY_TEN = dated(1.0, 11.0, 21.0, 31.0)
PARTED = "parted:people:lethal:jet"


def ups(history: Trajectory) -> list[float]:
    """Return the hour at which each mover left, the people first in the list (NEVER for movers that did not leave)."""
    return [up / HOUR if up < NEVER else NEVER for up in history.mover["up"].tolist()]


def owners(compiled: Plan, history: Trajectory) -> list[tuple[float, float, str]]:
    """Return the links of the chain behind the closure, or the end of the clock, as (begin [h], end [h], reason).
    Neighbouring links with the same reason are joined.
    """
    instant, movers = marks(compiled, Sums(compiled, history))[0]
    known = reasons(compiled)
    links = chain(Log(compiled, history), min(instant, compiled.horizon), movers, still=instant >= NEVER)
    found: list[tuple[float, float, str]] = []
    for link in links:
        key, since = known[link.reason].key, link.since / HOUR
        if found and found[-1][2] == key:
            since = found.pop()[0]
        found.append((since, link.until / HOUR, key))
    return found


# ------------------------------------------------------------------------------------------------ lift by lift


def test_by_default_the_rule_of_the_order_holds() -> None:
    """Arms go first, one crate at 2 and one at 12. People may ride with neither and leave at 22."""
    _, history = run(**BOTH, lift={"jet": lift(EVERY_TEN)})
    assert ups(history) == [22, 22, 22, 22, 2, 12]


def test_a_convoy_takes_both_in_different_trucks() -> None:
    """All may ride together on this lift. The first crate and all people leave at 2, the second crate at 12."""
    _, history = run(**BOTH, lift={"convoy": lift(EVERY_TEN, segregate=[])})
    assert ups(history) == [2, 2, 2, 2, 2, 12]


def test_its_own_pairs_hold_instead_of_those_of_the_order() -> None:
    """The order keeps people from arms, but the lift states only a pair of its own, arms and stores. So people leave
    with the first crate, and the stores leave after both crates.
    """
    _, history = run(
        group=BOTH["group"],
        lot={**BOTH["lot"], "stores": items(1, 1.0, "general", required=True)},
        lift={"convoy": lift(EVERY_TEN, segregate=[("lethal", "general")])},
    )
    assert ups(history) == [2, 2, 2, 2, 2, 12, 22]


def test_one_lift_parts_them_and_another_does_not() -> None:
    """A jet at 1 takes a crate alone. A convoy at 5 takes the other crate and the people."""
    _, history = run(**BOTH, lift={"jet": lift(dated(1.0)), "convoy": lift(dated(5.0), segregate=[])})
    assert ups(history) == [6, 6, 6, 6, 2, 6]


def test_a_plan_says_the_same_whoever_states_it() -> None:
    """A rule of the order gives the same digest as this rule stated by each lift. If one lift states another rule, the
    digest differs.
    """
    jets = {name: lift(EVERY_TEN) for name in ("one", "other")}

    def stated(**own: Any) -> dict[str, Any]:
        return {name: {**jet, "segregate": own[name]} if name in own else jet for name, jet in jets.items()}

    plain = plan_digest(plan(scenario(**BOTH, lift=jets)))
    same = {"one": [("lethal", "people")], "other": [("people", "lethal")]}
    everywhere = plan_digest(plan(scenario(**BOTH, lift=stated(**same))))
    nowhere = plan_digest(plan(scenario(**BOTH, lift=stated(one=[], other=[]))))
    in_order = plan_digest(plan(scenario(**BOTH, lift=jets, order={"segregate": []})))
    assert everywhere == plain
    assert nowhere == in_order != plain
    assert plan_digest(plan(scenario(**BOTH, lift=stated(one=[])))) not in (plain, nowhere)


def test_a_pair_of_no_such_categories_is_refused() -> None:
    with pytest.raises(AssertionError, match=r'lift.jet.segregate.0.1: "weapons" expected a category or the load'):
        scenario(**BOTH, lift={"jet": lift(EVERY_TEN, segregate=[("people", "weapons")])})
    with pytest.raises(ValueError, match="segregate"):
        scenario(**BOTH, lift={"jet": lift(EVERY_TEN, segregate=[("people",)])})


# ------------------------------------------------------------------------------------------------ waits due to the rule


def test_seats_were_free_beside_what_they_may_not_ride_with() -> None:
    """No jet came before 1. The jets of 1 and 11 had 100 seats each but carried arms, so the time from 1 to 21 is due
    to the rule.
    """
    compiled, history = run(**BOTH, lift={"jet": lift(EVERY_TEN)})
    assert owners(compiled, history) == [(0, 1, "missions:jet"), (1, 21, PARTED), (21, 22, "loading:A")]


def test_no_seat_is_free_where_others_have_them() -> None:
    """Jets have two seats. The jet of 1 takes two of four people, and the jet of 11 the others. The wait for the second
    jet is due to too few missions, not to the rule.
    """
    compiled, history = run(group=BOTH["group"], lift={"jet": lift(EVERY_TEN, seats=2)})
    assert owners(compiled, history) == [(0, 11, "missions:jet"), (11, 12, "loading:A")]


def test_people_for_whom_nothing_lifts_the_weight_are_not_kept_by_the_rule() -> None:
    """A crate of 40 t fills the payload of the jet of 1. Even without the rule, no one could ride beside it, so the
    wait is due to too few missions.
    """
    compiled, history = run(
        group=BOTH["group"], lot={"arms": items(1, 40.0)}, lift={"jet": lift(dated(1.0, 11.0, 21.0))}
    )
    assert owners(compiled, history) == [(0, 11, "missions:jet"), (11, 12, "loading:A")]


def test_what_is_taken_after_them_takes_no_room_from_them() -> None:
    """The jet of 1 takes a crate and fills up with stores, which are last in the order. Without the rule, people would
    have been loaded before the stores. So their wait is due to the rule.
    """
    compiled, history = run(
        group=BOTH["group"],
        lot={"arms": items(1, 30.0), "stores": items(1, 10.0, "general", required=True)},
        lift={"jet": lift(EVERY_TEN)},
    )
    assert ups(history) == [12, 12, 12, 12, 2, 2]
    assert owners(compiled, history) == [(0, 1, "missions:jet"), (1, 11, PARTED), (11, 12, "loading:A")]


def test_arms_wait_for_people_where_those_go_first() -> None:
    """In this order people have priority over arms, so they take the jet of 1. The jet had room for the crate too, so
    the wait of the crate is due to the rule.
    """
    compiled, history = run(
        group=BOTH["group"],
        lot={"arms": items(1, 30.0)},
        lift={"jet": lift(EVERY_TEN)},
        order={"categories": ["people", "lethal"]},
    )
    assert owners(compiled, history) == [
        (0, 1, "missions:jet"),
        (1, 11, "parted:lethal:people:jet"),
        (11, 12, "loading:A"),
    ]


def test_a_tail_that_carried_what_they_may_not_ride_with() -> None:
    """The only tail comes at 1, leaves with the crate at 2, is home at 3, comes again at 4, and leaves with the people
    at 5.
    """
    compiled, history = run(
        group=BOTH["group"], lot={"arms": items(1, 30.0)}, lift={"jet": lift(fleet(1)), "none": lift(dated(90.0))}
    )
    assert ups(history) == [5, 5, 5, 5, 2]
    assert owners(compiled, history) == [(0, 3, PARTED), (3, 4, "flying:jet"), (4, 5, "loading:A")]


def test_a_convoy_that_was_asked_for_and_took_arms() -> None:
    """One jet at a time may be under way; it comes six hours after its request. Jets requested at 0 and 8 leave at 7
    and 15 with a crate each, and a jet requested at 16 takes the people.

    The jets that came at 6 and 14 had free seats, so the time from 6 to 16 is due to the rule. The time from 16 to 22
    is due to the request.
    """
    compiled, history = run(**BOTH, lift={"jet": lift({"kind": "ready", "share": 0.5}, lead_d=0.25)})
    assert ups(history) == [23, 23, 23, 23, 7, 15]
    assert owners(compiled, history) == [
        (0, 6, "missions:jet"),
        (6, 16, PARTED),
        (16, 22, "requested:jet"),
        (22, 23, "loading:A"),
    ]


def test_people_who_are_still_there_at_the_end() -> None:
    """Jets come at 1 and 11 only, and each takes a crate. Four people are still there when the clock ends, at 48."""
    compiled, history = run(**BOTH, lift={"jet": lift(dated(1.0, 11.0))}, deadline_h=24, horizon_d=1)
    assert ups(history)[:4] == [NEVER] * 4
    assert owners(compiled, history) == [(0, 1, "missions:jet"), (1, 48, PARTED)]


def test_who_is_not_there_yet_is_not_left_behind() -> None:
    """The people come at 5, so the rule did not keep them off the jet of 1. It kept them off the jet of 11, which took
    the second crate.
    """
    compiled, history = run(
        group={"people": staged(4, release=hours(5))}, lot=BOTH["lot"], lift={"jet": lift(EVERY_TEN)}
    )
    assert owners(compiled, history) == [
        (0, 11, "missions:jet"),
        (11, 21, PARTED),
        (21, 22, "loading:A"),
    ]


def test_the_site_to_which_the_jet_went_was_another() -> None:
    """The jet of 1 takes arms from B. People at A could not have ridden along, so their wait is due to too few
    missions.
    """
    compiled, history = run(
        site={"B": base()},
        group=BOTH["group"],
        lot={"arms": items(1, 30.0, site="B")},
        lift={"jet": lift(dated((1.0, "B"), (11.0, "A")), sites=["A", "B"])},
    )
    assert owners(compiled, history) == [(0, 11, "missions:jet"), (11, 12, "loading:A")]


def test_a_replay_says_it() -> None:
    compiled, history = run(**BOTH, lift={"jet": lift(EVERY_TEN)})
    lines = "\n".join(reason_lines(History(compiled, history), True))
    assert "seats free, but may not ride with lethal on jet" in lines
    compiled, history = run(**BOTH, lift={"jet": lift(EVERY_TEN)}, order={"categories": ["people", "lethal"]})
    lines = "\n".join(reason_lines(History(compiled, history), True))
    assert "room free, but lethal may not ride with people on jet" in lines


# -------------------------------------------------------------------------------------------- pairs that decide nothing


@pytest.mark.parametrize(
    ("own", "path", "why"),
    [
        ([("people", "hazardous")], ("segregate", "0"), "people and hazardous never wait for jet together"),
        ([("people", "lethal"), ("general", "people")], ("segregate", "1"), "general and people never wait for jet"),
    ],
)
def test_a_pair_that_never_waits_for_that_lift_is_named(own: Any, path: tuple[str, ...], why: str) -> None:
    stated = scenario(**BOTH, lift={"jet": lift(EVERY_TEN, segregate=own)})
    assert check(stated) == ()
    assert why in (unread(stated, ("lift", "jet", *path), set()) or "")
