"""The elimination of plans on common random numbers: which plan is beaten, by which plan, and when
the comparison ends.
"""

from __future__ import annotations

import numpy as np
import pytest

from sim.analysis.decisions.selection import Elimination


def test_a_plan_that_never_fails_beats_one_that_does() -> None:
    race = Elimination(["poor", "good"])
    race.add([[0] * 10, [1] * 10])
    assert race.survivors == ("good",)
    assert race.eliminated == {"poor": ("good", 10)}
    assert race.settled


def test_rounds_in_which_plans_agree_are_no_evidence() -> None:
    """Four rounds in which one plan succeeds and the other fails eliminate no plan, and 200 rounds in which both
    succeed change nothing.
    """
    race = Elimination(["a", "b"], indifference=0.001)
    race.add([[1] * 4 + [1] * 200, [0] * 4 + [1] * 200])
    assert race.survivors == ("a", "b")
    assert not race.settled


def test_it_takes_more_to_beat_one_of_many() -> None:
    seven = [[1] * 7, [0] * 7]
    pair = Elimination(["a", "b"])
    pair.add(seven)
    many = Elimination(["a", "b", *"cdefghijklmnopqr"])
    many.add([*seven, *[[1] * 7] * 16])
    assert pair.eliminated == {"b": ("a", 7)}
    assert not many.eliminated


def test_equal_plans_are_settled_as_equal() -> None:
    race = Elimination(["a", "b", "c"], indifference=0.02)
    rounds = 0
    while not race.settled:
        race.add(np.ones((3, 20), bool))
        rounds += 20
    assert race.survivors == ("a", "b", "c")
    assert race.rounds == rounds
    assert 150 < rounds < 400  # about log(40) / 0.02 rounds, and more for the mixture of bets


def test_rounds_added_in_parts_give_the_same_result() -> None:
    met = np.array([[1, 0, 1, 1, 0, 1] * 10, [1, 1, 0, 1, 1, 1] * 10, [0, 1, 1, 1, 0, 1] * 10])
    whole, parts = Elimination("xyz"), Elimination("xyz")
    whole.add(met)
    for part in np.split(met, 6, axis=1):
        parts.add(part)
    assert (whole.survivors, whole.settled, whole.rounds) == (parts.survivors, parts.settled, parts.rounds)


def test_results_of_eliminated_plans_are_ignored() -> None:
    race = Elimination(["a", "b", "c"])
    race.add([[1] * 20, [0] * 20, [1] * 20])
    assert list(race.eliminated) == ["b"]
    race.add([[0] * 40, [1] * 40, [0] * 40])
    assert race.survivors == ("a", "c")


def test_no_plan_is_beaten_before_the_first_round() -> None:
    race = Elimination(["a", "b"])
    assert race.survivors == ("a", "b")
    assert not race.settled
    assert race.rounds == 0


def test_wrong_arguments_are_refused() -> None:
    for names in (["a"], ["a", "a"]):
        with pytest.raises(ValueError, match="two plans"):
            Elimination(names)
    with pytest.raises(ValueError, match="between 0 and 1"):
        Elimination(["a", "b"], indifference=0.0)
    with pytest.raises(ValueError, match="one row per plan"):
        Elimination(["a", "b"]).add([[1, 0]])
