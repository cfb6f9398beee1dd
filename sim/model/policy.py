"""The rules that a plan names, in a form that travels to other processes."""

from dataclasses import dataclass, fields
from typing import Final

from sim.domain.policy import Policy as Named
from sim.policies import Policy, Source, find
from sim.policies.views import LotView

__all__ = ["USUAL", "Chosen"]

SHIPPED: Final = Named()


@dataclass(frozen=True)
class Chosen:
    """Names of the rules in force, and what it takes to find them anywhere.

    Attributes
    ----------
    load, site, wait, tail, disposition
        Names by kind.
    sources
        Files and modules of those that are not shipped.
    lots
        What rules are shown of each group and lot, by row; empty where all rules are the usual ones.
    """

    load: str = SHIPPED.load
    site: str = SHIPPED.site
    wait: str = SHIPPED.wait
    tail: str = SHIPPED.tail
    disposition: str = SHIPPED.disposition
    sources: tuple[Source, ...] = ()
    lots: tuple[LotView, ...] = ()

    def find(self, kind: str) -> Policy:
        """Return the rule of a kind.

        Raises
        ------
        SimError
            It is registered in another process only.
        """
        return find(kind, getattr(self, kind), self.sources)

    def is_usual(self, kind: str) -> bool:
        """Whether the rule of a kind is the one that is in force unless a scenario names another."""
        usual = {field.name: field.default for field in fields(self)}
        return bool(getattr(self, kind) == usual[kind])

    def unusual(self) -> dict[str, str]:
        """Return kind and name of the rules that are not the usual ones."""
        kinds = ("load", "site", "wait", "tail", "disposition")
        return {kind: getattr(self, kind) for kind in kinds if not self.is_usual(kind)}

    def own(self) -> list[Policy]:
        """Return the rules of the user's own that are asked while a history runs: SimPy alone can ask them."""
        rules = [self.find(kind) for kind in self.unusual()]
        return [rule for rule in rules if rule.source is not None and rule.looks]


USUAL: Final = Chosen()
