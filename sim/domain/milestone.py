"""Dated promises."""

from typing import Annotated, Literal

from pydantic import Field

from sim.domain.nouns import Category, Name, Noun, When


class Milestone(Noun):
    """By a date, a share of something is out of the country."""

    by: When
    """The date (its end)."""
    of: Literal["required", "people", "equipment", "everything"] = "required"
    """Required movers; people, by head; equipment, by tonnes, wanted included; or all of it."""
    share: Annotated[float, Field(gt=0, le=1)] = 1.0
    """Part that must be out (2/3 is 0.6667: rounded up to whole people, kilograms or items)."""
    basis: Literal["all", "initial"] = "all"
    """Part of what: initial and declared inflow, or initial alone."""
    site: Name | None = None
    """Only movers of this site."""
    settled: bool = False
    """Whether what was handed over, sold or destroyed counts as done (required items destroyed always do)."""
    category: tuple[Category, ...] = ()
    """Only these categories."""
