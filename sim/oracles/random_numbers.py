"""Oracles for random numbers: the counter-based generator in two implementations, uniformity and independence."""

from typing import Final

import numpy as np
from scipy import special

from sim.engines.compiled.chance import uniform as compiled
from sim.model.draws import Stream, philox, uniform, uniforms
from sim.oracles.row import Row

__all__ = ["known_answers", "neighbours", "three_ways", "uniformity"]

ALARM: Final = 1e-4
"""Probability that a sound generator fails a statistical oracle."""
PUBLISHED: Final = (
    ((0, 0, 0, 0), (0, 0), (0x16554D9ECA36314C, 0xDB20FE9D672D0FDC, 0xD7E772CEE186176B, 0x7E68B68AEC7BA23B)),
    (
        (2**64 - 1,) * 4,
        (2**64 - 1,) * 2,
        (0x87B092C3013FE90B, 0x438C3C67BE8D0224, 0x9CC7D7C69CD777B6, 0xA09CAEBF594F0BA0),
    ),
    (
        (0x243F6A8885A308D3, 0x13198A2E03707344, 0xA4093822299F31D0, 0x082EFA98EC4E6C89),
        (0x452821E638D01377, 0xBE5466CF34E90C6C),
        (0xA528F45403E61D95, 0x38C72DBD566E9788, 0xA5A1610E72FD18B5, 0x57BD43B5E52B7FE6),
    ),
)
"""Known answers of Philox-4x64-10, published by its authors (Random123; Salmon et al. 2011): counter, key, output."""


def known_answers(times: int, /) -> Row:
    """Count blocks of random numbers that differ from the published ones; theory: 0."""
    wrong = sum(tuple(philox(counter, key)) != output for counter, key, output in PUBLISHED)
    return _exact("RNG 1", "blocks unlike Philox's known answers", wrong, 1, f"{len(PUBLISHED)} blocks")


def _exact(name: str, what: str, wrong: float, seed: int, sample: str) -> Row:
    """Return the row of a count that must be 0."""
    return Row(name, what, 0.0, float(wrong), float(wrong), float(wrong), seed, sample)


def three_ways(times: int, /) -> Row:
    """Count numbers that differ when generated one by one, as an array and in the compiled engine; theory: 0."""
    many = 5_000 * times
    index = np.arange(many)
    arrays = uniforms(3, 5, Stream.SERVICE, 77, index, 9, 2)
    single = [uniform(3, 5, Stream.SERVICE, 77, at, 9, 2) for at in range(many)]
    words = (np.uint64(word) for word in (3, 5, 77, 9))
    seed, replication, key, place = words
    in_engine = [compiled(seed, replication, int(Stream.SERVICE), key, at, place, 2) for at in range(many)]
    wrong = int((arrays != np.array(single)).sum()) + int((arrays != np.array(in_engine)).sum())
    return _exact("RNG 2", "numbers that differ by method", wrong, 3, f"{many:,} numbers, three ways")


def uniformity(times: int, /) -> Row:
    """Compute Kolmogorov's distance of the numbers of one stream from the uniform distribution; theory: 0.

    The interval is the distance plus or minus the limit that a sound generator exceeds with the probability ALARM.
    """
    many = 200_000 * times
    drawn = uniforms(11, 0, Stream.LEG, 5, np.arange(many), 0, 0)
    ranked, steps = np.sort(drawn), np.arange(many + 1) / many
    distance = float(max((steps[1:] - ranked).max(), (ranked - steps[:-1]).max()))
    limit = float(special.kolmogi(ALARM)) / many**0.5
    what = "distance of draws from uniform, against its limit"
    low, high = distance - limit, distance + limit
    return Row("RNG 3", what, 0.0, distance, low, high, 11, f"{many:,} numbers", ALARM)


def neighbours(times: int, /) -> Row:
    """Compute the largest correlation (in absolute value) of numbers with neighbouring addresses; theory: 0.

    The address of a number is what the generator computes it from. Neighbouring addresses differ by one in index,
    place, attempt or replication. The numbers are transformed to a normal distribution.
    """
    many = 100_000 * times
    index = np.arange(many)
    drawn = special.ndtri(uniforms(11, 0, Stream.LEG, 5, index, 0, 0))
    neighbouring = [
        uniforms(11, 0, Stream.LEG, 5, index + 1, 0, 0),
        uniforms(11, 0, Stream.LEG, 5, index, 1, 0),
        uniforms(11, 0, Stream.LEG, 5, index, 0, 1),
        uniforms(11, 1, Stream.LEG, 5, index, 0, 0),
    ]
    worst = max((float(np.corrcoef(drawn, special.ndtri(other))[0, 1]) for other in neighbouring), key=abs)
    half_width = float(-special.ndtri(ALARM / 2 / len(neighbouring))) / many**0.5
    what = "largest correlation of neighbouring addresses"
    low, high = worst - half_width, worst + half_width
    return Row("RNG 4", what, 0.0, worst, low, high, 11, f"4 x {many:,} numbers", ALARM)
