"""Starter scenarios: small, invented cases that are ready to run and to be changed."""

from __future__ import annotations

import json
import os
from importlib.resources import files
from pathlib import Path
from typing import Final

from sim.config.schema import SCHEMA_FILE, json_schema
from sim.domain.naming import MOST_BYTES, is_word
from sim.errors import ConfigError, Problem

__all__ = ["STARTERS", "starter_text", "write_starter"]

LONGEST = 80
"""Longest name of a case in characters."""
STARTERS: Final = {
    "airlift": "two bases, a few flights a week",
    "camps": "convoys over a road to a hub, and flights from there",
    "evacuation": "a city that may fall, with people still arriving",
}
"""Starter scenario -> its description; the first one is the default."""


def starter_text(name: str, starter: str = "airlift") -> str:
    """Return the text of a starter scenario (a key of `STARTERS`) with the given name.

    Raises
    ------
    KeyError
        There is no such starter.
    """
    if starter not in STARTERS:
        raise KeyError(starter)
    text = (files("sim.config") / "starters" / f"{starter}.toml").read_text(encoding="utf-8")
    return text.replace("@name@", name)


def write_starter(name: str, folder: str | Path = ".", starter: str = "airlift") -> Path:
    """Write `name`.toml into a folder, with the schema beside it for editors, and return the path of the scenario.

    Parameters
    ----------
    name
        Name of the case: letters, digits, blanks, points, hyphens, underscores. An ending .toml is removed.
    folder
        Folder to write to; it is created if it does not exist.
    starter
        The scenario: a key of `STARTERS`.

    Raises
    ------
    ConfigError
        The name is not usable as a file name, there is no such starter, the file exists already, or it cannot be
        written. Nothing is overwritten.
    """
    name = name.removesuffix(".toml").strip()
    path = Path(folder) / f"{name}.toml"
    if not _makes_file(name):
        text = f"expected a name of at most {LONGEST} characters that begins with a letter or digit, and then has only "
        text += "letters, digits, blanks, points, hyphens and underscores"
        raise ConfigError([Problem("command line", None, "name", f'"{name}"', text)])
    if starter not in STARTERS:
        known = f"expected one of {', '.join(STARTERS)}"
        raise ConfigError([Problem("command line", None, "starter", f'"{starter}"', known)])
    scenario = starter_text(name, starter)
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("x", encoding="utf-8", newline="\n") as file:
            file.write(scenario)
        schema = path.with_name(SCHEMA_FILE)
        if not os.path.lexists(schema):  # a broken link counts as existing too
            with schema.open("x", encoding="utf-8", newline="\n") as file:
                file.write(json.dumps(json_schema(), indent=2) + "\n")
    except FileExistsError:
        text = "expected an unused name; the file exists already, and sim does not overwrite it"
        raise ConfigError([Problem(str(path), None, "", None, text)]) from None
    except OSError as error:
        reason = (error.strerror or str(error)).lower()
        text = f"expected a folder that can be written to: {reason}"
        raise ConfigError([Problem(str(path), None, "", None, text)]) from None
    return path


def _makes_file(name: str) -> bool:
    """Whether a name has the form that `write_starter` requires; letters may be of any script."""
    fits = 0 < len(name) <= LONGEST and len(name.encode()) <= 2 * MOST_BYTES
    return fits and name[0].isalnum() and all(is_word(sign) or sign in " .-" for sign in name)
