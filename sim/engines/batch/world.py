"""The numbers of a replication, drawn by the compiled function: the same as the model's."""

from typing import Any

from sim.engines.batch.chance import uniform
from sim.engines.batch.compiled import entry
from sim.model.realise import Realised

__all__ = ["World"]


@entry
def _uniform(seed: Any, replication: Any, stream: int, key: Any, index: int, place: Any, k: int) -> float:
    """Draw the uniform number at an address, asked by Python."""
    return uniform(seed, replication, stream, key, index, place, k)


def _draw(seed: int, replication: int, stream: int, key: int, index: int, place: int, k: int) -> float:
    """Draw the uniform number at an address; a seed is handed over as a signed word, since most are one."""
    drawn: float = _uniform(seed - (seed >> 63 << 64), replication, int(stream), key, index, place, k)
    return drawn


class World(Realised):
    """The numbers of one replication, for the compiled engine."""

    draw = staticmethod(_draw)
