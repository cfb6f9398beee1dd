"""Compile unknowns that set several numbers at once: parts of a total, or alternatives with the values they set."""

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


def draws(compiler: "Compiler", name: str, entry: Uncertainty) -> list[tuple[int, int]]:
    """Return (key, row of the distribution) for each draw of an unknown that sets several numbers at once.

    An unknown with alternatives has one uniform draw. A total has one draw for each part but the last.

    Notes
    -----
    The parts of a total have a Dirichlet distribution. Part i takes a beta-distributed share of what the parts
    before it leave of the total. The parameters of this beta distribution are the concentration of part i and the sum
    of the concentrations of the parts after it; the shares are independent (T. S. Ferguson, "Prior distributions on
    spaces of probability measures", Annals of Statistics 2 (1974), 615-629).
    """
    if not entry.parts:
        return [(name_key(name), compiler.slots.dist(f"uncertainty.{name}.drawn", Uniform(low=0.0, high=1.0), 1.0))]
    return [
        (name_key(title), compiler.slots.beta(f"uncertainty.{name}.parts.{at}", part, sum(entry.parts[at + 1 :])))
        for at, (title, part) in enumerate(zip(titles(name, entry), entry.parts, strict=False))
    ]


def parts(compiler: "Compiler", name: str, first: int, stick: int) -> Records:
    """Return the records of the parts of a total.

    Parameters
    ----------
    first
        Row in the table `uncertain` of the first draw of this unknown.
    stick
        The number that stands for this total in the records.
    """
    entry, all_numbers = compiler.scenario.uncertainty[name], numbers(compiler.scenario)
    known = on_known(compiler.scenario, name, all_numbers)
    rest = (entry.whole - sum(known.values())) * all_numbers[entry.to[0]].unit
    return [
        {
            "stick": stick,
            "uncertain": first + at if at < len(entry.parts) - 1 else -1,
            "slot": -1 if path in known else compiler.slots.of_unknown(path),
            "rest": rest,
            "whole": all_numbers[path].bounds.whole,
        }
        for at, path in enumerate(entry.to)
    ]


def alternatives(compiler: "Compiler", name: str, row: int, begun: int) -> tuple[Records, Records]:
    """Return the records of the alternatives of an unknown, and of the values that they set.

    Parameters
    ----------
    row
        Row of the unknown in the table `uncertain`.
    begun
        How many alternatives all earlier unknowns have together.
    """
    entry, all_numbers = compiler.scenario.uncertainty[name], numbers(compiler.scenario)
    not_known = set(set_by(compiler.scenario, name, entry.to))
    rows = [{"uncertain": row, "number": at + 1, "chance": chance} for at, chance in enumerate(chosen(entry))]
    sets = [
        {
            "alternative": begun + at,
            "slot": compiler.slots.of_unknown(path),
            "value": put(value, compiler.scenario.clock) * all_numbers[path].unit,
        }
        for at, alternative in enumerate(entry.alternatives)
        for path, value in alternative.set.items()
        if path in not_known
    ]
    return rows, sets
