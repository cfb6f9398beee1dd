"""The holds for which a hold waits, directly or through other holds."""

from sim.domain.scenario import Scenario

__all__ = ["circle_of", "waited_for"]


def waited_for(name: str, scenario: Scenario) -> tuple[str, ...]:
    """Return the holds for which a hold waits, directly or through other holds.

    In the result, each hold comes after the holds for which it waits.
    Unknown names are skipped; `circle_of` finds a hold that waits for itself.
    """
    found: dict[str, None] = {}
    seen = {name}
    path = [(name, iter(scenario.hold[name].after))]
    while path:
        hold, rest = path[-1]
        other = next(rest, None)
        if other is None:
            path.pop()
            if path:
                found[hold] = None
        elif other not in seen and other in scenario.hold:
            seen.add(other)
            path.append((other, iter(scenario.hold[other].after)))
    return tuple(found)


def circle_of(name: str, scenario: Scenario) -> tuple[str, ...]:
    """Return the circle of holds through which a hold waits for itself, this hold first; empty if there is none."""
    came_from: dict[str, str] = {}
    queue = [name]
    for hold in queue:  # the loop extends the queue: it searches breadth first, so it finds a shortest circle
        for other in scenario.hold[hold].after:
            if other == name:
                path = [hold]
                while path[-1] != name:
                    path.append(came_from[path[-1]])
                return tuple(reversed(path))
            if other in scenario.hold and other not in came_from:
                came_from[other] = hold
                queue.append(other)
    return ()
