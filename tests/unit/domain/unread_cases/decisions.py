"""Cases in which nothing reads a key of a milestone, a crisis or a review."""

from __future__ import annotations

from datetime import date

from tests.unit.domain.entries import BURNS, DISPOSES, GOODS, HANDED, PASSED, SELLS, TENTS
from tests.unit.domain.unread_cases.case import Case

CASES: dict[str, Case] = {
    "key `left` of a milestone": (
        "milestone.north.left",
        {"milestone": {"north": {"by": date(2024, 9, 1), "site": "north", "left": "country"}}},
        "leaving the site is leaving the country",
        {"milestone": {"north": {"by": date(2024, 9, 1), "site": "north", "left": "country"}}, **PASSED},
    ),
    "basis without arrivals": (
        "milestone.deadline.basis",
        {},
        "no group or lot arrives later",
        {"group": {"staff": {"arrives": {"begins": date(2024, 5, 3), "until": date(2024, 5, 9)}}}},
    ),
    "time of a crisis that never comes": (
        "crisis.fall.after_d",
        {"crisis": {"fall": {"after_d": 9.0, "chance": 0.0, "dispose": "abandon"}}},
        "crisis.fall.chance = 0",
        {"crisis": {"fall": {"after_d": 9.0, "chance": 0.1, "dispose": "abandon"}}},
    ),
    "length of the closures of a crisis that never comes": (
        "crisis.fall.lasts_d",
        {"crisis": {"fall": {"after_d": 9.0, "chance": 0.0, "lifts": ["c17"], "lasts_d": 3.0}}},
        "crisis.fall.chance = 0",
        {"crisis": {"fall": {"after_d": 9.0, "chance": 0.1, "lifts": ["c17"], "lasts_d": 3.0}}},
    ),
    "key `settled` where the milestone counts no wanted item": (
        "milestone.deadline.settled",
        {"lot": {"trucks": HANDED}, "site": {"north": SELLS}},
        "the milestone counts no wanted item that is ever handed over, sold, destroyed or retained",
        {"lot": {"trucks": HANDED}, "site": {"north": SELLS}, "milestone": {"deadline": {"of": "everything"}}},
    ),
    "key `settled` where only required items are destroyed, which counts anyway": (
        "milestone.deadline.settled",
        {"lot": {"weapons": {"disposition": "destroy"}}, "site": {"north": BURNS}},
        "the milestone counts no wanted item that is ever handed over, sold, destroyed or retained",
        {
            "lot": {"weapons": {"disposition": "destroy"}, "trucks": {"disposition": "destroy"}},
            "site": {"north": BURNS},
            "milestone": {"deadline": {"of": "equipment"}},
        },
    ),
    "longer hours where nothing keeps hours": (
        "review.hours.extra_h",
        {"review": {**DISPOSES, "respond": ["hours"], "hours": {"sites": ["south"]}}, "milestone": GOODS},
        "no station or ramp of its sites keeps hours",
        {
            "review": {**DISPOSES, "respond": ["hours"], "hours": {"sites": ["south"]}},
            "milestone": GOODS,
            "site": {"south": {"ramp_hours": [{"open_h": 6, "close_h": 18}]}},
        },
    ),
    "favour where no lift may turn to another site": (
        "review.respond.0",
        {"review": {**DISPOSES, "respond": ["favour"]}, "milestone": GOODS, "lift": {"c17": {"rule": "fixed"}}},
        "no lift chooses between sites at which movers of milestone goods begin",
        {"review": {**DISPOSES, "respond": ["favour"]}, "milestone": GOODS, "lot": {"tents": TENTS}},
    ),
    "favour where a policy of the plan chooses the sites": (
        "review.respond.0",
        {
            "review": {**DISPOSES, "respond": ["favour"]},
            "milestone": GOODS,
            "lot": {"tents": TENTS},
            "policy": {"site": "greatest need"},
        },
        'policy.site = "greatest need" chooses the sites',
        {"review": {**DISPOSES, "respond": ["favour"]}, "milestone": GOODS, "lot": {"tents": TENTS}},
    ),
    "margin of a review that does nothing": (
        "review.margin_d",
        {"review": {**DISPOSES, "respond": []}, "milestone": GOODS},
        "review.respond names no response",
        {"review": DISPOSES, "milestone": GOODS},
    ),
}
