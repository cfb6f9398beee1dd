"""Compiled code on disk: only files that this user wrote are loaded; damaged code is compiled again."""

from __future__ import annotations

import errno
import os
import pickle
import random
from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest
from numba import njit

from sim.compiler import cache as kept


def plus(a: int, b: int) -> int:
    return a + 2 * b


@pytest.fixture(autouse=True)
def _quiet(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Unset the variables that name folders of compiled code; clear the list of problems before and after a test."""
    for name in (kept.SHARED, "NUMBA_CACHE_DIR", "XDG_CACHE_HOME"):
        monkeypatch.setenv(name, "")  # after this, monkeypatch restores the variable whatever a test sets
        monkeypatch.delenv(name)
    kept.problems.clear()
    yield
    kept.problems.clear()


def compiled(folder: Path) -> tuple[Any, int]:
    """Compile and call `plus` as a new process does; return it compiled, and 1 if its code was on disk (0 if not)."""
    dispatcher = njit(plus)
    cache = kept.cache_of(plus, folder)
    if cache is not None:
        dispatcher._cache = cache
    assert dispatcher(3, 4) == 11
    return dispatcher, sum(dispatcher.stats.cache_hits.values())


def files(folder: Path) -> list[Path]:
    return sorted(path for path in folder.rglob("*") if path.suffix in (".nbi", ".nbc"))


def test_code_is_kept_and_found(tmp_path: Path) -> None:
    """Code that one process compiled is found by the next one. The code is in the named folder, not beside
    the source.
    """
    assert compiled(tmp_path)[1] == 0
    assert compiled(tmp_path)[1] == 1
    assert len(files(tmp_path)) == 2
    assert not any("plus" in path.name for path in Path(__file__).parent.rglob("*.nb[ic]"))


def test_a_thousand_flipped_bits_and_six_cuts_are_noticed(tmp_path: Path) -> None:
    """A file in which one bit is flipped (500 times for each of two files), or which is cut off at one of six
    lengths, is refused as damaged.
    """
    compiled(tmp_path)
    rng = random.Random(1)
    for path in files(tmp_path):
        whole = path.read_bytes()
        for _ in range(500):
            at, bit = rng.randrange(len(whole)), rng.randrange(8)
            path.write_bytes(whole[:at] + bytes([whole[at] ^ 1 << bit]) + whole[at + 1 :])
            with pytest.raises(ValueError, match="damaged"):
                kept._unsealed(str(path))
        for most in (0, 1, 31, 32, 33, len(whole) - 1):
            path.write_bytes(whole[:most])
            with pytest.raises(ValueError, match="damaged"):
                kept._unsealed(str(path))
        path.write_bytes(whole)


@pytest.mark.parametrize("ending", [".nbi", ".nbc"])
def test_damaged_code_is_compiled_again(tmp_path: Path, ending: str) -> None:
    """Damage is reported, the function is compiled again and returns the right number, and the next process
    finds sound code.
    """
    compiled(tmp_path)
    path = next(each for each in files(tmp_path) if each.suffix == ending)
    path.write_bytes(path.read_bytes()[:-7] + b"garbage")
    assert compiled(tmp_path)[1] == 0
    (problem,) = kept.problems
    assert "damaged" in problem
    assert compiled(tmp_path)[1] == 1


class Planted:
    """An object that runs code (it makes a folder) when it is unpickled."""

    def __reduce__(self) -> tuple[Any, ...]:
        return os.mkdir, ("planted",)


def test_a_planted_pickle_without_its_digest_is_not_run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A pickle without a digest, in place of the index or the code, is not unpickled. Numba's own cache would
    unpickle it.
    """
    monkeypatch.chdir(tmp_path)
    compiled(tmp_path)
    for path in files(tmp_path):
        path.write_bytes(pickle.dumps(Planted()))
    compiled(tmp_path)
    assert not Path("planted").exists()


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() != 0, reason="only root may give files away")
def test_a_file_of_another_owner_is_not_loaded(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A file that belongs to another user is not unpickled, even if its digest is right."""
    monkeypatch.chdir(tmp_path)
    compiled(tmp_path)
    evil = pickle.dumps(Planted())
    for path in files(tmp_path):
        path.write_bytes(sha256(evil).digest() + evil)
        os.chown(path, 12345, 12345)
    compiled(tmp_path)
    assert not Path("planted").exists()


def test_on_a_full_disk_the_function_runs_and_no_code_is_kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """If code cannot be written, the function still runs, and a message gives the reason."""

    def full(*_: Any) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(kept._Sealed, "_seal", full)
    assert compiled(tmp_path)[1] == 0
    (problem,) = kept.problems
    assert "no space left on device" in problem
    assert not files(tmp_path)


# ------------------------------------------------------------------------------------------------------ the folder


def test_the_default_folder_is_closed_to_other_users(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The default folder and its parent get mode 0700 without a message, even if the parent exists with mode
    0755.
    """
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    (tmp_path / "sim").mkdir(mode=0o755)
    found = kept.place("kernels-1")
    assert (found.folder, found.note) == (tmp_path / "sim" / "kernels-1", "")
    assert [path.stat().st_mode & 0o777 for path in (tmp_path / "sim", found.folder)] == [0o700, 0o700]


def test_the_variable_of_numba_names_the_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """If NUMBA_CACHE_DIR is set, code is kept within the folder that it names."""
    monkeypatch.setenv("NUMBA_CACHE_DIR", str(tmp_path / "deep" / "er"))
    assert kept.place("kernels-1").folder == tmp_path / "deep" / "er" / "sim" / "kernels-1"


def _link(tmp_path: Path) -> None:
    (tmp_path / "other").mkdir()
    (tmp_path / "sim").symlink_to(tmp_path / "other")


def _open(tmp_path: Path) -> None:
    (tmp_path / "sim").mkdir()
    (tmp_path / "sim").chmod(0o777)


def _home(tmp_path: Path) -> None:
    tmp_path.chmod(0o777)


def _file(tmp_path: Path) -> None:
    (tmp_path / "sim").write_text("")


def _other(tmp_path: Path) -> None:
    (tmp_path / "sim").mkdir()
    os.chown(tmp_path / "sim", 12345, 12345)


@pytest.mark.parametrize(
    ("lay", "why"),
    [
        (_link, "is a link or not a folder"),
        (_open, "is open to others"),
        (_home, "others may write to"),
        (_file, "is a link or not a folder"),
        pytest.param(
            _other,
            "belongs to someone else",
            marks=pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() != 0, reason="only root may give away"),
        ),
    ],
)
def test_a_folder_that_others_may_have_filled_is_not_used(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, lay: Any, why: str
) -> None:
    """If other users may have put files into the usual folder, or if the folder is a link or a file, this process
    and its workers use a temporary folder, and a message says why.
    """
    home = tmp_path / "home"
    home.mkdir()
    lay(home)
    monkeypatch.setenv("XDG_CACHE_HOME", str(home))
    found = kept.place("kernels-1")
    assert found.note.startswith("compiled code is kept for this run only: ")
    assert why in found.note
    assert found.folder is not None
    assert home not in found.folder.parents
    assert found.folder.stat().st_mode & 0o777 == 0o700
    assert kept.place("kernels-1").folder == found.folder  # workers use the same folder
    monkeypatch.delenv(kept.SHARED)


def test_the_folder_for_workers_must_be_closed_to_other_users(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The folder that a process passes to its workers is used only if no other user may write to it."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    shared = tmp_path / "shared"
    shared.mkdir(mode=0o700)
    monkeypatch.setenv(kept.SHARED, str(shared))
    assert kept.place("kernels-1").folder == shared / "kernels-1"
    shared.chmod(0o777)
    assert kept.place("kernels-1").folder == tmp_path / "cache" / "sim" / "kernels-1"


def test_without_any_folder_code_is_compiled_in_memory(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """If not even a temporary folder can be made, no code is kept, and a message says so."""
    (tmp_path / "file").write_text("")
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "file"))

    def none(**_: Any) -> str:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(kept.tempfile, "mkdtemp", none)
    found = kept.place("kernels-1")
    assert found.folder is None
    assert found.note.startswith("compiled code is not kept: ")
