"""Compilation of functions, storage of compiled code, and the pointer to tables that compiled functions receive.

`kernel.py` has the two decorators, and `library.py` joins the code of the functions that they mark. `pointer.py` lets
compiled functions read and write tables as attributes of the pointer. `apart.py` compiles in a separate process.
`cache.py` keeps compiled code on the disk, and `outdated.py` removes old code. `private.py` has every name of Numba
that is not part of its stable interface.
"""
