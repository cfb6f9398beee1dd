"""Add the policies that a scenario names to its plan.

A load policy that is not the default and does not look at the state of a history is called here, and its order becomes
ranks of the lots.
"""

import math
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from sim.domain.dates import seconds
from sim.domain.scenario import Scenario
from sim.errors import ConfigError, Problem
from sim.model.durations import whole_seconds
from sim.model.plan import Plan
from sim.model.policy import USUAL, Chosen
from sim.model.terms import CATEGORIES
from sim.model.world.means import Means
from sim.policies import (
    KINDS,
    BrokenFileError,
    MisbehavedError,
    Policy,
    Source,
    UnknownPolicyError,
    UntrustedError,
    asked,
    find,
)
from sim.policies.asking import dense
from sim.policies.views import LotView

__all__ = ["with_policies"]

SURE = 1.0 - 1e-9
"""The mean work is computed with no higher probability of failing a station than this, so that the mean is finite."""


def with_policies(scenario: Scenario, plan: Plan) -> Plan:
    """Return the plan with the policies that the scenario names.

    If all of them are the defaults and there are no reviews, the plan is returned as it is.

    Raises
    ------
    ConfigError
        A policy does not exist, its file is broken or not trusted, or the text of a file is missing; or a load policy
        that is called here raises an error or returns keys that cannot be compared.
    """
    named = scenario.policy
    names = {kind: getattr(named, kind) for kind in KINDS}
    usual = all(names[kind] == getattr(USUAL, kind) for kind in KINDS)
    if usual:
        # A review shows the lots to the policy `disposition`, even to the default one.
        return replace(plan, policy=replace(USUAL, lots=tuple(_lots(scenario, plan)))) if scenario.review else plan
    if len(named.code) != len(named.files):
        raise _wrong(scenario, "files", "expected the text of each file: use sim.load, or pass the texts as `code`")
    files = [Source(name, text) for name, text in zip(named.files, named.code, strict=True)]
    rules = {kind: _found(scenario, kind, names[kind], files) for kind in KINDS}
    used = dict.fromkeys(rule.source for rule in rules.values() if rule.source is not None)
    lots = _lots(scenario, plan)
    chosen = Chosen(**names, sources=tuple(used), lots=tuple(lots))
    rank, tie = plan.lot["rank"].tolist(), plan.lot["tie"].tolist()
    if not rules["load"].looks and not chosen.is_usual("load"):
        rank, tie = _ranks(rules["load"], lots), [0] * len(lots)
    table = plan.lot.copy()
    table["rank"], table["tie"] = rank, tie
    table.flags.writeable = False
    return replace(plan, tables={**plan.tables, "lot": table}, policy=chosen)


def _found(scenario: Scenario, kind: str, name: str, files: Sequence[Source]) -> Policy:
    try:
        return find(kind, name, files)
    except UnknownPolicyError as error:
        raise _wrong(scenario, kind, f"expected a {kind} policy: {', '.join(error.names)}") from error
    except BrokenFileError as error:
        raise _wrong(scenario, "files", error.expectation) from error
    except UntrustedError as error:
        raise ConfigError(
            [Problem(scenario.name, None, "policy.files", f'"{error.source.name}"', str(error))]
        ) from error


def _wrong(scenario: Scenario, key: str, expectation: str) -> ConfigError:
    value = f'"{getattr(scenario.policy, key)}"' if key != "files" else None
    return ConfigError([Problem(scenario.name, None, f"policy.{key}", value, expectation)])


def _ranks(rule: Policy, lots: Sequence[LotView]) -> list[int]:
    """Return the rank of each group and lot in the order of a load policy; required ones come before wanted ones."""
    try:
        keys = dense(rule, [asked(rule, lot, lambda key: key) for lot in lots])
    except MisbehavedError as error:
        file = rule.source.name if rule.source is not None else "scenario"
        what = f"{error.policy} {error.what}, while it ranked the lots before the first replication"
        raise ConfigError([Problem(file, error.line, "policy.load", f'"{rule.name}"', what)]) from error
    full_keys = [(not lot.required, key) for lot, key in zip(lots, keys, strict=True)]
    rank = {key: position for position, key in enumerate(sorted(set(full_keys)))}
    return [rank[key] for key in full_keys]


def _lots(scenario: Scenario, plan: Plan) -> list[LotView]:
    """Return what policies can see of each group and lot, by row."""
    means, order = Means(plan), scenario.order.categories
    movers: list[Any] = [*scenario.group.values(), *scenario.lot.values()]
    views = []
    for row, (lot, spec) in enumerate(zip(movers, means.rows("lot"), strict=True)):
        load, category = means.loads[row], CATEGORIES[spec.category]
        kg = means.value(spec.weight_s)
        if load.count:
            kg = 1000.0 * load.tonnes / load.count
        mpos = 1000.0 * means.edge(spec.pallets_s) + means.edge(spec.pallets_per_t_s) * kg
        views.append(
            LotView(
                name=plan.name_of("lot", row),
                site=plan.name_of("site", spec.site),
                category=category,
                required=bool(spec.required),
                person=bool(spec.person),
                due_s=None if lot.due is None else seconds(lot.due, scenario.clock, ends=True),
                weight_kg=whole_seconds(kg),
                mpos=whole_seconds(mpos),
                value_usd=means.edge(spec.value_s) if spec.value_s >= 0 else None,
                work_s=_work(means, spec),
                priority=int(spec.rank),
                category_place=order.index(category) if category in order else len(order),
                litres=means.whole(spec.volume_s),
            )
        )
    return views


def _work(means: Means, lot: Any) -> int:
    """Return the mean work that one mover of a lot needs at all stations of its site, rework included [s].

    Notes
    -----
    T_i is the mean work from reaching step i to passing it, and s_i the mean of one service there. With probability
    f_i, a mover fails at step i, goes back to step b, and must pass steps b to i again. So
    T_i = s_i + f_i (T_b + ... + T_i), which is solved for T_i.
    """
    until_passed: list[float] = []
    for step in means.rows("step")[lot.first : lot.last]:
        station = means.rows("station")[step.station]
        fail = min(means.value(station.fail_s), SURE)
        again = fail * sum(until_passed[step.back :])
        until_passed.append((means.mean(step.service) + again) / (1.0 - fail))
    return whole_seconds(math.fsum(until_passed))
