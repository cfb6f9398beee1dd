"""Random numbers by address: the same address always gives the same number.

There is no generator to advance and no state to share. A uniform number is a pure function of the seed, the
replication, the stream (what the number is for), the key of a name and an index within it (what it belongs to), the
key of a place, and the attempt k at that place. One more item in a lot, or a new station, therefore changes no other
random number.

The function is Philox-4x64-10 of J. K. Salmon, M. A. Moraes, R. O. Dror and D. E. Shaw, "Parallel random
numbers: as easy as 1, 2, 3", SC '11, section 3.3: ten rounds of multiplying and mixing turn a counter (the
address) into noise.
"""

from __future__ import annotations

from enum import IntEnum
from functools import lru_cache
from hashlib import blake2b
from typing import Final

import numpy as np
import numpy.typing as npt

__all__ = ["Integers", "Stream", "Words", "name_key", "philox", "uniform", "uniforms"]

Words = tuple[int, int, int, int]
Integers = int | npt.NDArray[np.integer]

STREAM_SHIFT: Final = 48
WORD: Final = (1 << 64) - 1
HALF_WORD: Final = (1 << 32) - 1

# The constants of the paper: two odd multipliers, and two Weyl steps (golden ratio, sqrt(3) - 1) for the key.
MULTIPLIERS: Final = (0xD2E7470EE14C6C93, 0xCA5A826395121157)
KEY_STEPS: Final = (0x9E3779B97F4A7C15, 0xBB67AE8584CAA73B)
ROUNDS: Final = 10


class Stream(IntEnum):
    """What a random number is for. Append only: if a code is reused or moved, stored results cannot be reproduced."""

    SERVICE = 1
    """Duration of one service at a station."""
    FAIL = 2
    """Whether a mover fails at a station and goes back."""
    PAYLOAD = 3
    """Payload that a sortie may carry."""
    SEATS = 4
    """Seats that a sortie offers."""
    LOAD = 5
    """Duration of loading a sortie."""
    BREAK = 6
    """Whether a vehicle or aircraft is found unserviceable at a departure."""
    REPAIR = 7
    """Duration of the repair that follows."""
    CLEARANCE = 8
    """Whether a mission is cleared in time, late or not at all."""
    LATE = 9
    """How late a late clearance is."""
    CANCEL = 10
    """Whether a mission is cancelled."""
    DELAY = 11
    """Whether a mission is delayed, and by how much."""
    LEG = 12
    """Duration of one leg."""
    OFFLOAD = 13
    """Duration of offloading."""
    TURN = 14
    """Duration of the turnaround before the next mission."""
    WEEK = 15
    """Factor of one week on the mission rate of a lift."""
    ARRIVAL = 16
    """Instant at which a mission of a random supply arrives."""
    OUTAGE_GAP = 17
    """Time from the end of one outage to the next."""
    OUTAGE_LENGTH = 18
    """Duration of an outage."""
    PERMISSION = 19
    """Whether permission holds at the start."""
    PERMISSION_GAP = 20
    """Time until permission is withdrawn."""
    PERMISSION_LENGTH = 21
    """Duration of the withdrawal."""
    WORLD = 22
    """An unknown number, drawn once per world."""
    ITEM_WEIGHT = 23
    """Weight of one item of a lot."""
    INFLOW = 24
    """Instant at which a mover enters the country."""
    ASKED = 25
    """Whether a request for more lift is granted."""
    ASKED_LAG = 26
    """Time until a request for more lift is answered, and until the first mission that it brings."""
    UP = 27
    """Whether a machine works at the start, and time until it fails."""
    DOWN = 28
    """Duration of the repair of a machine."""
    TASK = 29
    """Duration of one task of a ground time."""
    BREAKDOWN = 30
    """Whether a vehicle breaks down on a leg."""
    RECOVERY = 31
    """Time to recover a vehicle that broke down."""
    CRISIS = 32
    """Whether a crisis happens."""
    CRISIS_AFTER = 33
    """Time from the start until a crisis begins."""
    CRISIS_LENGTH = 34
    """How long the places that a crisis closes stay closed."""
    NO_SHOW = 35
    """Whether a mover called for a sortie does not turn up."""
    CHANGEOVER = 36
    """Time to set up a server of a station for another category or lot."""
    ATTACKS = 37
    """How often a sortie is attacked on a leg."""
    ATTACK = 38
    """Time that an attack costs."""
    SUBSTITUTE = 39
    """Time from the loss of a site until its substitute opens."""


def name_key(name: str) -> int:
    """Return the key of a name: 48 bits of its BLAKE2b hash, so that the order in a file never enters an address.

    Notes
    -----
    Of 10,000 names, two share a key with probability 2e-7; `limits.distinct` refuses such a plan.
    """
    return int.from_bytes(blake2b(name.encode("utf-8"), digest_size=6).digest(), "big")


@lru_cache(maxsize=64)
def _round_keys(key: tuple[int, int]) -> tuple[tuple[int, int], ...]:
    """Return the key of each round; it is kept, because a replication draws thousands of numbers with one key."""
    (first, second), (first_step, second_step) = key, KEY_STEPS
    return tuple(((first + i * first_step) & WORD, (second + i * second_step) & WORD) for i in range(ROUNDS))


def philox(counter: Words, key: tuple[int, int]) -> Words:
    """Return the encrypted counter: one block of Philox-4x64-10.

    Parameters
    ----------
    counter, key
        Four words and two words, each in [0, 2^64), lowest first.

    Returns
    -------
    Words
        Four words, uniform and independent for all practical purposes.
    """
    word, (multiplier_0, multiplier_2) = WORD, MULTIPLIERS
    c0, c1, c2, c3 = counter
    for k0, k1 in _round_keys(key):
        product_0 = multiplier_0 * c0
        product_2 = multiplier_2 * c2
        c0 = (product_2 >> 64) ^ c1 ^ k0
        c1 = product_2 & word
        c2 = (product_0 >> 64) ^ c3 ^ k1
        c3 = product_0 & word
    return c0, c1, c2, c3


def uniform(seed: int, replication: int, stream: int, key: int, index: int, place: int, k: int) -> float:
    """Draw the uniform number at an address, in the open interval (0, 1).

    Parameters
    ----------
    seed, replication
        Seed of the run, and number of the replication; for the draw of an unknown, number of the world instead.
    stream
        What the number is for; below 2^16.
    key, index
        `name_key` of the lot, tail or site that the number belongs to, and the index within it.
    place
        `name_key` of the station or lift; 0 if the draw has no place.
    k
        Number of the attempt *at that place*, never a count over several places.

    Notes
    -----
    Each part is taken modulo 2^64, as in the compiled engine: a negative part (the week of a supply that began before
    the start of the clock) is valid.

    The top 52 bits w of the first word give (w + 1/2) / 2^52, which is exact and lies in [2^-53, 1 - 2^-53].
    With 53 bits the largest value would round to 1, and log(1 - u) would fail once in 2^53 draws.
    """
    counter = ((key | stream << STREAM_SHIFT) & WORD, index & WORD, place & WORD, k & WORD)
    block = philox(counter, (seed & WORD, replication & WORD))
    return ((block[0] >> 12) + 0.5) * 2.0**-52


def _words(part: Integers) -> npt.NDArray[np.uint64]:
    """Return parts of addresses as words, each modulo 2^64 as in `uniform`."""
    return np.asarray(part & WORD if isinstance(part, int) else part).astype(np.uint64)


def uniforms(
    seed: int,
    replication: int,
    stream: Integers,
    key: Integers,
    index: Integers,
    place: Integers,
    k: Integers,
) -> npt.NDArray[np.float64]:
    """Draw the uniform numbers at many addresses, with the same bits as `uniform`.

    Parameters
    ----------
    stream, key, index, place, k
        As in `uniform`; integers or integer arrays that broadcast against each other.

    Returns
    -------
    NDArray
        Numbers in (0, 1), in the broadcast shape.

    Notes
    -----
    Words 0 and 2 of the counter are multiplied, words 1 and 3 are mixed in: `even` and `odd` hold one pair
    each, shape (2, n). The high word of a product is computed from 32-bit halves, so that no partial sum
    overflows (H. S. Warren, "Hacker's Delight", 2nd ed., section 8-2).
    """
    streams, *words = map(_words, (stream, key, index, place, k))
    keys, indices, places, attempts = np.broadcast_arrays(words[0] | streams << STREAM_SHIFT, *words[1:])
    even = np.stack([keys.ravel(), places.ravel()])
    odd = np.stack([indices.ravel(), attempts.ravel()])

    multiplier = np.array(MULTIPLIERS, dtype=np.uint64)[:, np.newaxis]
    low_half, high_half = multiplier & HALF_WORD, multiplier >> 32
    # Every operation below writes into one of these: allocating new arrays would cost more than the arithmetic.
    low, high, partial, carry = (np.empty_like(even) for _ in range(4))
    for round_key in np.array(_round_keys((seed & WORD, replication & WORD)), dtype=np.uint64)[:, :, np.newaxis]:
        np.multiply(even, multiplier, out=low)
        np.right_shift(even, 32, out=high)
        np.bitwise_and(even, HALF_WORD, out=even)

        np.multiply(even, low_half, out=carry)
        carry >>= 32
        np.multiply(high, low_half, out=partial)
        carry += partial
        even *= high_half
        np.bitwise_and(carry, HALF_WORD, out=partial)
        even += partial
        high *= high_half
        carry >>= 32
        high += carry
        even >>= 32
        high += even

        np.bitwise_xor(high[::-1], odd, out=even)
        even ^= round_key
        odd[:] = low[::-1]
    drawn: npt.NDArray[np.float64] = ((even[0] >> 12) + 0.5) * 2.0**-52
    return drawn.reshape(keys.shape)
