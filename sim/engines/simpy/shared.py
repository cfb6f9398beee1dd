"""Parking spots that belong to a larger model: a sortie asks for one of them as any process of that model does."""

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
    """The parking spots of one site, which a resource of a larger model counts.

    Parameters
    ----------
    ramp
        Of the site.
    host
        The clock of the larger model.
    resource
        What counts the spots, for everybody who uses them.
    """

    def __init__(self, ramp: "Ramp", host: Host, resource: simpy.Resource) -> None:
        self.ramp, self.host, self.resource = ramp, host, resource
        self._asked: dict[Sortie | Down, simpy.resources.resource.Request] = {}
        self._granted: dict[Sortie | Down, int] = {}

    def has(self, who: "Sortie | Down") -> bool:
        """Whether a spot is there for somebody who could land now; who has not asked for one asks."""
        asked = self._asked.get(who)
        if asked is None:
            asked = self._asked[who] = self.resource.request()
            if asked.triggered:
                self._granted[who] = LONG_AGO  # it did not wait
            else:
                assert asked.callbacks is not None
                asked.callbacks.append(lambda _: self._free(who))
        elif asked.triggered:
            self._granted.setdefault(who, self.ramp.env.now)
        return asked.triggered

    def granted_at(self, who: "Sortie | Down") -> int:
        """Instant at which somebody who has waited for a spot was given one [s]; long ago for one who has not."""
        return self._granted[who]

    def give_back(self, who: "Sortie | Down") -> None:
        """Give a spot back, or ask for it no longer; nothing for one who never asked."""
        asked = self._asked.pop(who, None)
        self._granted.pop(who, None)
        if asked is None:
            return
        if asked.triggered:
            self.resource.release(asked)
        else:
            asked.cancel()

    def close(self) -> None:
        """Give every spot back: the drawdown is over."""
        for who in list(self._asked):
            self.give_back(who)

    def _free(self, who: "Sortie | Down") -> None:
        """Have the drawdown look again: a spot is there for one who waited for it."""
        if who in self._asked and who not in self._granted:
            self._granted[who] = instant = self.host.instant(self.ramp.env.now)
            self.ramp.env.call(instant, self.ramp.opens)
            self.host.wake()


def _comes_to(lift: "Lift", site: int) -> bool:
    return any(leg.site == site for leg in lift.legs) or (lift.sets_down and lift.to == site)


def share(drawdown: "Drawdown", host: Host | None, wanted: Mapping[str, Any]) -> list[Shared]:
    """Let sites take their parking spots from resources of a larger model.

    Raises
    ------
    ValueError
        There is no such site, no sortie that would ask for a spot there, or no larger model that the resource is of.
    TypeError
        A resource of another kind, or one from which a user can be driven away.
    """
    made, names = [], drawdown.plan.names["site"]
    for name, resource in wanted.items():
        if host is None:
            raise ValueError("share needs the environment of the larger model: expected env")
        if name not in names:
            raise ValueError(f"no site {name!r} to share: expected one of {', '.join(names)}")
        if not isinstance(resource, simpy.Resource) or isinstance(resource, simpy.PreemptiveResource):
            kind = type(resource).__name__
            raise TypeError(f"share of {name!r} is a {kind}: expected a simpy.Resource or simpy.PriorityResource")
        if resource._env is not host.env:
            raise ValueError(f"share of {name!r} is of another environment than env")
        row = names.index(name)
        if not any(lift.uses_ramp and _comes_to(lift, row) for lift in drawdown.tasking.lifts):
            raise ValueError(f"share of {name!r} is not used: no lift that uses its ramp comes there")
        ramp = drawdown.ramps[row]
        ramp.shared = Shared(ramp, host, resource)
        made.append(ramp.shared)
    return made
