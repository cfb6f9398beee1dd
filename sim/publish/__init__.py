"""Fill a results folder for readers: text, tables, figures and page.

`sim.experiment` stores histories; this package writes what is made from them for readers. The files answer, comparison,
requirement and sweep do all that `sim run`, `sim compare`, `sim require` and `sim sweep` do, without printing.
"""
