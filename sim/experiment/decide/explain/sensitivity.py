"""Which unknowns matter for a milestone, as text and as a record for programs."""

import math
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

import numpy.typing as npt

from sim.analysis.decisions.sensitivity import Fifth, Owner, Sensitivity, sensitivity
from sim.analysis.summary.rounded import local_time
from sim.analysis.summary.totals import number
from sim.errors import ResultsError
from sim.experiment.dataframe import arrays_of_rows, of_rows
from sim.experiment.decide.explain.question import WIDTH, Asked, about, chance, estimated, finite, lines, outcome
from sim.experiment.inputs import inputs

if TYPE_CHECKING:
    from sim.experiment.study import Study

__all__ = ["Owners", "owners"]

ROWS: Final = 8
"""Largest number of unknowns in the table."""
LOW, HIGH, SHORTEST = len("lowest fifth"), len("highest fifth"), len("not known")
"""Least widths of three columns of the table: those of the lowest fifth, of the highest fifth, and of the names."""
FEWEST: Final = 10
"""Least number of histories in a fifth for which the table shows probability and mean date."""
DAY: Final = 86_400


@dataclass(frozen=True)
class Owners:
    """The share of each unknown in the variance of a milestone's date, and of whether the milestone is met.

    Attributes
    ----------
    asked
        The study and the milestone.
    found
        For each input its shares, and the mean date and probability of the milestone where the input is low or high.
    """

    asked: Asked
    found: Sensitivity

    @property
    def shown(self) -> list[Owner]:
        """The unknowns of which at least one share is above its noise, the largest share in the date first."""
        found = self.found
        return [each for each in found.unknowns if each.date > found.date_noise or each.met > found.met_noise]

    def as_dict(self) -> dict[str, Any]:
        """Return the figures by name.

        `ignorance` and `chance` are the shares of all unknowns and of chance. `unknowns` and `seen_on_the_way` have the
        figures of each unknown, and of each input that chance decides.
        """
        found, asked = self.found, self.asked
        record = {
            **asked.as_dict(),
            "worlds": found.worlds,
            "unreached": found.unreached,
            "probability": estimated(found.met),
            "date": self._date(found.date_d.value, found.date_d.low, found.date_d.high),
            "ignorance": {"date": found.date_owned, "milestone": found.met_owned},
            "chance": {"date": 1.0 - found.date_owned, "milestone": 1.0 - found.met_owned},
            "noise": {"date": found.date_noise, "milestone": found.met_noise},
            "between_worlds": {"date": found.date_between, "milestone": found.met_between},
            "unknowns": [self._owner(each) for each in found.owners if not each.input.chance],
            "seen_on_the_way": [self._owner(each) for each in found.owners if each.input.chance],
        }
        return finite(record)

    def to_pandas(self) -> Any:
        """Return one row per unknown, then one per input that chance decides: its shares in date and milestone.

        Raises
        ------
        SimError
            pandas is not installed.
        """
        return of_rows(self._rows())

    def arrays(self) -> dict[str, npt.NDArray[Any]]:
        """Return the rows of `to_pandas` as one array per column, as `polars.DataFrame` takes them."""
        return arrays_of_rows(self._rows())

    def _rows(self) -> list[dict[str, Any]]:
        """Return the rows of `to_pandas`."""
        record = self.as_dict()
        kinds = {"unknowns": "unknown", "seen_on_the_way": "chance"}
        return [
            {"name": each["name"], "kind": kind, "date": each["date"], "milestone": each["milestone"]}
            for key, kind in kinds.items()
            for each in record[key]
        ]

    def _owner(self, owner: Owner) -> dict[str, Any]:
        """Return the figures of one input by name."""
        record: dict[str, Any] = {"name": owner.input.name}
        if owner.input.also:
            record["also"] = list(owner.input.also)
        record |= {"date": owner.date, "milestone": owner.met}
        for name, fifth in (("lowest_fifth", owner.low), ("highest_fifth", owner.high)):
            if fifth is not None:
                record[name] = {
                    "limit": local_time(fifth.limit, self.asked.clock) if owner.input.midnights else fifth.limit,
                    "replications": fifth.n,
                    "probability": estimated(fifth.met),
                    "date": self._date(fifth.date_d.value, fifth.date_d.low, fifth.date_d.high),
                }
        return record

    def _date(self, *days: float) -> dict[str, str | None]:
        """Return a mean date and the limits of its interval, given in days after the start, as local times (ISO).

        A number that is not finite becomes None.
        """
        dates = (local_time(round(each * DAY), self.asked.clock) if math.isfinite(each) else None for each in days)
        return dict(zip(("mean", "low", "high"), dates, strict=True))

    def __str__(self) -> str:
        """Return the text of `lines`."""
        return "\n".join(self.lines())

    def lines(self, width: int = WIDTH) -> list[str]:
        """Return the shares in words, a table, and what to find out first, in lines of at most `width` columns."""

        def folded(sentences: Iterable[str]) -> list[str]:
            return [line for sentence in sentences for line in lines(sentence, width=width)]

        asked = self.asked
        title = f"{asked.scenario}: what {asked.in_words} ({asked.date_by}) depends on; {asked.of_what}."
        table = [*self._table(width), *folded(self._noise())]
        return [*folded([title]), "", *folded(self._answer()), "", *table, "", *folded(self._meaning())]

    def _answer(self) -> Iterator[str]:
        """Yield sentences: how much of the spread comes from chance, and how much from unknowns."""
        asked, found = self.asked, self.found
        if math.isnan(found.date_owned) or found.date_d.low == found.date_d.high:
            yield "The date is the same in all of these histories."
        else:
            yield _owned("the spread of the date", found.date_owned, *self._listed("date"))
        if math.isnan(found.met_owned) or found.met.met in (0, found.met.n):
            always = "met" if found.met.met else "missed"
            yield f"The milestone is {always} in all of these histories, so there is no uncertainty to divide."
        else:
            yield _owned("the uncertainty whether it is met", found.met_owned, *self._listed("met"))
        if found.date_between is not None:
            between = f"{found.date_between:.2f} of the variance of the date lies between worlds"
            yield f"{between}: this comes from unknowns, including their interactions."
        if found.unreached:
            many = f"{found.unreached:,} of {found.n:,} histories"
            yield f"In {many} the milestone was not reached by {asked.date(asked.horizon)}, which counts as its date."

    def _listed(self, figure: str) -> tuple[list[tuple[str, float]], float]:
        """Return (name, share) of each unknown above the noise, the largest first, and the share of all other unknowns.

        If `figure` is "date", the shares are those in the date; if it is "met", those in whether the milestone is met.
        """
        noise: float = getattr(self.found, f"{figure}_noise")
        shares = [(each.input.name, float(getattr(each, figure))) for each in self.found.unknowns]
        above = sorted((each for each in shares if each[1] > noise), key=lambda each: -each[1])
        return above, getattr(self.found, f"{figure}_owned") - math.fsum(share for _, share in above)

    def _clear(self) -> list[Owner]:
        """Return the unknowns in the table: the first `ROWS` above the noise, or the first three of all if none is."""
        return (self.shown or list(self.found.unknowns[:3]))[:ROWS]

    def _table(self, width: int) -> Iterator[str]:
        """Yield the heading and a line per input: shares, then probability and mean date in its two outer fifths.

        A name that is too long for its column has a line of its own.
        """
        by_chance = [each for each in self.found.owners if each.input.chance and each.low is not None]
        every = [(each.input.name, self._cells(each)) for each in (*self._clear(), *by_chance)]
        low = max([LOW, *(len(cells[2]) for _, cells in every)])
        high = max([HIGH, *(len(cells[3]) for _, cells in every)])
        widest = min(max([SHORTEST, *(2 + len(name) for name, _ in every)]), width - low - high - 16)
        yield f"{'':<{widest}} share of    P, mean date in its"
        yield f"{'not known':<{widest}}{'date':>5}{'met':>6}   {'lowest fifth':<{low}}  highest fifth"
        for place, (name, cells) in enumerate(every):
            if place == len(self._clear()):
                yield from lines("observed chance, not to be added to the unknowns above", width=width)
            label = f"  {name}"
            if len(label) > widest:
                yield label
                label = ""
            yield f"{label:<{widest}}{cells[0]:>5}{cells[1]:>6}   {cells[2]:<{low}}  {cells[3]}".rstrip()

    def _noise(self) -> Iterator[str]:
        """Yield sentences on the noise, and on the unknowns that are not in the table."""
        if not self.found.unknowns:
            return
        noise = f"{self.found.date_noise:.3f} for the date"
        if not math.isnan(self.found.met_noise):
            noise += f", {self.found.met_noise:.3f} for the milestone"
        yield f"Noise: {noise}. In 1 of 20 studies in which no unknown matters, at least one reaches this."
        above, table = self.shown, self._clear()
        further = [each.input.name for each in above if each not in table]
        quiet = [each.input.name for each in self.found.unknowns if each not in above and each not in table]
        if further:
            yield f"Also above the noise: {', '.join(further)}."
        if quiet:
            yield f"Not above the noise: {', '.join(quiet)}."

    def _cells(self, owner: Owner) -> list[str]:
        return [_share(owner.date), _share(owner.met), self._fifth(owner.low), self._fifth(owner.high)]

    def _fifth(self, fifth: Fifth | None) -> str:
        if fifth is None:
            return "does not vary"
        if fifth.n < FEWEST:
            return f"{fifth.n} seen"
        seen = chance(fifth.met, interval=False).replace("at least ", ">=").replace("at most ", "<=")
        return f"{seen} {self.asked.days(fifth.date_d.value)}"

    def _meaning(self) -> Iterator[str]:
        """Yield sentences: the unknown to find out more about first, and date and probability where it is low and high.

        If no unknown is above the noise, the sentence says so.
        """
        shown = self.shown
        if not self.found.unknowns:
            yield "No unknown of [uncertainty] is drawn in these histories, so all uncertainty comes from chance."
            return
        if not shown:
            yield "No unknown stands out from the noise: knowing one of them would not help much."
            return
        first = shown[0]
        share = f"With it known, {first.date:.2f} of the variance of the date would be gone."
        if first.date <= self.found.date_noise:
            share = f"With it known, {first.met:.2f} of the uncertainty whether the milestone is met would be gone."
        yield f'Find out more about "{first.input.name}" first. {share}'
        if first.low is None or first.high is None:
            return
        ends = (("In its lowest", "up to", first.low), ("in its highest", "from", first.high))
        parts = (
            f"{end} fifth ({limit} {self._value(first, fifth.limit)}) the probability is {chance(fifth.met)} and the "
            f"mean date {self.asked.days(fifth.date_d.value)}"
            for end, limit, fifth in ends
        )
        yield "; ".join(parts) + "."

    def _value(self, owner: Owner, value: float) -> str:
        return self.asked.date(value) if owner.input.midnights else number(value)


def owners(study: "Study", milestone: str) -> Owners:
    """Compute from existing histories which unknowns matter for a milestone.

    Raises
    ------
    KeyError
        The study has no such milestone.
    ResultsError
        The study has fewer than 100 worlds.
    """
    date, met, world = outcome(study, milestone)
    asked = about(study, milestone)
    try:
        shares = sensitivity(inputs(study), date, met, world, until=study.plan.horizon, confidence=study.confidence)
    except ValueError as error:
        fewer = ", or with a smaller --inner" if study.inner > 1 else ""
        cure = f"Run more histories (sim run with -n N{fewer})"
        raise ResultsError(f"too few histories to find what matters: {error}. {cure}") from error
    return Owners(asked, shares)


def _owned(spread: str, ignorance: float, above: list[tuple[str, float]], others: float) -> str:
    """Return a sentence: the shares of chance, of all unknowns and of single unknowns in a spread.

    `ignorance` is the share of all unknowns, `above` has the name and share of each unknown above the noise, and
    `others` is the share of all other unknowns together.
    """
    named = [f"{name} {share:.2f}" for name, share in above] or ["no unknown above the noise"]
    if above and others >= 0.005:
        named.append(f"all others {others:.2f}")
    return f"Of {spread}, {1.0 - ignorance:.2f} is from chance and {ignorance:.2f} from unknowns: {', '.join(named)}."


def _share(share: float) -> str:
    return "" if math.isnan(share) else f"{max(share, 0.0):.2f}"
