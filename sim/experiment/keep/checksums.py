"""Checksums of the contents of a database."""

import json
from collections.abc import Mapping
from hashlib import blake2b
from typing import Any, Final

__all__ = ["SIZE", "Checksums", "of_description"]

SIZE: Final = 16
"""Length of a checksum in bytes."""


class Checksums:
    """Computes checksums that also cover a study and an engine, so that data copied from another study does not match.

    Parameters
    ----------
    address
        Identity of the study (`Identity.as_dict`).
    engine
        The engine whose data are covered.
    """

    def __init__(self, address: Mapping[str, Any], engine: str) -> None:
        self._begun = blake2b(json.dumps([dict(address), engine], sort_keys=True).encode(), digest_size=SIZE)

    def of(self, what: str, number: int, content: bytes) -> bytes:
        """Return the checksum of some content, in `SIZE` bytes; it also covers the kind and the number of the content.

        Parameters
        ----------
        what
            Kind of the content, such as `record`.
        number
            Number of the replication; for a block, number of its first replication.
        """
        digest = self._begun.copy()
        digest.update(f"{what} {number}\0".encode())
        digest.update(content)
        return digest.digest()


def of_description(values: Mapping[str, str]) -> str:
    """Return the checksum of the description of a database (texts by name), in hexadecimal digits."""
    return blake2b(json.dumps(dict(values), sort_keys=True).encode(), digest_size=SIZE).hexdigest()
