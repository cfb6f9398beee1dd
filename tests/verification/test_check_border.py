"""`sim check` adds the way to the border for a lift that crosses on arrival: each kind of limit, worked by hand.

The date at mean values is compared with the closure of a history in which nothing is random.
"""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from click.testing import CliRunner

from sim.analysis.outcomes.record import outcomes
from sim.arithmetic import Arithmetic, arithmetic
from sim.cli.entry import cli
from sim.config import load
from sim.model.compile import plan
from tests.engine import simulate

START = """
name = "a border two days away"
seed = 1
clock = { start = 2025-03-01, horizon_d = 90 }
milestone.deadline = { by = 2025-05-15 }
site.Camp.kind = "base"
site.Border.kind = "apod"

[lot.crates]
site = "Camp"
category = "lethal"
count = 5
weight_t = 10

[lift.convoy]
sites = ["Camp"]
to = "Border"
crosses = "arrival"
payload_t = 10
uses_ramp = false
leg.Camp = { block_h = 48 }
"""
RATE = "supply = { per_week = 7 }\n"
FLEET = "supply = { tails = 1 }\n"
# The force needs five sorties of ten tonnes. At one a day, the last is due at the end of the fifth day; the road takes
# two days.


@pytest.fixture
def config(tmp_path: Path) -> Path:
    path = tmp_path / "border.toml"
    path.write_text(START + RATE, encoding="utf-8")
    return path


def worked(config: Path, *overrides: str) -> Arithmetic:
    """Return the planner's arithmetic of the file, with some values set."""
    return arithmetic(plan(load(config, overrides)))


def days(found: Arithmetic) -> float:
    """Return the days until the closure at mean values."""
    return found.closure / 86_400


def run(config: Path, *overrides: str) -> float:
    """Return the days until the closure of history 0; without chance, all histories are the same."""
    asked = plan(load(config, overrides))
    return outcomes(asked, simulate(asked, 1, 0))["closure"] / 86_400


def printed(config: Path) -> str:
    """Return what `sim check` prints, with line breaks and bars as blanks."""
    done = CliRunner().invoke(cli, ["check", str(config)])
    assert done.exit_code == 0, done.output
    return re.sub(r"[\s|]+", " ", done.output)


# ------------------------------------------------------------------------------------------------- missions


def test_the_last_mission_at_a_rate_drives_to_the_border(config: Path) -> None:
    """The last of five daily missions is due after five days and drives for two.

    In the history, missions are due at noon, so its load is out half a day earlier.
    """
    assert days(worked(config)) == pytest.approx(5 + 2)
    assert run(config) == pytest.approx(4.5 + 2)
    assert days(worked(config, 'lift.convoy.crosses="departure"')) == pytest.approx(5)


def test_the_last_dated_mission_drives_to_the_border(config: Path) -> None:
    """The second of two dated missions comes on 6 March, five days after the start; its load is out two days later."""
    dates = ["lot.crates.count=2", "lift.convoy.supply={missions=[{at=2025-03-04}, {at=2025-03-06}]}"]
    assert days(worked(config, *dates)) == pytest.approx(5 + 2)
    assert run(config, *dates) == pytest.approx(5 + 2)


def test_hours_of_the_road_count_on_the_way(config: Path) -> None:
    """A convoy comes on 4 March at 00:00, three days after the start, and has 48 h to drive.

    It drives from 06:00 to 18:00 on four days, so its load is out at 18:00 of the fourth day.
    """
    dates = ["lot.crates.count=1", "lift.convoy.supply={missions=[{at=2025-03-04}]}"]
    hours = "lift.convoy.moves=[{open_h=6, close_h=18}]"
    assert days(worked(config, *dates, hours)) == pytest.approx(3 + 3.75)
    assert run(config, *dates, hours) == pytest.approx(3 + 3.75)


def test_breakdowns_count_on_the_way(config: Path) -> None:
    """Ten vehicles that each lose three hours with probability 0.1 add three hours on average to the 48 h of road."""
    broken = ["lift.convoy.vehicles=10", "lift.convoy.breakdown=0.1", "lift.convoy.recover_h=3"]
    assert days(worked(config, *broken)) == pytest.approx(5 + 51 / 24)


def test_a_lift_that_crosses_at_departure_needs_no_way(config: Path) -> None:
    """If the last load may ride on a plane whose load is out at wheels-up, no way is added.

    The convoy and the plane take one load a day each, so five loads take 2.5 days.
    """
    plane = """
[lift.plane]
sites = ["Camp"]
to = "Border"
payload_t = 10
leg.Camp = { block_h = 48 }
supply = { per_week = 7 }
"""
    config.write_text(START + RATE + plane, encoding="utf-8")
    assert days(worked(config)) == pytest.approx(2.5)


# --------------------------------------------------------------------------------------------------- fleets


def test_the_cycle_of_a_fleet_includes_the_way(config: Path) -> None:
    """One convoy, based at the border, is back there with its fifth load after five round trips of four days."""
    config.write_text(START + FLEET, encoding="utf-8")
    assert days(worked(config)) == pytest.approx(5 * 4)
    assert run(config) == pytest.approx(5 * 4)


def test_a_large_fleet_drives_to_the_border_too(config: Path) -> None:
    """At the rate of a hundred convoys, five loads would take 0.2 days, but the way there and back takes four days.

    Convoys that begin at the camp need only the two days to the border.
    """
    config.write_text(START + FLEET, encoding="utf-8")
    many = "lift.convoy.supply.tails=100"
    assert days(worked(config, many)) == pytest.approx(2 + 2)
    assert run(config, many) == pytest.approx(2 + 2)
    there = 'lift.convoy.supply={tails=100, begin_at="site"}'
    assert run(config, there) == pytest.approx(2)


@pytest.mark.parametrize(("tails", "mean", "crossed"), [(1, 16 + 2, 16 + 2), (2, 6 + 2, 8 + 2), (5, 2, 2)])
def test_convoys_based_at_the_camp_need_no_way_there(tails: int, mean: float, crossed: float, config: Path) -> None:
    """Convoys begin at the camp, and a cycle takes four days. Each load is out two days after it has left the camp.

    One convoy takes the first of five loads at once, and the other four after a cycle each. Two convoys take two loads
    at once and the other three in 1.5 cycles at mean values; in the history, one of them needs two whole cycles. Five
    convoys take all loads at once.
    """
    config.write_text(START + FLEET, encoding="utf-8")
    there = f'lift.convoy.supply={{tails={tails}, begin_at="site"}}'
    assert days(worked(config, there)) == pytest.approx(mean)
    assert run(config, there) == pytest.approx(crossed)


def test_a_fleet_drives_to_the_border_after_its_permission(config: Path) -> None:
    """A hundred convoys may first move after 20 days; they drive two days each way, so all are out after 24 days."""
    config.write_text(START + FLEET, encoding="utf-8")
    late = ["lift.convoy.supply.tails=100", 'permission.p={lifts=["convoy"], opens_after_d=20}']
    assert days(worked(config, *late)) == pytest.approx(24)
    assert run(config, *late) == pytest.approx(24)


def test_headway_delays_the_last_departure(config: Path) -> None:
    """With a headway of a day, the fifth convoy departs after four days, and drives for two more."""
    config.write_text(START + FLEET, encoding="utf-8")
    apart = ['lift.convoy.supply={tails=100, begin_at="site"}', "lift.convoy.headway_h=24"]
    assert days(worked(config, *apart)) == pytest.approx(4 + 2)
    assert run(config, *apart) == pytest.approx(4 + 2)


# ------------------------------------------------------------------------------------- dates, holds, stations

HELD = """
name = "begin at site"
seed = 1
clock = { start = 2024-01-01, horizon_d = 40 }
milestone.deadline = { by = 2024-01-10 }
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
crosses = "arrival"
supply = { tails = 1, begin_at = "site" }
payload_t = 100
uses_ramp = false
min_load = 1.0
wait_h = 2000
load_h = 2
leg = { outpost = { block_h = 240 } }
"""


def test_people_held_until_a_date_drive_from_then_on(config: Path) -> None:
    """People who may go on 3 January, two days after the start, are loaded in two hours and drive for ten days."""
    config.write_text(HELD, encoding="utf-8")
    assert days(worked(config)) == pytest.approx(2 + 10 + 2 / 24)
    assert run(config) == pytest.approx(2 + 10 + 2 / 24)
    assert 'binding the dates given for "crew", the last loading and the way to the border' in printed(config)
    assert "all required out 13 Jan" in printed(config)
    assert days(worked(config, 'lift.convoy.crosses="departure"')) == pytest.approx(2 + 2 / 24)


def test_missions_before_the_date_of_a_hold_do_not_count(config: Path) -> None:
    """Crates may board from day 20 on. At one mission a day they need five days, and the last drives for two more.

    In the history, missions are due at noon, so they need 4.5 days.
    """
    held = ["hold.order={not_before=2025-03-21}", 'lot.crates.board_after="order"']
    assert days(worked(config, *held)) == pytest.approx(20 + 5 + 2)
    assert run(config, *held) == pytest.approx(20 + 4.5 + 2)
    assert days(worked(config, *held, 'lift.convoy.crosses="departure"')) == pytest.approx(20 + 5)


def test_items_from_the_last_station_drive_to_the_border(config: Path) -> None:
    """A packer who takes three days for each of five items ends after 15 days, and the last item is out after 17."""
    pack = ["site.Camp.station.pack={servers=1, service_h=72}", 'lot.crates.stations=["pack"]']
    often = "lift.convoy.supply={per_week=168}"
    assert days(worked(config, *pack, often)) == pytest.approx(15 + 2)
    assert run(config, *pack, often) == pytest.approx(15 + 2, abs=1 / 24)


def test_items_from_the_ramp_drive_to_the_border(config: Path) -> None:
    """One working spot and 48 h of loading let 10 t x 24 h / 48 h x 0.85 = 4.25 t of the 50 t leave a day.

    The 0.85 is the queueing efficiency that planners assume.
    """
    ramp = ["site.Camp.working=1", "lift.convoy.uses_ramp=true", "lift.convoy.load_h=48"]
    assert days(worked(config, *ramp)) == pytest.approx(50 / 4.25 + 2)


# ---------------------------------------------------------------------------------------- series, hubs, gates

HUB = """
[site.Hub]
kind = "base"

[route.over]
via = ["Hub"]

[lift.truck]
sites = ["Camp"]
to = "Hub"
payload_t = 10
uses_ramp = false
leg.Camp = { block_h = 6 }
supply = { per_week = 7 }
"""


def over_a_hub(supply: str) -> str:
    """Return the case with a hub: trucks go from the camp to the hub in 6 h, convoys from there to the border."""
    return START.replace("Camp = {", "Hub = {").replace('sites = ["Camp"]', 'sites = ["Hub"]') + supply + HUB


@pytest.mark.parametrize(("leg", "a_week"), [("truck", 70), ("convoy", 7)])
def test_the_last_of_two_legs_is_added_once(leg: str, a_week: int, config: Path) -> None:
    """Trucks or convoys bind with one mission a day, so five loads take five days.

    The two days that the last convoy drives are added once in both cases. If convoys bind, their five days count from
    the arrival of the first truck at the hub, six hours after the start. A history does not close a day earlier.
    """
    config.write_text(over_a_hub(RATE), encoding="utf-8")
    routed = ['lot.crates.routes=["over"]', "lift.convoy.supply.per_week=70", "lift.truck.supply.per_week=70"]
    trucks_bind = [*routed[:2], "lift.truck.supply.per_week=7"]
    convoy_binds = [routed[0], "lift.convoy.supply.per_week=7", routed[2]]
    found = worked(config, *(trucks_bind if leg == "truck" else convoy_binds))
    assert days(found) == pytest.approx(5 + 2 + (0 if leg == "truck" else 0.25))
    assert run(config, *(trucks_bind if leg == "truck" else convoy_binds)) > days(found) - 1.0


def test_the_network_says_when_a_camp_is_clear(config: Path) -> None:
    """The network that `sim check` prints says that the camp is clear on 6 March, after five days.

    The last load crosses the border on 8 March.
    """
    routed = ['lot.crates.routes=["over"]', "lift.convoy.supply.per_week=70"]
    text = over_a_hub(RATE.replace("7", "70")).replace("weight_t = 10\n", 'weight_t = 10\nroutes = ["over"]\n')
    config.write_text(text, encoding="utf-8")
    assert days(worked(config, *routed)) == pytest.approx(7)
    got = printed(config)
    assert "Camp, by truck: 6 Mar" in got
    assert "all required out 8 Mar" in got


def test_no_way_is_added_behind_a_gate_at_the_border(config: Path) -> None:
    """Five convoys that need two days each at a gate with one spot pass it in ten days, and their loads are then out.

    The history closes later.
    """
    gate = ["site.Border.parking=1", "lift.convoy.uses_ramp=true", "lift.convoy.offload_h=48"]
    assert days(worked(config, *gate)) == pytest.approx(10)
    assert run(config, *gate) > 10


def test_only_the_way_to_a_hub_abroad_counts(config: Path) -> None:
    """A load is out when it reaches a hub abroad after two days, so the ten days of flight from there do not count."""
    beyond = """
[site.Far]
kind = "apod"

[lift.onward]
sites = ["Border"]
to = "Far"
payload_t = 10
leg.Border = { block_h = 240 }
supply = { per_week = 7 }

[route.away]
via = ["Border"]
"""
    text = START.replace('site.Border.kind = "apod"', 'site.Border = { kind = "hub", abroad = true }')
    text = text.replace("weight_t = 10\n", 'weight_t = 10\nroutes = ["away"]\n')
    config.write_text(text + RATE + beyond, encoding="utf-8")
    assert days(worked(config)) == pytest.approx(5 + 2)
    assert run(config) == pytest.approx(4.5 + 2)
