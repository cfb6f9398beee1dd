"""Read a user's policy file: its text is run once, and its rules are kept apart from the rules of other files."""

import linecache
import sys
import traceback
from dataclasses import replace
from functools import lru_cache
from hashlib import blake2b
from pathlib import PurePath
from types import ModuleType

from sim.policies.registry import MisregisteredError, Policy, Source, collecting
from sim.policies.trust import UntrustedError, is_trusted, named

__all__ = ["BrokenFileError", "line_in", "policies_of", "safe_text"]


class BrokenFileError(Exception):
    """The text of a policy file is not Python, raises an error, or registers no rule or an invalid one.

    `line` is the line of the error (None if unknown), and `expectation` says what was expected.
    """

    def __init__(self, line: int | None, expectation: str) -> None:
        super().__init__(expectation)
        self.line, self.expectation = line, expectation


def policies_of(source: Source) -> dict[tuple[str, str], Policy]:
    """Run the text of a policy file, if it may be run, and return the rules that it registers, by kind and name.

    Raises
    ------
    UntrustedError
        The user does not trust the file.
    BrokenFileError
        The text is not Python, raises an error, or registers no rule or an invalid one.

    Notes
    -----
    A source is run once per process, in a module of its own, whose name is derived from the text and the name of the
    file. It is run again if 64 other sources have been used since its last use.
    """
    if not is_trusted(source):
        raise UntrustedError(source)
    named(source)
    return _run(source)


@lru_cache(maxsize=64)
def _run(source: Source) -> dict[tuple[str, str], Policy]:
    """Run the text of a policy file, which the user trusts, and return its rules."""
    label = f"<policy {source.name}>"
    name = f"policy_{blake2b(source.text.encode(), digest_size=8).hexdigest()}_{PurePath(source.name).stem}"
    module = ModuleType(name)
    module.__dict__["__file__"] = source.name
    try:
        code = compile(source.text, label, "exec", dont_inherit=True)
    except (SyntaxError, ValueError) as error:
        line = error.lineno if isinstance(error, SyntaxError) else None
        reason = error.msg if isinstance(error, SyntaxError) else str(error)
        raise BrokenFileError(line, f"expected Python: {reason}") from error
    linecache.cache[label] = (len(source.text), None, source.text.splitlines(keepends=True), label)
    sys.modules[name] = module
    try:
        with collecting() as collected:
            exec(code, module.__dict__)
    except (Exception, SystemExit) as error:
        sys.modules.pop(name, None)
        raised = safe_text(error)
        text = f"expected a file that runs to its end; it raised {type(error).__name__}"
        text += f": {raised}" if raised else ""
        if isinstance(error, MisregisteredError):
            text = str(error)
        raise BrokenFileError(line_in(source, error), text) from error
    if not collected:
        text = 'expected at least one rule under @sim.policy(KIND, NAME), such as @sim.policy("load", "tents first")'
        raise BrokenFileError(None, text)
    return {key: replace(policy, source=source) for key, policy in collected.items()}


def line_in(source: Source | None, error: BaseException) -> int | None:
    """Return the innermost line of a policy file through which an error passed; None if it passed through none."""
    if source is None:
        return None
    label = f"<policy {source.name}>"
    file = getattr(sys.modules.get(source.name), "__file__", None) if source.module else label
    lines = [frame.lineno for frame in traceback.extract_tb(error.__traceback__) if frame.filename == file]
    return lines[-1] if lines else None


def safe_text(value: object, longest: int = 120) -> str:
    """Return the text of a user's object on one line, of at most `longest` characters, even if its own methods fail."""
    try:
        text = str(value) if isinstance(value, BaseException) else repr(value)
    except Exception:
        text = f"a {type(value).__name__} that cannot be printed"
    text = " ".join(text.split())
    return text if len(text) <= longest else f"{text[: longest - 3]}..."
