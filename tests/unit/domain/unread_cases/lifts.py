"""Cases in which nothing reads a key of a lift, or another key about lifts."""

from __future__ import annotations

from datetime import date

from tests.unit.domain.entries import BUS, FAR, FITTED, STORM, TASK, asks
from tests.unit.domain.unread_cases.case import Case

CASES: dict[str, Case] = {
    "least load where any load is enough from the start": (
        "lift.hop.supply.load_t",
        asks(by=date(2024, 1, 1)),
        "lift.hop.supply.by is not after the start: any load is enough",
        asks(by=date(2024, 9, 1)),
    ),
    "time lost to an attack where there are no attacks": (
        "lift.c17.attack_h",
        {"lift": {"c17": {"attacks_per_1000_km": 0.0, "attack_h": 1.0, "leg": FAR}}},
        "lift.c17.attacks_per_1000_km = 0",
        {"lift": {"c17": {"attacks_per_1000_km": 1.0, "attack_h": 1.0, "leg": FAR}}},
    ),
    "holding where nothing is shut or full": (
        "lift.c17.holding_h",
        {"site": {"south": {"runway_hours": []}}},
        "nothing keeps c17 from landing at once",
        {"site": {"south": {"runway_hours": [{"open_h": 6, "close_h": 18}]}}},
    ),
    "holding of a lift that needs no spot": (
        "lift.c17.holding_h",
        {"site": {"south": {"parking": 1}}, "lift": {"c17": {"uses_ramp": False}}},
        "nothing keeps c17 from landing at once",
        {"site": {"south": {"parking": 1}}},
    ),
    "holding where a storm stops only the ramp": (
        "lift.c17.holding_h",
        {"outage": {"storm": {**STORM, "stops": ["ramp"]}}},
        "nothing keeps c17 from landing at once",
        {"outage": {"storm": STORM}},
    ),
    "offloading that nothing waits for": (
        "lift.c17.offload_h",
        {},
        "c17 is not a fleet, and nothing waits for it at home",
        {"site": {"home": {"parking": 2}}},
    ),
    "offloading of a lift that is no fleet": (
        "lift.c17.offload_h",
        {"lift": {"c17": {"crosses": "departure"}}},
        "c17 is not a fleet, and nothing waits for it at home",
        {"lift": {"c17": {"supply": {"tails": 2}}}},
    ),
    "price of a seat on a lift without seats": (
        "lift.c17.seat_usd",
        {"lift": {"c17": {"seats": 0}, "bus": BUS}},
        "no people may ride on c17",
        {"lift": {"bus": BUS}},
    ),
    "time by weight on a lift without pallet positions": (
        "lift.bus.load_per_t_h",
        {"lift": {"bus": {**BUS, "pallets": 0}}, "lot": {"weapons": {"pallets": 1}, "trucks": {"pallets": 4}}},
        "no equipment may ride on bus",
        {"lift": {"bus": {**BUS, "pallets": 2}}, "lot": {"weapons": {"pallets": 1}, "trucks": {"pallets": 4}}},
    ),
    "time for each vehicle where there are no vehicles": (
        "lift.c17.task.0.per_vehicle_h",
        {"lift": {"c17": {"task": TASK}}},
        "no lot of vehicles may ride on c17",
        {"lift": {"c17": {"task": TASK}}, "lot": {"trucks": {"vehicles": True}}},
    ),
    "size of a busload that takes no time": (
        "lift.c17.task.0.busload",
        {"lift": {"c17": {"task": [{"name": "load", "loads": True, "busload": 20}]}}},
        "lift.c17.task.0.per_busload_h = 0",
        {"lift": {"c17": {"task": TASK}}},
    ),
    "choice of a tail where there is no fleet": (
        "policy.tail",
        {},
        "no lift is a fleet",
        {"lift": {"c17": {"supply": {"tails": 2}}}},
    ),
    "general price where each lift states its own": (
        "price.handling_usd_per_t",
        {"lift": {"c17": {"handling_usd_per_t": 5}}},
        "every lift states its own",
        {},
    ),
    "cancellation of a trip of a fleet": (
        "lift.c17.on_cancel",
        {"lift": {"c17": {"supply": {"tails": 2}}}, "site": {"south": {"parking": 1}}},
        "c17 is a fleet: its trips need no clearance",
        {"lift": {"c17": {"cancel": 0.1}}},
    ),
    "cancellation of missions that nothing stops": (
        "lift.c17.on_cancel",
        {},
        "nothing refuses, cancels, diverts or turns back a mission of c17",
        {"site": {"south": {"parking": 1}}},
    ),
    "cancellation where only another lift needs a permission": (
        "lift.c17.on_cancel",
        {"permission": {"over": {"sites": ["home"], "lifts": ["bus"], "opens_after_d": 3.0}}, "lift": {"bus": BUS}},
        "nothing refuses, cancels, diverts or turns back a mission of c17",
        {"permission": {"over": {"sites": ["home"], "opens_after_d": 3.0}}},
    ),
    "cancellation where an outage grounds another lift": (
        "lift.c17.on_cancel",
        {"outage": {"storm": {**STORM, "sites": [], "lifts": ["bus"]}}, "lift": {"bus": BUS}},
        "nothing refuses, cancels, diverts or turns back a mission of c17",
        {"outage": {"storm": {**STORM, "sites": [], "lifts": ["c17"]}}},
    ),
    "time to change the configuration where there is none": (
        "lift.c17.change_h",
        {"lift": {"c17": {"change_h": 3}}},
        "c17 has no configurations",
        {"lift": {"c17": {"change_h": 3, "supply": {"tails": 2}, "configuration": FITTED}}},
    ),
    "time to change the configuration of missions, which come already fitted": (
        "lift.c17.change_h",
        {"lift": {"c17": {"change_h": 3, "configuration": FITTED}}},
        "c17 is not a fleet: its missions come already fitted",
        {"lift": {"c17": {"change_h": 3, "supply": {"tails": 2}, "configuration": FITTED}}},
    ),
    "largest height where no item states its height": (
        "lift.c17.max_height_m",
        {"lift": {"c17": {"max_height_m": 3}}, "lot": {"trucks": {"volume_m3": 20}}},
        "no lot that may ride it states height_m",
        {"lift": {"c17": {"max_height_m": 3}}, "lot": {"trucks": {"height_m": 2}}},
    ),
}
