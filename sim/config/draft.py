"""A scenario while it is being read: raw tables, where each came from, and the problems so far."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from sim.config.literal import dotted
from sim.config.locate import nearest_line
from sim.domain.check.finding import Finding
from sim.domain.notice import Notice
from sim.errors import Problem

__all__ = ["COMMAND_LINE", "Draft"]

COMMAND_LINE = "command line"
Keys = tuple[str, ...]


@dataclass
class Draft:
    """What has been read so far.

    Parameters
    ----------
    file
        The scenario file as the user named it.
    data
        Its tables; overrides, manifests and columns are put into it.
    lines
        Path -> line in `file`.
    options
        Path -> the option of the command line that put a value there.
    rows
        Path -> (CSV file, line) of what was read from there.
    problems
        Found so far.
    unread
        (section, name) of entries that stand in a file but could not be read.
    slips
        Paths of which the file has something that is no TOML: it is reported, and nothing more is said about them.
    torn
        Tables of which a line could not be understood: nobody knows what they lack.
    notices
        Found so far that do not refuse the scenario; they are handed on with it.
    """

    file: Path
    data: dict[str, Any]
    lines: dict[Keys, int]
    options: dict[Keys, str] = field(default_factory=dict)
    rows: dict[Keys, tuple[str, int]] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)
    unread: set[tuple[str, str]] = field(default_factory=set)
    slips: set[Keys] = field(default_factory=set)
    torn: set[Keys] = field(default_factory=set)
    notices: list[Notice] = field(default_factory=list)

    @property
    def folder(self) -> Path:
        """Folder beside which CSV files are looked for."""
        return self.file.parent

    def report(self, finding: Finding) -> None:
        """Add a finding as a problem with the file and line, or the option, from which it came."""
        path = finding.path
        if any(path[: len(slips)] == slips for slips in self.slips) or self._torn(finding) or self._slipped(path):
            return
        file, line, key = self._place(path)
        self.problems.append(Problem(file, line, key, finding.value, finding.expectation, finding.suggestion))

    def notice(self, finding: Finding) -> None:
        """Add a finding that does not refuse the scenario; its expectation says what becomes of what stands there."""
        file, line, key = self._place(finding.path)
        self.notices.append(Notice(key, finding.value, finding.expectation, file, line))

    def _place(self, path: Keys) -> tuple[str, int | None, str]:
        """Return the file, the line and the key (or the option) from which what stands at a path came."""
        heads = [path[:length] for length in range(len(path), 0, -1)]
        option = next((head for head in heads if head in self.options), None)
        origin = next((head for head in heads if head in self.rows or head in self.lines), None)
        if option is not None:
            return COMMAND_LINE, None, self.options[option]
        if origin in self.rows:
            file, line = self.rows[origin]
            return file, line, dotted(path[len(origin) :] or path)
        return str(self.file), nearest_line(self.lines, path), dotted(path)

    def _slipped(self, path: Keys) -> bool:
        """Whether what is wrong with an entry as a whole may come of a slip in it."""
        return len(path) > 1 and any(slip[: len(path)] == path for slip in self.slips)

    def _torn(self, finding: Finding) -> bool:
        """Whether what is missing may stand in a line that could not be understood."""
        return finding.expectation.startswith("missing") and finding.path[:-1] in self.torn
