"""Results convert to plain arrays with documented columns, and their properties and methods follow one style."""

from __future__ import annotations

import inspect
import re
from functools import cached_property
from pathlib import Path
from typing import Any

import numpy as np
import pytest

import sim
from sim.experiment.dataframe import arrays_of_rows
from sim.experiment.decide.explain.discovery import Rule
from sim.experiment.decide.explain.information import Informed
from sim.experiment.decide.explain.sensitivity import Owners
from sim.experiment.study import Study
from tests.unit.experiment.coins import question

PAGE = (Path(__file__).parents[3] / "docs" / "library.md").read_text(encoding="utf-8")
SEATS = {"to": ["lift.jet.seats"], "from": 8, "until": 12, "step": 2, "usd_per_step": 5.0}
UNKNOWN = {"people": {"to": ["group.staff.count"], "apply": "times", "draw": {"low": 0.5, "high": 1.5}}}
RESULTS = (sim.Study, sim.Sweep, sim.Requirement, sim.Comparison, Owners, Rule, Informed)
CONVERTS = {"arrays", "as_dict", "lines", "plot", "to_pandas"}
"""Methods that need no argument because they draw or convert."""
ANEW = {"bands", "daily", "why"}
"""Further methods that need no argument: each call reads all histories of the study."""


def described(kind: str) -> list[str]:
    """Return the columns of one table of docs/library.md in order, and check that each has a meaning."""
    table = PAGE.split(f"| column of {kind} | unit | meaning |")[1].split("\n\n")[0]
    rows = re.findall(r"^\| `(\w+)` \|([^|]*)\| (\S[^|]*)\|$", table, re.MULTILINE)
    assert len(rows) == len(table.splitlines()) - 2
    return [name for name, *_ in rows]


@pytest.fixture(scope="module")
def results() -> dict[str, Any]:
    """Return a result of each kind."""
    asked = question(60, lever={"seats": SEATS}, uncertainty=UNKNOWN)
    found = sim.compare(asked, {"more": {"seats": 12}}, replications=100, workers=1)
    one, two = found.studies.values()
    return {
        "a sweep": sim.sweep(asked, ["seats", "policy.load=slack,heaviest first"], replications=4, workers=1),
        "a search": sim.require(asked, ["seats=8,12"], budget=200, workers=1),
        "a comparison": found,
        "a sensitivity": one.sensitivity(),
        "an information": two.information(one),
        "a study": one,
    }


@pytest.mark.parametrize("kind", ["a sweep", "a search", "a comparison", "a sensitivity", "an information"])
def test_every_column_is_described(kind: str, results: dict[str, Any]) -> None:
    """docs/library.md lists exactly the columns of each table, in their order, each with a meaning."""
    levers = {"seats", "policy.load"}
    assert [name for name in results[kind].arrays() if name not in levers] == described(kind)


def test_columns_of_outcomes_are_described(results: dict[str, Any]) -> None:
    """Each column of a study states its kind and meaning, and docs/library.md describes each kind."""
    study = results["a study"]
    for column in study.columns:
        assert column.about
        assert f"| `{column.kind}` |" in PAGE
    assert list(study.arrays()) == ["replication", *(column.name for column in study.columns)]


def test_tables_are_plain_arrays(results: dict[str, Any]) -> None:
    """All columns of a table are one-dimensional, equally long, and hold numbers, booleans, dates or text. In
    the table of a study, a closure that never came is NaT.
    """
    for kind, result in results.items():
        table = result.arrays()
        assert {values.ndim for values in table.values()} == {1}, kind
        assert len({len(values) for values in table.values()}) == 1, kind
        assert {values.dtype.kind for values in table.values()} <= set("ifbMU"), kind
        times = {values.dtype.str[1:] for values in table.values() if values.dtype.kind == "M"}
        assert times <= {"M8[ms]", "M8[D]"}, f"{kind}: polars reads no times in seconds"
    study = results["a study"]
    table, came = study.arrays(), study.outcomes["closure"] < 2**62
    assert np.array_equal(np.isnat(table["closure"]), ~came)
    begins = np.datetime64("2024-01-01T00:00:00")
    assert np.array_equal(
        (table["closure"] - begins)[came].astype("m8[s]").astype(np.int64), study.outcomes["closure"][came]
    )
    assert np.array_equal(table["met_deadline"], study.outcomes["met_deadline"] == 1)


def test_types_of_columns() -> None:
    """Whole numbers stay whole if none is missing. A missing number becomes NaN, missing text becomes "", and
    values of mixed types become text.
    """
    rows = [{"a": 1, "b": 1, "c": "x", "d": (1, 2), "e": True}, {"a": 2, "b": None, "c": None, "d": "y", "e": False}]
    table = arrays_of_rows(rows)
    assert [table[name].dtype.kind for name in "abcde"] == ["i", "f", "U", "U", "b"]
    assert np.isnan(table["b"][1])
    assert (table["c"].tolist(), table["d"].tolist()) == (["x", ""], ["(1, 2)", "y"])


OF_FIGURES = {(Study, "plot")}
"""`Study.plot` is a property: an object with a method for each figure. The `plot` of other results is a method that
draws their one figure.
"""


def members(kind: type) -> list[tuple[str, Any]]:
    return [(name, value) for name, value in vars(kind).items() if not name.startswith("_")]


@pytest.mark.parametrize("kind", RESULTS)
def test_properties_and_methods_follow_one_style(kind: type) -> None:
    """A value that needs no arguments is a property. A method takes an argument, draws, converts, or reads all
    histories again. All have docstrings.
    """
    for name, value in members(kind):
        if isinstance(value, property | cached_property):
            assert name not in CONVERTS | ANEW or (kind, name) in OF_FIGURES
            assert (value.fget if isinstance(value, property) else value.func).__doc__, name
        elif inspect.isfunction(value):
            _, *asked = inspect.signature(value).parameters.values()
            assert asked or name in CONVERTS | ANEW, (
                f"{kind.__name__}.{name}: expected a property, or a name in CONVERTS or ANEW"
            )
            assert value.__doc__, name


def test_a_property_gives_the_same_again(results: dict[str, Any]) -> None:
    for result in results.values():
        for name, value in members(type(result)):
            if isinstance(value, property | cached_property):
                one, two = getattr(result, name), getattr(result, name)
                assert one is two or one == two, name


def test_a_name_is_a_property_or_a_method_of_all_results() -> None:
    """No name is a property of one result and a method of another."""
    callable_in: dict[str, set[bool]] = {}
    for kind in RESULTS:
        for name, value in members(kind):
            if (kind, name) in OF_FIGURES:
                continue
            if isinstance(value, property | cached_property) or inspect.isfunction(value):
                callable_in.setdefault(name, set()).add(inspect.isfunction(value))
    assert {name for name, kinds in callable_in.items() if len(kinds) > 1} == set()
