"""Why late, over many histories: how many days of each date each reason owns, and how often it owns the most."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from sim.analysis.causes.owned import Owned, is_traced
from sim.analysis.causes.reason import Reason, reasons
from sim.analysis.causes.target import Target, targets
from sim.analysis.statistics.records import Records
from sim.model.calendars import NEVER
from sim.model.plan import Plan

__all__ = ["Share", "Why", "why"]

DAY = 86_400


@dataclass(frozen=True, slots=True)
class Share:
    """The part of a target that one reason owns.

    Attributes
    ----------
    reason
        The reason.
    days, low, high
        Mean days that it owns in the histories that reached the target, and the interval of that mean.
    still
        The same for the histories that did not, up to the end of the clock: mean days, low, high.
    most
        Share of all histories in which it owns the most.
    late
        Share of the late histories in which it owns the most; None if none is late.
    """

    reason: Reason
    days: float
    low: float
    high: float
    still: tuple[float, float, float]
    most: float
    late: float | None


@dataclass(frozen=True, slots=True)
class Why:
    """The reasons that own a target.

    Attributes
    ----------
    target
        The target.
    n, reached, late
        Histories whose chains are kept, those of them that reached the target, and those that were late.
    days, still
        Mean days until it was reached; and days to the end of the clock for histories that did not reach it (else 0).
    shares
        Every reason that owns anything, the most days first; their days sum to `days`, those of histories that did not
        reach the target to `still`.
    """

    target: Target
    n: int
    reached: int
    late: int
    days: float
    still: float
    shares: tuple[Share, ...]

    @property
    def unreached(self) -> int:
        """Histories whose chains are kept and that did not reach the target."""
        return self.n - self.reached


def why(
    plan: Plan,
    outcomes: Records,
    histories: Iterable[Owned | None],
    world: npt.NDArray[Any] | None = None,
    confidence: float = 0.95,
) -> list[Why]:
    """Return what owned each target, over many histories.

    Parameters
    ----------
    plan
        The plan.
    outcomes
        Records of the histories, shape (n,).
    histories
        What each reason owned (`sim.analysis.causes.owned`) in the histories for which it is kept (`is_traced`), in the
        same order; None for a history whose causes could not be computed: it is not counted.
    world
        World of each history, if histories share worlds; those of a world are consecutive.
    confidence
        Of the intervals.

    Notes
    -----
    The interval is the mean -+ Student's t x standard error; where histories share a world, the error is estimated
    between worlds (ratio mean of clusters, Cochran 1977, section 6.3), with worlds - 1 degrees of freedom. It is
    sampling error only. A history is late if it missed the milestone; for a site, or the closure, that is the deadline.
    A history that did not reach a target is late, with what owns it up to the end of the clock. Ties go to the first
    reason.
    """
    kept = is_traced(outcomes["replication"])
    outcomes, world = outcomes[kept], None if world is None else world[kept]
    tally = _Tally(len(targets(plan)), len(reasons(plan)), len(outcomes))
    clusters = range(len(outcomes)) if world is None else world.tolist()
    known = np.ones(len(outcomes), np.bool_)
    reached = np.array([outcomes[target.column] < NEVER for target in targets(plan)])
    for place, (cluster, history) in enumerate(zip(clusters, histories, strict=True)):
        if history is None:
            known[place] = False
        else:
            tally.add(place, cluster, history[history["target"] < len(reached)], reached[:, place])
    tally.close()
    if not known.all():
        outcomes, tally.owner = outcomes[known], tally.owner[:, known]
    return [_sum(plan, target, outcomes, tally, row, confidence) for row, target in enumerate(targets(plan))]


class _Tally:
    """Sums over histories by target and reason, in constant memory.

    Attributes
    ----------
    owner
        Reason that owns the most, -1 for none, shape (n_targets, n).
    reached, still
        Sums over the histories that reached a target, and over those that did not.
    """

    def __init__(self, n_targets: int, n_reasons: int, n: int) -> None:
        self.owner = np.full((n_targets, n), -1)
        self.reached, self.still = _Sums(n_targets, n_reasons), _Sums(n_targets, n_reasons)
        self._cluster = -1

    def add(self, place: int, cluster: int, history: Owned, reached: npt.NDArray[np.bool_]) -> None:
        """Add a history, given which targets it reached."""
        if cluster != self._cluster:
            self.close()
            self._cluster = cluster
        mine = reached[history["target"]]
        self.reached.add(history[mine], reached)
        self.still.add(history[~mine], ~reached)
        order = np.lexsort((-history["reason"].astype(np.int64), history["seconds"]))
        self.owner[history["target"][order], place] = history["reason"][order]  # the last one wins

    def close(self) -> None:
        """Count in what the cluster at hand came to."""
        self.reached.close()
        self.still.close()


class _Sums:
    """Sums over clusters of neighbours.

    Attributes
    ----------
    total, squares, crossed
        Sums over clusters of their days, of the squares of these, and of the days times the histories of the cluster,
        shape (n_targets, n_reasons).
    members
        Sums over clusters of the squares of their histories, shape (n_targets,).
    clusters
        Clusters that have histories, by target.
    """

    def __init__(self, n_targets: int, n_reasons: int) -> None:
        self.total, self.squares, self.crossed = (np.zeros((n_targets, n_reasons)) for _ in range(3))
        self.members, self.clusters = np.zeros(n_targets), np.zeros(n_targets, np.int64)
        self._days, self._count = np.zeros((n_targets, n_reasons)), np.zeros(n_targets)

    def add(self, history: Owned, chosen: npt.NDArray[np.bool_]) -> None:
        """Add what reasons own of some targets of a history."""
        self._days[history["target"], history["reason"]] += history["seconds"] / DAY
        self._count += chosen

    def close(self) -> None:
        """Count in what the cluster at hand came to."""
        count = self._count[:, None]
        self.total += self._days
        self.squares += np.square(self._days)
        self.crossed += self._days * count
        self.members += np.square(self._count)
        self.clusters += self._count > 0
        self._days[:], self._count[:] = 0.0, 0.0

    def interval(self, row: int, reason: int, n: int, confidence: float) -> tuple[float, float, float]:
        """Return the mean days of a reason over n histories, and its limits (the mean itself for one cluster)."""
        from scipy.special import stdtrit

        if n == 0:
            return 0.0, 0.0, 0.0
        middle, many = float(self.total[row, reason]) / n, int(self.clusters[row])
        if many < 2:
            return middle, middle, middle
        off = self.squares[row, reason] - 2 * middle * self.crossed[row, reason] + middle**2 * self.members[row]
        error = float(np.sqrt(max(0.0, off) * many / (many - 1))) / n
        reach = error * float(stdtrit(many - 1, 0.5 + confidence / 2.0))
        return middle, max(0.0, middle - reach), middle + reach


def _sum(plan: Plan, target: Target, outcomes: Records, tally: _Tally, row: int, confidence: float) -> Why:
    known, owner = reasons(plan), tally.owner[row]
    reached = outcomes[target.column] < NEVER
    late = outcomes[target.met] == 0 if target.met else outcomes[target.column] > plan.deadline
    n, all_of = int(reached.sum()), len(outcomes)
    shares = []
    for reason in np.flatnonzero(tally.reached.total[row] + tally.still.total[row]).tolist():
        days, low, high = tally.reached.interval(row, reason, n, confidence)
        still = tally.still.interval(row, reason, all_of - n, confidence)
        often = float((owner[late] == reason).mean()) if late.any() else None
        shares.append(Share(known[reason], days, low, high, still, float((owner == reason).mean()), often))
    shares.sort(key=lambda share: (-share.days, -share.still[0], -share.most, share.reason.kind, share.reason.row))
    total = float(outcomes[target.column][reached].mean()) / DAY if n else 0.0
    to_the_end = plan.horizon / DAY if n < all_of else 0.0
    return Why(target, all_of, n, int(late.sum()), total, to_the_end, tuple(shares))
