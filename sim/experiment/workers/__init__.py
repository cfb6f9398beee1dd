"""Run blocks of replications on threads or processes of this machine, an executor of the caller, or a Dask cluster."""
