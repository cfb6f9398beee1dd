"""A crisis: from its beginning on, sites are closed under pressure, whatever was planned for them."""

from __future__ import annotations

from pydantic import model_validator

from sim.domain.disposition import Disposal
from sim.domain.nouns import FirstDay, Name, Noun, Probability
from sim.domain.uncertainty import Chance

__all__ = ["Crisis"]


class Crisis(Noun):
    """Begins on a date, or by chance so many days after the start; nobody in a history knows of it before.

    It changes what `release`, `holds` and `dispose` say, at once, and nothing else.
    """

    on: FirstDay | None = None
    """The date on which it begins (the beginning of that day)."""
    after_d: Chance | None = None
    """Or the days from the start after which it begins, drawn anew in each history."""
    chance: Probability = 1.0
    """Chance that it comes at all."""
    sites: tuple[Name, ...] = ()
    """Bases and hubs that it hits; all of them, where none is named."""
    release: bool = False
    """Whether all who begin at these sites are released: dates and phased plans hold no longer."""
    holds: tuple[Name, ...] = ()
    """Holds that wait from then on for nothing but their `then_d`; the floors that last until they are met end too."""
    dispose: Disposal | None = None
    """What becomes of wanted equipment that is at these sites and not loaded, where this way is open to it."""
    source: str | None = None
    """Where these numbers come from."""

    @model_validator(mode="after")
    def _begins_once(self) -> Crisis:
        if (self.on is None) == (self.after_d is None):
            raise ValueError("expected either on, a date, or after_d, days after the start")
        return self

    @model_validator(mode="after")
    def _does_something(self) -> Crisis:
        if not (self.release or self.holds or self.dispose):
            raise ValueError("expected release = true, holds or dispose; with none of them it changes nothing")
        return self
