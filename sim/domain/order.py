"""Order rules are data: who goes first, who may not go yet, how many must stay."""

from typing import Literal

from pydantic import field_validator, model_validator

from sim.domain.nouns import Behind, Category, Count, FirstDay, Name, NonNegative, Noun, Pair, Probability


class Condition(Noun):
    """Counts movers yet to leave (still to arrive, there, or staged), and holds when few enough remain."""

    site: Name | None = None
    """Only this site: what is at it, or passes it on its way."""
    left: Behind | None = None
    """What they have yet to leave: the `site`, the `country`, or their `stations`. Default: the site where one is
    named, else the country. Without a name, `left = "site"` means the own site of each. With `left = "stations"` it
    counts who began at the site and is not staged yet: who is through the stations there counts no more."""
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
    """Holds when no more than this many remain."""
    share: Probability | None = None
    """Or: holds when this part of all whom it counts is gone (rounded up to whole movers), those included who had left
    before the start, and those still to arrive."""

    @model_validator(mode="after")
    def _one_measure(self) -> "Condition":
        if self.share is not None and "at_most" in self.model_fields_set:
            raise ValueError("expected at_most or share; there are both")
        return self

    @property
    def is_staging(self) -> bool:
        """Whether it counts movers until they are staged, not until they have left."""
        return self.left == "stations"


class Hold(Noun):
    """True once what it waits for has come; groups, lots and floors name it, and other holds in `after`."""

    until: tuple[Condition, ...] = ()
    """Conditions; they must hold at once."""
    after: tuple[Name, ...] = ()
    """Other holds that must be satisfied too."""
    need: Literal["all", "any"] = "all"
    """Whether all of these conditions and holds are needed, or any one of them is enough."""
    not_before: FirstDay | None = None
    """Not before this date (its beginning), whatever has come."""
    at_latest: FirstDay | None = None
    """From this date on (its beginning) it waits for nothing any more but `then_d`."""
    then_d: NonNegative = 0.0
    """Time added after that, a hand-over for instance [d]."""


class Floor(Noun):
    """At least so many of a group stay until a hold is satisfied (a guard force, a load team)."""

    group: Name
    at_least: Count
    """People who must stay."""
    until: Name
    """Hold that ends it."""


class Order(Noun):
    """Who goes first, and who may not share an aircraft."""

    keys: tuple[Literal["category", "due", "kind", "lot", "ready"], ...] = ("category", "due", "ready")
    """Sort keys of the load policy `priority`, most important first; required always goes before wanted."""
    categories: tuple[Category, ...] = ("lethal", "hazardous", "classified", "sensitive", "people", "general")
    """Categories, first to go first."""
    segregate: tuple[Pair, ...] = (("people", "lethal"),)
    """Pairs of categories or classes that never ride together, on each lift that does not state its own."""

    @field_validator("keys", "categories")
    @classmethod
    def _each_once(cls, names: tuple[str, ...]) -> tuple[str, ...]:
        """Refuse a name that stands there twice: the second one would sort nothing."""
        twice = next((name for name in names if names.count(name) > 1), None)
        if twice is not None:
            raise ValueError(f"expected each name once; {twice} is there {names.count(twice)} times")
        return names
