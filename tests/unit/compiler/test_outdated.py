"""Folders of compiled code that have not been used for thirty days are removed, and no others."""

import os
import time
from pathlib import Path

import pytest

from sim.compiler import cache as kept
from sim.compiler import outdated
from sim.compiler.outdated import DAY_S, DAYS, cleared

NEW, OLD, WORN = "kernels-" + "0" * 16, "kernels-" + "1" * 16, "kernels-" + "2" * 16


def make_folder(home: Path, name: str, days: float) -> Path:
    """Make a folder of compiled code that was last used `days` ago; return it."""
    folder = home / name
    folder.mkdir(mode=0o700)
    (folder / "loop.nbi").write_bytes(b"code")
    then = time.time() - days * DAY_S
    os.utime(folder, (then, then))
    return folder


def test_only_old_folders_of_compiled_code_are_removed(tmp_path: Path) -> None:
    """A folder is removed if it was not used for more than `DAYS` days, has a name of compiled code, is closed
    to other users, and is not the folder in use. A link with such a name stays, and so does the folder behind it.
    """
    worn, young = make_folder(tmp_path, WORN, DAYS + 1), make_folder(tmp_path, NEW, DAYS - 1)
    in_use, other = make_folder(tmp_path, OLD, DAYS + 1), make_folder(tmp_path, "kernels-of-mine", DAYS + 1)
    half = make_folder(tmp_path, f"{OLD}.old-77", DAYS + 1)  # left by a process that ended while it removed the folder
    link = tmp_path / ("kernels-" + "3" * 16)
    link.symlink_to(other)
    expected = [half, worn]
    if os.name == "posix":
        open_to_others = make_folder(tmp_path, "kernels-" + "4" * 16, DAYS + 1)
        open_to_others.chmod(0o777)
    assert cleared(tmp_path, in_use, kept._flaw) == expected
    assert all(each.exists() for each in (young, in_use, other / "loop.nbi", link))
    assert os.name != "posix" or open_to_others.exists()
    assert not any(each.exists() for each in expected)
    assert not cleared(tmp_path / "none", in_use, kept._flaw)


def test_a_folder_that_another_process_begins_to_use_stays(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A folder that another process uses after its age was checked, but before it is renamed, is not removed."""
    worn, rename = make_folder(tmp_path, WORN, DAYS + 1), Path.rename

    def used_first(folder: Path, target: Path) -> Path:
        outdated.used(folder)
        return rename(folder, target)

    monkeypatch.setattr(Path, "rename", used_first)
    assert cleared(tmp_path, tmp_path / NEW, kept._flaw) == []
    assert (worn / "loop.nbi").read_bytes() == b"code"
    assert [each.name for each in tmp_path.iterdir()] == [WORN]


def test_the_folder_in_use_counts_as_used_now(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """`place` removes old folders, and records its own folder as used now, however long it was unused."""
    monkeypatch.delenv(kept.SHARED, raising=False)
    monkeypatch.setenv("NUMBA_CACHE_DIR", str(tmp_path))
    monkeypatch.setattr(kept, "_open_to_others", lambda folder: None)
    home = tmp_path / "sim"
    home.mkdir(mode=0o700)
    mine, worn = make_folder(home, OLD, DAYS + 1), make_folder(home, WORN, DAYS + 1)
    assert kept.place(OLD).folder == mine
    assert time.time() - mine.stat().st_mtime < DAY_S
    assert not worn.exists()
