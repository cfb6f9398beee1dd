"""Each line of constraints.txt is a name with an exact version, and every dependency is pinned there."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable
from pathlib import Path

ROOT = Path(__file__).parents[1]


def listing(offenders: Iterable[str]) -> str:
    return "\n".join(["", *offenders])


def plain(requirement: str) -> str:
    """Return the normalised name of the package of a requirement, without version and marker."""
    name = re.match(r"[\w.-]+", requirement)
    assert name, requirement
    return re.sub(r"[-_.]+", "-", name[0]).lower()


def test_constraints_are_names_and_exact_versions() -> None:
    """Each line is name==version, without address, hash, marker or comment; names are sorted and unique."""
    lines = (ROOT / "constraints.txt").read_text(encoding="utf-8").splitlines()
    found = [line for line in lines if not re.fullmatch(r"[A-Za-z0-9][\w.-]*==\d+(\.\d+)*(\.?\w+\d+)?", line)]
    assert not found, listing(found)
    names = [plain(line) for line in lines]
    assert names == sorted(set(names)), "each name once, in order"


def test_every_dependency_is_pinned() -> None:
    """Every requirement of pyproject.toml is pinned in constraints.txt."""
    table = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    project = table["project"]
    asked = [*table["build-system"]["requires"], *project["dependencies"]]
    asked += [requirement for extra in project["optional-dependencies"].values() for requirement in extra]
    pinned = set(map(plain, (ROOT / "constraints.txt").read_text(encoding="utf-8").splitlines()))
    assert sorted(set(map(plain, asked)) - pinned) == []
