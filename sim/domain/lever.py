"""Levers: decisions of the planner, each with the values to be tried."""

from collections.abc import Callable
from typing import Annotated, Any, Final, Literal

from pydantic import Field, create_model, model_validator

from sim.domain.nouns import Noun

__all__ = ["MOST_VALUES", "Lever", "in_steps"]

MOST_VALUES: Final = 10_000
"""Largest number of values of one lever, and of points of one sweep."""
CLOSE: Final = 1e-9
"""How far the last value may be from the end of a range, as a share of that end or of the step (the larger one)."""

_From: type[Noun] = create_model(  # `from` is a keyword of Python and cannot be written as an attribute
    "_From",
    __base__=Noun,
    **{"from": (float | None, Field(default=None, description="Start of a range."))},  # type: ignore[call-overload]
)


class Lever(_From):
    """One decision of the planner: commands refer to it by name and try its values."""

    until: float | None = None
    """The greatest value of a range."""
    step: Annotated[float, Field(gt=0)] | None = None
    """Distance between the values of a range."""
    values: tuple[Any, ...] = ()
    """Instead of a range: the values themselves (numbers, texts, true and false, lists or tables)."""
    to: tuple[str, ...] = ()
    """Dotted paths of the numbers that it changes; `*` stands for any one name, and `uncertainty.<name>` fixes that
    unknown. Default: the lever's own name."""
    apply: Literal["set", "times", "plus"] = "set"
    """Whether it sets the stated number, multiplies it, or adds to it (in the unit of its key)."""
    usd_per_step: Annotated[float, Field(ge=0, le=1e12)] | None = None
    """Cost of each step above the first value."""
    about: str = ""
    """Description for readers."""

    @property
    def begins(self) -> float | None:
        """The least value of its range; None without a range."""
        value: float | None = getattr(self, "from")
        return value

    @model_validator(mode="after")
    def _range_or_values(self) -> "Lever":
        stated = [name for name in ("from", "until", "step") if getattr(self, name) is not None]
        if self.values and stated:
            raise ValueError(f"expected either values or a range; {stated[0]} is stated beside values")
        if stated and len(stated) < 3:
            raise ValueError("expected from, until and step together")
        if stated:
            self.steps()
        return self

    def steps(self) -> tuple[Any, ...]:
        """Return the values of its range, in ascending order, or its stated values; empty if it states neither."""
        if self.begins is None or self.until is None or self.step is None:
            return self.values
        return in_steps(self.begins, self.until, self.step)


def in_steps(
    begins: float, until: float, step: float, shown: Callable[[float], str] = "{:g}".format
) -> tuple[float, ...]:
    """Return the numbers from `begins` to `until` in steps, as int if `begins` and `step` are whole.

    Parameters
    ----------
    begins, until, step
        First number, last number, and the distance between neighbouring numbers.
    shown
        Function that formats a number for a message.

    Raises
    ------
    ValueError
        The range is reversed, its step is not above 0 or does not lead to its end, or it has too many values.
    """
    if not begins <= until:
        raise ValueError(f"expected a range that does not begin above its end; {shown(begins)} is above {shown(until)}")
    if not step > 0:
        raise ValueError(f"expected a step above 0; with {step:g} the range never ends")
    n_values = int(min((until - begins) / step + CLOSE, 2.0**31)) + 1
    if n_values > MOST_VALUES:
        raise ValueError(f"expected at most {MOST_VALUES:,} values; this range has {n_values:,}")
    last, following = (float(f"{begins + number * step:.12g}") for number in (n_values - 1, n_values))
    if abs(last - until) > CLOSE * max(step, abs(until)):
        raise ValueError(
            f"expected a step that leads to {shown(until)}; from {shown(begins)} in steps of {step:g} the range comes "
            f"to {shown(last)}, then {shown(following)}: end it at one of them"
        )
    found = (float(f"{begins + number * step:.12g}") for number in range(n_values))
    whole = all(float(each).is_integer() for each in (begins, step))
    return tuple(int(value) if whole else value for value in found)
