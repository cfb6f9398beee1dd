"""Policies, also called rules, by name: who boards first, which site, go or wait, which tail, what is given up.

Start with `contract.py`: what a rule of each kind is asked, what it returns, and what it may not do. `views.py` defines
what a rule is shown. The shipped rules are in `orders.py`, `flights.py` and `dispositions.py`, written as a user would
write them. `registry.py` and `search.py` find a rule by its name, `reading.py` reads a user's file, and `asking.py`
calls a rule and checks its answer. `trust.py` says whether a user's file may be run.
"""

from sim.policies import dispositions, flights, orders  # noqa: F401  # importing them registers the shipped rules
from sim.policies.asking import MisbehavedError, asked
from sim.policies.reading import BrokenFileError, policies_of
from sim.policies.registry import KINDS, Policy, Source, policy
from sim.policies.search import UnknownPolicyError, find, known
from sim.policies.trust import UntrustedError, trusting

__all__ = [
    "KINDS",
    "BrokenFileError",
    "MisbehavedError",
    "Policy",
    "Source",
    "UnknownPolicyError",
    "UntrustedError",
    "asked",
    "find",
    "known",
    "policies_of",
    "policy",
    "trusting",
]
