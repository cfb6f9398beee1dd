"""Figures for tests, each drawn once, and the texts that are visible on them."""

from __future__ import annotations

from matplotlib.text import Text

import sim.plots
from sim.experiment.study import Study
from sim.plots.style import Sheet

EDGE = 1.0
"""How far the box of a text may extend beyond the edge of the sheet [pixels], since boxes are rounded outwards."""
DRAWN: dict[tuple[int, str], Sheet] = {}


def words(sheet: Sheet) -> list[Text]:
    """Return every visible text of a figure; labels of ticks outside the limits of their axis are not visible."""
    hidden = set()
    for ax in sheet.axes:
        for axis, limits in ((ax.xaxis, ax.get_xlim()), (ax.yaxis, ax.get_ylim())):
            low, high = sorted(limits)
            for tick in axis.get_major_ticks() + axis.get_minor_ticks():
                if not (ax.axison and low - 1e-9 <= tick.get_loc() <= high + 1e-9):
                    hidden |= {id(tick.label1), id(tick.label2)}
    shown = [each for each in sheet.findobj(Text) if isinstance(each, Text) and each.get_text().strip()]
    return [each for each in shown if each.get_visible() and id(each) not in hidden]


def drawn(study: Study, name: str) -> Sheet:
    """Return a figure of a study, which is drawn at the first call."""
    if (id(study), name) not in DRAWN:
        sheet: Sheet = getattr(sim.plots.of(study), name)()
        sheet.png()
        DRAWN[id(study), name] = sheet
    return DRAWN[id(study), name]


def headline(sheet: Sheet) -> str:
    return " ".join(sheet.get_suptitle().split())
