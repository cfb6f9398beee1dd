"""What becomes of what does not fly: handed over, sold, destroyed under supervision, retained in country, or left."""

from typing import Literal

from pydantic import model_validator

from sim.domain.nouns import Noun, Usd

Way = Literal["ship", "transfer", "sell", "destroy", "retain", "abandon"]
Disposal = Literal["transfer", "sell", "destroy", "retain", "abandon"]
AtStations = Literal["transfer", "sell", "destroy", "retain"]
OfPeople = Literal["ship", "retain"]
WAYS: tuple[Way, ...] = ("ship", "transfer", "sell", "destroy", "retain", "abandon")
CONTROLLED = frozenset({"lethal", "classified"})
"""Categories that are shipped or destroyed under supervision, never handed over, sold, retained or left."""


class Disposition(Noun):
    """The rule that compares, at the start, what keeping an item is worth with what its return costs."""

    compare: bool = False
    """Whether wanted items that are not worth their return are disposed of from the start."""
    sortie_usd: Usd | None = None
    """What one sortie of lift is reckoned at [USD]; an item pays for its share of payload, positions or volume."""

    @model_validator(mode="after")
    def _priced(self) -> "Disposition":
        if self.compare and self.sortie_usd is None:
            raise ValueError("expected sortie_usd, as compare = true reckons with it")
        return self
