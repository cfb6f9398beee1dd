"""Policies in a plan: the figures that a rule is shown, a fixed order as ranks, the digest, and wrong rules."""

from __future__ import annotations

import pickle
from collections.abc import Iterator
from typing import Any

import pytest

from sim.errors import ConfigError
from sim.model.digest import plan_digest
from sim.model.plan import Plan
from sim.model.policy import USUAL
from sim.model.trajectory import fingerprint
from sim.policies import trusting
from sim.policies.views import LotView
from tests.engine import simulate
from tests.scenarios import base, compiled, fleet, hours, items, lift, staged

TEXT = """import sim

@sim.policy("load", "by name")
def by_name(lot):
    return lot.name

@sim.policy("wait", "{}")
def later(view):
    return {}
"""


@pytest.fixture(autouse=True)
def _trusted() -> Iterator[None]:
    """Trust the code of policies in these tests."""
    with trusting():
        yield


def made(policy: dict[str, Any] | None = None, **sections: Any) -> Plan:
    parts: dict[str, Any] = {
        "site": {
            "A": base(
                station={
                    "desk": {"servers": 1, "service_h": {"low": 1, "high": 3}},
                    "wash": {"servers": 1, "service_h": 3, "fail": 0.25, "back_to": "desk"},
                    "rinse": {"servers": 1, "service_h": 3, "fail": 0.25},
                }
            )
        },
        "group": {"crew": staged(2, stations=["desk", "wash"], weight_t=0.1, due=hours(24))},
        "lot": {
            "zinc": items(2, 2.0, "general", value_usd=500),
            "arms": items(1, 3.0, pallets=1, pallets_per_t=0.5, stations=["rinse"]),
            "mixed": {"site": "A", "category": "general", "total_t": 9, "item_t": {"values": [2, 4]}},
        },
        "lift": {"jet": lift(fleet())},
        **sections,
    }
    return compiled(policy=policy or {}, **parts)


def shown(plan: Plan) -> dict[str, LotView]:
    return {view.name: view for view in plan.policy.lots}


def test_a_rule_is_shown_figures_of_a_lot() -> None:
    """A rule is shown weight, positions, date, value and mean work of a lot, as worked here by hand.

    "crew" passes the desk, which takes 2 h on average, and the wash. One wash in four fails and is repeated after the
    desk: (3 + 0.25 x 2) / 0.75 = 4 h 40 min. "arms" passes the rinse, where one in four is repeated: 3 / 0.75 = 4 h; it
    takes 1 + 0.5 x 3 = 2.5 positions. The 9 t of "mixed" are 3 items of 3 t on average.
    """
    lots = shown(made({"load": "slack"}))
    crew, arms, mixed = lots["crew"], lots["arms"], lots["mixed"]
    assert (crew.category, crew.person, crew.required, crew.weight_kg, crew.due_s) == ("people", True, True, 100, 86400)
    assert crew.work_s == 2 * 3600 + 4 * 3600 + 40 * 60
    assert (arms.category, arms.weight_kg, arms.mpos, arms.work_s) == ("lethal", 3000, 2500, 4 * 3600)
    assert (arms.due_s, arms.value_usd, lots["zinc"].value_usd) == (None, None, 500)
    assert (mixed.weight_kg, mixed.work_s, mixed.required) == (3000, 0, False)
    assert (arms.category_place, crew.category_place, mixed.category_place) == (0, 4, 5)


def test_a_fixed_order_becomes_ranks() -> None:
    """Required lots rank before wanted ones, and within each kind the heaviest first. In the order, the keys after
    `ready` decide nothing, so `tie` is 0 for every lot.
    """
    plan = made({"load": "heaviest first"}, order={"keys": ("due", "ready", "lot")})
    names = dict(zip(plan.names["lot"], plan.lot["rank"].tolist(), strict=True))
    assert names == {"arms": 0, "crew": 1, "mixed": 2, "zinc": 3}
    assert plan.lot["tie"].tolist() == [0, 0, 0, 0]


def test_the_rule_earliest_due_date_is_the_default() -> None:
    """Naming the rule "earliest due date" gives the same histories, bit for bit, as the default keys."""
    usual, named = made(), made({"load": "earliest due date"})
    assert usual.policy is USUAL
    assert (usual.lot == named.lot).all()
    assert fingerprint(simulate(usual, 1, 0)) == fingerprint(simulate(named, 1, 0))


def test_the_digest_depends_on_the_rules() -> None:
    """Another rule, or an edited text of a rule in use, changes the digest; the default rules, and a text with no rule
    in use, do not.
    """
    own = {"files": ["own.py"], "load": "by name", "code": [TEXT.format("w", True)]}
    plans = [
        made(),
        made({"load": "slack"}),
        made({"tail": "last back"}),
        made(own),
        made({**own, "code": [TEXT.format("w", False)]}),
    ]
    assert len({plan_digest(plan) for plan in plans}) == len(plans)
    assert plan_digest(made({"load": "priority"})) == plan_digest(made())
    unused = {"files": ["own.py"], "code": [TEXT.format("w", True)]}
    assert plan_digest(made(unused)) == plan_digest(made())


def test_a_plan_with_own_rules_can_be_pickled() -> None:
    """A plan with own rules that is pickled, as for a worker, keeps its digest, history and rules."""
    plan = made({"files": ["own.py"], "load": "by name", "wait": "w", "code": [TEXT.format("w", True)]})
    sent = pickle.loads(pickle.dumps(plan))
    assert plan_digest(sent) == plan_digest(plan)
    assert fingerprint(simulate(sent, 1, 0)) == fingerprint(simulate(plan, 1, 0))
    assert [str(rule) for rule in plan.policy.own()] == ['policy "w" (wait, own.py)']
    assert plan.policy.unusual() == {"load": "by name", "wait": "w"}


@pytest.mark.parametrize(
    ("policy", "words"),
    [
        ({"load": "by nme"}, "expected a load policy: by name, earliest due date"),
        ({"files": ["own.py"], "code": [], "load": "by name"}, "expected the text of each file"),
        ({"code": ["x ="]}, "policy.files\n    expected Python: invalid syntax"),
        ({"code": ["import sim\n@sim.policy('load', 'by name')\ndef f(lot): return lot.nme"]}, "AttributeError"),
        ({"code": ["import sim\n@sim.policy('load', 'by name')\ndef f(lot): return lot.due_s"]}, "cannot be compared"),
    ],
)
def test_a_plan_with_a_wrong_rule_is_refused(policy: dict[str, Any], words: str) -> None:
    """If a scenario built in Python has a wrong rule, or a load rule that fails, it is not compiled."""
    table = {"files": ["own.py"], "code": [TEXT.format("w", True)], "load": "by name", **policy}
    with pytest.raises(ConfigError) as got:
        made(table)
    assert words in str(got.value)
