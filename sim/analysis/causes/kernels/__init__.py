"""The compiled loop of the walk back, the tables that it uses, and the kernels that only it calls."""
