"""The keys that a driven lift (a convoy of the force's own vehicles) must state, and those that it may not state."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from sim.domain.lift import Lift

__all__ = ["ANY_WEIGHT", "PLAIN", "refused"]

ANY_WEIGHT: Final = 2_000_000.0
"""Payload of a driven lift [t]: too large to limit any convoy."""
REFUSED: Final = {
    "payload_t": "each vehicle drives on its own wheels",
    "max_payload_t": "each vehicle drives on its own wheels",
    "pallets": "most_vehicles limits how many vehicles go together",
    "volume_m3": "each vehicle drives on its own wheels",
    "max_length_m": "each vehicle drives on its own wheels",
    "max_width_m": "each vehicle drives on its own wheels",
    "max_height_m": "each vehicle drives on its own wheels",
    "seats": "each lot states in drives how many people a vehicle takes",
    "segregate": "each item is a vehicle by itself",
    "crew": "its drivers are people of the force",
}
"""Key of a lift -> why a driven lift may not state it."""
PLAIN: Final = {
    "vehicles": (1, "the vehicles in a convoy are counted, and most_vehicles limits them"),
    "load_per_t_h": (0.0, "nothing is loaded; state load_h, or load_per_person_h"),
    "task": ((), "it uses no ramp"),
    "configuration": ((), "its seats are those of the vehicles in it"),
}
"""Key with a default value -> (that default, why a driven lift may not state another value)."""


def refused(lift: Lift) -> str | None:
    """Return the first error in the keys that depend on whether a lift is driven, in words; None if there is none."""
    if not lift.driven:
        if lift.payload_t is None:
            return "expected payload_t, what one sortie takes [t] (or, for the force's own vehicles, driven = true)"
        if lift.most_vehicles is not None:
            return "expected most_vehicles only with driven = true; for other convoys, state vehicles"
        return None
    if lift.most_vehicles is None:
        return "with driven = true, expected most_vehicles"
    if lift.supply.kind == "fleet":
        return "with driven = true, expected a supply of missions, not a fleet: the vehicles do not come back"
    if lift.uses_ramp:
        return "with driven = true, expected uses_ramp = false: vehicles that drive need no spot and no load team"
    for key, why in REFUSED.items():
        if getattr(lift, key) is not None:
            return f"with driven = true, expected no {key}: {why}"
    for key, (default, why) in PLAIN.items():
        if getattr(lift, key) != default:
            return f"with driven = true, expected no {key}: {why}"
    if getattr(lift.supply, "load_t", None) is not None:
        return "with driven = true, expected no load_t: state share (of most_vehicles), people or by"
    if any(leg.payload_by_month or leg.payload_by_hour for leg in lift.leg.values()):
        return "with driven = true, expected no payload_by_month and no payload_by_hour: a driven lift has no payload"
    return None
