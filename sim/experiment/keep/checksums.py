"""Checksums of the parts of a database; each also covers the identity of the study, and kind and number of the part."""

import json
from collections.abc import Mapping
from hashlib import blake2b
from typing import Any, Final

__all__ = ["SIZE", "Checksums", "of_description"]

SIZE: Final = 16
"""Bytes of a checksum."""


class Checksums:
    """Computes checksums for one study and one engine, so that data copied from another study does not match.

    Parameters
    ----------
    address
        Identity of the study (`Identity.as_dict`).
    engine
        The engine that ran the study.
    """

    def __init__(self, address: Mapping[str, Any], engine: str) -> None:
        self._begun = blake2b(json.dumps([dict(address), engine], sort_keys=True).encode(), digest_size=SIZE)

    def of(self, what: str, number: int, content: bytes) -> bytes:
        """Return the checksum of some content; `what` is its kind, `number` the replication or block it belongs to."""
        digest = self._begun.copy()
        digest.update(f"{what} {number}\0".encode())
        digest.update(content)
        return digest.digest()


def of_description(values: Mapping[str, str]) -> str:
    """Return the checksum of the description of a database, which consists of texts by name."""
    return blake2b(json.dumps(dict(values), sort_keys=True).encode(), digest_size=SIZE).hexdigest()
