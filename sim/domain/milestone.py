"""Dated promises."""

from typing import Annotated, Literal

from pydantic import Field

from sim.domain.nouns import Category, LastDay, Left, Name, Noun


class Milestone(Noun):
    """By a date, a share of something has left the country, or a site."""

    by: LastDay
    """The date (its end). That of the deadline is the question, and may not be uncertain."""
    of: Literal["required", "people", "equipment", "everything"] = "required"
    """Required movers; people, by head; equipment, by tonnes, wanted included; or all of it."""
    share: Annotated[float, Field(gt=0, le=1)] = 1.0
    """Part that must have left (2/3 is 0.6667: rounded up to whole people, kilograms or items)."""
    basis: Literal["all", "initial"] = "all"
    """Part of what: initial and declared inflow, or initial alone."""
    site: Name | None = None
    """Only this site: what is at it, or passes it on its way."""
    left: Left | None = None
    """What must have been left: the `site`, or the `country`. Default: the site where one is named, else the country.
    With `left = "country"` a site stands for what began there."""
    settled: bool = False
    """Whether what was handed over, sold, destroyed or retained counts as done (required items destroyed always do)."""
    category: tuple[Category, ...] = ()
    """Only these categories."""

    @property
    def leaves_site(self) -> bool:
        """Whether it counts who has left a site, rather than the country."""
        return self.left == "site" or (self.left is None and self.site is not None)
