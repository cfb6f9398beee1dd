"""The clock of a larger model in which a drawdown runs."""

from collections.abc import Generator

import simpy
from simpy.events import Event

__all__ = ["wait_until"]


def wait_until(host: simpy.Environment, due: float) -> Generator[Event, None, None]:
    """Wait in a larger model until an instant of its clock."""
    if due > host.now:
        yield host.timeout(due - host.now)
