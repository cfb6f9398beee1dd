"""One figure of a history: its name, its kind of number, and its meaning."""

from dataclasses import dataclass
from typing import Final, Literal

__all__ = ["Column", "Kind", "count", "flag", "instant", "number"]

Kind = Literal["instant", "flag", "count", "number"]
MACHINE: Final[dict[str, str]] = {"instant": "i8", "flag": "i8", "count": "i8", "number": "f8"}


@dataclass(frozen=True, slots=True)
class Column:
    """One figure that every history has.

    Parameters
    ----------
    name
        Its name in outcomes.csv; it ends in `_t`, `_h`, `_d` or `_usd` if the figure is in tonnes, hours, days or US
        dollars.
    kind
        `instant`: whole seconds since the start, NEVER if it was not reached. `flag`: 0 or 1. `count`: a whole
        number. `number`: a real number, NaN where it has no meaning in this history.
    about
        What the figure means, as a text.
    """

    name: str
    kind: Kind
    about: str

    @property
    def machine(self) -> str:
        """NumPy code of the type of the column in an array."""
        return MACHINE[self.kind]


def instant(name: str, about: str) -> Column:
    """Return a column of instants [s since the start]."""
    return Column(name, "instant", about)


def flag(name: str, about: str) -> Column:
    """Return a column of yes (1) and no (0)."""
    return Column(name, "flag", about)


def count(name: str, about: str) -> Column:
    """Return a column of whole numbers."""
    return Column(name, "count", about)


def number(name: str, about: str) -> Column:
    """Return a column of real numbers, NaN where a figure has no meaning in a history."""
    return Column(name, "number", about)
