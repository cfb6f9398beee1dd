"""The figures of a study too large for memory stay in a file, and the study gives the same bytes."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from sim.analysis.summary import track
from sim.experiment.keep import store as kept
from sim.experiment.keep.spill import Spill
from sim.experiment.run import run
from sim.experiment.study import Study
from tests.unit.experiment import dice


def study(folder: Path, n: int = 60) -> Study:
    return run(dice.question(), replications=n, engine=dice.FAST, workers=1, inner=3, out=folder)


def test_a_large_study_gives_the_same_results(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """outcomes.csv, summary, answer and fingerprint are the same whether the figures are in memory or on disk;
    two such studies can be merged.
    """
    small = study(tmp_path / "small")
    monkeypatch.setattr(kept, "IN_MEMORY", 0)
    monkeypatch.setattr(kept, "PIECE", 7)
    monkeypatch.setattr(track, "MEMORY_BYTES", 0)
    large = study(tmp_path / "large")
    assert isinstance(large.outcomes, Spill)
    assert isinstance(small.outcomes, np.ndarray)
    assert large.fingerprint == small.fingerprint
    got = [{**each.summary, "run": None} for each in (large, small)]
    assert got[0] == got[1]
    assert (tmp_path / "large/outcomes.csv").read_bytes() == (tmp_path / "small/outcomes.csv").read_bytes()
    assert repr(large) == repr(small)
    both = large.merge(run(large.plan, replications=5, first=60, engine=dice.FAST, workers=1, inner=3))
    assert both.fingerprint == study(tmp_path / "more", 65).fingerprint


def test_records_by_number_slice_and_mask(tmp_path: Path) -> None:
    """Records on disk (`shelf`) are indexed like a record array, and the folder shows no file."""
    records = np.zeros(25, [("a", "i8"), ("b", "f8")])
    records["a"], records["b"] = np.arange(25), np.linspace(0, 1, 25)
    shelf = Spill(records.dtype, 25, [records[:10], records[10:]], tmp_path)
    assert list(tmp_path.iterdir()) == []
    assert len(shelf) == 25
    for rows in (slice(3, 9), records["a"] % 3 == 0, np.array([4, 1]), 7, -1):
        assert np.array_equal(shelf[rows], records[rows])
    late = shelf[records["a"] > 20]
    assert (len(late), late["a"].tolist(), late[1].tolist()) == (4, [21, 22, 23, 24], records[22].tolist())
    assert np.array_equal(late[late["b"] > 0.95], records[23:])
    assert [each.tolist() for each in late] == records[21:].tolist()
    assert np.array_equal(np.asarray(shelf), records)
    assert [each.tolist() for each in shelf] == records.tolist()
    assert not shelf["a"].flags.writeable
