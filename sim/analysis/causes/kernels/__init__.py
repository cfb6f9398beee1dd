"""The loop of the walk back through a history, the tables that it uses, and functions that fill or read these."""
