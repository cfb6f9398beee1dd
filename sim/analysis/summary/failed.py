"""Parts of an analysis that failed: a bug of this program that must not cost the whole answer."""

import traceback
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

__all__ = ["CAUSES", "EXIT_CODE", "FAILED", "Failure", "attempt", "where"]

FAILED: Final = b"!"
"""First byte of what is kept of a history whose causes could not be computed; packed bytes never begin with it."""
CAUSES: Final = "what set the dates"
EXIT_CODE: Final = 3
"""Exit code of a run whose answer is complete although a part of the analysis failed."""


@dataclass(frozen=True, slots=True)
class Failure:
    """A part of the analysis that failed: what, in which history (None: in all), and the error with its place."""

    part: str
    replication: int | None
    error: str


def where(error: Exception) -> str:
    """Return an error in words, with the line of the program that raised it."""
    frames = traceback.extract_tb(error.__traceback__)
    place = f" ({Path(frames[-1].filename).name}:{frames[-1].lineno})" if frames else ""
    return f"{type(error).__name__}: {str(error)[:200]}{place}"


def attempt(part: str, make: Callable[[], Any], otherwise: Any, failures: list[Failure]) -> Any:
    """Return the result of a part of the analysis; if it fails, record that and return `otherwise`."""
    try:
        return make()
    except Exception as error:
        failures.append(Failure(part, None, where(error)))
        return otherwise
