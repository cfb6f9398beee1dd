"""Make docs/figures/queueing-efficiency.png and its table, from a seed; two minutes.

Run from the root of the project: `python docs/figures/queueing_efficiency.py`. The same seed gives the same bytes.
"""

from pathlib import Path

from sim.experiment.arrivals import Ground, measure
from sim.plots import efficiency
from sim.plots.style import Sheet, ours

SEED, HISTORIES = 1403, 20
HERE = Path(__file__).parent


def main() -> None:
    """Simulate, write the table, draw the figure."""
    ground = Ground()
    cells = measure(range(1, 7), ground, HISTORIES, SEED)
    rows = [f"{c.mog},{c.arrive},{c.mean:.4f},{c.low:.4f},{c.high:.4f},{c.histories}" for c in cells]
    table = "\n".join(["mog,arrive,mean,low,high,histories", *rows, ""])
    (HERE / "queueing-efficiency.csv").write_text(table, encoding="utf-8")
    with ours():
        sheet = Sheet(efficiency.HEIGHT)
        efficiency.draw(sheet, cells, ground, SEED)
    (HERE / "queueing-efficiency.png").write_bytes(sheet.png())


if __name__ == "__main__":
    main()
