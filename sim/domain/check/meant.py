"""Which key is meant by one that nobody knows: the nearest, and in which unit it wants its number."""

from __future__ import annotations

from collections.abc import Iterable

from sim.domain.check.finding import nearest
from sim.domain.units import measures, other_unit, wanted

__all__ = ["meant"]


def meant(key: str, known: Iterable[str], value: object = None) -> tuple[str, str | None]:
    """Return a clause on units, to follow "unknown key", and the key that is meant; each may be empty.

    Parameters
    ----------
    key
        As written: `payload_lb`.
    known
        The keys that could stand there.
    value
        What stands at it; a number is converted in the clause.

    Notes
    -----
    A key that measures something else is never suggested: who wrote pounds would put them down as tonnes.
    """
    names = tuple(known)
    unit = other_unit(key, names)
    if unit is not None:
        return ("" if unit.factor == 1.0 else f"; {unit.words(value)}"), unit.key
    near = nearest(key, names)
    if near is None or wanted(near) is None:
        return "", near
    return ("", None) if measures(key) else (f"; sim wants {wanted(near)}", near)
