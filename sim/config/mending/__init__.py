"""All errors in a text that `tomllib` refuses, with lines and corrections, and the rest of the text, which is read."""

from sim.config.mending.cures import cure, is_value
from sim.config.mending.slip import shortened
from sim.config.mending.whole import mend

__all__ = ["cure", "is_value", "mend", "shortened"]
