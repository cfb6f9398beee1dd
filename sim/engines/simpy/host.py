"""Runs a drawdown inside a larger SimPy model, on the clock of that model."""

from collections.abc import Generator
from math import ceil, isfinite
from typing import TYPE_CHECKING, Final

import simpy
from simpy.events import Event

from sim.model.trajectory import Trajectory

if TYPE_CHECKING:
    from sim.engines.simpy.drawdown import Drawdown

__all__ = ["Host", "follow"]

SLACK_S: Final = 1e-3
"""How long after a whole second an instant of the larger model counts as that second [s]; its clock may be inexact."""


class Host:
    """The clock of a larger model.

    Parameters
    ----------
    env
        The environment of the larger model; the drawdown begins at the present instant of `env`.
    unit_s
        Seconds in one unit of the time of `env`.

    Attributes
    ----------
    began
        When the drawdown began, in the time of the larger model.
    may_wake
        Whether `wake` may be called: only if the drawdown shares parking spots.

    Raises
    ------
    ValueError
        The unit is not a positive number.
    """

    def __init__(self, env: simpy.Environment, unit_s: float) -> None:
        if not (isfinite(unit_s) and unit_s > 0):
            raise ValueError(f"unit_s = {unit_s}: expected the seconds in one time unit of env, more than 0")
        self.env, self.unit_s, self.began = env, unit_s, env.now
        self.may_wake = False
        self._woken: Event = env.event()

    def is_before(self, instant: int) -> bool:
        """Return whether an instant of the drawdown [s] is still to come."""
        return self.began + instant / self.unit_s > self.env.now

    def instant(self, least: int) -> int:
        """Return the present instant of the larger model on the drawdown's clock [s], rounded up, at least `least`."""
        return max(least, ceil((self.env.now - self.began) * self.unit_s - SLACK_S))

    def until(self, instant: int) -> Event:
        """Return an event that happens at an instant of the drawdown, or earlier if the drawdown is woken."""
        due = self.env.timeout(self.began + instant / self.unit_s - self.env.now)
        if not self.may_wake:
            return due
        self._woken = self.env.event()
        return due | self._woken

    def wake(self) -> None:
        """Wake the drawdown, so that it checks at once what is due."""
        if not self._woken.triggered:
            self._woken.succeed()


def follow(drawdown: "Drawdown", host: Host) -> Generator[Event, None, Trajectory]:
    """Run a drawdown as a process of a larger model; the value of the process is the history."""
    while True:
        instant = drawdown.due()
        if host.is_before(drawdown.end if instant is None else instant):
            yield host.until(drawdown.end if instant is None else instant)
        elif instant is None:
            break
        else:
            drawdown.advance()
    for shared in drawdown.shared:
        shared.close()
    return drawdown.history()
