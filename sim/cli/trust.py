"""`sim trust`: remember the code of a scenario as trusted, without running it."""

from __future__ import annotations

from contextlib import AbstractContextManager

import click

from sim.cli.options import config
from sim.cli.terminal import show

__all__ = ["named", "trust"]


@click.command(short_help="Remember the policy files of CONFIG as trusted.")
@config
def trust(config: str) -> None:
    """Trust the policy files that CONFIG names: remember the digests of their texts. Nothing is run.

    Read them first: their code runs with all your permissions. An edited file counts as another file and must be
    trusted again. To stop trusting a file, delete its lines in the list whose path this command prints last.
    """
    from sim.config.code import code_of
    from sim.errors import SimError
    from sim.policies.trust import digest, remember, remembered_in

    sources = code_of(config)
    if not sources:
        show([f"  {config} names no policy files; there is nothing to trust"])
        return
    try:
        for source in sources:
            remember(source)
    except OSError as error:
        raise SimError(f"{remembered_in()} cannot be written: {error.strerror or error}") from error
    for source in sources:
        show([f"  trusted from now on: {source.name}", f"    sha256 {digest(source.text)}"])
    show([f"  remembered in {remembered_in()}"])


def named() -> AbstractContextManager[None]:
    """Return a context manager that prints the name of each policy file on the error stream before its code runs.

    Files with the same text are named once.
    """
    from sim.policies.registry import Source
    from sim.policies.trust import announcing, digest

    digests_named: set[str] = set()

    def tell(source: Source) -> None:
        sha256 = digest(source.text)
        if sha256 not in digests_named:
            digests_named.add(sha256)
            show([f"  runs the code of {source.name} (sha256 {sha256[:16]}), which you trust"], error=True)

    return announcing(tell)
