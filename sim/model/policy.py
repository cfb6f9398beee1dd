"""The policies that a plan names, in a form that can be sent to other processes."""

from dataclasses import dataclass, fields
from typing import Final

from sim.domain.policy import Policy as Named
from sim.policies import Policy, Source, find
from sim.policies.views import LotView

__all__ = ["USUAL", "Chosen"]

SHIPPED: Final = Named()


@dataclass(frozen=True)
class Chosen:
    """Names of the policies in force, and the files and modules from which any process can load them.

    Attributes
    ----------
    load, site, wait, tail, disposition
        Name of the policy of each kind.
    sources
        Files and modules of the policies that are not part of `sim`.
    lots
        What policies can see of each group and lot, by row of the table `lot`; empty if all policies are the defaults
        and there are no reviews.
    """

    load: str = SHIPPED.load
    site: str = SHIPPED.site
    wait: str = SHIPPED.wait
    tail: str = SHIPPED.tail
    disposition: str = SHIPPED.disposition
    sources: tuple[Source, ...] = ()
    lots: tuple[LotView, ...] = ()

    def find(self, kind: str) -> Policy:
        """Return the policy of a kind.

        Raises
        ------
        SimError
            The policy is registered only in another process, or a file or module cannot be loaded.
        """
        return find(kind, getattr(self, kind), self.sources)

    def is_usual(self, kind: str) -> bool:
        """Return whether the policy of a kind is the default."""
        usual = {field.name: field.default for field in fields(self)}
        return bool(getattr(self, kind) == usual[kind])

    def unusual(self) -> dict[str, str]:
        """Return the name of each policy that is not the default, by kind."""
        kinds = ("load", "site", "wait", "tail", "disposition")
        return {kind: getattr(self, kind) for kind in kinds if not self.is_usual(kind)}

    def own(self) -> list[Policy]:
        """Return the user's own policies that are called while a history runs; only the SimPy engine can call these."""
        rules = [self.find(kind) for kind in self.unusual()]
        return [rule for rule in rules if rule.source is not None and rule.looks]


USUAL: Final = Chosen()
