"""Any content of a file gives a scenario or a list of problems, never a traceback."""

from __future__ import annotations

import tomllib
from copy import deepcopy
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from sim.config.literal import dotted, literal
from sim.config.load import load
from sim.errors import ConfigError

JUNK = st.sampled_from(
    [
        0,
        -1,
        1.5,
        True,
        "",
        "camp",
        "x",
        [],
        [1],
        ["camp"],
        {},
        {"a": 1},
        {"low": 3, "high": 1},
        [{}],
        {"csv": "x.csv"},
    ]
)


def places(value: Any, path: tuple[str | int, ...] = ()) -> list[tuple[str | int, ...]]:
    inner: list[tuple[str | int, Any]] = []
    if isinstance(value, dict):
        inner = list(value.items())
    elif isinstance(value, list):
        inner = list(enumerate(value))
    return [path, *(found for key, item in inner for found in places(item, (*path, key)))]


@given(st.data())
def test_random_content_is_reported_without_a_traceback(camp: str, tmp_path_factory, data: st.DataObject) -> None:
    """If up to three entries of a valid file are replaced by junk, removed or renamed, `load` gives a scenario
    or a list of problems. Each problem has a line or a key.
    """
    tables = tomllib.loads(camp)
    for _ in range(data.draw(st.integers(1, 3))):
        path = data.draw(st.sampled_from(places(tables)[1:]))
        here: Any = tables
        for key in path[:-1]:
            here = here[key]
        change = data.draw(st.sampled_from(["replace", "remove", "rename"]))
        if change == "replace":
            here[path[-1]] = deepcopy(data.draw(JUNK))
        elif change == "remove" or not isinstance(here, dict):
            del here[path[-1]]
        else:
            here[f"{path[-1]}x"] = here.pop(path[-1])
        if len(places(tables)) == 1:
            break
    text = "".join(f"{dotted((name,))} = {literal(value)}\n" for name, value in tables.items())
    file = tmp_path_factory.getbasetemp() / "junk.toml"
    file.write_text(text, encoding="utf-8")
    options = data.draw(st.sampled_from([(), ("lift.c17.seats=3",), ("hold.cargo out.until.0.at_most=2",)]))
    outages = data.draw(st.sampled_from([(), ("camp:2024-06-01..2024-06-02",)]))
    got = ""
    try:
        load(file, options, outages)
    except ConfigError as error:
        got = str(error)
        problems = error.problems
    if got:
        assert got.endswith("nothing was run.")
        assert all(problem.line or problem.key for problem in problems)
