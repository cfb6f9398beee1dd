"""The case Iraq 2011: a road out through one gate, which has opening hours and a limit of trucks a day; and the page of
the case, docs/iraq-2011.md.
"""

from __future__ import annotations

import csv
import math
import re
from collections import Counter
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any, NamedTuple
from zoneinfo import ZoneInfo

import pytest
from click.testing import CliRunner

import sim
from sim.analysis.outcomes.record import outcomes
from sim.analysis.summary.observed import Observation, observations
from sim.analysis.sums.daily import days
from sim.cli.entry import cli
from sim.model.calendars import NEVER
from sim.model.plan import Plan
from sim.model.trajectory import Trajectory
from tests.engine import simulate
from tests.scenarios import HOUR, compiled, dated, items, lift, shift

ROOT = Path(__file__).parents[2]
SCENARIO = ROOT / "configs/iraq-2011.toml"
OBSERVED = ROOT / "configs/data/iraq-2011-observations.csv"
HISTORIES = ROOT / "docs/iraq-2011-histories.csv"
PAGE = ROOT / "docs/iraq-2011.md"

BAGHDAD = ZoneInfo("Asia/Baghdad")
START = datetime(2011, 10, 21, tzinfo=BAGHDAD)
TRUCKS_A_DAY = 1500
TRUCKS, LANES = 25, 4
REPLICATION = 0


class Run(NamedTuple):
    """One history of the scenario."""

    plan: Plan
    history: Trajectory

    @property
    def crossings(self) -> list[tuple[int, int]]:
        """Return when each convoy came into a lane of the gate, and when it was through [s since the start]."""
        gate = self.plan.names["site"].index("Khabari")
        rows = self.history.offloaded[self.history.offloaded["site"] == gate]
        return [(int(row["landed"]), int(row["ended"])) for row in rows]


@pytest.fixture(scope="module")
def run() -> Run:
    plan = sim.plan(sim.load(SCENARIO))
    return Run(plan, simulate(plan, plan.seed, REPLICATION))


def local(second: int) -> datetime:
    """Return the local time of an instant. Clocks in Iraq were not changed in these months."""
    return START + timedelta(seconds=second)


# ------------------------------------------------------------------------------------------------ the scenario


def test_the_scenario_is_valid_and_begins_with_the_reported_people() -> None:
    """`sim check` finds no error, and the scenario has the 39,500 people reported on 21 October."""
    assert CliRunner().invoke(cli, ["check", str(SCENARIO)]).exit_code == 0
    scenario = sim.load(SCENARIO)
    assert sum(group.count for group in scenario.group.values()) == 39_500
    assert observations(OBSERVED)[0].value == 39_500


def test_four_lanes_let_just_1500_trucks_through_a_day() -> None:
    """Seventy convoys of 25 trucks wait when the gate opens. It is open for 18 h a day, and a convoy takes 1.2 h. So on
    the first day 15 convoys pass each of the four lanes, 60 in all; ten wait for the next day.
    """
    scenario = sim.load(SCENARIO)
    gate, road = scenario.site["Khabari"], scenario.lift["border trucks"]
    (hours,) = gate.runway_hours
    assert (gate.parking, road.vehicles, road.offload_h) == (LANES, TRUCKS, 1.2)
    plan = compiled(
        site={"Z": {"kind": "apod", "parking": LANES, "runway_hours": [shift(hours.open_h, hours.close_h)]}},
        lot={"loads": items(70)},
        lift={
            "trucks": lift(
                dated(*[0.0] * 70),
                crosses="arrival",
                payload_t=1.0,
                load_h=0.0,
                offload_h=road.offload_h,
                leg={"A": {"block_h": 1.0}},
            )
        },
    )
    came = simulate(plan, 1, 0).offloaded["landed"]
    assert Counter(int(second) // (24 * HOUR) for second in came) == {0: 60, 1: 10}
    assert 60 * TRUCKS == TRUCKS_A_DAY


@pytest.mark.slow
def test_no_convoy_comes_into_the_closed_gate(run: Run) -> None:
    """Convoys come into a lane at or after 04:00 and before 22:00 local time, and never during an outage of the gate;
    all movers leave the country.
    """
    gate = run.plan.names["site"].index("Khabari")
    shut = [(int(row["begins"]), int(row["until"])) for row in run.history.shut if row["site"] == gate]
    assert shut, "the history has no outage of the gate; choose another replication"
    for came, _ in run.crossings:
        assert 4 <= local(came).hour < 22
        assert not any(begins <= came < until for begins, until in shut)
    assert (run.history.mover["up"] < NEVER).all()


@pytest.mark.slow
def test_never_more_than_1500_trucks_a_day_or_four_convoys_in_the_lanes(run: Run) -> None:
    """No more than 1,500 trucks come into the gate on a local day, and no more than four convoys are in its lanes at
    any instant.
    """
    a_day = Counter(local(came).date() for came, _ in run.crossings)
    assert 0 < max(a_day.values()) * TRUCKS <= TRUCKS_A_DAY
    for came, _ in run.crossings:
        assert sum(other <= came < through for other, through in run.crossings) <= LANES


@pytest.mark.slow
def test_movers_on_the_road_are_out_when_they_have_passed_the_gate(run: Run) -> None:
    """Each mover is out when its convoy is through the gate, or at the wheels-up of its flight."""
    plan, history = run.plan, run.history
    flight = plan.names["lift"].index("flight")
    through = {ended for _, ended in run.crossings}
    flown = {int(row["up"]) for row in history.sortie if row["lift"] == flight}
    for mover in history.mover:
        assert int(mover["up"]) in (flown if history.sortie[mover["sortie"]]["lift"] == flight else through)


# ------------------------------------------------------------------------------------------------ the page


def got() -> list[dict[str, str]]:
    """Return the stored histories of the page: people in country at the end of each observed day."""
    with HISTORIES.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def quantile(values: list[int], level: float) -> int:
    return sorted(values)[max(math.ceil(len(values) * level - 1e-9), 1) - 1]


def day_of(text: str) -> date:
    return datetime.strptime(f"{text} 2011", "%d %b %Y").replace(tzinfo=BAGHDAD).date()


def test_the_table_of_the_page_agrees_with_its_histories() -> None:
    """Bands, verdicts and the number of figures in the band, as the page gives them, follow from its 40 histories and
    the observations.
    """
    seen: dict[date, Observation] = {each.day: each for each in observations(OBSERVED)[1:]}
    histories = got()
    assert len(histories) == 40
    table = re.findall(r"^  (\d+ \w{3}) +all +people in country +([\d,]+)  (.*?)(inside|above|below)(\*?)$",
                       PAGE.read_text(encoding="utf-8"), flags=re.M)  # fmt: skip
    assert [day_of(row[0]) for row in table] == list(seen)
    inside = 0
    for text, value, band, verdict, _ in table:
        day = day_of(text)
        people = [int(history[day.isoformat()]) for history in histories]
        low, middle, high = (quantile(people, level) for level in (0.05, 0.5, 0.95))
        assert (int(value.replace(",", "")), band.strip()) == (seen[day].value, f"{low:,} to {high:,} ({middle:,})")
        expected = "above" if seen[day].value > high else "below" if seen[day].value < low else "inside"
        assert verdict == expected
        inside += verdict == "inside"
    assert f"{inside} of {len(table)} figures lie in the 5-95 % band" in PAGE.read_text(encoding="utf-8")


@pytest.mark.slow
def test_the_scenario_still_gives_the_histories_of_the_page(run: Run) -> None:
    """The scenario still gives the first stored history of the page."""
    figures: Any = outcomes(run.plan, run.history).daily
    midnights = [day for day, _ in days(run.plan)]
    kept = got()[REPLICATION]
    for each in observations(OBSERVED)[1:]:
        people = figures[midnights.index(each.day + timedelta(days=1)), -1, 0]  # in the whole country
        assert int(people) == int(kept[each.day.isoformat()]), each.day
