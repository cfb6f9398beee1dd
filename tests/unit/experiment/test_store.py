"""Results on disk: what is stored and kept, folders that are refused, and the messages."""

from __future__ import annotations

import errno
import os
import sqlite3
import subprocess
import sys
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from sim.errors import ResultsError
from sim.experiment.keep.disk_errors import explained
from sim.experiment.keep.written import write_text
from sim.experiment.run import run
from sim.experiment.workers.block import Block, pack, unpack
from sim.model.digest import plan_digest
from tests.unit.experiment import dice

ROOT = Path(__file__).parents[3]


def small(folder: Path | None, **more: Any) -> Any:
    return run(more.pop("plan", dice.question()), replications=8, engine=dice.FAST, workers=1, out=folder, **more)


@pytest.mark.parametrize(
    ("more", "words"),
    [
        ({"seed": 2}, "seed: 1 then, 2 now"),
        ({"inner": 2}, "inner: 1 then, 2 now"),
        ({"plan": dice.question(deadline_h=481)}, "another question.*\n *the question itself"),
        ({"plan": dice.question(name="other")}, 'name: "dice" then, "other" now'),
    ],
)
def test_a_folder_with_another_study_is_refused(more: dict[str, Any], words: str, tmp_path: Path) -> None:
    """A folder with another study is refused; the error says what changed and names `overwrite`. The study is
    replaced only with `overwrite`.
    """
    first = small(tmp_path)
    with pytest.raises(ResultsError, match=words) as caught:
        small(tmp_path, **more)
    assert "overwrite" in str(caught.value)
    assert small(tmp_path).fingerprint == first.fingerprint
    assert small(tmp_path, overwrite=True, **more).run["resumed"] == 0


def test_overwrite_runs_all_histories_again(tmp_path: Path) -> None:
    """`overwrite` runs all histories again, even those of the same study."""
    small(tmp_path)
    assert small(tmp_path, overwrite=True).run["resumed"] == 0


@pytest.mark.parametrize("harm", ["truncated", "not a database", "another program's", "scrambled"])
def test_a_damaged_database_is_refused(harm: str, tmp_path: Path) -> None:
    """A database that is damaged or of another program is refused with a remedy; `overwrite` replaces it."""
    small(tmp_path).store.close()
    file = tmp_path / "study.sqlite"
    if harm == "truncated":
        file.write_bytes(file.read_bytes()[:5000])
    elif harm == "not a database":
        file.write_text("replication,closure\n" * 500, encoding="utf-8")
    elif harm == "scrambled":
        content = bytearray(file.read_bytes())
        content[4096:12288] = b"\xff" * 8192
        file.write_bytes(content)
    else:
        file.unlink()
        with sqlite3.connect(file) as connection:
            connection.execute("CREATE TABLE recipes (name TEXT)")
        connection.close()
    with pytest.raises(ResultsError, match=r"study\.sqlite") as caught:
        small(tmp_path)
    assert any(cure in str(caught.value) for cure in ("delete it", "another folder"))
    assert len(small(tmp_path, overwrite=True)) == 8


def test_damaged_head_counts_are_run_again(tmp_path: Path) -> None:
    """A history whose head-counts do not match their checksum is run again, and the study is as before."""
    before = small(tmp_path)
    before.store.close()
    with sqlite3.connect(tmp_path / "study.sqlite") as connection:
        connection.execute("UPDATE replication SET daily = x'00' WHERE replication = 3")
    connection.close()
    again = small(tmp_path)
    assert (again.run["run_again"], again.run["resumed"]) == ([3], 7)
    assert again.fingerprint == before.fingerprint


def test_a_name_that_cannot_be_decoded_is_reported_as_damage() -> None:
    """Text of the database that cannot be decoded is reported as damage."""
    with pytest.raises(ResultsError, match="damaged"), explained("study.sqlite"):
        b"caf\xe5".decode()


def test_two_processes_cannot_write_into_one_folder(tmp_path: Path) -> None:
    """While one process writes into a folder, another process is refused; after the first has ended, the other
    may write.
    """
    hold = (
        "import sys, time; from pathlib import Path; from sim.experiment.keep.lock import Lock;"
        "lock = Lock(Path(sys.argv[1])); print('held', flush=True); time.sleep(60)"
    )
    process = subprocess.Popen(
        [sys.executable, "-c", hold, str(tmp_path)], cwd=ROOT, stdout=subprocess.PIPE, stdin=subprocess.DEVNULL
    )
    assert process.stdout is not None
    try:
        process.stdout.readline()
        with pytest.raises(ResultsError, match="in use"):
            small(tmp_path)
    finally:
        process.kill()
        process.communicate()
    assert len(small(tmp_path)) == 8


def test_a_folder_of_another_version_is_not_called_one_of_another_question(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """If only the code of sim differs, the error says that another version of sim made the study."""
    small(tmp_path)
    monkeypatch.setattr("sim.experiment.keep.identity.code_digest", lambda engine: "other")
    with pytest.raises(ResultsError, match="holds a study that another version of sim made"):
        small(tmp_path)


def test_a_file_in_place_of_the_folder_is_refused(tmp_path: Path) -> None:
    (tmp_path / "r").write_text("", encoding="utf-8")
    with pytest.raises(ResultsError, match="expected a folder, or an unused name; this is a file"):
        small(tmp_path / "r")


def test_a_file_above_the_folder_is_refused_by_its_own_name(tmp_path: Path) -> None:
    """If a parent of the folder is a file, the error names that file, not the folder."""
    file = tmp_path / "r"
    file.write_text("", encoding="utf-8")
    with pytest.raises(ResultsError) as error:
        small(file / "below")
    assert str(error.value) == f"{file}: expected a folder, or an unused name; this is a file"


def test_a_disk_without_locks_is_not_reported_as_in_use(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """If the disk cannot lock files, the error says so and advises another disk."""

    def refused(file: int) -> None:
        raise OSError(errno.ENOLCK, os.strerror(errno.ENOLCK))

    monkeypatch.setattr("sim.experiment.keep.lock._take", refused)
    with pytest.raises(ResultsError, match=r"cannot be locked \(.*\); choose a folder on another disk"):
        small(tmp_path)


def test_a_full_disk_keeps_earlier_results(tmp_path: Path) -> None:
    """If the disk is full, the error says that earlier results are kept, and the old file is unchanged."""
    target = tmp_path / "summary.json"
    write_text(target, ["old"])
    with pytest.raises(ResultsError, match=r"disk is full.*kept"), explained(target):
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
    with pytest.raises(ResultsError, match="disk is full"):
        write_text(target, _fills_the_disk())
    assert target.read_text(encoding="utf-8") == "old"
    assert list(tmp_path.iterdir()) == [target]


def _fills_the_disk() -> Any:
    yield "some"
    raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))


def test_a_full_database_keeps_finished_blocks(tmp_path: Path) -> None:
    """If SQLite finds the disk full, the error says that earlier results are kept, and finished blocks are."""
    study = small(tmp_path)
    connection = study.store._connection
    pages = connection.execute("PRAGMA page_count").fetchone()[0]
    connection.execute(f"PRAGMA max_page_count = {pages}")
    more = run(dice.question(), replications=400, engine=dice.FAST, workers=1)
    kept = (list(more.store.packed(what, 0, 400)) for what in ("daily", "why"))
    block = Block(more.outcomes, *kept)
    with pytest.raises(ResultsError, match=r"disk is full.*kept"):
        study.store.add(block)
    assert len(study.store.present(0, 400)) == 8


def test_names_that_differ_in_case_or_have_quotes_are_stored(tmp_path: Path) -> None:
    """Sites named a and A, and names with quotes and blanks, are stored and read back."""
    site = {"kind": "base"}
    plan = dice.question(site={"A": site, "a": site, 'the "big" one': site}, lift=_lift())
    study = small(tmp_path, plan=plan)
    assert {"closure_A", "closure_a", 'closure_the "big" one'} <= set(study.outcomes.dtype.names)
    study.store.close()
    assert small(tmp_path, plan=plan).run["resumed"] == 8


def _lift() -> dict[str, Any]:
    from tests.scenarios import dated, lift

    return {"c17": lift(dated(24))}


def test_nothing_is_written_without_a_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    assert small(None).summary["replications"] == 8
    assert list(tmp_path.iterdir()) == []


def test_the_digest_depends_on_numbers_and_names_but_not_on_the_seed() -> None:
    """The digest of a plan is the same when it is compiled again, also with another seed. Another name, or a
    deadline that is a second later, changes it.
    """
    digest = plan_digest(dice.question())
    assert digest == plan_digest(dice.question()) == plan_digest(dice.question(seed=99))
    assert digest != plan_digest(dice.question(deadline_h=480 + 1 / 3600))
    assert digest != plan_digest(dice.question(name="other"))


def test_packed_head_counts_are_unpacked_exactly() -> None:
    """Packed daily counts are unpacked exactly, and take less than a quarter of their unpacked size."""
    store = small(None).store
    for heads, flown in zip(store.daily(0, 8), store.by_lift(0, 8), strict=True):
        packed = pack(heads, flown)
        assert all(map(np.array_equal, unpack(packed, heads.shape, flown.shape), (heads, flown)))
        assert len(packed) < (heads.nbytes + flown.nbytes) / 4


def test_overwrite_removes_earlier_results_and_keeps_other_files(tmp_path: Path) -> None:
    """`overwrite` removes pictures and tables of the earlier run, even those that the new run does not make.
    Files of the user stay, also in the folder of pictures.
    """
    from sim.experiment.keep.folder import PICTURES
    from sim.plots import FIGURES

    assert set(PICTURES) == set(FIGURES)
    small(tmp_path)
    (tmp_path / "figures").mkdir()
    for name in ("compared.csv", "notes.txt", "figures/mine.png", *(f"figures/{name}.png" for name in FIGURES)):
        (tmp_path / name).write_text("before", encoding="utf-8")
    small(tmp_path, overwrite=True)
    left = {path.name for path in (tmp_path, tmp_path / "figures") for path in path.iterdir() if path.is_file()}
    assert {"notes.txt", "mine.png", "summary.json"} <= left
    assert not left & {"compared.csv", *(f"{name}.png" for name in FIGURES)}
