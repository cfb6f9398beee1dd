"""Unknowns that set several numbers at once, as they come out in a world: parts of a total, and alternatives."""

from __future__ import annotations

import math
from bisect import bisect_right
from collections.abc import Sequence
from itertools import accumulate, groupby
from typing import Any

__all__ = ["alternative_of", "chances", "put_alternatives", "put_means", "put_parts", "shown_by", "sticks"]


def sticks(parts: Sequence[Any]) -> list[list[Any]]:
    """Return the rows of parts, together for each total."""
    return [list(each) for _, each in groupby(parts, key=lambda part: part.stick)]


def chances(alternatives: Sequence[Any]) -> dict[int, list[float]]:
    """Return the chance of each alternative or one before it, by the row of its unknown."""
    return {
        row: list(accumulate(each.chance for each in these))
        for row, these in groupby(alternatives, key=lambda each: int(each.uncertain))
    }


def alternative_of(below: Sequence[float], u: float) -> float:
    """Return the number, from 1 on, of the alternative that a number in (0, 1) stands for."""
    return float(min(bisect_right(below, u), len(below) - 1) + 1)


def put_parts(number: list[float], these: Sequence[Any], drawn: Sequence[float]) -> None:
    """Put the parts of one total into the numbers that are not known; whole ones sum to it exactly.

    Parameters
    ----------
    number
        The numbers of a world, in inner units, changed.
    these
        Rows of `Part`, in the order in which they are taken off.
    drawn
        What each unknown came to: of a part, its share of what those before it have left.
    """
    left, own = 1.0, []
    for part in these:
        own.append(left if part.uncertain < 0 else left * drawn[part.uncertain])
        left -= own[-1]
    free = [(part, share) for part, share in zip(these, own, strict=True) if part.slot >= 0]
    of_all = math.fsum(share for _, share in free)
    before = 0.0
    for part, share in free:
        amount = part.rest * (share / of_all if of_all > 0.0 else 1.0 / len(free))
        number[part.slot] = math.floor(before + amount + 0.5) - math.floor(before + 0.5) if part.whole else amount
        before += amount


def put_alternatives(number: list[float], structure: dict[str, Any], drawn: Sequence[float]) -> None:
    """Put what the alternatives that hold set into the numbers of a world, in inner units."""
    for choice in structure["choice"]:
        holds = structure["alternative"][choice.alternative]
        if drawn[holds.uncertain] == holds.number:
            number[choice.slot] = choice.value


def put_means(number: list[float], structure: dict[str, Any]) -> None:
    """Put the mean over all alternatives into each number that they set; where one does not, it counts as stated."""
    stated = {choice.slot: number[choice.slot] for choice in structure["choice"]}
    for choice in structure["choice"]:
        chance = structure["alternative"][choice.alternative].chance
        number[choice.slot] += chance * (choice.value - stated[choice.slot])


def shown_by(structure: dict[str, Any]) -> set[int]:
    """Return the rows of unknowns of which some number that is not known shows what they came to.

    Notes
    -----
    The draw of a part changes the parts before it, itself and those after it against one another: it shows where at
    least two of these three have a number that is not known.
    """
    found = {int(structure["alternative"][choice.alternative].uncertain) for choice in structure["choice"]}
    for these in sticks(structure["part"]):
        free = [part.slot >= 0 for part in these]
        for at, part in enumerate(these[:-1]):
            if any(free[:at]) + free[at] + any(free[at + 1 :]) > 1:
                found.add(int(part.uncertain))
    return found
