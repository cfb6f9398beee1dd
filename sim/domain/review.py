"""Reviews: dated looks at progress that may request more lift or hours, favour a site, or give equipment up.

The code of a response is in these modules of `sim`:

- its name: `Response` below and `model.terms.Response`; its keys, if it has any: a class below;
- checks of these keys: `domain.check.reviews`, `domain.check.references` and `domain.unread`;
- its row in the plan: `model.schema.plan.order` and `model.compile.reviews`;
- what it does: `engines.simpy.review` and `engines.compiled.review`, and `model.world.circumstances` for the analysis;
- what it may change: `domain.favour` (sites), `domain.ends` (equipment), `engines.compiled.hours` (calendars);
- its price, if it brings lift: `model.compile.prices` and `analysis.outcomes.costs`;
- its figures and words: `analysis.outcomes.reviewed` and `report.reviews` for one history, `analysis.summary.summary`
  and `analysis.summary.review_words` for all.
"""

from typing import Annotated, Literal

from pydantic import Field, model_validator

from sim.domain.nouns import Name, NonNegative, Noun, Positive, Probability, Slot, Usd, When
from sim.domain.uncertainty import Chance

Response = Literal["lift", "call", "hours", "favour", "dispose", "demote"]


class MoreLift(Noun):
    """A request for more of a lift; the answer takes time and may be no."""

    lifts: Annotated[tuple[Name, ...], Field(min_length=1)]
    """Lifts of which more is requested: a rate grows, a fleet gets more tails."""
    factor: Annotated[Positive, Field(gt=1)] = 1.4
    """Supply that is requested each time, as a multiple of the present supply."""
    lag_d: Chance = 14.0
    """Time from the request to the first additional mission, or to a refusal [d]."""
    granted: Probability = 1.0
    """Probability that a request is granted."""
    granted_usd: Usd | None = None
    """Price of each granted request, paid once [USD]; absent means no price, never zero."""
    ceiling: Annotated[Positive, Field(gt=1)] = 2.0
    """Upper limit of the supply, as a multiple of the planned supply."""


class CalledLift(Noun):
    """A lift that comes only after a review calls it: a charter, a partner's aircraft, trucks."""

    lift: Name
    """The lift; its supply states `on_call = true`."""
    lag_d: Chance = 14.0
    """Time from the call to the first mission, or to a refusal [d]."""
    granted: Probability = 1.0
    """Probability that the call is granted."""
    granted_usd: Usd | None = None
    """Price of a granted call, paid once, whatever the lift then carries [USD]; absent means no price, never zero."""
    source: str | None = None
    """Where these numbers come from."""


class LongerHours(Noun):
    """Longer working hours for stations and ramps that keep hours, from the review on."""

    sites: tuple[Name, ...] = ()
    """Sites whose hours are lengthened; default: every base."""
    extra_h: Positive = 2.0
    """Time added at the end of each shift, at each review [h]."""
    ceiling_h: Positive = 4.0
    """Largest time that all reviews together may add to a shift [h]."""


class Review(Noun):
    """A look at progress on given dates, with responses if the projected closure is later than the milestone allows."""

    dates: tuple[When, ...] = ()
    """Days of the reviews; each takes place at the beginning of its day."""
    every_d: Annotated[Positive | None, Field(ge=1)] = None
    """Instead: days between reviews, counted from the start, up to the date of the milestone [d]."""
    of: Name = "deadline"
    """Milestone that a review looks at: it projects when the movers of this milestone will have left."""
    margin_d: NonNegative = 14.0
    """Margin: a review responds if the projected closure is later than the milestone's date less this margin [d]."""
    window_d: Annotated[Positive, Field(ge=1)] = 14.0
    """Days over which the pace is measured: what passed the stations, and what set out, in this time [d]."""
    portion: Annotated[float, Field(gt=0, le=1), Slot(scaled=False)] = 0.5
    """Share of the surplus (the equipment that is certain not to fit) that one review gives up. The last review before
    the date of the milestone gives up all of it."""
    take_back: bool = True
    """Whether equipment that was given up is shipped after all if it fits again and work on its disposal has not
    begun."""
    respond: tuple[Response, ...]
    """Responses, in this order; with an empty list the review only looks. `favour` judges each site by itself: lift
    that several sites share goes first to those that are behind, in turn, until a later review finds them no longer
    behind."""
    lift: MoreLift | None = None
    call: tuple[CalledLift, ...] = ()
    """Lifts to be called, in this order: a review calls the next one if the earlier calls are answered and the plan is
    still late."""
    hours: LongerHours | None = None
    source: str | None = None
    """Where these numbers come from."""

    @model_validator(mode="after")
    def _complete(self) -> "Review":
        if bool(self.dates) == (self.every_d is not None):
            raise ValueError("expected either dates, or every_d")
        return self


def called(review: Review | None) -> frozenset[str]:
    """Return the lifts that a review may call; none without a review."""
    return frozenset(call.lift for call in review.call) if review and "call" in review.respond else frozenset()
