"""Random numbers by address: the same address always gives the same number.

A uniform number is a pure function of its address: the seed, the replication, the stream (what the number is for), the
key of a name, an index, a place and an attempt k. There is no generator with a state. One more item in a lot, or a new
station, therefore changes no other random number.

The function is Philox-4x64-10 of J. K. Salmon, M. A. Moraes, R. O. Dror and D. E. Shaw, "Parallel random numbers: as
easy as 1, 2, 3", SC '11, section 3.3. It encrypts a counter of four words with a key of two words in ten rounds of
multiplying and mixing. Seed and replication are the key; the rest of the address is the counter.
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

# The constants of the paper: two odd multipliers, and what is added to the two words of the key in each round (Weyl
# sequences with the golden ratio and sqrt(3) - 1).
MULTIPLIERS: Final = (0xD2E7470EE14C6C93, 0xCA5A826395121157)
KEY_STEPS: Final = (0x9E3779B97F4A7C15, 0xBB67AE8584CAA73B)
ROUNDS: Final = 10


class Stream(IntEnum):
    """What a random number is for. Append only: if a code is reused or moved, stored results cannot be reproduced."""

    SERVICE = 1
    """Duration of one service at a station."""
    FAIL = 2
    """Whether a mover fails at a station."""
    PAYLOAD = 3
    """Payload that a sortie may carry."""
    SEATS = 4
    """Seats that a sortie offers."""
    LOAD = 5
    """Duration of loading a sortie."""
    BREAK = 6
    """Whether an aircraft or vehicle is found unserviceable at a departure."""
    REPAIR = 7
    """Duration of the repair of an aircraft or vehicle that was found unserviceable."""
    CLEARANCE = 8
    """Whether the clearance of a mission comes late, and whether it is refused."""
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
    """Duration of the turnaround of a tail before its next trip."""
    WEEK = 15
    """Factor of one week on the mission rate of a lift."""
    ARRIVAL = 16
    """Planned arrival of a mission of a lift that comes at a rate, unless its missions are evenly spaced."""
    OUTAGE_GAP = 17
    """Time from the start, or from the end of an outage, to the next outage."""
    OUTAGE_LENGTH = 18
    """Duration of an outage."""
    PERMISSION = 19
    """When a permission is first given, and whether it is withdrawn later."""
    PERMISSION_GAP = 20
    """Time from the instant at which a permission is given, or given again, to its next withdrawal."""
    PERMISSION_LENGTH = 21
    """Duration of the withdrawal of a permission."""
    WORLD = 22
    """An unknown number, drawn once per world."""
    ITEM_WEIGHT = 23
    """Weight of one item of a lot, drawn once per world."""
    INFLOW = 24
    """When a batch of movers arrives: the gap since the previous batch, or an instant at random."""
    ASKED = 25
    """Whether a request for more lift is granted."""
    ASKED_LAG = 26
    """Time until a request for more lift is answered."""
    UP = 27
    """Whether a machine or tail works at the start, and how long it works until it fails."""
    DOWN = 28
    """Duration of the repair of a machine or tail."""
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
    """Duration of the closures that a crisis causes."""
    NO_SHOW = 35
    """Whether a mover, or a whole party, does not turn up when called for a sortie."""
    CHANGEOVER = 36
    """Time to set up a server of a station for another category, group or lot."""
    ATTACKS = 37
    """How often a sortie is attacked on a leg."""
    ATTACK = 38
    """Time that an attack costs."""
    SUBSTITUTE = 39
    """Time from the loss of a site until its substitute opens."""


def name_key(name: str) -> int:
    """Return the key of a name: 48 bits of its BLAKE2b hash.

    So random numbers do not depend on the order of names in a file. Two of 10,000 names share a key with probability
    2e-7; `limits.distinct` refuses such a plan.
    """
    return int.from_bytes(blake2b(name.encode("utf-8"), digest_size=6).digest(), "big")


@lru_cache(maxsize=64)
def _round_keys(key: tuple[int, int]) -> tuple[tuple[int, int], ...]:
    """Return the key of each round; the cache saves time, because a replication draws all its numbers with one key."""
    (first, second), (first_step, second_step) = key, KEY_STEPS
    return tuple(((first + i * first_step) & WORD, (second + i * second_step) & WORD) for i in range(ROUNDS))


def philox(counter: Words, key: tuple[int, int]) -> Words:
    """Return one block of Philox-4x64-10: the counter, encrypted with the key.

    Parameters
    ----------
    counter, key
        Four words, and two words, each in [0, 2^64); the lowest word comes first.

    Returns
    -------
    Words
        Four words that may be used as uniform and independent random numbers.
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
    """Return the uniform number at an address, in the open interval (0, 1).

    Parameters
    ----------
    seed, replication
        Seed of the run, and number of the replication; for unknowns and weights of items, number of the world instead.
    stream
        What the number is for; below 2^16.
    key, index
        `name_key` of the lot, lift, site or other named thing that the number belongs to, and an index within it, such
        as the number of an item or sortie.
    place
        `name_key` of the station where the number is used, or a small number, such as that of a leg; otherwise 0.
    k
        Number of the attempt *at this place*, from 0; never a count over several places.

    Notes
    -----
    Each part of the address is taken modulo 2^64, as in the compiled engine. So a part may be negative, such as the
    number of a week before the start of the clock.

    The result is (w + 1/2) / 2^52, where w is the top 52 bits of the first word of the block. It is exact and lies in
    [2^-53, 1 - 2^-53]. With 53 bits the largest value would round to 1, and log(1 - u) would fail.
    """
    counter = ((key | stream << STREAM_SHIFT) & WORD, index & WORD, place & WORD, k & WORD)
    block = philox(counter, (seed & WORD, replication & WORD))
    return ((block[0] >> 12) + 0.5) * 2.0**-52


def _words(part: Integers) -> npt.NDArray[np.uint64]:
    """Return one part of many addresses as words, modulo 2^64 as in `uniform`."""
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
    """Return the uniform numbers at many addresses, with the same bits as `uniform`.

    Parameters
    ----------
    seed, replication
        As in `uniform`.
    stream, key, index, place, k
        As in `uniform`; integers, or integer arrays that broadcast together.

    Returns
    -------
    NDArray
        Numbers in (0, 1), in the broadcast shape.

    Notes
    -----
    `even` holds words 0 and 2 of the counters, which are multiplied, and `odd` words 1 and 3, which are mixed in; shape
    (2, n) each. The high word of a product is computed from 32-bit halves, so that no partial sum overflows
    (H. S. Warren, "Hacker's Delight", 2nd ed., section 8-2).
    """
    streams, *words = map(_words, (stream, key, index, place, k))
    keys, indices, places, attempts = np.broadcast_arrays(words[0] | streams << STREAM_SHIFT, *words[1:])
    even = np.stack([keys.ravel(), places.ravel()])
    odd = np.stack([indices.ravel(), attempts.ravel()])

    multiplier = np.array(MULTIPLIERS, dtype=np.uint64)[:, np.newaxis]
    low_half, high_half = multiplier & HALF_WORD, multiplier >> 32
    # The operations in the loop write into these arrays: allocating new ones would cost more than the arithmetic.
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
