"""A pattern of entries that is filled in once for each row of a table."""

from typing import Annotated, Any

from pydantic import Field

from sim.domain.nouns import Noun

Pattern = dict[str, Any]


class Template(Noun):
    """Entries of the scenario with columns of a CSV file in braces, `"{camp}"`: each row of the file makes them once.

    A value that is one column in braces is that cell, read as its key takes it; blank: the key is not stated. In a
    longer text the cell is put in; a name with a blank cell makes no entry. Lists grow row by row. `{{` and `}}` stand
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
