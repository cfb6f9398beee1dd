"""The contract of each kind of rule.

A rule of any kind gets one argument, its view, which it cannot change. The view shows what is known at the instant of
the call, never the future. A rule may not keep anything between two calls, draw random numbers, read the clock of the
machine, or read files: the same view must get the same answer in every process and on every machine. Whatever a rule
returns, the engine enforces its own limits: required before wanted, movers free to go before those that a hold or floor
keeps, payload, pallet positions, seats, segregation, holds, floors, hours, spots and teams. A rule that raises an
error, or returns what its contract does not allow, ends the run with a `PolicyError` that names the rule, the instant,
the seed and the replication. If the rule is a `Rank`, which is called before any history, the error is a `ConfigError`.
The compiled engine supports each `Rank`, and the default rule of each other kind; a plan that names any other rule runs
on the SimPy engine.
"""

from collections.abc import Iterable
from typing import Any, Protocol

from sim.policies.views import DispositionView, LoadView, LotView, SiteView, TailView, WaitView

__all__ = ["Disposition", "Order", "Rank", "Site", "Tail", "Wait"]


class Rank(Protocol):
    """Load order that is the same in all situations: `@sim.policy("load", NAME)`, with an argument named `lot`.

    Called once for each group and lot, when the plan is made. It orders the queues of stations as well as the chalk.
    """

    def __call__(self, lot: LotView, /) -> Any:
        """Return a key: a number, a text, or a tuple of these; the smallest goes first.

        Of movers with equal keys, the one that has been ready longer goes first, then the one with the lower number.
        The keys of all lots must be comparable with one another. Required movers go before wanted ones, whatever their
        keys.
        """


class Order(Protocol):
    """Load order that depends on the situation: `@sim.policy("load", NAME)`, with an argument named `view`.

    Called when a sortie is about to be loaded, and again only if the movers that may ride, or the cargo of the site,
    have changed since. Queues of stations keep the order `priority`.
    """

    def __call__(self, view: LoadView, /) -> Iterable[int]:
        """Return the positions in `view.staged`, each once, in the order in which they are to be tried.

        The chalk is filled in that order: each mover that still fits is taken, and one that does not is skipped. But
        required movers go before wanted ones. Within each of these two kinds, movers that a hold or floor keeps go
        last.
        """


class Site(Protocol):
    """Which site next: `@sim.policy("site", NAME)`.

    Called when a mission without a site, or the tail of a fleet, is to be tasked, and again only if the cargo, or what
    the view shows of the sites, has changed since. While any site has required movers to carry, only such sites are
    shown.
    """

    def __call__(self, view: SiteView, /) -> int | None:
        """Return a position in `view.sites`; or None, so that the mission is dropped, or the tail stays where it is."""


class Wait(Protocol):
    """Go or wait: `@sim.policy("wait", NAME)`.

    Called when a sortie could begin to load, and again only if the cargo of its site, or what it would carry, has
    changed since. It is not called for a lift without `wait_h`, whose sorties go at once. After `wait_h` the sortie
    goes, whatever the rule returns.
    """

    def __call__(self, view: WaitView, /) -> bool:
        """Return True to load what is there and go, False to wait for more."""


class Tail(Protocol):
    """Which tail: `@sim.policy("tail", NAME)`.

    Called when a tail of a fleet is to be sent, even if only one is idle; not for tails that begin at a site.
    """

    def __call__(self, view: TailView, /) -> int:
        """Return a position in `view.tails`."""


class Disposition(Protocol):
    """Which lot is given up first: `@sim.policy("disposition", NAME)`.

    Called when wanted lots are to be given up. It is also called when items that reviews gave up may be shipped again:
    then the lots that would be given up last return first. The scenario states the dispositions of each lot (abandoned,
    handed over, sold, destroyed, retained); the rule states the order.
    """

    def __call__(self, view: DispositionView, /) -> Iterable[int]:
        """Return the positions in `view.lots`, each once, the first to be given up first."""
