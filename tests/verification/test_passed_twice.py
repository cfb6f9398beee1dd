"""A station that is named twice in a list of stations is passed twice."""

from __future__ import annotations

from sim.domain.check import remarks
from sim.model.compile import plan
from tests.engine import simulate
from tests.scenarios import HOUR, base, items, lift, rate, scenario
from tests.verification.stations import ALL


def test_an_item_passes_a_station_as_often_as_it_is_listed() -> None:
    """A crate is washed for an hour, checked for two hours and washed again for an hour, so it is through after four
    hours. A remark says that it passes the wash twice.
    """
    stations = {"wash": {"servers": 1, "service_h": 1}, "check": {"servers": 1, "service_h": 2}}
    lot = {"crate": items(1, 1.0, "general", required=True, stations=["wash", "check", "wash"])}
    case = scenario(site={"A": base(station=stations)}, lot=lot, lift={"jet": lift(rate(7 * 24))})
    history = simulate(plan(case), 1, 0, check=ALL)
    jobs = [(visit["started"] / HOUR, visit["ended"] / HOUR) for visit in history.visit[history.visit["server"] >= 0]]
    assert sorted(jobs)[:3] == [(0.0, 1.0), (1.0, 3.0), (3.0, 4.0)]
    (found,) = [each for each in remarks(case) if each.path == ("lot", "crate", "stations", "2")]
    assert found.expectation == "is passed 2 times, as often as this list names it"
