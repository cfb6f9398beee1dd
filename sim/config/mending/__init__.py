"""Find all errors in a text that `tomllib` refuses, with lines and corrections, and read the rest of the text."""

from sim.config.mending.cures import cure, is_value
from sim.config.mending.slip import shortened
from sim.config.mending.whole import mend

__all__ = ["cure", "is_value", "mend", "shortened"]
