"""Levers: what a planner decides, by name."""

from collections.abc import Callable
from typing import Annotated, Any, Final, Literal

from pydantic import Field, create_model, model_validator

from sim.domain.nouns import Noun

__all__ = ["MOST_VALUES", "Lever", "in_steps"]

MOST_VALUES: Final = 10_000
"""Values of one lever, and points of one sweep."""
CLOSE: Final = 1e-9
"""How close to the end of a range its last value must come, as a part of the end or of a step."""

_From: type[Noun] = create_model(  # `from` is a word of Python and cannot be written as an attribute
    "_From",
    __base__=Noun,
    **{"from": (float | None, Field(default=None, description="The least value of a range."))},  # type: ignore[call-overload]
)


class Lever(_From):
    """One thing that the planner decides: commands take it by its name, and try its values."""

    until: float | None = None
    """The greatest value of a range."""
    step: Annotated[float, Field(gt=0)] | None = None
    """Distance between the values of a range."""
    values: tuple[Any, ...] = ()
    """The values themselves, instead of a range: numbers, texts, true and false, lists or tables."""
    to: tuple[str, ...] = ()
    """Dotted paths of what it changes; `*` stands for any one name, and `uncertainty.<name>` makes that unknown known.
    Default: the lever's own name."""
    apply: Literal["set", "times", "plus"] = "set"
    """Set what is there, multiply it, or add to it (in the units of its key)."""
    usd_per_step: Annotated[float, Field(ge=0, le=1e12)] | None = None
    """Cost of each step above the first value."""
    about: str = ""
    """What it is, for people."""

    @property
    def begins(self) -> float | None:
        """The least value of its range."""
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
        """Return the values that it states, those of a range in order; empty if it states none."""
        if self.begins is None or self.until is None or self.step is None:
            return self.values
        return in_steps(self.begins, self.until, self.step)


def in_steps(
    begins: float, until: float, step: float, said: Callable[[float], str] = "{:g}".format
) -> tuple[float, ...]:
    """Return the numbers from `begins` to `until` in steps; whole numbers stay whole.

    Parameters
    ----------
    said
        How a message writes one of these numbers.

    Raises
    ------
    ValueError
        The range is reversed, its step does not lead from one end to the other, or it has too many values.
    """
    if not begins <= until:
        raise ValueError(f"expected a range that begins below its end; {said(begins)} is above {said(until)}")
    if not step > 0:
        raise ValueError(f"expected a step above 0; with {step:g} the range never ends")
    many = int(min((until - begins) / step + CLOSE, 2.0**31)) + 1
    if many > MOST_VALUES:
        raise ValueError(f"expected at most {MOST_VALUES:,} values; this range has {many:,}")
    last, following = (float(f"{begins + number * step:.12g}") for number in (many - 1, many))
    if abs(last - until) > CLOSE * max(step, abs(until)):
        raise ValueError(
            f"expected a step that leads to {said(until)}; from {said(begins)} in steps of {step:g} the range comes to "
            f"{said(last)}, then {said(following)}: end it at one of them"
        )
    found = (float(f"{begins + number * step:.12g}") for number in range(many))
    whole = all(float(each).is_integer() for each in (begins, step))
    return tuple(int(value) if whole else value for value in found)
