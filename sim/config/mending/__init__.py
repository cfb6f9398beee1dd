"""A text that `tomllib` refuses: all slips in it at once, with lines and cures, and what can be read all the same."""

from sim.config.mending.cures import cure, is_value
from sim.config.mending.slip import shortened
from sim.config.mending.whole import mend

__all__ = ["cure", "is_value", "mend", "shortened"]
