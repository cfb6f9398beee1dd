"""The numbers that are set, in one world, by unknowns that set several at once: parts of a total, and alternatives.

A number is *known* if the user fixed it for this run; then no unknown sets it. `Part`, `Choice` and `Alternative` are
rows of the plan (`schema.plan.numbers`), and a slot is the index of a number.
"""

from __future__ import annotations

import math
from bisect import bisect_right
from collections.abc import Sequence
from itertools import accumulate, groupby
from typing import Any

__all__ = ["alternative_of", "chances", "put_alternatives", "put_means", "put_parts", "shown_by", "sticks"]


def sticks(parts: Sequence[Any]) -> list[list[Any]]:
    """Return the rows of `Part` grouped by total; a total is called a stick because it is broken into parts."""
    return [list(group) for _, group in groupby(parts, key=lambda part: part.stick)]


def chances(alternatives: Sequence[Any]) -> dict[int, list[float]]:
    """Return for each unknown with alternatives, by its row, the cumulative probabilities of the alternatives."""
    return {
        row: list(accumulate(each.chance for each in group))
        for row, group in groupby(alternatives, key=lambda each: int(each.uncertain))
    }


def alternative_of(cumulative: Sequence[float], u: float) -> float:
    """Return the number (from 1) of the alternative that a uniform number selects, by the `chances` of its unknown."""
    return float(min(bisect_right(cumulative, u), len(cumulative) - 1) + 1)


def put_parts(number: list[float], parts: Sequence[Any], drawn: Sequence[float]) -> None:
    """Set the parts of one total that are not known, so that they sum to the total minus the known parts.

    If the parts are whole numbers, this sum is exact.

    Parameters
    ----------
    number
        The numbers of a world, in inner units (s, kg, counts); changed in place.
    parts
        The rows of `Part` of one total, in the order in which they are subtracted from it.
    drawn
        The value drawn for each unknown; for a part, its share of what remains of the total after the parts before it.
    """
    left, shares = 1.0, []
    for part in parts:
        shares.append(left if part.uncertain < 0 else left * drawn[part.uncertain])
        left -= shares[-1]
    to_set = [(part, share) for part, share in zip(parts, shares, strict=True) if part.slot >= 0]
    to_set_share = math.fsum(share for _, share in to_set)
    before = 0.0
    for part, share in to_set:
        amount = part.rest * (share / to_set_share if to_set_share > 0.0 else 1.0 / len(to_set))
        number[part.slot] = math.floor(before + amount + 0.5) - math.floor(before + 0.5) if part.whole else amount
        before += amount


def put_alternatives(number: list[float], structure: dict[str, Any], drawn: Sequence[float]) -> None:
    """Set the numbers stated by the alternatives that this world drew; `number` and `drawn` are as in `put_parts`."""
    for choice in structure["choice"]:
        alternative = structure["alternative"][choice.alternative]
        if drawn[alternative.uncertain] == alternative.number:
            number[choice.slot] = choice.value


def put_means(number: list[float], structure: dict[str, Any]) -> None:
    """Set each number stated by alternatives to its mean over all of them; `number` is as in `put_parts`.

    An alternative that does not state a number counts with the value of that number before the call.
    """
    stated = {choice.slot: number[choice.slot] for choice in structure["choice"]}
    for choice in structure["choice"]:
        chance = structure["alternative"][choice.alternative].chance
        number[choice.slot] += chance * (choice.value - stated[choice.slot])


def shown_by(structure: dict[str, Any]) -> set[int]:
    """Return the rows of the unknowns with parts or alternatives that change at least one number that is not known.

    Notes
    -----
    The draw of a part decides how the total is divided between the parts before it, the part itself and the parts after
    it. If only one of these three contains a number that is not known, the draw changes nothing.
    """
    effective = {int(structure["alternative"][choice.alternative].uncertain) for choice in structure["choice"]}
    for parts in sticks(structure["part"]):
        can_change = [part.slot >= 0 for part in parts]
        for at, part in enumerate(parts[:-1]):
            if any(can_change[:at]) + can_change[at] + any(can_change[at + 1 :]) > 1:
                effective.add(int(part.uncertain))
    return effective
