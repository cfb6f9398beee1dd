"""Plans react: dated looks at progress that may ask for more lift or hours, favour a site, or give equipment up.

A response is a word of `Response` here, with its keys, and a member of `sim.model.terms.Response`. Its row is made by
`model.compile.reviews`, of a class in `model.schema.plan.order`. `review.py` of each engine does it; calendars that
it may bring are laid out in `engines.compiled.hours`. `model.world.circumstances` does it again for whoever looks
back. Figures and words take it from `analysis.outcomes.reviewed` and `report.reviews`; over many histories from
`analysis.summary.summary` and `review_words`. If lift comes of it, `model.compile.prices` and `analysis.outcomes.costs`
know its price. Its keys are judged by `domain.check.reviews`, `domain.check.references` and `domain.unread`; which
sites it may favour says `domain.favour`, what it may give up `domain.ends`.
"""

from typing import Annotated, Literal

from pydantic import Field, model_validator

from sim.domain.nouns import Name, NonNegative, Noun, Positive, Probability, Slot, Usd, When
from sim.domain.uncertainty import Chance

Response = Literal["lift", "call", "hours", "favour", "dispose", "demote"]


class MoreLift(Noun):
    """More of a lift is asked for; the answer takes time and may be no."""

    lifts: Annotated[tuple[Name, ...], Field(min_length=1)]
    """Lifts that are asked for; a rate grows, a fleet gets more tails."""
    factor: Annotated[Positive, Field(gt=1)] = 1.4
    """How much more is asked each time, as a multiple of what there is."""
    lag_d: Chance = 14.0
    """Time from asking to the first mission that comes of it, or to a no [d]."""
    granted: Probability = 1.0
    """Chance that it is granted."""
    granted_usd: Usd | None = None
    """Price of each time that it is granted, paid once [USD]; absent means no price, never zero."""
    ceiling: Annotated[Positive, Field(gt=1)] = 2.0
    """Most that there can be, as a multiple of what was planned."""


class CalledLift(Noun):
    """A lift of which there is none before a review calls it: a charter, a partner's aircraft, trucks."""

    lift: Name
    """Which lift; its supply says `on_call = true`."""
    lag_d: Chance = 14.0
    """Time from calling to the first mission, or to a no [d]."""
    granted: Probability = 1.0
    """Chance that it is granted."""
    granted_usd: Usd | None = None
    """Price of a yes, paid once, whatever it carries then [USD]; absent means no price, never zero."""
    source: str | None = None
    """Where these numbers come from."""


class LongerHours(Noun):
    """Stations and ramps that keep hours work longer, from the review on."""

    sites: tuple[Name, ...] = ()
    """Sites whose hours are lengthened; default: every base."""
    extra_h: Positive = 2.0
    """Added at the end of each shift, each time [h]."""
    ceiling_h: Positive = 4.0
    """Most that is added in all [h]."""


class Review(Noun):
    """Looks at progress on given dates, and responds where it projects a closure later than the promise allows."""

    dates: tuple[When, ...] = ()
    """Days of review (their beginning)."""
    every_d: Annotated[Positive | None, Field(ge=1)] = None
    """Or: every so many days, counted from the start, up to the date of that milestone [d]."""
    of: Name = "deadline"
    """Milestone that it looks at."""
    margin_d: NonNegative = 14.0
    """It responds if the projected closure is later than the date of the milestone less this [d]."""
    window_d: Annotated[Positive, Field(ge=1)] = 14.0
    """The pace is what came through the stations, and what set out on its way out, in the last so many days [d]."""
    portion: Annotated[float, Field(gt=0, le=1), Slot(scaled=False)] = 0.5
    """Part of what surely does not fit that is given up at one review; at the last review before the date all of it."""
    take_back: bool = True
    """What was given up, and on which no work for its other way has begun, is shipped after all where it fits again."""
    respond: tuple[Response, ...]
    """What is done, in this order; an empty list only looks. `favour` looks at each site by itself: lift that several
    sites share goes first to the one furthest behind, until a later review sees that it is behind no more."""
    lift: MoreLift | None = None
    call: tuple[CalledLift, ...] = ()
    """Lifts that are called, in this order: the next one when those before it are answered, and it is late still."""
    hours: LongerHours | None = None
    source: str | None = None
    """Where these numbers come from."""

    @model_validator(mode="after")
    def _complete(self) -> "Review":
        if bool(self.dates) == (self.every_d is not None):
            raise ValueError("expected either dates, or every_d")
        if len(set(self.respond)) != len(self.respond):
            raise ValueError("expected each response once")
        return self


def called(review: Review | None) -> frozenset[str]:
    """Return the lifts that a review may call."""
    return frozenset(call.lift for call in review.call) if review and "call" in review.respond else frozenset()
