"""How the members of a group or lot arrive: over a span, one after another, by timetable, at random, in batches."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field, model_validator

from sim.domain.nouns import FirstDay, LastDay, Noun, Real, Several, When
from sim.domain.uncertainty import Chance

__all__ = ["Arrival", "Inflow"]


class Arrival(Noun):
    """A number of members that arrive at one instant."""

    at: When
    """When they arrive; a bare date is the beginning of that local day."""
    number: Annotated[int, Field(ge=1)]
    """Number of members that arrive."""


class Inflow(Noun):
    """Arrival of members after the start: over a span, one after another, or by timetable."""

    begins: FirstDay | None = None
    """First date on which a member may arrive (from its beginning on); not stated with a timetable."""
    until: LastDay | None = None
    """Date by which the last member has arrived: arrivals are spread from `begins` to this date, see `pattern`."""
    gap_h: Chance | None = None
    """Instead of `until`: time between arrivals, and from `begins` to the first [h], drawn each time. A Poisson
    process is `{ dist = "exponential", mean = 6 }`."""
    timetable: tuple[Arrival, ...] = ()
    """Instead of `begins`: numbers by date, the dates in rising order. If a world has more or fewer members than the
    timetable, its numbers are scaled in proportion."""
    csv: str | None = None
    """Instead of `timetable`: CSV file beside the scenario, with columns `at` and `number`."""
    shift_d: Real = 0.0
    """Days by which the whole timetable is moved: later if above 0, earlier if below 0."""
    pattern: Literal["even", "random"] = "even"
    """From `begins` to `until`: at even intervals, or each at a random instant, all instants equally likely."""
    batch: Several = 1
    """How many arrive together at one instant (the last batch may be smaller)."""

    @property
    def is_random(self) -> bool:
        """Whether arrival times are random, so that no decision in a history can count on them."""
        return self.pattern == "random" or not isinstance(self.gap_h, int | float | None)

    @property
    def by_table(self) -> bool:
        """Whether members arrive by timetable."""
        return bool(self.timetable) or self.csv is not None

    @model_validator(mode="after")
    def _one_form(self) -> Inflow:
        span, gaps = self.until is not None, self.gap_h is not None
        if self.by_table == (self.begins is not None) or span + gaps + self.by_table != 1:
            raise ValueError("expected either begins and until, or begins and gap_h, or timetable (or csv)")
        if self.pattern == "random" and not span:
            raise ValueError('expected pattern = "random" only with until; with gap_h the gaps are drawn')
        if self.by_table and self.batch != 1:
            raise ValueError("expected no batch beside a timetable, which says how many come at once")
        if not self.by_table and self.shift_d:
            raise ValueError("expected shift_d only with a timetable; without one, change begins and until instead")
        return self
