"""How functions are compiled and kept, and the one pointer over tables that they are handed.

`kernel.py` has the two decorators, `pointer.py` tables as attributes, `cache.py` compiled code on the disk, and
`private.py` every name of numba that it may move without notice.
"""
