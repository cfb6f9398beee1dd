"""A pattern of entries that is filled in once for each row of a table."""

from typing import Annotated, Any

from pydantic import Field

from sim.domain.nouns import Noun

Pattern = dict[str, Any]


class Template(Noun):
    """Entries of the scenario with columns of a CSV file in braces, such as `"{camp}"`; each row of the file makes
    these entries once.

    A value that is only a column in braces becomes the cell of that column, read as the key of the value requires; if
    the cell is blank, the key is not stated. In a longer text the cell replaces the braces; a name with a blank cell
    makes no entry. If several rows fill the same list, each adds the names that are not yet in it. `{{` and `}}` stand
    for braces.
    """

    rows: Annotated[str, Field(min_length=1)]
    """CSV file beside the scenario: a header with the columns, and one row for each copy."""
    site: Pattern = {}
    group: Pattern = {}
    lot: Pattern = {}
    route: Pattern = {}
    lift: Pattern = {}
    outage: Pattern = {}
    permission: Pattern = {}
    crisis: Pattern = {}
    plan: Pattern = {}
    hold: Pattern = {}
    floor: Pattern = {}
    milestone: Pattern = {}
    uncertainty: Pattern = {}
    lever: Pattern = {}
