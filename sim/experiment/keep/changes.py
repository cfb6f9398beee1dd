"""What changed between the question of the study in a folder and the present question, key by key."""

import tomllib
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, Final, NamedTuple

from sim.config import to_toml
from sim.config.literal import dotted, literal
from sim.domain.columns import columns, cut
from sim.domain.scenario import Scenario
from sim.errors import ResultsError
from sim.experiment.keep.identity import Identity
from sim.experiment.keep.own import read_own

__all__ = ["Change", "changes", "in_words"]

SHOWN: Final = 6
"""Most changes listed; of further ones only the number."""
LONGEST: Final = 40
"""Longest value shown in full, in columns."""
PARTS: Final = ("seed", "inner", "engine", "sim", "code", "form")
"""Parts of a study's address that are not in a scenario."""
NO_RESULT: Final = frozenset({"about", "source", "csv", "column", "seed"})
"""Keys that document numbers, and the seed: that of the study counts, not that of the file."""
TRIED: Final = "lever"
"""The section of values to try: not part of a question."""
ABSENT: Final = object()


class Change(NamedTuple):
    """A key, its value in the existing study, and its value now; None if not stated."""

    key: str
    then: str | None
    now: str | None

    def __str__(self) -> str:
        """Return the key, what it was, and what it is."""
        if self.then is None and self.now is not None and self.now.startswith("{"):
            return f"{self.key}: not stated then, stated now"
        if self.now is None and self.then is not None and self.then.startswith("{"):
            return f"{self.key}: stated then, not stated now"
        then, now = ("not stated" if value is None else value for value in (self.then, self.now))
        return f"{self.key}: {then} then, {now} now"


def changes(folder: Path, question: object, there: Mapping[str, Any], mine: Identity) -> list[Change]:
    """Compare the study in a folder with the requested one.

    Parameters
    ----------
    folder
        Its scenario.toml is read if it exists.
    question
        The present question; anything but a scenario, such as a plan, is compared by its address only.
    there, mine
        The two addresses.
    """
    here = mine.as_dict()
    found = [Change(name, _said(there.get(name)), _said(here[name])) for name in PARTS if there.get(name) != here[name]]
    then = _scenario(folder) if isinstance(question, Scenario) else None
    if then is not None and isinstance(question, Scenario) and there.get("digest") != mine.digest:
        found = [*_between((), then, tomllib.loads(to_toml(question))), *found]
    elif there.get("scenario") != mine.scenario:
        found.insert(0, Change("name", _said(there.get("scenario")), _said(mine.scenario)))
    return found


def in_words(found: list[Change]) -> list[str]:
    """Return a line for each change; of many, the first ones and the number of the others."""
    if not found:
        return ["the scenario itself; the earlier one was not recorded"]
    more = len(found) - SHOWN
    return [*map(str, found[:SHOWN]), *([f"and {more} more"] if more > 0 else [])]


def _scenario(folder: Path) -> dict[str, Any] | None:
    try:
        return tomllib.loads(read_own(folder / "scenario.toml").decode())
    except (ResultsError, ValueError, RecursionError):
        return None


def _between(path: tuple[str, ...], then: Any, now: Any) -> Iterator[Change]:
    """Yield what differs, in the order of the new text; keys only in the old one come last in their table."""
    if isinstance(then, dict) and isinstance(now, dict):
        for name in [*now, *(name for name in then if name not in now)]:
            one, two = then.get(name, ABSENT), now.get(name, ABSENT)
            if not path and name == TRIED:
                continue
            if name not in NO_RESULT or isinstance(one, dict) or isinstance(two, dict):
                yield from _between((*path, name), one, two)
    elif type(then) is not type(now) or then != now:
        yield Change(dotted(path), _said(then), _said(now))


def _said(value: Any) -> str | None:
    if value is ABSENT or value is None:
        return None
    text = literal(_whole(value))
    return text if columns(text) <= LONGEST else f"{cut(text, LONGEST - 3)}..."


def _whole(value: Any) -> Any:
    """Return whole numbers without a decimal point."""
    if isinstance(value, dict):
        return {name: _whole(inner) for name, inner in value.items()}
    if isinstance(value, list):
        return [_whole(inner) for inner in value]
    return int(value) if isinstance(value, float) and value.is_integer() else value
