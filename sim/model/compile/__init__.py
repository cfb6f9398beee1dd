"""Compiles a scenario into a plan: every name becomes a row, every number a slot, every rule a table."""

import numpy as np

from sim.domain.composed import titles
from sim.domain.dates import seconds
from sim.domain.known import known_numbers
from sim.domain.scenario import Scenario
from sim.model.compile import (
    crises,
    force,
    lift,
    order,
    phasing,
    places,
    prices,
    ramp,
    reviews,
    routes,
    unknowns,
    weather,
)
from sim.model.compile.compiler import Compiler, relation
from sim.model.compile.policy import with_policies
from sim.model.limits import distinct
from sim.model.plan import Plan
from sim.model.schema import plan as tables
from sim.model.schema.row import Table

__all__ = ["plan"]


def plan(scenario: Scenario) -> Plan:
    """Compile a scenario into the read-only tables that every engine reads.

    Raises
    ------
    KeyError
        The scenario refers to a name that it does not define; `sim.domain.check` reports these with their line.
    ConfigError
        A policy does not exist, or a fixed load order fails.
    """
    work = Compiler(scenario)
    clock = scenario.clock
    deadline = seconds(scenario.milestone["deadline"].by, clock, ends=True)
    horizon = deadline + round(clock.horizon_d * 86400)
    made: dict[str, Table] = {
        "site": places.sites(work),
        **places.stations(work),
        **force.force(work),
        **phasing.phasings(work),
        **lift.lifts(work, horizon),
        **ramp.ramp(work),
        **prices.prices(work),
        **order.order(work),
        **weather.outages(work),
        **crises.crises(work),
        **unknowns.unknowns(work),
        "milestone": order.milestones(work),
        "worth": force.worth(work),
        **reviews.reviews(work),
    }
    made["moved_date"], made["moved_number"] = work.moved_dates(), work.moved_numbers()
    made["calendar"] = work.table(tables.Calendar, [{"first": a, "last": b} for a, b in work.calendars])
    parts = ("open_s", "close_s", "days", "servers_s")
    made["shift"] = work.table(tables.Shift, [dict(zip(parts, shift, strict=True)) for shift in work.shifts])
    made["dist"] = work.slots.dist_table()
    for table in made.values():
        table.flags.writeable = False
    number = np.array(work.slots.number, dtype=np.float64)
    number.flags.writeable = False
    factors, factor_of = lift.payload_factors(work, horizon)
    compiled = Plan(
        name=scenario.name,
        clock=clock,
        seed=scenario.seed,
        horizon=horizon,
        deadline=deadline,
        path=tuple(work.slots.path),
        number=number,
        unit=tuple(work.slots.unit),
        tables=made,
        quantiles=tuple(work.slots.quantiles),
        hazard=weather.hazards(scenario, horizon),
        carries=routes.carries(work, made["hop"]),
        hop_lifts=routes.hop_lifts(work),
        counts=order.counts(work),
        covered=order.covered(work),
        outage_sites=relation(scenario.outage.values(), "sites", work.rows["site"]),
        outage_lifts=relation(scenario.outage.values(), "lifts", work.rows["lift"]),
        permits=relation(scenario.permission.values(), "lifts", work.rows["lift"]),
        permit_sites=relation(scenario.permission.values(), "sites", work.rows["site"]),
        permit_routes=relation(scenario.permission.values(), "routes", work.rows["route"]),
        crisis_lifts=relation(scenario.crisis.values(), "lifts", work.rows["lift"]),
        crisis_routes=relation(scenario.crisis.values(), "routes", work.rows["route"]),
        payload_factor=factors,
        payload_row=factor_of,
        segregate=order.segregation(scenario),
        names={
            **{table: tuple(names) for table, names in work.rows.items()},
            "uncertainty": tuple(each for named in scenario.uncertainty.items() for each in titles(*named)),
            "permission": tuple(scenario.permission),
            "crisis": tuple(scenario.crisis),
            **order.class_names(scenario),
        },
        known=known_numbers(scenario),
        notices=scenario.notices,
    )
    distinct(compiled)
    return with_policies(scenario, compiled)
