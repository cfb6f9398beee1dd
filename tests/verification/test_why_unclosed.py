"""What histories that did not close were waiting for: chains from the end of the clock back to the start, worked by
hand.
"""

from __future__ import annotations

from typing import Any

from sim.analysis.causes import Log, chain
from sim.analysis.causes.target import marks
from sim.analysis.sums import Sums
from sim.model.calendars import NEVER
from sim.model.plan import Plan
from sim.report.replay import replay_lines
from tests.engine import simulate
from tests.scenarios import base, compiled, dated, fleet, hours, items, lift, rate, shift, staged
from tests.verification.chains import spans_of

END = 48.0
"""The deadline is hour 24, and the clock runs for a day more."""


def waits(target: int = 0, **sections: Any) -> list[tuple[float, float, str]]:
    """Run a history that does not reach a target. Return what the movers of this target waited for: (begin [h], end
    [h], reason) of each span.

    Target 0 is the closure, 1 the deadline, and 2 the milestone that is listed next.
    """
    made = compiled(deadline_h=24, horizon_d=1, **sections)
    return links(made, target)


def links(made: Plan, target: int = 0) -> list[tuple[float, float, str]]:
    history = simulate(made, 1, 0)
    instant, movers = marks(made, Sums(made, history))[target]
    assert instant >= NEVER
    return spans_of(made, chain(Log(made, history), made.horizon, movers, still=True))


def test_too_few_missions() -> None:
    """The missions of 10 and 30 h take two of six items each, and no mission comes for the last two."""
    case = {"lot": {"crates": items(6, 5.0)}, "lift": {"c17": lift(dated(10, 30), payload_t=10.0)}}
    assert waits(**case) == [(0, 10, "missions:c17"), (10, 30, "missions:c17"), (30, END, "missions:c17")]


def test_permission_that_comes_too_late() -> None:
    """Permission opens on day 20, when the clock has ended, so all the time is due to the permission."""
    found = waits(
        checked=False,
        lot={"crates": items(1)},
        lift={"c17": lift(rate(28))},
        permission={"overflight": {"lifts": ["c17"], "opens_after_d": 20}},
    )
    assert {key for *_, key in found} == {"permission:overflight"}
    assert (found[0][0], found[-1][1]) == (0, END)


def test_work_that_was_going_on() -> None:
    """Three items take 20 h each at a desk that works from 0 to 16 of each day. The desk works on the first at 0-16 and
    24-28, and on the second from 28 to 40, when the desk closes until the end of the clock.
    """
    site = {"A": base(station={"desk": {"servers": 1, "service_h": 20.0, "hours": [shift(0, 16)]}})}
    found = waits(site=site, lot={"crates": items(3, 1.0, stations=["desk"])}, lift={"c17": lift(rate(28))})
    assert found == [
        (0, 16, "station:A/desk"),
        (16, 24, "station_hours:A/desk"),
        (24, 28, "station:A/desk"),
        (28, 40, "station:A/desk"),
        (40, END, "station_hours:A/desk"),
    ]


def test_one_tail_that_is_on_its_way_with_others() -> None:
    """A tail flies ten hours each way. It is loaded with an item at 10-11 and at 31-32 h, is home again at 42 h, and
    then sets out for the third item.
    """
    found = waits(
        lot={"crates": items(3, 1.0)},
        lift={"c17": lift(fleet(1), payload_t=1.0, leg={"A": {"block_h": 10.0}}, offload_h=0.0)},
    )
    assert found == [
        (0, 10, "tails:c17"),
        (10, 11, "tails:c17"),
        (11, 21, "tails:c17"),
        (21, 31, "tails:c17"),
        (31, 32, "tails:c17"),
        (32, 42, "tails:c17"),
        (42, END, "flying:c17"),
    ]


def test_a_hold_that_stays_hands_on_to_those_it_counts() -> None:
    """The guard waits for the papers, and the papers wait for a freighter that comes only at 100 h. So all the time is
    due to the freighter, not to the hold.
    """
    found = waits(
        group={"guard": staged(2, board_after="gone", lifts=["jet"])},
        lot={"papers": items(1, 1.0, "classified", lifts=["freighter"])},
        hold={"gone": {"until": [{"lot": ["papers"]}]}},
        lift={"jet": lift(rate(28)), "freighter": lift(dated(100))},
    )
    assert found == [(0, END, "missions:freighter")]


def test_those_who_wait_for_one_another_are_stuck() -> None:
    """Guards and weapons wait for each other. The weapons are at their desk until 3 h; from then on all are stuck."""
    found = waits(
        checked=False,
        site={"A": base(station={"desk": {"servers": 1, "service_h": 3.0}})},
        group={"guard": staged(2, board_after="weapons gone")},
        lot={"weapons": items(1, 1.0, stations=["desk"], board_after="guard gone")},
        hold={
            "weapons gone": {"until": [{"lot": ["weapons"]}]},
            "guard gone": {"until": [{"group": ["guard"]}]},
        },
        lift={"jet": lift(rate(28))},
    )
    assert found == [(0, 3, "station:A/desk"), (3, END, "stuck")]


def test_a_desk_whose_staff_has_left() -> None:
    """The only clerk leaves at 2 h. The guests, who are not through the desk then, wait for staff, and all the time is
    due to this.
    """
    desk = {"servers": 1, "service_h": 5.0, "staffed_by": "clerks"}
    found = waits(
        checked=False,
        site={"A": base(station={"desk": desk})},
        group={"clerks": staged(1), "guests": staged(2, stations=["desk"])},
        lift={"jet": lift(dated(1, 20))},
    )
    assert found[-1] == (0, END, "staff:A/desk")


def test_what_was_left_behind_owns_the_rest() -> None:
    """The tents are left behind at 20 h, so a milestone of all equipment is never reached. All time after 20 h is due
    to this.
    """
    found = waits(
        target=2,
        lot={"tents": items(1, 1.0, "general", leave_after=hours(20)), "papers": items(1, 1.0, "classified")},
        lift={"jet": lift(dated(30))},
        milestone={"gear": {"by": hours(24), "of": "equipment"}},
    )
    assert found == [(0, 20, "missions:jet"), (20, END, "left:tents")]


def test_what_was_left_is_explained_by_what_was_known_then() -> None:
    """The tents waited for a weapon. A lorry comes for the weapon at 10 h and needs 20 h to load it. When the tents are
    left behind, at 20 h, the weapon is being loaded; what it does later does not count.
    """
    found = waits(
        target=2,
        site={"A": base(), "H": {"kind": "hub"}},
        lot={
            "tents": items(1, 1.0, "general", begin_after="gone", leave_after=hours(20), routes=["hub"]),
            "weapons": items(1, routes=["hub"]),
        },
        route={"hub": {"via": ["H"]}},
        hold={"gone": {"until": [{"lot": ["weapons"]}]}},
        lift={"lorry": lift(dated(10), to="H", load_h=20.0), "jet": lift(dated(40), sites=["H"])},
        milestone={"gear": {"by": hours(24), "of": "equipment"}},
    )
    assert found == [(0, 10, "missions:lorry"), (10, 20, "loading:A"), (20, END, "left:tents")]


def test_what_waits_at_a_hub_was_not_kept_by_a_hold_at_its_base() -> None:
    """The weapon is loaded from 8 to 9 h, and the guard may board 3 h later, at 12 h. The bus brings the guard at 14 h
    to the hub, where the gate takes 5 h. No jet comes after 19 h.
    """
    found = waits(
        site={"A": base(), "H": {"kind": "hub", "station": {"gate": {"servers": 1, "service_h": 5.0}}}},
        group={"guard": {"site": "A", "count": 1, "routes": ["hub"], "board_after": "gone", "lifts": ["bus", "jet"]}},
        lot={"weapons": items(1, lifts=["plane"])},
        route={"hub": {"via": ["H"], "stations": {"H": ["gate"]}}},
        hold={"gone": {"until": [{"lot": ["weapons"]}], "then_d": 0.125}},
        lift={
            "bus": lift(dated(6, 12), to="H"),
            "plane": lift(dated(8)),
            "jet": lift(dated(3), sites=["H"]),
        },
    )
    assert found == [
        (0, 8, "missions:plane"),
        (8, 9, "loading:A"),
        (9, 12, "hand_over:gone"),
        (12, 13, "loading:A"),
        (13, 14, "under_way:bus"),
        (14, 19, "station:H/gate"),
        (19, END, "not_tasked:jet"),
    ]


def test_what_was_handed_over_is_not_called_left() -> None:
    """The tents are handed over at 2 h. A milestone that counts only what is out is never reached, and all time after 2
    h is due to the handing over.
    """
    found = waits(
        target=2,
        site={"A": base(station={"yard": {"servers": 1, "service_h": 2.0}}, disposal={"transfer": ["yard"]})},
        lot={
            "tents": items(1, 1.0, "general", disposition="transfer"),
            "papers": items(1, 1.0, "classified"),
        },
        lift={"jet": lift(dated(30))},
        milestone={"gear": {"by": hours(24), "of": "equipment"}},
    )
    assert found == [(0, 2, "station:A/yard"), (2, END, "disposed:tents")]


def test_a_history_that_did_not_close_is_printed_with_what_it_waited_for() -> None:
    """`sim replay` prints the spans before the line that says that the history did not close."""
    made = compiled(
        deadline_h=24, horizon_d=1, lot={"crates": items(3, 5.0)}, lift={"c17": lift(dated(10), payload_t=10.0)}
    )
    lines = list(replay_lines(made, simulate(made, 1, 0)))
    begins = next(row for row, line in enumerate(lines) if "what it was waiting for" in line)
    text = " ".join(line.strip() for line in lines[begins:])
    assert "from the start to the end of the clock, 03 Jan 00:00 (the spans add up to this):" in text
    assert "48 h  too few missions of c17" in text
    assert text.index("too few missions") < text.index("not closed by the end of the clock")


def test_who_is_aboard_one_that_never_takes_off_counts_as_loaded() -> None:
    """A sortie takes the crate from 7 h on, so the loader, who waited for this, may board the next one at 9 h. The
    runway is open from 6 to 12 and the lift moves only from 20 to 24, so neither sortie ever takes off. The reasons are
    the missions, the loading and then the hours of the runway, but not the hold of the loader.
    """
    found = waits(
        checked=False,
        site={"A": base(runway_hours=[shift(6, 12)])},
        lot={"crates": items(1, 40.0)},
        group={"loaders": staged(1, board_after="packed")},
        hold={"packed": {"until": [{"site": "A", "kind": "equipment"}]}},
        lift={"c17": lift(dated(7, 9), moves=[shift(20, 24)])},
    )
    assert found[:4] == [
        (0, 7, "missions:c17"),
        (7, 9, "missions:c17"),
        (9, 10, "loading:A"),
        (10, 12, "runway_hours:A"),
    ]
