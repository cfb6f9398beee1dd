"""Rules registered under a kind and a name."""

import inspect
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, replace
from typing import Any, Final, TypeVar

__all__ = ["KINDS", "MisregisteredError", "Policy", "Source", "collecting", "policy", "registered", "shipped"]

KINDS: Final = ("load", "site", "wait", "tail", "disposition")
PACKAGE: Final = "sim.policies."


class MisregisteredError(ValueError):
    """A rule cannot be registered; the message says what was expected."""


Ask = TypeVar("Ask", bound=Callable[..., Any])


@dataclass(frozen=True)
class Source:
    """The source of a user's rule.

    Attributes
    ----------
    name
        Name of the file as in the scenario, or of the module that registered the rule.
    text
        Text of this file or module.
    module
        Whether the rule is found by importing the module `name`; otherwise, by running `text`.
    """

    name: str
    text: str
    module: bool = False

    def __reduce__(self) -> tuple[Any, ...]:
        """Pickle so that the copy is trusted: the sending process trusts it, and a pickle can run any code anyway."""
        return _received, (self.name, self.text, self.module)


def _received(name: str, text: str, module: bool) -> Source:
    """Return a source that another process has sent, and trust it."""
    from sim.policies.trust import grant

    source = Source(name, text, module)
    grant(source)
    return source


@dataclass(frozen=True)
class Policy:
    """A rule.

    Attributes
    ----------
    kind, name
        Kind and name under which it is registered.
    ask
        The rule itself (`sim.policies.contract`).
    looks
        Whether it is called while a history runs; a fixed load order is called when the plan is made.
    source
        The file or module that it comes from; None for a shipped rule.
    """

    kind: str
    name: str
    ask: Callable[..., Any]
    looks: bool
    source: Source | None = None

    def __str__(self) -> str:
        """Return its name for errors: policy "tents first" (load, tents.py)."""
        home = "" if self.source is None else f", {self.source.name}"
        return f'policy "{self.name}" ({self.kind}{home})'


Rules = dict[tuple[str, str], Policy]
"""Rules by kind and name."""
_shipped: Rules = {}
_registered: Rules = {}
_collected: ContextVar[Rules | None] = ContextVar("collected", default=None)
"""Where rules are registered inside `collecting`; None outside."""


def policy(kind: str, name: str) -> Callable[[Ask], Ask]:
    """Register a rule under a kind and a name: `@sim.policy("load", "tents first")`.

    Parameters
    ----------
    kind
        `load`, `site`, `wait`, `tail` or `disposition`.
    name
        Any text of 1 to 80 characters; a scenario names it in `[policy]`.

    Raises
    ------
    MisregisteredError
        There is no such kind; the name is no text of 1 to 80 characters; a shipped rule of this kind, or another one in
        the same file, has the name already; or the rule does not take the one argument of its contract.
    """
    if kind not in KINDS:
        raise MisregisteredError(f"kind of policy {kind!r}: expected one of {', '.join(KINDS)}")
    stated: object = name  # the files of users are not checked for types
    if not isinstance(stated, str) or not 1 <= len(stated) <= 80:
        raise MisregisteredError(f"name of policy {name!r}: expected text of 1 to 80 characters")

    def register(ask: Ask) -> Ask:
        rule = Policy(kind, name, ask, _looks(kind, name, ask))
        module, collected = ask.__module__, _collected.get()
        if module.startswith(PACKAGE):
            _shipped[kind, name] = rule
            return ask
        if (kind, name) in _shipped or (collected is not None and (kind, name) in collected):
            raise MisregisteredError(f'there is a {kind} policy "{name}" already; give this one another name')
        if collected is None:
            _registered[kind, name] = replace(rule, source=Source(module, _text(module), module=True))
        else:
            collected[kind, name] = rule
        return ask

    return register


def _looks(kind: str, name: str, ask: Callable[..., Any]) -> bool:
    """Return whether a rule is called while a history runs: all are, except a load order with an argument `lot`.

    Raises
    ------
    MisregisteredError
        The rule does not take the one argument of its contract.
    """
    try:
        arguments = list(inspect.signature(ask).parameters)
    except (TypeError, ValueError):
        arguments = []
    if kind == "load":
        if arguments not in (["lot"], ["view"]):
            text = "one argument, called lot (a fixed order) or view (one that looks at the situation)"
            raise MisregisteredError(f'load policy "{name}": expected a function of {text}')
        return arguments == ["view"]
    if len(arguments) != 1:
        raise MisregisteredError(f'{kind} policy "{name}": expected a function of one argument, the view')
    return True


def _text(module: str) -> str:
    """Return the text of a module, or its name if the text cannot be read.

    With the text, a study that uses an edited module counts as another study.
    """
    try:
        return inspect.getsource(sys.modules[module])
    except (KeyError, OSError, TypeError):
        return module


@contextmanager
def collecting() -> Iterator[Rules]:
    """Collect the rules registered within this context separately, because two files may use the same name."""
    collected: Rules = {}
    token = _collected.set(collected)
    try:
        yield collected
    finally:
        _collected.reset(token)


def shipped() -> Rules:
    """Return the shipped rules."""
    return _shipped


def registered() -> Rules:
    """Return the rules that modules in this process have registered."""
    return _registered
