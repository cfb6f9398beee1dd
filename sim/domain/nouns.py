"""The base class and the field types of all parts of a scenario.

The ending of a key states its unit; marks in the type of a field say whether its number may be uncertain.
"""

from datetime import date, datetime
from functools import cache
from typing import Annotated, Any, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, ValidationInfo

from sim.domain.written import EXAMPLE, advice_on_date, read_date


class Noun(BaseModel):
    """A frozen part of a scenario; an unknown key is an error."""

    model_config = ConfigDict(
        frozen=True, extra="forbid", use_attribute_docstrings=True, allow_inf_nan=False, populate_by_name=True
    )


PLAIN = frozenset({type(None), bool, int, float, str, date, datetime})
"""Types of values that have no parts."""


class Slot:
    """Mark of a number that `[uncertainty]` may name by its dotted path.

    Parameters
    ----------
    scaled
        Whether the number has the unit of its key (`_h`, `_d`, `_t`); a cv or a probability has none.
    """

    def __init__(self, scaled: bool = True) -> None:
        self.scaled = scaled

    def __get_pydantic_json_schema__(self, core_schema, handler):  # type: ignore[no-untyped-def]
        """State in the JSON Schema that this number may be uncertain."""
        schema = handler(core_schema)
        schema["may_be_uncertain"] = True
        return schema


class DateSlot(Slot):
    """Mark of a date that `[uncertainty]` may move: it counts as days from the start of the clock.

    Parameters
    ----------
    ends
        Whether a bare date means the end of that local day, rather than its beginning.
    """

    def __init__(self, ends: bool = False) -> None:
        super().__init__()
        self.ends = ends


class Drawn:
    """Lower bound of the values drawn at a key that takes only a distribution: they must be greater than `gt`."""

    def __init__(self, gt: float) -> None:
        self.gt = gt


Real = Annotated[float, Slot()]
NonNegative = Annotated[float, Field(ge=0), Slot()]
Positive = Annotated[float, Field(gt=0), Slot()]
Usd = Annotated[float, Field(ge=0, le=1e12), Slot()]
"""US dollars; the bound keeps sums of cents in 64 bits."""
Spread = Annotated[float, Field(ge=0, le=5), Slot(scaled=False)]
"""A coefficient of variation: standard deviation over mean."""
Probability = Annotated[float, Field(ge=0, le=1), Slot(scaled=False)]
Unlikely = Annotated[float, Field(ge=0, lt=1), Slot(scaled=False)]
"""A probability below 1, for events that would repeat for ever if they were certain."""
Count = Annotated[int, Field(ge=0), Slot()]
Several = Annotated[int, Field(ge=1), Slot()]
Name = Annotated[str, Field(min_length=1, max_length=80)]


def _when(value: Any, info: ValidationInfo) -> Any:
    """Read a date that a program states as text, by the rule for CSV files; a number is not a date."""
    if isinstance(value, date) or (info.context or {}).get("toml"):
        return value  # TOML has dates: text in quotes is an error, which `sim.config.explain` puts into words
    try:
        return read_date(value)
    except (AttributeError, ValueError):
        raise ValueError(f"expected {EXAMPLE}{advice_on_date(value)}") from None


When = Annotated[datetime | date, BeforeValidator(_when)]
"""A date, or a date and time. Each key states whether a bare date means the beginning or the end of that local day."""
FirstDay = Annotated[When, DateSlot()]
"""A date that may be uncertain; a bare one is the beginning of that local day."""
LastDay = Annotated[When, DateSlot(ends=True)]
"""A date that may be uncertain; a bare one is the end of that local day."""

Category = Literal["lethal", "hazardous", "classified", "sensitive", "general", "people"]
Pair = Annotated[tuple[Name, ...], Field(min_length=2, max_length=2)]
"""Two names, each of a category or of a class that groups and lots state as their `load_class`."""
Left = Literal["site", "country"]
"""What a mover leaves: its site or the country."""
Behind = Literal["site", "country", "stations"]
"""What a mover leaves or passes: its site, the country, or the last of its stations, after which it is staged."""
UNITS = {
    "_per_1000_km": 1.852,
    "_per_t": 0.001,
    "_per_h": 1.0 / 3600.0,
    "_h": 3600.0,
    "_d": 86400.0,
    "_min": 60.0,
    "_t": 1000.0,
}
UNITS |= {"_m3": 1000.0, "_m": 1000.0}
UNITS |= {"_km": 1.0 / 1.852, "_kmh": 1.0 / 1.852}
"""Ending of a key -> size of its unit in the units of the engines: seconds, kilograms, nautical miles, knots, litres,
millimetres. The first ending that fits applies. A rate per 1,000 km becomes a rate per 1,000 nautical miles."""


@cache
def unit_of(key: str) -> float:
    """Return the size of the unit of a key in the units of the engines (see `UNITS`); 1 for a key without a unit."""
    for ending, unit in UNITS.items():
        if key.endswith(ending):
            return unit
    return 1.0
