"""Numbers that are not known exactly: distributions as planners state them, and unknowns drawn once per world.

The code of a family of distributions is in these modules of `sim`:

- its keys: a class here, which `Families` lists and `_shape` recognises;
- its quantiles, mean and largest value: `model.durations`, which may read a table made by `model.quantile_tables`;
- its row in the plan: `model.slots`; its parameters in each world: `model.world.shapes`;
- its range, for the checks: `domain.support`, `domain.span`, `domain.check.sizes` and `domain.check.rounding`;
- dates in its draw: `config.schema`; its description for users: `config.reference`.
"""

from typing import Annotated, Any, Literal, get_args

from pydantic import Discriminator, Field, Tag, model_validator

from sim.domain.composed import LEAST_PART, MOST_PART, Alternative, numbers_set
from sim.domain.nouns import NonNegative, Noun, Positive, Probability, Real, Spread

QUANTILES = ("p05", "p10", "p25", "p50", "p75", "p90", "p95")
"""Keys of the quantiles by which a lognormal or Weibull distribution may be stated."""


class Uniform(Noun):
    """Every value from low to high is equally likely."""

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
    """Least, most likely and greatest value, with a triangular density."""

    dist: Literal["triangular"] = "triangular"
    low: Real
    mode: Real
    high: Real


class Pert(_ThreePoint):
    """Least, most likely and greatest value, with a smooth PERT (beta) density: mean = (low + 4 mode + high) / 6."""

    dist: Literal["pert"] = "pert"


class Exponential(Noun):
    """Memoryless times: most are short, a few are long."""

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
            raise ValueError("expected the higher quantile to have the larger value (or the same, for a constant)")
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
    """Times to failure. The parameters of this distribution may not be uncertain."""

    dist: Literal["weibull"] = "weibull"


class Gamma(Noun):
    """Sum of several memoryless steps. Each cv needs its own table of quantiles, so only the mean may be uncertain."""

    dist: Literal["gamma"] = "gamma"
    mean: Positive
    cv: Annotated[float, Field(ge=0, le=5)]


class Bernoulli(Noun):
    """1 with probability p, otherwise 0."""

    dist: Literal["bernoulli"] = "bernoulli"
    p: Probability


class Empirical(Noun):
    """Observed values: a list, or a column of a CSV file beside the scenario.

    When a scenario file is read, the column becomes `values`; `csv` and `column` then only state the source.
    """

    dist: Literal["empirical"] = "empirical"
    values: tuple[float, ...] = ()
    """The observed values; each is equally likely."""
    csv: str | None = None
    """CSV file beside the scenario with the values."""
    column: str | None = None
    """Column of that file."""

    @model_validator(mode="after")
    def _one_source(self) -> "Empirical":
        if (self.csv is None) != (self.column is None) or (not self.values and self.csv is None):
            raise ValueError("expected values = [...], or csv and column")
        return self


def _shape(value: Any) -> str | None:
    """Return the family that a table states, by its `dist` or else by its keys, and None if neither names one.

    For a value that is not a table, return "number".
    """
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
"""A number, or a distribution drawn anew each time; never below zero."""


class Uncertainty(Noun):
    """One unknown: drawn once per world, then applied to every number that it names."""

    to: tuple[str, ...] = ()
    """Dotted paths of the numbers and dates that it sets; `*` stands for any one name. Default: its own name."""
    apply: Literal["set", "times", "plus"] = "set"
    """Whether the unknown sets each number, multiplies it, or adds to it (in the unit of the number's key). A date is
    set, or moved by days (`plus`)."""
    draw: Distribution | None = None
    """Its distribution. A date may be drawn from dates: `draw = { low = 2024-07-01, high = 2024-07-20 }`."""
    in_dates: bool = False
    """Whether its draw counts days after the start of the clock; the program sets this when it reads a
    draw that is stated in dates."""
    same_as: str | None = None
    """Name of another entry whose draw it uses (`slope` and `offset` then map it)."""
    slope: float = 1.0
    """Factor on the draw: the mapped value is `offset` + `slope` x draw."""
    offset: float = 0.0
    """Number added to the draw times `slope`."""
    least: float | None = None
    """Lower limit of the mapped value."""
    most: float | None = None
    """Upper limit of the mapped value."""
    parts: tuple[Annotated[float, Field(ge=LEAST_PART, le=MOST_PART)], ...] = ()
    """Instead of a draw: the concentrations of a Dirichlet distribution, one for each number of `to`, in the same
    order. The numbers of `to` are then parts of one `total`. [4, 2, 1] gives 4/7, 2/7 and 1/7 on average; values ten
    times as large, [40, 20, 10], give the same averages with less uncertainty."""
    total: Annotated[float | None, Field(ge=1e-6, le=1e12)] = None
    """Sum of the parts, in the unit of their keys; default: 1."""
    alternatives: tuple[Alternative, ...] = ()
    """Instead of a draw: alternatives, exactly one of which holds in each world and sets the numbers that it names.
    `to` may be left out: it follows from the alternatives."""

    @property
    def whole(self) -> float:
        """Sum of the parts, as stated in `total` or 1."""
        return 1.0 if self.total is None else self.total

    @model_validator(mode="before")
    @classmethod
    def _names_what_it_sets(cls, stated: Any) -> Any:
        """Fill in `to` with the numbers that the alternatives set, in the order in which they first appear."""
        if isinstance(stated, dict) and stated.get("alternatives") and "to" not in stated:
            return {**stated, "to": tuple(numbers_set(stated["alternatives"]))}
        return stated

    @model_validator(mode="after")
    def _composed(self) -> "Uncertainty":
        mapped = (self.slope, self.offset, self.least, self.most, self.apply) != (1.0, 0.0, None, None, "set")
        if self.total is not None and not self.parts:
            raise ValueError("expected total only with parts: total is their sum")
        if not (self.parts or self.alternatives):
            return self
        what = "parts" if self.parts else "alternatives"
        if mapped:
            raise ValueError(f"expected no slope, offset, least, most or apply: {what} set their numbers directly")
        if any("*" in target for target in self.to):
            raise ValueError(f"expected the full path of each number, without *: {what} give each number its own value")
        if self.parts and (len(self.to) != len(self.parts) or len(self.parts) < 2):
            found = f"there are {len(self.to)} for {len(self.parts)} parts"
            raise ValueError(f"expected at least two numbers in `to`, one for each part; {found}")
        if self.alternatives and len(self.alternatives) < 2:
            raise ValueError("expected at least two alternatives")
        numbers = set(numbers_set(self.alternatives))
        if self.alternatives and not numbers:
            raise ValueError('expected alternatives that set at least one number: set = { "site.camp.teams" = 2 }')
        if self.alternatives and set(self.to) != numbers:
            raise ValueError("expected no `to`, or the same numbers that the alternatives set")
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
