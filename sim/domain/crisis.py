"""A crisis: from its beginning on, sites are closed under pressure, whatever was planned for them."""

from __future__ import annotations

from typing import Literal

from pydantic import model_validator

from sim.domain.disposition import Disposal
from sim.domain.nouns import FirstDay, Name, Noun, Probability
from sim.domain.uncertainty import Chance

__all__ = ["Crisis"]


class Crisis(Noun):
    """Begins on a date, or by chance so many days after the start; nobody in a history knows of it before.

    It changes at once what its keys say, and nothing else: dates (`release`), `holds`, equipment (`dispose`), what is
    loaded first (`people_first`), and what may be used no more (`stops`, `lifts`, `routes`).
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
    holds: tuple[Name, ...] | Literal["all"] = ()
    """Holds that wait from then on for nothing but their `then_d`; the floors that last until they are met end too.

    `"all"`: each that keeps any who begin at these sites, by `begin_after`, `board_after`, `leave_when` or a floor.
    """
    dispose: Disposal | None = None
    """What becomes of wanted equipment that is at these sites and not loaded, where this way is open to it."""
    people_first: bool = False
    """Whether people are loaded before equipment at these sites from then on, required or wanted."""
    stops: tuple[Literal["runway", "ramp", "stations", "permission"], ...] = ()
    """What stops at these sites as by an outage; `permission`: nothing may come there, to load or to set down."""
    lifts: tuple[Name, ...] = ()
    """Lifts that may come to these sites no more."""
    routes: tuple[Name, ...] = ()
    """Routes that nobody may set out on, or go on along."""
    lasts_d: Chance | None = None
    """How long `stops`, `lifts` and `routes` last, drawn anew in each history; to the end, if not stated [d]."""
    source: str | None = None
    """Where these numbers come from."""

    @property
    def closes(self) -> bool:
        """Whether something may be used no more from its beginning on."""
        return bool(self.stops or self.lifts or self.routes)

    @model_validator(mode="after")
    def _begins_once(self) -> Crisis:
        if (self.on is None) == (self.after_d is None):
            raise ValueError("expected either on, a date, or after_d, days after the start")
        return self

    @model_validator(mode="after")
    def _does_something(self) -> Crisis:
        if not (self.release or self.holds or self.dispose or self.people_first or self.closes):
            some = "release = true, holds, dispose, people_first = true, stops, lifts or routes"
            raise ValueError(f"expected {some}; with none of them it changes nothing")
        if self.lasts_d is not None and not self.closes:
            raise ValueError("expected stops, lifts or routes beside lasts_d: nothing else of it comes to an end")
        return self
