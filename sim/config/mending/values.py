"""The value of an assignment with errors: reading it piece by piece, with reports and repairs of the errors."""

from __future__ import annotations

import re
from decimal import Decimal

from sim.config.literal import dotted, key, literal
from sim.config.locate import STRINGS
from sim.config.mending.cures import CURLY, cure, is_value, plain
from sim.config.mending.slip import COMMENT, UNREAD, Keys, Slip, blank, cut, is_toml, path_of, why_no_key
from sim.config.mending.statements import TRIPLE, equals

__all__ = ["Value"]

UNSEEN = "an invisible character"
"""What messages call a blank or control character that TOML does not allow."""


class _TornError(Exception):
    """The end of a value cannot be found; `position` is where the reading stopped, and the message says why."""

    def __init__(self, position: int, words: str) -> None:
        super().__init__(words)
        self.position = position


class Value:
    """A value that may have errors. Reading collects edits of the text, which are applied at the end.

    Attributes
    ----------
    text, begin
        The text of a statement, and the position in it at which the value begins.
    at
        Position in the statement up to which the value has been read.
    line, path
        Line of the statement, and path of its key.
    slips
        The errors found so far.
    edits
        (begin, end, new text) of each repair, with positions in the statement.
    """

    def __init__(self, text: str, begin: int, line: int, path: Keys, slips: list[Slip]) -> None:
        self.text, self.begin, self.at = text, begin, begin
        self.line, self.path, self.slips = line, path, slips
        self.edits: list[tuple[int, int, str]] = []

    def repaired(self) -> str:
        """Return the repaired value after a blank; it may still not be valid TOML.

        If the end of the value cannot be found, `UNREAD` takes the place of the value.
        """
        before = len(self.slips)
        try:
            self._whole()
        except _TornError as torn:
            line = self._line(torn.position)
            kept = [slip for slip in self.slips[before:] if slip.line != line]
            self.slips[before:] = [*kept, Slip(line, self.path, cut(self._rest(torn.position)), str(torn))]
            return f" {UNREAD}{blank(self.text)}"
        good = self.text[self.begin :]
        for begin, end, new in sorted(self.edits, reverse=True):
            good = good[: begin - self.begin] + new + good[end - self.begin :]
        return f" {good.lstrip(' ')}"

    def _whole(self) -> None:
        """Read the value and the rest of its line."""
        self.blanks()
        if self.text[self.at : self.at + 1] == "=":
            self._tell(self.at, self.path, None, "one equals sign is enough")
            while self.text[self.at : self.at + 1] in ("=", " "):
                self.at += 1
            self.edits.append((self.begin, self.at, " "))
        if self._ends("\n#"):
            self._tell(self.at, self.path, None, f"a value is missing: write {key(self.path[-1])} = ...")
            self.edits.append((self.at, len(self.text), f"{UNREAD}{blank(self.text)}"))
            return
        self._value(self.path, "\n#")
        self.blanks()
        if not self._ends("\n#"):
            rest = self._rest(self.at)
            end = self.at + len(rest)
            if not rest:
                words, end = f"there is {UNSEEN} after the value: take it out", self.at + 1
            elif rest in (";", ","):
                words = f"nothing may follow a value: take out the {'semicolon' if rest == ';' else 'comma'}"
            elif rest[0] in "]})":
                words = f"{rest[0]} closes a bracket that was never opened: take it out"
            elif equals(rest) > 0:
                words = "each key needs a line of its own"
            else:
                words = "there is more text after the value; put text that contains quotes in single quotes"
            self._tell(self.at, self.path, None, words)
            self.edits.append((self.at, end, ""))

    def _value(self, path: Keys, ends: str) -> None:
        """Read one value, which ends before one of the characters `ends`."""
        sign = self.text[self.at : self.at + 1]
        if sign == "[":
            self._list(path)
        elif sign == "{":
            self._table(path)
        elif sign in ("'", '"'):
            self._quoted(path)
        else:
            self._scalar(path, ends)

    def _list(self, path: Keys) -> None:
        """Read a list in brackets."""
        opened, number = self.at, 0
        self.at += 1
        behind = self.at
        while True:
            self.blanks(lines=True)
            if self._ends(""):
                self._tell(opened, path, None, "the bracket [ is not closed: write ] after its last entry")
                self.edits.append((behind, behind, "]"))
                return
            sign = self.text[self.at]
            if sign == "]":
                self.at += 1
                return
            if sign == "}":
                raise _TornError(self.at, "} closes what [ opened: write ]")
            if sign in ",;":
                if sign == ";":
                    self._tell(self.at, path, None, "entries of a list are separated by commas, not by semicolons")
                    self.edits.append((self.at, self.at + 1, ","))
                self.at += 1
                continue
            if number and "," not in self.text[behind : self.at] and ";" not in self.text[behind : self.at]:
                self._tell(behind, path, None, "a comma is missing between the entries of this list")
                self.edits.append((behind, behind, ","))
            self._value((*path, str(number)), ",;]}\n#")
            behind, number = self.at, number + 1

    def _table(self, path: Keys) -> None:
        """Read a table in braces."""
        opened = self.at
        self.at += 1
        behind, number, last = self.at, 0, ""
        seen: set[Keys] = set()
        while True:
            self.blanks(lines=True)
            if self._ends(""):
                self._tell(opened, path, None, "the brace { is not closed: write } after its last entry")
                self.edits.append((behind, behind, " }"))
                return
            sign = self.text[self.at]
            if sign == "}":
                if last == ",":
                    self._tell(self.at, path, None, "no comma is allowed before the } of a table: take it out")
                    comma = self.text.rindex(",", 0, self.at)
                    self.edits.append((comma, comma + 1, ""))
                self.at += 1
                if "\n" in self.text[opened : self.at]:
                    self._fold(opened, path)
                return
            if sign == "]":
                raise _TornError(self.at, "] closes what { opened: write }")
            if sign in ",;":
                if sign == ";":
                    self._tell(self.at, path, None, "entries of a table are separated by commas, not by semicolons")
                    self.edits.append((self.at, self.at + 1, ","))
                last = ","
                self.at += 1
                continue
            decimal = re.compile(r"\d+(?=\s*[,}])").match(self.text, self.at)
            if decimal and number and re.search(r"\d\s*,\s*$", self.text[opened : self.at]):
                self._decimal_comma(opened, decimal.end(), path)
                last = ""
                continue
            if number and last != ",":
                self._tell(behind, path, None, "a comma is missing between the entries of this table")
                self.edits.append((behind, behind, ","))
            self._entry(path, seen)
            behind, number, last = self.at, number + 1, ""

    def _entry(self, path: Keys, seen: set[Keys]) -> None:
        """Read `key = value` within braces; `seen` are the keys of the earlier entries of the table."""
        found = re.compile(r"""((?:"[^"\n]*"|'[^'\n]*'|[^"'=:,;{}\[\]\n#])+)([=:])""").match(self.text, self.at)
        names = path_of(found[1]) if found else ()
        if found is None or not names:
            raise _TornError(self.at, "expected key = value between the commas of a table in { }")
        inner = (*path, *names)
        if found[2] == ":":
            words = f"an equals sign is needed between key and value: write {dotted(names)} = ..."
            self._tell(self.at, inner, None, words)
        elif not is_toml(f"{found[1]}= 0"):
            words = f"{why_no_key(found[1])}: write {dotted(names)} = ..."
            self._tell(self.at, inner, None, words)
        if names in seen:
            self._tell(self.at, inner, None, f"{dotted(names)} is twice in this table; take one of them out")
            comma = self.text.rfind(",", 0, self.at)
            self.at = found.end()
            self.blanks()
            self._value(inner, ",;}]\n#")
            self.edits = [edit for edit in self.edits if edit[0] < comma]
            self.edits.append((comma, self.at, ""))
            return
        elif found[2] == ":" or not is_toml(f"{found[1]}= 0"):
            self.edits.append((self.at, found.end(), f"{dotted(names)} = "))
        seen.add(names)
        self.at = found.end()
        self.blanks()
        if self._ends(",;}\n#"):
            self._tell(self.at, inner, None, f"a value is missing: write {dotted(names)} = ...")
            self.edits.append((self.at, self.at, UNREAD))
            return
        self._value(inner, ",;}]\n#")

    def _decimal_comma(self, opened: int, end: int, path: Keys) -> None:
        """Report and repair a number with a decimal comma within braces, where a comma separates entries."""
        found = re.search(r"([\w.-]+)\s*[=:]\s*([+-]?\d+)\s*,\s*$", self.text[opened : self.at])
        whole = self.text[self.at : end]
        if found is None:
            raise _TornError(self.at, "expected key = value between the commas of a table in { }")
        begin = opened + found.start(2)
        number = plain(Decimal(f"{found[2]}.{whole}"))
        if len(whole) == 3:
            number = f"{found[2]}{whole} or {number}"
        written = f"{found[2]},{whole}"
        self._tell(begin, (*path, found[1]), written, f"a number has a decimal point and no comma: write {number}")
        self.edits.append((begin, end, UNREAD if " or " in number else number))
        self.at = end

    def _fold(self, opened: int, path: Keys) -> None:
        """Report a table in braces on several lines, and join these lines."""
        words = "a table in { } must be on one line; on several lines, write it as a table with its name in [ ]"
        self._tell(opened, path, None, words)
        for position in range(opened, self.at):
            if self.text[position] == "\n":
                self.edits.append((position, position + 1, " "))
        for comment in re.finditer(r"#[^\n]*", self.text[opened : self.at]):
            self.edits.append((opened + comment.start(), opened + comment.end(), ""))

    def _quoted(self, path: Keys) -> None:
        """Read text in quotes."""
        begin = self.at
        match = next((found for each in STRINGS if (found := each.match(self.text, begin))), None)
        triple = self.text[begin : begin + 3]
        if triple in TRIPLE and (match is None or len(match[0]) < 6):
            raise _TornError(begin, f"the quotes {triple} are not closed: write {triple} after the end of the text")
        if match is None:
            rest = self._rest(begin)
            if rest.rstrip("]}, ").endswith('\\"') or rest.rstrip().endswith('\\"'):
                raise _TornError(begin, _backslash(rest[1:-1].rstrip('"')))
            if rest.rstrip()[-1:] in tuple(",]}"):
                raise _TornError(begin, f"the quote {rest[0]} is not closed on this line")
            inner = COMMENT.split(rest, maxsplit=1)[0].rstrip().strip("\"'")
            good = literal(inner)
            self._tell(begin, path, cut(rest), f"the quote is not closed: write {good}")
            self.edits.append((begin, begin + len(rest), good))
            self.at = begin + len(rest)
            return
        self.at = match.end()
        if not is_value(match[0]) and not is_toml(f"x = {match[0]}"):
            inner = match[0].strip("\"'")
            if "\\" in inner:
                words = _backslash(inner)
            else:
                words = f"there is {UNSEEN} in this text: take it out"
            self._tell(begin, path, cut(match[0]), words)
            self.edits.append((begin, self.at, literal(inner.replace("\n", " ")) + blank(match[0])))

    def _scalar(self, path: Keys, ends: str) -> None:
        """Read a value that begins with no straight quote or bracket, up to one of the characters `ends`."""
        begin = self.at
        if self.text[begin] in CURLY:
            close = re.compile(rf"[^\n]*?[{CURLY}\"'](?=\s*(?:[{re.escape(ends)}]|$))").match(self.text, begin + 1)
            self.at = close.end() if close else begin
        while not self._ends(ends) and self.text[self.at] != "\n":
            self.at += 1
        raw = self.text[begin : self.at].rstrip()
        if not raw and self.at > begin:  # a character that is a blank in Python but not in TOML
            raise _TornError(begin, f"there is {UNSEEN} in place of a value: take it out")
        self.at = begin + len(raw)
        while raw[-1:] in (";", ",") and raw[:-1] and "," not in ends:
            sign = "semicolon" if raw[-1] == ";" else "comma"
            raw = raw[:-1].rstrip()
            self._tell(begin, path, None, f"nothing may follow a value: take out the {sign}")
            self.edits.append((begin + len(raw), self.at, ""))
            self.at = begin + len(raw)
        if is_value(raw):
            return
        more = re.match(r"(\S+)\s+([\w-]+\s*=.*)", raw)
        if more is not None and is_value(more[1]):
            if "," in ends:  # within braces: the next entry follows without a comma
                self.at = begin + len(more[1])
                return
            self._tell(begin, path, None, "each key needs a line of its own")
            self.edits.append((begin, self.at, more[1]))
            return
        line = self.text[: self.at].rsplit("\n", 1)[-1] + self.text[self.at :].split("\n", 1)[0]
        if '"' in raw and line.count('"') % 2:
            raise _TornError(begin, 'this line has one quote " too few or too many')
        if raw[-1:] in tuple("]})") and is_value(raw[:-1]):
            self._tell(begin, path, None, f"{raw[-1]} closes a bracket that was never opened: take it out")
            self.edits.append((self.at - 1, self.at, ""))
            return
        found = cure(raw, path[-1] if path else "")
        self._tell(begin, path, cut(raw), found.words)
        self.edits.append((begin, self.at, found.value if found.value is not None else UNREAD))

    def blanks(self, *, lines: bool = False) -> None:
        """Skip blanks; with `lines` also line ends and comments."""
        pattern = re.compile(r"(?:[ \t\n]|#[^\n]*)*") if lines else re.compile(r"[ \t]*")
        found = pattern.match(self.text, self.at)
        self.at = found.end() if found else self.at

    def _ends(self, signs: str) -> bool:
        """Whether the next character is one of `signs`, or the statement ends."""
        return self.at >= len(self.text) or self.text[self.at] in signs

    def _rest(self, position: int) -> str:
        """Return the text from a position to the end of its line, without a comment."""
        rest = self.text[position:].split("\n", 1)[0]
        return COMMENT.split(rest, maxsplit=1)[0].rstrip() if rest else rest

    def _line(self, position: int) -> int:
        """Return the line of a position in the statement."""
        return self.line + self.text.count("\n", 0, position)

    def _tell(self, position: int, path: Keys, value: str | None, words: str) -> None:
        """Add an error at a position to the slips."""
        self.slips.append(Slip(self._line(position), path, value, words))


def _backslash(inner: str) -> str:
    """Return the correction of a text in double quotes that contains backslashes, such as a path of Windows."""
    path = inner.replace("\\\\", "\\")
    if "'" in path or path.endswith("\\"):
        return f"in double quotes a backslash begins an escape: write {literal(path)}"
    return f"in double quotes a backslash begins an escape: write '{path}' in single quotes"
