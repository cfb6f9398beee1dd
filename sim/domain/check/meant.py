"""The key that an unknown key stands for: the most similar one, and the unit that it requires."""

from __future__ import annotations

from collections.abc import Iterable

from sim.domain.check.finding import nearest
from sim.domain.units import measures, other_unit, wanted

__all__ = ["meant"]


def meant(key: str, known: Iterable[str], value: object = None) -> tuple[str, str | None]:
    """Return a clause on units to follow the words "unknown key" (or ""), and the key that was meant (or None).

    Parameters
    ----------
    key
        The unknown key as written, such as `payload_lb`.
    known
        The keys that are valid in its place.
    value
        The value of the key; if it is a number, the clause converts it.

    Notes
    -----
    A key in another unit is never suggested as a spelling: a number in pounds would be entered as tonnes.
    """
    names = tuple(known)
    unit = other_unit(key, names)
    if unit is not None:
        return ("" if unit.factor == 1.0 else f"; {unit.words(value)}"), unit.key
    near = nearest(key, names)
    if near is None or wanted(near) is None:
        return "", near
    return ("", None) if measures(key) else (f"; sim wants {wanted(near)}", near)
