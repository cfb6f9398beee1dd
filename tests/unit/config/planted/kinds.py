"""Mistakes in values that have the wrong type or are out of bounds."""

from __future__ import annotations

from tests.unit.config.planted.mistake import Mistake

MISTAKES = {
    "a name in place of a list": Mistake(
        'stations = ["wash", "inspect"]',
        'stations = "wash"',
        'lot."guard weapons".stations',
        '"wash"',
        'write ["wash"]',
    ),
    "a table in place of a list": Mistake(
        'until = [{ site = "camp", category = ["lethal"] }]',
        'until = { site = "camp", category = ["lethal"] }',
        'hold."cargo out".until',
        "{...}",
        "a list of one table is written [{ ... }]",
    ),
    "a text in place of a shift": Mistake(
        "servers = 1",
        'servers = 1\nhours = ["08:00-10:30"]',
        "site.camp.station.inspect.hours.0",
        '"08:00-10:30"',
        "expected a table such as { open_h = ..., close_h = ... }",
    ),
    "a time of day in quotes": Mistake(
        "service_h = 0.5",
        'service_h = "08:30:00"',
        "site.camp.station.inspect.service_h",
        '"08:30:00"',
        "hours are stated as a number: write 8.5",
    ),
    "text for a number": Mistake(
        "teams = 2",
        'teams = "2"',
        "site.camp.teams",
        '"2"',
        "a whole number of at least 1 (load teams); write it",
    ),
    "half a person": Mistake(
        "count = 40",
        "count = 40.5",
        "group.guards.count",
        "40.5",
        "expected a whole number of at least 0 (number of people)",
    ),
    "true for a number": Mistake("teams = 2", "teams = true", "site.camp.teams", "true", "a whole number"),
    "a number for true or false": Mistake(
        "count = 40", "count = 40\nrequired = 1", "group.guards.required", "1", "expected true or false"
    ),
    "table for a number": Mistake(
        "teams = 2",
        "teams = { low = 1 }",
        "site.camp.teams",
        "{...}",
        "expected a whole number of at least 1",
    ),
    "a price below zero": Mistake(
        "count = 40",
        "count = 40\nper_diem_usd = -1",
        "group.guards.per_diem_usd",
        "-1",
        "expected a number from 0 to 1e+12 (cost of one person for a day in country",
    ),
    "a price under an unknown key": Mistake(
        "[floor.watch]",
        "[price]\nper_day_usd = 9\n\n[floor.watch]",
        "price.per_day_usd",
        None,
        "unknown key",
        near="per_diem_usd",
        at="per_day_usd = 9",
    ),
    "number for a table": Mistake(
        "[site.home]\nkind =",
        "[site]\nhome = 3\n[site.x]\nkind =",
        "site.home",
        "3",
        "a table",
        at="home = 3",
    ),
    "zero": Mistake("working = 1", "working = 0", "site.camp.working", "0", "at least 1 (working MOG"),
    "negative": Mistake("weight_t = 9", "weight_t = -9", "lot.trucks.weight_t", "-9", "expected a number above 0"),
    "a negative time": Mistake(
        "service_h = 0.5",
        "service_h = -0.5",
        "site.camp.station.inspect.service_h",
        "-0.5",
        "expected a number of at least 0, or a distribution such as { low = 1, mode = 2, high = 4 } (working",
    ),
    "probability in percent": Mistake(
        "fail = 0.1", "fail = 10", "site.camp.station.inspect.fail", "10", "expected a number from 0 to 1"
    ),
    "not a number": Mistake("weight_t = 9", "weight_t = nan", "lot.trucks.weight_t", "nan", "a number above 0"),
    "choice": Mistake(
        'category = "lethal"\ncount',
        'category = "lethl"\ncount',
        'lot."guard weapons".category',
        '"lethl"',
        'expected "lethal", "hazardous", "classified", "sensitive" or "general"',
        "lethal",
        at='category = "lethl"',
    ),
    "choice in a list": Mistake(
        'category = ["lethal"]',
        'category = ["leathl"]',
        'hold."cargo out".until.0.category.0',
        '"leathl"',
        "expected",
        "lethal",
    ),
    "kind of supply": Mistake(
        "per_week = 3",
        'kind = "flete", tails = 3',
        "lift.c17.supply.kind",
        '"flete"',
        "one of rate, dated",
        "fleet",
    ),
    "month": Mistake(
        "lasts_h = 8",
        "lasts_h = 8\nby_month = { sept = 1 }",
        "outage.dust.by_month.sept",
        None,
        "expected one of jan",
        "sep",
    ),
    "percent in quotes": Mistake(
        "fail = 0.1",
        'fail = "15%"',
        "site.camp.station.inspect.fail",
        '"15%"',
        "a share is a number from 0 to 1: write 0.15",
    ),
    "time of day for a number": Mistake(
        "service_h = 0.5",
        "service_h = 08:30:00",
        "site.camp.station.inspect.service_h",
        "08:30:00",
        "hours are stated as a number: write 8.5",
    ),
}
