"""The chain behind the closure over a border gate, worked by hand.

`spans_of` gives each link of a chain as (begin in hours, end in hours, reason).
"""

from __future__ import annotations

from tests.engine import simulate
from tests.scenarios import compiled, dated, lift, shift, staged
from tests.verification.chains import closing, spans_of


def test_two_convoys_through_a_gate_with_one_lane() -> None:
    """Two convoys reach the gate at 7 and 7.5 h. Its one lane takes 1.5 h for each convoy, so the second convoy waits
    from 7.5 to 8.5 h and is out at 10 h.

    Site A has no load teams, so no time is due to teams.
    """
    one = compiled(
        site={"Z": {"kind": "apod", "parking": 1}},
        group={"people": staged(8)},
        lift={"convoy": lift(dated(1, 1.5), crosses="arrival", seats=4, leg={"A": {"block_h": 5.0}}, offload_h=1.5)},
    )
    assert spans_of(one, closing(one, simulate(one, 1, 0))) == [
        (0.0, 1.0, "missions:convoy"),
        (1.0, 1.5, "missions:convoy"),
        (1.5, 2.5, "loading:A"),
        (2.5, 7.5, "under_way:convoy"),
        (7.5, 8.5, "spots:Z"),
        (8.5, 10.0, "offloading:Z"),
    ]


def test_hours_of_the_gate_own_a_departure_that_waits_for_them() -> None:
    """The loading of a convoy ends at 2 h, and the road takes 5 h. The gate opens at 8 h, so the convoy leaves A only
    at 3 h. This hour is due to the gate, not to A, which never closes.
    """
    one = compiled(
        site={"Z": {"kind": "apod", "runway_hours": [shift(8, 20)]}},
        group={"people": staged(4)},
        lift={"convoy": lift(dated(1), crosses="arrival", leg={"A": {"block_h": 5.0}})},
    )
    links = spans_of(one, closing(one, simulate(one, 1, 0)))
    assert links[1:] == [(1.0, 2.0, "loading:A"), (2.0, 3.0, "runway_hours:Z"), (3.0, 8.0, "under_way:convoy")]


def test_a_hold_that_waits_for_who_is_through_the_gate() -> None:
    """The guard may board when the others are through the gate, at 8.5 h. It leaves with the convoy that is loaded from
    20 to 21 h, reaches the gate at 26 h and is through at 27.5 h.
    """
    one = compiled(
        site={"Z": {"kind": "apod", "parking": 1}},
        group={"people": staged(4), "guard": staged(2, board_after="empty")},
        hold={"empty": {"until": [{"group": ["people"]}]}},
        lift={"convoy": lift(dated(1, 20), crosses="arrival", seats=4, leg={"A": {"block_h": 5.0}}, offload_h=1.5)},
    )
    links = spans_of(one, closing(one, simulate(one, 1, 0)))
    assert "teams:A" not in [key for _, _, key in links]
    assert links[-3:] == [
        (20.0, 21.0, "loading:A"),
        (21.0, 26.0, "under_way:convoy"),
        (26.0, 27.5, "offloading:Z"),
    ]
