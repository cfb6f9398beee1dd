"""Damaged scenarios: a shipped file with damaged text or tables, changed numbers, or a damaged CSV file beside it.

The number of a case determines the whole case, so that any case can be made again.
"""

from __future__ import annotations

import random
import shutil
import tomllib
from collections.abc import Callable, Iterator
from copy import deepcopy
from functools import cache
from pathlib import Path
from typing import Any

from sim.config import json_schema, starter_text
from sim.config.literal import dotted, literal
from sim.domain.largest import largest

__all__ = ["ROOT", "case", "shipped"]

ROOT = Path(__file__).parents[2]
STRETCHED = 2
"""If the number of a case leaves this remainder when divided by 3, `_stretched` makes the damage."""
WEIGHTS = {
    "tiny": 10,
    "starter": 6,
    "every_key": 4,
    "camps": 2,
    "kabul-2021": 1,
    "iraq-2011": 1,
    "mali-2022": 1,
    "chad-2025": 1,
    "base": 1,
    "niger-2024-hindsight": 1,
}
"""Weight of each scenario in the random choice; low for large scenarios, which take seconds."""
LARGE = ("kabul-2021", "iraq-2011", "base", "niger-2024-hindsight")
"""Scenarios that name CSV files; in some of their cases a CSV file is damaged instead of the scenario."""
LEFT = ("seed", "horizon_d", "open_h", "close_h")
"""Keys whose numbers `_stretched` does not choose: other values would be refused, or only make a history longer."""
TOKENS = [
    *("=", "[", "]", "{", "}", '"', "'", "'''", '"""', "#", ",", ";", ".", "\n", "\r", "\t", "[[", "]]", "inf", "nan"),
    *(
        "0",
        "-1",
        "1e6",
        "-0.0",
        "1_0",
        "0x1F",
        "true",
        "2024-02-30",
        "2024-01-01T25:00:00",
        "1979-05-27",
        "*",
        "\u202e",
    ),
    *("\x00", "\x1b[31m", "\u00e4", "\U0001f6e9", "\ufeff", "..", "../..", "/etc/passwd", "=1+1", "%s", "{0}", "\\"),
]
VALUES: list[Any] = [
    *(0, 1, -1, 3, 1000, 0.5, -0.25, 1e-9, 1e6, True, False, "", "camp", "x" * 300, "\x1b[0m", "A\nB", "*", "a.b"),
    *([], [[]], [0], ["camp"], ["camp", "camp"], {}, {"x": 1}, [{}], {"low": 3, "mode": 3, "high": 3, "dist": "pert"}),
    *({"low": 3, "high": 1}, {"mean": 2, "cv": 0}, {"mean": 2, "cv": 5}, {"p50": 1, "p95": 1}, {"values": [1, 2]}),
    *({"values": []}, {"csv": "data.csv", "column": "h"}, {"csv": "../x.csv", "column": "h"}, {"dist": "nope"}),
    *({"mean": 1, "dist": "exponential"}, {"p": 0.5, "dist": "bernoulli"}, {"open_h": 8, "close_h": 8}),
]


@cache
def shipped() -> dict[str, str]:
    """Return the text of each scenario by name."""
    texts = {path.stem: path.read_text(encoding="utf-8") for path in (ROOT / "configs").glob("*.toml")}
    texts["every_key"] = (ROOT / "tests" / "every_key.toml").read_text(encoding="utf-8")
    return {**texts, "starter": starter_text("starter")}


@cache
def words() -> list[str]:
    """Return all keys and all allowed words of the schema, from which damage takes new keys and values."""
    found: set[str] = set()

    def search(value: Any) -> None:
        if isinstance(value, dict):
            found.update(value.get("properties", {}))
            found.update(str(each) for each in value.get("enum", ()))
            for inner in value.values():
                search(inner)
        elif isinstance(value, list):
            for inner in value:
                search(inner)

    search(json_schema())
    return sorted(found)


def places(value: Any, path: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    """Yield the path of every entry of nested tables and lists."""
    if path:
        yield path
    entries = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, inner in entries:
        yield from places(inner, (*path, key))


def _tables(text: str, rng: random.Random) -> str:
    """Damage values and keys of a scenario; return valid TOML."""
    tables = tomllib.loads(text)
    for _ in range(rng.choice([1, 1, 2, 3, 6])):
        every = list(places(tables))
        if not every:
            break
        path = rng.choice(every)
        here: Any = tables
        for key in path[:-1]:
            here = here[key]
        at, kind = path[-1], rng.choice(["value", "value", "other", "remove", "rename", "add", "twice"])
        if kind == "value":
            here[at] = deepcopy(rng.choice(VALUES))
        elif kind == "other":
            other: Any = tables
            for key in rng.choice(every):
                other = other[key]
            here[at] = deepcopy(other)
        elif kind == "remove" or isinstance(here, list):
            del here[at]
        elif kind == "rename":
            here[rng.choice([*words(), f"{at}x", "", "a.b", "\u00e4", "x" * 100])] = here.pop(at)
        elif kind == "add":
            here[rng.choice(words())] = deepcopy(rng.choice([*VALUES, rng.choice(words())]))
        elif isinstance(here[at], list) and here[at]:
            here[at] = [*here[at], deepcopy(rng.choice(here[at]))]
    return _toml(tables)


def _toml(tables: dict[str, Any]) -> str:
    return "".join(f"{dotted((name,))} = {literal(value)}\n" for name, value in tables.items())


def _stretched(text: str, rng: random.Random) -> str:
    """Change some numbers, to the bounds of the schema or beyond, and the horizon; many such scenarios still load."""
    tables = tomllib.loads(text)
    every = [(path, here) for path, here in _numbers(tables) if path[-1] not in LEFT]
    for path, here in rng.sample(every, min(len(every), rng.choice([1, 1, 2, 3, 8]))):
        value = here[path[-1]]
        noun = {"group": "Group", "lot": "Lot", "resource": "Resource"}.get(str(path[-3]) if len(path) > 2 else "", "")
        bound = largest(noun, next((part for part in reversed(path) if isinstance(part, str)), ""))
        whole = isinstance(value, int)
        most = int(bound.most) if whole else bound.most
        within = [value + 1, value + 1, 2 * value, 10 * value, 100 * value]
        whole_ones = [*within, *within, 1, 0, most // 2, most, most + 1, -value]
        any_ones = [*within, value / 3, value / 3, value / 100, 1e-9, 0, bound.least, 0.5, 0.999, most // 2, most]
        spread = [
            {"mean": value, "cv": rng.choice([0.1, 1.0, 4.9])},
            {"low": 0, "high": value},
            {"low": value, "high": 10 * value + 1},
            {"mean": value, "dist": "exponential"},
        ]
        here[path[-1]] = rng.choice(whole_ones if whole else [*any_ones, *(spread if rng.random() < 0.5 else [])])
    tables["clock"]["horizon_d"] = rng.choice([2, 5, 20])
    return _toml(tables)


def _numbers(tables: Any, path: tuple[Any, ...] = ()) -> Iterator[tuple[tuple[Any, ...], Any]]:
    """Yield for every number its path, and the table or list that holds it."""
    for key, inner in tables.items() if isinstance(tables, dict) else enumerate(tables):
        if isinstance(inner, (dict, list)):
            yield from _numbers(inner, (*path, key))
        elif isinstance(inner, (int, float)) and not isinstance(inner, bool):
            yield (*path, key), tables


def _text(text: str, rng: random.Random) -> str:
    """Damage the text itself: characters, words, lines."""
    for _ in range(rng.choice([1, 1, 2, 4, 12])):
        at, other = sorted((rng.randrange(len(text) + 1), rng.randrange(len(text) + 1)))
        lines = text.split("\n")
        line = rng.randrange(len(lines))
        match rng.randrange(8):
            case 0:
                text = text[:at] + rng.choice(TOKENS) + text[at:]
            case 1:
                text = text[:at] + text[min(other, at + 40) :]
            case 2:
                text = text[:at] + chr(rng.randrange(1, 0x250)) + text[at + 1 :]
            case 3:
                text = "\n".join([*lines[: line + 1], *lines[line:]])
            case 4:
                text = "\n".join([*lines[:line], *lines[line + 1 :]])
            case 5:
                lines[line] = lines[rng.randrange(len(lines))]
                text = "\n".join(lines)
            case 6:
                head, sign, _ = lines[line].partition("=")
                lines[line] = head + sign + rng.choice([*TOKENS, *map(literal, VALUES[:14]), rng.choice(words())])
                text = "\n".join(lines)
            case 7:
                text = text[:other] if rng.random() < 0.2 else text[:at] + rng.choice(words()) + text[at:]
    return text


def _bytes(text: str, rng: random.Random) -> bytes:
    """Return a text as bytes; in a few cases with some bits flipped, or in UTF-16."""
    raw = bytearray(text.encode("utf-8", "replace"))
    if raw and rng.random() < 0.1:
        for _ in range(rng.choice([1, 3])):
            raw[rng.randrange(len(raw))] ^= 1 << rng.randrange(8)
    if rng.random() < 0.03:
        return text.encode("utf-16")
    return bytes(raw)


def case(number: int, folder: Path) -> Path:
    """Write the case with this number into an empty folder; return the path of its scenario file."""
    rng = random.Random(number)
    name = rng.choices(list(WEIGHTS), list(WEIGHTS.values()))[0]
    text = shipped()[name]
    shutil.copytree(ROOT / "configs" / "data", folder / "data", dirs_exist_ok=True)
    (folder / "data.csv").write_text("h,at,site\n1,2024-01-02,camp\n2.5,2024-01-03,camp\n", encoding="utf-8")
    damage: Callable[[str, random.Random], str] = rng.choice([_tables, _text])
    sheets = sorted((folder / "data").glob("*.csv"))
    if number % 3 == STRETCHED:
        text = _stretched(text, rng)
    elif name in LARGE and rng.random() < 0.6:
        sheet = rng.choice(sheets)
        sheet.write_bytes(_bytes(_text(sheet.read_text(encoding="utf-8"), rng), rng))
    else:
        text = damage(text, rng)
    path = folder / "case.toml"
    path.write_bytes(text.encode() if number % 3 == STRETCHED else _bytes(text, rng))
    return path
