"""Compile a scenario into a plan: tables with a row for each name, and a vector of numbers."""

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
        The scenario refers to a name that it does not define; `sim.domain.check` reports such names with their line.
    ConfigError
        A policy does not exist, its file is broken, not trusted or without its text, or the user's own load policy
        fails while it ranks the lots.
    SimError
        A whole number of the scenario is too large for a plan, or two names share their random numbers.
    """
    compiler = Compiler(scenario)
    clock = scenario.clock
    deadline = seconds(scenario.milestone["deadline"].by, clock, ends=True)
    horizon = deadline + round(clock.horizon_d * 86400)
    compiled_tables: dict[str, Table] = {
        "site": places.sites(compiler),
        **places.stations(compiler),
        **force.force(compiler),
        **phasing.phasings(compiler),
        **lift.lifts(compiler, horizon),
        **ramp.ramp(compiler),
        **prices.prices(compiler),
        **order.order(compiler),
        **weather.outages(compiler),
        **crises.crises(compiler),
        **unknowns.unknowns(compiler),
        "milestone": order.milestones(compiler),
        "worth": force.worth(compiler),
        **reviews.reviews(compiler),
    }
    compiled_tables["moved_date"], compiled_tables["moved_number"] = compiler.moved_dates(), compiler.moved_numbers()
    compiled_tables["calendar"] = compiler.table(
        tables.Calendar, [{"first": first, "last": last} for first, last in compiler.calendars]
    )
    columns = ("open_s", "close_s", "days", "servers_s")
    compiled_tables["shift"] = compiler.table(
        tables.Shift, [dict(zip(columns, shift, strict=True)) for shift in compiler.shifts]
    )
    compiled_tables["dist"] = compiler.slots.dist_table()
    for table in compiled_tables.values():
        table.flags.writeable = False
    number = np.array(compiler.slots.number, dtype=np.float64)
    number.flags.writeable = False
    factors, factor_rows = lift.payload_factors(compiler, horizon)
    compiled = Plan(
        name=scenario.name,
        clock=clock,
        seed=scenario.seed,
        horizon=horizon,
        deadline=deadline,
        path=tuple(compiler.slots.path),
        number=number,
        unit=tuple(compiler.slots.unit),
        tables=compiled_tables,
        quantiles=tuple(compiler.slots.quantiles),
        hazard=weather.hazards(scenario, horizon),
        carries=routes.carries(compiler, compiled_tables["hop"]),
        hop_lifts=routes.hop_lifts(compiler),
        counts=order.counts(compiler),
        covered=order.covered(compiler),
        outage_sites=relation(scenario.outage.values(), "sites", compiler.rows["site"]),
        outage_lifts=relation(scenario.outage.values(), "lifts", compiler.rows["lift"]),
        permits=relation(scenario.permission.values(), "lifts", compiler.rows["lift"]),
        permit_sites=relation(scenario.permission.values(), "sites", compiler.rows["site"]),
        permit_routes=relation(scenario.permission.values(), "routes", compiler.rows["route"]),
        crisis_lifts=relation(scenario.crisis.values(), "lifts", compiler.rows["lift"]),
        crisis_routes=relation(scenario.crisis.values(), "routes", compiler.rows["route"]),
        payload_factor=factors,
        payload_row=factor_rows,
        segregate=order.segregation(scenario),
        names={
            **{table: tuple(names) for table, names in compiler.rows.items()},
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
