"""Ways out over other places, worked by hand: hubs, gates, roads, places that are lost, and hubs that are full.

Times are in hours since the start of the clock, Monday 1 January 2024, 00:00 UTC. A lift is loaded for an hour, and a
leg takes an hour.
"""

from __future__ import annotations

from typing import Any

from sim.analysis.causes import Log, chain
from sim.analysis.causes.target import marks, targets
from sim.analysis.sums import Sums
from sim.model.calendars import NEVER
from sim.model.plan import Plan
from sim.model.terms import Cause, Fate
from sim.model.trajectory import Trajectory
from tests.scenarios import HOUR, base, dated, fleet, items, lift, scenario, shift, staged
from tests.verification.chains import assert_exact_sums, spans_of
from tests.verification.explained import explained
from tests.verification.hand_worked import run

HUB = {"kind": "hub"}


def stays(compiled: Plan, history: Trajectory) -> list[tuple[Any, ...]]:
    """Return the table of stays as (mover, site, arrived [h], staged [h], up [h]), with None for never."""
    return [
        (
            int(row["mover"]),
            compiled.name_of("site", int(row["site"])),
            *(None if row[name] == NEVER else row[name] / HOUR for name in ("arrived", "staged", "up")),
        )
        for row in history.stay
    ]


def feeder(*at_h: float, **more: Any) -> dict[str, Any]:
    """Return a lift from base A to the hub H."""
    return lift(dated(*at_h), to="H", **more)


def onward(*at_h: float, **more: Any) -> dict[str, Any]:
    """Return a lift from the hub H out of the country."""
    return lift(dated(*at_h), sites=["H"], **more)


def test_over_a_hub_and_through_its_station() -> None:
    """Two people are at the hub at 3. Customs serves both at once for half an hour, and both leave by jet at 6."""
    compiled, history = run(
        site={"H": {**HUB, "station": {"customs": {"servers": 2, "service_h": 0.5}}}},
        route={"out": {"via": ["H"], "stations": {"H": ["customs"]}}},
        group={"people": staged(2, routes=["out"])},
        lift={"heli": feeder(1.0), "jet": onward(5.0)},
    )
    assert stays(compiled, history) == [
        (0, "A", 0, 0, 2), (0, "H", 3, 3.5, 6), (1, "A", 0, 0, 2), (1, "H", 3, 3.5, 6)
    ]  # fmt: skip
    assert (history.mover["up"] == 6 * HOUR).all()
    assert history.end == 6 * HOUR
    assert history.offloaded["landed"].tolist() == [3 * HOUR]


def lost(from_d: float, **what: Any) -> dict[str, Any]:
    """Return a permission that is withdrawn for good after `from_d` days."""
    return {**what, "lost": 1.0, "lost_after_d": from_d, "lost_for_d": 1000.0}


def test_a_hub_that_is_lost_is_gone_around() -> None:
    """One of three people leaves for the hub at 2. The hub is lost at 12, so the others leave by road at 21."""
    compiled, history = run(
        site={"H": HUB},
        route={"hub": {"via": ["H"]}, "road": {"lifts": ["convoy"]}},
        group={"people": staged(3, routes=["hub", "road"])},
        lift={
            "heli": feeder(1.0, 15.0, seats=1),
            "jet": onward(5.0),
            "convoy": lift(dated(2.0, 20.0)),
        },
        permission={"hub": lost(0.5, sites=["H"])},
    )
    assert stays(compiled, history) == [(0, "A", 0, 0, 2), (0, "H", 3, 3, 6)]
    assert [up / HOUR for up in history.mover["up"]] == [6, 21, 21]


def test_who_is_in_the_air_when_a_hub_is_lost_comes_back_and_goes_another_way() -> None:
    """A helicopter is up at 2 for a flight of three hours. The hub is lost at 4, so the helicopter turns round at 5 and
    is back at 8. Its passenger leaves by road at 11.
    """
    compiled, history = run(
        site={"H": HUB},
        route={"hub": {"via": ["H"]}, "road": {"lifts": ["convoy"]}},
        group={"people": staged(1, routes=["hub", "road"])},
        lift={
            "heli": feeder(1.0, leg={"A": {"block_h": 3.0}}, on_cancel="lost"),
            "jet": onward(30.0),
            "convoy": lift(dated(10.0)),
        },
        permission={"hub": lost(4 / 24, sites=["H"])},
    )
    assert stays(compiled, history) == [(0, "A", 0, 0, 2), (0, "A", 8, 8, 11)]
    assert [up / HOUR for up in history.mover["up"]] == [11]
    assert Fate(int(history.sortie["fate"][0])) == Fate.TURNED_BACK


def test_staff_that_comes_back_is_what_a_station_waited_for() -> None:
    """The only clerk leaves for a hub at 2. The hub is lost at 4: the clerk is back at 8 and packs the fourth box."""
    _, history = run(
        site={"A": base(station={"desk": {"servers": 1, "service_h": 1.0, "staffed_by": "clerk"}}), "H": HUB},
        route={"over": {"via": ["H"]}},
        group={"clerk": staged(1, routes=["over"])},
        lot={"boxes": items(4, 1.0, stations=["desk"], lifts=["truck"])},
        lift={
            "heli": feeder(1.0, leg={"A": {"block_h": 3.0}}),
            "jet": onward(30.0),
            "truck": lift(dated(40.0)),
        },
        permission={"hub": lost(4 / 24, sites=["H"])},
    )
    desk = history.visit[history.visit["place"] == 0]
    assert (desk["started"] / HOUR).tolist() == [0, 1, 2, 8]
    assert desk["cause"][-1] == Cause.STAFF


def test_what_is_loaded_for_a_place_that_is_lost_is_unloaded() -> None:
    """Loading lasts from 1 to 5, but the hub is lost at 4. So all get off again at 5, and leave by road at 11."""
    _, history = run(
        site={"H": HUB},
        route={"hub": {"via": ["H"]}, "road": {"lifts": ["convoy"]}},
        group={"people": staged(2, routes=["hub", "road"])},
        lift={
            "heli": feeder(1.0, load_h=4.0, on_cancel="lost"),
            "jet": onward(30.0),
            "convoy": lift(dated(10.0)),
        },
        permission={"hub": lost(4 / 24, sites=["H"])},
    )
    assert [up / HOUR for up in history.mover["up"]] == [11, 11]
    assert Fate(int(history.sortie["fate"][0])) == Fate.TURNED_BACK
    assert history.sortie["up"][0] == NEVER


def test_a_convoy_is_out_when_it_crosses_the_border_and_waits_for_the_gate_to_open() -> None:
    """The road takes 5 h and the gate opens at 8. The convoy is loaded until 2, leaves A at 3, and all are out at 8."""
    _, history = run(
        site={"Z": {"kind": "apod", "runway_hours": [shift(8, 16)]}},
        group={"people": staged(2)},
        lift={"convoy": lift(dated(1.0), crosses="arrival", leg={"A": {"block_h": 5.0}})},
    )
    assert [s / HOUR for s in history.sortie["up"]] == [3]
    assert [up / HOUR for up in history.mover["up"]] == [8, 8]
    assert history.sortie["up_cause"].tolist() == [Cause.RUNWAY]


def test_a_lift_waits_to_load_while_there_is_no_room_where_it_goes() -> None:
    """The hub has room for two people. The second flight waits from 3 until the first two leave the hub, at 10."""
    _, history = run(
        site={"H": {**HUB, "room": 2}},
        route={"out": {"via": ["H"]}},
        group={"people": staged(4, routes=["out"])},
        lift={"heli": feeder(1.0, 3.0, seats=2), "jet": onward(9.0, 20.0)},
    )
    heli = history.sortie[history.sortie["lift"] == 0]
    assert [s / HOUR for s in heli["worked"]] == [1, 10]
    assert heli["load_cause"].tolist() == [Cause.ARRIVAL, Cause.ROOM]
    assert [up / HOUR for up in history.mover["up"]] == [10, 10, 21, 21]


def test_who_goes_to_a_hub_abroad_is_out_at_wheels_up_and_takes_room_there() -> None:
    """If the hub is abroad, people are out when they leave A, at 2 and 11. The second flight waits for room there."""
    _, history = run(
        site={"H": {**HUB, "abroad": True, "room": 2}},
        route={"out": {"via": ["H"]}},
        group={"people": staged(4, routes=["out"])},
        lift={"heli": feeder(1.0, 3.0, seats=2), "jet": onward(9.0, 20.0)},
    )
    assert [up / HOUR for up in history.mover["up"]] == [2, 2, 11, 11]
    assert history.end == 11 * HOUR


def test_a_hold_counts_those_who_still_have_the_hub_ahead() -> None:
    """The guard of the hub may go when the other person has left the hub, at 6, and takes the jet of 8."""
    _, history = run(
        site={"H": HUB},
        route={"out": {"via": ["H"]}},
        group={
            "people": staged(1, routes=["out"]),
            "guard": {"site": "H", "count": 1, "board_after": "last"},
        },
        hold={"last": {"until": [{"site": "H", "group": ["people"]}]}},
        lift={"heli": feeder(1.0), "jet": onward(0.0, 2.5, 5.0, 8.0, seats=1)},
    )
    assert [up / HOUR for up in history.mover["up"]] == [6, 9]


def test_where_least_waits() -> None:
    """At H wait 40 t, and nothing waits at K. A person who may go over either goes over K."""
    compiled, history = run(
        site={"H": HUB, "K": HUB},
        route={"h": {"via": ["H"]}, "k": {"via": ["K"]}},
        group={"people": staged(1, routes=["h", "k"], route_rule="least_waiting")},
        lot={"boxes": {**items(4, 10.0), "site": "H"}},
        lift={
            "to_h": feeder(1.0),
            "to_k": lift(dated(2.0), to="K"),
            "jet": lift(dated((30.0, "H"), (31.0, "K")), sites=["H", "K"]),
        },
    )
    assert [stay[1] for stay in stays(compiled, history)] == ["A", "K"]


def test_a_feeder_base_closes_into_a_larger_one() -> None:
    """At B two people wait. Two come from A by road and share the lift: three leave at 13, the fourth at 25."""
    _, history = run(
        site={"B": base()},
        route={"out": {"via": ["B"]}},
        group={"people": staged(2, routes=["out"]), "others": {"site": "B", "count": 2}},
        lift={"truck": lift(fleet(1), to="B", seats=1), "jet": lift(dated(12.0, 24.0), sites=["B"], seats=3)},
    )
    assert sorted(up / HOUR for up in history.mover["up"]) == [13, 13, 13, 25]


def test_who_comes_to_an_apod_with_a_ramp_has_arrived_for_good() -> None:
    """A person flies over a hub abroad to an APOD with parking spots: out at 2, at the hub at 3, away from it at 6. The
    table of stays has no row for the APOD.
    """
    compiled, history = run(
        site={"H": {**HUB, "abroad": True}, "Z": {"kind": "apod", "parking": 1}},
        route={"out": {"via": ["H"]}},
        group={"people": staged(1, routes=["out"])},
        lot={"last": items(1, site="A")},
        lift={"heli": feeder(1.0), "jet": onward(5.0, crosses="arrival"), "convoy": lift(dated(20.0))},
    )
    assert stays(compiled, history) == [(0, "A", 0, 0, 2), (0, "H", 3, 3, 6)]
    assert history.mover["up"][0] == 2 * HOUR


def test_wanted_movers_who_come_after_the_last_required_are_left_there() -> None:
    """The required item leaves the hub at 6. The wanted item comes there at 9, and is left behind there at once."""
    _, history = run(
        site={"H": HUB},
        route={"out": {"via": ["H"]}},
        lot={
            "arms": items(1, routes=["out"]),
            "tents": items(1, category="general", routes=["out"]),
            "safe": items(1),
        },
        lift={"heli": feeder(1.0, 7.0, payload_t=1.0), "jet": onward(5.0, 20.0), "truck": lift(dated(30.0))},
    )
    assert history.mover["up"][0] == 6 * HOUR
    assert history.mover["fate"][1] == Fate.LEFT
    assert history.mover["left"][1] == 9 * HOUR


def test_people_draw_no_lift_that_has_no_seats() -> None:
    """Trucks have no seats. The first two take the crates; the next two are struck, because only people still wait."""
    compiled, history = run(
        group={"people": staged(2)},
        lot={"crates": items(2)},
        lift={
            "truck": lift(dated(1.0, 2.0, 3.0, 4.0), seats=0, payload_t=1.0),
            "bus": lift(dated(5.0)),
        },
    )
    truck = history.sortie[history.sortie["lift"] == compiled.names["lift"].index("truck")]
    fates = [Fate(int(fate)) for fate in truck["fate"]]
    assert fates == [Fate.OUT, Fate.OUT, Fate.STRUCK, Fate.STRUCK]
    assert sorted(up / HOUR for up in history.mover["up"]) == [2, 3, 6, 6]


def test_a_lift_is_sent_when_one_of_whom_a_hold_counts_crosses_the_border() -> None:
    """The clerk may go when the guard and the guest have gone. The guard counts as gone from the beginning of loading,
    at 1. The guest is up at 2 and out at 4.

    Until 4 the second jet has nothing to come for. It is tasked then, lands at 6, and brings the clerk out at 8.
    """
    _, history = run(
        group={
            "clerk": staged(1, board_after="served", lifts=["jet"]),
            "guard": staged(1, lifts=["truck"]),
            "guest": staged(1, lifts=["jet"]),
        },
        hold={"served": {"until": [{"group": ["guest", "guard"]}]}},
        lift={
            "jet": lift(fleet(2), crosses="arrival", seats=1, load_h=0.0, turn_h=9.0, leg={"A": {"block_h": 2.0}}),
            "truck": lift(dated(1.0), load_h=10.0),
        },
    )
    instants = ("tasked", "landed", "up", "arrived")
    jets = [[row[name] / HOUR for name in instants] for row in history.sortie if row["lift"] == 0 and row["people"]]
    assert jets == [[0, 2, 2, 4], [4, 6, 6, 8]]


def test_movers_elsewhere_may_go_when_the_last_counted_item_is_destroyed() -> None:
    """The crew at B may board when the guard of A has gone and the crate at A is destroyed. The guard counts as gone
    from the beginning of loading, at 1. The crate is destroyed at 5.

    The jet lands at B at 2 and waits for two people. The pilot is there, the crew may board at 5, and the cook would be
    ready at 12. So loading begins at 5.
    """
    _, history = run(
        site={
            "A": base(disposal={"destroy": ["pit"]}, station={"pit": {"servers": 1, "service_h": 5.0}}),
            "B": base(station={"desk": {"servers": 1, "service_h": 12.0}}),
        },
        group={
            "guard": staged(1, lifts=["truck"]),
            "crew": {**staged(1, board_after="done", lifts=["jet"]), "site": "B"},
            "pilot": {**staged(1, lifts=["jet"]), "site": "B"},
            "cook": {"site": "B", "count": 1, "lifts": ["jet"], "stations": ["desk"]},
        },
        lot={"crate": items(1, disposition="destroy")},
        hold={"done": {"until": [{"group": ["guard"]}, {"lot": ["crate"]}]}},
        lift={
            "jet": lift(dated(2.0), sites=["B"], load_h=0.0, wait_h=20.0, min_load=1.0, seats=2),
            "truck": lift(dated(1.0), load_h=10.0),
        },
    )
    jet = next(row for row in history.sortie if row["lift"] == 0)
    assert (jet["landed"] / HOUR, jet["worked"] / HOUR, jet["people"]) == (2, 5, 2)


def test_a_mover_that_takes_its_second_way_counted_as_gone_when_its_chalk_was_planned() -> None:
    """The clerk may go when the guard has gone. For this, the guard counts as gone once the chalk of the helicopter
    includes the guard, although the first way of the guard leads straight out. Both are loaded from 1 on and take off
    at 2.

    The hold has no date, so until 1 the wait of both is due to the helicopter.
    """
    case = scenario(
        site={"H": HUB},
        route={"out": {"via": ["H"]}, "straight": {"via": []}},
        group={
            "guard": staged(1, routes=["straight", "out"], route_rule="any"),
            "clerk": staged(1, routes=["out"], board_after="served"),
        },
        hold={"served": {"until": [{"group": ["guard"]}]}},
        lift={"heli": feeder(1.0), "jet": onward(5.0, 9.0, seats=1), "truck": lift(dated(20.0))},
    )
    made, history = explained(case)
    assert history.stay["up"].tolist()[::2] == [2 * HOUR, 2 * HOUR]
    assert_exact_sums(made, history)
    place = [target.column for target in targets(made)].index("closure_A")
    links = spans_of(made, chain(Log(made, history), *marks(made, Sums(made, history))[place]))
    assert links == [(0, 1, "missions:heli"), (1, 2, "loading:A")]
