"""The files of a sweep beside its trials: scenario, table, summary, figures."""

from pathlib import Path

from sim.config import to_toml
from sim.experiment.decide.sweep.sweep import Sweep
from sim.experiment.decide.sweep.words import as_csv, as_json
from sim.experiment.keep.folder import write_json
from sim.experiment.keep.written import own_folder, write_bytes, write_text

__all__ = ["write"]


def write(found: Sweep, folder: Path, *, figures: bool) -> list[str]:
    """Write the files of a sweep beside its trials; return their names."""
    from sim.plots.sweep import draw
    from sim.plots.trade import draw as draw_trade

    write_text(folder / "scenario.toml", [to_toml(found.question)])
    write_text(folder / "sweep.csv", [as_csv(found)])
    write_json(folder / "summary.json", as_json(found))
    names = ["sweep.csv", "summary.json", "sweep.sqlite"]
    pictures = {"sweep.png": draw, "trade.png": draw_trade}
    for name, drawing in pictures.items():
        picture = folder / "figures" / name
        if figures and (drawing is draw or found.trade is not None):
            own_folder(picture.parent)
            write_bytes(picture, [drawing(found).png()])
            names.append(f"figures/{name}")
        else:
            picture.unlink(missing_ok=True)
    return names
