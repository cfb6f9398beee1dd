"""Mistakes about lifts and their cargo: items that do not fit, keys that exclude each other, keys that are missing."""

from __future__ import annotations

from tests.unit.config.planted.mistake import Mistake

MISTAKES = {
    "a cargo hold without volume": Mistake(
        "pallets = 18", "pallets = 18\nvolume_m3 = 0", "lift.c17.volume_m3", "0", "expected a number above 0"
    ),
    "a configuration with more positions than the aircraft": Mistake(
        "pallets = 18",
        'pallets = 18\nconfiguration = [{ name = "cargo" }, { name = "seats", pallets = 19 }]',
        "lift.c17.configuration.1.pallets",
        "19",
        "expected no more than lift.c17.pallets (18), which no configuration may exceed",
    ),
    "one configuration": Mistake(
        "pallets = 18",
        'pallets = 18\nconfiguration = [{ name = "cargo" }]',
        "lift.c17",
        None,
        "expected no configuration or several",
        at="[lift.c17]",
    ),
    "a volume below a litre": Mistake(
        "weight_t = 9",
        "weight_t = 9\nvolume_m3 = 0.0004",
        "lot.trucks.volume_m3",
        "0.0004",
        "expected a size that changes by at most 1% in whole litres; this one would be 0",
    ),
    "cargo that is too heavy": Mistake(
        "weight_t = 9",
        "weight_t = 41",
        "lot.trucks.weight_t",
        "41",
        "this one is 41 t on 3 pallet positions, and c17 takes 40 t on 18 positions",
    ),
    "cargo on too many positions": Mistake(
        "pallets = 3", "pallets = 19", "lot.trucks.pallets", "19", "c17 takes 40 t on 18 positions"
    ),
    "no seats": Mistake(
        "seats = 50", "seats = 0", "group.guards", None, "lift with seats to serve camp", at="[group.guards]"
    ),
    "payload of a driven lift": Mistake(
        "pallets = 18\n",
        "driven = true\nmost_vehicles = 4\nuses_ramp = false\n",
        "lift.c17",
        None,
        "with driven = true, expected no payload_t: each vehicle drives on its own wheels",
        at="[lift.c17]",
    ),
    "no payload": Mistake(
        "payload_t = { low = 20, mode = 30, high = 40 }\n",
        "",
        "lift.c17",
        None,
        "expected payload_t, what one sortie takes [t]",
        at="[lift.c17]",
    ),
    "most_vehicles of a lift that is not driven": Mistake(
        "pallets = 18",
        "most_vehicles = 4",
        "lift.c17",
        None,
        "expected most_vehicles only with driven = true",
        at="[lift.c17]",
    ),
    "drivers without seats": Mistake(
        "pallets = 3",
        "drives = { seats = 2, drivers = 3 }",
        "lot.trucks.drives",
        None,
        "expected a seat for each driver: drivers at most 2, not 3",
    ),
    "a leg without a time": Mistake(
        "block_h = 5", "", "lift.c17.leg.camp", None, "speed_kt and either distance_nm", at="leg.camp"
    ),
}
