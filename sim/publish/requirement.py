"""The files of a search for the least that suffices, beside its trials."""

from pathlib import Path

from sim.config import to_toml
from sim.experiment.decide.require.require import Requirement
from sim.experiment.decide.require.words import as_json
from sim.experiment.keep.folder import write_json
from sim.experiment.keep.kinds import SEARCH
from sim.experiment.keep.written import write_text

__all__ = ["write"]


def write(found: Requirement, folder: Path) -> list[str]:
    """Write the files of a search; return their names."""
    write_text(folder / "scenario.toml", [to_toml(found.question)])
    write_json(folder / "summary.json", as_json(found))
    return ["summary.json", SEARCH]
