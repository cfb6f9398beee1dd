"""Load classes, worked by hand: pairs of classes and categories that never share a sortie.

Times are in hours since the start.
"""

from __future__ import annotations

from typing import Any

import pytest

from sim.analysis.causes.reason import reasons
from sim.domain.check import check
from sim.domain.scenario import Scenario
from sim.domain.unread import unread
from sim.engines.simpy import Check
from sim.model.compile import plan
from sim.report.replay import replay_lines
from tests.engine import simulate
from tests.scenarios import dated, items, lift, scenario, staged
from tests.verification.test_segregation_by_hand import owners, ups

ALL = Check(shuffle=5, scan=True, enablers=True, audit=True)
"""All checks of the SimPy engine."""
TEN = dated(1.0, 11.0, 21.0)
"""Three missions; each comes at the stated hour, is loaded for an hour, and takes off."""
SHELLS = items(1, load_class="1.1D")
ROUNDS = items(1, load_class="1.4S")


def left(**sections: Any) -> list[float]:
    """Run a scenario with all checks; return the instants [h] at which movers leave, groups before lots, as stated."""
    return ups(simulate(plan(scenario(**sections)), 1, 0, check=ALL))


def test_a_class_is_not_taken_beside_another() -> None:
    """Shells, rounds and arms are all lethal. If the classes of shells and rounds are a pair, the rounds wait for the
    jet that takes off at 12. Without the pair, all leave at 2.
    """
    two: dict[str, Any] = {"lot": {"shells": SHELLS, "rounds": ROUNDS, "arms": items(1)}, "lift": {"jet": lift(TEN)}}
    assert left(**two, order={"segregate": [("1.1D", "1.4S")]}) == [2, 12, 2]
    assert left(**two, order={"segregate": []}) == [2, 2, 2]


def test_a_class_is_not_taken_beside_itself() -> None:
    """If a class is paired with itself, no two items of it ride together, so each jet takes one item."""
    lots = {"shells": items(2, load_class="1.1D"), "mines": SHELLS}
    assert left(lot=lots, lift={"jet": lift(TEN)}, order={"segregate": [("1.1D", "1.1D")]}) == [2, 12, 22]


def test_some_of_a_category_ride_with_people_and_others_do_not() -> None:
    """Without a pair, rounds and people leave together at 2. With the pair of people and class 1.1D, shells and rounds
    leave at 2, since rounds are of another class, and the people leave at 12.
    """
    two: dict[str, Any] = {"group": {"crew": staged(2)}, "lift": {"jet": lift(TEN)}}
    apart = {"segregate": [("people", "1.1D")]}
    assert left(**two, lot={"rounds": ROUNDS}, order=apart | {"segregate": []}) == [2, 2, 2]
    assert left(**two, lot={"rounds": ROUNDS, "shells": SHELLS}, order=apart) == [12, 12, 2, 2]


def test_classes_of_people() -> None:
    """A pair of the lift keeps detainees apart from people without a class: guards leave at 2, detainees at 12."""
    groups = {"guards": staged(2), "held": staged(2, load_class="detainees")}
    jets = {"jet": lift(TEN, segregate=[("detainees", "people"), ("people", "lethal")])}
    assert left(group=groups, lift=jets) == [2, 2, 12, 12]


def test_the_cause_names_the_class() -> None:
    """The jet at 1 takes shells, so two people may not ride although seats are free. The ten hours until the next jet
    are due to the pair of classes.
    """
    case = scenario(
        group={"crew": staged(2, load_class="medics")},
        lot={"shells": SHELLS},
        lift={"jet": lift(TEN)},
        order={"segregate": [("medics", "1.1D")]},
    )
    compiled = plan(case)
    history = simulate(compiled, 1, 0, check=ALL)
    assert ups(history) == [12, 12, 2]
    mine = "parted:medics:1.1D:jet"
    assert owners(compiled, history) == [(0, 1, "missions:jet"), (1, 11, mine), (11, 12, "loading:A")]
    label = next(each.label for each in reasons(compiled) if each.key == mine)
    assert label == "seats free, but medics may not ride with 1.1D on jet"
    assert "may not ride with what is aboard" in " ".join(" ".join(replay_lines(compiled, history)).split())


def test_a_class_of_several_categories_names_them() -> None:
    """If lots of two categories have the same class, the plan has one class for each of the two. A pair of the class
    with itself keeps apart all four combinations of these two.
    """
    lots = {"shells": SHELLS, "paint": items(1, category="hazardous", load_class="1.1D")}
    compiled = plan(scenario(lot=lots, lift={"jet": lift(TEN)}, order={"segregate": [("1.1D", "1.1D")]}))
    assert compiled.names["load_class"] == ("1.1D (lethal)", "1.1D (hazardous)")
    assert compiled.segregate.sum() == 4


def refused(case: Scenario, **changed: Any) -> list[tuple[str, str | None]]:
    """Return (path, suggestion) of each error of a scenario in which some sections are replaced."""
    return [(".".join(found.path), found.suggestion) for found in check(case.model_copy(update=changed))]


def test_wrong_names_of_classes_are_refused() -> None:
    """A pair with an unknown name, a class named like a category, and 59 classes are refused; 58 are accepted."""
    case = scenario(lot={"shells": SHELLS, "rounds": ROUNDS}, lift={"jet": lift(TEN)})
    pairs = case.order.model_copy(update={"segregate": (("people", "lethal"), ("1.1 D", "lethl"))})
    assert refused(case, order=pairs) == [("order.segregate.1.0", "1.1D"), ("order.segregate.1.1", "lethal")]
    named = {"shells": case.lot["shells"].model_copy(update={"load_class": "lethal"})}
    assert refused(case, lot=named) == [("lot.shells.load_class", None)]
    many = {f"lot {n}": case.lot["shells"].model_copy(update={"load_class": f"1.{n}"}) for n in range(59)}
    assert refused(case, lot=many) == [("lot.lot 0.load_class", None)]
    assert refused(case, lot={name: many[name] for name in list(many)[1:]}) == []


@pytest.mark.parametrize(
    ("pairs", "why"),
    [([("people", "lethal")], 'no pair of segregate names "1.1D"'), ([("people", "1.1D")], None)],
)
def test_a_class_that_no_pair_names_is_named_as_not_used(pairs: Any, why: str | None) -> None:
    """`unread` says that the class of a lot has no effect if no pair names this class."""
    both = {"group": {"crew": staged(2)}, "lot": {"shells": SHELLS}}
    case = scenario(**both, lift={"jet": lift(TEN)}, order={"segregate": pairs})
    assert unread(case, ("lot", "shells", "load_class"), frozenset()) == why
