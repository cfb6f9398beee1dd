"""Compilation of functions, storage of compiled code, and the pointer to tables that compiled functions receive.

`kernel.py` has the two decorators, `pointer.py` tables as attributes, `cache.py` compiled code on the disk, and
`private.py` every name of Numba that is not part of its stable interface.
"""
