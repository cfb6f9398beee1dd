"""Natural cubic splines along one lever: their basis functions, and the bending energy of each."""

from typing import Any

import numpy as np
import numpy.typing as npt

__all__ = ["Axis", "axis"]

Reals = npt.NDArray[Any]


class Axis:
    """Natural cubic splines on the knots of one lever: a line if there are two knots, a constant if there is one.

    Attributes
    ----------
    knots
        Values of the lever, ascending, shape (m,), in its unit.
    bend
        Bending energy of each basis function, shape (m,), ascending; it is exactly 0 for the first two, which are
        lines. Bending energy is the integral of the squared second derivative over the lever scaled to [0, 1].

    Notes
    -----
    Green and Silverman 1994, Nonparametric Regression and Generalized Linear Models, section 2.1: with the banded
    matrices Q and R and the values v at the knots, the second derivatives at the knots are R^-1 Q' v, and the energy is
    v' Q R^-1 Q' v. The basis functions are the eigenvectors of this quadratic form, so the energy of a spline is the
    sum of `bend` times its squared coefficients.
    """

    __slots__ = ("_curves", "_turn", "bend", "knots")

    def __init__(self, knots: Reals) -> None:
        self.knots = np.asarray(knots, np.float64)
        m = len(self.knots)
        self._curves = np.zeros((m, m))  # matrix that turns the values at the knots into the second derivatives there
        self._turn, self.bend = np.eye(m), np.zeros(m)
        if m == 2:
            self._turn = np.array([[1.0, -1.0], [1.0, 1.0]]) / np.sqrt(2.0)
        if m < 3:
            return
        h = np.diff(self.knots) / (self.knots[-1] - self.knots[0])
        inner = np.arange(m - 2)
        q = np.zeros((m, m - 2))
        q[inner, inner], q[inner + 2, inner] = 1.0 / h[:-1], 1.0 / h[1:]
        q[inner + 1, inner] = -1.0 / h[:-1] - 1.0 / h[1:]
        r = np.diag((h[:-1] + h[1:]) / 3.0) + np.diag(h[1:-1] / 6.0, 1) + np.diag(h[1:-1] / 6.0, -1)
        self._curves[1:-1] = np.linalg.solve(r, q.T)
        bend, self._turn = np.linalg.eigh(q @ self._curves[1:-1])
        bend[:2] = 0.0
        self.bend = np.maximum(bend, 0.0)

    def rows(self, x: Reals) -> Reals:
        """Return the value of each basis function at each point, shape (k, m); points lie between the end knots."""
        knots, m = self.knots, len(self.knots)
        if m == 1:
            return np.ones((len(x), 1))
        span = knots[-1] - knots[0]
        left = np.clip(np.searchsorted(knots, x, side="right") - 1, 0, m - 2)
        h = (knots[left + 1] - knots[left]) / span
        up = (x - knots[left]) / (knots[left + 1] - knots[left])
        down = 1.0 - up
        rows = np.zeros((len(x), m))
        each = np.arange(len(x))
        rows[each, left] += down
        rows[each, left + 1] += up
        square = h * h / 6.0
        rows += (square * (down**3 - down))[:, None] * self._curves[left]
        rows += (square * (up**3 - up))[:, None] * self._curves[left + 1]
        return np.asarray(rows @ self._turn)


def axis(x: Reals, most: int) -> Axis:
    """Return the splines of one lever with at most `most` knots; `most` is at least 2.

    The knots are distinct values of x, the smallest and the largest included, at evenly spaced ranks: they are dense
    where these values are dense.
    """
    values = np.unique(x)
    if len(values) > most:
        values = values[np.round(np.linspace(0, len(values) - 1, most)).astype(int)]
    return Axis(values)
