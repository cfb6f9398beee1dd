"""The search for the smallest value of a lever that is enough for a probability: which histories it requests, and its
answers.
"""

from __future__ import annotations

from collections.abc import Callable

import pytest

from sim.analysis.decisions.bracket import Bracket, Search


def answer(search: Search, met: Callable[[int, int], int]) -> list[tuple[int, int, str]]:
    """Run a search to its end; return each request as (index of the value, number of histories, phase).

    `met(index, n)` is how many of n histories at this value succeed.
    """
    asked = []
    while (what := search.next()) is not None:
        asked.append(what)
        search.tell(what[0], met(what[0], what[1]), what[1])
    return asked


def step(first: int) -> Callable[[int, int], int]:
    """Return a function `met`: all histories succeed from the index `first` on, and half of them at smaller indices."""
    return lambda index, n: n if index >= first else n // 2


@pytest.mark.parametrize("first", range(1, 10))
def test_a_step_is_bracketed_exactly(first: int) -> None:
    search = Search(range(100, 110), 0.9, budget=5000)
    asked = answer(search, step(first))
    found = search.bracket()
    assert (found.suffices, found.fails, found.open) == (100 + first, 99 + first, ())
    assert found.says == "bracketed"
    assert found.best == (100 + first, 1.0)
    assert found.histories == sum(n for _, n, _ in asked) < 1500
    assert found.confidence == 0.95


def test_larger_values_may_be_the_worse_ones() -> None:
    search = Search([9.0, 7.5, 4.0, 2.0], 0.9, budget=5000)
    answer(search, step(2))
    assert (search.bracket().suffices, search.bracket().fails) == (4.0, 7.5)


@pytest.mark.parametrize(
    ("first", "suffices", "fails", "says"), [(0, 1, None, "all suffice"), (9, None, 5, "not reachable")]
)
def test_the_answer_if_all_or_no_values_suffice(first: int, suffices: int | None, fails: int | None, says: str) -> None:
    search = Search([1, 2, 3, 4, 5], 0.9, budget=5000)
    answer(search, step(first))
    found = search.bracket()
    assert (found.suffices, found.fails, found.open, found.says) == (suffices, fails, (), says)
    assert found.best == ((1, 1.0) if first == 0 else None)


@pytest.mark.parametrize(("all_met", "says"), [(True, "all suffice"), (False, "not reachable")])
def test_the_answer_for_a_single_value(all_met: bool, says: str) -> None:
    search = Search([3], 0.9, budget=5000)
    answer(search, lambda _, n: n if all_met else 0)
    assert search.bracket().says == says


def test_histories_of_the_screening_do_not_count_in_tests() -> None:
    """Histories of the screening phase do not count in the later test of a value, which needs enough histories of its
    own.
    """
    search = Search(range(10), 0.9, budget=5000)
    asked = answer(search, step(4))
    tested = {index: sum(n for i, n, phase in asked if i == index and phase != "screen") for index in range(10)}
    assert tested[4] >= 29  # 29 is the smallest n with 0.9^n < 1/20
    assert {phase for _, _, phase in asked[:4]} == {"screen"}
    begun = [phase for _, _, phase in asked]
    assert "screen" not in begun[begun.index("suffices") :]


def test_a_value_at_the_target_stays_open() -> None:
    """If exactly the target share of histories succeeds at a value, the search spends its budget there, and the value
    stays open: it is neither known to be enough nor known to be too little.
    """
    search = Search([1, 2, 3, 4, 5, 6, 7], 0.8, budget=3000)
    asked = answer(search, lambda index, n: [0, 0, 0, round(0.8 * n), n, n, n][index])
    found = search.bracket()
    assert (found.suffices, found.fails, found.open) == (5, 3, (4,))
    assert found.histories == 3000
    assert sum(n for index, n, _ in asked if index == 3) > 2000


def test_a_small_budget_names_only_the_best_value() -> None:
    search = Search(range(10), 0.9, budget=120)
    answer(search, step(4))
    found = search.bracket()
    assert found == Bracket(None, None, tuple(range(10)), 120, 0.95, (4, 1.0))
    assert found.says == "unknown"


def test_a_search_without_histories_has_no_answer() -> None:
    search = Search([1, 2], 0.9, budget=10)
    assert search.bracket() == Bracket(None, None, (1, 2), 0, 0.95, None)
    assert search.next() == search.next() == (0, 10, "screen")


def test_wrong_arguments_are_refused() -> None:
    for points in ([], [1, 1]):
        with pytest.raises(ValueError, match="at least one point"):
            Search(points, 0.9, budget=10)
    with pytest.raises(ValueError, match="between 0 and 1"):
        Search([1], 1.0, budget=10)
    with pytest.raises(ValueError, match="at least 1"):
        Search([1], 0.9, budget=0)
    search = Search([1, 2], 0.9, budget=100)
    with pytest.raises(ValueError, match="that was requested"):
        search.tell(0, 1, 2)
    search.next()
    with pytest.raises(ValueError, match="that was requested"):
        search.tell(1, 1, 2)
    with pytest.raises(ValueError, match="met = 3"):
        search.tell(0, 3, 2)
