"""The errors that a user of the simulator can meet.

::

    SimError                something the user can put right; the command line prints it and exits with 2
    ├── ConfigError         the scenario, an override or a manifest is wrong; holds every problem found
    │   └── ListError       a list that sim import was to make a manifest of is; nothing was written
    ├── ResultsError        a results folder is missing, unreadable, or of another configuration
    └── EngineError         a replication could not be run to its end; names its seed and number
        ├── PolicyError     a user's rule raised, or answered what its contract does not allow
        └── InvariantError  the engine found its own state impossible: a bug in the simulator

The command line prints a `SimError` without a traceback. Any other exception is a bug and shows everything.
All of them survive the way back from a worker process.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from sim.escape import brief, escaped

__all__ = [
    "ConfigError", "EngineError", "InvariantError", "ListError", "PolicyError", "Problem", "ResultsError", "SimError",
]  # fmt: skip


LONGEST = 240
"""Most characters of a key, or of a line as it stands, that a message repeats."""
SAID = 1200
"""Most characters of what was expected, which may list names of the file."""


class SimError(Exception):
    """Something that the user can put right."""

    exit_code = 2


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing that is wrong with a configuration, told so that it can be found and mended.

    Parameters
    ----------
    file
        The file as the user named it, or the place that stands for it ("command line").
    line
        Line in that file, counted from 1; None where there is no such line.
    key
        Dotted path of the entry, e.g. ``site.AB201.mog_working``; empty if the file as a whole is meant.
    value
        The value as written, None if the key itself is at fault.
    expectation
        What should stand there, starting in lower case: "expected a whole number of at least 1".
    suggestion
        The nearest spelling that would have been understood, if one is near.
    source
        The line as it stands in the file, where it could not be read at all; shown between the two others.
    """

    file: str
    line: int | None
    key: str
    value: str | None
    expectation: str
    suggestion: str | None = None
    source: str | None = None

    def __str__(self) -> str:
        """Two lines: where and what; then what was expected; between them the source line, if it is there.

        What is repeated of a file is escaped, and cut where it is long: it may come from somebody else.
        """
        file, key = escaped(self.file), brief(self.key, LONGEST)
        place = file if self.line is None else f"{file}:{self.line}"
        entry = key if self.value is None else f"{key} = {brief(self.value)}"
        hint = "" if self.suggestion is None else f"; did you mean {brief(self.suggestion, LONGEST)}?"
        source = "" if self.source is None else f"\n    | {brief(self.source, LONGEST)}"
        return f"{place}  {entry}".rstrip() + f"{source}\n    {brief(self.expectation, SAID)}{hint}"


class ConfigError(SimError):
    """Everything that is wrong with a configuration, at once, in the order of its files and lines.

    Parameters
    ----------
    problems
        At least one; the order in which they were found does not matter.

    Attributes
    ----------
    problems
        The same, sorted; those without a line come first in their file.
    """

    ending = "nothing was run"

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems: tuple[Problem, ...] = tuple(sorted(problems, key=_place))
        if not self.problems:
            raise ValueError("a ConfigError needs at least one problem")
        super().__init__(self.problems)

    def __str__(self) -> str:
        """All problems, then how many they are."""
        count = len(self.problems)
        total = f"{count} error{'s' if count > 1 else ''}; {self.ending}."
        return "\n".join([*map(str, self.problems), total])


def _place(problem: Problem) -> tuple[str, int]:
    return problem.file, problem.line or 0


class ListError(ConfigError):
    """Everything that is wrong with a list, or with what was asked of it; lines are the rows of the list."""

    ending = "nothing was written"


class ResultsError(SimError):
    """A results folder cannot be used: missing, unreadable, or of another configuration."""


class EngineError(SimError):
    """A replication could not be run to its end.

    Parameters
    ----------
    message
        What happened, at which instant, to whom.
    seed, replication
        The address of the run: with the same configuration they bring the error back.
    """

    def __init__(self, message: str, seed: int, replication: int) -> None:
        super().__init__(message, seed, replication)  # pickle and SimPy make it anew from these
        self.message = message
        self.seed = seed
        self.replication = replication

    def __str__(self) -> str:
        """The message and the address."""
        return f"{self.message} (seed {self.seed}, replication {self.replication})"


class PolicyError(EngineError):
    """A rule raised, or answered what its contract does not allow; the message names the rule and the instant."""


class InvariantError(EngineError):
    """The engine found its own state impossible; please report it with the configuration and the address."""
