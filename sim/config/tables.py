"""The tables of a scenario before validation, with the source of each value; steps of reading return changed copies."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from sim.config.literal import dotted, shown
from sim.config.locate import nearest_line
from sim.domain.check.finding import Finding, quoted
from sim.domain.notice import Notice
from sim.errors import ConfigError, Problem

__all__ = ["COMMAND_LINE", "Entry", "Keys", "Step", "Tables", "entry_of", "placed"]

COMMAND_LINE = "command line"
Keys = tuple[str, ...]
"""Keys from the top of the scenario down; positions in a list as text."""
Entry = tuple[str, str]
"""A section and the name of an entry; an empty name stands for all entries of the section."""


@dataclass(frozen=True)
class Tables:
    """The contents of a scenario, as passed from one step of reading to the next.

    Parameters
    ----------
    file
        The scenario file as the user named it.
    data
        The tables of the scenario file, with what the steps so far have added.
    lines
        Path -> line in `file`.
    options
        Path -> the command-line option that set its value.
    rows
        Path -> (CSV file, line) from which its value was read.
    slips
        Paths of values that are not TOML or contain a refused character. These errors are reported already, and nothing
        more is reported about the values.
    torn
        Paths of tables with a line that could not be parsed. This line may state any key, so no key of these tables is
        reported as missing.
    unread
        Entries that are in a file but could not be read.
    made
        What each template added, in words.
    noted
        Findings that say what is not used, and why; each becomes a notice.
    grades
        Number of comments of the file by grade (`sim.config.grades`).
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
    noted: tuple[Finding, ...] = ()

    @property
    def folder(self) -> Path:
        """Folder in which CSV files are expected."""
        return self.file.parent

    def but(
        self,
        data: dict[str, Any] | None = None,
        *,
        options: Mapping[Keys, str] | None = None,
        rows: Mapping[Keys, tuple[str, int]] | None = None,
        lines: Mapping[Keys, int] | None = None,
        made: Iterable[str] = (),
        noted: Iterable[Finding] = (),
        slips: Iterable[Keys] = (),
        torn: Iterable[Keys] = (),
        unread: Iterable[Entry] = (),
    ) -> Tables:
        """Return a copy with other `data` (None: the same `data`); the other arguments are added to the fields."""
        return replace(
            self,
            data=self.data if data is None else data,
            options={**self.options, **options} if options else self.options,
            rows={**self.rows, **rows} if rows else self.rows,
            lines={**self.lines, **lines} if lines else self.lines,
            made=(*self.made, *made),
            noted=(*self.noted, *noted),
            slips=self.slips.union(slips),
            torn=self.torn.union(torn),
            unread=self.unread.union(unread),
        )

    def problems(self, *findings: Finding) -> list[Problem]:
        """Return findings as problems, each with its file and line, or with its option.

        Findings that follow from an error that is reported already (`slips`, `torn`) are left out.
        """
        return [self._problem(finding) for finding in findings if not self._is_reported(finding)]

    def problems_of_file(self, path: Keys, error: ConfigError) -> list[Problem]:
        """Return the problems of a file that is named at `path`; a problem without a line gets the line of `path`."""
        found: list[Problem] = []
        for problem in error.problems:
            if problem.line is None:
                text, near, unit = problem.expectation, problem.suggestion, problem.unit
                found += self.problems(Finding(path, quoted(problem.file), text, near, unit=unit))
            else:
                found.append(problem)
        return found

    def notice(self, finding: Finding) -> Notice:
        """Return, as a notice, a finding that is not an error; its `expectation` says what the stated value does."""
        file, line, key = self._place(finding.path)
        return Notice(key, finding.value, finding.expectation, file, line)

    def _problem(self, finding: Finding) -> Problem:
        """Return a finding as a problem with its file and line, or with its option."""
        option = self._option(finding)
        if option is not None:
            value = shown(_at(self.data, option))
            file, line, key = COMMAND_LINE, None, self.options[option]
        else:
            (file, line, key), value = self._place(finding.path), finding.value
        return Problem(file, line, key, value, finding.expectation, finding.suggestion, unit=finding.unit)

    def _option(self, finding: Finding) -> Keys | None:
        """Return the path that an option sets, if this option makes a value of the file wrong; otherwise None.

        The option is then reported in place of the value. Such an option sets a value that the finding
        counts (`Finding.parts`), or a key that the expectation names and that lies in the table with the error.
        """
        path = finding.path
        if any(path[:length] in self.options for length in range(len(path), 0, -1)):
            return None  # the value itself is from an option
        return next(
            (
                stated
                for stated in self.options
                if any(_meet(part, stated) for part in finding.parts)
                or (stated[: len(path)] == path and _is_named(stated[-1], finding.expectation))
            ),
            None,
        )

    def _place(self, path: Keys) -> tuple[str, int | None, str]:
        """Return the file, the line and the key from which the value at a path came.

        For a value from an option, return "command line", None and the option; if the option sets a whole list or table
        that contains the value, the key of the value follows in parentheses.
        """
        heads = [path[:length] for length in range(len(path), 0, -1)]
        option = next((head for head in heads if head in self.options), None)
        origin = next((head for head in heads if head in self.rows or head in self.lines), None)
        if option is not None:
            is_whole = len(path) == len(option) or option[0] == "outage"
            below = "" if is_whole else f" ({dotted(path)})"
            return COMMAND_LINE, None, f"{self.options[option]}{below}"
        if origin is not None and origin in self.rows:
            file, line = self.rows[origin]
            return file, line, dotted(path[len(origin) :] or path)
        return str(self.file), nearest_line(self.lines, path), dotted(path)

    def _is_reported(self, finding: Finding) -> bool:
        """Whether a finding follows from an error that is reported already.

        It does if it concerns a value in `slips`, or an entry or table that contains such a value, or if it says that a
        key is missing in a table in `torn`.
        """
        path = finding.path
        if any(path[: len(slip)] == slip or (len(path) > 1 and slip[: len(path)] == path) for slip in self.slips):
            return True
        return finding.expectation.startswith("missing") and path[:-1] in self.torn


Step = tuple[Tables, list[Problem]]
"""Result of a step of reading: the new tables, and the problems found."""


def entry_of(path: Keys) -> Entry:
    """Return (section, name) of the entry that contains a path; the name is "" if the path is that of a section."""
    return path[0], path[1] if len(path) > 1 else ""


def _meet(one: Keys, other: Keys) -> bool:
    """Whether two paths are equal, or one leads to a place inside the other."""
    return all(a == b for a, b in zip(one, other, strict=False))


def _is_named(key: str, text: str) -> bool:
    """Whether the text of an expectation names a key, rather than using the same word in a sentence."""
    word = re.escape(key)
    return re.search(rf"\b(?:expected|no|or|and|with|beside) {word}\b|\b{word} (?:=|or|and)(?!\w)", text) is not None


def _at(data: Any, path: Keys) -> Any:
    """Return the value at a path of tables and lists; None if there is none."""
    for key in path:
        if isinstance(data, list):
            data = data[int(key)] if key.isdigit() and int(key) < len(data) else None
        else:
            data = data.get(key) if isinstance(data, dict) else None
    return data


def placed(data: Any, values: Mapping[Keys, Any]) -> Any:
    """Return a copy of tables with other values at some paths; unchanged parts are shared with the original.

    A table that is missing on the way is created; a position in a list must exist.
    """
    below: dict[str, dict[Keys, Any]] = {}
    for path, value in values.items():
        below.setdefault(path[0], {})[path[1:]] = value
    copy: Any = list(data) if isinstance(data, list) else dict(data)
    for key, inner in below.items():
        at: Any = int(key) if isinstance(copy, list) else key
        new = inner.pop((), copy[at] if isinstance(copy, list) or at in copy else {})
        copy[at] = placed(new, inner) if inner else new
    return copy
