"""Find a rule by name: shipped, in the scenario's files, registered in this process, or in an installed package."""

from collections.abc import Iterable, Sequence
from functools import cache
from importlib import import_module
from importlib.metadata import entry_points
from typing import Final

from sim.errors import SimError
from sim.policies.reading import policies_of, safe_text
from sim.policies.registry import Policy, Source, registered, shipped

__all__ = ["GROUP", "UnknownPolicyError", "find", "known"]

GROUP: Final = "sim.policies"
"""Group of the entry points by which installed packages offer rules; each names a module that registers rules."""


class UnknownPolicyError(LookupError):
    """There is no rule of this kind and name; `names` are the names of this kind that exist."""

    def __init__(self, kind: str, name: str, names: Sequence[str]) -> None:
        super().__init__(f'no {kind} policy is called "{name}"; there are {", ".join(names)}')
        self.names = names


def find(kind: str, name: str, sources: Iterable[Source] = ()) -> Policy:
    """Return the rule with a kind and a name.

    Parameters
    ----------
    kind, name
        Kind and name under which it is registered.
    sources
        Files of the scenario, which are searched in this order, and modules, which are imported only if the rule is
        not found without them.

    Raises
    ------
    UnknownPolicyError
        There is no such rule.
    UntrustedError, BrokenFileError
        As for `policies_of`, for one of the files.
    SimError
        A module or an installed package cannot be imported, or the rule was registered only in another process.
    """
    key, sources = (kind, name), tuple(sources)
    if key in shipped():
        return shipped()[key]
    for source in sources:
        if not source.module and key in policies_of(source):
            return policies_of(source)[key]
    modules = [source.name for source in sources if source.module]
    if key not in registered():
        for module in modules:
            _import(module)
    if key not in registered():
        _packages()
    if key not in registered() and modules:
        raise _elsewhere(f'{kind} policy "{name}"', " or ".join(modules))
    if key not in registered():
        raise UnknownPolicyError(kind, name, known(kind, sources))
    return registered()[key]


def known(kind: str, sources: Iterable[Source] = ()) -> list[str]:
    """Return the names of all rules of a kind, sorted; raise the errors of `find` except `UnknownPolicyError`."""
    _packages()
    groups = [shipped(), registered(), *(policies_of(source) for source in sources if not source.module)]
    return sorted({name for rules in groups for other, name in rules if other == kind})


def _import(module: str) -> None:
    """Import a module that registers rules."""
    try:
        import_module(module)
    except Exception as error:
        raise _elsewhere("a policy", f"{module} ({safe_text(error)})") from error


def _elsewhere(what: str, module: str) -> SimError:
    """Return the error that `what` (a rule, in words) was registered by a module that does not register it here."""
    return SimError(
        f"{what} was registered by {module}, which this process cannot import or which registers it only when run as "
        "a script; put the rule into a file that policy.files names, or run with workers = 1"
    )


@cache
def _packages() -> None:
    """Import every installed package that offers rules; only the first call in a process does this."""
    for point in entry_points(group=GROUP):
        try:
            point.load()
        except Exception as error:
            why = f"{type(error).__name__}: {safe_text(error)}"
            raise SimError(f'the installed policies "{point.name}" ({point.value}) cannot be loaded: {why}') from error
