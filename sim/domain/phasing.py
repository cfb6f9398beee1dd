"""A phased plan: a curve over time by which the members of groups and lots are released."""

from __future__ import annotations

from itertools import pairwise
from typing import Annotated, Literal

from pydantic import Field, model_validator

from sim.domain.nouns import Category, Count, FirstDay, LastDay, Name, NonNegative, Noun, Positive, Real, When

__all__ = ["AMOUNTS", "ENDS", "Phasing", "Target"]

AMOUNTS = ("share", "people", "tonnes")
"""Keys by which a dated point says how much is to have been released: exactly one of them stands in it."""

ENDS = ("until", "before", "target", "per_week", "t_per_week")
"""Keys by which a plan says how it ends: exactly one of them stands in it."""


class Target(Noun):
    """One dated point of a curve."""

    by: When
    """The date (its end)."""
    share: Annotated[float, Field(ge=0, le=1)] | None = None
    """Part that is to have been released by then."""
    people: Count | None = None
    """Or so many people, of all groups of the plan together, those who had left before the start included."""
    tonnes: NonNegative | None = None
    """Or so much equipment, of all lots of the plan together, what had left before the start included [t]."""

    @property
    def amount(self) -> tuple[str, float]:
        """What it states, a key and its value."""
        stated = ((key, getattr(self, key)) for key in AMOUNTS)
        return next((key, float(value)) for key, value in stated if value is not None)

    @model_validator(mode="after")
    def _one_amount(self) -> Target:
        stated = [key for key in AMOUNTS if getattr(self, key) is not None]
        if len(stated) != 1:
            found = " and ".join(stated) or "none of them"
            raise ValueError(f"expected one of {', '.join(AMOUNTS[:-1])} and {AMOUNTS[-1]}; there is {found}")
        return self


class Phasing(Noun):
    """Releases the members of groups and lots one by one along a curve: each group and lot follows it in itself.

    All of them, unless `site`, `kind`, `group`, `lot` or `category` say which.
    """

    site: Name | None = None
    """Only groups and lots that begin at this site."""
    kind: Literal["people", "equipment"] | None = None
    """Only people, or only equipment."""
    group: tuple[Name, ...] = ()
    """Only these groups."""
    lot: tuple[Name, ...] = ()
    """Only these lots."""
    category: tuple[Category, ...] = ()
    """Only these categories."""
    begins: FirstDay
    """The curve begins here (the beginning of that day)."""
    until: LastDay | None = None
    """It ends here (the end of that day)."""
    before: Name | None = None
    """Or it ends with the date of this milestone, less `margin_d`."""
    margin_d: NonNegative = 0.0
    """Days that the plan leaves before that date."""
    per_week: Positive | None = None
    """Or it ends when so many members a week, of all groups and lots together, have been released."""
    t_per_week: Positive | None = None
    """Or so many tonnes a week [t]."""
    shape: Literal["even", "s"] = "even"
    """Evenly from its beginning to its end, or slow at first and at the end, and half as fast again between."""
    target: tuple[Target, ...] = ()
    """Or the curve itself: dated points, straight lines between them, from nothing at `begins`."""
    lead_d: NonNegative = 0.0
    """Each is released so many days before the curve says: for a curve of departures, the time that leaving takes."""
    governs: Literal["release", "boarding"] = "release"
    """What nobody may do before the curve says: begin to process, or wait for lift. In the second case each is prepared
    as soon as its own date and hold let it, and then waits for its planned day."""
    shift_d: Real = 0.0
    """Days by which all of it comes later; below 0, earlier."""
    source: str | None = None
    """Where these numbers come from."""

    @model_validator(mode="after")
    def _one_end(self) -> Phasing:
        stated = [key for key in ENDS if getattr(self, key) not in (None, ())]
        if len(stated) != 1:
            named = ", ".join(ENDS[:-1])
            found = " and ".join(stated) or "none of them"
            raise ValueError(f"expected one of {named} and {ENDS[-1]}; there is {found}")
        return self

    @model_validator(mode="after")
    def _rises(self) -> Phasing:
        for key in AMOUNTS:
            stated = [value for point in self.target if (value := getattr(point, key)) is not None]
            if any(later < earlier for earlier, later in pairwise(stated)):
                raise ValueError(f"expected targets whose {'shares' if key == 'share' else key} never fall")
        if self.target and self.target[-1].share not in (1.0, None):
            share = self.target[-1].share
            raise ValueError(f"expected a last target with share = 1, not {share:g}: the rest would never go")
        return self
