"""Compilation of functions, storage of compiled code, and the pointer to tables that compiled functions receive.

`kernel.py` has the two decorators. `pointer.py` lets compiled functions read tables as attributes of the pointer.
`cache.py` keeps compiled code on the disk. `private.py` has every name of Numba that is not part of its stable
interface.
"""
