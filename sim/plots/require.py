"""The figure of a search for a value of a lever: the probability at each value that was run, and its verdict."""

from __future__ import annotations

import math
from typing import Final

from matplotlib.axes import Axes
from matplotlib.ticker import PercentFormatter

from sim.config.literal import literal
from sim.experiment.decide.require.require import Answer, Requirement
from sim.experiment.decide.require.words import sentence
from sim.experiment.decide.words import as_text, milestone_name
from sim.plots.style import BLACK, BLUE, GREY, VERMILLION, Sheet, bare, foot, ours, short, title

__all__ = ["draw", "onto"]

HEIGHT: Final = 4.6
LOOKS: Final = {"suffices": (BLUE, "o"), "does not": (VERMILLION, "X"), "open": (GREY, "s")}
"""Colour and mark of each verdict; each has a mark of its own for readers who see no colours."""


def draw(requirement: Requirement) -> Sheet:
    """Return the figure of a search, with its answer as the title.

    With several values of a second lever, each of them has a panel, and the title is "What suffices".
    """
    with ours():
        many = len(requirement.answers)
        rows = -(-many // 3)
        sheet = Sheet(HEIGHT if many == 1 else 1.6 + 2.9 * rows)
        axes = sheet.subplots(rows, min(many, 3), sharey=True, squeeze=False)
        for ax, answer in zip(axes.flat, requirement.answers, strict=False):
            _panel(ax, requirement, answer)
        for ax in list(axes.flat)[many:]:
            ax.set_visible(False)
        headline = sentence(requirement, requirement.answers[0]).rstrip(".")
        title(sheet, short(headline, 150) if many == 1 else "What suffices")
        foot(
            sheet,
            f"“{short(requirement.question.name, 60)}”, {requirement.histories:,} histories, seed {requirement.seed}. "
            f"Whiskers: {100 * requirement.confidence:.0f} % intervals, sampling error only; each verdict of the "
            f"search is wrong with probability {1 - requirement.confidence:.2g} at most.",
        )
    return sheet


def onto(requirement: Requirement, ax: Axes) -> Axes:
    """Draw the search at the first value of the second lever, or the only search, on your own axes."""
    _panel(ax, requirement, requirement.answers[0])
    return ax


def _panel(ax: Axes, requirement: Requirement, answer: Answer) -> None:
    """Draw the probability at each value that was run, with its interval and verdict, and the target."""
    values = list(requirement.lever.values)
    places = dict(zip(map(literal, values), requirement.lever.positions or range(len(values)), strict=True))
    named: set[str] = set()
    for value, seen in answer.seen:
        says = _verdict(answer, places, value)
        shade, mark = LOOKS[says]
        x, whisker = places[literal(value)], [[seen.value - seen.low], [seen.high - seen.value]]
        label = says if says not in named else None
        named.add(says)
        ax.errorbar(
            x, seen.value, whisker, color=shade, marker=mark, markersize=7, capsize=2.5, linestyle="none", label=label
        )
    ax.axhline(requirement.target, color=BLACK, linestyle=(0, (5, 3)), linewidth=1.4, zorder=1)
    ax.annotate(
        f"target\n{requirement.target:g}", (1.0, requirement.target), xycoords=ax.get_yaxis_transform(), xytext=(5, 0),
        textcoords="offset points", va="center", fontsize="small", fontweight="bold", annotation_clip=False,
    )  # fmt: skip
    low = min([requirement.target, *(seen.low for each in requirement.answers for _, seen in each.seen)])
    begins = max(0.0, math.floor(10 * low - 0.5) / 10)
    ax.set_ylim(begins - 0.02, 1.02)
    cropped = f" (axis begins at {100 * begins:.0f} %)" if begins else ""
    what = f"Probability of {short(milestone_name(requirement.milestone), 40)}{cropped}"
    if requirement.other is None:
        ax.set_title(what)
    elif answer is requirement.answers[0]:
        ax.set_ylabel(what[0].lower() + what[1:], fontsize="small")
    ax.set_xlabel(short(requirement.lever.name, 60))
    if requirement.other is not None:
        ax.set_title(short(f"{requirement.other.name} = {as_text(answer.fixed)}", 40))
    every = max(1, -(-len(values) // 12))
    ticks = list(zip(places.values(), map(as_text, values), strict=True))[::every]
    ax.set_xticks([at for at, _ in ticks], [short(name, 18) for _, name in ticks])
    ax.yaxis.set_major_formatter(PercentFormatter(1.0, symbol=" %"))
    ax.legend(loc="best")
    bare(ax)


def _verdict(answer: Answer, places: dict[str, float], value: object) -> str:
    """Return the verdict on a value, a key of `LOOKS`.

    A value suffices if it is at least as favourable as the value that was found to suffice. It does not suffice if it
    is at most as favourable as the value that was found not to suffice. Otherwise, the verdict is open.
    """
    bracket, at = answer.bracket, places[literal(value)]
    sign = -1.0 if answer.rising is False else 1.0
    if bracket.suffices is not None and sign * at >= sign * places[literal(bracket.suffices)]:
        return "suffices"
    if bracket.fails is not None and sign * at <= sign * places[literal(bracket.fails)]:
        return "does not"
    return "open"
