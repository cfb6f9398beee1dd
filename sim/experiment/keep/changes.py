"""List, key by key, the differences between the question of the study in a folder and the present question."""

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
"""Largest number of changes that are listed; one more line gives the number of the others."""
LONGEST: Final = 40
"""Width of the longest value that is shown in full, in columns of a terminal."""
PARTS: Final = ("seed", "inner", "engine", "sim", "code", "form")
"""Parts of the identity of a study that do not come from the keys of its scenario."""
NO_RESULT: Final = frozenset({"about", "source", "csv", "column", "seed"})
"""Keys that are not listed unless they hold a table: results do not depend on them, or they are in `PARTS` (`seed`)."""
TRIED: Final = "lever"
"""The section of the levers, which is not compared, since results do not depend on it."""
ABSENT: Final = object()
"""Stands for the value of a key that a scenario does not state."""


class Change(NamedTuple):
    """A key, and its value in the existing study (`then`) and in the present one (`now`); None if it is not stated."""

    key: str
    then: str | None
    now: str | None

    def __str__(self) -> str:
        """Return a line with the key and its values then and now; an added or removed table is not written out."""
        if self.then is None and self.now is not None and self.now.startswith("{"):
            return f"{self.key}: not stated then, stated now"
        if self.now is None and self.then is not None and self.then.startswith("{"):
            return f"{self.key}: stated then, not stated now"
        then, now = ("not stated" if value is None else value for value in (self.then, self.now))
        return f"{self.key}: {then} then, {now} now"


def changes(folder: Path, question: object, stored: Mapping[str, Any], mine: Identity) -> list[Change]:
    """Return the differences between the study in a folder and the requested study.

    Parameters
    ----------
    folder
        The folder, whose scenario.toml is read if possible.
    question
        The present question. If it is not a scenario but a plan, only the identities are compared.
    stored, mine
        The identities of the study in the folder and of the requested study.
    """
    now = mine.as_dict()
    changed = [
        Change(name, _text(stored.get(name)), _text(now[name])) for name in PARTS if stored.get(name) != now[name]
    ]
    then = _scenario(folder) if isinstance(question, Scenario) else None
    if then is not None and isinstance(question, Scenario) and stored.get("digest") != mine.digest:
        changed = [*_between((), then, tomllib.loads(to_toml(question))), *changed]
    elif stored.get("scenario") != mine.scenario:
        changed.insert(0, Change("name", _text(stored.get("scenario")), _text(mine.scenario)))
    return changed


def in_words(changed: list[Change]) -> list[str]:
    """Return a line for each of the first `SHOWN` changes, and one with the number of the others, if there are others.

    Without changes, return a line that says that the question itself differs.
    """
    if not changed:
        return ["the question itself (sim cannot tell in which values)"]
    more = len(changed) - SHOWN
    return [*map(str, changed[:SHOWN]), *([f"and {more} more"] if more > 0 else [])]


def _scenario(folder: Path) -> dict[str, Any] | None:
    """Return the content of the scenario.toml of a folder; None if there is none, or if it cannot be read."""
    try:
        return tomllib.loads(read_own(folder / "scenario.toml").decode())
    except (ResultsError, ValueError, RecursionError):
        return None


def _between(path: tuple[str, ...], then: Any, now: Any) -> Iterator[Change]:
    """Yield the differences below a path, in the order of the present question; removed keys come after the others."""
    if isinstance(then, dict) and isinstance(now, dict):
        for name in [*now, *(name for name in then if name not in now)]:
            one, two = then.get(name, ABSENT), now.get(name, ABSENT)
            if not path and name == TRIED:
                continue
            if name not in NO_RESULT or isinstance(one, dict) or isinstance(two, dict):
                yield from _between((*path, name), one, two)
    elif type(then) is not type(now) or then != now:
        yield Change(dotted(path), _text(then), _text(now))


def _text(value: Any) -> str | None:
    """Return a value as text of at most `LONGEST` columns; None if it is not stated."""
    if value is ABSENT or value is None:
        return None
    text = literal(_whole(value))
    return text if columns(text) <= LONGEST else f"{cut(text, LONGEST - 3)}..."


def _whole(value: Any) -> Any:
    """Return a value in which each float that is a whole number is an int, so that it is shown without a point."""
    if isinstance(value, dict):
        return {name: _whole(inner) for name, inner in value.items()}
    if isinstance(value, list):
        return [_whole(inner) for inner in value]
    return int(value) if isinstance(value, float) and value.is_integer() else value
