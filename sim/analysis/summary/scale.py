"""A probability as a word of a fixed scale, as an answer such as "Probably", and as a number of histories in words."""

from typing import Final

__all__ = ["SCALE", "histories_are", "in_hundred", "likely", "never_sure", "yes_or_no"]

SCALE: Final = (
    (0.99, "virtually certain"),
    (0.90, "very likely"),
    (0.66, "likely"),
    (0.33, "about as likely as not"),
    (0.10, "unlikely"),
    (0.01, "very unlikely"),
    (0.00, "exceptionally unlikely"),
)
"""(Least probability, word): the scale of the IPCC (Mastrandrea et al. 2010, Guidance Note on Uncertainty).

More readers understand such a word as intended if the probability stands beside it (Wintle et al. 2019), so the word
is printed only beside its number.
"""
YES: Final = ((0.90, "Yes"), (0.66, "Probably"), (0.33, "Uncertain"), (0.10, "Probably not"), (0.00, "No"))
"""(Least probability, answer to "will we be out?")."""


def likely(probability: float) -> str:
    """Return the word of the scale for a probability."""
    return next(word for least, word in SCALE if probability >= least)


def yes_or_no(probability: float) -> str:
    """Return the answer to "will we be out?", from "Yes" to "No", given the probability that we will."""
    return next(word for least, word in YES if probability >= least)


def never_sure(probability: float, met: int, n: int) -> float:
    """Return the probability with which to choose a word, so that no sample makes an event certain or impossible.

    It is `probability` unless all n histories met the milestone or none did: then it is (met + 1/2) / (n + 1), the mean
    of Jeffreys' posterior.
    """
    return (met + 0.5) / (n + 1) if met in (0, n) else probability


def histories_are(probability: float, met: int, n: int) -> str:
    """Return a share of the histories with its verb: "98 in 100 histories are", "1 of 20 histories is"."""
    one = n == 1 or (met == 1 and n < 100)
    return f"{in_hundred(probability, met, n)} {'history' if n == 1 else 'histories'} {'is' if one else 'are'}"


def in_hundred(probability: float, met: int, n: int) -> str:
    """Return a share of the histories in words: "98 in 100"; "3 of 20" for fewer than 100 histories.

    The extremes are "all of 400", "more than 99 in 100", "less than 1 in 100" and "none of 400".

    Parameters
    ----------
    probability
        The share: met / n.
    met, n
        Number of histories meant, and of all histories.
    """
    if met in (0, n):
        return f"{'all' if met else 'none'} of {n:,}"
    if n < 100:
        return f"{met} of {n}"
    share = 100 * probability
    if share >= 99.5:
        return "more than 99 in 100"
    if share <= 0.5:  # 0.5 itself would be shown as 0
        return "less than 1 in 100"
    return f"{share:.0f} in 100"
