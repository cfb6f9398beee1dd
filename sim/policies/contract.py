"""The contract of each kind of rule.

For all of them: you are shown what is known at this instant, never what is to come; views cannot be changed. You may
not keep anything between two questions, draw random numbers, look at the clock of the machine, or read files: the same
view must get the same answer in every process and on every machine. Whatever you answer, the engine keeps its own
laws: required before wanted, what is free to go before what a hold or floor keeps, payload, pallet positions, seats,
segregation, holds, floors, hours, spots and teams. A rule that raises, or answers what its contract does not allow,
ends the run with a `PolicyError` that names the rule, the instant, seed and replication.
"""

from collections.abc import Iterable
from typing import Any, Protocol

from sim.policies.views import DispositionView, LoadView, LotView, SiteView, TailView, WaitView

__all__ = ["Disposition", "Order", "Rank", "Site", "Tail", "Wait"]


class Rank(Protocol):
    """Load order that does not look at the situation: `@sim.policy("load", NAME)`, its argument is called `lot`.

    Asked once for each group and lot, when the plan is made. It orders the queues of stations as well as the chalk.
    """

    def __call__(self, lot: LotView, /) -> Any:
        """Return a key: a number, text, or a tuple of them; the smallest goes first.

        Equal keys: the one ready longer goes first, then the lower number. The keys of all lots must be comparable
        with one another. Required movers come before wanted ones whatever the keys.
        """


class Order(Protocol):
    """Load order that looks at the situation: `@sim.policy("load", NAME)`, its argument is called `view`.

    Asked when a sortie is about to be loaded, and again only when the cargo of the site has changed since. Queues of
    stations keep the order `priority`. A user's rule of this form runs on the SimPy engine only.
    """

    def __call__(self, view: LoadView, /) -> Iterable[int]:
        """Return the positions in `view.staged`, each once, in the order in which they are to be tried.

        The chalk is filled in that order, first fit with skipping: required first, and those kept by a hold or floor
        last.
        """


class Site(Protocol):
    """Which site next: `@sim.policy("site", NAME)`.

    Asked when a mission that has no site yet, or the tail of a fleet, is to be tasked, and again only when what there
    is to carry has changed. While any site has required movers to carry, only such sites are shown.
    """

    def __call__(self, view: SiteView, /) -> int | None:
        """Return a position in `view.sites`; or None: the mission is struck, the tail stays where it is."""


class Wait(Protocol):
    """Go or wait: `@sim.policy("wait", NAME)`.

    Asked when a sortie could begin to load, and again only when the cargo of its site, or what it would carry, has
    changed; never for a lift without `wait_h`, and never after `wait_h` has passed: then it goes.
    """

    def __call__(self, view: WaitView, /) -> bool:
        """Return True to load what there is and go, False to wait for more."""


class Tail(Protocol):
    """Which tail: `@sim.policy("tail", NAME)`.

    Asked when a tail of a fleet is to be sent, more than one or not. Tails that begin at a site are not asked about.
    """

    def __call__(self, view: TailView, /) -> int:
        """Return a position in `view.tails`."""


class Disposition(Protocol):
    """What is given up first: `@sim.policy("disposition", NAME)`.

    Asked when wanted lots are to be given up. What may become of each (left, handed over, sold, destroyed, retained)
    is said by the scenario; the rule says in which order.
    """

    def __call__(self, view: DispositionView, /) -> Iterable[int]:
        """Return the positions in `view.lots`, each once, the first to be given up first."""
