"""The date of `sim check` includes the last loading, for each kind of limit.

Nothing is random in these cases, and in most of them this date is exactly the closure of a history.
"""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from click.testing import CliRunner

from sim.analysis.outcomes.record import outcomes
from sim.arithmetic import arithmetic
from sim.cli.entry import cli
from sim.config import load
from sim.model.compile import plan
from tests.engine import simulate

HOUR = 3600
HELD = """
name = "the last loading"
seed = 1
clock = { start = 2024-01-01, horizon_d = 60 }
milestone.deadline = { by = 2024-02-10 }
site.outpost.kind = "base"
site.home.kind = "apod"

[group.crew]
site = "outpost"
count = 10
board_after = "order to go"

[hold."order to go"]
not_before = 2024-01-03

[lift.convoy]
sites = ["outpost"]
to = "home"
supply = { tails = 1, begin_at = "site" }
payload_t = 100
uses_ramp = false
min_load = 1.0
wait_h = 2000
load_h = 2
leg = { outpost = { block_h = 48 } }
"""
CRATES = """
name = "crates"
seed = 1
clock = { start = 2024-01-01, horizon_d = 60 }
milestone.deadline = { by = 2024-02-10 }
site.camp.kind = "base"
site.home.kind = "apod"

[lot.crates]
site = "camp"
category = "lethal"
count = 5
weight_t = 10

[lift.truck]
sites = ["camp"]
to = "home"
payload_t = 10
load_h = 3
leg = { camp = { block_h = 20 } }
"""
ARRIVAL = 'lift.{}.crosses="arrival"'


@pytest.fixture
def held(tmp_path: Path) -> Path:
    path = tmp_path / "held.toml"
    path.write_text(HELD, encoding="utf-8")
    return path


@pytest.fixture
def crates(tmp_path: Path) -> Path:
    path = tmp_path / "crates.toml"
    path.write_text(CRATES, encoding="utf-8")
    return path


def both(config: Path, *overrides: str) -> tuple[float, float]:
    """Return the hours until the closure at mean values, and until the closure of history 0."""
    asked = plan(load(config, overrides))
    return arithmetic(asked).closure / HOUR, outcomes(asked, simulate(asked, 1, 0))["closure"] / HOUR


def same(hours: float) -> object:
    """Return what `both` is to equal if both closures come after `hours` hours."""
    return pytest.approx((hours, hours), abs=1e-3)


def printed(config: Path, *overrides: str) -> str:
    """Return what `sim check` prints, with line breaks and bars as blanks."""
    done = CliRunner().invoke(cli, ["check", str(config), *(word for one in overrides for word in ("--set", one))])
    assert done.exit_code == 0, done.output
    return re.sub(r"[\s|]+", " ", done.output)


@pytest.mark.parametrize("way", [0, 48])
def test_people_free_from_a_date_on_are_loaded_first(way: int, held: Path) -> None:
    """People who may board after two days are loaded in two hours. They are out at departure or, if the lift crosses on
    arrival, 48 h later.
    """
    crosses = [ARRIVAL.format("convoy")] if way else []
    assert both(held, *crosses) == same(48 + 2 + way)
    words = ", the last loading and the way to the border" if way else ", and the last loading"
    assert f'binding the dates given for "crew"{words}' in printed(held, *crosses)


def test_each_person_takes_time_to_board(held: Path) -> None:
    """Ten people who need 0.1 h each add an hour to the loading; four people on the four seats of a convoy
    add 0.4 h.
    """
    each = "lift.convoy.load_per_person_h=0.1"
    assert both(held, each) == same(48 + 2 + 1)
    seats = [each, "lift.convoy.seats=4", 'lift.convoy.supply={tails=3, begin_at="site"}']
    assert both(held, *seats) == same(48 + 2 + 0.4)


def test_each_tonne_takes_time_to_load(held: Path) -> None:
    """Thirty crates of a tonne board one convoy; at a quarter of an hour each they add 7.5 h to the loading."""
    text = HELD.replace("[group.crew]", '[lot.crates]\ncategory = "lethal"\nweight_t = 1').replace("= 10\n", "= 30\n")
    held.write_text(text, encoding="utf-8")
    assert both(held, "lift.convoy.load_per_t_h=0.25") == same(48 + 2 + 7.5)


def test_tasks_from_the_loading_on_count(held: Path) -> None:
    """When people may board, the tasks before the loading are already done; the loading and later tasks take time.

    Loading takes 1 h + 10 x 0.1 h = 2 h, "water" runs beside it, and "seal" takes half an hour more.
    """
    tasks = (
        "[{name='open', takes_h=3}, {name='board', loads=true, takes_h=1, per_person_h=0.1},"
        " {name='water', beside=true, takes_h=1.5}, {name='seal', takes_h=0.5}]"
    )
    held.write_text(HELD.replace("load_h = 2\n", f"task = {tasks.replace(chr(39), chr(34))}\n"), encoding="utf-8")
    assert both(held, "lift.convoy.uses_ramp=true") == same(48 + 2 + 0.5)


def test_loading_waits_for_the_hours_of_the_ramp(held: Path) -> None:
    """People may board at 00:00, but the ramp opens at 07:00, so their loading begins then."""
    hours = ["lift.convoy.uses_ramp=true", "site.outpost.ramp_hours=[{open_h=7, close_h=15}]"]
    assert both(held, *hours) == same(48 + 7 + 2)


def test_the_last_dated_mission_is_loaded(crates: Path) -> None:
    """The last of two dated missions comes on 6 January, and its load is out after three hours of loading.

    If the lift crosses on arrival, the load is out after 20 h more on the road.
    """
    dates = ["lot.crates.count=2", "lift.truck.supply={missions=[{at=2024-01-04}, {at=2024-01-06}]}"]
    assert both(crates, *dates) == same(5 * 24 + 3)
    assert both(crates, *dates, ARRIVAL.format("truck")) == same(5 * 24 + 3 + 20)


def test_the_last_dated_mission_loads_the_remaining_items(crates: Path) -> None:
    """Of 50 t, the first mission takes 40 t and the second 10 t.

    At a tenth of an hour for each tonne, 10 t add an hour to the three hours of loading.
    """
    dates = ["lift.truck.payload_t=40", "lift.truck.load_per_t_h=0.1"]
    dates += ["lift.truck.supply={missions=[{at=2024-01-04}, {at=2024-01-06}]}"]
    assert both(crates, *dates) == same(5 * 24 + 3 + 1)


@pytest.mark.parametrize(("tails", "trips"), [(1, 4), (5, 0), (9, 0)])
def test_the_last_load_of_a_fleet_need_not_wait_until_it_is_home(tails: int, trips: int, crates: Path) -> None:
    """It takes 20 h to the site, 43 h for each cycle before a tail's last load, and 3 h to load this load."""
    assert both(crates, f"lift.truck.supply={{tails={tails}}}") == same(trips * 43 + 20 + 3)


@pytest.mark.parametrize(("tails", "trips"), [(1, 4), (5, 0)])
def test_the_last_load_of_a_fleet_at_the_site_is_loaded(tails: int, trips: int, crates: Path) -> None:
    """If tails begin at the site, it takes 43 h for each cycle before a tail's last load, and 3 h to load this load."""
    there = f'lift.truck.supply={{tails={tails}, begin_at="site"}}'
    assert both(crates, there) == same(trips * 43 + 3)


def test_items_from_the_last_station_are_loaded(crates: Path) -> None:
    """A packer takes two days for each of five items, and the last item is loaded in three hours.

    A mission comes each hour, so the history closes at most an hour later.
    """
    pack = ["site.camp.station.pack={servers=1, service_h=48}", 'lot.crates.stations=["pack"]']
    mean, run = both(crates, *pack, "lift.truck.supply={per_week=168}")
    assert mean == pytest.approx(10 * 24 + 3)
    assert mean <= run <= mean + 1


def test_of_several_lifts_the_quickest_loading_counts(held: Path) -> None:
    """If a convoy of one lift loads for two hours and a convoy of another for one, the arithmetic counts one hour."""
    quick = HELD[HELD.index("[lift.convoy]") :].replace("convoy", "quick").replace("load_h = 2", "load_h = 1")
    held.write_text(HELD + quick, encoding="utf-8")
    assert both(held)[0] == pytest.approx(48 + 1)
