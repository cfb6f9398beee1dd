"""A drawdown inside a larger model: it follows the clock of that model."""

from collections.abc import Generator
from typing import TYPE_CHECKING

import simpy
from simpy.events import Event

from sim.model.trajectory import Trajectory

if TYPE_CHECKING:
    from sim.engines.simpy.drawdown import Drawdown

__all__ = ["follow"]


def follow(house: "Drawdown", host: simpy.Environment, unit_s: float) -> Generator[Event, None, Trajectory]:
    """Run a drawdown as a process of a larger model, whose time counts so many seconds; its value is the history."""
    began = host.now
    for instant in house.instants():
        yield from _wait_until(host, began + instant / unit_s)
    yield from _wait_until(host, began + house.end / unit_s)
    return house.told()


def _wait_until(host: simpy.Environment, due: float) -> Generator[Event, None, None]:
    """Wait in a larger model until an instant of its clock."""
    if due > host.now:
        yield host.timeout(due - host.now)
