"""A driven lift: a convoy of the force's own vehicles; what it states, and what it may not."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from sim.domain.lift import Lift

__all__ = ["ANY_WEIGHT", "PLAIN", "refused"]

ANY_WEIGHT: Final = 2_000_000.0
"""A payload that limits nothing: no force that a history has room for weighs more [t]."""
NO_ROOM: Final = {
    "payload_t": "each vehicle is on wheels of its own",
    "max_payload_t": "each vehicle is on wheels of its own",
    "pallets": "most_vehicles says how many go together",
    "volume_m3": "each vehicle is on wheels of its own",
    "max_length_m": "each vehicle is on wheels of its own",
    "max_width_m": "each vehicle is on wheels of its own",
    "max_height_m": "each vehicle is on wheels of its own",
    "seats": "lot.drives says how many people a vehicle takes",
    "segregate": "each item is a vehicle of its own",
    "crew": "its drivers are people of the force",
}
"""Keys that say what other lifts take, and why a driven one has none."""
PLAIN: Final = {
    "vehicles": (1, "those that are in it may break down, most_vehicles at most"),
    "load_per_t_h": (0.0, "nothing is loaded; state load_h, or load_per_person_h"),
    "task": ((), "it has no ramp"),
    "configuration": ((), "its places and seats are those of the vehicles that drive in it"),
}
"""The same of keys that have a default, with that."""


def refused(lift: Lift) -> str | None:
    """Return what is wrong with a lift as a driven one, or as one that is not; None if nothing is."""
    if not lift.driven:
        if lift.payload_t is None:
            return "expected payload_t, what one sortie takes [t] (a convoy of the force's own vehicles: driven = true)"
        if lift.most_vehicles is not None:
            return "expected most_vehicles only with driven = true; vehicles says how many a convoy of others has"
        return None
    if lift.most_vehicles is None:
        return "with driven = true, expected most_vehicles"
    if lift.supply.kind == "fleet":
        return "with driven = true, expected missions as supply and no fleet: the vehicles do not come back"
    if lift.uses_ramp:
        return "with driven = true, expected uses_ramp = false: vehicles that drive need no spot and no load team"
    for key, why in NO_ROOM.items():
        if getattr(lift, key) is not None:
            return f"with driven = true, expected no {key}: {why}"
    for key, (default, why) in PLAIN.items():
        if getattr(lift, key) != default:
            return f"with driven = true, expected no {key}: {why}"
    if getattr(lift.supply, "load_t", None) is not None:
        return "with driven = true, expected no load_t: state share (of most_vehicles), people or by"
    if any(leg.payload_by_month or leg.payload_by_hour for leg in lift.leg.values()):
        return "with driven = true, expected no payload_by_month and no payload_by_hour: it has no payload"
    return None
