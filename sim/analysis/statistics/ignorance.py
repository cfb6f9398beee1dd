"""How much of the variance of "met" (0 or 1 in each history) comes from unknowns, and how much from chance.

All histories of a world have the same unknowns, so the variance between worlds is due to unknowns.
"""

from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

__all__ = ["Ignorance", "ignorance"]


@dataclass(frozen=True, slots=True)
class Ignorance:
    """How the probability that a milestone is met differs from world to world.

    Attributes
    ----------
    worlds, inner
        Number of worlds drawn, and of histories in each; the last world may have fewer.
    share
        Share of the variance of "met" that lies between worlds; None if all histories met the milestone, if none did,
        if there is one world, or if no world has two histories.
    hopeless, safe
        Share of the worlds whose probability is below 0.05, and share of the worlds whose probability is above 0.95;
        the probability of a world is the share of its histories that met the milestone.
    """

    worlds: int
    inner: int
    share: float | None
    hopeless: float
    safe: float


def ignorance(met: npt.NDArray[Any], world: npt.NDArray[Any]) -> Ignorance:
    """Split the variance of "met" into the variance between worlds and the variance due to chance within worlds.

    Parameters
    ----------
    met, world
        Whether each history met the milestone (or any other figure of the history), and its world; shape (n,) each.

    Notes
    -----
    One-way components of variance, by moments (Searle, Casella and McCulloch 1992, section 3.6): with the mean squares
    B between worlds and W within worlds, n_i histories in world i, and n0 = (n - sum of n_i**2 / n) / (worlds - 1), the
    share is s / (s + W) with s = (B - W) / n0, clipped to [0, 1]. If worlds have few histories, the probability of a
    world may be near 0 or 1 by chance, so `hopeless` and `safe` are then too large.
    """
    hits = np.asarray(met, np.float64)
    _, cluster = np.unique(world, return_inverse=True)
    sizes = np.bincount(cluster)
    means = np.bincount(cluster, weights=hits) / sizes
    return Ignorance(
        len(sizes),
        int(sizes.max()),
        _share(hits, cluster, sizes, means),
        float(np.mean(means < 0.05)),
        float(np.mean(means > 0.95)),
    )


def _share(
    hits: npt.NDArray[Any], cluster: npt.NDArray[Any], sizes: npt.NDArray[Any], means: npt.NDArray[Any]
) -> float | None:
    n, worlds, overall = len(hits), len(sizes), float(hits.mean())
    if worlds < 2 or n == worlds or overall in (0.0, 1.0):
        return None
    between = float((sizes * np.square(means - overall)).sum()) / (worlds - 1)
    within = float(np.square(hits - means[cluster]).sum()) / (n - worlds)
    n0 = (n - float(np.square(sizes).sum()) / n) / (worlds - 1)
    component = (between - within) / n0
    return min(max(component / (component + within), 0.0), 1.0) if component > 0.0 else 0.0
