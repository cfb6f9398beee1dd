"""The tables of a scenario before they are judged: frozen, with the place from which each value came."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from sim.config.literal import dotted
from sim.config.locate import nearest_line
from sim.domain.check.finding import Finding, quoted
from sim.domain.notice import Notice
from sim.errors import ConfigError, Problem

__all__ = ["COMMAND_LINE", "Entry", "Keys", "Step", "Tables", "entry_of", "placed"]

COMMAND_LINE = "command line"
Keys = tuple[str, ...]
"""Keys from the top of the scenario down; positions in a list as text."""
Entry = tuple[str, str]
"""Section, and name of the entry in it; an empty name stands for all that the section may have."""


@dataclass(frozen=True)
class Tables:
    """What a scenario states, as one step of its reading hands it to the next; no step changes it.

    Parameters
    ----------
    file
        The scenario file as the user named it.
    data
        Its tables, with what the steps so far have put into them.
    lines
        Path -> line in `file`.
    options
        Path -> the option of the command line that put a value there.
    rows
        Path -> (CSV file, line) of what was read from there.
    slips
        Paths of what was reported as it stands in the text: nothing more is said about them.
    torn
        Tables of which a line could not be understood: nobody knows what they lack.
    unread
        Entries that stand in a file but could not be read.
    made
        What each template made, in words.
    grades
        How many comments of the file begin with which grade (`sim.config.grades`).
    """

    file: Path
    data: dict[str, Any]
    lines: Mapping[Keys, int] = field(default_factory=dict)
    options: Mapping[Keys, str] = field(default_factory=dict)
    rows: Mapping[Keys, tuple[str, int]] = field(default_factory=dict)
    slips: frozenset[Keys] = frozenset()
    torn: frozenset[Keys] = frozenset()
    unread: frozenset[Entry] = frozenset()
    grades: Mapping[str, int] = field(default_factory=dict)
    made: tuple[str, ...] = ()

    @property
    def folder(self) -> Path:
        """Folder beside which CSV files are looked for."""
        return self.file.parent

    def but(
        self,
        data: dict[str, Any] | None = None,
        *,
        options: Mapping[Keys, str] | None = None,
        rows: Mapping[Keys, tuple[str, int]] | None = None,
        lines: Mapping[Keys, int] | None = None,
        made: Iterable[str] = (),
        slips: Iterable[Keys] = (),
        torn: Iterable[Keys] = (),
        unread: Iterable[Entry] = (),
    ) -> Tables:
        """Return these tables with other data, if some is given, and with more places, slips and unread parts."""
        return replace(
            self,
            data=self.data if data is None else data,
            options={**self.options, **options} if options else self.options,
            rows={**self.rows, **rows} if rows else self.rows,
            lines={**self.lines, **lines} if lines else self.lines,
            made=(*self.made, *made),
            slips=self.slips.union(slips),
            torn=self.torn.union(torn),
            unread=self.unread.union(unread),
        )

    def problems(self, *findings: Finding) -> list[Problem]:
        """Return findings as problems with the file and line, or the option, from which each came.

        What follows from something that was reported already is left out.
        """
        return [self._problem(finding) for finding in findings if not self._is_reported(finding)]

    def problems_of_file(self, path: Keys, error: ConfigError) -> list[Problem]:
        """Return what is wrong with a file where it is named, at `path`; what has a line of its own stays there."""
        found: list[Problem] = []
        for problem in error.problems:
            if problem.line is None:
                finding = Finding(path, quoted(problem.file), problem.expectation, problem.suggestion)
                found += self.problems(finding)
            else:
                found.append(problem)
        return found

    def notice(self, finding: Finding) -> Notice:
        """Return the notice of a finding that refuses nothing: its expectation says what becomes of it."""
        file, line, key = self._place(finding.path)
        return Notice(key, finding.value, finding.expectation, file, line)

    def _problem(self, finding: Finding) -> Problem:
        file, line, key = self._place(finding.path)
        return Problem(file, line, key, finding.value, finding.expectation, finding.suggestion)

    def _place(self, path: Keys) -> tuple[str, int | None, str]:
        """Return the file, the line and the key (or the option) from which what stands at a path came."""
        heads = [path[:length] for length in range(len(path), 0, -1)]
        option = next((head for head in heads if head in self.options), None)
        origin = next((head for head in heads if head in self.rows or head in self.lines), None)
        if option is not None:
            return COMMAND_LINE, None, self.options[option]
        if origin is not None and origin in self.rows:
            file, line = self.rows[origin]
            return file, line, dotted(path[len(origin) :] or path)
        return str(self.file), nearest_line(self.lines, path), dotted(path)

    def _is_reported(self, finding: Finding) -> bool:
        """Whether a finding is about a slip, about an entry in which one stands, or about what a torn line may have."""
        path = finding.path
        if any(path[: len(slip)] == slip or (len(path) > 1 and slip[: len(path)] == path) for slip in self.slips):
            return True
        return finding.expectation.startswith("missing") and path[:-1] in self.torn


Step = tuple[Tables, list[Problem]]
"""What a step of reading returns: the tables as they are after it, and the problems that it found."""


def entry_of(path: Keys) -> Entry:
    """Return the entry in which a path lies."""
    return path[0], path[1] if len(path) > 1 else ""


def placed(data: Any, values: Mapping[Keys, Any]) -> Any:
    """Return tables in which other values stand at some paths; what is not changed is shared with the old ones.

    A table that is missing on the way is made; a position in a list must be there.
    """
    below: dict[str, dict[Keys, Any]] = {}
    for path, value in values.items():
        below.setdefault(path[0], {})[path[1:]] = value
    copy: Any = list(data) if isinstance(data, list) else dict(data)
    for key, inner in below.items():
        at: Any = int(key) if isinstance(copy, list) else key
        here = inner.pop((), copy[at] if isinstance(copy, list) or at in copy else {})
        copy[at] = placed(here, inner) if inner else here
    return copy
