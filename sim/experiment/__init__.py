"""Studies: run many replications, store, resume, merge and summarise them, and compare plans."""
