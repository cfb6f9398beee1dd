"""What to do, asked of many histories: curves along a lever, when to stop, the least that suffices, the best plan.

Everything here is given counts, or yes and no, and gives back statements with the error they are made at; nothing runs
a history. `curve.py` smooths a probability over one or two levers, `sequence.py` has what may be looked at whenever one
likes, `bracket.py` searches for the least lever that suffices, `selection.py` for the best of a few plans, and
`front.py` keeps those that no other plan beats in everything. `sensitivity.py`, `discovery.py` and `information.py` ask
a study that is there what matters, when it goes wrong, and what to find out.
"""
