"""Parking spots that a drawdown shares with a larger model: a sortie requests one like any process of that model."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

import simpy

from sim.engines.simpy.host import Host
from sim.engines.simpy.numbered import LONG_AGO

if TYPE_CHECKING:
    from sim.engines.simpy.drawdown import Drawdown
    from sim.engines.simpy.lift import Lift
    from sim.engines.simpy.onward import Down
    from sim.engines.simpy.ramp import Ramp
    from sim.engines.simpy.sortie import Sortie

__all__ = ["Shared", "share"]


class Shared:
    """The parking spots of one site, counted by a resource of a larger model.

    Parameters
    ----------
    ramp
        The ramp of the site.
    host
        The clock of the larger model.
    resource
        The resource that counts the spots for all its users.
    """

    def __init__(self, ramp: "Ramp", host: Host, resource: simpy.Resource) -> None:
        self.ramp, self.host, self.resource = ramp, host, resource
        self._asked: dict[Sortie | Down, simpy.resources.resource.Request] = {}
        self._granted: dict[Sortie | Down, int] = {}

    def has(self, who: "Sortie | Down") -> bool:
        """Return whether a sortie that could land now has a spot; request one if it has not requested any."""
        asked = self._asked.get(who)
        if asked is None:
            asked = self._asked[who] = self.resource.request()
            if asked.triggered:
                self._granted[who] = LONG_AGO  # the sortie did not wait
            else:
                assert asked.callbacks is not None
                asked.callbacks.append(lambda _: self._free(who))
        elif asked.triggered:
            self._granted.setdefault(who, self.ramp.env.now)
        return asked.triggered

    def granted_at(self, who: "Sortie | Down") -> int:
        """Return when a sortie that has a spot was given it [s]; LONG_AGO if the sortie did not wait for it."""
        return self._granted[who]

    def give_back(self, who: "Sortie | Down") -> None:
        """Release the spot of a sortie, or cancel its request for one; do nothing if it has not requested any."""
        asked = self._asked.pop(who, None)
        self._granted.pop(who, None)
        if asked is None:
            return
        if asked.triggered:
            self.resource.release(asked)
        else:
            asked.cancel()

    def close(self) -> None:
        """Release every spot and cancel every request, at the end of the drawdown."""
        for who in list(self._asked):
            self.give_back(who)

    def _free(self, who: "Sortie | Down") -> None:
        """Wake the drawdown, because the larger model has given a waiting sortie a spot."""
        if who in self._asked and who not in self._granted:
            self._granted[who] = instant = self.host.instant(self.ramp.env.now)
            self.ramp.env.call(instant, self.ramp.opens)
            self.host.wake()


def _comes_to(lift: "Lift", site: int) -> bool:
    """Return whether sorties of a lift load at a site, or wait there to set down their load."""
    return any(leg.site == site for leg in lift.legs) or (lift.sets_down and lift.to == site)


def share(drawdown: "Drawdown", host: Host | None, wanted: Mapping[str, Any]) -> list[Shared]:
    """Let sites share their parking spots with a larger model; return the shared spots.

    Parameters
    ----------
    host
        The clock of the larger model; None if there is no such model.
    wanted
        For each site by name, the resource that counts its spots.

    Raises
    ------
    ValueError
        There is no larger model, a site does not exist, no sortie would request a spot there, or a resource
        does not belong to the larger model.
    TypeError
        A resource is not a `simpy.Resource`, or it can preempt its users.
    """
    shared, names = [], drawdown.plan.names["site"]
    for name, resource in wanted.items():
        if host is None:
            raise ValueError("share without a larger model: expected env, the environment of that model")
        if name not in names:
            raise ValueError(f"no site {name!r} to share: expected one of {', '.join(names)}")
        if not isinstance(resource, simpy.Resource) or isinstance(resource, simpy.PreemptiveResource):
            kind = type(resource).__name__
            raise TypeError(f"share of {name!r} is a {kind}: expected a simpy.Resource or simpy.PriorityResource")
        if resource._env is not host.env:
            raise ValueError(f"share of {name!r} belongs to an environment other than env")
        row = names.index(name)
        if not any(lift.uses_ramp and _comes_to(lift, row) for lift in drawdown.tasking.lifts):
            raise ValueError(f"share of {name!r} has no effect: no lift that uses its ramp comes there")
        ramp = drawdown.ramps[row]
        ramp.shared = Shared(ramp, host, resource)
        shared.append(ramp.shared)
    return shared
