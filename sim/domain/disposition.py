"""Equipment that is not shipped: handed over, sold, destroyed under supervision, retained in country, or abandoned."""

from typing import Literal

from pydantic import model_validator

from sim.domain.nouns import Noun, Usd

Way = Literal["ship", "transfer", "sell", "destroy", "retain", "abandon"]
Disposal = Literal["transfer", "sell", "destroy", "retain", "abandon"]
AtStations = Literal["transfer", "sell", "destroy", "retain"]
"""The dispositions for which an item passes stations of a site."""
OfPeople = Literal["ship", "retain"]
WAYS: tuple[Way, ...] = ("ship", "transfer", "sell", "destroy", "retain", "abandon")
CONTROLLED = frozenset({"lethal", "classified"})
"""Categories that are shipped or destroyed under supervision, never handed over, sold, retained or left."""


class Disposition(Noun):
    """The rule that compares, at the start, the value of keeping an item with the cost of its return."""

    compare: bool = False
    """Whether wanted items that are worth less than their return costs are disposed of from the start."""
    sortie_usd: Usd | None = None
    """Cost assumed for one sortie of lift [USD]; an item bears its share of payload, positions or volume, whichever
    is largest."""

    @model_validator(mode="after")
    def _priced(self) -> "Disposition":
        if self.compare and self.sortie_usd is None:
            raise ValueError("with compare = true, expected sortie_usd")
        return self
