"""The effect of reviews, in a planner's words."""

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from sim.analysis.summary.totals import number, tonnes

__all__ = ["histories", "reviewed"]


def reviewed(reviews: Mapping[str, Any], n: int, chance: Callable[[Mapping[str, Any], int], str]) -> Iterator[str]:
    """Yield the result of the same histories without reviews, and in how many of them reviews did what.

    Parameters
    ----------
    reviews
        The `reviews` of a summary.
    n
        Histories.
    chance
        Returns the words for a probability over so many histories.
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
    """Yield in how many histories reviews caused a miss, and in how many they prevented one, with the causes."""
    for side, made, moved in (("late", "caused a miss in", "later"), ("in_time", "prevented a miss in", "sooner")):
        found = turned[side]
        if not found["histories"]:
            continue
        words = f"They {made} {histories(found['histories'], n)}"
        if found["looked_at"]:
            days = f"{number(abs(found['days']))} d {moved} on average"
            more = "more" if side == "late" else "less"
            causes = ", ".join(f"{number(abs(c['mean_days']))} d {more} of {c['label']}" for c in found["causes"])
            words += f", {days}: {causes}" if causes else f", {days}"
        yield f"{words}."


def histories(many: int, n: int) -> str:
    """Return the words for so many of all histories."""
    return f"{many:,} of {n:,}"
