"""Coverage-guided fuzzing of the readers of foreign files: `python -m tests.fuzz.readers READER SECONDS [FOLDER]`.

READER is one of `scenario`, `manifest`, `columns`, `observations`, `database`, `run`. The script needs atheris, which
is not in the development environment: install it into a separate environment with the dependencies of `sim`.

If a reader raises an exception other than `SimError`, the input is written into FOLDER (by default a temporary one),
and the search goes on. If several inputs raise the same kind of exception on the same line of code, only the first is
written.
"""

from __future__ import annotations

import contextlib
import sys
import tempfile
import traceback
from collections.abc import Callable
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[2]
CONFIGS = ROOT / "configs"
BESIDE = '\n[lot.boxes]\nsite = "camp"\ncategory = "general"\ncount = 2\nweight_t = 1.0\nstations = ["inspection"]\n'
HEAD = "name,site,category,count,weight_t,stations\n"
SHEETS = {
    "manifest": ('manifest = ["x.csv"]\n', f'{HEAD}boxes,camp,general,2,1.5,inspection\n"a;b",camp,lethal,1,0.5,\n'),
    "columns": (
        "",
        "h;at;site\n1.5;2024-01-02T08:00:00;camp\n2,5;2024-01-03;camp\n",
    ),
    "observations": ('observations = "x.csv"\n', "date,site,measure,value\n2024-01-01,camp,people_out,3\n"),
}
"""By reader: the line with which the scenario names the CSV file (may be empty), and the first CSV text to try."""


class Reader:
    """One reader of foreign files. A call reads an input; `seeds` are the inputs with which the search begins.

    Parameters
    ----------
    name
        As on the command line.
    folder
        An empty folder, in which the reader puts its files.
    """

    def __init__(self, name: str, folder: Path) -> None:
        self.folder = folder
        tiny = (CONFIGS / "tiny.toml").read_text(encoding="utf-8")
        self.file = folder / ("a.toml" if name == "scenario" else "x.csv")
        self.read: Callable[[], Any] = lambda: load(folder / "a.toml")
        if name == "scenario":
            from sim.config import starter_text

            texts = [tiny, (ROOT / "tests" / "every_key.toml").read_text(encoding="utf-8"), starter_text("starter")]
            self.seeds = [text.encode() for text in texts]
        elif name in SHEETS:
            named, sheet = SHEETS[name]
            text = tiny.replace("\nseed = 1\n", f"\nseed = 1\n{named}")
            if name == "columns":
                text = text.replace("service_h = 0.5", 'service_h = { csv = "x.csv", column = "h" }')
                text = text.replace("supply = { tails = 1 }", 'supply = { csv = "x.csv" }')
            (folder / "a.toml").write_text(text, encoding="utf-8")
            shipped = {"manifest": ["niger-equipment.csv"], "observations": ["niger-2024-observations.csv"]}
            self.seeds = [sheet.encode(), *((CONFIGS / "data" / each).read_bytes() for each in shipped.get(name, []))]
        else:
            results = folder / "r"
            study = sim.run(load(CONFIGS / "tiny.toml"), replications=3, workers=1, engine="simpy", out=results)
            study.store.close()
            self.file = results / {"database": "study.sqlite", "run": "manifest.json"}[name]
            self.seeds = [self.file.read_bytes()]
            question = load(results / "scenario.toml")
            self.read = lambda: opened(question, results)

    def __call__(self, data: bytes) -> None:
        """Read an input; a `SimError` counts as an answer."""
        self.file.write_bytes(data)
        with contextlib.suppress(SimError):
            self.read()


def opened(question: Any, folder: Path) -> None:
    """Open the study of a scenario in a results folder, and read its outcomes and bands."""
    for extra in folder.glob("study.sqlite-*"):
        extra.unlink()
    study = study_of(question, folder, "a.toml")
    try:
        assert len(study.outcomes) == len(study)
        study.bands()
    finally:
        study.store.close()


def main(name: str, seconds: int, found: Path) -> None:
    """Search for `seconds`; print each new fault, and the statistics of libFuzzer."""
    faults: set[tuple[str, str, int]] = set()
    tries = 0
    with tempfile.TemporaryDirectory() as folder:
        (place := Path(folder) / "files").mkdir()
        (corpus := Path(folder) / "corpus").mkdir()
        reader = Reader(name, place)
        for at, seed in enumerate(reader.seeds):
            (corpus / str(at)).write_bytes(seed)

        def one_input(data: bytes) -> None:
            nonlocal tries
            tries += 1
            try:
                reader(data)
            except Exception as error:
                last = traceback.extract_tb(error.__traceback__)[-1]
                fault = type(error).__name__, Path(last.filename).name, last.lineno or 0
                if fault not in faults:
                    faults.add(fault)
                    (found / f"{name}-{len(faults)}").write_bytes(data)
                    print("FAULT", fault, str(error)[:300], file=sys.stderr, flush=True)
                    traceback.print_exc()

        options = [f"-max_total_time={seconds}", "-max_len=200000", "-timeout=60", "-rss_limit_mb=2048", "-seed=1"]
        atheris.Setup([sys.argv[0], str(corpus), *options], one_input, enable_python_coverage=True)
        with contextlib.suppress(SystemExit):
            atheris.Fuzz()


if __name__ == "__main__":
    import atheris

    with atheris.instrument_imports(include=["sim.config", "sim.experiment", "sim.domain", "tomllib", "csv", "json"]):
        import sim
        from sim.config import load
        from sim.errors import SimError
        from sim.experiment.reopen import study_of
    where = Path(sys.argv[3]) if len(sys.argv) > 3 else Path(tempfile.mkdtemp())
    main(sys.argv[1], int(sys.argv[2]), where)
