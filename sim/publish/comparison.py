"""The files of a comparison beside its studies: table, summary, figure."""

from pathlib import Path

from sim.experiment.decide.compare.comparison import Comparison
from sim.experiment.decide.compare.words import as_csv, as_json
from sim.experiment.keep.folder import write_json
from sim.experiment.keep.written import write_bytes, write_text

__all__ = ["write"]


def write(found: Comparison, folder: Path, *, figures: bool) -> list[str]:
    """Write the tables and the picture of a comparison; return their names."""
    write_text(folder / "compare.csv", [as_csv(found)])
    write_json(folder / "compare.json", as_json(found))
    names = ["compare.csv", "compare.json"]
    picture = folder / "compare.png"
    if figures:
        from sim.plots.compare import draw

        write_bytes(picture, [draw(found).png()])
        names.append(picture.name)
    else:
        picture.unlink(missing_ok=True)
    return names
