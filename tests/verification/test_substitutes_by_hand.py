"""A hub that opens when another hub is lost, worked by hand: when it opens, who leaves over it, and which waits are
due to it.
"""

from __future__ import annotations

from typing import Any

import pytest

from sim.arithmetic import arithmetic
from sim.domain.check import check, remarks
from sim.domain.scenario import Scenario
from sim.model.calendars import NEVER
from sim.model.compile import plan
from sim.model.draws import Stream, name_key
from sim.model.trajectory import Trajectory
from sim.model.world import make_world
from sim.report.check import check_lines
from sim.report.replay import replay_lines
from tests.scenarios import DAY, HOUR, dated, hours, lift, scenario, staged
from tests.verification.crises import left, run, why

FALL = {"fall": {"on": hours(96), "sites": ["hub"], "stops": ["permission"]}}
"""A crisis begins at 96 h, and from then on no lift may come to the hub."""
ROUTES = {"over hub": {"via": ["hub"]}, "over spare": {"via": ["spare"]}}


def daily(hour: float) -> dict[str, Any]:
    """Return dated missions at this hour of each day, for twenty days."""
    return dated(*(24.0 * day + hour for day in range(20)))


def shuttle(hour: float, site: str, to: str) -> dict[str, Any]:
    """Return a lift from `site` to `to` with a mission at this hour of each day, an hour of loading and an hour of
    flight.
    """
    return lift(daily(hour), sites=[site], to=to, leg={site: {"block_h": 1.0}})


def case(crisis: dict[str, Any] | None = None, after_d: Any = 5.0, checked: bool = True, **more: Any) -> Scenario:
    """Return a scenario of two people at A, released at 100 h, who may go over the hub or else over a spare hub.

    The spare hub opens `after_d` days after the hub is lost. On each day, two missions come to A at 12 h, one for each
    hub, and one mission comes to each hub at 18 h.
    """
    plain: dict[str, Any] = {
        "site": {"hub": {"kind": "hub"}, "spare": {"kind": "hub", "in_place_of": {"site": "hub", "after_d": after_d}}},
        "route": ROUTES,
        "group": {"main": staged(2, routes=list(ROUTES), release=hours(100))},
        "lift": {
            "to hub": shuttle(12.0, "A", "hub"),
            "from hub": shuttle(18.0, "hub", "Z"),
            "to spare": shuttle(12.0, "A", "spare"),
            "from spare": shuttle(18.0, "spare", "Z"),
        },
        "crisis": FALL if crisis is None else crisis,
    }
    return scenario(checked=checked, **{**plain, **more})


def flown(made: Scenario, history: Trajectory, name: str) -> int:
    """Return how many sorties of a lift took off."""
    row = list(made.lift).index(name)
    return int(((history.sortie["lift"] == row) & (history.sortie["up"] < NEVER)).sum())


def test_the_substitute_opens_so_long_after_the_loss() -> None:
    """The hub is lost at 96 h, so the spare hub opens five days later, at 216 h. The next mission from A to the spare
    hub comes at 228 h and arrives there at 230 h; the next one onward comes at 234 h and leaves the country at 235 h.

    No mission may come to the spare hub before 216 h. So two waits are due to this: 128 h from the release at 100 h to
    228 h, and 4 h from 230 to 234 h.
    """
    made = case()
    history = run(made)
    assert left(history) == [235, 235]
    owns = why(made, history)
    assert owns["release:main"] == 100 * HOUR
    assert owns["not_open:spare"] == (128 + 4) * HOUR
    got = " ".join(replay_lines(plan(made), history))
    assert "spare opens in place of hub" in got


def test_it_stays_closed_as_long_as_nothing_is_lost() -> None:
    """The crisis has a chance of 0.5. In a history without it, the two go over the hub and are out at 115 h, and no
    sortie flies to the spare hub.
    """
    made = case({"fall": FALL["fall"] | {"chance": 0.5}})
    number = next(n for n in range(20) if make_world(plan(made), 1, n).crises[0] > 30 * DAY)
    history = run(made, number)
    assert left(history) == [115, 115]
    assert flown(made, history, "to spare") == 0


def test_who_left_before_the_loss_is_not_touched() -> None:
    """Two people without a release date would rather go over the spare hub. But it is not open yet, so they go over the
    hub and are out at 19 h.
    """
    group = {"main": staged(2, routes=["over spare", "over hub"])}
    assert left(run(case(group=group))) == [19, 19]


LOSSES: dict[str, dict[str, Any]] = {
    "permission": {"permission": {"host": {"sites": ["hub"], "lost": 1.0, "lost_after_d": 4.0, "lost_for_d": 90.0}}},
    "outage": {
        "outage": {
            "flood": {"sites": ["hub"], "stops": ["runway"], "dates": [{"begins": hours(96), "until": hours(700)}]}
        }
    },
    "runway": {"crisis": {"fall": FALL["fall"] | {"stops": ["runway"]}}},
}


@pytest.mark.parametrize("what", LOSSES)
def test_any_loss_opens_it(what: str) -> None:
    """The hub is lost at 96 h if a permission for it is withdrawn, if a dated outage stops its runway, or if a crisis
    stops its runway. So the spare hub is shut until 216 h.
    """
    sections = {"crisis": {}, **LOSSES[what]}
    made = case(
        sections.pop("crisis"), route={"over spare": ROUTES["over spare"], "over hub": ROUTES["over hub"]}, **sections
    )
    world = make_world(plan(made), 1, 0)
    assert [row[4] / HOUR for row in world.shut if row[1] == 3] == [216, 216]


NO_LOSS: dict[str, dict[str, Any]] = {
    "permission that comes late": {"permission": {"host": {"sites": ["hub"], "opens_after_d": 4.0}}},
    "permission of a lift": {
        "permission": {
            "host": {"sites": ["hub"], "lifts": ["to hub"], "lost": 1.0, "lost_after_d": 4.0, "lost_for_d": 9.0}
        }
    },
    "weather": {"outage": {"fog": {"sites": ["hub"], "per_day": 3.0, "lasts_h": 2.0}}},
    "a ramp": {
        "outage": {"strike": {"sites": ["hub"], "stops": ["ramp"], "dates": [{"begins": hours(9), "until": hours(99)}]}}
    },
}


@pytest.mark.parametrize("what", NO_LOSS)
def test_what_is_no_loss(what: str) -> None:
    """The hub is not lost if its permission comes late, if a permission of only one lift is withdrawn, in bad weather,
    or if its ramp stops: the spare hub never opens, and a remark says so.
    """
    made = case({}, **NO_LOSS[what])
    assert [row[4] > 100 * DAY for row in make_world(plan(made), 1, 0).shut if row[1] == 3] == [True, True]
    assert ("site", "spare", "in_place_of", "site") in {found.path for found in remarks(made)}


def test_the_time_is_drawn_in_each_history() -> None:
    """The time from the loss to the opening is drawn for each history, between three and nine days, from a stream of
    random numbers of its own.
    """
    made = plan(case(after_d={"dist": "uniform", "low": 3.0, "high": 9.0}))
    for number in range(3):
        world = make_world(made, 1, number)
        spare = world.rows("site")[3]
        after = world.sample(spare.opens_after, Stream.SUBSTITUTE, name_key("spare"), 0)
        assert 3 * DAY <= after <= 9 * DAY
        assert [row[4] for row in world.shut if row[1] == 3] == [96 * HOUR + after] * 2


def test_a_spare_hub_that_is_always_open_is_used_after_the_loss() -> None:
    """If the spare hub is open from the start, the two leave over it with the first missions after their release at 100
    h.
    """
    made = case(site={"hub": {"kind": "hub"}, "spare": {"kind": "hub"}})
    assert left(run(made)) == [115, 115]


def test_who_depends_on_it_alone_is_named() -> None:
    """A group whose only route leads over the spare hub leaves only if the hub is lost, and a remark says so. With a
    second route there is no such remark.
    """
    only = {"main": staged(2, routes=["over spare"], release=hours(100)), "others": staged(2, routes=["over hub"])}
    made = case(group=only)
    assert left(run(made)) == [235, 235, 19, 19]
    (found,) = [found for found in remarks(made) if found.path == ("group", "main")]
    assert "only if hub is lost" in found.expectation
    assert not [found for found in remarks(case()) if found.path == ("group", "main")]


def test_at_mean_values_nothing_goes_there() -> None:
    """The calculation at mean values leaves out the crisis and the substitute: its closure is that of the way over the
    hub, and a line of `sim check` says so.
    """
    found = arithmetic(plan(case()))
    assert found.closure == arithmetic(plan(case({}, site={"hub": {"kind": "hub"}, "spare": {"kind": "hub"}}))).closure
    assert "spare opens only if hub is lost" in " ".join(check_lines(found))


def test_errors_name_the_key() -> None:
    """A substitute for a site that does not exist, or for itself, is an error that names the key."""
    for wrong in ("hup", "spare"):
        spare = {"kind": "hub", "in_place_of": {"site": wrong}}
        found = check(case(checked=False, site={"hub": {"kind": "hub"}, "spare": spare}))
        assert [".".join(each.path) for each in found] == ["site.spare.in_place_of.site"]
