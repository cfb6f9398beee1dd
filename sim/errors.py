"""The errors that a user of the simulator can meet.

::

    SimError                any of these errors; the command line prints its message and exits with 2
    ├── ConfigError         the scenario, an override or a manifest is wrong; the message lists every problem
    │   └── ListError       a list given to sim import is wrong; no manifest was written
    ├── ResultsError        a results folder is missing, unreadable, or of another configuration
    └── EngineError         a replication could not be run to its end; the message gives its seed and number
        ├── PolicyError     a user's rule raised an error, or returned what its contract does not allow
        └── InvariantError  the engine found itself in an impossible state: a bug in the simulator

`sim.experiment.workers.contract` adds WorkerError. A worker process pickles these errors to send them back.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from sim.escape import brief, escaped

__all__ = [
    "ConfigError", "EngineError", "InvariantError", "ListError", "PolicyError", "Problem", "ResultsError", "SimError",
]  # fmt: skip


LONGEST = 240
"""Largest number of characters of a key, or of a line of the file, that a message repeats."""
LONGEST_EXPECTATION = 1200
"""Largest number of characters of an expectation, which may list names from the file."""


class SimError(Exception):
    """Base class of the errors of the simulator; the command line prints them without a traceback."""

    exit_code = 2


@dataclass(frozen=True, slots=True)
class Problem:
    """One error in a configuration, with what is needed to find and correct it.

    Parameters
    ----------
    file
        The file as the user named it, or what was read instead of a file ("command line").
    line
        Line in that file, counted from 1; None where there is no such line.
    key
        Dotted path of the entry, e.g. ``site.AB201.working``; empty for the file as a whole.
    value
        The value as written; None if the key itself is wrong.
    expectation
        The expected value, starting in lower case: "expected a whole number of at least 1".
    suggestion
        The most similar valid spelling, if there is one.
    source
        The text of the line, if it could not be parsed; the message shows it before the expectation.
    unit
        The unit of the suggested key in words, such as "tonnes", if the message names it.
    """

    file: str
    line: int | None
    key: str
    value: str | None
    expectation: str
    suggestion: str | None = None
    source: str | None = None
    unit: str | None = None

    def __str__(self) -> str:
        """Return the message in lines: the place and the entry, the line of the file if stated, the expectation.

        Text from the file is escaped, and cut if it is long, because the file may come from someone else.
        """
        file, key = escaped(self.file), brief(self.key, LONGEST)
        place = file if self.line is None else f"{file}:{self.line}"
        entry = key if self.value is None else f"{key} = {brief(self.value)}"
        unit = "" if self.unit is None else f" (in {self.unit})"
        hint = "" if self.suggestion is None else f"; did you mean {brief(self.suggestion, LONGEST)}{unit}?"
        source = "" if self.source is None else f"\n    | {brief(self.source, LONGEST)}"
        return f"{place}  {entry}".rstrip() + f"{source}\n    {brief(self.expectation, LONGEST_EXPECTATION)}{hint}"


class ConfigError(SimError):
    """All errors of a configuration at once, in the order of its files and lines.

    Parameters
    ----------
    problems
        At least one problem, in any order.

    Attributes
    ----------
    problems
        The problems, sorted by file and line; in each file, problems without a line come first.
    """

    ending = "nothing was run"

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems: tuple[Problem, ...] = tuple(sorted(problems, key=_place))
        if not self.problems:
            raise ValueError("a ConfigError needs at least one problem")
        super().__init__(self.problems)

    def __str__(self) -> str:
        """Return all problems, then their number."""
        count = len(self.problems)
        total = f"{count} error{'s' if count > 1 else ''}; {self.ending}."
        return "\n".join([*map(str, self.problems), total])


def _place(problem: Problem) -> tuple[str, int]:
    return problem.file, problem.line or 0


class ListError(ConfigError):
    """All errors in a list to be imported, or in the options of the import; line numbers are rows of the list."""

    ending = "nothing was written"


class ResultsError(SimError):
    """A results folder cannot be used, for example because it is missing, unreadable or of another configuration."""


class EngineError(SimError):
    """A replication could not be run to its end.

    Parameters
    ----------
    message
        What happened and, as far as it is known, when and to which mover.
    seed, replication
        Seed and number of the replication; with the same configuration, they reproduce the error.
    """

    def __init__(self, message: str, seed: int, replication: int) -> None:
        super().__init__(message, seed, replication)  # pickle and SimPy create the error anew from these arguments
        self.message = message
        self.seed = seed
        self.replication = replication

    def __str__(self) -> str:
        """Return the message, with the seed and the number of the replication."""
        return f"{self.message} (seed {self.seed}, replication {self.replication})"


class PolicyError(EngineError):
    """A user's rule raised an error or broke its contract; the message names the rule and the instant."""


class InvariantError(EngineError):
    """The engine found itself in an impossible state; please report it with configuration, seed and replication."""
