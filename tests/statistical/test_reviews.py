"""The mean effect of some responses of reviews, and of handing over equipment that is worth less than its flight.

Numbers of histories and seeds are fixed beforehand.
"""

from __future__ import annotations

from statistics import mean, stdev
from typing import Any

import numpy as np
import pytest

from sim.analysis.outcomes.record import outcomes
from sim.model.compile import plan
from sim.model.plan import Plan
from tests.engine import simulate
from tests.scenarios import DAY, base, hours, items, lift, rate, shift
from tests.verification.disposing import case
from tests.verification.test_dispositions import chancy
from tests.verification.test_favour_by_hand import CRATES, two_camps

N = 60


def differences(column: str, with_it: dict[str, Any], without: dict[str, Any], **shared: Any) -> tuple[float, float]:
    """Return the mean paired difference of a figure (with minus without) in N histories, and its standard error."""
    plans = [plan(case(**{**shared, **part})) for part in (with_it, without)]
    both = [[outcomes(p, simulate(p, 1, k))[column] for k in range(N)] for p in plans]
    apart = np.array(both[0]) - np.array(both[1])
    return float(apart.mean()), float(apart.std(ddof=1) / N**0.5)


@pytest.mark.slow
@pytest.mark.parametrize("respond", [["lift"], ["dispose"], ["demote"]], ids=["more lift", "hand over", "leave"])
def test_reviews_help_on_the_mean(respond: list[str]) -> None:
    """Each response, used alone, changes a mean by more than 3 standard errors.

    With more lift (`lift`) or equipment handed over (`dispose`), the milestone of the gear is met more often. If
    equipment is given up where it is (`demote`), more is left behind.
    """
    review = {
        "every_d": 7, "of": "gear", "margin_d": 5, "window_d": 14, "respond": respond,
        "lift": {"lifts": ["jet"], "factor": 2.0, "lag_d": 2, "ceiling": 3.0},
    }  # fmt: skip
    column = "left_items" if respond == ["demote"] else "met_gear"
    mean, error = differences(column, {"review": review}, {}, **chancy())
    assert mean > 3 * error > 0


def test_longer_hours_help_on_the_mean() -> None:
    """If a slow desk works four hours a day, longer hours make the mean closure earlier, by over 3 standard errors."""
    shared = {
        "site": {
            "A": base(station={"desk": {"servers": 1, "service_h": {"mean": 3, "cv": 1}, "hours": [shift(8, 12)]}})
        },
        "lot": {"crates": items(12, 1.0, "hazardous", stations=["desk"])},
        "lift": {"jet": lift(rate(21.0))},
        "deadline_h": 24 * 8,
    }
    review = {"every_d": 2, "margin_d": 0, "respond": ["hours"], "hours": {"extra_h": 6, "ceiling_h": 6}}
    mean, error = differences("closure", {"review": review}, {}, **shared)
    assert mean < -3 * error < 0


def test_the_static_rule_frees_lift_on_the_mean() -> None:
    """If scrap that is worth less than its flight is handed over, the gear reaches its milestone earlier on average.

    The mean difference is more than 3 standard errors.
    """
    shared = chancy()
    shared["lot"] = {
        "scrap": items(20, 1.0, "general", value_usd=1.0),
        "sets": items(20, 1.0, "general", value_usd=1e6, due=hours(24 * 60)),
    }
    shared["milestone"]["sets"] = {"by": hours(24 * 30), "of": "equipment", "share": 0.5}
    mean, error = differences("time_gear", {"disposition": {"compare": True, "sortie_usd": 1e5}}, {}, **shared)
    assert mean < -3 * error < 0


RUNS = 40


def two_milestones() -> Plan:
    """Return a plan of 30 crates at A and 10 at B: lift serves A first, B is due by day 20, all are due by day 60."""
    sections = two_camps(
        lot={"a": items(30, **CRATES), "b": items(10, **(CRATES | {"site": "B"}))},
        milestone={"camp": {"by": hours(20 * 24), "of": "equipment", "site": "B"}},
        review={"every_d": 3, "margin_d": 4, "window_d": 14},
        deadline_h=60 * 24,
    )
    supply = rate(7.0, pattern="jittered", week_cv=0.3)
    sections["lift"]["jet"] |= {"supply": supply, "payload_t": {"low": 1.0, "high": 1.8}, "cancel": 0.1}
    return plan(case(**sections))


def test_favour_meets_the_milestone_of_a_site_without_delaying_the_whole() -> None:
    """In 40 paired histories, with reviews the milestone of B is reached earlier on average, by over 4 standard errors.

    The reviews do nothing but send lift to B first. With them, B meets its date in at least 21 more of the 40
    histories. In each pair the closure is the same, since a mission takes one crate, whichever site it serves.
    """
    made = two_milestones()
    pairs = [
        [outcomes(made, simulate(made, 1, number, reviews=reviews)) for reviews in (True, False)]
        for number in range(RUNS)
    ]
    gained = [(alone["time_camp"] - with_it["time_camp"]) / DAY for with_it, alone in pairs]
    met, alone_met = (sum(int(pair[side]["met_camp"]) for pair in pairs) for side in (0, 1))
    assert mean(gained) > 4.0 * stdev(gained) / RUNS**0.5
    assert met > alone_met + RUNS // 2
    assert all(with_it["closure"] == alone["closure"] for with_it, alone in pairs)
