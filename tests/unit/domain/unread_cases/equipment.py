"""Cases in which nothing reads a key about giving up, handing over, selling or destroying equipment."""

from __future__ import annotations

from tests.unit.domain.entries import BURNS, COMPARES, DISPOSES, GOODS, SELLS, SOUTH, TENTS, TRUCKS
from tests.unit.domain.unread_cases.case import Case

CASES: dict[str, Case] = {
    "condition of a required lot": (
        "lot.weapons.condition",
        {"disposition": COMPARES, "lot": {"weapons": TRUCKS}},
        "it is required, so it is never given up",
        {"disposition": COMPARES, "lot": {"weapons": {**TRUCKS, "category": "general"}}},
    ),
    "need of a lot without a value": (
        "lot.trucks.needed",
        {"disposition": COMPARES},
        "lot.trucks.value_usd is not stated",
        {"disposition": COMPARES, "lot": {"trucks": TRUCKS}},
    ),
    "condition where nothing is given up": (
        "lot.trucks.condition",
        {"lot": {"trucks": TRUCKS}},
        "disposition.compare = false",
        {"lot": {"trucks": TRUCKS}, "review": DISPOSES, "milestone": GOODS},
    ),
    "condition under a review of another site": (
        "lot.trucks.condition",
        {"lot": {"trucks": TRUCKS, "tents": TENTS}, "review": DISPOSES, "milestone": {"goods": SOUTH}},
        "disposition.compare = false, and the review never gives it up",
        {"lot": {"trucks": TRUCKS, "tents": TENTS}, "review": DISPOSES, "milestone": GOODS},
    ),
    "cost of return where only a review gives equipment up": (
        "lot.trucks.prepare_usd",
        {"lot": {"trucks": TRUCKS}, "review": DISPOSES, "milestone": GOODS},
        "disposition.compare = false",
        {"lot": {"trucks": TRUCKS}, "disposition": COMPARES},
    ),
    "price of a sortie where no value is known": (
        "disposition.sortie_usd",
        {"disposition": COMPARES},
        "no lot that may be given up states its value_usd",
        {"disposition": COMPARES, "lot": {"trucks": TRUCKS}},
    ),
    "price of a sale that never takes place": (
        "lot.trucks.sale_usd",
        {"site": {"north": SELLS}, "disposition": COMPARES, "lot": {"trucks": TRUCKS}},
        "no item of it is ever sold",
        {"site": {"north": SELLS}, "disposition": COMPARES, "lot": {"trucks": {**TRUCKS, "permitted": ["sell"]}}},
    ),
    "price of handing over a lot that is never handed over": (
        "lot.trucks.transfer_usd",
        {"site": {"north": SELLS}},
        "no item of it is ever handed over",
        {"site": {"north": SELLS}, "lot": {"trucks": {"permitted": ["transfer"]}}},
    ),
    "price of destroying a required lot that is shipped": (
        "lot.weapons.destroy_usd",
        {"site": {"north": BURNS}},
        "no item of it is ever destroyed",
        {"site": {"north": BURNS}, "lot": {"weapons": {"disposition": "destroy"}}},
    ),
    "order of giving up where nothing is given up": (
        "policy.disposition",
        {},
        "no review gives equipment up",
        {"review": DISPOSES, "milestone": GOODS},
    ),
    "price of destroying a lot in a crisis that sells it": (
        "lot.trucks.destroy_usd",
        {
            "lot": {"trucks": {"destroy_usd": 9.0, "permitted": ["sell", "destroy"]}},
            "site": {"north": BURNS | {"disposal": {"sell": ["wash"], "destroy": ["wash"]}}},
            "crisis": {"fall": {"after_d": 9.0, "dispose": "sell"}},
        },
        "no item of it is ever destroyed",
        {
            "lot": {"trucks": {"destroy_usd": 9.0, "permitted": ["sell", "destroy"]}},
            "site": {"north": BURNS | {"disposal": {"sell": ["wash"], "destroy": ["wash"]}}},
            "crisis": {"fall": {"after_d": 9.0, "dispose": "destroy"}},
        },
    ),
}
