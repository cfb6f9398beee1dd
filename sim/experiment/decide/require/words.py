"""The result of `sim require` as sentences and as JSON."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from sim.analysis.summary.words import money
from sim.experiment.decide.effort import effort
from sim.experiment.decide.sweep.words import meanings
from sim.experiment.decide.words import as_text, due_of, for_json, milestone_name
from sim.experiment.keep.kinds import SEARCH

if TYPE_CHECKING:
    from sim.experiment.decide.require.require import Answer, Requirement

__all__ = ["as_json", "caveats", "cheapest", "counts", "sentence"]


def caveats(requirement: Requirement) -> Iterator[str]:
    """Yield sentences on how certain the answers are, on the levers, and on the histories run."""
    error = f"{1 - requirement.confidence:.2g}"
    yield (
        f"Each finding that a tested value suffices, or does not, is wrong with a chance of at most {error}, however "
        "long the search took. What is said of other values assumes that the probability only rises or only falls "
        "along the lever."
    )
    yield from meanings([requirement.lever, *(() if requirement.other is None else (requirement.other,))])
    if lacking := unpriced(requirement):
        yield f"The cost of {', '.join(lacking)} is not stated (usd_per_step) and counts as zero."
    yield from requirement.effects.sentences()
    yield from effort(requirement, SEARCH)


def cheapest(requirement: Requirement) -> Iterator[str]:
    """Yield a sentence on the cheapest combination of two levers that suffices.

    Yield nothing if there is one lever, or if the cost of fewer than two answers is known.
    """
    costs = [(usd, answer) for answer in requirement.answers if (usd := requirement.usd(answer)) is not None]
    if requirement.other is None or len(costs) < 2:
        return
    usd, answer = min(costs, key=lambda each: each[0])
    where = f"{requirement.other.name} = {as_text(answer.fixed)}"
    suffices = f"{requirement.lever.name} = {as_text(answer.bracket.suffices)}"
    yield f"Of these, {suffices} with {where} costs least: {money(usd)} USD."


def unpriced(requirement: Requirement) -> tuple[str, ...]:
    """Return the levers that have a value without a stated cost; none if no lever states a cost."""
    levers = [requirement.lever, *(() if requirement.other is None else (requirement.other,))]
    priced = [axis for axis in levers if any(axis.usd(value) is not None for value in axis.values)]
    lacking = (axis.name for axis in levers if any(axis.usd(value) is None for value in axis.values))
    return tuple(lacking) if priced else ()


def sentence(requirement: Requirement, answer: Answer) -> str:
    """Return the answer in words: the value that suffices, the value that does not, the open values, and the cost."""
    goal, name = f"P({milestone_name(requirement.milestone)}) = {requirement.target:g}", requirement.lever.name
    bracket, says = answer.bracket, answer.bracket.says
    where = "" if requirement.other is None else f"Where {requirement.other.name} = {as_text(answer.fixed)}: "
    after = f"after {bracket.histories:,} histories"
    sure = f"({100 * requirement.confidence:.0f} % sure)"
    ends = f"{as_text(requirement.lever.values[0])} to {as_text(requirement.lever.values[-1])}"
    opened = f"; {_several(bracket.open)} open {after}" if bracket.open else f" ({after})"
    if says == "bracketed":
        suffices, fails = as_text(bracket.suffices), as_text(bracket.fails)
        text = f"{name} = {suffices} suffices for {goal} {sure}; {fails} does not{opened}"
    elif says == "all suffice":
        text = f"{name} anywhere from {ends} suffices for {goal} {sure}, {after}"
    elif says == "not reachable":
        value, seen = answer.most
        text = f"{goal} cannot be reached with {name} from {ends} {sure}: the highest share seen"
        text += f" is {seen}, at {as_text(value)}, {after}"
    elif says == "at most":
        text = f"{name} = {as_text(bracket.suffices)} suffices for {goal} {sure}{opened}"
    elif says == "more than":
        value, seen = answer.most
        most = f"the highest share seen is {seen}, at {as_text(value)}"
        text = f"{name} = {as_text(bracket.fails)} does not suffice for {goal} {sure}{opened}; {most}"
    else:
        text = f"{goal} with {name} from {ends} is not decided {after}"
    if bracket.best is not None and says in ("unknown", "more than", "at most"):
        best, likely = bracket.best
        text += f". The best guess is {as_text(best)}, with a probability of about {likely:.2f}"
    usd = requirement.usd(answer)
    if usd is not None:
        place = "" if requirement.other is None else " there"
        text += f". {name} = {as_text(bracket.suffices)}{place} costs {money(usd)} USD"
    if answer.rising is None and len(answer.seen) > 1:
        text += ". The two ends of the range do not differ beyond chance"
    return f"{where}{text}."


def counts(requirement: Requirement, answer: Answer) -> str:
    """Return a sentence: how many histories met the milestone at the value that suffices, and at the value that fails.

    The text is empty if neither value is known.
    """
    seen, bracket, name = dict(answer.seen), answer.bracket, milestone_name(requirement.milestone)
    parts = [
        f"{seen[value].met:,} of {seen[value].n:,} histories with {as_text(value)}"
        for value in (bracket.suffices, bracket.fails)
        if value is not None and value in seen and seen[value].n
    ]
    return f"{name[:1].upper()}{name[1:]}: met in {', '.join(parts)}." if parts else ""


def _several(values: tuple[Any, ...]) -> str:
    """Return values in words, with "is" or "are": "8 is", "8, 10 are"; more than four values as "8 to 16 are"."""
    named = list(map(as_text, values))
    if len(named) > 4:
        return f"{named[0]} to {named[-1]} are"
    return f"{', '.join(named)} {'is' if len(named) == 1 else 'are'}"


def as_json(requirement: Requirement) -> dict[str, Any]:
    """Return the result for JSON; with a second lever, `answers` has the answer at each of its values."""
    head = {
        "scenario": requirement.question.name,
        "lever": requirement.lever.name,
        "milestone": requirement.milestone,
        "by": due_of(
            requirement.question,
            requirement.milestone,
            [requirement.lever, *([requirement.other] if requirement.other else [])],
        ),
        "target": requirement.target,
        "confidence": requirement.confidence,
        "seed": requirement.seed,
    }
    if requirement.other is None:
        return {**head, **_answer(requirement, requirement.answers[0])}
    answers = [{"value": for_json(each.fixed), **_answer(requirement, each)} for each in requirement.answers]
    return {**head, "other": requirement.other.name, "histories": requirement.histories, "answers": answers}


def _answer(requirement: Requirement, answer: Answer) -> dict[str, Any]:
    """Return the result of one search for JSON."""
    bracket = answer.bracket
    return {
        "says": bracket.says,
        "suffices": for_json(bracket.suffices),
        "fails": for_json(bracket.fails),
        "levers_usd": requirement.usd(answer),
        "open": [for_json(value) for value in bracket.open],
        "histories": bracket.histories,
        "rising": answer.rising,
        "seen": [
            {
                "value": for_json(value),
                "n": seen.n,
                "met": seen.met,
                "probability": seen.value,
                "low": float(f"{seen.low:.10g}"),
                "high": float(f"{seen.high:.10g}"),
            }
            for value, seen in answer.seen
        ],
        "answer": sentence(requirement, answer),
    }
