"""The type of a case for tests/unit/domain/test_unread.py."""

from __future__ import annotations

from tests.unit.domain.entries import Sections

Case = tuple[str, Sections, str, Sections]
"""Dotted path of the key; sections of a scenario in which nothing reads the key; the reason; sections of a scenario in
which something reads it.
"""
