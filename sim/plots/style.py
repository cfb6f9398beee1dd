"""The common style of figures: colours, fonts, the sheet, titles, captions and the line of the deadline."""

import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from io import BytesIO
from typing import Any, Final, cast

from matplotlib import rc_context
from matplotlib import style as styles
from matplotlib.axes import Axes
from matplotlib.backend_bases import RendererBase
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.backends.backend_pdf import FigureCanvasPdf
from matplotlib.backends.backend_svg import FigureCanvasSVG
from matplotlib.figure import Figure
from matplotlib.layout_engine import ConstrainedLayoutEngine
from matplotlib.text import Text

from sim.plots.calendar import due
from sim.plots.letters import FONT, broken, fonts, phrased, short, unreadable
from sim.plots.setting import Setting

__all__ = [
    "BLACK",
    "BLUE",
    "GREEN",
    "GREY",
    "ORANGE",
    "PURPLE",
    "SKY",
    "VERMILLION",
    "Sheet",
    "amount",
    "bare",
    "caption",
    "deadline",
    "foot",
    "ours",
    "short",
    "title",
]

# The palette of Okabe and Ito (2008), for every kind of colour vision; only GREY is not from it
BLACK: Final = "#000000"
BLUE: Final = "#0072B2"
GREEN: Final = "#009E73"
GREY: Final = "#6b6b6b"
ORANGE: Final = "#E69F00"
PURPLE: Final = "#CC79A7"
SKY: Final = "#56B4E9"
VERMILLION: Final = "#D55E00"

DPI: Final = 140
WIDTH: Final = 10.0
"""Width of a figure in inches: 1,400 pixels."""
TITLE_LETTERS: Final = 84
"""Largest number of letters of a line of the title."""
CAPTION_LETTERS: Final = 150
"""Largest number of letters of a line of the caption."""
LOOK: Final[dict[str, Any]] = {
    "font.family": "sans-serif",
    "font.sans-serif": [FONT],
    "font.size": 10.5,
    "axes.titlesize": 11.5,
    "axes.titleweight": "bold",
    "axes.titlelocation": "left",
    "axes.spines.top": False,
    "axes.spines.right": False,
    "axes.edgecolor": GREY,
    "axes.axisbelow": True,
    "axes.grid": False,
    "grid.color": "#dddddd",
    "grid.linewidth": 0.8,
    "xtick.color": "#333333",
    "ytick.color": "#333333",
    "hatch.linewidth": 0.8,
    "legend.frameon": False,
    "legend.fontsize": 9.5,
    "figure.dpi": DPI,
    "savefig.dpi": DPI,
    "text.parse_math": False,  # names in a scenario may contain a dollar sign
}


@contextmanager
def ours() -> Iterator[None]:
    """Use our style during a `with` block; the settings of the user are restored afterwards."""
    with rc_context(), styles.context(["default", LOOK]):
        yield


class Sheet(Figure):
    """A matplotlib figure that is independent of pyplot and its global state.

    Parameters
    ----------
    height
        Height in inches; the width is always `WIDTH`.

    Attributes
    ----------
    lacking
        Letters of the figure that no font of this machine has; set when the figure is drawn.
    """

    lacking: str = ""

    def __init__(self, height: float) -> None:
        super().__init__(
            figsize=(WIDTH, height), dpi=DPI, layout=ConstrainedLayoutEngine(w_pad=0.08, h_pad=0.08), facecolor="white"
        )
        FigureCanvasAgg(self)

    def png(self) -> bytes:
        """Return the figure as PNG; the same figure gives the same bytes.

        Notes
        -----
        `savefig` would draw the figure twice, the first time only for the layout.
        """
        buffer, canvas = BytesIO(), cast(Any, FigureCanvasAgg(self))
        with ours():
            canvas.print_png(buffer, metadata={"Software": None})
        return buffer.getvalue()

    def picture(self, form: str) -> bytes:
        """Return the figure in one of the `FORMS`; the same figure gives the same bytes."""
        if form == "png":
            return self.png()
        buffer, dpi = BytesIO(), self.dpi
        metadata = {"svg": {"Date": None, "Creator": None}, "pdf": {"CreationDate": None, "Producer": None}}[form]
        try:
            with ours(), rc_context({"svg.hashsalt": "sim", "pdf.fonttype": 42}):
                canvas: Any = FigureCanvasSVG(self) if form == "svg" else FigureCanvasPdf(self)
                getattr(canvas, f"print_{form}")(buffer, metadata=metadata)
        finally:
            self.set_dpi(dpi)  # drawing as svg or pdf has set it to 72
            FigureCanvasAgg(self)
        return buffer.getvalue()

    def draw(self, renderer: RendererBase) -> None:
        """Draw the figure, with other fonts for letters that our font lacks."""
        words = cast(list[Text], self.findobj(Text))
        families, self.lacking = fonts(frozenset("".join(each.get_text() for each in words)) - {"\n"})
        if families:
            for each in words:
                each.set_fontfamily([FONT, *families])
        with warnings.catch_warnings():
            warnings.filterwarnings("ignore", message="Glyph .* missing from font")  # reported in `lacking`
            super().draw(renderer)

    def _repr_png_(self) -> bytes:
        picture = self.png()
        if self.lacking:
            warnings.warn(unreadable({"this figure": self.lacking}), stacklevel=2)
        return picture


def title(figure: Figure, text: str) -> None:
    """Write the title of a figure, broken into lines."""
    lines = phrased(text, TITLE_LETTERS)
    figure.suptitle(lines, x=0.012, ha="left", fontsize=14, fontweight="bold")


def caption(figure: Figure, setting: Setting, *method: str) -> None:
    """Write at the bottom the number of histories, scenario and seed, then the sentences of `method`."""
    histories = f"{setting.n:,} histories" if setting.n != 1 else "1 history"
    ran_on = f", {short(setting.engine, 40)} engine" if setting.engine else ""
    head = f"{histories} of “{short(setting.scenario, 70)}”, seed {setting.seed}{ran_on}."
    foot(figure, head, *method)


def foot(figure: Figure, *method: str) -> None:
    """Write the sentences of `method` at the bottom."""
    text = " ".join(method).replace(" %", "\u00a0%")  # no line break between a number and %
    lines = broken(text, CAPTION_LETTERS)
    figure.supxlabel(lines, x=0.012, ha="left", fontsize=8.5, color="#444444")


def deadline(ax: Axes, setting: Setting, more: str | None = "", *, size: str = "medium", hours: bool = False) -> None:
    """Draw the deadline as a dashed line.

    Parameters
    ----------
    ax
        Axes with dates on the horizontal axis and its limits set.
    setting
        Facts about the study.
    more
        Text after the date above the line; the date and this text are then bold. Empty writes the date alone, None
        writes nothing.
    size
        Font size.
    hours
        Whether the axis shows hours.
    """
    line = ax.axvline(setting.deadline, color=BLACK, linestyle=(0, (5, 3)), linewidth=1.4, zorder=4)
    line.set_gid("deadline")
    if more is None:
        return
    low, high = ax.get_xlim()
    late = setting.deadline > (low + high) / 2
    words = f"deadline {due(setting.deadline, setting.clock, hours=hours)}"
    ax.annotate(
        f"{words}:  {more}" if more else words,
        (setting.deadline, 1.0),
        xycoords=ax.get_xaxis_transform(),
        xytext=(3 if late else -3, 4),
        textcoords="offset points",
        ha="right" if late else "left",
        va="bottom",
        fontsize=size,
        fontweight="bold" if more else "normal",
        annotation_clip=False,
    )


def bare(ax: Axes, axis: str = "y") -> None:
    """Draw grid lines for one axis only, and remove the tick marks of the vertical axis."""
    ax.grid(True, axis=axis)  # type: ignore[arg-type]
    ax.tick_params(length=0, axis="y")


def amount(value: float) -> str:
    """Return a number as text: 1,146; 62; 4.3. Only numbers below 10 may have a decimal; "< 0.1" replaces "0.0"."""
    if 0 < value < 0.1 and f"{value:.1f}" == "0.0":
        return "< 0.1"
    return f"{value:,.0f}" if abs(value) >= 10 or float(value).is_integer() else f"{value:.1f}"


def tick(value: float) -> str:
    """Return the label of a tick of an axis; only numbers below 10 may have decimals."""
    return f"{value:,.0f}" if abs(value) >= 10 or float(value).is_integer() else f"{value:g}"
