"""Reading of texts that `tomllib` refuses: every error with its line and correction, and the data of the rest."""

from sim.config.mending.cures import cure, is_value
from sim.config.mending.slip import shortened
from sim.config.mending.whole import mend

__all__ = ["cure", "is_value", "mend", "shortened"]
