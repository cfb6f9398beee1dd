"""Mistakes in writing: syntax errors, and keys that are unknown, missing, misspelt or stated twice."""

from __future__ import annotations

from tests.unit.config.planted.mistake import Mistake

MISTAKES = {
    "syntax": Mistake("seed = 7", "seed = = 7", "seed", None, "one equals sign is enough"),
    "open text": Mistake(
        'zone = "Africa/Niamey"', 'zone = "Africa/Niamey', "clock.zone", '"Africa/Niamey', 'write "Africa/Niamey"'
    ),
    "key twice": Mistake("teams = 2", "teams = 2\nteams = 3", "site.camp.teams", None, "is stated already"),
    "misspelt section": Mistake(
        "[floor.watch]", "[flor.watch]", "flor", None, "unknown key", "floor", at="[flor.watch]"
    ),
    "misspelt key": Mistake("pallets = 18", "palets = 18", "lift.c17.palets", None, "unknown key", near="pallets"),
    "misspelt key that is needed": Mistake(
        "payload_t =", "payload_tt =", "lift.c17.payload_tt", None, "unknown key", "payload_t"
    ),
    "misspelt key in a table on one line": Mistake(
        "per_week = 3", "per_wek = 3", "lift.c17.supply.per_wek", None, "unknown key", "per_week"
    ),
    "key without a neighbour": Mistake(
        "zone =", "qqq = 1\nzone =", "clock.qqq", None, "expected one of start, zone, horizon_d", at="qqq = 1"
    ),
    "missing key": Mistake(
        "servers = 1\n",
        "",
        "site.camp.station.inspect.servers",
        None,
        "missing; expected a whole number of at least 1 (number of jobs that can be worked on at once)",
        at="[site.camp.station.inspect]",
    ),
    "unquoted path": Mistake(
        "[uncertainty.missions]\nto = [",
        "[uncertainty.lot.trucks.count]\ndraw = 3\n[uncertainty.x]\nto = [",
        "uncertainty.lot.trucks.count",
        None,
        'put a dotted path in quotes: [uncertainty."lot.trucks.count"]',
        at="[uncertainty.lot.trucks.count]",
    ),
    "seed": Mistake("seed = 7", "", "seed", None, "missing; expected a whole number of at least 0", at=""),
}
