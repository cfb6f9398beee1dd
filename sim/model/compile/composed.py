"""Tables of unknowns that set several numbers at once: parts of a total, and alternatives with what each sets."""

from typing import TYPE_CHECKING, Any

from sim.domain.composed import chosen, on_known, put, titles
from sim.domain.known import set_by
from sim.domain.paths import numbers
from sim.domain.uncertainty import Uncertainty, Uniform
from sim.model.draws import name_key

if TYPE_CHECKING:
    from sim.model.compile.compiler import Compiler

__all__ = ["alternatives", "draws", "parts"]

Records = list[dict[str, Any]]


def draws(work: "Compiler", name: str, entry: Uncertainty) -> list[tuple[int, int]]:
    """Return (key, distribution) for each draw of an entry that sets several numbers at once.

    Notes
    -----
    Part i of a Dirichlet distribution takes a beta-distributed share of what the parts before it have left. The
    parameters are its concentration and the sum of those after it; the shares are independent (T. S. Ferguson,
    "Prior distributions on spaces of probability measures", Annals of Statistics 2 (1974), 615-629).
    """
    if not entry.parts:
        return [(name_key(name), work.slots.dist(f"uncertainty.{name}.drawn", Uniform(low=0.0, high=1.0), 1.0))]
    return [
        (name_key(title), work.slots.beta(f"uncertainty.{name}.parts.{at}", part, sum(entry.parts[at + 1 :])))
        for at, (title, part) in enumerate(zip(titles(name, entry), entry.parts, strict=False))
    ]


def parts(work: "Compiler", name: str, first: int, stick: int) -> Records:
    """Return the parts of a total whose first draw is in row `first`; known parts are subtracted from the total."""
    entry, there = work.scenario.uncertainty[name], numbers(work.scenario)
    known = on_known(work.scenario, name, there)
    rest = (entry.whole - sum(known.values())) * there[entry.to[0]].unit
    return [
        {
            "stick": stick,
            "uncertain": first + at if at < len(entry.parts) - 1 else -1,
            "slot": -1 if path in known else work.slots.of_unknown(path),
            "rest": rest,
            "whole": there[path].bounds.whole,
        }
        for at, path in enumerate(entry.to)
    ]


def alternatives(work: "Compiler", name: str, row: int, begun: int) -> tuple[Records, Records]:
    """Return the alternatives of the unknown in `row`, and what each sets; `begun` alternatives come before them."""
    entry, there = work.scenario.uncertainty[name], numbers(work.scenario)
    free = set(set_by(work.scenario, name, entry.to))
    rows = [{"uncertain": row, "number": at + 1, "chance": chance} for at, chance in enumerate(chosen(entry))]
    sets = [
        {
            "alternative": begun + at,
            "slot": work.slots.of_unknown(path),
            "value": put(value, work.scenario.clock) * there[path].unit,
        }
        for at, each in enumerate(entry.alternatives)
        for path, value in each.set.items()
        if path in free
    ]
    return rows, sets
