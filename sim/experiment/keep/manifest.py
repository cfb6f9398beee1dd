"""The provenance of results: versions, machine and times, but never the user or a path."""

import os
import platform
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from importlib import metadata
from typing import Any

from sim.domain.scenario import Scenario
from sim.experiment.keep.identity import Identity
from sim.experiment.workers.build import version
from sim.model.plan import Plan

__all__ = ["circumstances", "manifest", "versions", "with_values"]


def circumstances(
    began: datetime,
    workers: int | None,
    kind: str,
    resumed: int,
    engine: str,
    needs: Sequence[str] = (),
    audited: Sequence[int] = (),
    damaged: Sequence[int] = (),
    others: Mapping[str, int] | None = None,
    by_simpy: int = 0,
    stated: Scenario | None = None,
) -> dict[str, Any]:
    """Return the table `run` of the manifest: everything that may differ between two runs of the same study.

    Parameters
    ----------
    began
        When this run began, with a time zone.
    workers, kind
        Number of workers requested, and their kind: this process, threads, processes, an executor, a Dask cluster.
    resumed
        Number of replications that were stored already.
    engine, needs
        The engine that ran the other replications; if it is SimPy in place of the compiled engine, why (`fitting`).
    audited
        Replications of the study that the SimPy engine ran again with identical results, in this run or an earlier one.
    damaged
        Replications that did not match their checksums in the database and were run again.
    others
        Number of unused rows of other engines in the folder, by the name of the engine.
    by_simpy
        Number of replications that SimPy ran while the compiled engine was being compiled.
    stated
        The scenario, for what a plan does not have: its levers that state values, and the number of its comments per
        grade.
    """
    now = datetime.now(UTC)
    return {
        "began": began.astimezone(UTC).isoformat(timespec="seconds"),
        "ended": now.isoformat(timespec="seconds"),
        "seconds": round((now - began).total_seconds(), 3),
        "workers": workers,
        "workers_are": kind,
        "resumed": resumed,
        "engine": engine,
        "not_compiled": list(needs),
        "by_simpy_meanwhile": by_simpy,
        "audited": list(audited),
        "run_again": list(damaged),
        "not_used": dict(others or {}),
        "grades": dict(stated.grades) if stated is not None else {},
        "levers": with_values(stated) if stated is not None else [],
        "machine": platform.machine(),
        "system": platform.system(),
        "cores": os.cpu_count(),
        "versions": versions(),
    }


def with_values(stated: Scenario) -> list[str]:
    """Return the names of the levers of a scenario that state their values, so that a search needs no others."""
    return [name for name, lever in stated.lever.items() if lever.steps()]


def manifest(
    identity: Identity,
    first: int,
    last: int,
    plan: Plan,
    run: Mapping[str, Any],
    failed: Sequence[Any],
    stopped: Mapping[str, Any],
    checksum: str,
) -> dict[str, Any]:
    """Return the content of manifest.json: all that is needed to repeat a study.

    Parameters
    ----------
    identity, first, last, plan
        The study: its identity, its replications [first, last), and its plan.
    run
        What may differ between two runs, as from `circumstances`.
    failed
        Histories whose causes could not be computed.
    stopped
        How the run ended.
    checksum
        Checksum of all rows of the study in the database (`Rows.checksum`).
    """
    policy = plan.policy
    named = policy.unusual()
    rules = {
        "named": named,
        "from": [source.name for source in policy.sources],
        "simpy_only": [f"{kind}: {name}" for kind, name in named.items() if policy.find(kind).looks],
    }
    return {
        **identity.as_dict(),
        "first": first,
        "replications": last - first,
        "stopped": dict(stopped),
        "checksum": checksum,
        "policy": rules,
        "known": [lever._asdict() for lever in plan.known],
        "notices": [notice.as_dict() for notice in plan.notices],
        "failed": list(failed),
        "run": dict(run),
    }


def versions() -> dict[str, str]:
    """Return the versions of all software on which the bits of a result may depend."""
    software = {"python": platform.python_version(), "sim": version()}
    for package in ("numpy", "simpy", "scipy", "numba"):
        try:
            software[package] = metadata.version(package)
        except metadata.PackageNotFoundError:
            continue
    return software
