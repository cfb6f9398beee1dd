"""If several rows of a template add the same name to a list, the list has it once."""

from __future__ import annotations

from typing import Any

from sim.config import load
from tests.unit.config.conftest import CAMP

PATTERN = """
[template.post]
rows = "posts.csv"

[template.post.site."{post}"]
kind = "base"

[template.post.group."{post} people"]
site = "{post}"
count = 5

[template.post.lift.c17]
sites = ["{post}"]
leg."{post}" = { block_h = 4 }

[template.post.outage.dust]
sites = ["camp", "{hub}"]
"""


def test_a_name_that_several_rows_state_is_listed_once(write: Any) -> None:
    """All three rows add the constant `camp` to the sites of the outage; one row adds `camp` as its hub, and two
    rows add `Depot`. The list has each name once.
    """
    posts = "post,hub\nA,camp\nB,Depot\nC,Depot\n"
    depot = '[site.Depot]\nkind = "base"\n\n[group.clerks]\nsite = "Depot"\ncount = 3\n\n[lot.trucks]'
    text = CAMP.replace("[lot.trucks]", depot)
    text = text.replace('sites = ["camp"]\nto', 'sites = ["camp", "Depot"]\nto')
    text = text.replace("leg.camp = { block_h = 5 }", "leg = { camp = { block_h = 5 }, Depot = { block_h = 5 } }")
    scenario = load(write(text + PATTERN, posts=posts))
    assert scenario.outage["dust"].sites == ("camp", "Depot")
    assert scenario.lift["c17"].sites == ("camp", "Depot", "A", "B", "C")
