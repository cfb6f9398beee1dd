"""Parts of an analysis that failed: a bug of this program, which must not take the answer with it."""

import traceback
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

__all__ = ["CAUSES", "EXIT_CODE", "FAILED", "Failure", "attempt", "where"]

FAILED: Final = b"!"
"""What is kept of a history at which looking back failed begins with this; packed bytes never do."""
CAUSES: Final = "what set the dates"
EXIT_CODE: Final = 3
"""Of a run whose answer is complete while a part of the analysis failed."""


@dataclass(frozen=True, slots=True)
class Failure:
    """A part of the analysis that failed: what, in which history (None: in all), and the error with its place."""

    part: str
    replication: int | None
    error: str


def where(error: Exception) -> str:
    """Name an error, and the line of the program in which it was raised."""
    frames = traceback.extract_tb(error.__traceback__)
    place = f" ({Path(frames[-1].filename).name}:{frames[-1].lineno})" if frames else ""
    return f"{type(error).__name__}: {str(error)[:200]}{place}"


def attempt(part: str, make: Callable[[], Any], otherwise: Any, failures: list[Failure]) -> Any:
    """Return what a part of the analysis makes; where it fails, note that and return something else instead."""
    try:
        return make()
    except Exception as error:
        failures.append(Failure(part, None, where(error)))
        return otherwise
