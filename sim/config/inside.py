"""The check that a file that a scenario names lies in the folder of the scenario or below, after links are followed."""

from __future__ import annotations

from pathlib import Path

from sim.errors import ConfigError, Problem

__all__ = ["inside"]


def inside(folder: Path, name: str, root: Path | None = None) -> Path:
    """Return the path of a file that another file names.

    Parameters
    ----------
    folder
        Folder of the file that contains the name.
    name
        The path as written in that file.
    root
        Folder in which the file must lie, at any depth, after links are followed; default: `folder`.

    Raises
    ------
    ConfigError
        The path is invalid, or leads out of that folder. Nothing is opened, so the error does not reveal whether the
        file exists.

    Notes
    -----
    A scenario may come from someone else. Without this rule, it could make `sim` read any file of the machine and quote
    it in an error.
    """
    path = folder / name
    try:
        allowed = (folder if root is None else root).resolve()
        target = path.resolve()
    except (OSError, RuntimeError, ValueError):  # a circle of links, or a NUL in the path
        raise _wrong(path, "expected the path of a file; this path is invalid") from None
    if not target.is_relative_to(allowed):
        where = "beside the scenario or in a folder below it"
        where = where if root is None else f"in {allowed.name or allowed} or below"
        raise _wrong(path, f"expected a file {where}; this path leads elsewhere: copy the file there")
    return path


def _wrong(path: Path, text: str) -> ConfigError:
    """Return the error about a path."""
    return ConfigError([Problem(str(path), None, "", None, text)])
