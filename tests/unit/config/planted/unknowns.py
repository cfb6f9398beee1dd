"""Mistakes in distributions and unknowns."""

from __future__ import annotations

from tests.unit.config.planted.mistake import Mistake

MISTAKES = {
    "`to` beside alternatives that set another number": Mistake(
        "[uncertainty.missions]",
        "[uncertainty.more]\n"
        "alternatives = [{ set = { 'lot.trucks.count' = 5 } }, { set = { 'lot.trucks.count' = 6 } }]\n"
        'to = ["group.guards.count"]\n\n[uncertainty.missions]',
        "uncertainty.more",
        None,
        "expected no `to`, or the same numbers that the alternatives set",
        at="[uncertainty.more]",
    ),
    "distribution outside draw": Mistake(
        "[uncertainty.missions]",
        '[uncertainty."lift.c17.min_load"]\nmode = 0.3\n\n[uncertainty.missions]',
        'uncertainty."lift.c17.min_load".mode',
        None,
        "state the distribution in draw: draw = { mode = 0.3, ... }",
        at="mode = 0.3",
    ),
    "an unknown distribution": Mistake(
        "{ mean = 2, cv = 0.3 }",
        '{ dist = "lognorm", mean = 2, cv = 0.3 }',
        "site.camp.station.wash.service_h.dist",
        '"lognorm"',
        "expected one of uniform, triangular, pert,",
        "lognormal",
    ),
    "nameless distribution": Mistake(
        "{ mean = 2, cv = 0.3 }", "{ }", "site.camp.station.wash.service_h", None, "or a distribution such as"
    ),
    "one quantile": Mistake(
        "{ mean = 2, cv = 0.3 }",
        "{ p50 = 2 }",
        "site.camp.station.wash.service_h",
        None,
        "expected either mean and cv, or exactly two quantiles such as p50 and p95",
    ),
    "a negative spread": Mistake(
        "cv = 0.3",
        "cv = -0.3",
        "site.camp.station.wash.service_h.cv",
        "-0.3",
        "expected a number from 0 to 5",
    ),
    "low above mode": Mistake(
        "low = 20, mode = 30",
        "low = 30, mode = 20",
        "lift.c17.payload_t",
        None,
        "expected low <= mode <= high",
    ),
    "a path to no number": Mistake(
        '"lift.c17.supply.per_week"',
        '"lift.c17.suply.per_week"',
        "uncertainty.missions.to.0",
        '"lift.c17.suply.per_week"',
        "expected the dotted path of a number",
        "lift.c17.supply.per_week",
    ),
    "a number that may not be uncertain": Mistake(
        '"lift.c17.supply.per_week"', '"seed"', "uncertainty.missions.to.0", '"seed"', "may not be uncertain"
    ),
    "cyclic uncertainty": Mistake(
        "draw = { low = 1, mode = 3, high = 5 }",
        'same_as = "missions"',
        "uncertainty.missions.same_as",
        '"missions"',
        'same_as goes in a circle: "missions" -> "missions"',
    ),
}
