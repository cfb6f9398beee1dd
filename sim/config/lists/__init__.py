"""Import of a planner's list, from a workbook or a CSV file, as a manifest and a roster for a scenario."""

from sim.config.lists.importing import Imported, import_list
from sim.config.lists.wishes import Wishes, wishes_of

__all__ = ["Imported", "Wishes", "import_list", "wishes_of"]
