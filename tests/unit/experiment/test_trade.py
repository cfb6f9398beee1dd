"""The trade-off of a sweep: points that no other point dominates in probability, cost and tonnes not shipped."""

from __future__ import annotations

import csv
import io
from typing import Any

import numpy as np
import pytest

from sim.analysis.statistics.estimates import proportion
from sim.config.axes import axes_of
from sim.domain.scenario import Scenario
from sim.experiment.decide.sweep.point import Errors, Point
from sim.experiment.decide.sweep.sweep import Sweep, sweep
from sim.experiment.decide.sweep.trade import MOST, trade
from sim.experiment.decide.sweep.trade_words import trade_rows, trade_sentences
from sim.experiment.decide.sweep.words import as_csv, as_json
from sim.plots.trade import draw
from sim.report.sweep import lines
from tests.unit.experiment.coins import on_time, question

SEATS = {"to": ["lift.jet.seats"], "from": 10, "until": 18, "step": 8, "usd_per_step": 2e6}
IDLE = {"to": ["lift.jet.payload_t"], "values": [10, 11, 12], "usd_per_step": 5e5}


def priced(**levers: Any) -> Scenario:
    """Return a scenario of ninety people with two priced levers: the seats, and a payload that has no effect."""
    return question(90, lever={"seats": SEATS, "payload": IDLE} | levers)


@pytest.fixture(scope="module")
def paired() -> Sweep:
    return sweep(priced(), {"seats": None, "payload": None}, replications=40, common_random_numbers=True, workers=1)


def made(*rows: tuple[int, float, float]) -> list[Point]:
    """Return points of 1,000 histories each, from rows of (number that meet the milestone, tonnes not shipped,
    half the width of the interval of these tonnes).
    """
    return [
        Point((at,), proportion(met, 1_000), None, 1.0, left, None, None, Errors(error))
        for at, (met, left, error) in enumerate(rows)
    ]


def test_the_front_of_a_hand_worked_case() -> None:
    """Of five points, point 0 dominates point 1, where the milestone is met less often, the cost is higher and
    more tonnes stay behind. All but point 1 are on the front, in falling order of their probability.
    """
    points = made((500, 100.0, 1.0), (400, 120.0, 1.0), (900, 100.0, 1.0), (950, 200.0, 1.0), (700, 10.0, 1.0))
    found = trade(points, (0.0, 1.0, 5.0, 7.0, 2.0), (), 0.95)
    assert found is not None
    assert found.criteria == ("probability", "cost", "tonnes not shipped")
    assert found.kept == (3, 2, 4, 0)
    assert found.open == ()
    assert found.found.dominated[1] == (0,)


def test_a_point_that_may_be_dominated_is_not_settled() -> None:
    """Two points are on the front. If their differences are within sampling error, each may be dominated by the
    other, so both are open. If one has a probability that is higher beyond sampling error,
    and the other costs less, both are settled.
    """
    close = trade(made((900, 50.0, 5.0), (905, 51.0, 5.0)), (0.0, 0.0), (), 0.95)
    assert close is not None
    assert (close.kept, close.open) == ((1, 0), (1, 0))
    far = trade(made((900, 50.0, 5.0), (990, 51.0, 5.0)), (0.0, 1.0), (), 0.95)
    assert far is not None
    assert (far.kept, far.open) == ((1, 0), ())


def test_the_front_of_levers_whose_effect_is_known(paired: Sweep) -> None:
    """On common random numbers the front has, for each number of seats, the point with the cheapest payload, and
    the front is settled.

    The exact probability, a binomial sum, rises with the seats. The payload costs money and has no effect.
    """
    exact = [on_time(90, seats=seats) for seats in (10, 18)]
    assert exact == sorted(set(exact))
    assert paired.trade is not None
    assert [paired.points[at].values for at in paired.trade.kept] == [(18, 10), (10, 10)]
    assert not paired.trade.open
    assert paired.usd == tuple(2e6 * seats + 5e5 * payload for seats in range(2) for payload in range(3))


def test_new_random_numbers_settle_no_dominated_point() -> None:
    """If each point has its own random numbers, no point with a dearer payload, which is truly dominated, is
    settled on the front.
    """
    found = sweep(priced(), {"seats": None, "payload": None}, replications=40, workers=1)
    assert found.trade is not None
    sure = [found.points[at].values for at in found.trade.kept if at not in found.trade.open]
    assert all(payload == 10 for _, payload in sure)
    assert (10, 10) in sure  # the cheapest point


def test_answer_table_and_files_agree(paired: Sweep) -> None:
    """Answer, table, CSV and JSON have the same points on the front, and the figure is the same each time."""
    got = " ".join(trade_sentences(paired))
    assert "2 of 6 points, all of them settled" in got
    assert "the cheapest point with P(deadline) = 0.95 or more costs 2 million USD: seats = 18, payload = 10" in got
    rows = list(csv.DictReader(io.StringIO(as_csv(paired))))
    assert [row["seats"] for row in rows if row["on_front"] == "1"] == ["10", "18"]
    assert {row["front_settled"] for row in rows if row["on_front"] == "1"} == {"1"}
    table = as_json(paired)["trade"]
    assert table["front"] == [{"seats": seats, "payload": 10} for seats in (18, 10)]
    assert (table["not_settled"], table["without_cost"]) == ([], [])
    assert [line.split()[:2] for line in trade_rows(paired, 60)][1:] == [["18", "10"], ["10", "10"]]
    assert draw(paired).png() == draw(paired).png()


def test_points_that_share_a_mark_are_all_named(paired: Sweep) -> None:
    """If points of the front coincide in a panel, their one mark has the names of the first three and the number
    of the others. Points apart have one name each.
    """
    values = list(range(10, 15))
    found = sweep(question(10), {"lift.jet.payload_t": values}, replications=5, common_random_numbers=True, workers=1)
    assert found.trade is not None
    assert len(found.trade.kept) == 5
    (panel,) = draw(found).axes
    names = [text.get_text() for text in panel.texts if not text.get_text().startswith("target")]
    assert names == ["10, 11, 12 and 2 more"]
    apart = [text.get_text() for text in draw(paired).axes[0].texts]
    assert {"10, 10", "18, 10"} <= set(apart)


@pytest.mark.parametrize("width", [80, 60])
def test_the_page_fits_the_screen(paired: Sweep, width: int) -> None:
    """No line of the answer of a sweep over two levers with its trade-off is wider than the screen."""
    assert max(map(len, lines(paired, width))) <= width


def test_a_lever_without_a_price_is_named() -> None:
    """Beside priced levers, a lever without a price counts as 0 and is named. If no lever has a price, the
    answer says that cost is not part of the choice.
    """
    free = {key: value for key, value in IDLE.items() if key != "usd_per_step"}
    found = sweep(priced(payload=free), {"seats": "10:18:8", "payload": None}, replications=10, workers=1)
    assert "The cost of payload is not stated (usd_per_step) and counts as zero." in list(trade_sentences(found))
    assert found.usd == (0.0, 0.0, 0.0, 2e6, 2e6, 2e6)
    bare = sweep(priced(), {"lift.jet.seats": "10:18:8"}, replications=10, workers=1)
    assert "Cost is not part of this choice" in " ".join(trade_sentences(bare))
    assert bare.usd == (None, None)


@pytest.mark.parametrize(
    ("values", "usd"),
    [
        ([10, 18, 26], [0.0, 2e6, 4e6]),
        ([18, 10], [2e6, 0.0]),  # the order of the values does not matter
        ([18], [2e6]),
        ([5, 14], [0.0, 1e6]),
    ],
)
def test_a_value_costs_the_steps_of_its_lever(values: list[int], usd: list[float]) -> None:
    """A value costs its steps above the first value of the lever, in proportion between two steps, whatever
    other values a command tries. A value below the first costs nothing.
    """
    (axis,) = axes_of(priced(), {"seats": values})
    assert [axis.usd(value) for value in values] == usd


def test_a_value_that_the_lever_does_not_state_has_no_known_cost() -> None:
    (axis,) = axes_of(priced(), {"payload": [10, 12, 14]})
    assert [axis.usd(value) for value in axis.values] == [0.0, 1e6, None]


def test_a_trade_off_of_too_many_points_is_not_computed() -> None:
    """There is no trade-off of more than MOST points, or of a single point. If all points have the same probability
    and state no cost, only the point that ships most is on the front.
    """
    points = made(*((500, float(at), 1.0) for at in range(MOST + 1)))
    assert trade(points, [None] * len(points), (), 0.95) is None
    assert trade(points[:1], [None], (), 0.95) is None
    found = trade(points[:MOST], [None] * MOST, (), 0.95)
    assert found is not None
    assert found.kept == (0,)
    assert np.isfinite(found.figures).all()
