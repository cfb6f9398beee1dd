"""Events reported to a larger model: movers staged, sorties departed, movers out, and all required movers out."""

from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from sim.model.terms import Fate

if TYPE_CHECKING:
    from sim.engines.simpy.drawdown import Drawdown
    from sim.engines.simpy.sortie import Sortie

__all__ = ["KINDS", "Happening", "Hooks"]

KINDS: Final = ("staged", "departed", "out", "closed")
"""The kinds of events, in the order in which events of one instant are reported."""


@dataclass(frozen=True)
class Happening:
    """Something that happened at one instant of a drawdown.

    Attributes
    ----------
    kind
        `staged`: movers have passed the stations of a place and wait for lift there. `departed`: a sortie took off,
        possibly empty. `out`: movers left the country. `closed`: the last required mover is out, or destroyed under
        supervision.
    at
        Instant [s since `clock.start`].
    site
        The place of staging, or the site that the sortie left; empty for `closed`.
    lift
        The lift of the sortie; empty for `staged` and `closed`.
    who
        Number of movers of each group and lot, by name.
    people
        Number of these movers that are people.
    kg
        Weight of people and items together [kg].
    movers
        Rows of the movers in `Trajectory.mover`, in ascending order.
    """

    kind: str
    at: int
    site: str = ""
    lift: str = ""
    who: Mapping[str, int] | None = None
    people: int = 0
    kg: int = 0
    movers: tuple[int, ...] = ()


class Hooks:
    """Collects what happens within an instant, and calls the registered functions when the instant is over.

    So these functions see the state after all decisions of the instant, and the order in which they are called does not
    depend on the order of events within the instant.

    Attributes
    ----------
    watched
        Whether any function is registered.
    """

    def __init__(self, drawdown: "Drawdown") -> None:
        self.drawdown = drawdown
        self.watched = False
        self._callbacks: dict[str, list[Callable[[Happening], object]]] = {kind: [] for kind in KINDS}
        self._staged: dict[int, list[int]] = {}
        self._flown: list[tuple[int, int, Sortie, list[int]]] = []
        self._out: set[int] = set()
        self._required = 0  # required movers not yet out or destroyed; -1 once `closed` has been reported

    def on(self, kind: str, callback: Callable[[Happening], object]) -> None:
        """Call a function whenever something of a kind has happened, at the end of that instant.

        Raises
        ------
        ValueError
            There is no such kind.
        """
        if kind not in KINDS:
            raise ValueError(f"no kind of event {kind!r}: expected one of {', '.join(KINDS)}")
        if not self.watched:
            self.watched, force = True, self.drawdown.force
            self._out = {mover for mover, fate in enumerate(force.fate) if fate == Fate.OUT}
            done = (Fate.OUT, Fate.DESTROYED)
            self._required = sum(self._is_required(m) for m, fate in enumerate(force.fate) if fate not in done)
        self._callbacks[kind].append(callback)

    def staged(self, mover: int) -> None:
        """Record that a mover waits for lift."""
        if self.watched:
            self._staged.setdefault(self.drawdown.force.site(self.drawdown.force.lot[mover]), []).append(mover)

    def departed(self, sortie: "Sortie") -> None:
        """Record that a sortie took off."""
        if self.watched:
            self._flown.append((KINDS.index("departed"), sortie.row, sortie, list(sortie.movers)))
            self.delivered(sortie)

    def delivered(self, sortie: "Sortie") -> None:
        """Record which movers of a sortie have newly left the country, if any."""
        if self.watched:
            fate = self.drawdown.force.fate
            out = [mover for mover in sortie.movers if fate[mover] == Fate.OUT and mover not in self._out]
            self._out.update(out)
            self._required -= sum(map(self._is_required, out))
            if out:
                self._flown.append((KINDS.index("out"), sortie.row, sortie, out))

    def destroyed(self, mover: int) -> None:
        """Record that a mover was destroyed under supervision."""
        if self.watched:
            self._required -= self._is_required(mover)

    def call(self, instant: int) -> None:
        """Report what happened at an instant that is over."""
        events = [self._about("staged", instant, site, "", movers) for site, movers in sorted(self._staged.items())]
        name = self.drawdown.plan.name_of
        for kind, _, sortie, movers in sorted(self._flown, key=lambda flown: flown[:2]):
            lift = name("lift", sortie.lift.row)
            events.append(self._about(KINDS[kind], instant, sortie.site, lift, movers))
        self._staged, self._flown = {}, []
        if not self._required:
            self._required = -1
            events.append(Happening("closed", instant, who={}))
        for happening in events:
            for callback in self._callbacks[happening.kind]:
                callback(happening)

    def _about(self, kind: str, instant: int, site: int, lift: str, movers: list[int]) -> Happening:
        """Return the report about movers that were staged at a site, or that ride a sortie from there."""
        force, name = self.drawdown.force, self.drawdown.plan.name_of
        lots = sorted(force.home[mover] for mover in movers)
        people = sum(force.lots[row].person for row in lots)
        who = dict(Counter(name("lot", row) for row in lots))
        kg = sum(force.kg[mover] for mover in movers)
        return Happening(kind, instant, name("site", site), lift, who, people, kg, tuple(sorted(movers)))

    def _is_required(self, mover: int) -> bool:
        return bool(self.drawdown.force.lots[self.drawdown.force.home[mover]].required)
