"""The key that was probably meant where a file has an unknown key, and the unit that this key requires."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from sim.domain.check.finding import nearest
from sim.domain.units import measures, other_unit, wanted

__all__ = ["Meant", "meant"]


class Meant(NamedTuple):
    """The key that was probably meant by an unknown key.

    Attributes
    ----------
    clause
        A clause on units, to follow the words "unknown key"; or "".
    key
        The key that was meant, such as `payload_t`; None if no similar key is suggested.
    unit
        The unit of this key in words, such as "tonnes", if the unknown key names no unit but this key has one;
        otherwise None.
    """

    clause: str = ""
    key: str | None = None
    unit: str | None = None


def meant(key: str, known: Iterable[str], value: object = None) -> Meant:
    """Return the key that was probably meant by an unknown key.

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
    A key in another unit is suggested only together with the conversion. As a mere correction of the spelling, it would
    lead to a number in pounds that is read as tonnes.
    """
    names = tuple(known)
    unit = other_unit(key, names)
    if unit is not None:
        return Meant("" if unit.factor == 1.0 else f"; {unit.words(value)}", unit.key)
    near = nearest(key, names)
    if near is None or wanted(near) is None:
        return Meant(key=near)
    return Meant() if measures(key) else Meant(key=near, unit=wanted(near))
