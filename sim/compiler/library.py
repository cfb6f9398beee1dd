"""How kernels are joined: the functions of an entry are optimised together, once, and no kernel by itself.

Numba optimises each function with copies of all that it calls, and makes machine code of each such bundle: for a call
tree of many levels, most of the time of compilation. Here a kernel stays as it was lowered until an entry is complete.
Then all kernels that it reaches become one module, with all functions but the entry private to it.
"""

from collections.abc import Iterator
from typing import Any, Final

from llvmlite import ir
from llvmlite.binding import Linkage, parse_assembly

from sim.compiler.private import Compiler, Library

__all__ = ["AsEntry", "AsKernel"]


INSIDE: Final = (Linkage.internal, Linkage.private)
"""How functions are linked that nothing else may find."""


class Joined(Library):  # type: ignore[misc]
    """The code of a function, and the libraries of those that it calls, which are joined when it is complete.

    Attributes
    ----------
    is_inner
        Whether only compiled code calls the function, so that it needs no machine code of its own.
    """

    is_inner = False

    @property
    def codegen(self) -> Any:
        """The generator of machine code; for a function without machine code, one that has nothing to set in it."""
        return self if self.is_inner and not self._finalized else self._codegen

    def set_env(self, name: str, env: Any) -> None:
        """Leave out the address of objects of Python for code that does not exist; kernels use none."""

    def add_linking_library(self, library: Any) -> None:
        """Note the library of a called function."""
        if not isinstance(library, Joined):
            library._ensure_finalized()
        self._linking_libraries.append(library)

    def get_pointer_to_function(self, name: str) -> int:
        """Return the address of the machine code of a function of this library; 0 if there is none."""
        return 0 if self.is_inner and not self._finalized else int(super().get_pointer_to_function(name))

    def serialize_using_object_code(self) -> Any:
        """Return what is stored of it: its machine code, and in place of its module the names that it defines.

        The module would serve to join it to a function that calls it. No compiled function calls an entry, and reading
        such modules took a quarter of the time of loading.
        """
        self._ensure_finalized()
        module = self._get_module_for_linking()
        names = ir.Module()
        for each in (*module.functions, *module.global_variables):
            if not each.is_declaration and each.linkage not in INSIDE:
                ir.GlobalVariable(names, ir.IntType(8), each.name).initializer = ir.Constant(ir.IntType(8), 0)
        return self.name, "object", (self._get_compiled_object(), parse_assembly(str(names)).as_bitcode())

    def finalize(self) -> None:
        """Join what the function reaches into one module, optimise that, and make machine code of it."""
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
    """Return the libraries that one reaches, each once."""
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
