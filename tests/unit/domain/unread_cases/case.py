"""The type of a case with a key that nothing reads."""

from __future__ import annotations

from tests.unit.domain.entries import Sections

Case = tuple[str, Sections, str, Sections]
"""Dotted path of the key, sections with which nothing reads it, the reason, sections with which something does."""
