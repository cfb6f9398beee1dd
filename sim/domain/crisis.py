"""Crises: events after which sites are closed under pressure, whatever was planned for them."""

from __future__ import annotations

from typing import Literal

from pydantic import model_validator

from sim.domain.disposition import Disposal
from sim.domain.nouns import FirstDay, Name, Noun, Probability
from sim.domain.outage import Part
from sim.domain.uncertainty import Chance

__all__ = ["Crisis"]


class Crisis(Noun):
    """A crisis that begins on a date, or at a drawn time after the start; nothing in a history anticipates it.

    It changes at once what its keys state, and nothing else: dates (`release`), `holds`, equipment (`dispose`), what
    is loaded first (`people_first`), and what may no longer be used (`stops`, `lifts`, `routes`).
    """

    on: FirstDay | None = None
    """The date on which it begins (the beginning of that day)."""
    after_d: Chance | None = None
    """Instead of a date: days from the start until it begins, drawn for each history."""
    chance: Probability = 1.0
    """Probability that it occurs at all."""
    sites: tuple[Name, ...] = ()
    """Bases and hubs that it hits; all of them if none is named."""
    release: bool = False
    """Whether all movers that begin at these sites are released: dates and phased plans no longer keep them."""
    holds: tuple[Name, ...] | Literal["all"] = ()
    """Holds that from then on wait only for their `then_d`; floors that last until these holds are satisfied end too.

    `"all"`: each hold that keeps movers that begin at these sites, by `begin_after`, `board_after`, `leave_when` or a
    floor.
    """
    dispose: Disposal | None = None
    """Disposition of wanted equipment that is at these sites and not loaded, if this disposition is open to it."""
    people_first: bool = False
    """Whether, at these sites from then on, all people (required and wanted) are loaded before equipment."""
    stops: tuple[Literal[Part, "permission"], ...] = ()
    """What stops at these sites, as in an outage; `permission`: no lift may come there, to load or to offload."""
    lifts: tuple[Name, ...] = ()
    """Lifts that may no longer come to these sites."""
    routes: tuple[Name, ...] = ()
    """Routes on which no mover may set out or continue."""
    lasts_d: Chance | None = None
    """How long `stops`, `lifts` and `routes` last, drawn for each history [d]; default: to the end."""
    source: str | None = None
    """Where these numbers come from."""

    @property
    def closes(self) -> bool:
        """Whether it closes anything: parts of sites (`stops`), `lifts` or `routes`."""
        return bool(self.stops or self.lifts or self.routes)

    @model_validator(mode="after")
    def _begins_once(self) -> Crisis:
        if (self.on is None) == (self.after_d is None):
            raise ValueError("expected either on (a date) or after_d (days after the start)")
        return self

    @model_validator(mode="after")
    def _does_something(self) -> Crisis:
        if not (self.release or self.holds or self.dispose or self.people_first or self.closes):
            some = "release = true, holds, dispose, people_first = true, stops, lifts or routes"
            raise ValueError(f"expected {some}; with none of them the crisis changes nothing")
        if self.lasts_d is not None and not self.closes:
            raise ValueError("with lasts_d, expected stops, lifts or routes: no other effect of a crisis ends")
        return self
