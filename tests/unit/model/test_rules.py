"""Rules for sorties, by hand: the later of two causes of a start, the load of a sortie, and its site."""

import pytest

from sim.model import rules
from sim.model.terms import Cause, Rule


def test_the_later_cause_counts_or_of_equal_ones_the_smaller_code() -> None:
    assert rules.later(Cause.ARRIVAL, 100, Cause.SHIFT, 101) == (Cause.SHIFT, 101)
    assert rules.later(Cause.ARRIVAL, 100, Cause.SHIFT, 99) == (Cause.ARRIVAL, 100)
    assert rules.later(Cause.ARRIVAL, 100, Cause.SHIFT, 100) == (Cause.ARRIVAL, 100)
    assert rules.later(Cause.SHIFT, 100, Cause.ARRIVAL, 100) == (Cause.ARRIVAL, 100)
    assert rules.latest_of([(Cause.TEAM, 7), (Cause.SHIFT, 9), (Cause.ARRIVAL, 9)]) == (Cause.ARRIVAL, 9)


@pytest.mark.parametrize(
    ("changed", "how"),
    [
        ({}, rules.FITS),
        ({"kg": 4001}, rules.NO_ROOM),
        ({"mpos": 2001}, rules.NO_ROOM),
        ({"person": 1}, rules.FITS),
        ({"person": 1, "room_seats": 0}, rules.NO_ROOM),
        ({"parted": True}, rules.NO_ROOM),
        ({"kg": 10_001, "room_kg": 10_000, "empty": True}, rules.ALONE),
        ({"kg": 12_000, "room_kg": 10_000, "empty": True}, rules.ALONE),
        ({"kg": 12_001, "room_kg": 10_000, "empty": True}, rules.NO_ROOM),
        ({"kg": 10_001}, rules.NO_ROOM),  # others are aboard already
        ({"kg": 10_001, "room_kg": 10_000, "empty": True, "mpos": 2001}, rules.NO_ROOM),
    ],
)
def test_whether_a_mover_fits_into_the_rest_of_ten_tonnes(changed: dict[str, int], how: int) -> None:
    """A sortie with a payload of 10 t has room for 4 t, two positions and one seat. The mover is an item of 4 t on two
    positions, with the changes of the case. On an empty sortie, an item of up to 12 t may ride alone.
    """
    mover = {"kg": 4000, "mpos": 2000, "person": 0, "parted": False}
    room = {"room_kg": 4000, "room_mpos": 2000, "room_seats": 1, "payload": 10_000, "structural": 12_000}
    assert rules.room_for(**mover | room | {"empty": False} | changed) == how


def test_people_form_at_least_one_team() -> None:
    assert rules.teams_of(25, 6) == 4
    assert rules.teams_of(5, 6) == 1


def test_first_fit_skips_what_does_not_fit() -> None:
    """Of items of 6, 5, 4 and 1 t, a payload of 10 t takes those of 6 and 4 t. Then the sortie is full.

    A sortie that also has a volume of 500 l takes the items of 6 t (300 l) and 1 t (200 l), because 201 l of the item
    of 4 t do not fit.
    """
    room = (10_000, 99_000, 9, 0, 1000, 0, 500)
    none: list[set[int]] = [set()]
    zero, kg = [0] * 4, [6000, 5000, 4000, 1000]
    assert rules.first_fit(range(4), kg, zero, zero, zero, none, room, zero) == [0, 2]
    assert rules.first_fit(range(4), kg, zero, zero, zero, none, room, [300, 0, 201, 200]) == [0, 3]


@pytest.mark.parametrize(
    ("rule", "needs", "place"),
    [
        (Rule.FIXED, [1, 9, 9], 0),
        (Rule.FIXED, [0, 9, 9], -1),
        (Rule.SEQUENCE, [0, 1, 9], 1),
        (Rule.SEQUENCE, [0, 0, 0], -1),
        (Rule.SHARES, [5, 5, 5], 1),  # (sent + 1) / share is 2, 1 and 1: the first of the two smallest
        (Rule.SHARES, [5, 0, 5], 2),
        (Rule.NEED, [5, 8, 8], 1),
        (Rule.NEED, [0, -5, 0], -1),
    ],
)
def test_the_site_by_the_rule_of_a_lift(rule: Rule, needs: list[int], place: int) -> None:
    """Three sites have shares of 2, 2 and 1, and 3, 1 and 0 sorties have been sent to them; none is favoured."""
    assert rules.site_by_rule(int(rule), needs, [2.0, 2.0, 1.0], [3, 1, 0], [0, 0, 0]) == place


@pytest.mark.parametrize(
    ("rule", "needs", "turns", "place"),
    [
        (Rule.SEQUENCE, [5, 5, 5], [0, 2, 1], 2),
        (Rule.SEQUENCE, [5, 5, 0], [0, 2, 1], 1),  # the site that is first in turn has nothing to carry
        (Rule.SEQUENCE, [5, 0, 0], [0, 2, 1], 0),
        (Rule.NEED, [1, 9, 9], [1, 0, 0], 0),
        (Rule.SHARES, [5, 5, 5], [2, 0, 1], 0),  # a share of 0 gets no mission
        (Rule.FIXED, [5, 5, 5], [0, 1, 0], 0),  # this rule never chooses another site than the first
    ],
)
def test_a_favoured_site_goes_before_the_rule_of_a_lift(
    rule: Rule, needs: list[int], turns: list[int], place: int
) -> None:
    """Of the sites that a review favours, turn 1 goes before turn 2; a site with turn 0 is not favoured. The three
    sites have shares of 2, 2 and 0.
    """
    assert rules.site_by_rule(int(rule), needs, [2.0, 2.0, 0.0], [3, 1, 0], turns) == place


def test_turns_go_by_date_and_then_by_days_behind() -> None:
    """Five sites should be left by days 9, 5, 5, 5 and 5, and are 7, 1, 3, 0 and 3 days behind. Their turns are 4, 3,
    1, 0 (not favoured) and 2.
    """
    behind, latest = [7, 1, 3, 0, 3], [9, 5, 5, 5, 5]
    assert [rules.turn_of(row, behind, latest) for row in range(5)] == [4, 3, 1, 0, 2]
    assert rules.goes_first(1, 5, 0, 1)
    assert not rules.goes_first(0, 1, 0, 5)
