"""The earliest instants at which movers may leave, by their dates, lifts and holds."""

from __future__ import annotations

from collections.abc import Sequence
from math import inf

from sim.domain.begun import staged
from sim.domain.check.blocks import Block, blocks
from sim.domain.coming import first as first_arrival
from sim.domain.counted import allowed, counts
from sim.domain.crises import lifted_from, released_from
from sim.domain.dates import seconds
from sim.domain.journey import journeys
from sim.domain.nouns import When
from sim.domain.order import Condition
from sim.domain.scenario import Scenario
from sim.domain.span import days, reach
from sim.domain.supply import Dated, Rate
from sim.domain.waiting import waited_for

__all__ = ["A_DAY", "Soonest"]

DEEPEST = 32
"""Longest chain of blocks, each waiting for the next, that is followed to its end."""
A_DAY = 86_400
"""Time after its planned arrival during which a mission may still be held overhead and loaded [s]."""


class Soonest:
    """The instants before which the blocks of the force cannot leave their sites [s].

    A block is the members of one group or lot that wait for the same holds. Its instant is infinite if the last mission
    that might carry it is over before the block may go.

    Parameters
    ----------
    scenario
        A scenario without errors.
    ends
        Lift -> instant after which no mission of it comes any more [s].

    Notes
    -----
    Time at stations, lack of seats and random delays are left out, so no mover leaves earlier than computed here.
    In chains of more than `DEEPEST` blocks, and where floors wait for one another, the computed instants may be too
    early.
    """

    def __init__(self, scenario: Scenario, ends: dict[str, int]) -> None:
        self.scenario, self.ends = scenario, ends
        self.blocks = blocks(scenario)
        self._counted = {
            (name, at): [block for block in self.blocks if _waited_for(block, condition)]
            for name, hold in scenario.hold.items()
            for at, condition in enumerate(hold.until)
        }
        self._leaves, self._staged = dict.fromkeys(self.blocks, 0.0), dict.fromkeys(self.blocks, 0.0)
        self._cleared: dict[str, float] = {}
        for _ in range(DEEPEST):
            leaves = {block: self._departs(block) for block in self.blocks}
            staged = {block: self._begins(block) for block in self.blocks}
            if (leaves, staged) == (self._leaves, self._staged):
                break
            self._leaves, self._staged, self._cleared = leaves, staged, {}

    def may_go(self, block: Block) -> float:
        """Return the earliest instant at which dates and holds let the last member of a block board [s]."""
        most = staged(self.scenario, f"{block.section}.{block.name}", block.mover)[1]
        dates = [] if most >= block.count else [self.dated(block)]
        return max((0.0, *dates, *(self.clears(hold, block) for hold in block.holds)))

    def dated(self, block: Block) -> float:
        """Return the earliest instant at which the arrival and release dates of a block let a member go [s]."""
        mover, at = block.mover, f"{block.section}.{block.name}"
        dates = [self._first(f"{at}.release", mover.release)] if mover.release is not None else []
        arrives = first_arrival(self.scenario, at, mover)
        return max(arrives, min(max(dates, default=0.0), released_from(mover.site, self.scenario)))

    def _first(self, path: str, when: When) -> float:
        """Return the earliest instant of a date in any world [s]."""
        return days(self.scenario, path, when, ends=False)[0]

    def clears(self, hold: str, waiting: Block) -> float:
        """Return the earliest instant at which a hold is satisfied [s]; its conditions do not count `waiting`."""
        chain = (*waited_for(hold, self.scenario), hold)
        numbered = [(name, number) for name in chain for number in range(len(self.scenario.hold[name].until))]
        if any(waiting in self._counted[name, number] for name, number in numbered):
            return self._clears(chain, waiting)
        if hold not in self._cleared:
            self._cleared[hold] = self._clears(chain, None)
        return self._cleared[hold]

    def _clears(self, chain: Sequence[str], waiting: Block | None) -> float:
        """Return the earliest instant at which the last hold of a chain is satisfied [s]; `waiting` is not counted.

        In the chain, each hold comes after the holds for which it waits.
        """
        found: dict[str, float] = {}
        for name in chain:
            spec, at = self.scenario.hold[name], f"hold.{name}"
            terms = [self._met(name, number, waiting) for number in range(len(spec.until))]
            terms += [found.get(other, 0.0) for other in spec.after]
            met = (min if spec.need == "any" else max)(terms, default=0.0)
            if spec.at_latest is not None:
                met = min(met, self._first(f"{at}.at_latest", spec.at_latest))
            begins = 0.0 if spec.not_before is None else self._first(f"{at}.not_before", spec.not_before)
            lifted = lifted_from(name, self.scenario)
            met, begins = min(met, lifted), min(begins, lifted)
            then_d = reach(self.scenario, f"{at}.then_d", spec.then_d)[0]
            found[name] = max(0.0, begins, met) + A_DAY * max(0.0, then_d)
        return found[chain[-1]]

    def _met(self, hold: str, number: int, waiting: Block | None) -> float:
        """Return the earliest instant at which a condition of a hold is met [s]; `waiting` is not counted."""
        condition = self.scenario.hold[hold].until[number]
        path = f"hold.{hold}.until.{number}"
        at_most = reach(self.scenario, f"{path}.at_most", condition.at_most)[1]
        if condition.share is not None:
            at_most = allowed(condition, self.scenario, reach(self.scenario, f"{path}.share", condition.share)[0])
        counted = [block for block in self._counted[hold, number] if block is not waiting]
        until = self._staged if condition.is_staging else self._leaves
        for block in sorted(counted, key=lambda block: -until[block]):
            n = block.unstaged if condition.is_staging else block.count
            if n > at_most:
                return until[block]
            at_most -= n
        return 0.0

    def _begins(self, block: Block) -> float:
        """Return the earliest instant at which the last member of a block may begin, and so may be staged [s]."""
        return max((0.0, self.dated(block), *(self.clears(hold, block) for hold in block.begins)))

    def _departs(self, block: Block) -> float:
        """Return the earliest instant at which the last member of a block can leave its site [s]."""
        first = self.may_go(block)
        if block.mover.disposition != "ship":
            return first
        ways = [way for way in journeys(block.mover, self.scenario) if way.hops[0].lifts]
        return min((self._mission(lift, first) for way in ways for lift in way.hops[0].lifts), default=first)

    def _mission(self, name: str, first: float) -> float:
        """Return the earliest instant, not before `first`, at which a lift may have a mission [s]; infinite if it has
        ended by then.
        """
        if self.ends[name] < first or self.ends[name] < 0:
            return inf
        supply, clock = self.scenario.lift[name].supply, self.scenario.clock
        if isinstance(supply, Dated):
            comes = sorted(seconds(mission.at, clock, ends=False) for mission in supply.missions)
            return max(first, next((float(at) for at in comes if at + 2 * A_DAY >= first), first))
        if isinstance(supply, Rate) and supply.begins is not None:
            return max(first, self._first(f"lift.{name}.supply.begins", supply.begins))
        return first


def _waited_for(block: Block, condition: Condition) -> bool:
    """Whether a condition counts a required block; wanted movers are left behind in the end, so they delay no one."""
    return block.required and counts(condition, block.name, block.mover, block.sites)
