"""Find holds that can never be satisfied: A waits for B, B waits for A, and neither can ever leave.

The movers that can leave are found as a least fixed point: movers that wait for nothing can; a hold is satisfiable when
few enough of the movers that it counts cannot leave; movers that wait only for satisfiable holds can leave too; and so
on until nothing changes. The rest wait for themselves, and the chain is reported. The movers that can be staged are
found at the same time: only the hold of `begin_after` keeps movers from being staged.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise
from typing import NamedTuple

from sim.domain.check.blocks import Block, blocks
from sim.domain.check.finding import Finding
from sim.domain.check.staffing import unstaffed
from sim.domain.counted import allowed, counts, phrase
from sim.domain.crises import lifted_by
from sim.domain.order import Condition
from sim.domain.scenario import Scenario
from sim.domain.waiting import circle_of, waited_for

__all__ = ["holds", "met"]

Step = tuple[Condition, Block, str]
"""A condition that is not met, a block that it counts, and the hold for which that block waits in turn."""


class Still(NamedTuple):
    """The blocks that can never leave, and those that can never be staged, as far as is known."""

    there: list[Block]
    unstaged: list[Block]

    def counted(self, condition: Condition) -> list[Block]:
        """Return the blocks whose members a condition still counts."""
        some = self.unstaged if condition.is_staging else self.there
        return [block for block in some if counts(condition, block.name, block.mover, block.sites)]


def holds(scenario: Scenario) -> Iterator[Finding]:
    """Yield one finding for each circle of holds, and one for each station that is never staffed.

    Notes
    -----
    Holds that only depend on a circle are not reported: correcting the circle corrects them. Only floors may wait for
    each other, because at boarding they are judged as if the chalk had gone: the guard and the load team of the last
    chalk ride on it together. A floor that waits for its own group is never satisfied that way by a single member.
    """
    rings = [ring for name in scenario.hold if (ring := circle_of(name, scenario)) and ring[0] == min(ring)]
    for ring in rings:
        waits = "; ".join(f'hold "{one}" waits for hold "{other}"' for one, other in pairwise((*ring, ring[0])))
        yield Finding(("hold", ring[0], "after"), None, f"{waits}: none of them is ever satisfied")
    if rings:
        return
    everyone = blocks(scenario)
    idle: dict[tuple[str, ...], Finding] = {}
    stranded = set()
    for block in everyone:
        finding = unstaffed(block, scenario)
        if finding is not None:
            idle.setdefault(finding.path, finding)
            stranded.add(block)
    yield from idle.values()
    stuck = _stuck(everyone, stranded, scenario)
    reported: set[str] = set()
    for name in scenario.hold:
        if name in reported or _met(name, stuck, scenario):
            continue
        circle = _circle(name, stuck, scenario)
        if circle and not reported & {step[2] for step in circle}:
            yield Finding(("hold", name), None, _tell(name, circle))
            reported |= {step[2] for step in circle}


def _met(name: str, stuck: Still, scenario: Scenario) -> bool:
    """Whether a hold is satisfied once all blocks except the stuck ones have gone."""
    found: dict[str, bool] = {}
    for hold in (*waited_for(name, scenario), name):
        spec = scenario.hold[hold]
        each = [_left(condition, stuck) <= allowed(condition, scenario) for condition in spec.until]
        each += [found.get(other, True) for other in spec.after]
        surely = spec.at_latest is not None or not each or bool(lifted_by(hold, scenario, surely=True))
        found[hold] = surely or (any if spec.need == "any" else all)(each)
    return found[name]


def met(name: str, there: list[Block], scenario: Scenario) -> bool:
    """Whether a hold is satisfied once all have gone and are staged except these blocks."""
    return _met(name, Still(there, there), scenario)


def _left(condition: Condition, stuck: Still) -> int:
    return sum(block.unstaged if condition.is_staging else block.count for block in stuck.counted(condition))


def _stuck(everyone: list[Block], stranded: set[Block], scenario: Scenario) -> Still:
    """Return the blocks that can never leave: those in a circle, those behind one, and the stranded."""
    all_of_them = [block for block in everyone if block in stranded or _matters(block, scenario)]
    stuck = Still(all_of_them, all_of_them)
    while True:
        there = [block for block in stuck.there if block in stranded or not _free(block, stuck, scenario)]
        unstaged = [block for block in stuck.unstaged if block in stranded or not _begins(block, stuck, scenario)]
        if (len(there), len(unstaged)) == (len(stuck.there), len(stuck.unstaged)):
            together = _together([block for block in there if block not in stranded], stuck, scenario)
            if not together:
                return stuck
            there = [block for block in there if block not in together]
        stuck = Still(there, unstaged)


def _matters(block: Block, scenario: Scenario) -> bool:
    """Whether a block can delay others: wanted movers stay behind in the end, unless they wait for themselves.

    Movers to be retained in country stay behind only on a date of their own or with a hold of their own.
    """
    mover = block.mover
    if block.required or (mover.disposition == "retain" and mover.leave_after is None and mover.leave_when is None):
        return True
    return any(
        counts(condition, block.name, block.mover, block.sites)
        for hold in block.holds
        for condition in _conditions(hold, scenario)
    )


def _conditions(name: str, scenario: Scenario) -> list[Condition]:
    """Return the conditions of a hold, and of the holds for which it waits."""
    return [condition for hold in (name, *waited_for(name, scenario)) for condition in scenario.hold[hold].until]


def _free(block: Block, stuck: Still, scenario: Scenario) -> bool:
    return all(_met(hold, stuck, scenario) for hold in block.holds)


def _begins(block: Block, stuck: Still, scenario: Scenario) -> bool:
    return all(_met(hold, stuck, scenario) for hold in block.begins)


def _together(candidates: list[Block], stuck: Still, scenario: Scenario) -> list[Block]:
    """Return the largest set of blocks that are kept only by floors and may leave on one chalk."""
    together = [block for block in candidates if all(_met(hold, stuck, scenario) for hold in block.waits)]
    while together:
        behind = [block for block in stuck.there if block not in together]
        remain = []
        for block in together:
            same = [other for other in together if other.name == block.name]
            if all(_met(hold, Still([*behind, *same], stuck.unstaged), scenario) for _, hold in block.stays):
                remain.append(block)
        if len(remain) == len(together):
            break
        together = remain
    return together


def _circle(start: str, stuck: Still, scenario: Scenario) -> list[Step]:
    """Return the shortest chain of waiting that leads from a hold back to itself; empty if there is none."""
    reached: dict[str, list[Step]] = {start: []}
    queue = [start]
    for name in queue:  # grows while it is walked: breadth first, so the first way back is a shortest one
        for condition in _conditions(name, scenario):
            if _left(condition, stuck) <= allowed(condition, scenario):
                continue
            for block in stuck.counted(condition):
                for after in block.begins if condition.is_staging else block.holds:
                    chain = [*reached[name], (condition, block, after)]
                    if after == start:
                        return chain
                    if after not in reached and not _met(after, stuck, scenario):
                        reached[after] = chain
                        queue.append(after)
    return []


def _tell(start: str, circle: list[Step]) -> str:
    """Return the chain of waiting in words."""
    links, name = [], start
    for condition, block, after in circle:
        floors = [floor for floor, hold in block.stays if hold == after]
        if after in block.waits or not floors:
            waiting = f'{block} waits for hold "{after}"'
        else:
            waiting = f'floor "{floors[0]}" keeps {block.count} of {block} until hold "{after}"'
        links.append(f'hold "{name}" waits for {phrase(condition)}, and {waiting}')
        name = after
    return "; ".join(links) + (": neither can ever leave" if len(circle) == 1 else ": none of them can ever leave")
