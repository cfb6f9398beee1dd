"""The results of `sim verify`, which compares the engines with known results, as a table and as a document."""

from collections.abc import Iterable, Iterator

from sim.domain.columns import wrapped
from sim.oracles.row import Row
from sim.report.typed import typed

__all__ = ["HEAD", "as_markdown", "as_table", "tally"]

PAGE = 110
HEAD = f"  {'':7}{'theory':>10} {'estimate and interval':>29}  verdict    time"


def _figure(value: float) -> str:
    """Return a figure with four significant digits."""
    return f"{value:.4g}"


def _interval(row: Row) -> str:
    """Return the estimate of a row with its interval."""
    if row.low == row.high:
        return f"{_figure(row.estimate)} exactly"
    return f"{_figure(row.estimate)} [{_figure(row.low)}, {_figure(row.high)}]"


def _verdict(row: Row) -> str:
    return "agrees" if row.agrees else "DIFFERS"


def as_table(row: Row) -> Iterator[str]:
    """Yield the two lines of one row."""
    yield f"  {row.name}  {row.what}"
    figures = f"{_figure(row.theory):>10} {_interval(row):>29}"
    yield f"  {'':7}{figures}  {_verdict(row):<8}{row.seconds:>5.1f} s"


def tally(rows: Iterable[Row]) -> str:
    """Return how many rows agree, and an upper bound on the probability that a sound engine fails any of them."""
    all_rows = list(rows)
    agreed = sum(row.agrees for row in all_rows)
    alarm = sum(row.alarm for row in all_rows)
    return f"{agreed} of {len(all_rows)} agree; a sound engine fails any of them with probability {alarm:.1g} at most"


def as_markdown(rows: Iterable[Row], note: str, options: Iterable[str]) -> Iterator[str]:
    """Yield the lines of the document: how it was made, the note, the table and the tally."""
    all_rows = list(rows)
    yield "# Verification"
    yield ""
    command = typed(["sim", "verify", *options])
    yield from wrapped(
        f"Made by `{command}`; run it on your own machine. Theory must lie in the interval of the estimate; exact rows "
        "have none. `alarm` is the probability that a sound engine fails the row. The formulas are with each oracle in "
        "`sim/oracles/`. On a slow machine the engines are compared on fewer histories of a large scenario.",
        PAGE,
        split_words=False,
    )
    yield ""
    yield note
    yield ""
    yield "| oracle | what | theory | estimate | verdict | sample | seed | alarm | time |"
    yield "|---|---|---|---|---|---|---|---|---|"
    for row in all_rows:
        alarm = f"{row.alarm:.0e}" if row.alarm else "0"
        cells = (_figure(row.theory), _interval(row), _verdict(row), row.sample, str(row.seed), alarm)
        yield f"| {row.name} | {row.what} | {' | '.join(cells)} | {row.seconds:.1f} s |"
    yield ""
    yield f"{tally(all_rows)}."
