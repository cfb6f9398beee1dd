"""The search for the plan that most often meets a milestone: when to eliminate a plan, and when to stop."""

import math
from collections.abc import Sequence
from typing import Any

import numpy as np
import numpy.typing as npt

from sim.analysis.decisions.sequence import evidence

__all__ = ["Elimination"]

Array = npt.NDArray[Any]

NODES = 64  # number of bets in the mixture that tests a difference against the indifference


class Elimination:
    """Plans that are run side by side, round by round, until one plan is left or the plans left hardly differ.

    A round is one history of every plan left, on the same random numbers.

    Parameters
    ----------
    names
        Names of the plans, at least two, all different.
    error
        Largest chance that the best plan is ever eliminated; if several plans are equally good, this holds for each of
        them. Also, separately, the largest chance that `settled` is ever true while the best plan survives together
        with a plan that is worse by the indifference or more.
    indifference
        Difference of two probabilities that is too small to spend more histories on.

    Raises
    ------
    ValueError
        There are fewer than two names, a name is given twice, or a number is out of its range.

    Notes
    -----
    All plans have the same random numbers in a round, so two plans are compared only by discordant rounds, in which one
    of them succeeds and the other does not. A discordant round favours the worse plan with a chance of at most 1/2. The
    evidence that the chance is above 1/2 for a plan is `sequence.evidence` at 1/2 on the discordant rounds (a
    sequential McNemar test), the logarithm of an e-value. A surviving plan eliminates another at evidence of
    log((k - 1) / error), for k plans. Then the chance that one of the k - 1 others eliminates the best plan is at most
    `error`. The spread of the difference is not used, because it is zero in the first rounds of most pairs of plans.

    For `settled`, a difference of probabilities is the mean of values -1, 0 and 1. The hypothesis that it is at least
    the indifference is tested by betting on smaller differences (as in `sequence.Means`, with one-sided bets), for each
    pair of survivors in both directions. It is also rejected at evidence of log((k - 1) / error).
    """

    __slots__ = ("_alive", "_beats", "_bound", "eliminated", "indifference", "names", "rounds")

    def __init__(self, names: Sequence[str], error: float = 0.05, indifference: float = 0.01) -> None:
        k = len(names)
        if k < 2 or len(set(names)) < k:
            raise ValueError("expected at least two plans with different names")
        if not (0.0 < error < 1.0 and 0.0 < indifference < 1.0):
            raise ValueError(f"expected error and indifference between 0 and 1; they are {error} and {indifference}")
        self.names = tuple(names)
        self.indifference = indifference
        self.rounds = 0
        self.eliminated: dict[str, tuple[str, int]] = {}
        """Name of an eliminated plan -> (name of the plan that eliminated it, number of rounds run by then)."""
        self._bound = math.log((k - 1) / error)
        self._alive = np.ones(k, bool)
        self._beats = np.zeros((k, k), np.int64)  # rounds in which the row succeeded and the column did not

    @property
    def survivors(self) -> tuple[str, ...]:
        """Names of the plans that are not eliminated, in the order of `names`."""
        return tuple(name for name, alive in zip(self.names, self._alive.tolist(), strict=True) if alive)

    @property
    def settled(self) -> bool:
        """Whether one plan is left, or all plans left are shown to differ by less than the indifference."""
        left = np.flatnonzero(self._alive)
        if len(left) == 1:
            return True
        return all(self._close(int(self._beats[i, j]), int(self._beats[j, i])) for i in left for j in left if i != j)

    def add(self, met: Any) -> None:
        """Add further rounds, and then eliminate the plans that are beaten.

        Parameters
        ----------
        met
            Whether each plan met its milestone in each round, shape (k, rounds). All results of a column come from the
            same random numbers; rows of eliminated plans are ignored.

        Raises
        ------
        ValueError
            `met` is not a table with one row per plan.
        """
        table = np.asarray(met)
        if table.ndim != 2 or len(table) != len(self.names):
            raise ValueError(f"expected one row per plan, shape ({len(self.names)}, rounds); it is {table.shape}")
        yes = (table != 0).astype(np.int64)
        fresh = yes @ (1 - yes).T
        self._beats += np.where(np.outer(self._alive, self._alive), fresh, 0)
        self.rounds += table.shape[1]
        above, _ = evidence(self._beats, self._beats + self._beats.T, 0.5)
        above[~self._alive] = -math.inf
        beaten = self._alive & (above.max(0) >= self._bound)
        for loser in np.flatnonzero(beaten).tolist():
            self.eliminated[self.names[loser]] = (self.names[int(above[:, loser].argmax())], self.rounds)
        self._alive &= ~beaten

    def _close(self, gained: int, lost: int) -> bool:
        """Return whether it is shown that one plan is not better than another by the indifference or more.

        `gained` and `lost` are the numbers of rounds in which only the one plan, and only the other plan, succeeded.

        Notes
        -----
        In each round, let x be 1 if only the one plan succeeded, 0 if only the other did, and otherwise 1/2; let m be
        (1 + indifference) / 2. The wealth of a bet b <= m is the product of b x / m + (1 - b)(1 - x) / (1 - m) over the
        rounds. Its expectation does not grow if the mean of x is m or more.
        """
        m = 0.5 + 0.5 * self.indifference
        bets = m * (0.5 - 0.5 * np.cos(np.pi * (np.arange(NODES) + 0.5) / NODES))
        if self.rounds == 0:
            return False
        even = self.rounds - gained - lost
        logs = (
            gained * np.log(bets / m)
            + even * np.log(0.5 * bets / m + 0.5 * (1.0 - bets) / (1.0 - m))
            + lost * np.log((1.0 - bets) / (1.0 - m))
        )
        top = float(logs.max())
        return top + math.log(float(np.exp(logs - top).mean())) >= self._bound
