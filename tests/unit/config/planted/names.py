"""Mistakes in names: names that do not exist, and entries that wait for themselves."""

from __future__ import annotations

from tests.unit.config.planted.mistake import Mistake

MISTAKES = {
    "site": Mistake(
        'site = "camp"\ncount',
        'site = "cmap"\ncount',
        "group.guards.site",
        '"cmap"',
        "a site",
        "camp",
        'site = "cmap"',
    ),
    "station": Mistake(
        '["wash", "inspect"]',
        '["wash", "inspct"]',
        'lot."guard weapons".stations.1',
        '"inspct"',
        "expected a station of site camp: inspect, wash",
        "inspect",
    ),
    "lift": Mistake(
        "weight_t = 9",
        'weight_t = 9\nlifts = ["c71"]',
        "lot.trucks.lifts.0",
        '"c71"',
        "expected a lift",
        "c17",
    ),
    "hold": Mistake(
        'until = "cargo out"',
        'until = "cargo oot"',
        "floor.watch.until",
        '"cargo oot"',
        "a hold",
        "cargo out",
    ),
    "group": Mistake(
        'group = "guards"', 'group = "gards"', "floor.watch.group", '"gards"', "expected a group", "guards"
    ),
    "staff": Mistake(
        'staffed_by = "guards"',
        'staffed_by = "guard"',
        "site.camp.station.inspect.staffed_by",
        '"guard"',
        "expected a group of this scenario",
        "guards",
    ),
    "a destination that is also an origin": Mistake(
        'to = "home"', 'to = "camp"', "lift.c17.to", '"camp"', "a destination that is not among its own sites"
    ),
    "a lot that waits until it has gone itself": Mistake(
        "weight_t = 1.5",
        'weight_t = 1.5\nboard_after = "cargo out"',
        'hold."cargo out"',
        None,
        'lot "guard weapons" (lethal, camp) waits for hold "cargo out": none of these',
        at='[hold."cargo out"]',
    ),
    "zone": Mistake(
        'zone = "Africa/Niamey"',
        'zone = "Africa/Niamy"',
        "clock.zone",
        '"Africa/Niamy"',
        "expected a time zone",
    ),
    "an outage without sites and lifts": Mistake(
        'sites = ["camp"]\nper_day',
        "per_day",
        "outage.dust",
        None,
        "expected sites or lifts",
        at="[outage.dust]",
    ),
    "a working time for an unknown name": Mistake(
        "servers = 1",
        "servers = 1\ntimes.weapons = { service_h = 2 }",
        "site.camp.station.inspect.times.weapons",
        '"weapons"',
        "expected a group, a lot or a category",
        "guard weapons",
    ),
}
