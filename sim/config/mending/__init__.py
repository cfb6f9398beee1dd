"""Texts that `tomllib` refuses: all errors with lines and corrections, and the rest of the text, which is read."""

from sim.config.mending.cures import cure, is_value
from sim.config.mending.slip import shortened
from sim.config.mending.whole import mend

__all__ = ["cure", "is_value", "mend", "shortened"]
