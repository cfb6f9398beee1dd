"""Milestones: how much of the force must have left by a date."""

from typing import Annotated, Literal

from pydantic import Field

from sim.domain.nouns import Category, LastDay, Left, Name, Noun


class Milestone(Noun):
    """A share of the force that must have left the country, or a site, by a date."""

    by: LastDay
    """Date by which they must have left (the end of that day). The date of the milestone `deadline` may not
    be uncertain, because the planner asks about it."""
    of: Literal["required", "people", "equipment", "everything"] = "required"
    """What is counted: `required` movers; `people`, by number; `equipment`, by tonnes, wanted included; or
    `everything`."""
    share: Annotated[float, Field(gt=0, le=1)] = 1.0
    """Share that must have left (0.6667 for 2/3); the amount is rounded up to whole people, kilograms or items."""
    basis: Literal["all", "initial"] = "all"
    """What the share refers to: the initial force and all arrivals that the file states (`all`), or the initial force
    alone (`initial`)."""
    site: Name | None = None
    """Only movers that are at this site, or pass it on their way."""
    left: Left | None = None
    """What the movers must have left: the `site` or the `country`. Default: the site if one is named, otherwise the
    country. With `left = "country"`, a site selects the movers that began there."""
    settled: bool = False
    """Whether equipment handed over, sold, destroyed or retained counts as done (destroyed required items
    always do)."""
    category: tuple[Category, ...] = ()
    """Only these categories."""

    @property
    def leaves_site(self) -> bool:
        """Whether it counts movers that have left a site, rather than the country."""
        return self.left == "site" or (self.left is None and self.site is not None)
