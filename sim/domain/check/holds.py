"""Holds that can never be satisfied, because movers wait for each other: A waits for B, B for A, and neither leaves.

The check works on blocks: the members of one group or lot that wait for the same holds. At first, all blocks that can
delay others count as stuck. A block is then taken out if its holds are satisfied once all blocks that are not stuck
have left; this is repeated until nothing changes. The blocks that remain wait, in the end, for themselves or for blocks
that are never prepared or loaded for lack of staff. The blocks that can never be staged are found at the same time; of
the holds, only that of `begin_after` keeps movers from being staged.
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
"""A condition that is not met, a block that it counts, and a hold for which this block waits."""


class Stuck(NamedTuple):
    """Blocks that are assumed never to leave, and blocks that are assumed never to be staged."""

    remaining: list[Block]
    unstaged: list[Block]

    def counted(self, condition: Condition) -> list[Block]:
        """Return the stuck blocks whose members a condition counts."""
        stuck = self.unstaged if condition.is_staging else self.remaining
        return [block for block in stuck if counts(condition, block.name, block.mover, block.sites)]


def holds(scenario: Scenario) -> Iterator[Finding]:
    """Yield one finding for each circle of waiting, and for each station or ramp that never has the staff it needs.

    Notes
    -----
    A hold that waits for the movers of a circle, without being part of the circle, is not reported: correcting the
    circle corrects it. People whom only floors keep may wait for each other, because at boarding a floor is judged as
    if the chalk had left: the guard and the load team may ride on the last chalk together. But a floor that waits for
    its own group can never end.
    """
    circles = [names for name in scenario.hold if (names := circle_of(name, scenario)) and names[0] == min(names)]
    for names in circles:
        waits = "; ".join(f'hold "{one}" waits for hold "{other}"' for one, other in pairwise((*names, names[0])))
        yield Finding(("hold", names[0], "after"), None, f"{waits}: expected no hold that waits for itself")
    if circles:
        return
    all_blocks = blocks(scenario)
    unstaffed_stations: dict[tuple[str, ...], Finding] = {}
    stranded = set()
    for block in all_blocks:
        finding = unstaffed(block, scenario)
        if finding is not None:
            unstaffed_stations.setdefault(finding.path, finding)
            stranded.add(block)
    yield from unstaffed_stations.values()
    stuck = _stuck(all_blocks, stranded, scenario)
    reported: set[str] = set()
    for name in scenario.hold:
        if name in reported or _met(name, stuck, scenario):
            continue
        circle = _circle(name, stuck, scenario)
        if circle and not reported & {step[2] for step in circle}:
            yield Finding(("hold", name), None, _in_words(name, circle))
            reported |= {step[2] for step in circle}


def _met(name: str, stuck: Stuck, scenario: Scenario) -> bool:
    """Whether a hold is satisfied once all blocks except the stuck ones have been staged and have left."""
    found: dict[str, bool] = {}
    for hold in (*waited_for(name, scenario), name):
        spec = scenario.hold[hold]
        parts = [_n_stuck(condition, stuck) <= allowed(condition, scenario) for condition in spec.until]
        parts += [found.get(other, True) for other in spec.after]
        surely = spec.at_latest is not None or not parts or bool(lifted_by(hold, scenario, surely=True))
        found[hold] = surely or (any if spec.need == "any" else all)(parts)
    return found[name]


def met(name: str, remaining: list[Block], scenario: Scenario) -> bool:
    """Whether a hold is satisfied once all blocks except `remaining` have been staged and have left."""
    return _met(name, Stuck(remaining, remaining), scenario)


def _n_stuck(condition: Condition, stuck: Stuck) -> int:
    """Return how many members of stuck blocks a condition counts."""
    return sum(block.unstaged if condition.is_staging else block.count for block in stuck.counted(condition))


def _stuck(all_blocks: list[Block], stranded: set[Block], scenario: Scenario) -> Stuck:
    """Return the blocks that can never leave, and those that can never be staged.

    These are the blocks of `stranded`, which lack staff, and the blocks that wait for them or for themselves.
    """
    candidates = [block for block in all_blocks if block in stranded or _matters(block, scenario)]
    stuck = Stuck(candidates, candidates)
    while True:
        remaining = [block for block in stuck.remaining if block in stranded or not _may_leave(block, stuck, scenario)]
        unstaged = [block for block in stuck.unstaged if block in stranded or not _may_begin(block, stuck, scenario)]
        if (len(remaining), len(unstaged)) == (len(stuck.remaining), len(stuck.unstaged)):
            together = _together([block for block in remaining if block not in stranded], stuck, scenario)
            if not together:
                return stuck
            remaining = [block for block in remaining if block not in together]
        stuck = Stuck(remaining, unstaged)


def _matters(block: Block, scenario: Scenario) -> bool:
    """Whether a block can delay others for ever.

    Required movers can, and so can movers that the plan retains in country and that state neither `leave_after` nor
    `leave_when`. Other movers are left behind in the end, unless one of their own holds counts them.
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
    """Return the conditions of a hold and of all holds for which it waits."""
    return [condition for hold in (name, *waited_for(name, scenario)) for condition in scenario.hold[hold].until]


def _may_leave(block: Block, stuck: Stuck, scenario: Scenario) -> bool:
    """Whether all holds of a block are satisfied once all blocks except the stuck ones have left."""
    return all(_met(hold, stuck, scenario) for hold in block.holds)


def _may_begin(block: Block, stuck: Stuck, scenario: Scenario) -> bool:
    """Whether the hold of `begin_after` of a block is satisfied once all blocks except the stuck ones have left."""
    return all(_met(hold, stuck, scenario) for hold in block.begins)


def _together(candidates: list[Block], stuck: Stuck, scenario: Scenario) -> list[Block]:
    """Return the largest set of blocks that are kept only by floors and may leave on one chalk."""
    together = [block for block in candidates if all(_met(hold, stuck, scenario) for hold in block.waits)]
    while together:
        behind = [block for block in stuck.remaining if block not in together]
        remain = []
        for block in together:
            same_group = [other for other in together if other.name == block.name]
            if all(_met(hold, Stuck([*behind, *same_group], stuck.unstaged), scenario) for _, hold in block.stays):
                remain.append(block)
        if len(remain) == len(together):
            break
        together = remain
    return together


def _circle(start: str, stuck: Stuck, scenario: Scenario) -> list[Step]:
    """Return a shortest chain of waiting that leads from the hold `start` back to itself; empty if there is none."""
    reached: dict[str, list[Step]] = {start: []}
    queue = [start]
    for name in queue:  # the loop extends the queue: breadth first, so the first circle found is a shortest one
        for condition in _conditions(name, scenario):
            if _n_stuck(condition, stuck) <= allowed(condition, scenario):
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


def _in_words(start: str, circle: list[Step]) -> str:
    """Return a circle of waiting, which begins and ends with the hold `start`, in words."""
    links, name = [], start
    for condition, block, after in circle:
        floors = [floor for floor, hold in block.stays if hold == after]
        if after in block.waits or not floors:
            waiting = f'{block} waits for hold "{after}"'
        else:
            waiting = f'floor "{floors[0]}" keeps {block.count} of {block} until hold "{after}"'
        links.append(f'hold "{name}" waits for {phrase(condition)}, and {waiting}')
        name = after
    return "; ".join(links) + ": none of these movers can ever leave"
