"""Sentences on the effect of reviews."""

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from sim.analysis.summary.totals import number, tonnes

__all__ = ["histories", "reviewed"]


def reviewed(reviews: Mapping[str, Any], n: int, chance: Callable[[Mapping[str, Any], int], str]) -> Iterator[str]:
    """Yield sentences on what reviews did and changed; nothing if no review made any response.

    They give the probabilities of the same histories without reviews, the number of histories with each response, the
    misses that reviews caused or prevented, and the equipment given up.

    Parameters
    ----------
    reviews
        The part `reviews` of a summary.
    n
        Number of histories.
    chance
        Function that returns the probability of a milestone in words, given the milestone and the number of histories.
    """
    did = [
        f"{words} in {histories(reviews[key], n)}"
        for key, words in (
            ("lift_asked", "asked for more lift"),
            ("lift_granted", "received it"),
            ("hours_lengthened", "lengthened hours"),
            ("lift_called", "called a lift"),
            ("favoured", "let a site that was behind go first"),
            ("gave_up", "gave up equipment"),
            ("took_back", "took some back"),
        )
        if reviews.get(key)
    ]
    if not did:
        return
    without = {milestone["name"]: milestone for milestone in reviews["without"]}
    other = (
        ""
        if reviews["of"] == "deadline"
        else f"; {reviews['of'].replace('_', ' ')}, {chance(without[reviews['of']], n)}"
    )
    yield f"Without reviews of the plan: on time, {chance(without['deadline'], n)}{other}"
    yield f"Reviews {', '.join(did)}."
    yield from _turned(reviews["turned"]["deadline"], n)
    if reviews["gave_up"]:
        flown, alone = (tonnes(reviews["out_t"][key]) for key in ("mean", "without"))
        gave_up = f"{tonnes(reviews['given_up_t']['mean'])} (handed over, sold, destroyed or left behind)"
        mean = f"On average over {n:,} histories, reviews" if n > 1 else "Reviews"
        yield f"{mean} gave up {gave_up}; {flown} were shipped, {alone} without reviews."


def _turned(turned: Mapping[str, Any], n: int) -> Iterator[str]:
    """Yield in how many histories reviews caused a miss of the deadline, or prevented one, with the main causes."""
    for side, did, moved in (("late", "caused", "later"), ("in_time", "prevented", "sooner")):
        part = turned[side]
        if not part["histories"]:
            continue
        words = f"They {did} a miss of the deadline in {histories(part['histories'], n)}"
        if part["looked_at"]:
            days = f"{number(abs(part['days']))} d {moved} on average"
            more = "more" if side == "late" else "less"
            causes = ", ".join(f"{number(abs(c['mean_days']))} d {more} of {c['label']}" for c in part["causes"])
            words += f", with the closing date {days}{f': {causes}' if causes else ''}"
        yield f"{words}."


def histories(count: int, n: int) -> str:
    """Return a number of histories beside the number of all: 12 of 400."""
    return f"{count:,} of {n:,}"
