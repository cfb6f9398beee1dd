"""Restrict the files that a scenario names to its folder and the folders below, after following links."""

from __future__ import annotations

from pathlib import Path

from sim.errors import ConfigError, Problem

__all__ = ["inside"]


def inside(folder: Path, name: str, root: Path | None = None) -> Path:
    """Return the path of a file that another file names.

    Parameters
    ----------
    folder
        Folder of the file that names it.
    name
        The path as written in that file.
    root
        Folder in which it must lie, at any depth, after links are followed; default: `folder`.

    Raises
    ------
    ConfigError
        The path leads out of that folder. Nothing is opened, so the error does not reveal whether the file exists.

    Notes
    -----
    A scenario may come from someone else: without this rule it could have any file of the machine read and quoted in an
    error.
    """
    path = folder / name
    try:
        own = (folder if root is None else root).resolve()
        leads = path.resolve()
    except (OSError, RuntimeError, ValueError):  # a circle of links; a NUL
        raise _wrong(path, "expected the path of a file; this path is invalid") from None
    if not leads.is_relative_to(own):
        where = "beside the scenario or in a folder below it" if root is None else f"in {own.name or own} or below"
        raise _wrong(path, f"expected a file {where}; this path leads out of it: copy the file there")
    return path


def _wrong(path: Path, text: str) -> ConfigError:
    return ConfigError([Problem(str(path), None, "", None, text)])
