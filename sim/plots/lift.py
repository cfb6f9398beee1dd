"""The figure of what the lift did: sorties by week, what became of missions, and how full sorties were."""

from dataclasses import dataclass
from typing import Any, Final

import numpy as np
import numpy.typing as npt
from matplotlib.axes import Axes
from matplotlib.gridspec import GridSpec
from matplotlib.ticker import MaxNLocator

from sim.analysis.statistics.quantiles import spread
from sim.analysis.statistics.records import Records
from sim.analysis.summary.totals import percent, plural
from sim.model.plan import Plan
from sim.plots.band import key
from sim.plots.loads import fullest, limited, loads
from sim.plots.setting import Setting
from sim.plots.style import BLACK, BLUE, GREY, ORANGE, SKY, Sheet, amount, bare, caption, short, title
from sim.plots.weeks import period_name, until, weekly_columns, weeks_band

__all__ = ["answer", "draw", "height", "onto"]

LIFTS: Final = 6
"""Largest number of lifts that are drawn; those that carried most are drawn."""
LETTERS: Final = 60
"""Largest number of letters of a name in the headline."""
NAMED: Final = 3
"""Largest number of lifts in the headline."""
FATES: Final = (
    ("loaded", "gone with a load", BLUE, ""),
    ("empty", "gone empty", SKY, "////"),
    ("cancelled", "cancelled, refused", ORANGE, "\\\\\\\\"),
    ("diverted", "diverted, turned back", ORANGE, "...."),
    ("struck", "struck: nothing to carry", GREY, "////"),
    ("waved_off", "waved off: nothing left", GREY, "...."),
    ("shut", "not permitted", GREY, "xxxx"),
)
"""What may become of a mission: the beginning of its column in the records, label, colour and hatching. `loaded` has no
column: it is the number of sorties flown minus the number flown empty."""


@dataclass(frozen=True, slots=True)
class _Lift:
    """A lift: its row in the plan, its name, and three means over the histories.

    The means are the number of sorties, the weight that they carried (people included) [t], and the people carried.
    """

    row: int
    name: str
    sorties: float
    carried: float
    people: float

    def people_only(self, plan: Plan) -> bool:
        """Whether the lift can carry no equipment.

        Either no equipment may ride on it, or only equipment that needs pallet positions, and the lift has none.
        """
        lots = plan.lot[np.concatenate([np.arange(len(plan.lot)), plan.stop["lot"]])]
        riding = lots[(plan.carries[:, self.row] != 0) & (lots["person"] == 0)]
        sizes = [*zip(riding["pallets_s"].tolist(), riding["pallets_per_t_s"].tolist(), strict=True)]
        no_positions = _none(plan, int(plan.lift["pallets_s"][self.row]))
        return not sizes or (
            no_positions and all(any(slot >= 0 and plan.number[slot] > 0 for slot in s) for s in sizes)
        )

    def load(self, plan: Plan) -> str:
        """Return the tonnes that its sorties carried, as text; the number of people if it carries only people."""
        return f"{amount(self.people)} people" if self.people_only(plan) else f"{amount(self.carried)} t"


def height(plan: Plan) -> float:
    """Return the height of the figure in inches."""
    return 2.2 + 2.3 * min(len(plan.names["lift"]), LIFTS)


def draw(figure: Sheet, outcomes: Records, plan: Plan, setting: Setting) -> None:
    """Draw a row for each lift: its sorties by week, what became of its missions, and how full its sorties were.

    Parameters
    ----------
    figure
        A sheet of `height`.
    outcomes
        Records of the histories; sorties by week are drawn only if the records have weekly columns
        (`sim.analysis.outcomes.weekly`).
    plan
        Plan with the lifts.
    setting
        Facts about the study.
    """
    lifts = _lifts(outcomes, plan)
    shown = sorted(lifts[:LIFTS], key=lambda each: each.row)
    weekly = weekly_columns(outcomes, plan, lifts[0].name)
    ratios = [0.01, *[1.0] * len(shown)]
    widths = [1.45, 1.0, 0.85] if weekly else [1.0, 1.0]
    grid = figure.add_gridspec(len(ratios), len(widths), height_ratios=ratios, width_ratios=widths)
    strip = figure.add_subplot(grid[0, :])
    if weekly:
        key(strip)
    else:
        strip.axis("off")
    counts = [_counts(each, outcomes) for each in shown]
    kinds = [k for k, kind in enumerate(FATES) if kind[0] == "loaded" or any(each[k].any() for each in counts)]
    end = max(
        until((outcomes[name] for name in weekly_columns(outcomes, plan, each.name)), plan, setting) for each in shown
    )
    for row, each in enumerate(shown, start=1):
        _row(figure, grid, row, each, counts[row - 1], kinds, end, outcomes, plan, setting)
    title(figure, answer(outcomes, plan))
    positions = "of the pallet positions " * any(
        limited(plan, each.row, "pallets_s") and not _none(plan, int(plan.lift["pallets_s"][each.row]))
        for each in shown
    )
    more = len(lifts) - len(shown)
    hidden = f"{plural(more, 'lift')} that carried less {'is' if more == 1 else 'are'} left out." if more else ""
    caption(
        figure,
        setting,
        "Bars are means over the histories, whiskers 5-95 % of the histories.",
        "A mission that slips may be cancelled or diverted more than once.",
        "Struck and not permitted: never tasked; waved off: did not set out.",
        f"Share used: of the payload (people included), {positions}and of the seats of the sorties that left.",
        *(["Movers that take two lifts on their way out count with both."] if setting.stops else []),
        *([hidden] if hidden else []),
    )


def answer(outcomes: Records, plan: Plan) -> str:
    """Return the headline: sorties and loads of the lifts that carried most, and how many sorties went empty."""
    lifts = _lifts(outcomes, plan)
    lift = lifts[0]
    if not any(each.sorties for each in lifts):
        return "No lift leaves"
    average = "On average " if len(outcomes) > 1 else ""
    if len(lifts) > 1:
        return average + _several(lifts, outcomes, plan)
    kinds = ("seats",) if lift.people_only(plan) else ("payload", "positions")
    used = fullest(lift.row, outcomes, plan, kinds)
    of = "what they could carry" if used and used[0] == "payload" else f"their {used[0]}" if used else ""
    full = f", {percent(used[1] / 100)} of {of}" if used else ""
    empty = float(outcomes[f"empty_{lift.name}"].mean())
    rest = f"; {amount(empty)} go empty" if empty > 0 else "; none goes empty"
    name = short(lift.name, LETTERS)
    sorties = f"{name} sortie carries" if lift.sorties == 1 else f"{name} sorties carry"
    return f"{average}{amount(lift.sorties)} {sorties} {_loads([lift], plan)[0]}{full}{rest}"


def _loads(lifts: list[_Lift], plan: Plan) -> list[str]:
    """Return what each lift carried, as text; if the plan has people, the first weight says that they are included."""
    carried = [lift.load(plan) for lift in lifts]
    first = next((n for n, load in enumerate(carried) if load.endswith(" t")), None)
    if first is not None and (plan.lot["person"] != 0).any():
        carried[first] += ", people included"
    return carried


def _several(lifts: list[_Lift], outcomes: Records, plan: Plan) -> str:
    """Return what each of the first `NAMED` lifts carried, and how many of all sorties went empty."""
    used = [each for each in lifts if each.sorties]
    shown = list(zip(used, _loads(used[:NAMED], plan), strict=False))
    carried = [f"{amount(each.sorties)} of {short(each.name, LETTERS)} {load}" for each, load in shown]
    carried[0] = f"{amount(used[0].sorties)} sorties of {short(used[0].name, LETTERS)} carry {shown[0][1]}"
    others = len(used) - NAMED
    more = f", {others} more lift{'s' if others > 1 else ''} the rest" if others > 0 else ""
    empty = sum(float(outcomes[f"empty_{each.name}"].mean()) for each in lifts)
    whole = sum(each.sorties for each in lifts)
    rest = f"{amount(empty)} of all {amount(whole)} go empty" if empty > 0 else "none goes empty"
    return f"{', '.join(carried)}{more}; {rest}"


def _none(plan: Plan, slot: int) -> bool:
    """Whether a limit is stated and zero; `slot` is its index in `plan.number`, negative for no limit."""
    return slot >= 0 and float(plan.number[slot]) == 0.0


def _lifts(outcomes: Records, plan: Plan) -> list[_Lift]:
    """Return the lifts; the lift that carried most weight comes first."""
    lifts = [
        _Lift(row, name, *(float(outcomes[column].mean()) for column in columns))
        for row, name in enumerate(plan.names["lift"])
        for columns in [(f"flown_{name}", f"carried_{name}_t", f"people_{name}")]
    ]
    return sorted(lifts, key=lambda each: (-each.carried, each.row))


def _row(
    figure: Sheet,
    grid: GridSpec,
    row: int,
    lift: _Lift,
    counts: list[npt.NDArray[Any]],
    kinds: list[int],
    end: int,
    outcomes: Records,
    plan: Plan,
    setting: Setting,
) -> None:
    """Draw the row of one lift."""
    columns = weekly_columns(outcomes, plan, lift.name)
    cells = range(3 if columns else 2)
    *weeks, fates, used = (figure.add_subplot(grid[row, cell]) for cell in cells)
    for ax in weeks:
        weeks_band(ax, (outcomes[column] for column in columns), plan, setting, first=row == 1, end=end)
    name = f"{short(lift.name, 24)}: {f'sorties a {period_name(plan)}' if weeks else 'missions'}"
    (weeks[0] if weeks else fates).set_title(name, pad=20 if row == 1 else 6)
    _fates(fates, [(FATES[kind], counts[kind]) for kind in kinds])
    loads(used, lift.row, outcomes, plan)
    if row == 1:
        used.set_title("Share used [%]", pad=20)
    if row == 1 and weeks:
        fates.set_title("Missions of a history", pad=20)


def _counts(lift: _Lift, outcomes: Records) -> list[npt.NDArray[Any]]:
    """Return the number of missions of a lift in each history for each of the `FATES`, in their order."""
    flown, empty = outcomes[f"flown_{lift.name}"], outcomes[f"empty_{lift.name}"]
    return [flown - empty if kind == "loaded" else outcomes[f"{kind}_{lift.name}"] for kind, _, _, _ in FATES]


def _fates(ax: Axes, rows: list[tuple[tuple[str, str, str, str], npt.NDArray[Any]]]) -> None:
    """Draw the mean number of missions for each fate; each row is one of the `FATES` and its number in each history."""
    ends = [_bar(ax, y, count, kind[2], kind[3]) for y, (kind, count) in enumerate(rows)]
    ax.set_yticks(range(len(rows)), [kind[1] for kind, _ in rows], fontsize="small")
    ax.set_ylim(max(len(rows), 3) - 0.4, -0.6)
    ax.set_xlim(0, max(*ends, 1.0, 0.0) * 1.24)
    ax.xaxis.set_major_locator(MaxNLocator(4, integer=True, steps=[1, 2, 5, 10]))
    bare(ax, "x")


def onto(ax: Axes, outcomes: Records, plan: Plan, lift: str) -> None:
    """Draw on axes how full a lift was; an empty name stands for the lift that carried most.

    Raises
    ------
    KeyError
        There is no such lift.
    """
    if lift and lift not in plan.names["lift"]:
        raise KeyError(f"no lift {lift}; there are {', '.join(plan.names['lift'])}")
    row = plan.names["lift"].index(lift) if lift else _lifts(outcomes, plan)[0].row
    loads(ax, row, outcomes, plan)
    ax.set_title(f"Share used of {short(plan.names['lift'][row], 24)}")


def _bar(ax: Axes, y: float, values: npt.NDArray[Any], color: str, hatch: str, unit: str = "") -> float:
    """Draw a mean as a bar with the 5-95 % range as a whisker; return the right end of bar and whisker."""
    limits = spread(values) or {"p05": 0.0, "p95": 0.0}
    mean = float(np.nanmean(values))
    error = [[max(mean - limits["p05"], 0)], [max(limits["p95"] - mean, 0)]]
    ax.barh(y, mean, 0.68, color=color, hatch=hatch, edgecolor="white", linewidth=0)
    ax.errorbar([mean], [y], xerr=error, fmt="none", ecolor=BLACK, elinewidth=1.1, capsize=2.5)
    end = max(mean, limits["p95"])
    ax.annotate(
        f"{amount(mean)}{unit}",
        (end, y),
        xytext=(5, 0),
        textcoords="offset points",
        va="center",
        fontsize="small",
    )
    return end
