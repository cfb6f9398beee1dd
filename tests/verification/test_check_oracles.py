"""Cases with known results (oracles) W1 to W4: ramps and a fleet, by the formulas of AFPAM 10-1403 and by `sim check`.

The UTE rate is the number of hours that an aircraft flies on a day; `st` are short tons.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from sim.arithmetic import factors
from tests.checking import printed, worked, written

ST = factors.SHORT_TON_T

SCENARIO = f"""
name = "AFPAM 10-1403"
seed = 1
clock = {{ start = 2024-01-01, horizon_d = 30 }}
milestone.deadline = {{ by = 2024-01-31 }}
site.home.kind = "apod"

[site.field]
kind = "base"
working = 1

[lot.freight]
site = "field"
category = "lethal"
total_t = {1756 * ST}
item_t = {{ low = {ST}, high = {ST} }}

[lift.c17]
sites = ["field"]
to = "home"
payload_t = {45 * ST}
load_h = 3.25
offload_h = 3.25
speed_kt = 400
leg.field = {{ distance_nm = 1950 }}
supply = {{ tails = 6 }}
"""


@pytest.fixture
def config(tmp_path: Path) -> Path:
    return written(tmp_path, SCENARIO)


def day_hours(hours: int) -> str:
    """Return the setting with which the ramp of the field is open for this many hours a day."""
    return f"site.field.ramp_hours=[{{open_h=6, close_h={6 + hours}}}]"


# ------------------------------------------------------------------------------------------- W1, W2, W4: ramps


@pytest.mark.parametrize(
    ("mog", "hours", "st_per_day"),
    [(1, 24, 282.46), (6, 24, 1694.77), (1, 10, 117.69), (1, 12, 141.23), (1, 16, 188.31)],
    ids=["W1", "W2", "W4 10 h", "W4 12 h", "W4 16 h"],
)
def test_the_throughput_of_a_ramp(mog: int, hours: int, st_per_day: float, config: Path) -> None:
    """The formula and `sim check` both give a throughput of MOG x payload x hours / ground time x 0.85."""
    assert factors.station_throughput(mog, 45, hours, 3.25) == pytest.approx(st_per_day, abs=0.005)
    hours_kept = [] if hours == 24 else [day_hours(hours)]
    (ramp,) = worked(config, f"site.field.working={mog}", *hours_kept).ramps
    assert ramp.t_per_day / ST == pytest.approx(st_per_day, abs=0.005)


@pytest.mark.parametrize(
    ("overrides", "got"),
    [
        ([], "1 spot x 40.8 t x 24 h / 3.25 h x 0.85 = 256 t (282.5 st) a day"),
        (["site.field.working=6"], "= 1,537 t (1,694.8 st) a day"),
        ([day_hours(10)], "x 10 h / 3.25 h x 0.85 = 107 t (117.7 st) a day"),
        ([day_hours(12)], "(141.2 st) a day"),
        ([day_hours(16)], "(188.3 st) a day"),
    ],
    ids=["W1", "W2", "W4 10 h", "W4 12 h", "W4 16 h"],
)
def test_check_prints_station_throughput(overrides: list[str], got: str, config: Path) -> None:
    """`sim check` prints the throughput as a product of its factors, and the result of AFPAM 10-1403 in short tons."""
    assert got in printed(config, *overrides)


def test_parking_spots_limit_as_working_spots_do(config: Path) -> None:
    """One parking spot and nine working spots give the throughput of one spot (W1).

    If neither number is stated, `sim check` says that the ramp has no limit.
    """
    (parked,) = worked(config, "site.field.working=9", "site.field.parking=1").ramps
    assert parked.t_per_day / ST == pytest.approx(282.46, abs=0.005)
    text = SCENARIO.replace("working = 1", "")
    config.write_text(text, encoding="utf-8")
    assert "ramp no limit" in printed(config)


# --------------------------------------------------------------------------------------------------- W3: rates


def test_fleet_formulas() -> None:
    """The formulas give the missions, flying time, cycle, fleet throughput, closure and UTE ceiling of W3."""
    flying = factors.round_trip_flying(1950, 400)
    cycle = factors.cycle_time(flying, 3.25 + 3.25)
    fleet = factors.fleet_throughput(6, 8, flying, 45)
    assert factors.missions_required(1756, 45) == 40
    assert flying == 9.75
    assert cycle == 16.25
    assert fleet == pytest.approx(221.54, abs=0.005)
    assert factors.closure_days(1756, fleet) == pytest.approx(7.926, abs=0.0005)
    assert factors.ute_ceiling(flying, cycle) == pytest.approx(14.4)


def test_a_ute_rate_above_the_ceiling_changes_nothing(config: Path) -> None:
    """A UTE rate at or above the ceiling of 14.4 h a day changes nothing, because the cycle allows no more flying."""
    free = worked(config)
    assert worked(config, ute=14.4).lift_t == pytest.approx(free.lift_t)
    assert worked(config, ute=20).lift_t == free.lift_t
    assert free.lift_t == pytest.approx(factors.cycling_throughput(6, 16.25, 45 * ST))


def test_check_gives_the_rates_of_w3(config: Path) -> None:
    """With six spots, the fleet of W3 binds. It needs 7.926 days, less the part of the last trip after wheels-up.

    At 8 flying hours a day, a round trip with 9.75 flying hours takes 29.25 h: 4.875 h to the site, 3.25 h of loading,
    and 21.125 h after wheels-up.
    """
    found = worked(config, "site.field.working=6", ute=8)
    (c17,) = found.lifts
    assert found.required.heavy_sorties == 40
    assert (c17.flying_h, c17.cycle_h) == (9.75, 16.25)
    assert found.lift_t / ST == pytest.approx(221.54, abs=0.005)
    assert found.binding is not None
    assert found.binding.kind == "lift"
    assert found.closure / 86_400 == pytest.approx(7.926 - (29.25 - 4.875 - 3.25) / 24, abs=0.0005)


def test_check_prints_the_rates_of_w3(config: Path) -> None:
    """`sim check --ute 8` prints the rates of W3."""
    got = printed(config, "site.field.working=6", options=["--ute", "8"])
    for part in (
        "40 heavy sorties",
        "6 tails, flying 9.75 h in a cycle of 16.25 h",
        "UTE ceiling 14.4 h/day",
        "at UTE 8 201 t (221.5 st) a day",
        "40 missions in 7.93 days",
        "all required out 8 Jan",
    ):
        assert part in got


PEOPLE = """
[site.camp]
kind = "base"

[site.south]
kind = "base"

[route.road]
via = ["field"]

[group.north]
site = "camp"
count = 100
routes = ["road"]

[group.south]
site = "south"
count = 50

[lift.bus]
sites = ["camp"]
to = "field"
payload_t = 4
pallets = 0
seats = 20
uses_ramp = false
load_h = 1
leg.camp = { block_h = 1 }
supply = { tails = 2 }

[lift.coach]
sites = ["field", "south"]
to = "home"
payload_t = 10
pallets = 0
seats = 50
leg = { field = { block_h = 1 }, south = { block_h = 1 } }
supply = { per_week = 7 }
"""


def test_check_counts_a_fleet_for_people_in_people(config: Path) -> None:
    """Two buses of 20 seats with a cycle of 3 h move 320 people a day, so 100 people need 5 trips and 0.31 days."""
    config.write_text(SCENARIO.replace("[lot.freight]", PEOPLE + "\n[lot.freight]", 1), encoding="utf-8")
    assert "2 tails, flying 2.00 h in a cycle of 3.00 h" in printed(config)
    assert "if no tail ever waits 320 people a day 5 missions in 0.31 days" in printed(config)


def test_only_lifts_with_seats_out_of_the_country_count_for_people(config: Path) -> None:
    """Coaches take 50 people a day out of the country, so 150 people are out after 3 days.

    `sim check` names the coaches alone: buses drive within the country, and the C-17 has no seats here.
    """
    text = SCENARIO.replace("[lot.freight]", PEOPLE + "\n[lot.freight]", 1).replace(str(1756 * ST), str(45 * ST))
    config.write_text(text.replace("speed_kt = 400", "speed_kt = 400\nseats = 0"), encoding="utf-8")
    assert "binding seats (coach 7 a week with 50 seats) date all required" in printed(config)
    assert worked(config).closure / 86_400 == pytest.approx(3.0)


# ------------------------------------------------------------------------------------------------ other limits


def test_rework_divides_a_station_by_the_chance_to_pass(config: Path) -> None:
    """The throughput of a station is servers x open hours / service x weight x (1 - fail).

    Here it is 2 x 12 / 4 x 1 st x 0.8 a day, the smallest limit of the case, so the station binds.
    """
    stations = (
        'stations = ["wash"]\n[site.field.station.wash]\nservers = 2\nservice_h = 4\nfail = 0.2\n'
        "hours = [{ open_h = 6, close_h = 18 }]\n"
    )
    config.write_text(SCENARIO.replace("\n[lift.c17]", f"{stations}\n[lift.c17]"), encoding="utf-8")
    found = worked(config, "site.field.working=6")
    assert found.preparation_t / ST == pytest.approx(2 * 12 / 4 * (1 - 0.2), rel=1e-6)
    assert found.binding is not None
    assert found.binding.kind == "preparation"
    got = printed(config, "site.field.working=6")
    assert "wash is the slowest step: 2 servers, 12 h a day, 4 h for one item, 1.25 visits each" in got


def test_refused_and_lost_missions_do_not_count(config: Path) -> None:
    """If refused and cancelled missions are lost, a lift flies (1 - refuse) x (1 - cancel) of its missions.

    If such missions slip to a later time, it flies all of them.
    """
    changed = ["lift.c17.supply={per_week=14}", "lift.c17.refuse=0.1", "lift.c17.cancel=0.2"]
    assert worked(config, *changed).clearance_t == worked(config, *changed).lift_t
    lost = worked(config, *changed, 'lift.c17.on_cancel="lost"')
    assert lost.clearance_t == pytest.approx(lost.lift_t * 0.9 * 0.8)


def test_permission_delays_everything(config: Path) -> None:
    """A permission that opens after 2 to 6 days delays the closure by the mean, 4 days.

    `sim check` gives the mean date, and the span of dates in which the permission opens in 9 of 10 cases.
    """
    permit = 'permission.p={lifts=["c17"], opens_after_d={low=2, high=6}}'
    free, late = (worked(config, "site.field.working=6", *extra, ute=8) for extra in ([], [permit]))
    assert (late.closure - free.closure) / 86_400 == pytest.approx(4.0)
    assert "permission for c17 from 5 Jan (uncertain: 3 Jan to 6 Jan in 9 of 10 cases)" in printed(config, permit)


def test_uncertain_numbers_count_with_their_mean(config: Path) -> None:
    """An unknown counts with the mean of its draw: 4 tails. The spots follow as half of that mean: 2."""
    text = SCENARIO + (
        '\n[uncertainty."lift.c17.supply.tails"]\ndraw = { low = 2, high = 6 }\n'
        '\n[uncertainty.spots]\nto = ["site.field.working"]\nsame_as = "lift.c17.supply.tails"\nslope = 0.5\n'
    )
    config.write_text(text, encoding="utf-8")
    found = worked(config)
    assert found.lifts[0].tails == 4
    assert found.ramps[0].spots == 2
