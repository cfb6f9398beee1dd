"""Compiled functions return the same bits as the same functions in plain Python."""

from __future__ import annotations

import math
from pathlib import Path
from shutil import copytree
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import sim
from sim.compiler import kernel as compiled
from sim.engines.compiled.chance import quantile, uniform, whole_seconds
from sim.model import draws, durations, quantile_tables
from sim.model.durations import Kind

WORDS = st.integers(0, 2**63 - 1)
SMALL = st.integers(0, 2**24)


@given(seed=WORDS, replication=SMALL, stream=st.integers(1, 31), key=st.integers(0, 2**48 - 1), index=SMALL, k=SMALL)
@settings(max_examples=300, deadline=None)
def test_compiled_and_plain_draws_are_equal_at_every_address(
    seed: int, replication: int, stream: int, key: int, index: int, k: int
) -> None:
    """At every address (the numbers that identify a draw, such as seed and stream), the compiled generator gives
    the same bits as the plain one.
    """
    place = key ^ 12345
    got = uniform(np.uint64(seed), np.uint64(replication), stream, np.uint64(key), index, np.uint64(place), k)
    assert got == draws.uniform(seed, replication, stream, key, index, place, k)


@pytest.mark.parametrize("part", [-1, -2, -53, -(2**31), -(2**62)])
@pytest.mark.parametrize("which", ["index", "place", "k"])
def test_compiled_and_plain_draws_are_equal_at_a_negative_part_of_an_address(which: str, part: int) -> None:
    """Compiled and plain code draw the same number if a part of the address is negative, such as the number of a
    week that is earlier than the start of the clock.
    """
    at = {"index": 4, "place": 9, "k": 2, which: part}
    drawn = uniform(np.uint64(1), np.uint64(0), 15, np.uint64(77), at["index"], at["place"], at["k"])
    assert drawn == draws.uniform(1, 0, 15, 77, at["index"], at["place"], at["k"])


SHAPES: list[tuple[Kind, float, float, float, list[float]]] = [
    (Kind.FIXED, 7.5, 0.0, 0.0, []),
    (Kind.UNIFORM, 2.0, 9.0, 0.0, []),
    (Kind.TRIANGULAR, 1.0, 2.0, 7.0, []),
    (Kind.EXPONENTIAL, 3600.0, 0.0, 0.0, []),
    (Kind.LOGNORMAL, 8.1, 0.7, 0.0, []),
    (Kind.WEIBULL, 5400.0, 1.7, 0.0, []),
    (Kind.BERNOULLI, 0.3, 0.0, 0.0, []),
    (Kind.TABLE_SCALED, 10.0, 5.0, 0.0, quantile_tables.gamma_table(2.5)),
    (Kind.EMPIRICAL, 0.0, 0.0, 0.0, [1.0, 2.0, 4.0, 8.0]),
]


@pytest.mark.parametrize("shape", SHAPES, ids=[shape[0].name for shape in SHAPES])
def test_every_family_gives_the_value_of_the_plain_function(shape: tuple[Any, ...]) -> None:
    """For each family of distributions, the compiled quantile equals the plain one at 2,000 uniform numbers, and
    at two more that are next to 0 and to 1.
    """
    kind, a, b, c, table = shape
    us = draws.uniforms(1, 0, 1, 99, np.arange(2000), 0, 0).tolist()
    as_array = np.array(table or [0.0])
    for u in [*us, 2.0**-53, 1.0 - 2.0**-53]:
        assert quantile(int(kind), a, b, c, as_array, u) == durations.quantile(int(kind), a, b, c, table, u)


@pytest.mark.parametrize("x", [0.0, 0.49999999999999994, 0.5, 1.5, 2.5, 1e9 + 0.5])
def test_durations_are_rounded_half_up(x: float) -> None:
    """Compiled and plain code round a duration half up to whole seconds."""
    assert whole_seconds(x) == durations.whole_seconds(x) == math.floor(x + 0.5)


def test_an_edited_rule_is_compiled_anew(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """An edit of a source file that may be compiled changes the name of the folder of compiled code, so that the
    code is compiled anew. An edit of another source file does not change this name.
    """
    package = Path(sim.__file__).parent
    for folder in compiled.SOURCES:
        copytree(package / folder, tmp_path / folder)
    monkeypatch.setattr(compiled.sim, "__file__", str(tmp_path / "__init__.py"))
    assert compiled.PLACE.folder is not None
    assert compiled._name() == compiled.PLACE.folder.name
    (tmp_path / "model/compile/lift.py").write_text("", encoding="utf-8")
    assert compiled._name() == compiled.PLACE.folder.name, "model/compile/lift.py is never compiled"
    for file, was, then in (
        ("model/rules.py", "max(1, present", "max(2, present"),
        ("model/schema/state/force.py", "held: Int", "held: Long"),
    ):
        text = (tmp_path / file).read_text(encoding="utf-8")
        assert was in text
        (tmp_path / file).write_text(text.replace(was, then), encoding="utf-8")
        assert compiled._name() != compiled.PLACE.folder.name
        (tmp_path / file).write_text(text, encoding="utf-8")
    assert compiled._name() == compiled.PLACE.folder.name
