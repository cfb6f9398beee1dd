"""`sim check` of legs in series and of alternative routes: rates and dates, worked by hand."""

from __future__ import annotations

from pathlib import Path

import pytest

from sim.analysis.outcomes.record import outcomes
from sim.config import load
from sim.model.compile import plan
from tests.checking import days, printed, worked, written
from tests.engine import simulate

START = """
name = "series and alternatives"
seed = 1
clock = { start = 2025-03-01, horizon_d = 90 }
milestone.deadline = { by = 2025-05-15 }
site.Camp.kind = "base"
site.Port.kind = "apod"
"""
SERIES = f"""{START}
site.Hub.kind = "base"
route.over.via = ["Hub"]

[lot.crates]
site = "Camp"
category = "lethal"
count = 400
weight_t = 1
routes = ["over"]

[lift.truck]
sites = ["Camp"]
to = "Hub"
payload_t = 10
load_h = 1
uses_ramp = false
leg.Camp = {{ block_h = 4 }}
supply = {{ per_week = 70 }}

[lift.plane]
sites = ["Hub"]
to = "Port"
payload_t = 40
load_h = 2
leg.Hub = {{ block_h = 6 }}
supply = {{ per_week = 7 }}
"""
# 400 t go by truck at 100 t a day to the hub, and from there by plane at 40 t a day. The planes need ten days from the
# arrival of the first truck at the hub, after 1 h of loading and 4 h of road.
WAYS = f"""{START}
route.north.lifts = ["north"]
route.south.lifts = ["south"]

[permission.north]
routes = ["north"]
lost = 1
lost_after_d = 10
lost_for_d = 200

[permission.south]
routes = ["south"]
opens_after_d = 10

[lot.crates]
site = "Camp"
category = "lethal"
count = 600
weight_t = 1
routes = ["north", "south"]

[lift.north]
sites = ["Camp"]
to = "Port"
payload_t = 40
load_h = 1
leg.Camp = {{ block_h = 4 }}
supply = {{ per_week = 7 }}

[lift.south]
sites = ["Camp"]
to = "Port"
payload_t = 20
load_h = 1
leg.Camp = {{ block_h = 4 }}
supply = {{ per_week = 7 }}
"""
# The northern route is open for ten days and takes 40 t a day (400 t). Then the southern route takes 20 t a day, so it
# needs ten days more for the other 200 t.


@pytest.fixture
def series(tmp_path: Path) -> Path:
    return written(tmp_path, SERIES)


@pytest.fixture
def ways(tmp_path: Path) -> Path:
    return written(tmp_path, WAYS)


# ----------------------------------------------------------------------------------------------- legs in series


@pytest.mark.parametrize(("trucks", "least"), [(70, 40.0), (14, 20.0)], ids=["the plane", "the trucks"])
def test_the_least_of_legs_in_series_is_what_leaves(trucks: int, least: float, series: Path) -> None:
    """Planes take 40 t a day from the hub. If trucks bring 100 t a day, 40 t leave; if they bring 20 t, 20 t leave."""
    found = worked(series, f"lift.truck.supply.per_week={trucks}")
    assert found.lift_t == pytest.approx(least)
    assert f"per day lift {least:.0f} t" in printed(series, f"lift.truck.supply.per_week={trucks}")


def test_a_leg_begins_when_the_leg_before_has_brought_the_first_load(series: Path) -> None:
    """The ten days of flights begin when the first truck has loaded for an hour and driven for four. The last flight
    loads for two hours.

    A station at the camp that takes a day delays the flights by a day.
    """
    assert days(worked(series)) == pytest.approx(10 + (1 + 4 + 2) / 24)
    pack = ["site.Camp.station.pack={servers=400, service_h=24}", 'lot.crates.stations=["pack"]']
    assert days(worked(series, *pack)) == pytest.approx(11 + (1 + 4 + 2) / 24)


def test_lift_waits_for_the_release_of_its_movers(series: Path) -> None:
    """If movers may begin only after 20 days, sorties count from then on.

    Trucks need twenty days for 400 t at 20 t a day, and the last truck loads for an hour. The planes do not limit.
    """
    late = ["lot.crates.release=2025-03-21", "lift.plane.supply.per_week=20000"]
    assert days(worked(series, *late, "lift.truck.supply.per_week=14")) == pytest.approx(20 + 20 + 1 / 24)


def test_sites_side_by_side_are_added(series: Path) -> None:
    """A second camp with its own plane adds 40 t a day to the 40 t that leave over the hub."""
    beside = """
[site.West]
kind = "base"

[lot."west crates"]
site = "West"
category = "lethal"
count = 100
weight_t = 1

[lift.jet]
sites = ["West"]
to = "Port"
payload_t = 40
load_h = 2
leg.West = { block_h = 6 }
supply = { per_week = 7 }
"""
    series.write_text(SERIES + beside, encoding="utf-8")
    assert worked(series).lift_t == pytest.approx(80.0)


def test_ramps_and_stations_in_series_let_the_least_through(series: Path) -> None:
    """A station at the camp takes an hour for each item of 1 t, and a station at the hub takes two, so 12 t a day pass.

    Of the two ramps in series, the smaller throughput counts too: trucks of 10 t that load for an hour (240 t a day) or
    planes of 40 t that load for two hours (480 t a day), times the queueing efficiency of 0.85.
    """
    pack = "site.Camp.station.pack={servers=1, service_h=1}"
    wash = "site.Hub.station.wash={servers=1, service_h=2}"
    steps = [pack, wash, 'lot.crates.stations=["pack"]', 'route.over.stations={Hub=["wash"]}']
    assert worked(series, *steps).preparation_t == pytest.approx(12.0)
    ramp = worked(series, "site.Hub.working=1", "site.Camp.working=1", "lift.truck.uses_ramp=true")
    assert ramp.ramp_t == pytest.approx(min(10 * 24 / 1, 40 * 24 / 2) * 0.85)


def test_a_fleet_counts_only_what_may_ride_it(series: Path) -> None:
    """The one truck of a camp with 100 t needs ten missions of 10 t, although 500 t leave the country over the hub.

    A cycle takes 9 h, so ten missions take 3.75 days.
    """
    camp = '\n[lot."hub crates"]\nsite = "Hub"\ncategory = "lethal"\ncount = 400\nweight_t = 1\n'
    series.write_text(SERIES.replace("count = 400", "count = 100") + camp, encoding="utf-8")
    assert "10 missions in 3.75 days" in printed(series, "lift.truck.supply={tails=1}")


# ------------------------------------------------------------------------------------------------- alternatives


@pytest.mark.parametrize("rule", ["first_open", "any"])
def test_routes_that_are_never_open_together_are_not_added(rule: str, ways: Path) -> None:
    """The rates are 40 t a day for ten days and then 20 t a day, and never 60 t. So 600 t take twenty days and an hour
    of loading.
    """
    found = worked(ways, f'lot.crates.route_rule="{rule}"')
    assert found.lift_t == pytest.approx(40.0)
    assert days(found) == pytest.approx(20 + 1 / 24)
    got = printed(ways, f'lot.crates.route_rule="{rule}"')
    assert "lift 40 t (at most 40 t at any time: ways that are not open together are not added up)" in got


def test_routes_that_are_open_together_are_added(ways: Path) -> None:
    """If both routes are open from the start and movers may take either, 60 t leave a day, so 600 t take ten days.

    The last load takes an hour to load.
    """
    both = ["permission.south.opens_after_d=0", "permission.north.lost=0", 'lot.crates.route_rule="any"']
    found = worked(ways, *both)
    assert found.lift_t == pytest.approx(60.0)
    assert days(found) == pytest.approx(10 + 1 / 24)


def test_a_second_route_is_not_added_while_the_first_is_open(ways: Path) -> None:
    """If movers take the first route that is open, only its 40 t a day count. So 600 t take fifteen days and an hour of
    loading.
    """
    found = worked(ways, "permission.south.opens_after_d=0", "permission.north.lost=0")
    assert found.lift_t == pytest.approx(40.0)
    assert days(found) == pytest.approx(15 + 1 / 24)


def test_a_route_is_not_used_before_its_permission(ways: Path) -> None:
    """The only route is the southern one, which opens after ten days and takes 20 t a day. So 400 t are out after 10 +
    20 days and an hour of loading.
    """
    parts = [part for part in WAYS.split("\n\n") if not part.startswith(("[permission.north", "[lift.north"))]
    text = "\n\n".join(parts).replace('route.north.lifts = ["north"]\n', "").replace('"north", "south"', '"south"')
    ways.write_text(text, encoding="utf-8")
    assert days(worked(ways, "lot.crates.count=400")) == pytest.approx(30 + 1 / 24)


def test_lifts_that_come_one_after_another_are_not_added(ways: Path) -> None:
    """One lift of 40 t a day runs until day ten, and another of 20 t a day from then on. Their rates are not added. So
    600 t take twenty days and an hour of loading.
    """
    text = WAYS.replace('routes = ["north", "south"]\n', "")
    text = "\n".join(part for part in text.split("\n\n") if not part.startswith("[permission"))
    ways.write_text(
        text.replace('route.north.lifts = ["north"]\nroute.south.lifts = ["south"]\n', ""), encoding="utf-8"
    )
    ends = ["lift.north.supply.until=2025-03-10", "lift.south.supply.begins=2025-03-11"]
    found = worked(ways, *ends)
    assert found.lift_t == pytest.approx(40.0)
    assert days(found) == pytest.approx(20 + 1 / 24)


def test_seats_out_are_those_that_leave_the_country(series: Path) -> None:
    """With 20 seats a day to a hub abroad and 140 seats a day from there, 20 people a day are out."""
    people = """
[site.Beyond]
kind = "hub"
abroad = true

[route.beyond]
via = ["Beyond"]

[group.staff]
site = "Camp"
count = 100
routes = ["beyond"]

[lift.shuttle]
sites = ["Camp"]
to = "Beyond"
payload_t = 10
pallets = 0
seats = 20
leg.Camp = { block_h = 1 }
supply = { per_week = 7 }

[lift.onward]
sites = ["Beyond"]
to = "Port"
payload_t = 10
pallets = 0
seats = 140
leg.Beyond = { block_h = 1 }
supply = { per_week = 7 }
"""
    series.write_text(START + people, encoding="utf-8")
    assert "per day lift 20 people out" in printed(series)


# --------------------------------------------------------------------------------------- hours, what is left out

SHUTTLE = f"""{START}
[lot.crates]
site = "Camp"
category = "lethal"
count = 90
weight_t = 1

[lift.plane]
sites = ["Camp"]
to = "Port"
payload_t = 10
load_h = 1
offload_h = 1
leg.Camp = {{ block_h = 2 }}
supply = {{ tails = 1 }}
"""
# A round trip takes 2 + 1 + 2 + 1 = 6 h, so there are four a day. If the camp is open for 12 h or a little more, there
# are only three.


@pytest.mark.parametrize(
    ("hours", "a_day"), [("", 4), ("{open_h=6, close_h=18.5}", 3), ("{open_h=6, close_h=11}", 1)], ids=str
)
def test_opening_hours_of_a_site_limit_a_fleet(hours: str, a_day: int, series: Path) -> None:
    """A tail lands at most once in a cycle of 6 h, and only in open hours: three times in 12.5 h, once in 5 h.

    At mean values, its first landing is two hours after the start. The landing for the ninth and last load is 8 /
    `a_day` days later, and loading takes an hour. A history does not close earlier.
    """
    series.write_text(SHUTTLE, encoding="utf-8")
    found = worked(series, f"site.Camp.runway_hours=[{hours}]")
    assert found.lift_t == pytest.approx(10.0 * a_day)
    assert days(found) == pytest.approx(8 / a_day + 3 / 24)
    assert f"{10 * a_day} t (" in printed(series, f"site.Camp.runway_hours=[{hours}]")
    asked = plan(load(series, [f"site.Camp.runway_hours=[{hours}]"]))
    assert outcomes(asked, simulate(asked, 1, 0))["closure"] / 86_400 > days(found) - 1e-6


def test_the_check_says_what_it_leaves_out(series: Path) -> None:
    """`sim check` lists as left out: a hold that adds days, a permission that may be withdrawn, and missions that slip.

    A case without any of these has no such list.
    """
    assert "left out" not in printed(series, "lift.truck.supply.per_week=14", "lift.plane.supply.per_week=70")
    more = """
[hold.paper]
until = [{ lot = ["crates"] }]
then_d = 4

[group.rear]
site = "Hub"
count = 5
board_after = "paper"

[permission.sky]
lifts = ["plane"]
lost = 0.5
lost_after_d = 3
lost_for_d = 2
"""
    series.write_text(SERIES.replace("load_h = 2", "load_h = 2\ncancel = 0.2") + more, encoding="utf-8")
    got = printed(series)
    for words in (
        'hold "paper", which waits for other movers',
        'permission "sky" may be withdrawn',
        "that are cancelled (20 %) come later",
    ):
        assert words in got
