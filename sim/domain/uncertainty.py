"""Numbers that are not known exactly: distributions as planners state them, and what we do not know at all.

A family is a class here, in `Families`, and a member of `durations.Kind` with its branches of
`quantile` and `mean_of` in `sim.model.durations`. `sim.model.slots` gives it a row in the plan,
`sim.model.world.numbers` finds its parameters in each world, `sim.model.distribution` its largest value. It is judged
before anything runs by `sim.domain.support` and `sim.domain.span`, `sim.domain.check.sizes`, `.rounding` and `.mapped`;
`sim.domain.days` and `sim.config.schema` let it be stated in dates. How it is stated is said in `sim.config.reference`.
"""

from typing import Annotated, Any, Literal, get_args

from pydantic import Discriminator, Field, Tag, model_validator

from sim.domain.composed import LEAST_PART, MOST_PART, Alternative, numbers_set
from sim.domain.nouns import NonNegative, Noun, Positive, Probability, Real, Spread

QUANTILES = ("p05", "p10", "p25", "p50", "p75", "p90", "p95")


class Uniform(Noun):
    """Anything from low to high is equally likely."""

    dist: Literal["uniform"] = "uniform"
    low: Real
    high: Real

    @model_validator(mode="after")
    def _ordered(self) -> "Uniform":
        if not self.low <= self.high:
            raise ValueError("expected low <= high")
        return self


class _ThreePoint(Noun):
    low: float
    mode: float
    high: float

    @model_validator(mode="after")
    def _ordered(self) -> "_ThreePoint":
        if not self.low <= self.mode <= self.high:
            raise ValueError("expected low <= mode <= high")
        return self


class Triangular(_ThreePoint):
    """Least, likeliest and most, with straight sides."""

    dist: Literal["triangular"] = "triangular"
    low: Real
    mode: Real
    high: Real


class Pert(_ThreePoint):
    """Least, likeliest and most, as a smooth PERT (beta) curve: mean = (low + 4 mode + high) / 6."""

    dist: Literal["pert"] = "pert"


class Exponential(Noun):
    """Memoryless: most are short, a few are long."""

    dist: Literal["exponential"] = "exponential"
    mean: Positive


class _MeanOrQuantiles(Noun):
    """Either `mean` and `cv`, or two quantiles ("usually 2 h, 1 in 20 over 6 h" is `p50 = 2, p95 = 6`)."""

    mean: Annotated[float | None, Field(gt=0)] = None
    cv: Annotated[float | None, Field(ge=0, le=5)] = None
    """Standard deviation over mean."""
    p05: Annotated[float | None, Field(gt=0)] = None
    p10: Annotated[float | None, Field(gt=0)] = None
    p25: Annotated[float | None, Field(gt=0)] = None
    p50: Annotated[float | None, Field(gt=0)] = None
    p75: Annotated[float | None, Field(gt=0)] = None
    p90: Annotated[float | None, Field(gt=0)] = None
    p95: Annotated[float | None, Field(gt=0)] = None

    @model_validator(mode="after")
    def _two_numbers(self) -> "_MeanOrQuantiles":
        quantiles = self.quantiles()
        moments = (self.mean is not None) + (self.cv is not None)
        if (moments, len(quantiles)) not in ((2, 0), (0, 2)):
            raise ValueError("expected either mean and cv, or exactly two quantiles such as p50 and p95")
        if quantiles and not quantiles[0][1] <= quantiles[1][1]:
            raise ValueError("expected the higher quantile to have the larger value (or the same: a constant)")
        return self

    def quantiles(self) -> list[tuple[float, float]]:
        """Return the stated quantiles as (probability, value), lowest first."""
        stated = ((int(name[1:]) / 100, getattr(self, name)) for name in QUANTILES)
        return [(p, value) for p, value in stated if value is not None]


class Lognormal(_MeanOrQuantiles):
    """Right-skewed: the usual shape of a task's duration."""

    dist: Literal["lognormal"] = "lognormal"
    mean: Positive | None = None
    cv: Spread | None = None
    p05: Positive | None = None
    p10: Positive | None = None
    p25: Positive | None = None
    p50: Positive | None = None
    p75: Positive | None = None
    p90: Positive | None = None
    p95: Positive | None = None


class Weibull(_MeanOrQuantiles):
    """Times to failure; its shape is fixed, so only a distribution as a whole may be replaced."""

    dist: Literal["weibull"] = "weibull"


class Gamma(Noun):
    """Sum of several memoryless steps. Its cv needs a table, so only the mean may be uncertain."""

    dist: Literal["gamma"] = "gamma"
    mean: Positive
    cv: Annotated[float, Field(ge=0, le=5)]


class Bernoulli(Noun):
    """One with probability p, else zero."""

    dist: Literal["bernoulli"] = "bernoulli"
    p: Probability


class Empirical(Noun):
    """As observed: a list of values, or a column of a CSV file beside the scenario.

    Reading a scenario file puts the column into `values`; `csv` and `column` then only say where they come from.
    """

    dist: Literal["empirical"] = "empirical"
    values: tuple[float, ...] = ()
    """The observed values; each is equally likely."""
    csv: str | None = None
    """CSV file beside the scenario that has them."""
    column: str | None = None
    """Column of that file."""

    @model_validator(mode="after")
    def _one_source(self) -> "Empirical":
        if (self.csv is None) != (self.column is None) or (not self.values and self.csv is None):
            raise ValueError("expected values = [...], or csv and column")
        return self


def _shape(value: Any) -> str | None:
    """Name the family that a number or table states, by its `dist` or by the keys that it has."""
    if isinstance(value, Noun):
        return str(getattr(value, "dist", None))
    if not isinstance(value, dict):
        return "number"
    if "dist" in value:
        return str(value["dist"])
    keys = set(value)
    if "mode" in keys:
        return "pert"
    if {"low", "high"} & keys:
        return "uniform"
    if {"values", "csv"} & keys:
        return "empirical"
    if {"mean", "cv", *QUANTILES} & keys:
        return "lognormal"
    return None


Families = (
    Annotated[Uniform, Tag("uniform")]
    | Annotated[Triangular, Tag("triangular")]
    | Annotated[Pert, Tag("pert")]
    | Annotated[Exponential, Tag("exponential")]
    | Annotated[Lognormal, Tag("lognormal")]
    | Annotated[Weibull, Tag("weibull")]
    | Annotated[Gamma, Tag("gamma")]
    | Annotated[Bernoulli, Tag("bernoulli")]
    | Annotated[Empirical, Tag("empirical")]
)
Distribution = Annotated[Families, Discriminator(_shape)]
FAMILIES: tuple[Any, ...] = tuple(get_args(family)[0] for family in get_args(Families))
"""The class of each family."""
Chance = Annotated[Annotated[NonNegative, Tag("number")] | Families, Discriminator(_shape)]
"""A number, or a distribution drawn afresh each time; never below zero."""


class Uncertainty(Noun):
    """One thing that we do not know: drawn once per world, then put into every number that it names."""

    to: tuple[str, ...] = ()
    """Dotted paths of the numbers and dates that it sets; `*` stands for any one name. Default: its own name."""
    apply: Literal["set", "times", "plus"] = "set"
    """Set the number, multiply it, or add to it (in the units of its key). A date is set, or moved by days."""
    draw: Distribution | None = None
    """What we believe about it. A date may be drawn from dates: `draw = { low = 2024-07-01, high = 2024-07-20 }`."""
    in_dates: bool = False
    """Whether its draw counts days after the start of the clock: said by the dates in it, where it is stated so."""
    same_as: str | None = None
    """Use the draw of another entry (then `slope` and `offset` map it)."""
    slope: float = 1.0
    offset: float = 0.0
    least: float | None = None
    """Cut the mapped value off below."""
    most: float | None = None
    """Cut the mapped value off above."""
    parts: tuple[Annotated[float, Field(ge=LEAST_PART, le=MOST_PART)], ...] = ()
    """Instead of a draw: the numbers of `to` are parts of one `total` (a Dirichlet distribution), and these are its
    concentrations, one a number, in their order. [4, 2, 1] gives 4/7, 2/7 and 1/7 on average; ten times as much, [40,
    20, 10], the same averages with less doubt."""
    total: Annotated[float | None, Field(ge=1e-6, le=1e12)] = None
    """What the parts sum to, in the unit of their keys; default: 1."""
    alternatives: tuple[Alternative, ...] = ()
    """Instead of a draw: one of these holds in a world, and sets all its numbers. `to` follows from them."""

    @property
    def whole(self) -> float:
        """What the parts of a total sum to."""
        return 1.0 if self.total is None else self.total

    @model_validator(mode="before")
    @classmethod
    def _names_what_it_sets(cls, stated: Any) -> Any:
        """Name the numbers that alternatives set, in the order in which they are first set."""
        if isinstance(stated, dict) and stated.get("alternatives") and "to" not in stated:
            return {**stated, "to": tuple(numbers_set(stated["alternatives"]))}
        return stated

    @model_validator(mode="after")
    def _composed(self) -> "Uncertainty":
        mapped = (self.slope, self.offset, self.least, self.most, self.apply) != (1.0, 0.0, None, None, "set")
        if self.total is not None and not self.parts:
            raise ValueError("expected total beside parts only: it is what these sum to")
        if not (self.parts or self.alternatives):
            return self
        what = "parts" if self.parts else "alternatives"
        if mapped:
            raise ValueError(f"expected no slope, offset, least, most and apply: {what} set their numbers as they are")
        if any("*" in target for target in self.to):
            raise ValueError(f"expected each number by its own path, without *: {what} set each to a value of its own")
        if self.parts and (len(self.to) != len(self.parts) or len(self.parts) < 2):
            many = f"{len(self.to)} beside {len(self.parts)} parts"
            raise ValueError(f"expected at least two numbers in `to`, one for each part; {many}")
        if self.alternatives and len(self.alternatives) < 2:
            raise ValueError("expected at least two alternatives")
        if self.alternatives and (not self.to or set(self.to) != set(numbers_set(self.alternatives))):
            raise ValueError("expected alternatives that set at least one number; leave `to` out, it follows from them")
        return self

    @model_validator(mode="after")
    def _one_source(self) -> "Uncertainty":
        stated = (self.draw is not None, self.same_as is not None, bool(self.parts), bool(self.alternatives))
        if sum(stated) != 1:
            other = " (or parts = [...], or alternatives = [...], alone)" if sum(stated) > 1 and any(stated[2:]) else ""
            raise ValueError(f'expected either draw = {{...}} or same_as = "another entry"{other}')
        if self.least is not None and self.most is not None and self.least > self.most:
            raise ValueError(f"expected least <= most; {self.least:g} is above {self.most:g}")
        return self
