"""The command line: the commands by name, and the handling of errors."""

from __future__ import annotations

import errno
import sys
from collections.abc import Sequence
from typing import Any

import click

from sim.cli.check import check
from sim.cli.compare import compare
from sim.cli.discover import discover
from sim.cli.information import information
from sim.cli.lists import import_command
from sim.cli.replay import replay
from sim.cli.report import report
from sim.cli.require import require
from sim.cli.run import run
from sim.cli.sensitivity import sensitivity
from sim.cli.show import show as show_again
from sim.cli.signals import answered, ended_by
from sim.cli.start import init, schema
from sim.cli.sweep import sweep
from sim.cli.terminal import OutputError, replace_unencodable, show, silenced
from sim.cli.trust import named, trust
from sim.cli.verify import verify
from sim.domain.columns import wrapped
from sim.errors import SimError
from sim.escape import escaped

__all__ = ["cli", "main"]

WIDTH = 80
"""Largest number of columns of an error message."""
OUTPUT_FAILED = 2
"""Exit code if the output cannot be written, unless the reason is a closed pipe."""
OUTPUT_ERRORS = (errno.ENOSPC, errno.EPIPE, errno.EIO, errno.EBADF)
"""Error numbers that say that the output could not be written."""
INTERRUPTED = 130
"""Exit code after Ctrl-C by the convention of shells: 128 plus the number of the signal."""


class Commands(click.Group):
    """The group of all commands. Errors of sim, click and output are printed as messages, others with a traceback."""

    def main(  # type: ignore[override]  # this method always ends the process, as click does by default
        self, args: Sequence[str] | None = None, prog_name: str | None = None, **more: Any
    ) -> Any:
        """Run the command line, and end the process with an exit code; `more` is passed to click, for tests."""
        try:
            with answered():
                code = super().main(args, prog_name, **{**more, "standalone_mode": False})
        except click.ClickException as error:
            code = _complained(error)
        except click.Abort:
            code = INTERRUPTED
        except OutputError as error:
            code = _output_failed(error)
        except OSError as error:
            if error.filename is not None or error.errno not in OUTPUT_ERRORS:
                raise
            code = _output_failed(OutputError(error, sys.stdout))  # click's own output, such as that of --help
        sys.exit(code if isinstance(code, int) else 0)

    def invoke(self, ctx: click.Context) -> object:
        """Call a command; after a `SimError` or an interrupt, print a message and end with its exit code."""
        try:
            with named():
                return super().invoke(ctx)
        except SimError as error:
            show(_fitted(str(error)), error=True)
            ctx.exit(ended_by() or error.exit_code)
        except KeyboardInterrupt as error:
            what = f"interrupted; {error}" if str(error) else "interrupted"
            show(_fitted(what), error=True)
            ctx.exit(ended_by() or INTERRUPTED)
        except RuntimeError as error:
            if not isinstance(error.__cause__, KeyboardInterrupt):
                raise
            show(["interrupted"], error=True)  # Python 3.11 raises this if a class was being created
            ctx.exit(ended_by() or INTERRUPTED)

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """Find a command; refuse a value in single quotes that cmd.exe, which knows only double quotes, has split."""
        halves = [at for at, word in enumerate(args) if word.startswith("'") and word.count("'") == 1]
        for at in halves:
            if any(word.endswith("'") and word.count("'") == 1 for word in args[at + 1 :]):
                text = f"{args[at]} is half of a value: cmd.exe splits it at blanks; put double quotes around the value"
                raise click.UsageError(text, ctx)
        return super().resolve_command(ctx, args)

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Return the commands in the order in which they were added, which is the order in which a user needs them."""
        return list(self.commands)


def _complained(error: click.ClickException) -> int:
    """Print an error of click, with unsafe characters escaped, and return the exit code."""
    plain = error.format_message
    error.format_message = lambda: escaped(plain(), "\n")  # type: ignore[method-assign]
    try:
        error.show()
    except OSError as lost:
        return _output_failed(OutputError(lost, sys.stderr))
    return error.exit_code


def _output_failed(error: OutputError) -> int:
    """Silence a stream that cannot be written, and return the exit code.

    Report the failure on the error stream, unless that stream itself failed or a pipe was closed.
    """
    stream, code = silenced(error)
    if code == OUTPUT_FAILED and error.stream is not sys.stderr:
        show([f"{stream} cannot be written: {error}; what was stored is kept"], error=True)
    return code


def _fitted(text: str) -> list[str]:
    """Return the lines of a text, wrapped between words to WIDTH columns, with a hanging indent."""
    lines = []
    for line in text.splitlines():
        indent = " " * (len(line) - len(line.lstrip()))
        below = indent or " " * 4
        lines += wrapped(line.strip(), WIDTH, indent, below, split_words=False) or [""]
    return lines


@click.group(cls=Commands, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 80})
@click.version_option(package_name="sim", message="sim %(version)s")
def cli() -> None:
    """Will everyone and everything be out by the date? How likely is it, what prevents it, and what would help?

    A scenario file states who and what must leave, through which steps, by which lift and by when. Start with
    `sim init NAME`, then use `sim check` and `sim run` with the file that it writes.
    """


for command in (
    run, show_again, report, check, compare, information, sweep, require, sensitivity, discover, replay, init,
    import_command, schema, trust, verify,
):  # fmt: skip
    cli.add_command(command)


def main() -> None:
    """Run the command line."""
    replace_unencodable()
    cli(prog_name="sim")
