"""Rules of order: which movers go first, which must wait, and how many of a group must stay."""

from typing import Literal

from pydantic import model_validator

from sim.domain.nouns import Behind, Category, Count, FirstDay, Name, NonNegative, Noun, Pair, Probability


class Condition(Noun):
    """A condition on the number of movers that have yet to leave, those yet to arrive included: met when few remain."""

    site: Name | None = None
    """Only movers that are at this site, or pass it on their way."""
    left: Behind | None = None
    """What the movers have yet to leave: the `site`, the `country`, or their `stations`. Default: the site if one is
    named, otherwise the country. Without a named site, `left = "site"` means each mover's own site. With
    `left = "stations"` it counts movers that began at the site and are not staged yet: movers that have passed its
    stations no longer count."""
    kind: Literal["people", "equipment"] | None = None
    """Only people, or only equipment."""
    group: tuple[Name, ...] = ()
    """Only these groups."""
    lot: tuple[Name, ...] = ()
    """Only these lots."""
    category: tuple[Category, ...] = ()
    """Only these categories."""
    wanted: bool = False
    """Count wanted movers too, not only required ones."""
    at_most: Count = 0
    """Met when no more than this many remain."""
    share: Probability | None = None
    """Instead of `at_most`: met when this share of all the movers that it counts is gone (rounded up to whole movers).
    The total includes those that had left before the start and those still to arrive."""

    @model_validator(mode="after")
    def _one_measure(self) -> "Condition":
        if self.share is not None and "at_most" in self.model_fields_set:
            raise ValueError("expected at_most or share, not both")
        return self

    @property
    def is_staging(self) -> bool:
        """Whether it counts movers until they are staged, rather than until they have left a site or the country."""
        return self.left == "stations"


class Hold(Noun):
    """A hold is satisfied once all that it waits for has happened; groups, lots, floors and other holds refer to it."""

    until: tuple[Condition, ...] = ()
    """Conditions that must be met at the same time."""
    after: tuple[Name, ...] = ()
    """Other holds that must be satisfied too."""
    need: Literal["all", "any"] = "all"
    """Whether all of these conditions and holds are needed (`all`), or one of them is enough (`any`)."""
    not_before: FirstDay | None = None
    """Date before which it is not satisfied (its beginning), whatever else has happened."""
    at_latest: FirstDay | None = None
    """Date (its beginning) from which it waits only for `then_d`."""
    then_d: NonNegative = 0.0
    """Time from when all of this has happened until the hold is satisfied, for a hand-over for example [d]."""


class Floor(Noun):
    """A minimum number of a group that stays until a hold is satisfied (a guard force, a load team)."""

    group: Name
    at_least: Count
    """Number of people who must stay."""
    until: Name
    """Hold that ends the floor."""


class Order(Noun):
    """Which movers go first, and which may not share a sortie."""

    keys: tuple[Literal["category", "due", "kind", "lot", "ready"], ...] = ("category", "due", "ready")
    """Sort keys of the load policy `priority`, most important first; required movers always precede wanted ones."""
    categories: tuple[Category, ...] = ("lethal", "hazardous", "classified", "sensitive", "people", "general")
    """Categories, in the order in which they go."""
    segregate: tuple[Pair, ...] = (("people", "lethal"),)
    """Pairs of categories or classes that never ride together, on each lift that does not state its own pairs."""
