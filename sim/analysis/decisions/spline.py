"""Cubic splines given by their values at knots: the weight of each at a point, and the bending energy."""

from typing import Any

import numpy as np
import numpy.typing as npt

__all__ = ["Axis", "axis"]

Reals = npt.NDArray[Any]


class Axis:
    """Natural cubic splines on one lever, scaled to [0, 1]; a line on two knots, a constant on one.

    Attributes
    ----------
    knots
        Rising, shape (m,), in the unit of the lever.
    bend
        Eigenvalues of the bending energy, the integral of the squared second derivative over the scaled lever, as a
        quadratic form of the values at the knots; shape (m,), rising, the first two (the lines) exactly zero.

    Notes
    -----
    Green and Silverman 1994, Nonparametric Regression and Generalized Linear Models, section 2.1: with Q and R banded,
    second derivatives are R^-1 Q' values, and the energy is values' Q R^-1 Q' values. `rows` returns the weights of the
    eigenvectors at a point; in these the energy is a sum of squares.
    """

    __slots__ = ("_curves", "_turn", "bend", "knots")

    def __init__(self, knots: Reals) -> None:
        self.knots = np.asarray(knots, np.float64)
        m = len(self.knots)
        self._curves = np.zeros((m, m))  # second derivatives at the knots, as functions of the values there
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
        """Return the weight of each eigenvector at each point, shape (k, m); there is no extrapolation."""
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
    """Return an axis with knots at the distinct values of x, thinned to at most `most`, both ends kept.

    Notes
    -----
    Thinned by rank: where values are dense, so are knots.
    """
    values = np.unique(x)
    if len(values) > most:
        values = values[np.round(np.linspace(0, len(values) - 1, most)).astype(int)]
    return Axis(values)
