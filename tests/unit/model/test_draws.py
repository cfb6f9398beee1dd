"""Random numbers: the generator is Philox, `uniforms` equals `uniform`, and a draw depends on its address alone."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sim.model import draws
from sim.model.draws import Stream, name_key, philox, uniform, uniforms

WORD = 2**64 - 1
COORDINATES = ("seed", "replication", "stream", "key", "index", "place", "k")

words = st.one_of(st.integers(0, WORD), st.sampled_from([0, 1, 2**32 - 1, 2**32, 2**63, WORD]))
keys = st.one_of(st.integers(0, 2**48 - 1), st.sampled_from([0, 2**48 - 1]))
streams = st.one_of(st.sampled_from(Stream), st.just(2**16 - 1))


def numpy_block(counter: tuple[int, ...], key: tuple[int, ...]) -> tuple[int, ...]:
    """Return the block that `philox` should give, from NumPy's Philox, which adds 1 to its counter before it draws."""
    number = sum(word << 64 * i for i, word in enumerate(counter))
    generator = np.random.Philox(counter=(number - 1) % 2**256, key=key[0] + (key[1] << 64))
    return tuple(int(word) for word in generator.random_raw(4))


@pytest.mark.parametrize(
    ("counter", "key", "block"),
    [
        (
            (0, 0, 0, 0),
            (0, 0),
            (0x16554D9ECA36314C, 0xDB20FE9D672D0FDC, 0xD7E772CEE186176B, 0x7E68B68AEC7BA23B),
        ),
        (
            (WORD, WORD, WORD, WORD),
            (WORD, WORD),
            (0x87B092C3013FE90B, 0x438C3C67BE8D0224, 0x9CC7D7C69CD777B6, 0xA09CAEBF594F0BA0),
        ),
    ],
)
def test_blocks_equal_the_published_ones(
    counter: tuple[int, int, int, int], key: tuple[int, int], block: tuple[int, ...]
) -> None:
    """Two blocks equal the known answers that the authors of Philox publish (Random123, kat_vectors)."""
    assert philox(counter, key) == block


@given(counter=st.tuples(words, words, words, words), key=st.tuples(words, words))
def test_blocks_equal_those_of_numpy(counter: tuple[int, int, int, int], key: tuple[int, int]) -> None:
    """A block equals NumPy's Philox bit for bit, also with carries and extreme words."""
    assert philox(counter, key) == numpy_block(counter, key)


def test_uniforms_equal_those_from_words_of_numpy() -> None:
    """An address enters counter and key as documented: 2,000 uniforms equal those built from NumPy's words."""
    random = np.random.default_rng(20250601)
    for _ in range(2_000):
        seed, replication, index, k = (int(word) for word in random.integers(0, WORD, 4, dtype=np.uint64))
        key, place = (int(word) for word in random.integers(0, 2**48, 2))
        stream = int(random.choice(list(Stream)))
        word = numpy_block((key + stream * 2**48, index, place, k), (seed, replication))[0]
        expected = (word // 2**12 + 0.5) / 2**52
        assert uniform(seed, replication, stream, key, index, place, k) == expected


@given(
    run=st.tuples(words, words),
    addresses=st.lists(st.tuples(streams, keys, words, keys, words), min_size=1, max_size=20),
)
def test_the_array_version_equals_the_scalar_one(
    run: tuple[int, int], addresses: list[tuple[int, int, int, int, int]]
) -> None:
    """`uniforms` equals `uniform` exactly at any address."""
    columns = [np.array(column, dtype=np.uint64) for column in zip(*addresses, strict=True)]
    assert uniforms(*run, *columns).tolist() == [uniform(*run, *address) for address in addresses]


@pytest.mark.parametrize("coordinate", [0, 1, 4, 5, 6], ids=lambda at: COORDINATES[at])
@pytest.mark.parametrize("part", [-1, -2, -(2**31), -(2**63), 2**64, 2**64 + 5])
def test_a_part_outside_a_word_is_taken_modulo(coordinate: int, part: int) -> None:
    """A seed, replication, index, place or k below 0, or of 2^64 or more, counts modulo 2^64, as in NumPy's Philox."""
    address = [7, 11, int(Stream.WEEK), name_key("C-17"), 3, 0, 2]
    address[coordinate] = part
    seed, replication, stream, key, index, place, k = (each % 2**64 for each in address)
    word = numpy_block((key + stream * 2**48, index, place, k), (seed, replication))[0]
    assert uniform(*address) == (word // 2**12 + 0.5) / 2**52
    assert uniforms(*address).item() == uniform(*address)


def test_parts_below_zero_in_an_array() -> None:
    """Weeks -3 to 2 in one array of int64 give the same numbers as one draw for each; the first three are compared with
    stored values.
    """
    weeks = np.arange(-3, 3)
    drawn = uniforms(1, 0, Stream.WEEK, 77, weeks, 0, 0).tolist()
    assert drawn == [uniform(1, 0, Stream.WEEK, 77, week, 0, 0) for week in range(-3, 3)]
    assert drawn[:3] == [0.8237275467957484, 0.058872476865366896, 0.7259995780511016]


def test_both_versions_agree_at_ten_thousand_addresses() -> None:
    """`uniforms` and `uniform` agree at 10,000 addresses in arrays of int64, the type that a plan uses."""
    random = np.random.default_rng(7)
    n = 10_000
    key, index, place = random.integers(0, 2**48, n), np.arange(n), random.integers(0, 2**48, n)
    k = random.integers(0, 5, n)
    drawn = uniforms(1, 2, Stream.FAIL, key, index, place, k)
    rows = zip(key.tolist(), index.tolist(), place.tolist(), k.tolist(), strict=True)
    assert drawn.tolist() == [uniform(1, 2, Stream.FAIL, *row) for row in rows]


def test_parts_of_addresses_broadcast() -> None:
    """Parts of shapes (2, 1) and (4,) give draws of shape (2, 4); scalars give shape ()."""
    key, k = np.array([[3], [2**48 - 1]]), np.arange(4)
    drawn = uniforms(5, 6, Stream.LEG, key, 9, 11, k)
    expected = [[uniform(5, 6, Stream.LEG, int(row[0]), 9, 11, i) for i in range(4)] for row in key]
    assert drawn.shape == (2, 4)
    assert drawn.tolist() == expected
    assert uniforms(5, 6, Stream.LEG, 3, 9, 11, 0).shape == ()
    assert uniforms(5, 6, Stream.LEG, np.arange(0), 9, 11, 0).shape == (0,)


@pytest.mark.parametrize(("word", "expected"), [(0, 2.0**-53), (WORD, 1.0 - 2.0**-53)])
def test_draws_lie_strictly_between_0_and_1(monkeypatch: pytest.MonkeyPatch, word: int, expected: float) -> None:
    """The lowest and the highest word of Philox give 2^-53 and 1 - 2^-53."""
    monkeypatch.setattr(draws, "philox", lambda counter, key: (word, 0, 0, 0))
    drawn = uniform(0, 0, Stream.SERVICE, 0, 0, 0, 0)
    assert drawn == expected
    assert 0.0 < drawn < 1.0


@given(st.tuples(words, words, streams, keys, words, keys, words), st.sampled_from(range(7)))
def test_every_coordinate_counts(address: tuple[int, ...], coordinate: int) -> None:
    """Changing the lowest bit of one coordinate changes the draw (equal by chance once in 2^52)."""
    other = list(address)
    other[coordinate] ^= 1
    assert uniform(*address) != uniform(*other)


def test_keys_of_names() -> None:
    """The key of a name is 48 bits of its BLAKE2b hash, equal on every machine; 10,000 similar names have different
    keys.
    """
    assert name_key("AB201") == int.from_bytes(bytes.fromhex("e4d0cd6db8d2"), "big")
    assert name_key("Köln") != name_key("Koln")
    hashed = {name_key(f"lot-{i}") for i in range(10_000)}
    assert len(hashed) == 10_000
    assert all(0 <= key < 2**48 for key in hashed)


def test_streams_are_append_only() -> None:
    """Streams are numbered from 1, and the first 24 keep their numbers, because stored results were drawn with them."""
    first_24 = (
        "SERVICE FAIL PAYLOAD SEATS LOAD BREAK REPAIR CLEARANCE LATE CANCEL DELAY LEG OFFLOAD TURN WEEK "
        "ARRIVAL OUTAGE_GAP OUTAGE_LENGTH PERMISSION PERMISSION_GAP PERMISSION_LENGTH WORLD ITEM_WEIGHT "
        "INFLOW"
    )
    assert [stream.value for stream in Stream] == list(range(1, len(Stream) + 1))
    assert " ".join(stream.name for stream in Stream).startswith(first_24)
