"""Functions that report the errors in one statement of a TOML text and repair the statement."""

from __future__ import annotations

import re

from sim.config.literal import BARE, dotted
from sim.config.locate import STRINGS
from sim.config.mending.cures import CURLY, cure, is_value
from sim.config.mending.slip import COMMENT, UNREAD, Keys, Slip, blank, cut, is_toml, keys_of, path_of, why_no_key
from sim.config.mending.statements import Statement, equals
from sim.config.mending.values import Value
from sim.config.parse import parsed
from sim.config.shape import ROOT

__all__ = ["assignment", "header"]

ODD = re.compile("[\u00a0\u2000-\u200b\u202f\u2060\u3000\ufeff]")
"""Blanks of word processors and web pages, which TOML does not read as blanks."""
MARKS = ("//", "--", "/*", "*", ";", "%", "!", "<!--")
"""Beginnings of comments in other languages."""
CONTROL = re.compile("[\\x00-\\x08\\x0b\\x0c\\x0e-\\x1f\\x7f\r]")
"""Control characters, which TOML does not allow."""


def header(part: Statement, slips: list[Slip]) -> Keys:
    """Report the errors in a table header, repair the header, and return the path of the table (empty if not known)."""
    line = _spaced(part, slips)
    if is_toml(line):
        part.text = line
        part.keys = keys_of(parsed(line))
        return part.keys
    bare = _without_comment(line)
    twice = bare.startswith("[[")
    closing = _closing(bare, 2 if twice else 1)
    inner = bare[2 if twice else 1 : closing]
    rest = bare[closing:].lstrip("]").strip()
    path = path_of(inner)
    if not path:
        slips.append(Slip(part.line, (), None, "expected the name of a table, such as [site.camp]", part.source))
        part.text, part.keys = "", None
        return ()
    is_split = len(path) == 1 and " " in path[0] and path[0].split()[0] in ROOT.kind.model_fields
    if is_split:
        section, name = path[0].split(maxsplit=1)
        path = (section, name)
    good = f"[[{dotted(path)}]]" if twice else f"[{dotted(path)}]"
    if closing == len(bare):
        words = f"the bracket is not closed: write {good}"
    elif rest in (";", ":", ",", "="):
        words = f"nothing may follow the name of a table: write {good}"
    elif rest:
        words = f"the name of a table needs a line of its own: write {good}, and the rest on the next line"
        part.keys = None
    elif bare.count("[") != bare.count("]"):
        words = f"the brackets do not match: write {good}"
    else:
        words = f"{'a dot is missing after the section' if is_split else why_no_key(inner)}: write {good}"
    slips.append(Slip(part.line, (), None, words, part.source))
    part.text = good
    part.keys = path if part.keys is not None else None
    return path


def assignment(part: Statement, table: Keys, slips: list[Slip]) -> None:
    """Report the errors in a statement that is not a table header, and repair the statement if its meaning is clear.

    `table` is the path of the table that contains the line.
    """
    text = _spaced(part, slips)
    if is_toml(text):
        part.text, at = text, equals(text)
        if at < 0:  # a table header that follows an invisible character
            part.text, part.keys = text.strip(), keys_of(parsed(text)) or None
        else:
            part.keys = (*table, *keys_of(parsed(f"{text[:at]}= 0")))
        return
    first = text.split("\n", 1)[0]
    at = equals(first)
    if at < 0:
        _prose(part, table, first, slips)
        return
    found: list[Slip] = []
    path = path_of(first[:at])
    if not path:
        slips.append(Slip(part.line, (), None, "a key is missing before the equals sign", part.source))
        part.text, part.keys = blank(text), None
        return
    part.keys = (*table, *path)
    name = dotted(path)
    if first[at] == ":":
        words = f"an equals sign is needed between key and value: write {name} = {cut(first[at + 1 :])}"
        found.append(Slip(part.line, part.keys, None, words))
    elif not is_toml(f"{first[:at]}= 0"):
        words = f"{why_no_key(first[:at])}: write {name} = ..."
        found.append(Slip(part.line, part.keys, None, words))
    value = Value(text, at + 1, part.line, part.keys, found)
    good = value.repaired()
    part.text = f"{name} ={good}"
    if not is_toml(part.text):
        if not found:
            found.append(Slip(part.line, part.keys, cut(text[at + 1 :]), cure("").words))
        part.text = f"{name} = {UNREAD}" + blank(text)
    lines = text.split("\n")
    slips += [slip._replace(source=lines[slip.line - part.line].strip()) for slip in found]


def _prose(part: Statement, table: Keys, line: str, slips: list[Slip]) -> None:
    """Report a line without an equals sign, and repair it if its meaning is clear."""
    bare = _without_comment(line)
    word, _, rest = bare.partition(" ")
    rest = rest.strip()
    part.keys = None
    good = ""
    if bare.endswith("]") and not rest and path_of(bare.rstrip("]")):
        name = path_of(bare.rstrip("]"))
        words, part.text, part.keys = f"a table is named in brackets: write [{dotted(name)}]", f"[{dotted(name)}]", name
        slips.append(Slip(part.line, (), None, words, part.source))
        return
    elif re.match(r"<{7}|={7}|>{7}|\|{7}", bare):
        words = "these are marks of a merge conflict: keep one side, and take the marks out"
    elif bare.startswith(MARKS):
        words = "a comment begins with #"
    elif BARE.fullmatch(word) and rest and (is_value(rest) or rest[0] in f"\"'{{{CURLY}" or rest[0].isdigit()):
        words = f"an equals sign is missing: write {word} = {cut(rest)}"
        good = f"{word} = {rest if is_value(rest) else UNREAD}"
    elif BARE.fullmatch(bare):
        words, good = f"a value is missing: write {bare} = ...", f"{bare} = {UNREAD}"
    else:
        words = "expected the name of a table such as [site.camp], or key = value; a comment begins with #"
    if good:
        part.keys = (*table, word)
    slips.append(Slip(part.line, part.keys or (), None, words, part.source))
    part.text = good + blank(part.text)


def _spaced(part: Statement, slips: list[Slip]) -> str:
    """Return a statement without the blanks and control characters that TOML does not allow.

    The first of them is reported, except a blank between other characters of a statement that has further errors.
    """
    text = part.text
    if is_toml(text):
        return text
    odd = ODD.search(text) or CONTROL.search(text)
    if odd is None:
        return text
    plain_text = CONTROL.sub(" ", ODD.sub(lambda found: "" if found[0] in "\u200b\u2060\ufeff" else " ", text))
    line = part.line + text.count("\n", 0, odd.start())
    if is_toml(plain_text) or CONTROL.search(text) or text.lstrip()[:1] == odd[0] or odd[0] in "\u200b\u2060\ufeff":
        sign = f"U+{ord(odd[0]):04X}"
        words = f"there is an invisible character here, {sign}: take it out, or write a blank"
        source = plain_text.split("\n")[line - part.line].strip()
        slips.append(Slip(line, (), None, words, source))
    part.source = plain_text.split("\n")[0].strip()
    return plain_text


def _closing(text: str, begin: int) -> int:
    """Return the position of the first ] outside quotes, from `begin` on, or the end of the text."""
    position = begin
    while position < len(text):
        match = next((found for each in STRINGS[2:] if (found := each.match(text, position))), None)
        if match is None and text[position] == "]":
            return position
        position = match.end() if match else position + 1
    return len(text)


def _without_comment(line: str) -> str:
    """Return a line without its comment and the blanks around it."""
    return COMMENT.split(line.strip(), maxsplit=1)[0].strip()
