"""The world that a history was run with, including the longer hours that its reviews set."""

from dataclasses import replace

from sim.model.plan import Plan
from sim.model.schema.row import Table
from sim.model.terms import Response
from sim.model.trajectory import Trajectory
from sim.model.world.longer_hours import ramp_hours, server_hours, station_hours
from sim.model.world.world import World, rebuild_world

__all__ = ["circumstances", "lengthened"]


def circumstances(plan: Plan, trajectory: Trajectory) -> World:
    """Return the world that a history was run with.

    The world is rebuilt from the tables of the history, unless the trajectory holds it for the same `plan` object.
    """
    if trajectory.circumstances is not None and trajectory.circumstances.plan is plan:
        return trajectory.circumstances
    shut = [tuple(row) for row in trajectory.shut[["outage", "site", "lift", "begins", "until"]].tolist()]
    address = trajectory.seed, trajectory.replication, trajectory.world
    return lengthened(rebuild_world(plan, *address, trajectory.drawn.tolist(), shut), trajectory.reviewed)


def lengthened(world: World, reviewed: Table) -> World:
    """Return a copy of a world with the longer hours that reviews set, or the world itself if they set none.

    Parameters
    ----------
    reviewed
        What reviews found and did (`sim.model.schema.history.Reviewed`).
    """
    longer = reviewed[reviewed["kind"] == Response.HOURS]
    if not len(longer):
        return world
    ramp, stations, servers = world.ramp[:], world.station_hours[:], world.server_hours[:]
    for site, extra, at in longer[["subject", "granted", "at"]].tolist():
        ramp[site] = ramp_hours(world, site, ramp[site], extra, at)
        for row, station in enumerate(world.rows("station")):
            if station.site == site:
                stations[row] = station_hours(world, row, stations[row], extra, at)
                each = enumerate(servers[row])
                servers[row] = [server_hours(world, row, server, was, extra, at) for server, was in each]
    return replace(world, ramp=ramp, station_hours=stations, server_hours=servers)
