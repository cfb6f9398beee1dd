"""Where a run stops by a rule: its looks, two rules together, whole worlds, and histories beyond the stop."""

from __future__ import annotations

import numpy as np
import pytest

from sim.analysis.decisions.sequence import bounded_means, interval, settled
from sim.analysis.decisions.stopping import Rule, Tally, Watch, always, looks

MET = np.random.default_rng(5).random(3000) < 0.97


def test_looks_are_fixed_beforehand() -> None:
    """Looks come every 25 histories up to 1,000, every 50 up to 2,000, every 75 up to 3,000, and at the largest number
    of histories. A larger limit does not change earlier looks.
    """
    found = list(looks(2310))
    assert found[:3] == [25, 50, 75]
    assert [each for each in found if 975 <= each <= 1100] == [975, 1000, 1050, 1100]
    assert found[-3:] == [2225, 2300, 2310]
    assert list(looks(5000))[: len(found) - 1] == found[:-1]
    assert list(looks(10)) == [10]


def test_looks_are_after_whole_worlds() -> None:
    """With worlds of 20 histories every look is at a multiple of 20. With worlds of 400, there is a look after each
    world.
    """
    assert list(looks(130 // 20 * 20, 20)) == [40, 80, 120]
    assert list(looks(1200, 400)) == [400, 800, 1200]


def test_the_stop_is_the_first_look_at_which_the_rule_holds() -> None:
    """Each rule stops at the first look at which it holds. Two rules together stop at the first look at which both
    hold.
    """

    def half(n: int) -> float:
        low, high = interval(int(MET[:n].sum()), n)
        return 0.5 * (high - low)

    narrow = next(n for n in looks(3000) if half(n) <= 0.02)
    decided = next(n for n in looks(3000) if settled(int(MET[:n].sum()), n, 0.93))
    found = {}
    for within, decide in ((0.02, None), (None, 0.93), (0.02, 0.93)):
        watch = Watch(Rule(within, decide), 3000)
        watch.see(MET)
        assert watch.holds
        assert watch.looks == list(looks(3000)).index(watch.stop) + 1
        found[within, decide] = watch.stop
    assert found == {(0.02, None): narrow, (None, 0.93): decided, (0.02, 0.93): max(narrow, decided)}
    assert narrow != decided


def test_pieces_do_not_matter_and_histories_beyond_the_stop_do_not_count() -> None:
    """Histories that are seen in pieces of any size give the same stop, and only the histories up to the stop are
    counted.
    """
    whole = Watch(Rule(0.02), 3000)
    whole.see(MET)
    assert whole.stop is not None
    pieces = Watch(Rule(0.02), 3000)
    for end in [*range(1, 300, 7), *range(300, 3001, 90)]:
        pieces.see(MET[:end])
    assert (pieces.stop, pieces.looks) == (whole.stop, whole.looks)
    assert pieces.tally.n == whole.tally.n == whole.stop
    assert whole.tally.met == int(MET[: whole.stop].sum())


def test_a_run_without_a_verdict_ends_at_the_most() -> None:
    """If the rule never holds, the run ends at its largest number of histories, `holds` is false, and there is no
    verdict.
    """
    watch = Watch(Rule(decide=0.97), 110)
    watch.see(MET)
    assert (watch.stop, watch.holds, watch.verdict, watch.looks) == (110, False, None, 5)


def test_worlds_count_once_they_are_complete() -> None:
    """Only the means of complete worlds count. A world that began before the first history seen
    does not count either.
    """
    met = MET[:95]
    tally = Tally(10)
    tally.add(met[:4])
    assert (tally.n, tally.estimate(), tally.interval()) == (0, None, (0.0, 1.0))
    tally.add(met[4:])
    assert tally.n == 90
    assert tally.interval() == bounded_means(met[:90].reshape(9, 10).mean(axis=1))
    late = always(met, first=7, inner=10)
    assert (late.low, late.high) == bounded_means(met[3:93].reshape(9, 10).mean(axis=1))
    assert (late.met, late.n, late.worlds) == (int(met.sum()), 95, 9)


@pytest.mark.parametrize(("share", "side"), [(0.999, "above"), (0.6, "below")])
def test_worlds_decide_by_their_means(share: float, side: str) -> None:
    """With worlds, the verdict is given when the interval of their means excludes the target."""
    met = np.random.default_rng(6).random(2000) < share
    watch = Watch(Rule(decide=0.9), 2000, inner=10)
    watch.see(met)
    assert watch.stop is not None
    assert watch.verdict == side
    low, high = bounded_means(met[: watch.stop].reshape(-1, 10).mean(axis=1))
    assert low > 0.9 if side == "above" else high < 0.9


def test_an_estimate_needs_a_history() -> None:
    with pytest.raises(ValueError, match="at least one"):
        always(np.empty(0))
