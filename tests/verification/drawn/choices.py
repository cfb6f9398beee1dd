"""Single random choices of a scenario, drawn by hypothesis: a value, a number, a duration, opening hours."""

from __future__ import annotations

from typing import Any

from hypothesis import strategies as st
from hypothesis.strategies import DrawFn

from tests.scenarios import shift

SHIFTS = (
    (),
    (shift(8, 16),),
    (shift(6, 12), shift(14, 20)),
    (shift(20, 30),),
    (shift(0, 24, days=("mon", "wed", "fri")),),
)


class Choices:
    """Random choices. With `ties`, durations are chosen so that events often coincide; `scarce` names what is short."""

    def __init__(self, draw: DrawFn, ties: bool, scarce: str) -> None:
        self.draw, self.ties, self.scarce = draw, ties, scarce
        self.sites = ["A", "B"][: self.pick(1, 1, 2)]

    def pick(self, *values: Any) -> Any:
        return self.draw(st.sampled_from(values))

    def number(self, low: int, high: int) -> int:
        return self.draw(st.integers(low, high))

    def short(self, *resources: str) -> bool:
        return self.scarce in resources

    def time_h(self, *ties: float) -> Any:
        """Draw a duration [h]: with ties one of the numbers `ties`, by default 0, 1 or 2; otherwise 1 h or a
        distribution.
        """
        if self.ties:
            return self.pick(*(ties or (0, 1, 1, 2)))
        return self.pick(1.0, {"mean": 1.3, "cv": 0.7}, {"dist": "exponential", "mean": 0.9}, {"low": 0.2, "high": 2.0})

    def chance(self) -> float:
        return self.pick(0.0, 0.0, 0.3, 0.6)

    def hours(self, scarce: str) -> Any:
        return self.pick(*SHIFTS[1:]) if self.short(scarce) else self.pick((), (), *SHIFTS)
