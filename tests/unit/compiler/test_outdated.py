"""Compiled code that has not been used for thirty days is removed; nothing else is."""

import os
import time
from pathlib import Path

import pytest

from sim.compiler import cache as kept
from sim.compiler import outdated
from sim.compiler.outdated import DAY_S, DAYS, cleared

NEW, OLD, WORN = "kernels-" + "0" * 16, "kernels-" + "1" * 16, "kernels-" + "2" * 16


def made(home: Path, name: str, days: float) -> Path:
    """Lay a folder with a file, last used so many days ago."""
    folder = home / name
    folder.mkdir(mode=0o700)
    (folder / "loop.nbi").write_bytes(b"code")
    then = time.time() - days * DAY_S
    os.utime(folder, (then, then))
    return folder


def test_only_what_is_old_and_ours_is_removed(tmp_path: Path) -> None:
    """Claim: of several folders that one goes which is old, carries such a name, and is closed to others; a link and
    what it leads to stay.
    """
    worn, young = made(tmp_path, WORN, DAYS + 1), made(tmp_path, NEW, DAYS - 1)
    in_use, other = made(tmp_path, OLD, DAYS + 1), made(tmp_path, "kernels-of-mine", DAYS + 1)
    half = made(tmp_path, f"{OLD}.old-77", DAYS + 1)
    link = tmp_path / ("kernels-" + "3" * 16)
    link.symlink_to(other)
    expected = [half, worn]
    if os.name == "posix":
        open_to_others = made(tmp_path, "kernels-" + "4" * 16, DAYS + 1)
        open_to_others.chmod(0o777)
    assert cleared(tmp_path, in_use, kept._flaw) == expected
    assert all(each.exists() for each in (young, in_use, other / "loop.nbi", link))
    assert os.name != "posix" or open_to_others.exists()
    assert not any(each.exists() for each in expected)
    assert not cleared(tmp_path / "none", in_use, kept._flaw)


def test_what_another_process_begins_to_use_meanwhile_stays(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Claim: a folder that is used between the look at its age and its removal is there afterwards, whole."""
    worn, rename = made(tmp_path, WORN, DAYS + 1), Path.rename

    def used_first(folder: Path, target: Path) -> Path:
        outdated.used(folder)
        return rename(folder, target)

    monkeypatch.setattr(Path, "rename", used_first)
    assert cleared(tmp_path, tmp_path / NEW, kept._flaw) == []
    assert (worn / "loop.nbi").read_bytes() == b"code"
    assert [each.name for each in tmp_path.iterdir()] == [WORN]


def test_the_folder_in_use_counts_as_used_now(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Claim: starting the engine removes old folders and renews the date of its own, however old that was."""
    monkeypatch.delenv(kept.SHARED, raising=False)
    monkeypatch.setenv("NUMBA_CACHE_DIR", str(tmp_path))
    monkeypatch.setattr(kept, "_open_to_others", lambda folder: None)
    home = tmp_path / "sim"
    home.mkdir(mode=0o700)
    mine, worn = made(home, OLD, DAYS + 1), made(home, WORN, DAYS + 1)
    assert kept.place(OLD).folder == mine
    assert time.time() - mine.stat().st_mtime < DAY_S
    assert not worn.exists()
