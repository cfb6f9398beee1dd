"""The end of a leg: a sortie sets down its load and is offloaded, and movers go on from there."""

from collections.abc import Generator
from typing import TYPE_CHECKING

from simpy.events import Event

from sim.engines.simpy.mover import work
from sim.model import calendars
from sim.model.calendars import NEVER
from sim.model.draws import Stream
from sim.model.terms import Fate

if TYPE_CHECKING:
    from sim.engines.simpy.drawdown import Drawdown
    from sim.engines.simpy.lot import Lot
    from sim.engines.simpy.sortie import Sortie

Life = Generator[Event, None, None]
"""A process of a sortie or a mover."""

__all__ = ["Down", "leg_out", "onward"]


class Down:
    """A sortie that comes to a place to set down its load; it becomes a row of the table `offloaded`.

    Attributes
    ----------
    overhead, landed, ended
        When it came overhead, landed, and will have been offloaded [s]; the last two are NEVER until it lands.
    spot
        Number of its parking spot; -1 for none.
    cause, ref
        What its landing last waited for (`terms.Cause`); if that was the parking spot, the sortie that freed it,
        otherwise -1.
    """

    def __init__(self, sortie: "Sortie", site: int, overhead: int) -> None:
        self.sortie, self.site, self.overhead = sortie, site, overhead
        self.landed = self.ended = NEVER
        self.spot = self.cause = self.ref = -1


def leg_out(drawdown: "Drawdown", sortie: "Sortie") -> Life:
    """Run a sortie on its leg out, to a place with a ramp, a gate or limited room, until it is offloaded.

    If the sortie may not set down there when it arrives, it goes back to its site. If all movers aboard are already out
    of the country, it instead waits until it may set down.
    """
    env, lift = drawdown.env, sortie.lift
    yield env.at(sortie.arrived)
    any_inside = any(drawdown.force.fate[mover] == Fate.OPEN for mover in sortie.movers)
    back = any_inside and not calendars.is_open(*drawdown.world.set_down[lift.row], env.now)
    if back:
        sortie.fate = Fate.TURNED_BACK
        yield env.at(env.now + (env.now - sortie.up))
    down = Down(sortie, sortie.site if back else lift.spec.to, env.now)
    landed = sortie.wait(env)
    drawdown.ramps[down.site].come_in(down)
    yield landed
    sortie.arrived = env.now
    down.ended = env.now + drawdown.world.sample(lift.spec.offload, Stream.OFFLOAD, lift.spec.key, sortie.number)
    yield env.at(down.ended)
    drawdown.ramps[down.site].offloaded(down)
    if back:
        drawdown.changes.come_back(sortie)
    else:
        drawdown.changes.deliver(sortie)


def onward(drawdown: "Drawdown", lot: "Lot", mover: int) -> Life:
    """Run a mover on from a stop: it arrives, passes the stations of the stop, and waits for lift again."""
    drawdown.changes.arrive(mover)
    yield from work(drawdown, lot, mover - lot.first, lot.spec.first)
