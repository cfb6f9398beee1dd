"""Failures of parts of the analysis: they are bugs, so they are recorded, and the rest of the answer is still given."""

import traceback
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

__all__ = ["CAUSES", "EXIT_CODE", "FAILED", "Failure", "attempt", "where"]

FAILED: Final = b"!"
"""First byte of what is stored for a history whose causes could not be computed; the text of the error follows it.

Packed causes never begin with this byte.
"""
CAUSES: Final = "what set the dates"
"""Name of the part that computes the causes of dates."""
EXIT_CODE: Final = 3
"""Exit code of a run that ends normally except that a part of the analysis failed."""


@dataclass(frozen=True, slots=True)
class Failure:
    """A failure of a part of the analysis: the part, the history (None if the part uses all histories), the error."""

    part: str
    replication: int | None
    error: str


def where(error: Exception) -> str:
    """Return an error as text, with the file and line that raised it."""
    frames = traceback.extract_tb(error.__traceback__)
    place = f" ({Path(frames[-1].filename).name}:{frames[-1].lineno})" if frames else ""
    return f"{type(error).__name__}: {str(error)[:200]}{place}"


def attempt(part: str, make: Callable[[], Any], otherwise: Any, failures: list[Failure]) -> Any:
    """Return the result of `make`, a part of the analysis; if it raises an error, record it and return `otherwise`."""
    try:
        return make()
    except Exception as error:
        failures.append(Failure(part, None, where(error)))
        return otherwise
