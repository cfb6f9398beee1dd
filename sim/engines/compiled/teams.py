"""Load teams of a ramp, which may be formed by people who themselves leave."""

from sim.compiler.kernel import kernel
from sim.engines.compiled.events import mark
from sim.engines.compiled.rules import staffed
from sim.model.schema.state import State

__all__ = ["team_capacity", "teams_came", "teams_now"]


@kernel
def team_capacity(h: State, site: int, present: int) -> int:
    """Return the number of load teams that can work if `present` of the people who form them are at the site."""
    ramp = h.ramps[site]
    many = h.pools[ramp.teams].many
    return many if ramp.staff < 0 else staffed(many, present, ramp.people_per_team)


@kernel
def teams_now(h: State, site: int) -> int:
    """Return the number of load teams that can work now."""
    staff = h.ramps[site].staff
    return team_capacity(h, site, h.lots[staff].present if staff >= 0 else 0)


@kernel
def teams_came(h: State, site: int, before: int) -> None:
    """Record this instant if arrivals have raised the number of load teams above `before`; mark loading at the site."""
    if teams_now(h, site) > before:
        h.ramps[site].staff_rose = h.now
    mark(h, h.ramps[site].loading)
