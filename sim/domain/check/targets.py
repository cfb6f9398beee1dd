"""The targets of `[uncertainty]`, and the check that each may be uncertain and is set by at most one entry."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from sim.domain.check.finding import Finding, nearest, quoted
from sim.domain.check.nowhere import nowhere
from sim.domain.known import aims_at, known_to, rest_of, set_by
from sim.domain.memo import memoised
from sim.domain.paths import Number, matching, numbers, stars_at_key
from sim.domain.scenario import Scenario
from sim.domain.uncertainty import Uncertainty

__all__ = ["targets", "touched", "wrong_targets"]


def targets(scenario: Scenario, name: str) -> tuple[str, ...]:
    """Return the dotted paths that an entry of `[uncertainty]` names: its `to` or, if it has none, its own name."""
    return scenario.uncertainty[name].to or (name,)


@memoised
def touched(scenario: Scenario) -> frozenset[str]:
    """Return the path of every number that some entry changes; entries with `apply = "set"` change no known number."""
    stated = numbers(scenario)
    return frozenset(
        path
        for name in scenario.uncertainty
        for target in targets(scenario, name)
        for path in set_by(scenario, name, matching(target, stated))
    )


def wrong_targets(scenario: Scenario, unread: Iterable[tuple[str, str]] = ()) -> Iterator[Finding]:
    """Yield a finding for each error in the targets of `[uncertainty]`, in `same_as` and in `known`.

    Errors are: a target that reaches no number; a number that one entry names twice, or that two entries set; a `*`
    that stands for a key; the date of the deadline; a date that is multiplied; a draw of dates that does not set a
    date; a `same_as` that names no entry, or goes in a circle; and a path in `known` that no entry names.

    Parameters
    ----------
    scenario
        A scenario, or the parts of one that could be read.
    unread
        (section, name) of entries that could not be read. A target that may lie in one of them is not reported as
        missing, and `known` is not checked if there are any.
    """
    missing = [f"{section}.{name}".rstrip(".") for section, name in unread]
    stated = numbers(scenario)
    setter: dict[str, str] = {}
    for name, entry in scenario.uncertainty.items():
        before: dict[str, str] = {}
        for position, target in enumerate(targets(scenario, name)):
            path: tuple[str, ...] = ("uncertainty", name, "to", str(position)) if entry.to else ("uncertainty", name)
            if entry.alternatives:
                place = next(at for at, each in enumerate(entry.alternatives) if target in each.set)
                path = ("uncertainty", name, "alternatives", str(place), "set", target)
            reached = matching(target, stated)
            if not reached and not any("*" in target or target.startswith(prefix) for prefix in missing):
                yield from _replaced_or_nowhere(path, target, stated, scenario)
            yield from _starred(path, target, reached, stated)
            yield from _by_days(path, target, entry, [stated[number] for number in reached])
            for number in reached:
                if number in before:
                    text = f"expected each number once; {quoted(before[number])} names {number} already"
                    yield Finding(path, quoted(target), text)
                    break
            before |= dict.fromkeys(reached, target)
            for number in reached if entry.apply == "set" else ():
                other = setter.setdefault(number, name)
                if other != name:
                    text = f"expected one entry to set {number}; {quoted(other)} sets it already"
                    yield Finding(path, quoted(target), text)
    named = [target for name in scenario.uncertainty for target in targets(scenario, name)]
    for position, path_known in enumerate(scenario.known):
        if not unread and not known_to([path_known], named):
            text = "expected the dotted path of a number that [uncertainty] names, or of a table with such a number"
            yield Finding(("known", str(position)), quoted(path_known), text, nearest(path_known, named))
    yield from _circles(scenario, {name for section, name in unread if section == "uncertainty"})


def _starred(
    path: tuple[str, ...], target: str, reached: Iterable[str], stated: Mapping[str, Number]
) -> Iterator[Finding]:
    """Yield a finding if a `*` stands for a key, so that numbers of different kinds and units would change together."""
    for number in reached:
        key = stars_at_key(target, stated[number])
        if key is not None:
            text = f"expected * for names only; here it stands for the key {key} of {number}: write the keys out"
            yield Finding(path, quoted(target), text)
            return


def _by_days(path: tuple[str, ...], target: str, entry: Uncertainty, reached: Iterable[Number]) -> Iterator[Finding]:
    """Yield a finding if the deadline is changed, a date is multiplied, or a draw of dates does not set a date."""
    for number in reached:
        if tuple(part for part, _ in number.parts) == ("milestone", "deadline", "by"):
            text = "the date of the deadline may not be uncertain (the date of another milestone may be)"
            yield Finding(path, quoted(target), text)
            return
        if number.written is not None and entry.apply == "times":
            text = 'expected apply = "plus" (days later) or "set" (the date itself): a date cannot be multiplied'
            yield Finding(path, quoted(target), text)
            return
        if entry.in_dates and (number.written is None or entry.apply != "set"):
            text = 'expected a target that is a date, and apply = "set": the draw of this entry is stated in dates'
            yield Finding(path, quoted(target), text)
            return


def _replaced_or_nowhere(
    path: tuple[str, ...], target: str, stated: Mapping[str, Number], scenario: Scenario
) -> Iterator[Finding]:
    """Yield the error in a target that reaches no number.

    It is no error if the entry sets numbers and the target may name a known number or one inside a known table.
    """
    entry = scenario.uncertainty[path[1]]
    known = next((known for known in scenario.known if aims_at(target, known)), None)
    if known is None:
        yield nowhere(path, target, stated, scenario)
    elif entry.apply != "set":
        verb = {"times": "multiplies", "plus": "adds to"}[entry.apply]
        inside = rest_of(target, known)
        cure = f"set {known}{inside} instead of {known}" if inside else "state one number there"
        text = f"expected a number that exists; {known} = {_shown(stated, known)} replaced it, and {quoted(path[1])} "
        yield Finding(path, quoted(target), f"{text}{verb} it: {cure}, or name another number in `to`")


def _shown(stated: Mapping[str, Number], path: str) -> str:
    """Return the number at a path as text; "{...}" for a table."""
    return f"{stated[path].value:g}" if path in stated else "{...}"


def _circles(scenario: Scenario, unread: set[str]) -> Iterator[Finding]:
    """Yield a finding for each circle of `same_as`, and for each `same_as` that names no entry."""
    entries = scenario.uncertainty
    seen: set[str] = set()
    for name, entry in entries.items():
        if entry.same_as is not None and entry.same_as not in entries.keys() | unread:
            text = "expected another entry of [uncertainty]"
            path = ("uncertainty", name, "same_as")
            yield Finding(path, quoted(entry.same_as), text, nearest(entry.same_as, set(entries) - {name}))
        chain: list[str] = []
        link: str | None = name
        while link is not None and link in entries and link not in chain:
            chain.append(link)
            link = entries[link].same_as
        if link in chain and not seen & set(chain):
            circle = [*chain[chain.index(link) :], link]
            arrows = " -> ".join(quoted(entry) for entry in circle)
            text = f"expected an entry with a draw of its own; same_as goes in a circle: {arrows}"
            yield Finding(("uncertainty", circle[0], "same_as"), quoted(circle[1]), text)
            seen |= set(circle)
