"""How the code of kernels is joined: an entry is optimised once, together with all kernels that it reaches.

An entry is a compiled function that Python calls. Numba by itself optimises each function together with copies of all
functions that it calls, and makes machine code of each such bundle; if calls are nested deeply, this is most of the
time of compilation. Here, the code of a kernel is not optimised until an entry that reaches it is complete. Then the
entry and all kernels that it reaches become one module, in which only the entry is visible from outside.
"""

from collections.abc import Iterator
from typing import Any, Final

from llvmlite import ir
from llvmlite.binding import Linkage, parse_assembly

from sim.compiler.private import Compiler, Library

__all__ = ["AsEntry", "AsKernel"]


INSIDE: Final = (Linkage.internal, Linkage.private)
"""Kinds of linkage of functions that are not visible outside their module."""


class Joined(Library):  # type: ignore[misc]
    """The code of a function, and the libraries of the functions that it calls; `finalize` joins all of them.

    Attributes
    ----------
    is_inner
        Whether only compiled code calls the function, so that it needs no machine code of its own.
    """

    is_inner = False

    @property
    def codegen(self) -> Any:
        """The object whose `set_env` Numba calls: a generator or, for a kernel without machine code, this object."""
        return self if self.is_inner and not self._finalized else self._codegen

    def set_env(self, name: str, env: Any) -> None:
        """Do nothing: Numba would store the address of Python objects in machine code, but a kernel has neither."""

    def add_linking_library(self, library: Any) -> None:
        """Add the library of a called function."""
        if not isinstance(library, Joined):
            library._ensure_finalized()
        self._linking_libraries.append(library)

    def get_pointer_to_function(self, name: str) -> int:
        """Return the address of the machine code of a function of this library; 0 if there is none."""
        return 0 if self.is_inner and not self._finalized else int(super().get_pointer_to_function(name))

    def serialize_using_object_code(self) -> Any:
        """Return what is stored on the disk: the machine code and, in place of the module, the names that it defines.

        The module is needed only to join a function with compiled functions that call it. No compiled function calls an
        entry, and reading its module would take a quarter of the time of loading.
        """
        self._ensure_finalized()
        module = self._get_module_for_linking()
        names = ir.Module()
        for each in (*module.functions, *module.global_variables):
            if not each.is_declaration and each.linkage not in INSIDE:
                ir.GlobalVariable(names, ir.IntType(8), each.name).initializer = ir.Constant(ir.IntType(8), 0)
        return self.name, "object", (self._get_compiled_object(), parse_assembly(str(names)).as_bitcode())

    def finalize(self) -> None:
        """Join the function and all functions that it reaches in one module, optimise it, and make its machine code."""
        self._raise_if_finalized()
        module = self._final_module
        own = {function.name for function in module.functions if not function.is_declaration}
        for library in _reached(self):
            self._reload_init.update(library._reload_init)
            as_lowered = isinstance(library, Joined) and not library._finalized
            module.link_in(library._final_module if as_lowered else library._get_module_for_linking(), preserve=True)
        for function in module.functions:
            if not function.is_declaration and function.name not in own:
                function.linkage = "internal"
        self._optimize_final_module()
        module.verify()
        self._finalize_final_module()


def _reached(library: Any) -> Iterator[Any]:
    """Yield every library that a library reaches by calls, each once."""
    seen, waiting = {library}, list(library._linking_libraries)
    while waiting:
        each = waiting.pop()
        if each in seen:
            continue
        seen.add(each)
        yield each
        if isinstance(each, Joined) and not each._finalized:
            waiting += each._linking_libraries


class AsEntry(Compiler):  # type: ignore[misc]
    """Compiles a function for calls from Python."""

    is_inner = False

    def __init__(self, typing: Any, target: Any, library: Any, *others: Any) -> None:
        library = Joined(target.codegen(), "kernel")
        library.is_inner = self.is_inner
        library.enable_object_caching()
        super().__init__(typing, target, library, *others)


class AsKernel(AsEntry):
    """Compiles a function for calls from compiled code."""

    is_inner = True
