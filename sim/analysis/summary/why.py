"""Why each date came so late, over many histories: the days due to each reason, and how often it has the most.

A target is a date that is explained: the closure of the force, the date of a milestone, or the closure of a site. The
chain of causes of a history assigns every second from the start to a target to one reason.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from sim.analysis.causes.by_reason import ByReason, is_traced
from sim.analysis.causes.reason import Reason, reasons
from sim.analysis.causes.target import Target, targets
from sim.analysis.statistics.records import Records
from sim.model.calendars import NEVER
from sim.model.plan import Plan

__all__ = ["Share", "Why", "why"]

DAY = 86_400


@dataclass(frozen=True, slots=True)
class Share:
    """The part of the days up to a target that is due to one reason.

    Attributes
    ----------
    reason
        The reason.
    days, low, high
        Mean days due to the reason, over the histories that reached the target, and the interval of this mean.
    still
        The same three figures over the histories that did not reach the target; there, days count up to the horizon.
    most
        Share of the `Why.n` histories in which this reason has the most days.
    late
        Share of the late histories among them in which this reason has the most days; None if no history is late.
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
    """The reasons to which the days up to a target are due, over many histories.

    Attributes
    ----------
    target
        The target.
    n, reached, late
        Number of histories whose causes are known, and how many of them reached the target and were late.
    days, still
        Mean days from the start to the target over the histories that reached it, 0 if none did; and the days from the
        start to the horizon if any history did not reach it, otherwise 0.
    shares
        One entry for each reason to which any time is due, the most days first. The `days` of the entries sum to the
        `days` above, and the means in their `still` to the `still` above.
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
        """Number of the `n` histories that did not reach the target."""
        return self.n - self.reached


def why(
    plan: Plan,
    outcomes: Records,
    histories: Iterable[ByReason | None],
    world: npt.NDArray[Any] | None = None,
    confidence: float = 0.95,
) -> list[Why]:
    """Return for each target the reasons to which its days are due, over many histories.

    Parameters
    ----------
    plan
        The plan.
    outcomes
        Records of the histories, shape (n,).
    histories
        The time due to each reason (`causes.by_reason`) in each history whose causes are kept (`is_traced`), in the
        order of `outcomes`; None for a history whose causes could not be computed. Such a history is not counted.
    world
        World of each history, shape (n,); the histories of a world are consecutive. None if histories are independent.
    confidence
        Coverage of the intervals.

    Notes
    -----
    The interval is the mean -+ Student's t x standard error, with a lower limit of at least 0; it covers sampling error
    only. If histories share worlds, the error is estimated between worlds (ratio mean of clusters, Cochran 1977,
    section 6.3), with (number of worlds - 1) degrees of freedom. A history is late if it missed the milestone; for the
    closure, if it missed the deadline; for a site, if the site closed after the deadline or not at all. If several
    reasons have the most days, only the first of them (in the order of `causes.reason.reasons`) counts.
    """
    kept = is_traced(outcomes["replication"])
    outcomes, world = outcomes[kept], None if world is None else world[kept]
    tally = _Tally(len(targets(plan)), len(reasons(plan)), len(outcomes))
    clusters = range(len(outcomes)) if world is None else world.tolist()
    known = np.ones(len(outcomes), np.bool_)
    reached = np.array([outcomes[target.column] < NEVER for target in targets(plan)])
    for position, (cluster, history) in enumerate(zip(clusters, histories, strict=True)):
        if history is None:
            known[position] = False
        else:
            tally.add(position, cluster, history[history["target"] < len(reached)], reached[:, position])
    tally.close()
    if not known.all():
        outcomes, tally.owner = outcomes[known], tally.owner[:, known]
    return [_sum(plan, target, outcomes, tally, row, confidence) for row, target in enumerate(targets(plan))]


class _Tally:
    """Sums over histories by target and reason, in constant memory.

    Attributes
    ----------
    owner
        Reason with the most days in each history, -1 if no time is due to any reason; shape (n_targets, n).
    reached, still
        Sums over the histories that reached a target, and over those that did not.
    """

    def __init__(self, n_targets: int, n_reasons: int, n: int) -> None:
        self.owner = np.full((n_targets, n), -1)
        self.reached, self.still = _Sums(n_targets, n_reasons), _Sums(n_targets, n_reasons)
        self._cluster = -1

    def add(self, position: int, cluster: int, history: ByReason, reached: npt.NDArray[np.bool_]) -> None:
        """Add the history at a position, given its cluster (world) and which targets it reached."""
        if cluster != self._cluster:
            self.close()
            self._cluster = cluster
        of_reached = reached[history["target"]]
        self.reached.add(history[of_reached], reached)
        self.still.add(history[~of_reached], ~reached)
        order = np.lexsort((-history["reason"].astype(np.int64), history["seconds"]))
        # of several entries for one cell the last one stays: the reason with the most seconds, the first one in a tie
        self.owner[history["target"][order], position] = history["reason"][order]

    def close(self) -> None:
        """Add the sums of the cluster that is complete now to the sums over clusters."""
        self.reached.close()
        self.still.close()


class _Sums:
    """Sums over clusters: the worlds or, if histories are independent, the single histories.

    Attributes
    ----------
    total, squares, crossed
        Sums over clusters of x, x squared and x m, where x is the days due to a reason in the cluster and m the number
        of its histories that count for the target; shape (n_targets, n_reasons) each.
    members
        Sum over clusters of m squared, shape (n_targets,).
    clusters
        Number of clusters in which m is above 0, shape (n_targets,).
    """

    def __init__(self, n_targets: int, n_reasons: int) -> None:
        self.total, self.squares, self.crossed = (np.zeros((n_targets, n_reasons)) for _ in range(3))
        self.members, self.clusters = np.zeros(n_targets), np.zeros(n_targets, np.int64)
        self._days, self._count = np.zeros((n_targets, n_reasons)), np.zeros(n_targets)

    def add(self, history: ByReason, chosen: npt.NDArray[np.bool_]) -> None:
        """Add the days due to each reason in a history; `chosen` says for which targets the history counts."""
        self._days[history["target"], history["reason"]] += history["seconds"] / DAY
        self._count += chosen

    def close(self) -> None:
        """Add the days of the cluster that is complete now to the sums, and begin the next cluster."""
        count = self._count[:, None]
        self.total += self._days
        self.squares += np.square(self._days)
        self.crossed += self._days * count
        self.members += np.square(self._count)
        self.clusters += self._count > 0
        self._days[:], self._count[:] = 0.0, 0.0

    def interval(self, row: int, reason: int, n: int, confidence: float) -> tuple[float, float, float]:
        """Return the mean days due to a reason over n histories, and its limits.

        With fewer than two clusters, both limits equal the mean. Without histories, all three are 0.
        """
        from scipy.special import stdtrit

        if n == 0:
            return 0.0, 0.0, 0.0
        mean, clusters = float(self.total[row, reason]) / n, int(self.clusters[row])
        if clusters < 2:
            return mean, mean, mean
        off = self.squares[row, reason] - 2 * mean * self.crossed[row, reason] + mean**2 * self.members[row]
        error = float(np.sqrt(max(0.0, off) * clusters / (clusters - 1))) / n
        reach = error * float(stdtrit(clusters - 1, 0.5 + confidence / 2.0))
        return mean, max(0.0, mean - reach), mean + reach


def _sum(plan: Plan, target: Target, outcomes: Records, tally: _Tally, row: int, confidence: float) -> Why:
    """Return the reasons of one target, given by its row in the tally."""
    all_reasons, owner = reasons(plan), tally.owner[row]
    reached = outcomes[target.column] < NEVER
    late = outcomes[target.met] == 0 if target.met else outcomes[target.column] > plan.deadline
    n_reached, n = int(reached.sum()), len(outcomes)
    shares = []
    for reason in np.flatnonzero(tally.reached.total[row] + tally.still.total[row]).tolist():
        days, low, high = tally.reached.interval(row, reason, n_reached, confidence)
        still = tally.still.interval(row, reason, n - n_reached, confidence)
        share_late = float((owner[late] == reason).mean()) if late.any() else None
        share_all = float((owner == reason).mean())
        shares.append(Share(all_reasons[reason], days, low, high, still, share_all, share_late))
    shares.sort(key=lambda share: (-share.days, -share.still[0], -share.most, share.reason.kind, share.reason.row))
    total = float(outcomes[target.column][reached].mean()) / DAY if n_reached else 0.0
    to_the_end = plan.horizon / DAY if n_reached < n else 0.0
    return Why(target, n, n_reached, int(late.sum()), total, to_the_end, tuple(shares))
