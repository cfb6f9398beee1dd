"""`sim check` of lift, roads and gates that several sites share: dates at mean values, worked by hand."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.checking import bound, days, printed, worked, written

CAMPS = """
name = "two camps, one convoy"
seed = 1
clock = { start = 2025-03-01, horizon_d = 60 }
milestone.deadline = { by = 2025-04-30 }
site.East.kind = "base"
site.West.kind = "base"
site.Port.kind = "apod"

[lot."East crates"]
site = "East"
category = "lethal"
count = 40
weight_t = 1

[lot."West crates"]
site = "West"
category = "lethal"
count = 60
weight_t = 1

[lift.convoy]
sites = ["East", "West"]
to = "Port"
crosses = "arrival"
payload_t = 10
seats = 10
uses_ramp = false
load_h = 2
offload_h = 1
turn_h = 1
leg = { East = { block_h = 4 }, West = { block_h = 10 } }
supply = { tails = 1 }
"""
# East needs 4 round trips of 12 h (8 h on the road, 4 h on the ground), and West 6 round trips of 24 h. One convoy
# needs 192 h or 8 days for all. The last load is out when it is offloaded; the hour of turning round comes after that.
TURN = 1 / 24
"""The hour of turning round [d]."""


@pytest.fixture
def camps(tmp_path: Path) -> Path:
    return written(tmp_path, CAMPS)


# ---------------------------------------------------------------------------------------- one convoy for two camps


def test_two_camps_that_share_one_convoy_are_clear_after_both(camps: Path) -> None:
    """One convoy needs 8 days for both camps, less its last hour of turning round. East alone needs 2 days, and West
    alone 6 days.
    """
    both = worked(camps)
    assert days(both) == pytest.approx(8.0 - TURN)
    assert (bound(both).kind, len(bound(both).sites)) == ("lift", 2)
    assert bound(both).per_day == pytest.approx(10 / 8)
    assert days(worked(camps, "lot.West crates.count=0")) == pytest.approx(2.0 - TURN)
    assert days(worked(camps, "lot.East crates.count=0")) == pytest.approx(6.0 - TURN)


def test_the_network_shows_the_date_of_both_camps_that_share_a_convoy(camps: Path) -> None:
    """The printed network gives each camp the date of both together, and says that the lift serves two sites."""
    got = printed(camps)
    assert "East, by convoy: 8 Mar (lift, 8.8 sorties a week for 2 sites)" in got
    assert "West, by convoy: 8 Mar (lift, 8.8 sorties a week for 2 sites)" in got
    assert "all required out 8 Mar" in got


def test_a_lift_of_its_own_frees_a_camp(camps: Path) -> None:
    """If trucks serve East, the convoy serves West alone and takes 6 days."""
    trucks = (
        '\n[lift.trucks]\nsites = ["East"]\nto = "Port"\npayload_t = 10\nload_h = 2\noffload_h = 2\n'
        "leg = { East = { block_h = 4 } }\nsupply = { tails = 4 }\n"
    )
    camps.write_text(CAMPS + trucks, encoding="utf-8")
    assert days(worked(camps, 'lot.East crates.lifts=["trucks"]')) == pytest.approx(6.0 - TURN)
    assert bound(worked(camps, 'lot.East crates.lifts=["trucks"]')).lifts == (0,)


def test_hours_of_the_road_stretch_a_cycle(camps: Path) -> None:
    """If the convoy may drive only from 06:00 to 18:00, a round trip takes 20 h to East and 44 h to West.

    The first nine trips take 4 x 20 h + 5 x 44 h = 300 h. On the last trip, the convoy is at West 20 h later, at 08:00
    (hour 320). It loads until 10:00, drives until 18:00 and from 06:00 to 08:00, and is offloaded in an hour.
    """
    found = worked(camps, "lift.convoy.moves=[{open_h=6, close_h=18}]")
    assert days(found) == pytest.approx((320 + 2 + 8 + 12 + 2 + 1) / 24)
    assert bound(found).binds == "road hours"


def test_breakdowns_stretch_a_cycle(camps: Path) -> None:
    """If each of ten vehicles breaks down with probability 0.1 and costs 2 h, each leg takes 2 h more on average. So
    each of the ten round trips takes 4 h more.
    """
    broken = ["lift.convoy.vehicles=10", "lift.convoy.breakdown=0.1", "lift.convoy.recover_h=2"]
    assert days(worked(camps, *broken)) == pytest.approx((192 + 10 * 4) / 24 - TURN)


def test_crews_bind_where_they_rest_longer_than_the_convoy_does(camps: Path) -> None:
    """A trip to East takes the crew 1 h to report, 10 h for the legs and the loading, and 13 h of rest. A trip to West
    is longer than a duty day of 16 h, so the crew rests twice, the first time at West: 1 h to report, 20 h for the legs
    and 2 x 13 h of rest. The convoy is loaded during the first rest.

    The last trip goes to West. Of this trip count 10 h to West, 2 h of loading, 10 h to the border and 1 h of
    offloading.
    """
    found = worked(camps, "lift.convoy.crew={crews=1, duty_h=16, rest_h=13, report_h=1}")
    assert days(found) == pytest.approx((4 * 24 + 5 * 47 + 10 + 2 + 10 + 1) / 24)
    assert bound(found).binds == "crews"


def test_headway_applies_to_each_site_separately(camps: Path) -> None:
    """With 50 convoys and a headway of a day at each camp, the sixth and last convoy leaves West five days after the
    first.

    The first convoy comes to West after ten hours and loads for two. The last drives ten hours to the border and is
    offloaded in one.
    """
    found = worked(camps, "lift.convoy.supply.tails=50", "lift.convoy.headway_h=24")
    assert days(found) == pytest.approx(5 + (10 + 2 + 10 + 1) / 24)
    assert bound(found).binds == "headway"
    assert found.plan.name_of("site", bound(found).row) == "West"


def test_permission_binds_where_it_takes_longer_than_the_work(camps: Path) -> None:
    """With a permission that opens after 20 days, all are out 8 days later, less the last hour of turning round."""
    found = worked(camps, 'permission.p={lifts=["convoy"], opens_after_d=20}')
    assert days(found) == pytest.approx(28.0 - TURN)
    assert bound(found).binds == "permission"


# ----------------------------------------------------------------------------------------------------- a gate


def test_a_gate_that_binds(camps: Path) -> None:
    """A gate with one spot is open 8 h a day and needs 4 h for a convoy, so two convoys pass a day, and ten in five
    days.
    """
    gate = ["site.Port.parking=1", "site.Port.runway_hours=[{open_h=6, close_h=14}]", "lift.convoy.offload_h=4"]
    found = worked(camps, "lift.convoy.supply.tails=50", "lift.convoy.uses_ramp=true", *gate)
    assert days(found) == pytest.approx(5.0)
    assert (bound(found).kind, found.plan.name_of("site", bound(found).row)) == ("gate", "Port")
    got = printed(camps, "lift.convoy.supply.tails=50", "lift.convoy.uses_ramp=true", *gate)
    assert "East, by convoy: 6 Mar (gate Port, at most 2 sorties a day)" in got
    assert "binding the gate at Port (at most 2 sorties a day)" in got


def test_a_second_spot_halves_the_time_of_a_gate(camps: Path) -> None:
    """With two spots, four convoys pass the gate a day, so ten need 2.5 days."""
    gate = ["site.Port.parking=2", "site.Port.runway_hours=[{open_h=6, close_h=14}]", "lift.convoy.offload_h=4"]
    found = worked(camps, "lift.convoy.supply.tails=50", "lift.convoy.uses_ramp=true", *gate)
    assert days(found) == pytest.approx(2.5)


# ---------------------------------------------------------------------------------------------- a hub abroad

HUB = """
[site.Hub]
kind = "hub"
abroad = true

[route.over]
via = ["Hub"]

[group.staff]
site = "East"
count = 100
routes = ["over"]

[lift.shuttle]
sites = ["East"]
to = "Hub"
payload_t = 10
pallets = 0
seats = 20
leg = { East = { block_h = 1 } }
supply = { per_week = 7 }

[lift.onward]
sites = ["Hub"]
to = "Port"
payload_t = 10
pallets = 0
seats = 20
leg = { Hub = { block_h = 1 } }
supply = { per_week = 1 }
"""


def test_people_who_have_left_for_a_hub_abroad_are_out(camps: Path) -> None:
    """Shuttles take 20 people a day to a hub abroad, so 100 people are out after 5 days.

    They count as out when they leave for the hub; the flights from there, one a week, do not count.
    """
    camps.write_text(CAMPS + HUB, encoding="utf-8")
    alone = ["lot.East crates.count=0", "lot.West crates.count=0"]
    assert days(worked(camps, *alone)) == pytest.approx(5.0)
    assert worked(camps, *alone).required.people_sorties == 5
    got = printed(camps, *alone)
    assert "needs 5 sorties for people" in got
    assert "0 heavy" not in got


def test_a_hub_in_the_country_must_be_cleared_too(camps: Path) -> None:
    """If the hub is in the country, the five flights from the hub count too. At one a week they need 35 days from the
    arrival of the first shuttle, an hour after the start.
    """
    camps.write_text(CAMPS + HUB.replace("abroad = true", ""), encoding="utf-8")
    found = worked(camps, "lot.East crates.count=0", "lot.West crates.count=0")
    assert days(found) == pytest.approx(35 + 1 / 24)
    assert found.plan.name_of("site", bound(found).row) == "Hub"
