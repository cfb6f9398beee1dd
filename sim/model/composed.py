"""Values, in one world, of unknowns that set several numbers at once: parts of a total, and alternatives."""

from __future__ import annotations

import math
from bisect import bisect_right
from collections.abc import Sequence
from itertools import accumulate, groupby
from typing import Any

__all__ = ["alternative_of", "chances", "put_alternatives", "put_means", "put_parts", "shown_by", "sticks"]


def sticks(parts: Sequence[Any]) -> list[list[Any]]:
    """Return the rows of parts, grouped by total."""
    return [list(each) for _, each in groupby(parts, key=lambda part: part.stick)]


def chances(alternatives: Sequence[Any]) -> dict[int, list[float]]:
    """Return the cumulative probabilities of alternatives, by the row of their unknown."""
    return {
        row: list(accumulate(each.chance for each in these))
        for row, these in groupby(alternatives, key=lambda each: int(each.uncertain))
    }


def alternative_of(below: Sequence[float], u: float) -> float:
    """Return the number (from 1) of the alternative that `u` in (0, 1) selects."""
    return float(min(bisect_right(below, u), len(below) - 1) + 1)


def put_parts(number: list[float], these: Sequence[Any], drawn: Sequence[float]) -> None:
    """Put the parts of one total into the numbers that are not known; whole numbers sum to the total exactly.

    Parameters
    ----------
    number
        The numbers of a world, in inner units; changed in place.
    these
        Rows of `Part`, in the order in which they are subtracted.
    drawn
        The value of each unknown; for a part, its share of what the parts before it have left.
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
    """Put the values set by the alternatives that hold into the numbers of a world, in inner units."""
    for choice in structure["choice"]:
        holds = structure["alternative"][choice.alternative]
        if drawn[holds.uncertain] == holds.number:
            number[choice.slot] = choice.value


def put_means(number: list[float], structure: dict[str, Any]) -> None:
    """Set each number to its mean over all alternatives; one that does not set it counts with the stated value."""
    stated = {choice.slot: number[choice.slot] for choice in structure["choice"]}
    for choice in structure["choice"]:
        chance = structure["alternative"][choice.alternative].chance
        number[choice.slot] += chance * (choice.value - stated[choice.slot])


def shown_by(structure: dict[str, Any]) -> set[int]:
    """Return the rows of the unknowns whose value shows in some number that is not known.

    Notes
    -----
    The draw of a part shifts the total between the parts before it, itself and the parts after it. It shows if at
    least two of these three contain a number that is not known.
    """
    found = {int(structure["alternative"][choice.alternative].uncertain) for choice in structure["choice"]}
    for these in sticks(structure["part"]):
        free = [part.slot >= 0 for part in these]
        for at, part in enumerate(these[:-1]):
            if any(free[:at]) + free[at] + any(free[at + 1 :]) > 1:
                found.add(int(part.uncertain))
    return found
