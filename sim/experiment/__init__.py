"""Run many replications; store, resume, merge and summarise them."""
