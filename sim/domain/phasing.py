"""Phased plans: curves over time by which the members of groups and lots are released or may board."""

from __future__ import annotations

from itertools import pairwise
from typing import Annotated, Literal

from pydantic import Field, model_validator

from sim.domain.misfit import misfit
from sim.domain.nouns import Category, Count, FirstDay, LastDay, Name, NonNegative, Noun, Positive, Real, When

__all__ = ["AMOUNTS", "ENDS", "Phasing", "Target"]

AMOUNTS = ("share", "people", "tonnes")
"""Keys that state how much is released by a dated point; each point has exactly one of them."""

ENDS = ("until", "before", "target", "per_week", "t_per_week")
"""Keys that state how a plan ends; a plan has exactly one of them."""


class Target(Noun):
    """One dated point of a curve."""

    by: When
    """Date by which the amount is released (the end of that day)."""
    share: Annotated[float, Field(ge=0, le=1)] | None = None
    """Share to be released by then."""
    people: Count | None = None
    """Instead: number of people, over all groups of the plan, including those who had left before the start."""
    tonnes: NonNegative | None = None
    """Instead: weight of equipment, over all lots of the plan, including what had left before the start [t]."""

    @property
    def amount(self) -> tuple[str, float]:
        """The stated amount, as a key and its value."""
        stated = ((key, getattr(self, key)) for key in AMOUNTS)
        return next((key, float(value)) for key, value in stated if value is not None)

    @model_validator(mode="after")
    def _one_amount(self) -> Target:
        stated = [key for key in AMOUNTS if getattr(self, key) is not None]
        if len(stated) != 1:
            found = " and ".join(stated) or "none of them"
            raise ValueError(f"expected one of {', '.join(AMOUNTS[:-1])} and {AMOUNTS[-1]}; stated: {found}")
        return self


class Phasing(Noun):
    """A phased plan: members are released one by one along a curve, which each group and lot follows separately.

    It applies to all groups and lots unless `site`, `kind`, `group`, `lot` or `category` select some.
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
    """Date on which the curve begins (the beginning of that day)."""
    until: LastDay | None = None
    """Date on which it ends (the end of that day)."""
    before: Name | None = None
    """Instead: a milestone; the curve ends `margin_d` before its date."""
    margin_d: NonNegative = 0.0
    """Days between the end of the curve and the date of the milestone `before`."""
    per_week: Positive | None = None
    """Instead: members released per week, over all groups and lots; the plan ends when all are released."""
    t_per_week: Positive | None = None
    """Instead: tonnes released per week [t]."""
    shape: Literal["even", "s"] = "even"
    """Shape of the curve: even from beginning to end, or slow at both ends and half as fast again in the middle."""
    target: tuple[Target, ...] = ()
    """Instead: the curve itself, as dated points joined by straight lines, starting from zero at `begins`."""
    lead_d: NonNegative = 0.0
    """Days by which each member is released ahead of the curve: for a curve of departures, the time that leaving
    takes."""
    governs: Literal["release", "boarding"] = "release"
    """What members may not do before the curve allows it: begin their departure (`release`), or wait for lift
    (`boarding`). With `boarding` a member is prepared as soon as its own date and hold allow, and then waits for its
    planned day."""
    shift_d: Real = 0.0
    """Days by which the whole curve is moved: later if above 0, earlier if below 0."""
    source: str | None = None
    """Where these numbers come from."""

    @model_validator(mode="after")
    def _one_end(self) -> Phasing:
        stated = [key for key in ENDS if getattr(self, key) not in (None, ())]
        if len(stated) != 1:
            named = ", ".join(ENDS[:-1])
            found = " and ".join(stated) or "none of them"
            raise ValueError(f"expected one of {named} and {ENDS[-1]}; stated: {found}")
        return self

    @model_validator(mode="after")
    def _rises(self) -> Phasing:
        for key in AMOUNTS:
            stated = [(at, value) for at, point in enumerate(self.target) if (value := getattr(point, key)) is not None]
            for (_, earlier), (at, later) in pairwise(stated):
                if later < earlier:
                    word = "shares" if key == "share" else key
                    text = f"expected targets whose {word} never fall; the one before is {earlier:g}"
                    raise misfit(text, "target", at, key)
        if self.target and self.target[-1].share not in (1.0, None):
            share = self.target[-1].share
            text = f"expected a last target with share = 1, not {share:g}: the rest would never go"
            raise misfit(text, "target", len(self.target) - 1, "share")
        return self
