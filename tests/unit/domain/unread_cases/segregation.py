"""Cases in which `segregate`, or one of its pairs, has no effect."""

from __future__ import annotations

from tests.unit.domain.entries import BOTH, TENTS
from tests.unit.domain.unread_cases.case import Case

CASES: dict[str, Case] = {
    "segregation of a category that no mover has": (
        "order.segregate.1",
        {"order": BOTH},
        "hazardous and general never wait for the same lift",
        {"order": BOTH, "lot": {"fuel": {**TENTS, "category": "hazardous"}, "tents": TENTS}},
    ),
    "segregation of categories at different sites": (
        "order.segregate.1",
        {"order": BOTH, "lot": {"fuel": {**TENTS, "category": "hazardous"}}},
        "hazardous and general never wait for the same lift",
        {"order": BOTH, "lot": {"fuel": {**TENTS, "category": "hazardous", "site": "north"}}},
    ),
    "all pairs of `segregate`": (
        "order.segregate",
        {"order": {"segregate": [("hazardous", "general")]}, "lot": {"weapons": {"category": "general"}}},
        "hazardous and general never wait for the same lift",
        {"order": BOTH},
    ),
    "a pair that no mover has, in place of people and lethal": (
        "order.segregate.0",
        {"order": {"segregate": [("hazardous", "general")]}},
        "hazardous and general never wait for the same lift",
        {"order": {"segregate": [("people", "lethal")]}},
    ),
    "general pairs where the only lift states its own": (
        "order.segregate",
        {"order": {"segregate": [("people", "lethal")]}, "lift": {"c17": {"segregate": []}}},
        "people and lethal never wait for the same lift that states no segregate of its own",
        {"order": {"segregate": [("people", "lethal")]}},
    ),
    "a lift's own empty list where the general list is empty too": (
        "lift.c17.segregate",
        {"order": {"segregate": []}, "lift": {"c17": {"segregate": []}}},
        "[order] segregates nothing either",
        {"lift": {"c17": {"segregate": []}}},
    ),
    "a lift's own pairs of categories that never wait for it": (
        "lift.c17.segregate",
        {"order": {"segregate": []}, "lift": {"c17": {"segregate": [("hazardous", "general")]}}},
        "hazardous and general never wait for c17 together",
        {"lift": {"c17": {"segregate": [("hazardous", "general")]}}},
    ),
    "one of a lift's own pairs": (
        "lift.c17.segregate.1",
        {"lift": {"c17": BOTH}},
        "hazardous and general never wait for c17 together",
        {"lift": {"c17": BOTH}, "lot": {"fuel": {**TENTS, "category": "hazardous"}, "tents": TENTS}},
    ),
}
